"""The few least-cost routes between places, on a network given as arrays; no region, no month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from simulasi.routing.paths import NONE, Paths, least_cost_paths, nodes_on_paths
from simulasi.routing.stretches import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.routing.stretches import Stretches

TIE = 1e-12
CELLS = 200_000
"""Pairs times stretches that are looked at in one go, so that they stay in the fast memory of a processor."""
TRIES = 6
"""Detours that are looked at for every route that is wanted: some of them pass a node twice and do not count."""


class Routes(NamedTuple):
    """Routes between ends, sorted by pair, the least costly first.

    pair      : (route,), ``origin * ends + destination``, in numbers of ends
    cost      : (route,), cost at which it was found
    over      : (route, stretch), 1 where the route passes a stretch of edges without a junction
    stretches : (stretch, edge), 1 for the edges of a stretch
    """

    pair: np.ndarray
    cost: np.ndarray
    over: csr_array
    stretches: csr_array

    @property
    def on(self) -> csr_array:
        """Which edges a route uses, (route, edge)."""
        return csr_array(self.over @ self.stretches)


class _Graph(NamedTuple):
    """Usable edges with their nodes numbered anew, and the least paths from all ends and to them.

    tail, head, cost : (edge,)
    stretch          : (edge,), stretch of each; -1 where it leads nowhere
    first, last      : (stretch,), nodes
    ends             : (end,), nodes
    onward, back     : paths from every end, and to it; the same where only one route is wanted
    """

    tail: np.ndarray
    head: np.ndarray
    cost: np.ndarray
    stretch: np.ndarray
    first: np.ndarray
    last: np.ndarray
    ends: np.ndarray
    onward: Paths
    back: Paths


class _Ways(NamedTuple):
    """Ways from an origin to an edge, over it, and on to a destination; origin and destination are numbers of ends.

    Ways without an edge of their own, -1, are least-cost paths.
    """

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
    found = joined(tail[usable], head[usable], nodes=nodes, ends=ends)
    graph = _graph(tail[usable], head[usable], cost[usable], found, ends, only_one=k == 1)
    asked = ~np.eye(len(ends), dtype=bool) & (True if wanted is None else wanted)
    least = _least(graph, asked)
    ways = _Ways(*map(np.concatenate, zip(least, *_dearer(graph, least, k=k, longest=longest), strict=True)))
    pair = ways.origin * len(ends) + ways.destination
    order = np.argsort(pair, kind="stable")
    ways = _Ways(*(part[order] for part in ways))
    is_on = found.stretch != NONE
    entries = np.ones(int(is_on.sum())), (found.stretch[is_on], usable[is_on])
    stretches = csr_array(entries, shape=(len(found.tail), len(cost)))
    return Routes(pair[order], ways.cost, _passed(graph, ways), stretches)


def _graph(
    tail: np.ndarray, head: np.ndarray, cost: np.ndarray, found: Stretches, ends: np.ndarray, *, only_one: bool
) -> _Graph:
    """Give the nodes of edges new numbers and find the least-cost paths from all ends, and to them."""
    labels = np.unique(np.concatenate([tail, head, ends]))
    tail, head, first, last, at = (np.searchsorted(labels, part) for part in (tail, head, found.tail, found.head, ends))
    onward = least_cost_paths(tail, head, cost, nodes=len(labels), sources=at)
    back = onward if only_one else least_cost_paths(head, tail, cost, nodes=len(labels), sources=at)
    return _Graph(tail, head, cost, found.stretch, first, last, at, onward, back)


def _least(graph: _Graph, asked: np.ndarray) -> _Ways:
    """List the least-cost path of every pair that is asked for and has one."""
    cost = graph.onward.cost[:, graph.ends]
    origin, destination = np.nonzero(np.isfinite(cost) & asked)
    return _Ways(origin, destination, np.full(len(origin), NONE), cost[origin, destination])


def _dearer(graph: _Graph, least: _Ways, *, k: int, longest: float) -> Iterator[_Ways]:
    """Yield ways that cost more than the least, up to ``k - 1`` of every pair, the cheapest of a pair first."""
    if k == 1:
        return
    by_tail, by_head = nodes_on_paths(graph.onward), nodes_on_paths(graph.back)
    to_tail, from_head = graph.onward.cost[:, graph.tail] + graph.cost, graph.back.cost[:, graph.head]
    block = max(1, CELLS // max(1, len(graph.tail)))
    for first in range(0, len(least.cost), block):
        some = _Ways(*(part[first : first + block] for part in least))
        left, cost = np.full(len(some.cost), k - 1), to_tail[some.origin] + from_head[some.destination]
        for row, edge, length in _detours(cost, some.cost, left, tries=TRIES * (k - 1), longest=longest):
            origin, destination = some.origin[row], some.destination[row]
            before, after = by_tail[origin, graph.tail[edge]], by_head[destination, graph.head[edge]]
            is_simple = ~(before & after).any(axis=1)
            left[row] -= is_simple
            yield _Ways(*(part[is_simple] for part in (origin, destination, edge, length)))


def _detours(
    cost: np.ndarray, best: np.ndarray, left: np.ndarray, *, tries: int, longest: float
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield row, edge and cost of the next ways that cost more, until they are too long or none is left to find.

    cost : (row, edge), used up
    best : (row,), least cost
    left : (row,), how many are still to be found; counted down by the caller
    """
    row, last = np.arange(len(best)), best
    for _ in range(tries):
        np.copyto(cost, np.inf, where=cost <= last[:, None] * (1.0 + TIE))
        edge = cost.argmin(axis=1)
        last = cost[np.arange(len(last)), edge]
        going = (last <= longest * best) & (left[row] > 0)
        if not going.all():
            cost, best, row, edge, last = cost[going], best[going], row[going], edge[going], last[going]
        yield row, edge, last


def _passed(graph: _Graph, ways: _Ways) -> csr_array:
    """Which stretches each way passes, (way, stretch)."""
    every, own = np.arange(len(ways.cost)), graph.stretch[ways.edge]
    others = np.flatnonzero(ways.edge != NONE)
    to = np.where(ways.edge == NONE, graph.ends[ways.destination], graph.first[own])
    before = _walk(graph, graph.onward, graph.first, ways.origin, to)
    after = _walk(graph, graph.back, graph.last, ways.destination[others], graph.last[own[others]])
    row = np.concatenate([before[0], others, others[after[0]]])
    stretch = np.concatenate([before[1], own[others], after[1]])
    return csr_array((np.ones(len(row)), (row, stretch)), shape=(len(every), len(graph.first)))


def _walk(
    graph: _Graph, paths: Paths, begin: np.ndarray, source: np.ndarray, node: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Follow paths from nodes back to their sources, all at once and a stretch at a time; rows and stretches.

    begin : (stretch,), node at which the paths come to it
    """
    row, rows, stretches = np.arange(len(node)), [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    while len(row):
        edge = paths.edge[source, node]
        going = edge != NONE
        row, source, stretch = row[going], source[going], graph.stretch[edge[going]]
        rows.append(row)
        stretches.append(stretch)
        node = begin[stretch]
    return np.concatenate(rows), np.concatenate(stretches)
