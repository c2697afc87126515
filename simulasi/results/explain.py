"""Why the GRDP of a region differs between two runs: the change split into channels that add up (docs/indicators.md).

GRDP is value added for a unit of output times output, and output is what was sold, at home, to other regions and to
partners, and what went into stock. What is sold at a place is the size of that market times the share of the region in
it; logarithmic means split the change of the product without a rest. A market at home is as large as what each use
there buys. A share follows the price of the region's makers, freight on the way, and both of its rivals (eq. 6), and
what can be had. What industries buy from each other at home comes with everything else: each channel holds the local
suppliers it sets to work, by the Leontief inverse of the region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.errors import Fault, ResultError
from simulasi.results.areas import all_areas, summed
from simulasi.results.choice import check_whole
from simulasi.results.explained_base import base_of
from simulasi.results.explained_home import home_of, purchases, spending
from simulasi.results.explained_sales import sales
from simulasi.results.year_books import books_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simulasi.results.explained_base import Base, Pull
    from simulasi.results.results import Results
    from simulasi.results.year_books import Books
    from simulasi.world.world import World

RESIDUAL = "residual"
CHANNELS = ("delivered_inputs", "wage_costs", "taxes", "world_price", "scarcity", "freight", "rivals", "availability",
            "plants", "taste", "other_markets", "outside_demand", "pay", "profits", "workers", "people",
            "purchasing_power", "services", "public_money", "investors", "programmes", "carriers", "spoilage", "stocks",
            RESIDUAL)  # fmt: skip
"""In the order in which they are shown; their texts are ``report.channel.<id>``."""
TOLERANCE, LEAST_BN_RP = 1e-9, 1e-6
"""Gap that is rounding: a part of all channels together, and a thousand rupiah."""
COLUMNS = ("scenario", "region", "year", "channel", "value_bn_rp")


def explain(
    before: Results,
    after: Results,
    world: World,
    years: Iterable[int],
    *,
    pull: Callable[[int], Pull] | None = None,
) -> pd.DataFrame:
    """Split the change of GRDP into channels, by area and year; the table has the columns ``COLUMNS``.

    world : the base world of both runs
    years : whole years of both
    pull  : of a year, with the scenario over without it; nothing when left out

    The channels of an area and year add up to the change of its GRDP, ``RESIDUAL`` among them. ResultError when only a
    part of a run was recorded.
    """
    check_whole(before, after)
    base, regions = base_of(world, before.story["parameters"]), world.region_ids
    rows = []
    for year in years:
        first, second = (books_of(results, world, year) for results in (before, after))
        found = channels(first, second, base, pull(year) if pull else base.no_pull)
        rows += [
            (after.name, area, year, channel, float(value))
            for channel, by_region in found.items()
            for area, value in zip(all_areas(regions), summed(by_region, regions), strict=True)
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def check_adds_up(table: pd.DataFrame, change: Mapping[tuple[str, int], float]) -> None:
    """Raise ResultError unless the channels of every area and year add up to the change of its GRDP.

    change : bn Rp by area and year, from the indicators
    """
    groups = table.groupby(["region", "year"])["value_bn_rp"]
    gap = groups.sum() - pd.Series(change, dtype=float).reindex(groups.sum().index)
    # an area without a known change is wrong, too
    wrong = gap[~(abs(gap) <= TOLERANCE * groups.agg(lambda values: abs(values).sum()) + LEAST_BN_RP)]
    if len(wrong):
        raise ResultError([
            Fault("channels_unbalanced", key=f"{area}, {year}", value=f"{value:.6g}")
            for (area, year), value in wrong.items()
        ])  # fmt: skip


def unexplained(table: pd.DataFrame) -> pd.Series:
    """Residual as a share of the change of GRDP, by area and year; NaN where nothing changes."""
    values = table.assign(rest=table["value_bn_rp"].where(table["channel"] == RESIDUAL, 0.0))
    sums = values.groupby(["region", "year"])[["rest", "value_bn_rp"]].sum()
    return (abs(sums["rest"]) / abs(sums["value_bn_rp"]).where(sums["value_bn_rp"] != 0.0)).rename("share")


def channels(before: Books, after: Books, base: Base, pull: Pull) -> dict[str, np.ndarray]:
    """Split the change of GRDP between two books, (region,) for each of ``CHANNELS``.

    pull : what a scenario changes of the pull of origins
    """
    home = home_of(before, after, base)
    direct = purchases(before, after, base, home) | sales(before, after, base, pull)
    split = {name: (home.knock_on * change).sum(axis=0) for name, change in direct.items()}
    split |= spending(before, after, home)
    split[RESIDUAL] = after.grdp - before.grdp - np.sum(list(split.values()), axis=0)
    return {name: split[name] for name in CHANNELS}
