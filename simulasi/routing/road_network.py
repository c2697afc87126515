"""Roads and trips as arrays, before nodes are numbered: what an assignment of traffic starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LINKS, DEMAND = "links", "demand"
"""Names of the two tables, in what is found wrong."""


class RoadNetwork(NamedTuple):
    """One-way links; several may join the same two nodes, and each keeps a flow of its own. Made by ``road_network``.

    tail, head     : (link,), nodes that a link leads from and to, any labels that can be sorted
    capacity       : (link,), trips a period; a link without capacity is closed, unless nothing delays it
    free_flow_time : (link,), time of the empty link
    b, power       : (link,), of the BPR curve; power from 0 to 20
    toll           : (link,), in units of time, however much flows
    length         : (link,), counts only where trips weigh distance
    delay          : (link,), time added when the flow is the capacity; b times the free-flow time where NaN
    """

    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    free_flow_time: np.ndarray
    b: np.ndarray
    power: np.ndarray
    toll: np.ndarray
    length: np.ndarray
    delay: np.ndarray


class TripTable(NamedTuple):
    """Trips a period between nodes; rows of one pair add up, rows without trips are fine. Made by ``trip_table``.

    origin, destination : (row,), labels of nodes
    trips               : (row,), those that stay within a node use no link
    """

    origin: np.ndarray
    destination: np.ndarray
    trips: np.ndarray


def road_network(
    tail: ArrayLike,
    head: ArrayLike,
    *,
    capacity: ArrayLike,
    free_flow_time: ArrayLike,
    b: ArrayLike = 0.15,
    power: ArrayLike = 4.0,
    toll: ArrayLike = 0.0,
    length: ArrayLike = 0.0,
    delay: ArrayLike = np.nan,
) -> RoadNetwork:
    """Make a network of arrays and of numbers that hold for all its links.

    >>> roads = road_network(["a", "a"], ["b", "b"], capacity=[10.0, 20.0], free_flow_time=1.0)
    >>> roads.b.tolist(), added_time(roads).tolist()
    ([0.15, 0.15], [0.15, 0.15])
    """
    ends = np.atleast_1d(tail), np.atleast_1d(head)
    numbers = (capacity, free_flow_time, b, power, toll, length, delay)
    return RoadNetwork(*ends, *(np.broadcast_to(np.asarray(each, dtype=float), ends[0].shape) for each in numbers))


def trip_table(origin: ArrayLike, destination: ArrayLike, trips: ArrayLike) -> TripTable:
    """Make a table of trips.

    >>> trip_table([1, 2], [2, 1], 5.0).trips.tolist()
    [5.0, 5.0]
    """
    ends = np.atleast_1d(origin), np.atleast_1d(destination)
    return TripTable(*ends, np.broadcast_to(np.asarray(trips, dtype=float), ends[0].shape))


def added_time(roads: RoadNetwork) -> np.ndarray:
    """Time that is added on each link when the flow is the capacity, (link,)."""
    return np.where(np.isnan(roads.delay), roads.b * roads.free_flow_time, roads.delay)


def is_usable(roads: RoadNetwork) -> np.ndarray:
    """Whether each link can carry anything at all, (link,).

    >>> is_usable(road_network([1, 1, 1], [2, 2, 2], capacity=[0.0, 0.0, 9.0], free_flow_time=1.0, b=[0.0, 1.0, 1.0]))
    array([ True, False,  True])
    """
    slows = np.where(np.isnan(roads.delay), roads.b, roads.delay) > 0.0
    return (roads.capacity > 0.0) | ~slows
