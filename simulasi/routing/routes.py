"""The few least-cost routes between places, on a network given as arrays; no region, no month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from simulasi.routing.paths import NONE, Paths, least_cost_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

TIE = 1e-12
CELLS = 200_000
"""Pairs times edges that are looked at in one go, so that they stay in the fast memory of a processor."""
TRIES = 6
"""Detours that are looked at for every route that is wanted: some of them pass a node twice and do not count."""


class Routes(NamedTuple):
    """Routes between ends, sorted by pair, the least costly first.

    pair : (route,), ``origin * ends + destination``, in numbers of ends
    cost : (route,), cost at which it was found
    on   : (route, edge), 1 where the route uses the edge
    """

    pair: np.ndarray
    cost: np.ndarray
    on: csr_array


class _Candidates(NamedTuple):
    """Ways from an origin to a node, by an edge, and on to a destination."""

    origin: np.ndarray
    destination: np.ndarray
    edge: np.ndarray
    cost: np.ndarray


def least_cost_routes(
    tail: np.ndarray,
    head: np.ndarray,
    cost: np.ndarray,
    *,
    nodes: int,
    ends: np.ndarray,
    k: int,
    longest: float,
    wanted: np.ndarray | None = None,
) -> Routes:
    """Find up to ``k`` least-cost routes between every two different ends.

    tail, head : (edge,), nodes that a directed edge joins
    cost       : (edge,), positive; infinite where nothing may pass
    ends       : (end,), nodes
    longest    : routes that cost more than this multiple of the least are left out
    wanted     : (end, end), pairs that are asked for; all different ones when left out

    The first is the least-cost path. The others are the least ways over one edge that is not on it: least-cost path to
    the edge, the edge, least-cost path on; a way that passes a node twice does not count, and of ways of equal cost
    only one is kept.

    >>> found = least_cost_routes(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([1.0, 1.0, 3.0]),
    ...                           nodes=3, ends=np.array([0, 2]), k=2, longest=2.0)
    >>> found.cost.tolist(), found.on.toarray().tolist()
    ([2.0, 3.0], [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    """
    usable = np.flatnonzero(np.isfinite(cost))
    tail, head, passing = tail[usable], head[usable], cost[usable]
    onward = least_cost_paths(tail, head, passing, nodes=nodes, sources=ends)
    back = least_cost_paths(head, tail, passing, nodes=nodes, sources=ends)
    asked = ~np.eye(len(ends), dtype=bool) & (True if wanted is None else wanted)
    found = _candidates(tail, head, passing, onward, back, ends, asked, k=k, longest=longest)
    rows, edges, is_simple = _followed(found, tail, head, onward, back, ends, nodes=nodes)
    kept = _first_of_each(found, is_simple, k=k, ends=len(ends))
    number = np.full(len(found.cost), NONE)
    number[kept] = np.arange(len(kept))
    used = number[rows] != NONE
    entries = (np.ones(int(used.sum())), (number[rows[used]], usable[edges[used]]))
    on = csr_array(entries, shape=(len(kept), len(cost)))
    return Routes(found.origin[kept] * len(ends) + found.destination[kept], found.cost[kept], on)


def _candidates(
    tail: np.ndarray, head: np.ndarray, cost: np.ndarray, onward: Paths, back: Paths, ends: np.ndarray,
    asked: np.ndarray, *, k: int, longest: float,
) -> _Candidates:  # fmt: skip
    """List for every pair the least-cost path, by its last edge, then the least dearer ways over one edge."""
    least = onward.cost[:, ends]
    origin, destination = np.nonzero(np.isfinite(least) & asked)
    best = least[origin, destination]
    found = [_Candidates(origin, destination, onward.edge[origin, ends[destination]], best)]
    to_tail, from_head = onward.cost[:, tail] + cost, back.cost[:, head]
    block = max(1, CELLS // max(1, len(tail)))
    for first in range(0, len(best) if k > 1 else 0, block):
        pairs = slice(first, first + block)
        by_edge = to_tail[origin[pairs]] + from_head[destination[pairs]]
        detours = _detours(by_edge, best[pairs], tries=TRIES * (k - 1), longest=longest)
        found += [_Candidates(origin[pairs][row], destination[pairs][row], *way) for row, *way in detours]
    return _Candidates(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _detours(
    by_edge: np.ndarray, best: np.ndarray, *, tries: int, longest: float
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield row, edge and cost of the next ways that cost more, until too long; ``by_edge`` is used up."""
    row, last = np.arange(len(best)), best
    for _ in range(tries):
        by_edge[by_edge <= last[:, None] * (1.0 + TIE)] = np.inf
        edge = by_edge.argmin(axis=1)
        last = by_edge[np.arange(len(last)), edge]
        near = last <= longest * best
        if not near.all():
            by_edge, best, row, edge, last = by_edge[near], best[near], row[near], edge[near], last[near]
        yield row, edge, last


def _followed(
    found: _Candidates, tail: np.ndarray, head: np.ndarray, onward: Paths, back: Paths, ends: np.ndarray, *, nodes: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Follow every candidate: rows and edges it uses, and whether it passes no node twice."""
    every = np.arange(len(found.cost))
    before, after = (
        _walk(onward, found.origin, tail[found.edge]),
        _walk(back, found.destination, head[found.edge]),
    )
    rows = np.concatenate([before[0], every, after[0]])
    edges = np.concatenate([before[1], found.edge, after[1]])
    # every edge is left by one node: with the destination these are the nodes of the way
    passed = np.concatenate([rows * nodes + tail[edges], every * nodes + ends[found.destination]])
    passed.sort()
    twice = passed[1:][passed[1:] == passed[:-1]] // nodes
    is_simple = np.ones(len(every), dtype=bool)
    is_simple[twice] = False
    return rows, edges, is_simple


def _walk(paths: Paths, source: np.ndarray, node: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Follow paths from nodes back to their sources, all at once; rows and edges."""
    row, rows, edges = np.arange(len(node)), [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    while len(row):
        edge = paths.edge[source, node]
        going = edge != NONE
        row, source, node, edge = row[going], source[going], node[going], edge[going]
        rows.append(row)
        edges.append(edge)
        node = paths.before[source, node]
    return np.concatenate(rows), np.concatenate(edges)


def _first_of_each(found: _Candidates, is_simple: np.ndarray, *, k: int, ends: int) -> np.ndarray:
    """Choose the first ``k`` simple candidates of every pair; numbers of candidates, sorted by pair, then by cost."""
    number = np.flatnonzero(is_simple)
    pair = (found.origin * ends + found.destination)[number]
    order = np.lexsort((found.cost[number], pair))
    number, pair = number[order], pair[order]
    rank = np.arange(len(pair)) - np.searchsorted(pair, pair)
    return number[rank < k]
