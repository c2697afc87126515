"""What a region buys at home more or less, by who buys and where the money comes from, and what a sale is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided
from simulasi.results.log_change import log_mean
from simulasi.results.recorded_money import USES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.results.explained_base import Base
    from simulasi.results.year_books import Books

INDUSTRIES, HOUSEHOLDS, GOVERNMENT, INVESTORS, PROGRAMMES = range(len(USES))


class Home(NamedTuple):
    """What falls to the makers of a region of what is bought there, (sector, region).

    share    : of a change of the market at home
    shipped  : mean of what must be shipped for a unit that arrives
    knock_on : value added in the region for a unit sold, with what its suppliers at home earn
    """

    share: np.ndarray
    shipped: np.ndarray
    knock_on: np.ndarray


def home_of(before: Books, after: Books, base: Base) -> Home:
    """Work out the market at home between the runs."""
    regions = before.output.shape[1]
    ships = log_mean(before.shipped, after.shipped)[:, :regions, :regions]
    sold = log_mean(before.sold, after.sold)[:, :regions]
    share = divided(np.diagonal(ships, axis1=1, axis2=2), sold, otherwise=0.0)
    shipped = (_spoiled(before) + _spoiled(after)) / 2.0
    return Home(share, shipped, _knock_on(before, after, share * shipped, base))


def _knock_on(before: Books, after: Books, here: np.ndarray, base: Base) -> np.ndarray:
    """Value added for a unit sold, by the Leontief inverse of each region.

    here : (sector, region), what its makers sell for a unit of inputs that arrives
    """
    coefficient = divided(before.value_added + after.value_added, before.output + after.output, otherwise=0.0)
    unit = np.eye(len(base.recipe))
    rows = [
        np.linalg.solve((unit - here[:, region, None] * base.recipe).T, coefficient[:, region])
        for region in range(coefficient.shape[1])
    ]
    return np.stack(rows, axis=1)


def _spoiled(books: Books) -> np.ndarray:
    return divided(books.sold[:, : books.output.shape[1]], books.bought.sum(axis=0), otherwise=1.0)


def purchases(before: Books, after: Books, base: Base, home: Home) -> dict[str, np.ndarray]:
    """Sales at home that grow with what industries and investors there buy, and output that stays, (sector, region)."""
    here = home.share * home.shipped
    more = after.bought - before.bought
    ordered = np.zeros_like(before.output)
    ordered[base.carrier] = after.carried - before.carried
    used = base.recipe @ (after.output - before.output) + ordered
    bought = (before.bought + after.bought).sum(axis=0) / 2.0
    return {
        "carriers": here * ordered,
        "stocks": here * (more[INDUSTRIES] - used) + after.stocked - before.stocked,
        "investors": here * more[INVESTORS],
        "programmes": here * more[PROGRAMMES],
        "spoilage": home.share * bought * (_spoiled(after) - _spoiled(before)),
    }


def spending(before: Books, after: Books, home: Home) -> dict[str, np.ndarray]:
    """Value added by what households and governments buy at home, by the source of their money, (region,)."""
    worth = home.knock_on * home.share * home.shipped
    households = _by_source(before, after, HOUSEHOLDS, _household_money(before, after), worth)
    return households | _by_source(before, after, GOVERNMENT, _public_money(before, after), worth)


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
