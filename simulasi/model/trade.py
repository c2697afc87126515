"""Orders, choice of origin and deliveries (eq. 6-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.market import raised
from simulasi.model.state import FINAL, Sales

if TYPE_CHECKING:
    from simulasi.model.market import Market


class Quote(NamedTuple):
    """Terms of this month's trade, ``[sector, member, node]``.

    price      : producer price at each origin
    attraction : pull of each origin before freight, ``g (p/p0)^-sigma`` (eq. 6)
    reach      : attraction that arrives at each destination, summed over origins
    paid       : price paid for a delivered unit, freight and spoilage included (eq. 7)
    """

    price: np.ndarray
    attraction: np.ndarray
    reach: np.ndarray
    paid: np.ndarray


def quote(
    price: np.ndarray, attractor: np.ndarray, market: Market, base_paid: np.ndarray, *, sigma: np.ndarray
) -> Quote:
    """Quote this month's terms of trade (eq. 6-7).

    price     : (sector, member, node), producer price at each origin, base = 1
    attractor : (sector, 1, node), size of each origin relative to the base year
    base_paid : (sector, 1, node), price paid in the base year, used where nothing can be bought
    sigma     : (sector, 1, 1), elasticity of substitution between origins

    The price paid is the mean over the quantities bought, not a CES index: with prices 2 and 1, equal base shares
    and sigma 4 one pays 1.059.

    >>> from simulasi.model.market import Market
    >>> half = np.full((1, 2, 2), 0.5)
    >>> flat = Market(half, half, half, half * 0, half * 0, np.zeros((1, 0, 2, 2)), np.arange(0))
    >>> terms = quote(np.array([[[2.0, 1.0]]]), np.ones((1, 1, 2)), flat, np.ones((1, 1, 2)),
    ...               sigma=np.array([[[4.0]]]))
    >>> round(float(terms.paid[0, 0, 0]), 3)
    1.059
    """
    attraction = attractor * raised(price, -sigma)
    reach = market.pairs.to_destinations(attraction, market.arriving)
    payable = market.pairs.to_destinations(attraction * price, market.paid)
    return Quote(price, attraction, reach, divided(payable, reach, otherwise=base_paid))


def divided(numerator: np.ndarray | float, denominator: np.ndarray, *, otherwise: np.ndarray | float) -> np.ndarray:
    """Divide, and take ``otherwise`` where the denominator is zero.

    >>> divided(np.array([1.0, 1.0]), np.array([2.0, 0.0]), otherwise=7.0)
    array([0.5, 7. ])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator == 0.0, otherwise, numerator / denominator)


def deliver(wanted: np.ndarray, supply: np.ndarray, terms: Quote, market: Market) -> Sales:
    """Fill the wants of all buyers, in the order of their classes (eq. 8).

    wanted : (sector, buyer, member, node), volumes to be delivered
    supply : (sector, member, node), what each origin can sell; infinite for partners

    Short supply goes first to inputs, then to households, government and exports, then to investment, then to
    programmes, in proportion within a class. What the first two classes miss is offered once to origins with
    something left.
    """
    first = _round(wanted, supply, terms.attraction, terms.reach, terms, market)
    missing = np.maximum(wanted - first.arrivals, 0.0)[:, : FINAL + 1]
    rest = np.maximum(supply - first.shipped, 0.0)
    endless = np.isinf(supply)
    left = np.where(endless, 1.0, divided(rest, np.where(endless, 1.0, supply), otherwise=0.0))
    pull = terms.attraction * left
    second = _round(missing, rest, pull, market.pairs.to_destinations(pull, market.arriving), terms, market)
    arrivals, payments = first.arrivals, first.payments
    arrivals[:, : FINAL + 1] += second.arrivals
    payments[:, : FINAL + 1] += second.payments
    return Sales(
        orders=first.orders,
        shipped=first.shipped + second.shipped,
        arrivals=arrivals,
        payments=payments,
        offers=np.concatenate([first.offers, second.offers], axis=1),
        pulls=np.concatenate([first.pulls, second.pulls], axis=1),
    )


class _Round(NamedTuple):
    orders: np.ndarray
    shipped: np.ndarray
    arrivals: np.ndarray
    payments: np.ndarray
    offers: np.ndarray
    pulls: np.ndarray


def _round(
    wanted: np.ndarray, supply: np.ndarray, attraction: np.ndarray, reach: np.ndarray, terms: Quote, market: Market
) -> _Round:
    """Offer what there is once; ``reach`` is the attraction that arrives at each destination."""
    pulls = divided(wanted, reach[:, None], otherwise=0.0)
    orders = attraction[:, None] * market.pairs.to_origins(pulls, market.weight)
    filled = rationed(orders, supply)
    offers = attraction[:, None] * filled
    return _Round(
        orders=orders.sum(axis=1),
        shipped=(orders * filled).sum(axis=1),
        arrivals=pulls * market.pairs.to_destinations(offers, market.arriving),
        payments=pulls * market.pairs.to_destinations(offers * terms.price[:, None], market.paid),
        offers=offers,
        pulls=pulls,
    )


def rationed(orders: np.ndarray, supply: np.ndarray) -> np.ndarray:
    """Share of each class of orders that an origin can fill, first classes first (eq. 8).

    orders : (sector, buyer, member, node)
    supply : (sector, member, node)

    >>> rationed(np.array([6.0, 3.0, 4.0]).reshape(1, 3, 1, 1), np.array(8.0).reshape(1, 1, 1)).ravel().round(3)
    array([1.   , 0.667, 0.   ])
    """
    before = np.cumsum(orders, axis=1) - orders
    available = np.maximum(supply[:, None] - before, 0.0)
    return divided(np.minimum(available, orders), orders, otherwise=1.0)


def land_freight(sales: Sales, price: np.ndarray, market: Market) -> np.ndarray:
    """Freight that carriers by land and river earn at each node, bn Rp, (member, node).

    price : (sector, member, node), producer price at each origin
    Half is earned at the origin and half at the destination, all at the region when the other end is a partner; a
    zone on the way earns its part first.
    """
    value, pairs = sales.offers * price[:, None], market.pairs
    at_origin = value * pairs.to_origins(sales.pulls, market.at_origin)
    at_destination = sales.pulls * pairs.to_destinations(value, market.at_destination)
    earned: np.ndarray = (at_origin + at_destination).sum(axis=(0, 1))
    for zone, region in enumerate(market.zones.tolist()):
        on_the_way = sales.pulls * pairs.to_destinations(value, market.at_zone[:, zone])
        earned[:, region] += on_the_way.sum(axis=(0, 1, 3))
    return earned


def shipments(sales: Sales, market: Market) -> np.ndarray:
    """Build shipments by origin and destination, (sector, member, *pairs*); only when asked for."""
    return between(sales, market).by(market.weight)


class Between(NamedTuple):
    """What origins and destinations bring together, to be weighed by one kernel or another.

    met : (sector, member, *pairs*), ``offer x pull``, summed over buyers and rounds
    """

    met: np.ndarray
    market: Market

    def by(self, kernel: np.ndarray) -> np.ndarray:
        """Weigh it by a kernel, (sector, [member,] *pairs*): the weight of the market makes shipments of it."""
        each_has_its_own = kernel.ndim > 1 + self.market.pairs.axes
        return self.met * (kernel if each_has_its_own else kernel[:, None])


def between(sales: Sales, market: Market) -> Between:
    """Bring together what origins offered and destinations pulled."""
    return Between(market.pairs.joined(sales.offers, sales.pulls), market)
