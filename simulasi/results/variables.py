"""What a run records: every variable with its axes and its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import xarray as xr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

FORMAT = 5
"""Version of the layout; a result of another version is not read."""

AXES = ("member", "month", "year", "region", "sector", "cargo", "origin", "destination", "link", "terminal",
        "direction", "use")  # fmt: skip
REGION = ("region",)
MONTHLY = ("member", "month", "region")
BY_SECTOR = (*MONTHLY, "sector")
TRADE = ("member", "year", "sector", "origin", "destination")
BY_ORIGIN = ("member", "year", "sector", "origin")
BY_YEAR = ("member", "year", "region")
OF_INDUSTRY = ("member", "year", "sector", "region")
TRIPS = ("year", "cargo", "origin", "destination")
LINK = ("member", "year", "link")


class Variable(NamedTuple):
    """One recorded quantity.

    dims : its axes, in order
    unit : id of its unit; ``bn_rp_month`` is billion rupiah a month at base-year prices unless its text says otherwise
    """

    dims: tuple[str, ...]
    unit: str


VARIABLES: dict[str, Variable] = {
    "grdp": Variable(MONTHLY, "bn_rp_month"),
    "grdp_2010": Variable(MONTHLY, "bn_rp_month"),
    "jobs": Variable(MONTHLY, "persons"),
    "workers_from_elsewhere": Variable(MONTHLY, "persons"),
    "labour_force": Variable(MONTHLY, "persons"),
    "unemployment": Variable(MONTHLY, "share"),
    "commuters_in": Variable(MONTHLY, "persons"),
    "commuters_out": Variable(MONTHLY, "persons"),
    "wage": Variable(MONTHLY, "index"),
    "delivered_price": Variable(MONTHLY, "index"),
    "consumer_price": Variable(MONTHLY, "index"),
    "purchases": Variable(MONTHLY, "bn_rp_month"),
    "consumption": Variable(MONTHLY, "bn_rp_month"),
    "shortage": Variable(MONTHLY, "bn_rp_month"),
    "backlog": Variable(MONTHLY, "bn_rp"),
    "unserved": Variable(MONTHLY, "bn_rp"),
    "population": Variable(MONTHLY, "persons"),
    "net_migration": Variable(MONTHLY, "persons"),
    "rent": Variable(MONTHLY, "index"),
    "remittances": Variable(MONTHLY, "bn_rp_month_nominal"),
    "water_need": Variable(MONTHLY, "l_s"),
    "water_served": Variable(MONTHLY, "share"),
    "own_revenue": Variable(MONTHLY, "bn_rp_month_nominal"),
    "shared_revenue": Variable(MONTHLY, "bn_rp_month_nominal"),
    "extra_spending": Variable(MONTHLY, "bn_rp_month_nominal"),
    "grdp_nominal": Variable(MONTHLY, "bn_rp_month_nominal"),
    "resident_pay": Variable(MONTHLY, "bn_rp_month_nominal"),
    "kept_surplus": Variable(MONTHLY, "bn_rp_month_nominal"),
    "purchase_value": Variable(MONTHLY, "bn_rp_month_nominal"),
    "freight_paid": Variable(MONTHLY, "bn_rp_month_nominal"),
    "carried": Variable(MONTHLY, "bn_rp_month"),
    "jobs_by_sector": Variable(BY_SECTOR, "persons"),
    "gross_output": Variable(BY_SECTOR, "bn_rp_month"),
    "value_added": Variable(BY_SECTOR, "bn_rp_month"),
    "trade": Variable(TRADE, "bn_rp_year"),
    "bought": Variable(("member", "year", "use", "sector", "region"), "bn_rp_year"),
    "producer_price": Variable(BY_ORIGIN, "index"),
    "orders": Variable(TRADE, "bn_rp_year"),
    "paid_wage": Variable(OF_INDUSTRY, "index"),
    "product_tax": Variable(OF_INDUSTRY, "share"),
    "tonne_km": Variable(BY_YEAR, "million_t_km_year"),
    "person_km": Variable(BY_YEAR, "million_person_km_year"),
    "co2": Variable(BY_YEAR, "kt_year"),
    "fullest_link": Variable(BY_YEAR, "ratio"),
    "travel_time_h": Variable(TRIPS, "h"),
    "generalised_cost_rp_t": Variable(TRIPS, "rp_t"),
    "modes": Variable(TRIPS, "text"),
    "link_units": Variable(("member", "year", "cargo", "link", "direction"), "units_year"),
    "link_vehicles_day": Variable(LINK, "vehicles_day"),
    "link_queue_t": Variable((*LINK, "direction"), "t"),
    "link_volume_pcu_h": Variable(LINK, "pcu_h"),
    "link_capacity_pcu_h": Variable(("year", "link"), "pcu_h"),
    "link_time_h": Variable((*LINK, "direction"), "h"),
    "terminal_units": Variable(("member", "year", "cargo", "terminal"), "units_year"),
    "terminal_queue_t": Variable(("member", "year", "terminal"), "t"),
    "base_grdp": Variable(REGION, "bn_rp_year"),
    "base_grdp_2010": Variable(REGION, "bn_rp_year"),
}


OF_TRIPS = frozenset({"travel_time_h", "generalised_cost_rp_t"})
"""Trips between nodes: means of the members, but by member where an ensemble makes its yearly indicators."""
OF_TRAFFIC = frozenset(name for name in VARIABLES if name.startswith(("link_", "terminal_")))
"""What passed links and terminals, and how they stood."""
BY_MEMBER = OF_TRIPS | {"trade"} | {name for name, variable in VARIABLES.items() if variable.dims in (MONTHLY, BY_YEAR)}
"""What yearly indicators are made from; an ensemble keeps it by member, of all else only means."""


def as_dataset(
    arrays: Mapping[str, np.ndarray], coordinates: Mapping[str, object], *, is_yearly: bool = False
) -> xr.Dataset:
    """Put recorded arrays together as the dataset of a result, with unit, label and format.

    arrays      : by name as in ``VARIABLES``, axes in the order that stands there; trips may have members before them
    coordinates : the values along every axis: numbers of members, months as datetime64, ids as text
    is_yearly   : what is told by month holds the means of years

    >>> import numpy as np
    >>> as_dataset({"base_grdp": np.array([30.0])}, {"region": ["kubar"]}).base_grdp.attrs
    {'unit': 'bn_rp_year', 'label': 'indicator.base_grdp'}
    """
    by_member = {name for name in OF_TRIPS & arrays.keys() if arrays[name].ndim > len(TRIPS)}
    dims = {name: ("member",) * (name in by_member) + VARIABLES[name].dims for name in arrays}
    if is_yearly:
        dims = {name: tuple("year" if axis == "month" else axis for axis in axes) for name, axes in dims.items()}
    variables = {
        name: xr.Variable(dims[name], array, {"unit": VARIABLES[name].unit, "label": f"indicator.{name}"})
        for name, array in arrays.items()
    }
    return xr.Dataset(variables, coords=dict(coordinates), attrs={"format": FORMAT})
