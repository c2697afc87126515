"""Least-cost paths by SciPy itself, predecessors included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.made_up_streets import made_up_streets

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "scipy"


def paths(*, rows: int, columns: int, sources: int) -> Callable[[], object]:
    """Make the graph; the search is timed."""
    streets, nodes = made_up_streets(rows, columns, sources=sources), rows * columns
    graph = csr_array((streets.minutes, (streets.tail, streets.head)), shape=(nodes, nodes))
    return lambda: dijkstra(graph, indices=streets.sources, return_predecessors=True)
