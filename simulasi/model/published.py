"""The network at its published hours: all nodes over routes, few pairs by their least-cost path (eq. 1-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.errors import Fault, WorldError
from simulasi.model.edges import Catalogue, generalised_cost, layered_edges, limits, paid_by_class
from simulasi.model.roads import Roads, find_roads, loading, own_trips, spoilage_costs
from simulasi.model.transport import (
    Freight,
    Trips,
    at_rest,
    cargo_index,
    freight_on,
    hours_of_people,
    journeys_on,
    trips_on,
)
from simulasi.routing.pair_sums import sums_between
from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES
from simulasi.world.pairs import FewPairs

if TYPE_CHECKING:
    from simulasi.model.edges import Edges, Limits
    from simulasi.model.parameters import Parameters
    from simulasi.model.traffic import Choice
    from simulasi.model.transport import Carriage

MOST_NAMED = 3
"""Links and terminals that an error names."""


class Published(NamedTuple):
    """The network at its published hours.

    roads  : routes between all nodes; of few pairs no route is kept
    choice : routes taken
    trips  : (class, 1, *pairs*)
    hours  : of people between neighbours, one way, (*pairs*)
    """

    roads: Roads
    choice: Choice
    trips: Trips
    hours: np.ndarray


def published(of: Carriage, p: Parameters, catalogue: Catalogue | None = None) -> Published:
    """Find the trips of a network at its published hours (eq. 1-2).

    catalogue : numbers of links and terminals in the run; those of this network alone when left out
    Few pairs go by their least-cost path, whatever ``traffic.routes`` says, and nothing counts who is on the road:
    WorldError when something on the network has a capacity, or a zone earns a part of what passes.
    """
    numbers = catalogue or Catalogue.of([of.network])
    if isinstance(of.pairs, FewPairs):
        return _of_few_pairs(of, of.pairs, p, numbers)
    return published_on(find_roads(of, p, numbers), of, p)


def published_on(roads: Roads, of: Carriage, p: Parameters) -> Published:
    """Average trips at published hours over routes that are known."""
    choice = at_rest(roads, p)
    return Published(roads, choice, trips_on(roads, choice, of), hours_of_people(roads, choice, of, p.freight))


def freight(of: Carriage, p: Parameters, *, scale: np.ndarray) -> Freight:
    """Freight per unit of producer value on a network at its published hours (eq. 1-3), (sector, *pairs*).

    scale : (sector,), share of the raw tariff that the margins of the accounts hold
    Services and commodities with terminals of their own pay none.
    """
    return freight_on(published(of, p).trips, of, scale=scale).of_one_member()


def distances_km(of: Carriage, p: Parameters) -> np.ndarray:
    """Kilometres between nodes by class at published hours, (class, node, node)."""
    roads = find_roads(of, p)
    return journeys_on(roads, at_rest(roads, p), of, p.freight).distance_km[:, 0]


def _of_few_pairs(of: Carriage, pairs: FewPairs, p: Parameters, numbers: Catalogue) -> Published:
    """Sum costs and hours along the least-cost paths of few pairs; classes that nothing travels by have no way."""
    _check_free(of, limits(of.network, numbers), numbers)
    edges, regions = layered_edges(of.network, of.cargo, p.freight, numbers), len(of.region_ids)
    own_cost, own_loss = own_trips(of, p)
    used = {cargo_index(sector) for sector in of.sectors} - {-1}
    tables = [np.full((len(of.cargo), 1, len(pairs.origin)), rest) for rest in (np.inf, 0.0, 0.0)]
    land, sea, loss = tables
    for row in used:
        found = _sums(of, p, edges, row, pairs)
        kept = pairs.is_apart(pairs.nodes)
        handled = loading(of, p, row, pairs.origin, pairs.destination)
        spoilt = -np.expm1(-of.cargo[row].spoilage * found[2])
        for table, values, own in (
            (land, found[0] + handled, own_cost[row]),
            (sea, np.where(np.isfinite(found[1]), found[1], 0.0), np.zeros(regions)),
            (loss, np.where(np.isfinite(found[2]), spoilt, 0.0), own_loss[row]),
        ):
            table[row, 0] = pairs.with_own(np.where(kept, values, 0.0), own)
    trips = Trips(land, sea, loss, np.zeros((0, *land.shape)), np.zeros(0, dtype=np.intp))
    nobody = find_roads(of._replace(places=(), region_ids=(), own_trip_km=()), p, numbers)
    return Published(nobody, at_rest(nobody, p), trips, _hours_of_people(of, p, edges))


def _check_free(of: Carriage, bounds: Limits, numbers: Catalogue) -> None:
    """Raise WorldError that names what has a capacity or earns on the way, for nobody would notice."""
    bound = [name for name, most in zip(numbers.links, bounds.capacity, strict=True) if np.isfinite(most)]
    gates = (*numbers.links, *numbers.links, *numbers.terminals)
    gated = [name for name, most in zip(gates, bounds.passing, strict=True) if np.isfinite(most)]
    zones = [terminal.place for terminal in of.network.terminals.values() if terminal.local_share > 0.0]
    found = {"few_pairs_capacity": dict.fromkeys([*bound, *gated]), "few_pairs_zone": dict.fromkeys(zones)}
    faults = [Fault(code, value=", ".join([*names][:MOST_NAMED])) for code, names in found.items() if names]
    if faults:
        raise WorldError(faults)


def _sums(of: Carriage, p: Parameters, edges: Edges, row: int, pairs: FewPairs) -> np.ndarray:
    """Land fare, sea fare and hours along the least-cost path of a class, (3, pair)."""
    kind = of.cargo[row]
    fixed, vehicle = paid_by_class(edges, kind, p.freight)
    fare = fixed + (vehicle * edges.is_wheeled + kind.value_of_time) * edges.time_h
    cost = generalised_cost(edges, of.cargo, row, p.freight, hour=spoilage_costs(of)[row])
    values = np.stack([fare * ~edges.is_sea, fare * edges.is_sea, edges.time_h], axis=1)
    ends = np.array([edges.place_index[place] for place in of.places], dtype=np.intp)
    found = sums_between(
        edges.tail, edges.head, cost, values,
        nodes=edges.nodes, origin=ends[pairs.origin], destination=ends[pairs.destination],
    )  # fmt: skip
    return np.ascontiguousarray(found.T)


def _hours_of_people(of: Carriage, p: Parameters, edges: Edges) -> np.ndarray:
    """Hours of people's trips between neighbours, (*pairs*)."""
    if not isinstance(of.neighbours, FewPairs):
        raise TypeError(of.neighbours)
    hours = _sums(of, p, edges, TRAFFIC_CLASSES.index(PEOPLE), of.neighbours)[2]
    return of.neighbours.with_own(hours, np.array(of.own_trip_km) / p.freight.own_trip_speed_km_h)
