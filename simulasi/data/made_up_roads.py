"""Roads between made-up towns: every town to its nearest ones, and all of them in a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay, KDTree

if TYPE_CHECKING:
    from collections.abc import Iterator

NEIGHBOURS = 2
FEW_TOWNS = 50
"""Up to so many towns every pair is looked at; the shortest tree of more is among the sides of Delaunay's triangles."""


def roads_between(east_km: np.ndarray, north_km: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of towns with a road between them, in order, and how far they are apart in a straight line, km.

    >>> list(roads_between(np.array([0.0, 3.0, 4.0, 9.0]), np.zeros(4)))
    [(0, 1, 3.0), (0, 2, 4.0), (1, 2, 1.0), (1, 3, 6.0), (2, 3, 5.0)]
    """
    towns = np.stack([east_km, north_km], axis=1)
    count = len(towns)
    pairs = _candidates(towns)
    apart = np.hypot(*(axis[pairs[:, 0]] - axis[pairs[:, 1]] for axis in (east_km, north_km)))
    graph = csr_array((apart, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    tree = minimum_spanning_tree(graph).tocoo()
    found = {(int(min(pair)), int(max(pair))) for pair in (*zip(*tree.coords, strict=True), *_nearest(towns))}
    for a, b in sorted(found):
        yield a, b, float(np.hypot(east_km[a] - east_km[b], north_km[a] - north_km[b]))


def _candidates(towns: np.ndarray) -> np.ndarray:
    """Pairs of towns that the shortest tree may join, (pair, 2), each once."""
    if len(towns) <= FEW_TOWNS:
        return np.stack(np.triu_indices(len(towns), 1), axis=1)
    corners = Delaunay(towns).simplices
    sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    return np.unique(np.sort(sides, axis=1), axis=0)


def _nearest(towns: np.ndarray) -> Iterator[tuple[int, int]]:
    """Every town with the nearest others."""
    count = min(NEIGHBOURS + 1, len(towns))
    near = np.asarray(KDTree(towns).query(towns, k=range(1, count + 1))[1])
    return ((town, int(other)) for town, others in enumerate(near) for other in others if other != town)
