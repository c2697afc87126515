"""Made-up results, small and smooth, for examples and tests: no model stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.results.recorded_money import USES
from simulasi.results.results import Results
from simulasi.results.variables import VARIABLES, as_dataset
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LINKS, TERMINALS = ("melak-tenggarong.road",), ("tenggarong.river",)
PARTNERS = ("jawa", "sulsel", "sulteng")
SECTORS = ("rice", "services")
BASE_YEAR = 2021
GROWTH = 0.03
TRAFFIC_OF_ALL = 100.0
"""Every number of every link and terminal."""


def made_up_results(
    *,
    name: str = "dasar",
    years: Sequence[int] = (2022, 2023),
    members: int = 1,
    regions: Sequence[str] = ("kubar", "ppu", "ikn"),
    lift: Mapping[str, float] | None = None,
    links: Sequence[str] = LINKS,
    terminals: Sequence[str] = TERMINALS,
) -> Results:
    """Build results that grow by 3 % a year, in which a region's volumes are lifted by a share.

    lift : share by region, e.g. ``{"kubar": 0.02}``
    links, terminals : names of those that are used

    >>> made_up_results().data.grdp.sel(region="kubar", member=0).values[:2].round(3)
    array([1.03, 1.03])
    """
    coordinates: dict[str, np.ndarray] = {
        "member": np.arange(members),
        "month": pd.date_range(f"{years[0]}-01-01", f"{years[-1]}-12-01", freq="MS").to_numpy(),
        "year": np.array(years),
        "region": np.array(regions),
        "sector": np.array(SECTORS),
        "origin": np.array([*regions, *PARTNERS]),
        "destination": np.array([*regions, *PARTNERS]),
        "cargo": np.array(TRAFFIC_CLASSES),
        "link": np.array(links),
        "terminal": np.array(terminals),
        "direction": np.array(["there", "back"]),
        "use": np.array(USES),
    }
    arrays = _arrays({axis: len(values) for axis, values in coordinates.items()}, coordinates, lift or {})
    return Results(as_dataset(arrays, coordinates), {**_story(name), "members": members})


def _arrays(
    size: Mapping[str, int], coordinates: Mapping[str, np.ndarray], lift: Mapping[str, float]
) -> dict[str, np.ndarray]:
    weight = np.arange(1.0, size["region"] + 1)
    lifted = weight * np.array([1 + lift.get(str(region), 0.0) for region in coordinates["region"]])
    age = np.array([month.year - BASE_YEAR for month in pd.DatetimeIndex(coordinates["month"])])
    chance = 1 + 0.001 * np.arange(size["member"])
    path = chance[:, None, None] * (1 + GROWTH) ** age[:, None] * lifted
    ones = np.ones_like(path)
    by_sector = np.repeat(path[..., None] / size["sector"], size["sector"], axis=3)
    monthly = {
        "grdp": path, "grdp_2010": 0.7 * path, "jobs": 5e3 * path, "workers_from_elsewhere": 50 * path,
        "unemployment": 0.06 * ones, "wage": ones, "delivered_price": ones, "consumer_price": ones,
        "purchases": 1.5 * path, "consumption": 0.4 * path, "shortage": 0 * path, "backlog": 0 * path,
        "unserved": 0 * path, "rent": ones, "net_migration": 0 * path, "labour_force": 5.3e3 * path,
        "commuters_in": 100 * path, "commuters_out": 100 * path, "water_need": 20 * path, "water_served": ones,
        "own_revenue": 0.02 * path, "remittances": 0.001 * path, "shared_revenue": 0.01 * path,
        "extra_spending": 0 * path, "grdp_nominal": 1.0 * path, "resident_pay": 0.4 * path, "kept_surplus": 0.05 * path,
        "purchase_value": 1.5 * path, "freight_paid": 0.03 * path, "carried": 0.02 * path,
        "population": 1e4 * np.broadcast_to(weight, path.shape),
        "jobs_by_sector": 5e3 * by_sector, "gross_output": 1.9 * by_sector, "value_added": by_sector,
    }  # fmt: skip
    yearly = 12 * path[:, ::12].sum(axis=2)
    of_regions = 12 * path[:, ::12]
    traffic = {"tonne_km": 2 * of_regions, "person_km": of_regions, "co2": 0.5 * of_regions,
               "fullest_link": 0.5 * np.ones_like(of_regions)}  # fmt: skip
    return {**monthly, **traffic, **_on_the_way(size, yearly), "base_grdp": 12 * weight, "base_grdp_2010": 8.4 * weight}


def _on_the_way(size: Mapping[str, int], yearly: np.ndarray) -> dict[str, np.ndarray]:
    """Trade and trips: nodes lie on a line, an hour and Rp100,000 a tonne apart; the far ones need a ship."""
    nodes = np.arange(size["origin"])
    apart = abs(nodes[:, None] - nodes)
    is_partner = nodes >= size["region"]
    is_sea = is_partner[:, None] | is_partner
    pull = np.where(is_partner[:, None] & is_partner, 0.0, 1 / (1 + apart))
    trade = yearly[:, :, None, None, None] * pull / (pull.sum() * size["sector"])
    shape = tuple(size[axis] for axis in VARIABLES["modes"].dims)
    traffic = {
        name: np.full([size[axis] for axis in variable.dims], TRAFFIC_OF_ALL)
        for name, variable in VARIABLES.items()
        if name.startswith(("link_", "terminal_"))
    }
    shipped = np.repeat(trade, size["sector"], axis=2)
    arrived = shipped.sum(axis=3)[..., : size["region"]]
    return {
        **traffic,
        "trade": shipped,
        "bought": np.repeat(arrived[:, :, None] / size["use"], size["use"], axis=2),
        "producer_price": np.ones(shipped.shape[:-1]),
        "orders": shipped,
        "paid_wage": np.ones((*shipped.shape[:3], size["region"])),
        "product_tax": np.zeros((*shipped.shape[:3], size["region"])),
        "travel_time_h": np.broadcast_to(apart.astype(float), shape).copy(),
        "generalised_cost_rp_t": np.broadcast_to(1e5 * apart, shape).copy(),
        "modes": np.broadcast_to(np.where(is_sea, "sea", "road"), shape).copy(),
    }


def _story(name: str) -> dict[str, object]:
    return {
        "version": "0.1.0",
        "base_year": BASE_YEAR,
        "world_digest": "made-up",
        "scenario_name": name,
        "scenario": {"title": name.capitalize(), "summary": "", "settings": {}, "interventions": {}},
        "trail": {},
        "parameters": {"appraisal.discount_rate": 0.1},
        "parameters_digest": "made-up",
        "varied": {},
        "seed": 1,
        "libraries": {"numpy": np.__version__},
    }
