"""The market on one state of the network: base shares of origins weighed by freight (eq. 6-7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.transport import Freight


MOST_MULTIPLIED = 16
"""Whole powers up to this one are multiplied out."""


class Market(NamedTuple):
    """Kernels of trade on one state of the network, (sector, [member,] *pairs*).

    weight   : base share of each origin, weighed by freight: ``K = s0 ((1+tau)/(1+tau0))^-sigma``
    arriving : weight x share of the quantity that arrives
    paid     : weight x (1 + tau)
    at_origin, at_destination : weight x land freight, by the region whose carriers are paid
    at_zone  : (sector, zone, ...), weight x land freight that is earned on the way
    zones    : (zone,), region of each zone
    pairs    : which origins each destination buys from
    """

    weight: np.ndarray
    arriving: np.ndarray
    paid: np.ndarray
    at_origin: np.ndarray
    at_destination: np.ndarray
    at_zone: np.ndarray
    zones: np.ndarray
    pairs: Pairs = ALL

    @property
    def kernels(self) -> dict[str, Any]:
        """Return all that is an array, by name."""
        return {name: kernel for name, kernel in self._asdict().items() if name not in ("zones", "pairs")}

    def followed_by(self, others: Market) -> Market:
        """Return the kernels of these sectors, then those of others; with members where either has its own."""
        pairs, both = self.pairs, zip(self.kernels.items(), others.kernels.values(), strict=True)
        members = max(kernels.weight.shape[1] for kernels in (self, others))
        joined: dict[str, Any] = {
            name: np.concatenate([_for_members(part, members, pairs) for part in (first, last)])
            for (name, first), last in both
        }
        return self._replace(**joined)

    def weighed(self, affinity: np.ndarray) -> Market:
        """Return a copy in which destinations take to some origins more than their price and freight say.

        affinity : (sector or 1, *pairs*), factor of the weight of each origin at each destination
        """
        sectors, *pairs = affinity.shape
        between = {name: (1,) * (kernel.ndim - affinity.ndim) for name, kernel in self.kernels.items()}
        return self._replace(**{
            name: kernel * affinity.reshape(sectors, *between[name], *pairs) for name, kernel in self.kernels.items()
        })  # fmt: skip

    @property
    def land(self) -> np.ndarray:
        """Weight x land freight, wherever it is earned."""
        return self.at_origin + self.at_destination + self.at_zone.sum(axis=1)


def _for_members(kernel: np.ndarray, members: int, pairs: Pairs) -> np.ndarray:
    """Give a kernel that members share an axis of so many."""
    shape = list(kernel.shape)
    shape[-1 - pairs.axes] = members
    return np.broadcast_to(kernel, shape)


def market(
    shares: np.ndarray, freight: Freight, base: Freight, *, sigma: np.ndarray, regions: int, pairs: Pairs = ALL
) -> Market:
    """Weigh the base shares of origins by the change of freight (eq. 6).

    shares : (sector, *pairs*), base share of each origin in what each destination buys
    sigma  : (sector,), elasticity of substitution between origins
    base   : freight of the base year, without an axis of members
    An origin that cannot be reached has weight zero. The kernels have an axis of members where ``freight`` has one.
    """
    per_member = [slice(None), *[None] * (freight.land.ndim - base.land.ndim)]
    usual, shares = (1.0 + base.total)[tuple(per_member)], shares[tuple(per_member)]
    delivered = 1.0 + freight.total
    change = delivered / usual
    power = -sigma.reshape(-1, *[1] * (change.ndim - 1))
    weight = np.where(freight.reachable, shares * raised(change, power), 0.0)
    local = np.moveaxis(freight.local, 0, 1) * weight[:, None]
    land = weight * freight.land - local.sum(axis=1)
    here = carrier_share_at_origin(pairs.nodes_of(shares), regions, pairs)
    return Market(
        weight=weight,
        arriving=weight * (1.0 - freight.loss),
        paid=weight * delivered,
        at_origin=land * here,
        at_destination=land * (1.0 - here),
        at_zone=local,
        zones=freight.zone_region,
        pairs=pairs,
    )


def raised(base: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Raise to a power; to one whole number for all by multiplication, which takes a tenth of the time.

    >>> raised(np.array([2.0, 10.0]), np.array([-3.0])), raised(np.array([4.0]), np.array([0.5]))
    (array([0.125, 0.001]), array([2.]))
    """
    first = float(power.flat[0]) if power.size else 0.0
    if not (first.is_integer() and abs(first) <= MOST_MULTIPLIED and (power == first).all()):
        return np.asarray(base**power)
    found = np.ones_like(base) if first == 0.0 else base
    for digit in f"{abs(int(first)):b}"[1:]:
        found = found * found * base if digit == "1" else found * found
    return 1.0 / found if first < 0.0 else found


def carrier_share_at_origin(nodes: int, regions: int, pairs: Pairs = ALL) -> np.ndarray:
    """Share of land freight paid at the origin, (*pairs*): half, or all at the end that is a region.

    >>> carrier_share_at_origin(3, 2)
    array([[0.5, 0.5, 1. ],
           [0.5, 0.5, 1. ],
           [0. , 0. , 0.5]])
    """
    is_region = np.arange(nodes) < regions
    origin, destination = pairs.of_origin(is_region), pairs.of_destination(is_region)
    return np.where(origin == destination, 0.5, origin * 1.0)
