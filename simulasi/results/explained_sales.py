"""What a region sells more or less, by cause: its share in each market (eq. 6), and the size of markets elsewhere.

A region is a market of what was delivered there, since its backlogs are ordered anew every month. A partner is a market
of what it ordered, which follows the price quoted to it (eq. 5). That price, too, is split without a rest: into prices
and freight of the origins, and into how buyers are spread over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided
from simulasi.results.log_change import group_weights, log_mean, log_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.results.explained_base import Base, Pull
    from simulasi.results.year_books import Books

AVAILABILITY = "availability"
SHORT = 1e-9
"""Part of orders below which nothing is missing but digits."""


class Spread(NamedTuple):
    """How the buyers of each market are spread over its origins, between the runs, (sector, origin, destination).

    ships   : logarithmic mean of shipments; 0 where nothing is shipped in one of the runs
    weight  : of each origin in the change of its market; adds up to 1 over origins
    cost_weight : of each origin in the change of the price that the market pays
    stayers : change of the logarithm of the part of those that sell in both runs together, (sector, 1, destination)
    price   : change of the logarithm of the price that they are paid, freight included, (sector, destination)
    """

    ships: np.ndarray
    weight: np.ndarray
    cost_weight: np.ndarray
    stayers: np.ndarray
    price: np.ndarray


def spread_of(before: Books, after: Books, base: Base) -> Spread:
    """Weigh the origins of every market."""
    both = (before.shipped > 0.0) & (after.shipped > 0.0)
    markets = [np.where(base.outside, books.ordered, books.shipped) for books in (before, after)]
    parts = [_part_of_market(market * both, market) for market in markets]
    shares = [_part_of_market(market * both, market * both) for market in markets]
    costs = [
        share * books.price[:, :, None] * books.delivered for share, books in zip(shares, (before, after), strict=True)
    ]
    paid = [cost.sum(axis=1) for cost in costs]
    return Spread(
        ships=log_mean(before.shipped, after.shipped),
        weight=group_weights(*shares),
        cost_weight=divided(log_mean(*costs), log_mean(*paid)[:, None], otherwise=0.0),
        stayers=log_ratio(*(part.sum(axis=1, keepdims=True) for part in parts)),
        price=log_ratio(*paid),
    )


def _part_of_market(part: np.ndarray, market: np.ndarray) -> np.ndarray:
    return divided(part, np.broadcast_to(market.sum(axis=1, keepdims=True), part.shape), otherwise=0.0)


def sales(before: Books, after: Books, base: Base, pull: Pull) -> dict[str, np.ndarray]:
    """Sales that follow the share of a region in each market, and the size of markets elsewhere, (sector, region)."""
    spread = spread_of(before, after, base)
    found = _by_price(before, after, base, spread) | _by_pull(before, after, base, pull, spread)
    return _within_supply(found, _is_short(before) | _is_short(after))


def _is_short(books: Books) -> np.ndarray:
    """Say which industries shipped less than was ordered of them, (sector, region)."""
    regions = books.output.shape[1]
    shipped, ordered = (table[:, :regions].sum(axis=2) for table in (books.shipped, books.ordered))
    short: np.ndarray = shipped < (1.0 - SHORT) * ordered
    return short


def _within_supply(found: Mapping[str, np.ndarray], short: np.ndarray) -> dict[str, np.ndarray]:
    """Set what buyers would take against what can be had where an industry is short: only the difference is a cause.

    short : (sector, region)
    An industry that sells all it has sells no more because more is ordered; orders that cannot be filled are neither a
    gain of one channel nor a loss of the other. The sum is as it was.
    """
    wanted = np.sum([change for name, change in found.items() if name != AVAILABILITY], axis=0)
    limit = found[AVAILABILITY]
    both = np.where(short & (wanted * limit < 0.0), np.minimum(abs(wanted), abs(limit)), 0.0)
    kept = 1.0 - divided(both, abs(wanted), otherwise=0.0)
    return {name: change * kept for name, change in found.items()} | {AVAILABILITY: limit + np.sign(wanted) * both}


def _by_price(before: Books, after: Books, base: Base, spread: Spread) -> dict[str, np.ndarray]:
    """Sales that follow prices of makers and freight, by whose they are and what they follow."""
    regions = before.output.shape[1]
    price, freight = log_ratio(before.price, after.price)[:, :, None], log_ratio(before.delivered, after.delivered)
    sigma = base.sigma[:, None, None]
    dearer_market = base.eta * base.outside * spread.cost_weight - sigma * _turning(base, spread)
    own = -spread.ships * (sigma * (1.0 - spread.weight) + dearer_market)
    felt = (sigma * spread.weight - dearer_market) * (price + freight)
    by_price = _here(own, regions)
    causes = _causes_of_price(before, after, base, price[:, :regions, 0])
    return {name: by_price * change for name, change in causes.items()} | {
        "freight": _here(own * freight, regions),
        "rivals": _here(spread.ships * (felt.sum(axis=1, keepdims=True) - felt), regions),
    }


def _by_pull(before: Books, after: Books, base: Base, pull: Pull, spread: Spread) -> dict[str, np.ndarray]:
    """Sales that follow what can be had, plants, what buyers take to, and the size of markets elsewhere."""
    regions = before.output.shape[1]
    ships, outside = spread.ships, base.outside
    filled = log_ratio(before.filled, after.filled)
    opened = np.where(ships > 0.0, 0.0, after.shipped - before.shipped)
    size = pull.size[:, :, None]
    growth = np.where(
        outside,
        log_ratio(before.ordered.sum(axis=1), after.ordered.sum(axis=1)) + base.eta * spread.price - pull.asked,
        log_ratio(before.sold, after.sold),
    )
    elsewhere = ships * ~np.eye(len(outside), dtype=bool) * growth[:, None]
    at_others = (spread.weight * filled).sum(axis=1, keepdims=True) * ~outside
    return {
        AVAILABILITY: _here(ships * (filled - at_others + spread.stayers) + opened, regions),
        "plants": _here(ships * (_beyond_market(size, base, spread) + pull.asked[:, None]), regions),
        "taste": _here(ships * _beyond_market(pull.taste, base, spread), regions),
        "other_markets": _here(elsewhere * ~outside, regions),
        "outside_demand": _here(elsewhere * outside, regions),
    }


def _here(table: np.ndarray, regions: int) -> np.ndarray:
    """Sum what belongs to pairs over destinations, (sector, region)."""
    found: np.ndarray = table.sum(axis=2)[:, :regions]
    return found


def _turning(base: Base, spread: Spread) -> np.ndarray:
    """Tell what a partner buys less where its buyers turn to an origin that makes its purchases dearer on the whole."""
    whole = spread.cost_weight.sum(axis=1, keepdims=True)
    turning: np.ndarray = base.eta * base.outside * (spread.cost_weight - whole * spread.weight)
    return turning


def _beyond_market(change: np.ndarray, base: Base, spread: Spread) -> np.ndarray:
    """Change of an origin less that of the whole market it sells to, (sector, origin, destination)."""
    market = ((spread.weight + _turning(base, spread)) * change).sum(axis=1, keepdims=True)
    beyond: np.ndarray = change - market
    return beyond


def _causes_of_price(before: Books, after: Books, base: Base, price: np.ndarray) -> dict[str, np.ndarray]:
    """Split the price of makers into parts of unit cost, the price of the world and the rest, logs, (sector, region).

    price : the whole change
    Who takes the price of the world passes on no cost.
    """
    regions = before.output.shape[1]
    parts = {
        "delivered_inputs": [base.recipe.T @ books.paid[:, :regions] for books in (before, after)],
        "wage_costs": [base.labour[:, None] * books.wage for books in (before, after)],
        "taxes": [books.tax * books.price[:, :regions] for books in (before, after)],
    }
    unit = log_mean(*(sum(then_and_now) for then_and_now in zip(*parts.values(), strict=True)))
    takes = base.takes[:, None]
    cost = {name: divided(now - then, unit, otherwise=0.0) * ~takes for name, (then, now) in parts.items()}
    return cost | {"world_price": price * takes, "scarcity": price * ~takes - np.sum(list(cost.values()), axis=0)}
