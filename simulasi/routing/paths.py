"""Least-cost paths on a network given as arrays; no region, no month, no money."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

NONE = -1
BITS = 64


class Paths(NamedTuple):
    """Least-cost paths from chosen sources to every node.

    sources : (source,), nodes
    cost    : (source, node), infinite where there is no path
    before  : (source, node), the node before on the path; the node itself at the source and where there is no path
    edge    : (source, node), the edge that leads to the node; -1 at the source and where there is no path
    """

    sources: np.ndarray
    cost: np.ndarray
    before: np.ndarray
    edge: np.ndarray


def least_cost_paths(tail: np.ndarray, head: np.ndarray, cost: np.ndarray, *, nodes: int, sources: np.ndarray) -> Paths:
    """Find least-cost paths by Dijkstra's method; the cheapest of parallel edges counts, the first of equal ones.

    tail, head : (edge,), nodes that a directed edge joins
    cost       : (edge,), positive

    >>> found = least_cost_paths(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([1.0, 1.0, 5.0]),
    ...                          nodes=3, sources=np.array([0]))
    >>> float(found.cost[0, 2]), edges_on_path(found, 0, 2)
    (2.0, [0, 1])
    """
    name = tail * nodes + head
    order = np.lexsort((cost, name))
    names, first = np.unique(name[order], return_index=True)
    kept = order[first]
    begin = np.searchsorted(names, nodes * np.arange(nodes + 1))
    graph = csr_array((cost[kept], head[kept], begin), shape=(nodes, nodes))
    distance, found = dijkstra(graph, indices=sources, return_predecessors=True)
    everywhere = np.broadcast_to(np.arange(nodes), found.shape)
    has_way = found >= 0
    before = np.where(has_way, found, everywhere)
    edge = np.full(found.shape, NONE)
    edge[has_way] = kept[np.searchsorted(names, (before * nodes + everywhere)[has_way])]
    return Paths(sources, distance, before, edge)


def edges_on_path(paths: Paths, source: int, target: int) -> list[int]:
    """Return the edges from the ``source``-th source to node ``target``, in order of travel; empty without a path."""
    used: list[int] = []
    node = target
    while (edge := int(paths.edge[source, node])) != NONE:
        used.append(edge)
        node = int(paths.before[source, node])
    return used[::-1]


def sums_along(paths: Paths, values: np.ndarray) -> np.ndarray:
    """Sum a value of the edges along every path, (source, node); infinite where there is no path.

    values : (edge,)
    All paths are followed at once, each time twice as far as before.

    >>> found = least_cost_paths(np.array([0, 1]), np.array([1, 2]), np.array([1.0, 1.0]), nodes=4,
    ...                          sources=np.array([0]))
    >>> sums_along(found, np.array([10.0, 5.0])).tolist()
    [[0.0, 10.0, 15.0, inf]]
    """
    total = np.where(paths.edge == NONE, 0.0, values[paths.edge])
    back = paths.before
    while True:
        further = np.take_along_axis(back, back, axis=1)
        total = total + np.take_along_axis(total, back, axis=1) * (back != np.arange(back.shape[1]))
        if np.array_equal(further, back):
            return np.where(np.isfinite(paths.cost), total, np.inf)
        back = further


def nodes_on_paths(paths: Paths) -> np.ndarray:
    """Nodes that every path passes, both its ends included, as bits: (source, node, word).

    >>> found = least_cost_paths(np.array([0, 1]), np.array([1, 2]), np.array([1.0, 1.0]), nodes=4,
    ...                          sources=np.array([0]))
    >>> [f"{bits:b}" for bits in nodes_on_paths(found)[0, :, 0].tolist()]
    ['1', '11', '111', '1000']
    """
    back, nodes = paths.before, np.arange(paths.before.shape[1])
    itself = np.zeros((len(nodes), -(-len(nodes) // BITS)), dtype=np.uint64)
    itself[nodes, nodes // BITS] = np.uint64(1) << (nodes % BITS).astype(np.uint64)
    passed, first = np.tile(itself, (len(back), 1)), len(nodes) * np.arange(len(back))[:, None]
    while True:
        further = np.take_along_axis(back, back, axis=1)
        passed = passed | passed.take((first + back).ravel(), axis=0)
        if np.array_equal(further, back):
            return passed.reshape(*back.shape, itself.shape[1])
        back = further
