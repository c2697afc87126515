"""Trips before and after: hours on the road, and the way of every class of traffic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.results.register import HUBS
from simulasi.routing.trips import trip_h
from simulasi.scenario.interventions.link import TRIP_MODES
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.results.results import Results

MOST_CHANGED = 3
"""Pairs shown because their cost changed most, besides those that the scenario names."""
NOISE = 1e-9


class Journey(NamedTuple):
    """The fastest trip between two places by road, toll, ferry and river, hours without and with the scenario."""

    origin: str
    destination: str
    before_h: float
    after_h: float


class Way(NamedTuple):
    """How a class of cargo goes: modes in order of travel, hours, and the cost that decides."""

    modes: tuple[str, ...]
    time_h: float
    cost_rp_t: float


class Haul(NamedTuple):
    """A class of cargo between two nodes, without and with the scenario."""

    cargo: str
    origin: str
    destination: str
    before: Way
    after: Way


def journeys(case: Case) -> tuple[Journey, ...]:
    """Find the trips that the scenario's links name under ``expects``, else those between the ends of changed links."""
    pairs = _expected_trips(case) or [link.between for link in case.changed_links]
    return tuple(_journey(case, origin, destination) for origin, destination in dict.fromkeys(pairs))


def hauls(case: Case) -> tuple[Haul, ...]:
    """Find the trips of traffic to show.

    Between the regions of every journey, and between the first hub and the far end of it, those of every class; then
    between the pairs whose cost changed most, those of the class for which it did.
    """
    classes: dict[frozenset[str], tuple[tuple[str, str], tuple[str, ...]]] = {}
    for pair in _named_pairs(case):
        classes.setdefault(frozenset(pair), (pair, TRAFFIC_CLASSES))
    for cargo, origin, destination in _most_changed_trips(case):
        classes.setdefault(frozenset({origin, destination}), ((origin, destination), (cargo,)))
    before, after = case.comparison.baseline, case.scenario
    return tuple(
        Haul(cargo, *pair, way(before, cargo, *pair, year=case.year), way(after, cargo, *pair, year=case.year))
        for pair, kinds in classes.values()
        for cargo in kinds
    )


def way(results: Results, cargo: str, origin: str, destination: str, *, year: int) -> Way:
    """Return how a class of cargo goes between two nodes in December of a year."""
    trip = results.data.sel(year=year, cargo=cargo, origin=origin, destination=destination)
    modes = tuple(mode for mode in str(trip.modes.item()).split("+") if mode)
    return Way(modes, float(trip.travel_time_h), float(trip.generalised_cost_rp_t))


def _expected_trips(case: Case) -> list[tuple[str, str]]:
    expectations = [fields.get("expects") for fields in case.new_interventions.values()]
    return [tuple(expected["trip"]) for expected in expectations if expected and "trip" in expected]


def _journey(case: Case, origin: str, destination: str) -> Journey:
    hours = (trip_h(network, origin, destination, TRIP_MODES) for network in (case.before, case.after))
    return Journey(origin, destination, *hours)


def _named_pairs(case: Case) -> list[tuple[str, str]]:
    """Pairs of regions that the journeys join, each followed by the hub and the end that lies far from it."""
    nodes = [str(node) for node in case.scenario.data.origin.to_numpy()]
    pairs: list[tuple[str, str]] = []
    for journey in journeys(case):
        ends = [case.before.places[place].region for place in (journey.origin, journey.destination)]
        if ends[0] != ends[1] and set(ends) <= set(nodes):
            pairs += [(ends[0], ends[1]), *_from_hub(case, ends, nodes)]
    return pairs


def _from_hub(case: Case, ends: list[str], nodes: list[str]) -> list[tuple[str, str]]:
    hub = HUBS[0]
    if hub not in nodes or hub in ends:
        return []
    costs = {end: way(case.comparison.baseline, TRAFFIC_CLASSES[0], hub, end, year=case.year).cost_rp_t for end in ends}
    return [(hub, max(ends, key=lambda end: _finite(costs[end])))]


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.inf


def _most_changed_trips(case: Case) -> list[tuple[str, str, str]]:
    """Return class, origin and destination where cost changed most, as a share; each pair once, the largest first."""
    before, after = (
        results.data.generalised_cost_rp_t.sel(year=case.year).transpose("cargo", "origin", "destination").to_numpy()
        for results in (case.comparison.baseline, case.scenario)
    )
    nodes = [str(node) for node in case.scenario.data.origin.to_numpy()]
    of_class = _relative_change(before, after)
    change, cargo = np.triu(of_class.max(axis=0), k=1), of_class.argmax(axis=0)
    order = np.argsort(-change, axis=None, kind="stable")[:MOST_CHANGED]
    found = [np.unravel_index(position, change.shape) for position in order]
    names = [str(name) for name in case.scenario.data.cargo.to_numpy()]
    return [
        (names[cargo[origin, destination]], nodes[origin], nodes[destination])
        for origin, destination in found
        if change[origin, destination] > NOISE
    ]


def _relative_change(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Size of a change as a share of what was; a way that opens or closes counts as the whole."""
    both = np.isfinite(before) & np.isfinite(after) & (before > 0)
    share = np.abs(np.where(both, after, 0.0) - np.where(both, before, 0.0)) / np.where(both, before, 1.0)
    return np.where(np.isfinite(before) == np.isfinite(after), share, 1.0)
