"""What was published of 2022 and 2023 to hold a run against: every row of the record finds a target or a reason.

No observation of a later year is used, whatever a table holds: later outcomes are kept for forecasts that are written
down before anyone looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from simulasi.results.areas import KALTIM, PPU_BPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

YEARS = (2022, 2023)
KNOWN_YEAR, LAST_YEAR = 2021, 2023
"""What a naive forecaster knew, and the last year that is looked at."""
AREA_OF = {"ppu": PPU_BPS}
"""BPS counts the area of the capital inside PPU."""
AREAS = ("paser", "kubar", "kukar", "kutim", "berau", PPU_BPS, "mahulu", "balikpapan", "samarinda", "bontang", KALTIM)
CAPITAL = "ikn"
BILLIONS_IN_A_TRILLION = 1e3
YEAR = re.compile(r"(?:19|20)\d\d")

LETTERS = {
    "construction": "F",
    "electricity and gas": "D",
    "mining and quarrying": "B",
    "financial services": "K",
    "water and waste": "E",
    "transport and storage": "H",
    "accommodation and food service": "I",
    "public administration": "O",
    "health": "Q",
    "business services": "M,N",
    "trade": "G",
    "other services": "R,S,T,U",
    "information and communication": "J",
}
"""Letters of BPS for the industries as the record names them."""
CHANGES = {
    "change in mining employment": "employment_change.B",
    "change in manufacturing employment": "employment_change.C",
    "change in labour force": "labour_force_change",
}
NO_TARGET = {"ex_ante_model": "ex_ante", "infrastructure_effect": "elsewhere"}
"""Categories of the record that are no outcomes of the province, with the reason."""
HELD_BACK, BEFORE, AREA, NOMINAL, UNKNOWN = "held_back", "before", "area", "nominal", "unknown"


class Key(NamedTuple):
    """One number to compare: what, where and in which year."""

    target: str
    region: str
    year: int


@dataclass(frozen=True)
class Target:
    """A published number.

    unit : ``percent``, ``points``, ``bn_rp_2010``, ``persons`` or ``t``
    """

    key: Key
    unit: str
    observed: float
    confidence: str
    source: str


class Placed(NamedTuple):
    """A row of the record and where it went: to a target, or to none for a reason."""

    table: str
    region: str
    period: str
    what: str
    value: str
    key: Key | None
    reason: str


def latest_year(period: object) -> int:
    """Return the last year that a period names, 0 when it names none.

    >>> latest_year("Aug 2022-Aug 2023"), latest_year("2023Q1"), latest_year("construction phase")
    (2023, 2023, 0)
    """
    return max((int(year) for year in YEAR.findall(str(period))), default=0)


def until(frame: pd.DataFrame, year: int, *, column: str = "year") -> pd.DataFrame:
    """Return the rows of a table that tell of no later year.

    >>> import pandas as pd
    >>> until(pd.DataFrame({"year": [2021, 2024], "value": [1.0, 9.0]}), 2023)["value"].tolist()
    [1.0]
    """
    return frame[frame[column].map(latest_year) <= year]


def area_of(region: str) -> str:
    """Return the area of the model that a region of official statistics is compared with."""
    return AREA_OF.get(region, region)


def validation_rows(frame: pd.DataFrame) -> tuple[list[Placed], list[Target]]:
    """Place every row of ``validation_targets``; return where each went, and the targets that it gives."""
    placed, targets = [], []
    for row in frame.itertuples():
        found = place(row.category, row.region, str(row.period), row.variable)
        key, reason = (found, "") if isinstance(found, Key) else (None, found)
        what = f"{row.category}: {row.variable}"
        value = row.statement if row.value != row.value else f"{row.value:g} {row.unit}"
        placed.append(Placed("validation_targets", row.region, str(row.period), what, value, key, reason))
        if key:
            targets.append(Target(key, *_measured(key, row), row.confidence, row.source_id))
    return placed, targets


def place(category: str, region: str, period: str, variable: str) -> Key | str:
    """Return the target of a row of the record, or the code of the reason why it has none.

    >>> place("sector_growth", "ppu", "2023", "construction")
    Key(target='industry_growth.F', region='ppu_bps', year=2023)
    >>> place("grdp_growth", "ppu", "2024", "real GRDP growth"), place("grdp_level", "paser", "2020", "GRDP")
    ('held_back', 'before')
    """
    year = latest_year(period)
    if year > LAST_YEAR:
        return HELD_BACK
    if category in NO_TARGET:
        return NO_TARGET[category]
    if 0 < year < YEARS[0] or period.startswith("before"):
        return BEFORE
    return _place_outcome(category, area_of(region), period, variable)


def _place_outcome(category: str, area: str, period: str, variable: str) -> Key | str:
    if category == "prices":
        return Key("rent_q4", area, latest_year(period)) if variable.startswith("residential") else "land"
    if category == "materials":
        return Key("cement", area, latest_year(period)) if area == CAPITAL else AREA
    if area not in AREAS:
        return AREA
    name = _target_of(category, period.partition(" ")[2], variable)
    return Key(name, area, latest_year(period)) if name not in {NOMINAL, UNKNOWN} else name


def _target_of(category: str, part: str, variable: str) -> str:
    """Name the target of a row about an area of the province, or say why there is none.

    part : what stands behind the year, ``Q1`` or ``H1``
    """
    letter = LETTERS.get(variable.split(" share ", maxsplit=1)[0].split(" contribution ", maxsplit=1)[0], "")
    names = {
        ("grdp_growth", ""): "grdp_2010_growth",
        ("grdp_growth", "Q1"): "grdp_2010_growth_q1",
        ("sector_growth", ""): f"industry_growth.{letter}",
        ("sector_growth", "H1"): f"industry_growth_h1.{letter}",
        ("sector_share", ""): f"industry_share.{letter}",
        ("contribution", "H1"): f"industry_contribution_h1.{letter}",
        ("grdp_level", ""): NOMINAL if "current" in variable else "grdp_2010",
    }
    if category == "labour":
        return CHANGES.get(variable, "unemployment" if variable == "open unemployment" else UNKNOWN)
    if category == "inflation":
        return "inflation_december"
    name = names.get((category, part), UNKNOWN)
    return UNKNOWN if name.endswith(".") else name


def _measured(key: Key, row: Any) -> tuple[str, float]:  # noqa: ANN401 - a row of a table
    """Return the unit of a target and its published value in that unit."""
    if key.target == "grdp_2010":
        return "bn_rp_2010", BILLIONS_IN_A_TRILLION * float(row.value)
    return unit_of(key.target), float(row.value)


def unit_of(target: str) -> str:
    """Return the unit of a target.

    >>> unit_of("industry_growth.F"), unit_of("employment_change.B"), unit_of("cement")
    ('percent', 'persons', 't')
    """
    head = target.partition(".")[0]
    units = {"grdp_2010": "bn_rp_2010", "cement": "t", "industry_contribution_h1": "points"}
    persons = {"employment_change", "labour_force_change", "employed", "unemployed", "labour_force",
               "workers_from_elsewhere", "construction_workers"}  # fmt: skip
    return "persons" if head in persons else units.get(head, "percent")


def first_of_each(targets: Iterable[Target]) -> dict[Key, Target]:
    """Return one target for each key: the first that is given counts."""
    found: Mapping[Key, Target] = {}
    kept = dict(found)
    for target in targets:
        kept.setdefault(target.key, target)
    return kept
