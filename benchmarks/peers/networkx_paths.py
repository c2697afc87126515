"""Least-cost paths by networkx, source by source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from benchmarks.made_up_streets import made_up_streets

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "networkx"


def paths(*, rows: int, columns: int, sources: int) -> Callable[[], object]:
    """Make the graph; the searches are timed."""
    streets = made_up_streets(rows, columns, sources=sources)
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(zip(*(column.tolist() for column in streets[:3]), strict=True))
    return lambda: [nx.dijkstra_predecessor_and_distance(graph, source) for source in streets.sources.tolist()]
