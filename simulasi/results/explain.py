"""Why the GRDP of a region differs between two runs: the change split into channels that add up (docs/indicators.md).

GRDP is value added for a unit of output times output, and output is what was sold, at home, to other regions and to
partners, and what went into stock. What is sold at a place is the size of that market times the share of the region in
it; logarithmic means split the change of the product without a rest. A market at home is as large as what each use
there buys. A share follows the price of the region's makers, freight on the way, and both of its rivals (eq. 6), and
what can be had. What industries buy from each other at home comes with everything else: each channel holds the local
suppliers it sets to work, by the Leontief inverse of the region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulasi.errors import Fault, ResultError
from simulasi.model.trade import divided
from simulasi.results.areas import all_areas, summed
from simulasi.results.log_change import group_weights, log_mean, log_ratio
from simulasi.results.recorded_money import USES
from simulasi.results.year_books import Books, books_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simulasi.results.results import Results
    from simulasi.world.world import World

RESIDUAL = "residual"
CHANNELS = ("delivered_inputs", "wage_costs", "scarcity", "freight", "rivals", "availability", "plants", "taste",
            "other_markets", "outside_demand", "pay", "profits", "workers", "people", "purchasing_power", "services",
            "public_money", "investors", "programmes", "carriers", "spoilage", "stocks", RESIDUAL)  # fmt: skip
"""In the order in which they are shown; their texts are ``report.channel.<id>``."""
TOLERANCE, LEAST_BN_RP = 1e-9, 1e-6
"""Gap that is rounding: a part of all channels together, and a thousand rupiah."""
COLUMNS = ("scenario", "region", "year", "channel", "value_bn_rp")
INDUSTRIES, HOUSEHOLDS, GOVERNMENT, INVESTORS, PROGRAMMES = range(len(USES))


class Pull(NamedTuple):
    """What a scenario changes of the pull of origins beside prices, freight and what can be had, in logarithms.

    taste : ([sector,] node, node), what buyers at each destination take to each origin
    size  : (sector, node), trend, permits and facilities; zero is no change
    """

    taste: np.ndarray
    size: np.ndarray


class Base(NamedTuple):
    """What does not differ between the runs.

    recipe  : (input, sector)
    labour  : (sector,), wages per unit of output
    sigma   : (sector,), elasticity between origins
    takes   : (sector,), whether the world's price is taken
    carrier : index of the sector that carries
    outside : (node,), whether a node is a partner
    eta     : price elasticity of partners' demand
    """

    recipe: np.ndarray
    labour: np.ndarray
    sigma: np.ndarray
    takes: np.ndarray
    carrier: int
    outside: np.ndarray
    eta: float


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

    The channels of an area and year add up to the change of its GRDP, ``RESIDUAL`` among them.
    """
    base, regions = base_of(world, before.story["parameters"]), world.region_ids
    same = Pull(np.zeros((len(base.outside), len(base.outside))), np.zeros((len(base.sigma), len(base.outside))))
    rows = []
    for year in years:
        first, second = (books_of(results, world, year) for results in (before, after))
        found = channels(first, second, base, pull(year) if pull else same)
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


def base_of(world: World, parameters: Mapping[str, float]) -> Base:
    """Gather what the runs share."""
    sectors, regions = world.sectors, len(world.region_ids)
    goods = np.array([sector.holds_stock for sector in sectors])
    return Base(
        recipe=world.accounts.technical_coefficients,
        labour=world.accounts.wage_coefficient,
        sigma=np.where(goods, parameters["trade.sigma_goods"], parameters["trade.sigma_services"]),
        takes=np.array([sector.takes_price for sector in sectors]),
        carrier=next(place for place, sector in enumerate(sectors) if sector.is_carrier),
        outside=np.arange(regions + len(world.partner_ids)) >= regions,
        eta=parameters["trade.export_elasticity"],
    )


def channels(before: Books, after: Books, base: Base, pull: Pull) -> dict[str, np.ndarray]:
    """Split the change of GRDP between two books, (region,) for each of ``CHANNELS``.

    pull : what a scenario changes of the pull of origins
    """
    knock_on = _knock_on(before, after, base)
    direct = {**_home(before, after, base), **_shares(before, after, base, pull), **_markets(before, after, base)}
    direct["stocks"] = direct["stocks"] + after.stocked - before.stocked
    exported = _exports_of_plants(before, after, base, pull)
    direct |= {"plants": direct["plants"] + exported, "outside_demand": direct["outside_demand"] - exported}
    split = {name: (knock_on * change).sum(axis=0) for name, change in direct.items()}
    worth = _per_unit(knock_on, before, after)
    split |= _by_source(before, after, HOUSEHOLDS, _household_money(before, after), worth)
    split |= _by_source(before, after, GOVERNMENT, _public_money(before, after), worth)
    split[RESIDUAL] = after.grdp - before.grdp - np.sum(list(split.values()), axis=0)
    return {name: split[name] for name in CHANNELS}


def _knock_on(before: Books, after: Books, base: Base) -> np.ndarray:
    """Value added in a region for a unit sold, with what its suppliers at home earn, (sector, region)."""
    coefficient = divided(before.value_added + after.value_added, before.output + after.output, otherwise=0.0)
    at_home, unspoiled = _share_at_home(before, after), _shipped_per_arrival(before, after)
    unit = np.eye(len(base.recipe))
    rows = [
        np.linalg.solve((unit - (at_home * unspoiled)[:, region, None] * base.recipe).T, coefficient[:, region])
        for region in range(coefficient.shape[1])
    ]
    return np.stack(rows, axis=1)


def _share_at_home(before: Books, after: Books) -> np.ndarray:
    """Part of a change of the market at home that falls to the makers there, (sector, region)."""
    regions = before.output.shape[1]
    ships = log_mean(before.shipped, after.shipped)[:, :regions, :regions]
    return divided(np.diagonal(ships, axis1=1, axis2=2), log_mean(before.sold, after.sold)[:, :regions], otherwise=0.0)


def _shipped_per_arrival(before: Books, after: Books) -> np.ndarray:
    """Mean of what must be shipped for a unit that arrives, (sector, region)."""
    mean: np.ndarray = (_spoiled(before) + _spoiled(after)) / 2.0
    return mean


def _spoiled(books: Books) -> np.ndarray:
    return divided(books.sold[:, : books.output.shape[1]], books.bought.sum(axis=0), otherwise=1.0)


def _home(before: Books, after: Books, base: Base) -> dict[str, np.ndarray]:
    """Sales at home that grow with what industries and investors there buy, (sector, region)."""
    at_home, unspoiled = _share_at_home(before, after), _shipped_per_arrival(before, after)
    more = after.bought - before.bought
    ordered = np.zeros_like(before.output)
    ordered[base.carrier] = after.carried - before.carried
    used = base.recipe @ (after.output - before.output) + ordered
    bought = (before.bought + after.bought).sum(axis=0) / 2.0
    return {
        "carriers": at_home * unspoiled * ordered,
        "stocks": at_home * unspoiled * (more[INDUSTRIES] - used),
        "investors": at_home * unspoiled * more[INVESTORS],
        "programmes": at_home * unspoiled * more[PROGRAMMES],
        "spoilage": at_home * bought * (_spoiled(after) - _spoiled(before)),
    }


def _markets(before: Books, after: Books, base: Base) -> dict[str, np.ndarray]:
    """Sales that grow with markets elsewhere, beyond what their prices bring, (sector, region)."""
    regions = before.output.shape[1]
    ships = log_mean(before.shipped, after.shipped)[:, :regions]
    elsewhere = ships * ~np.eye(regions, len(base.outside), dtype=bool)
    size = log_ratio(before.sold, after.sold)
    cheaper = base.eta * log_ratio(before.paid, after.paid)
    return {
        "other_markets": _onto(elsewhere * ~base.outside, size),
        "outside_demand": _onto(elsewhere * base.outside, size + cheaper),
    }


def _onto(ships: np.ndarray, growth: np.ndarray) -> np.ndarray:
    """Sum shipments (sector, origin, destination) times the growth of each destination (sector, destination)."""
    summed: np.ndarray = (ships @ growth[:, :, None])[:, :, 0]
    return summed


def _shares(before: Books, after: Books, base: Base, pull: Pull) -> dict[str, np.ndarray]:
    """Sales that follow the share of a region in each market, and what prices do to partners' demand."""
    regions = before.output.shape[1]
    ships = log_mean(before.shipped, after.shipped)
    weight = group_weights(before.shares, after.shares)
    price = log_ratio(before.price, after.price)[:, :, None]
    freight = log_ratio(before.delivered, after.delivered)
    sigma, eta = base.sigma[:, None, None], base.eta * base.outside
    own = -ships * (sigma * (1.0 - weight) + eta * weight)
    dearer = weight * (price + freight)
    rivals = ships * (sigma - eta) * (dearer.sum(axis=1, keepdims=True) - dearer)
    filled = log_ratio(before.filled, after.filled)[:, :, None]
    opened = np.where(ships > 0.0, 0.0, after.shipped - before.shipped)
    by_price = own.sum(axis=2)[:, :regions]
    inputs, wages = _cost_changes(before, after, base)
    return {
        "delivered_inputs": by_price * inputs,
        "wage_costs": by_price * wages,
        "scarcity": by_price * (price[:, :regions, 0] - inputs - wages),
        "freight": (own * freight).sum(axis=2)[:, :regions],
        "rivals": rivals.sum(axis=2)[:, :regions],
        "availability": (ships * _beyond_market(filled, weight) + opened).sum(axis=2)[:, :regions],
        "plants": (ships * _beyond_market(pull.size[:, :, None], weight)).sum(axis=2)[:, :regions],
        "taste": (ships * _beyond_market(pull.taste, weight)).sum(axis=2)[:, :regions],
    }


def _exports_of_plants(before: Books, after: Books, base: Base, pull: Pull) -> np.ndarray:
    """Demand of partners that grows with the plants they buy from (eq. 5): the plants' doing, (sector, region)."""
    weight = group_weights(before.shares, after.shares)
    grown = (weight * pull.size[:, :, None]).sum(axis=1, keepdims=True) * base.outside
    return (log_mean(before.shipped, after.shipped) * grown).sum(axis=2)[:, : before.output.shape[1]]


def _beyond_market(change: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Change of an origin less that of the whole market it sells to, (sector, origin, destination)."""
    beyond: np.ndarray = change - (weight * change).sum(axis=1, keepdims=True)
    return beyond


def _cost_changes(before: Books, after: Books, base: Base) -> tuple[np.ndarray, np.ndarray]:
    """Return what delivered inputs and wages do to the price of makers by its cost, in logarithms, (sector, region).

    Who takes the price of the world passes on neither.
    """
    regions = before.output.shape[1]
    inputs = [base.recipe.T @ books.paid[:, :regions] for books in (before, after)]
    wages = [base.labour[:, None] * books.wage for books in (before, after)]
    unit = log_mean(inputs[0] + wages[0], inputs[1] + wages[1])
    passed_on = ~base.takes[:, None]
    dearer = (divided(now - then, unit, otherwise=0.0) * passed_on for then, now in (inputs, wages))
    first, second = dearer
    return first, second


def _per_unit(knock_on: np.ndarray, before: Books, after: Books) -> np.ndarray:
    """Value added at home for a unit that arrives there from anywhere, (sector, region)."""
    worth: np.ndarray = knock_on * _share_at_home(before, after) * _shipped_per_arrival(before, after)
    return worth


def _by_source(
    before: Books, after: Books, use: int, sources: Mapping[str, np.ndarray], worth: np.ndarray
) -> dict[str, np.ndarray]:
    """Share out what a buyer's purchases at home bring by where its money comes from; the last source has the rest."""
    mix = (before.bought[use] + after.bought[use]) / 2.0
    money = (before.spent[use] + after.spent[use]) / 2.0
    per_rupiah = divided((worth * mix).sum(axis=0), money, otherwise=0.0)
    whole = (worth * (after.bought[use] - before.bought[use])).sum(axis=0)
    *named, last = sources
    found = {name: per_rupiah * sources[name] for name in named}
    return found | {last: whole - np.sum(list(found.values()), axis=0)}


def _household_money(before: Books, after: Books) -> dict[str, np.ndarray]:
    """Change of what households spend, by source, (region,); what it buys has the rest."""
    earned = before.pay + after.pay + before.profits + after.profits
    spent, camps = (before.spent + after.spent)[HOUSEHOLDS], before.camps + after.camps
    share = (spent.sum() - camps.sum()) / earned.sum()
    known = {
        "pay": share * (after.pay - before.pay),
        "profits": share * (after.profits - before.profits),
        "workers": after.camps - before.camps,
    }
    more = (after.spent - before.spent)[HOUSEHOLDS]
    return {**known, "people": more - np.sum(list(known.values()), axis=0), "purchasing_power": np.zeros_like(more)}


def _public_money(before: Books, after: Books) -> dict[str, np.ndarray]:
    """Change of what governments spend beyond the trend, (region,); services have the rest."""
    return {"public_money": after.extra - before.extra, "services": np.zeros_like(after.extra)}
