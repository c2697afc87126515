"""An assignment of traffic with its nodes and pairs numbered, in an order that no order of rows can change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.routing.bpr import time_area, time_slope, travel_time
from simulasi.routing.paths import least_cost_paths
from simulasi.routing.road_network import added_time, is_usable

if TYPE_CHECKING:
    from simulasi.routing.paths import Paths
    from simulasi.routing.road_network import RoadNetwork, TripTable


class Assignment(NamedTuple):
    """Usable links and pairs with trips. A centroid is two nodes: trips leave from one and end at the other.

    nodes                     : how many there are
    row                       : (link,), row of the network
    tail, head                : (link,), numbers of nodes
    capacity, delay, power    : (link,), of the curve
    free                      : (link,), cost of the empty link: time, toll and distance as trips weigh them
    origin, destination       : (pair,), numbers of nodes, in ascending order
    trips                     : (pair,), more than none
    sources, source           : (source,), nodes where trips begin; (pair,), which of them
    """

    nodes: int
    row: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    delay: np.ndarray
    power: np.ndarray
    free: np.ndarray
    origin: np.ndarray
    destination: np.ndarray
    trips: np.ndarray
    sources: np.ndarray
    source: np.ndarray


class Weights(NamedTuple):
    """What trips weigh besides time: cost = time + toll * toll of the link + distance * its length."""

    toll: float = 1.0
    distance: float = 0.0


NO_WEIGHTS = Weights()
"""Time and toll alone."""


def assignment_of(
    roads: RoadNetwork, trips: TripTable, *, centroids_below: int | None = None, weights: Weights = NO_WEIGHTS
) -> Assignment:
    """Give numbers to the nodes and the pairs, and sort them and the links.

    centroids_below : nodes with a lower number may begin and end trips, and are not passed through

    >>> from simulasi.routing.road_network import road_network, trip_table
    >>> roads = road_network([1, 2, 3], [2, 3, 1], capacity=1.0, free_flow_time=1.0)
    >>> found = assignment_of(roads, trip_table([1, 3], [2, 3], [5.0, 1.0]), centroids_below=2)
    >>> found.nodes, found.origin.tolist(), found.destination.tolist(), found.tail.tolist()
    (4, [3], [1], [1, 2, 3])
    """
    labels = np.unique(np.concatenate([roads.tail, roads.head]))
    leaving = np.arange(len(labels))
    if centroids_below is not None:
        centroids = np.flatnonzero(labels < centroids_below)
        leaving[centroids] = len(labels) + np.arange(len(centroids))
    free = roads.free_flow_time + weights.toll * roads.toll + weights.distance * roads.length
    delay = added_time(roads)
    tail, head = leaving[np.searchsorted(labels, roads.tail)], np.searchsorted(labels, roads.head)
    order = np.lexsort((roads.length, roads.toll, roads.power, delay, free, roads.capacity, head, tail))
    row = order[is_usable(roads)[order]]
    origin, destination, wanted = _pairs(trips, labels, leaving)
    sources, source = np.unique(origin, return_inverse=True)
    return Assignment(
        int(leaving.max(initial=len(labels) - 1)) + 1,
        row,
        tail[row],
        head[row],
        roads.capacity[row],
        delay[row],
        roads.power[row],
        free[row],
        origin,
        destination,
        wanted,
        sources,
        source,
    )


def goes_somewhere(trips: TripTable) -> np.ndarray:
    """Whether a row has trips that leave their node, (row,)."""
    return (trips.trips > 0.0) & (trips.origin != trips.destination)


def costs(of: Assignment, volume: np.ndarray) -> np.ndarray:
    """Generalised cost of the links at a volume, (link,)."""
    return travel_time(volume, of.capacity, free=of.free, delay=of.delay, power=of.power)


def slopes(of: Assignment, volume: np.ndarray) -> np.ndarray:
    """How much costs rise with the volume, (link,)."""
    return time_slope(volume, of.capacity, delay=of.delay, power=of.power)


def objective(of: Assignment, volume: np.ndarray) -> float:
    """Beckmann's objective, which is least at equilibrium."""
    return float(time_area(volume, of.capacity, free=of.free, delay=of.delay, power=of.power).sum())


def least_costs(of: Assignment, cost: np.ndarray) -> tuple[Paths, np.ndarray]:
    """Find the cheapest paths from all sources, and what they cost for each pair, (pair,)."""
    found = least_cost_paths(of.tail, of.head, cost, nodes=of.nodes, sources=of.sources)
    return found, found.cost[of.source, of.destination]


def _pairs(trips: TripTable, labels: np.ndarray, leaving: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Origin, destination and trips of the pairs, in ascending order; rows of one pair add up."""
    some = goes_somewhere(trips)
    origin = leaving[np.searchsorted(labels, trips.origin[some])]
    destination = np.searchsorted(labels, trips.destination[some])
    wanted = trips.trips[some]
    order = np.lexsort((wanted, destination, origin))
    origin, destination, wanted = origin[order], destination[order], wanted[order]
    is_new = np.append(True, (np.diff(origin) != 0) | (np.diff(destination) != 0))[: len(origin)]
    first = np.flatnonzero(is_new)
    sums = np.add.reduceat(wanted, first) if len(first) else wanted
    return origin[first], destination[first], sums
