"""The order in which a month's markets clear: goods from stock, then the services that carry and serve them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.state import INPUTS, Sales
from simulasi.model.trade import Quote, deliver, land_freight

if TYPE_CHECKING:
    from simulasi.model.haulage import Way
    from simulasi.model.structure import Structure


class Cleared(NamedTuple):
    """Wants with those of the carriers, the sales that met them, and what carriers used.

    wanted  : (sector, buyer, member, node)
    carried : (sector, member, region), transport services used for freight by land and river
    """

    wanted: np.ndarray
    sales: Sales
    carried: np.ndarray


def clear(wanted: np.ndarray, supply: np.ndarray, terms: Quote, taken: Way, s: Structure) -> Cleared:
    """Sell goods, let carriers order the transport these need, then sell services (eq. 3, 8).

    wanted : (sector, buyer, member, node), without the wants of carriers
    supply : (sector, member, region), goods in stock and what services can do at most
    """
    goods, regions = s.production.goods, supply.shape[2]
    partners = np.full((*supply.shape[:2], wanted.shape[3] - regions), np.inf)
    everywhere = np.concatenate([supply, partners], axis=2)
    first, last = slice(None, goods), slice(goods, None)
    sold = deliver(wanted[first], everywhere[first], _part(terms, first), taken.goods)
    earned = land_freight(sold, terms.price[first], taken.goods)[:, :regions]
    carried = np.zeros_like(supply)
    carried[s.carrier] = earned / terms.paid[s.carrier, :, :regions]
    wanted = wanted.copy()
    wanted[:, INPUTS, :, :regions] += carried
    served = deliver(wanted[last], everywhere[last], _part(terms, last), taken.services)
    joined = Sales(*(np.concatenate(pair) for pair in zip(sold, served, strict=True)))
    return Cleared(wanted, joined, carried)


def _part(terms: Quote, sectors: slice) -> Quote:
    return Quote(*(array[sectors] for array in terms))
