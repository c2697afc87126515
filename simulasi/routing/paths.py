"""Least-cost paths on a network given as arrays; no region, no month, no money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra


@dataclass(frozen=True)
class Paths:
    """Least-cost paths from chosen sources to every node.

    cost        : (source, node), infinite where there is no path
    predecessor : (source, node), the node before on the path; negative where there is none
    edge        : edge index by (node before, node), the edge that the path uses
    """

    sources: np.ndarray
    cost: np.ndarray
    predecessor: np.ndarray
    edge: dict[tuple[int, int], int]

    def edges(self, source: int, target: int) -> list[int]:
        """Return the edges from the ``source``-th source to node ``target``, in order of travel.

        Empty where source and target are one node, or no path exists.
        """
        path: list[int] = []
        node = target
        while node != self.sources[source] and (before := int(self.predecessor[source, node])) >= 0:
            path.append(self.edge[before, node])
            node = before
        return path[::-1]


def least_cost_paths(tail: np.ndarray, head: np.ndarray, cost: np.ndarray, *, nodes: int, sources: np.ndarray) -> Paths:
    """Find least-cost paths by Dijkstra's method; the cheapest of parallel edges counts, the first of equal ones.

    tail, head : (edge,), nodes that a directed edge joins
    cost       : (edge,), positive

    >>> found = least_cost_paths(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([1.0, 1.0, 5.0]),
    ...                          nodes=3, sources=np.array([0]))
    >>> float(found.cost[0, 2]), found.edges(0, 2)
    (2.0, [0, 1])
    """
    best: dict[tuple[int, int], int] = {}
    for edge, (first, second) in enumerate(zip(tail.tolist(), head.tolist(), strict=True)):
        known = best.get((first, second))
        if known is None or cost[edge] < cost[known]:
            best[first, second] = edge
    kept = np.fromiter(best.values(), dtype=np.intp, count=len(best))
    graph = csr_array((cost[kept], (tail[kept], head[kept])), shape=(nodes, nodes))
    distance, before = dijkstra(graph, indices=sources, return_predecessors=True)
    return Paths(sources, distance, before, best)
