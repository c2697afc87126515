"""User equilibrium of road traffic: nobody finds a cheaper way (Wardrop 1952, Beckmann, McGuire and Winsten 1956).

Paths are found as they are needed; flows on them are moved by Newton steps with a barrier that shrinks with the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulasi.errors import Fault, TableError
from simulasi.routing.assignment import NO_WEIGHTS, assignment_of, costs, goes_somewhere, least_costs, objective
from simulasi.routing.bpr import travel_time
from simulasi.routing.path_set import PathSet, firsts, links_of_paths, with_paths
from simulasi.routing.path_shift import shifted
from simulasi.routing.road_network import added_time

if TYPE_CHECKING:
    from simulasi.routing.assignment import Assignment, Weights
    from simulasi.routing.road_network import RoadNetwork, TripTable

PORTIONS = 6
"""Portions, each twice the one before, in which trips are first put on the cheapest paths."""
NARROWING, MOST_NEW = 0.1, 0.05
"""Barrier over gap, and the most of a pair's trips that a new path gets."""
CYCLE = 40
"""After half of so many searches the barrier may widen again for as many: where flow was squeezed out too early."""
CHEAPER = 1e-13
BALANCED, ROUNDING = 1e-9, 1e-9
"""Relative errors that are taken for rounding."""
MOST_FAULTS = 20


@dataclass(frozen=True)
class Equilibrium:
    """Flows of an assignment, and what shows how good they are; arrays are in the order of the links.

    flow, time   : trips a period, and travel time at that flow
    cost         : time, toll and distance as trips weigh them
    relative_gap : (cost of all trips - cost if all went by the cheapest ways) / cost of all trips
    objective    : Beckmann's, sum of the areas below the curves of cost
    bound        : largest lower bound of the least objective that was found
    imbalance    : largest difference of a node between what arrives and begins and what leaves and ends, over all trips
    total_time   : sum of flow and travel time
    inside       : trips that stay within their node and use no link
    iterations   : searches for cheapest paths
    wanted_gap   : the relative gap that was asked for
    """

    flow: np.ndarray
    time: np.ndarray
    cost: np.ndarray
    relative_gap: float
    objective: float
    bound: float
    imbalance: float
    total_time: float
    inside: float
    iterations: int
    wanted_gap: float

    @property
    def is_balanced(self) -> bool:
        """Whether every node passes on what it gets."""
        return self.imbalance <= BALANCED

    @property
    def is_above_bound(self) -> bool:
        """Whether the objective lies above its lower bound, but for rounding."""
        return self.objective >= self.bound - ROUNDING * abs(self.bound)

    @property
    def converged(self) -> bool:
        """Whether the gap is reached by flows that balance and whose objective is possible."""
        return self.relative_gap <= self.wanted_gap and self.is_balanced and self.is_above_bound


def equilibrium(
    roads: RoadNetwork,
    trips: TripTable,
    gap: float,
    *,
    centroids_below: int | None = None,
    weights: Weights = NO_WEIGHTS,
    max_iterations: int = 500,
) -> Equilibrium:
    """Find the flows at which all used ways of a pair cost alike and no other way costs less.

    gap             : relative gap to be reached
    centroids_below : nodes with a lower number may begin and end trips, and are not passed through
    weights         : what trips weigh besides time
    Raises TableError when trips have no way. When the gap is not reached, the best flows found are given, and
    ``converged`` is false.

    Braess' paradox, six travellers: with the link in the middle everybody needs 92.

    >>> from simulasi.routing.road_network import road_network, trip_table
    >>> roads = road_network(["o", "o", "a", "b", "a"], ["a", "b", "d", "d", "b"], capacity=1.0, power=1.0,
    ...                      free_flow_time=[0.0, 50.0, 50.0, 0.0, 10.0], delay=[10.0, 1.0, 1.0, 10.0, 1.0])
    >>> found = equilibrium(roads, trip_table(["o"], ["d"], 6.0), 1e-10)
    >>> round(found.total_time / 6.0, 6), found.converged
    (92.0, True)
    """
    of = assignment_of(roads, trips, centroids_below=centroids_below, weights=weights)
    _check_ways(of, roads, centroids_below)
    flow, bound, iterations = _solved(of, gap, max_iterations)
    return measured(roads, trips, flow, of, bound=bound, iterations=iterations, gap=gap)


def measured(
    roads: RoadNetwork, trips: TripTable, flow: np.ndarray, of: Assignment, *, bound: float, iterations: int, gap: float
) -> Equilibrium:
    """Measure flows from scratch, not from what made them.

    flow  : (usable link,), as in ``of``
    bound : a lower bound of the objective from before
    """
    whole = np.zeros(len(roads.tail))
    whole[of.row] = flow
    link_cost = costs(of, flow)
    _, cheapest = least_costs(of, link_cost)
    spent, least = float(link_cost @ flow), float(of.trips @ cheapest)
    found = objective(of, flow)
    time = travel_time(whole, roads.capacity, free=roads.free_flow_time, delay=added_time(roads), power=roads.power)
    cost = np.full(len(whole), np.inf)
    cost[of.row] = link_cost
    moved = goes_somewhere(trips)
    return Equilibrium(
        flow=whole,
        time=time,
        cost=cost,
        relative_gap=max(0.0, spent - least) / spent if spent > 0.0 else 0.0,
        objective=found,
        bound=max(bound, found - (spent - least)),
        imbalance=imbalance(roads, trips, whole),
        total_time=float(whole[of.row] @ time[of.row]),
        inside=float(trips.trips[~moved].sum()),
        iterations=iterations,
        wanted_gap=gap,
    )


def imbalance(roads: RoadNetwork, trips: TripTable, flow: np.ndarray) -> float:
    """Largest gap of a node between arriving and beginning, and leaving and ending trips, over all trips."""
    some = goes_somewhere(trips)
    labels = np.unique(np.concatenate([roads.tail, roads.head]))
    ends = (
        (roads.head, flow, 1.0),
        (trips.origin[some], trips.trips[some], 1.0),
        (roads.tail, flow, -1.0),
        (trips.destination[some], trips.trips[some], -1.0),
    )
    error = sum(
        sign * np.bincount(np.searchsorted(labels, node), amount, minlength=len(labels)) for node, amount, sign in ends
    )
    total = float(trips.trips[some].sum())
    return float(np.abs(error).max()) / total if total > 0.0 else 0.0


def _check_ways(of: Assignment, roads: RoadNetwork, centroids_below: int | None) -> None:
    """Raise TableError that lists pairs with trips and without a way."""
    _, cheapest = least_costs(of, costs(of, np.zeros(len(of.row))))
    cut = np.flatnonzero(~np.isfinite(cheapest))
    if not len(cut):
        return
    labels = np.unique(np.concatenate([roads.tail, roads.head]))
    centroids = labels if centroids_below is None else labels[labels < centroids_below]
    names = np.concatenate([labels, centroids])
    pairs = [f"{names[of.origin[pair]]} - {names[of.destination[pair]]}" for pair in cut[:MOST_FAULTS]]
    fields = {"count": str(len(cut))}
    raise TableError([Fault("no_way_for_trips", "demand", "origin, destination", pair, fields) for pair in pairs])


def _solved(of: Assignment, gap: float, max_iterations: int) -> tuple[np.ndarray, float, int]:
    """Return the best flows found, (usable link,), the largest lower bound, and the searches that it took."""
    if not len(of.trips):
        return np.zeros(len(of.row)), -np.inf, 0
    paths, flow = _first_paths(of)
    best, best_gap, bound, barrier = np.zeros(len(of.row)), np.inf, -np.inf, np.inf
    turns = 0
    while turns < max_iterations:
        turns += 1
        volume = paths.on.T @ flow
        link_cost = costs(of, volume)
        found, cheapest = least_costs(of, link_cost)
        spent, least = float(link_cost @ volume), float(of.trips @ cheapest)
        here = (spent - least) / spent if spent > 0.0 else 0.0
        bound = max(bound, objective(of, volume) - (spent - least))
        if here < best_gap:
            best, best_gap = volume, here
        if here <= gap:
            break
        known = np.minimum.reduceat(paths.on @ link_cost, firsts(paths.pair))
        new = np.flatnonzero(cheapest < known * (1.0 - CHEAPER))
        share = np.zeros(len(of.trips))
        share[new] = min(MOST_NEW, 10.0 * here)
        added = links_of_paths(found, of.source[new], of.destination[new], links=len(of.row))
        kept = flow * (1.0 - share)[paths.pair]
        paths, order = with_paths(paths, new, added)
        flow = np.append(kept, (share * of.trips)[new])[order]
        loosens = turns % CYCLE < CYCLE // 2 and turns > CYCLE // 2
        barrier = here * NARROWING if loosens else min(barrier, here * NARROWING)
        weight = of.trips * np.maximum(cheapest, 0.01 * spent / of.trips.sum())
        flow = _towards(of, paths, flow, (barrier * weight)[paths.pair])
    return best, bound, turns


def _towards(of: Assignment, paths: PathSet, flow: np.ndarray, barrier: np.ndarray) -> np.ndarray:
    """Shift the flow of pairs with several paths, and hold the trips of every pair against rounding."""
    several = np.bincount(paths.pair)[paths.pair] > 1
    if not several.any():
        return flow
    chosen = PathSet(paths.pair[several], paths.on[several])
    flow = flow.copy()
    flow[several] = shifted(of, chosen, flow[several], barrier[several], paths.on.T @ flow)
    first = firsts(paths.pair)
    return np.asarray(flow * (of.trips / np.add.reduceat(flow, first))[paths.pair])


def _first_paths(of: Assignment) -> tuple[PathSet, np.ndarray]:
    """Put the trips on cheapest paths in portions, each at the cost that those before it leave."""
    links, pairs = len(of.row), np.arange(len(of.trips))
    found, _ = least_costs(of, costs(of, np.zeros(links)))
    paths = PathSet(pairs, links_of_paths(found, of.source, of.destination, links=links))
    portion = 0.5**PORTIONS
    flow = of.trips * portion
    for _ in range(PORTIONS):
        link_cost = costs(of, paths.on.T @ flow)
        found, cheapest = least_costs(of, link_cost)
        path_cost, first = paths.on @ link_cost, firsts(paths.pair)
        new = np.flatnonzero(cheapest < np.minimum.reduceat(path_cost, first) * (1.0 - CHEAPER))
        more = np.zeros(len(flow))
        best = np.lexsort((path_cost, paths.pair))[first]
        more[best] = portion * of.trips
        more[best[new]] = 0.0
        added = links_of_paths(found, of.source[new], of.destination[new], links=links)
        paths, order = with_paths(paths, new, added)
        flow = np.append(flow + more, (portion * of.trips)[new])[order]
        portion *= 2.0
    return paths, flow
