"""Price levels of transport: what was asked in another year, at prices of the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SUBSECTOR_OF_MODE = {
    "road": "H.2", "company_road": "H.2", "toll": "H.2", "river": "H.4", "ferry": "H.4", "sea": "H.3", "air": "H.5",
}  # fmt: skip
"""Subsector of the accounts of the province that carries by each mode: on land, on rivers and by ferry, at sea."""


def price_factor(subsectors: pd.DataFrame, subsector: str, *, year: int, base_year: int) -> float:
    """Price level of a base year over that of another year, by the implicit deflator of a subsector.

    subsectors : value added of the province at current prices (``adhb``) and at prices of 2010 (``adhk2010``)

    The deflator of a year is value added at current prices over value added at constant prices.

    >>> import pandas as pd
    >>> rows = [(2012, "adhb", 110.0), (2012, "adhk2010", 100.0), (2021, "adhb", 264.0), (2021, "adhk2010", 200.0)]
    >>> accounts = pd.DataFrame(rows, columns=["year", "basis", "value_bn_rp"]).assign(subsector="H.2")
    >>> round(price_factor(accounts, "H.2", year=2012, base_year=2021), 6)
    1.2
    """
    rows = subsectors[subsectors["subsector"] == subsector]
    value = rows.set_index(["basis", "year"])["value_bn_rp"]
    level = {when: float(value["adhb", when]) / float(value["adhk2010", when]) for when in (year, base_year)}
    return level[base_year] / level[year]
