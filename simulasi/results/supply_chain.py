"""Growth of supply chains: what an area buys from elsewhere, over how many links, and from whom.

trade  : (member, year, sector, origin, destination), bn Rp a year
inside : (node,), whether a node is a region of the area

Every function returns (member, year). Trade inside an area is no link of a chain.

>>> ids = ["kubar", "ikn", "jawa"]
>>> trade = np.array([[[[[5.0, 1.0, 0.0], [2.0, 6.0, 0.0], [3.0, 4.0, 0.0]]]]])
>>> ikn, jawa = np.array([False, True, False]), np.array([False, False, True])
>>> inflow(trade, ikn).item(), outflow(trade, ikn).item(), dependence(trade, ikn, on=jawa).round(1).item()
(5.0, 2.0, 36.4)
"""

from __future__ import annotations

import numpy as np

from simulasi.results.areas import ratio, total

LINK_FROM_BN_RP = 1.0
"""A link counts when it carries a billion rupiah a year: trade by gravity is never quite zero."""
PERCENT = 100.0
FLOWS = (2, 3, 4)
LINKS = (2, 3)


def inflow(trade: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Volume that an area buys from outside it, bn Rp a year."""
    return total(supplies(trade, inside), LINKS)


def outflow(trade: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Volume that an area sells outside it, bn Rp a year."""
    return total(trade[..., inside, :][..., ~inside], FLOWS)


def bought_from(trade: np.ndarray, inside: np.ndarray, *, origins: np.ndarray) -> np.ndarray:
    """Volume that an area buys from some origins (node,) outside it, bn Rp a year."""
    return total(trade[..., origins & ~inside, :][..., inside], FLOWS)


def sold_to(trade: np.ndarray, inside: np.ndarray, *, buyers: np.ndarray) -> np.ndarray:
    """Volume that an area sells to some buyers (node,) outside it, bn Rp a year."""
    return total(trade[..., inside, :][..., buyers & ~inside], FLOWS)


def link_count(trade: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Count the links (sector and origin) over which an area is supplied."""
    return total((supplies(trade, inside) >= LINK_FROM_BN_RP).astype(float), LINKS)


def link_diversity(trade: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Count the equally large links that would be as diverse: ``exp(-sum(share ln share))``.

    >>> round(link_diversity(np.full((1, 1, 2, 3, 3), 7.0), np.array([True, False, False])).item(), 9)
    4.0
    """
    volume = supplies(trade, inside)
    share = ratio(volume, volume.sum(axis=LINKS, keepdims=True))
    count: np.ndarray = np.exp(-total(share * np.log(np.where(share > 0, share, 1.0)), LINKS))
    return count


def hinterland_share(trade: np.ndarray, inside: np.ndarray, *, regions: int) -> np.ndarray:
    """Part of all that an area buys which comes from other regions, percent.

    regions : number of nodes that are regions; they come first; a region is no hinterland of its own
    """
    others = [
        np.delete(trade[..., :regions, buyer], buyer, axis=-1).sum(axis=LINKS) for buyer in np.flatnonzero(inside)
    ]
    return PERCENT * ratio(np.sum(others, axis=0), bought(trade, inside))


def dependence(trade: np.ndarray, inside: np.ndarray, *, on: np.ndarray) -> np.ndarray:
    """Part of all that an area buys which comes from the origins ``on`` (node,), percent."""
    return PERCENT * ratio(total(trade[..., on, :][..., inside], FLOWS), bought(trade, inside))


def bought(trade: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Volume that an area buys, its own products included, bn Rp a year."""
    return total(trade[..., inside], FLOWS)


def supplies(trade: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Volume of each link into an area from outside it, (member, year, sector, origin)."""
    return total(trade[..., inside], -1)[..., ~inside]


OF_LINKS = (link_count, link_diversity)
"""Measures of single links, which tell sectors apart; the others only need the trade of all sectors together."""
