"""Traffic equilibrium by AequilibraE: bi-conjugate Frank-Wolfe on the grid that ours is measured on, one core."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from aequilibrae.matrix import AequilibraeMatrix
from aequilibrae.paths import Graph, TrafficAssignment, TrafficClass

from simulasi.routing.made_up_roads import grid_of_streets

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "aequilibrae"
MOST_ITERATIONS = 10_000


def traffic_equilibrium(*, gap: float) -> Callable[[], None]:
    """Make network and trips; the assignment is timed. RuntimeError when it does not reach the gap."""
    logging.disable(logging.CRITICAL)
    roads, table = grid_of_streets(4, 6, trips=150_000.0)
    nodes = np.unique(roads.tail) + 1
    trips = AequilibraeMatrix()
    trips.create_empty(zones=len(nodes), matrix_names=["trips"], memory_only=True)
    trips.index[:] = nodes
    trips.matrix["trips"][:] = 0.0
    trips.matrix["trips"][table.origin, table.destination] = table.trips
    trips.computational_view(["trips"])

    def assign() -> None:
        assignment = TrafficAssignment()
        assignment.add_class(TrafficClass("cars", _graph(roads, nodes), trips))
        assignment.set_vdf("BPR")
        assignment.set_vdf_parameters({"alpha": 0.15, "beta": 4.0})
        assignment.set_capacity_field("capacity")
        assignment.set_time_field("free_flow_time")
        assignment.set_cores(1)
        assignment.set_algorithm("bfw")
        assignment.max_iter, assignment.rgap_target = MOST_ITERATIONS, gap
        assignment.execute()
        if assignment.assignment.rgap > gap:
            msg = f"gap {assignment.assignment.rgap:.1e} after {assignment.assignment.iter} iterations"
            raise RuntimeError(msg)

    return assign


def _graph(roads: object, nodes: np.ndarray) -> Graph:
    graph = Graph()
    graph.network = pd.DataFrame({
        "link_id": np.arange(1, len(roads.tail) + 1), "a_node": roads.tail + 1, "b_node": roads.head + 1,
        "direction": 1, "capacity": roads.capacity, "free_flow_time": roads.free_flow_time,
    })  # fmt: skip
    graph.prepare_graph(nodes)
    graph.set_graph("free_flow_time")
    graph.set_skimming(["free_flow_time"])
    graph.set_blocked_centroid_flows(False)
    return graph
