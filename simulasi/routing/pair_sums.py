"""Sums along the least-cost paths of chosen pairs only, so that thousands of places need no table of all pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

CELLS = 4_000_000
"""Sources times nodes that are searched in one go."""
FURTHER = 1.2
"""A search goes this much further than the dearest pair so far; where that does not do, it goes everywhere."""


class _Graph(NamedTuple):
    """Edges by the names ``tail * nodes + head``, in order; the cheapest of parallel ones."""

    table: csr_array
    names: np.ndarray
    edge: np.ndarray
    nodes: int


def sums_between(
    tail: np.ndarray,
    head: np.ndarray,
    cost: np.ndarray,
    values: np.ndarray,
    *,
    nodes: int,
    origin: np.ndarray,
    destination: np.ndarray,
) -> np.ndarray:
    """Sum values of edges along the least-cost path of each pair, (pair, value); infinite where there is no path.

    tail, head          : (edge,), nodes that a directed edge joins
    cost                : (edge,), positive; infinite where nothing may pass
    values              : (edge, value)
    origin, destination : (pair,), nodes

    Paths are searched from the end that has more pairs, so that work grows with the pairs and not with the square of
    the nodes.

    >>> cost, values = np.array([1.0, 1.0, 3.0]), np.array([[5.0], [7.0], [9.0]])
    >>> sums_between(np.array([0, 1, 0]), np.array([1, 2, 2]), cost, values, nodes=4, origin=np.array([0, 0, 1]),
    ...              destination=np.array([2, 3, 1])).ravel().tolist()
    [12.0, inf, 0.0]
    """
    open_ = np.flatnonzero(np.isfinite(cost))
    tail, head, cost, values = tail[open_], head[open_], cost[open_], values[open_]
    served, serving = (np.bincount(end, minlength=nodes)[end] for end in (origin, destination))
    found = np.full((len(origin), values.shape[1]), np.inf)
    for some, start, end, first, last in (
        (served > serving, origin, destination, tail, head),
        (served <= serving, destination, origin, head, tail),
    ):
        rows = np.flatnonzero(some)
        if len(rows):
            found[rows] = _sums_from(_graph(first, last, cost, nodes), values, start[rows], end[rows])
    return found


def _graph(tail: np.ndarray, head: np.ndarray, cost: np.ndarray, nodes: int) -> _Graph:
    name = tail.astype(np.int64) * nodes + head
    order = np.lexsort((cost, name))
    names, first = np.unique(name[order], return_index=True)
    kept = order[first]
    begin = np.searchsorted(names, nodes * np.arange(nodes + 1, dtype=np.int64))
    return _Graph(csr_array((cost[kept], head[kept], begin), shape=(nodes, nodes)), names, kept, nodes)


def _sums_from(graph: _Graph, values: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Search from every start in turn, and follow the paths back from the ends; (pair, value)."""
    sources, place = np.unique(start, return_inverse=True)
    order = np.argsort(place, kind="stable")
    bounds = np.searchsorted(place[order], np.arange(len(sources) + 1))
    found, limit, block = np.full((len(start), values.shape[1]), np.inf), np.inf, max(1, CELLS // graph.nodes)
    for first in range(0, len(sources), block):
        last = min(first + block, len(sources))
        rows = order[bounds[first] : bounds[last]]
        row, node = place[rows] - first, end[rows]
        cost, before = _searched(graph, sources[first:last], limit)
        if not np.isfinite(cost[row, node]).all() and np.isfinite(limit):
            cost, before = _searched(graph, sources[first:last], np.inf)
        found[rows] = _followed(graph, values, before, row, node)
        found[rows[~np.isfinite(cost[row, node])]] = np.inf
        dearest = cost[row, node].max()
        limit = FURTHER * dearest if np.isinf(limit) else max(limit, FURTHER * dearest)
    return found


def _searched(graph: _Graph, sources: np.ndarray, limit: float) -> tuple[np.ndarray, np.ndarray]:
    return dijkstra(graph.table, indices=sources, return_predecessors=True, limit=limit)


def _followed(graph: _Graph, values: np.ndarray, before: np.ndarray, row: np.ndarray, node: np.ndarray) -> np.ndarray:
    """Follow paths from nodes back to their sources, all at once; what is summed on them, (pair, value)."""
    pair, sums = np.arange(len(row)), np.zeros((len(row), values.shape[1]))
    while len(pair):
        back = before[row, node]
        going = back >= 0
        pair, row, node, back = pair[going], row[going], node[going], back[going]
        edge = graph.edge[np.searchsorted(graph.names, back.astype(np.int64) * graph.nodes + node)]
        sums[pair] += values[edge]
        node = back
    return sums
