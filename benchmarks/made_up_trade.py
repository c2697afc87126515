"""One month's trade between made-up regions, for our arrays and for agents alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

CLASSES = 4
"""Classes of buyers; the first two are offered once more what is left."""


class Trade(NamedTuple):
    """What a month's trade starts from.

    weight, arriving, paid : (sector, origin, destination), kernels of the market
    price, supply          : (sector, origin)
    wanted                 : (sector, class, destination)
    sigma                  : (sector,)
    """

    weight: np.ndarray
    arriving: np.ndarray
    paid: np.ndarray
    price: np.ndarray
    supply: np.ndarray
    wanted: np.ndarray
    sigma: np.ndarray


def made_up_trade(regions: int, sectors: int, *, seed: int = 1) -> Trade:
    """Make up trade in which a part of the origins cannot sell all that is ordered.

    >>> case = made_up_trade(3, 2)
    >>> case.weight.shape, case.wanted.shape
    ((2, 3, 3), (2, 4, 3))
    """
    draw = np.random.Generator(np.random.PCG64([seed, regions, sectors]))
    place, size = draw.random((regions, 2)), draw.lognormal(0.0, 0.7, (sectors, regions))
    apart = np.linalg.norm(place[:, None] - place[None], axis=-1)
    freight = draw.uniform(0.05, 0.3, (sectors, 1, 1)) * apart
    pull = size[:, :, None] * np.exp(-3.0 * apart)
    weight = pull / pull.sum(axis=1, keepdims=True)
    wanted = size[:, None] * draw.dirichlet(np.ones(CLASSES), sectors)[:, :, None]
    return Trade(
        weight=weight,
        arriving=weight * (1.0 - 0.1 * freight),
        paid=weight * (1.0 + freight),
        price=draw.uniform(0.8, 1.25, (sectors, regions)),
        supply=size * draw.uniform(0.6, 1.6, (sectors, regions)),
        wanted=wanted,
        sigma=draw.uniform(3.0, 6.0, sectors),
    )
