"""The market on one state of the network: base shares of origins weighed by freight (eq. 6-7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from simulasi.model.transport import Freight


class Market(NamedTuple):
    """Kernels of trade on one state of the network, (sector, origin, destination).

    weight   : base share of each origin, weighed by freight: ``K = s0 ((1+tau)/(1+tau0))^-sigma``
    arriving : weight x share of the quantity that arrives
    paid     : weight x (1 + tau)
    at_origin, at_destination : weight x land freight, by the region whose carriers are paid
    """

    weight: np.ndarray
    arriving: np.ndarray
    paid: np.ndarray
    at_origin: np.ndarray
    at_destination: np.ndarray


def market(shares: np.ndarray, freight: Freight, base: Freight, *, sigma: np.ndarray, regions: int) -> Market:
    """Weigh the base shares of origins by the change of freight (eq. 6).

    shares : (sector, node, node), base share of each origin in what each destination buys
    sigma  : (sector,), elasticity of substitution between origins
    An origin that cannot be reached has weight zero.
    """
    change = (1.0 + freight.total) / (1.0 + base.total)
    weight = np.where(freight.reachable, shares * change ** -sigma[:, None, None], 0.0)
    land = weight * freight.land
    return Market(
        weight=weight,
        arriving=weight * (1.0 - freight.loss),
        paid=weight * (1.0 + freight.total),
        at_origin=land * carrier_share_at_origin(weight.shape[1], regions),
        at_destination=land * (1.0 - carrier_share_at_origin(weight.shape[1], regions)),
    )


def carrier_share_at_origin(nodes: int, regions: int) -> np.ndarray:
    """Share of land freight paid at the origin, (node, node): half, or all at the end that is a region.

    >>> carrier_share_at_origin(3, 2)
    array([[0.5, 0.5, 1. ],
           [0.5, 0.5, 1. ],
           [0. , 0. , 0.5]])
    """
    is_region = np.arange(nodes) < regions
    return np.where(is_region[:, None] == is_region[None, :], 0.5, is_region[:, None] * 1.0)
