"""What a state of the network offers: the routes of every class of traffic, found once a network event (eq. 1-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csc_array, csr_array

from simulasi.model.edges import Catalogue, Edges, Limits, generalised_cost, layered_edges, limits, paid_by_class
from simulasi.model.uses import DAYS_A_MONTH, Uses, limited_gates, path_size, peak_units, side_by_side, stacked, zones
from simulasi.routing.routes import least_cost_routes
from simulasi.world.cargo import PEOPLE

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Carriage

HOURS_A_MONTH = 24.0 * DAYS_A_MONTH
RP_PER_MILLION = 1e6
FARES = 3
"""Land cost, sea cost and hours."""


class Fares(NamedTuple):
    """What routes cost and how long they take, (route,) or (route, member).

    land, sea : Rp a unit that is paid for it, value of time included
    hours     : from end to end
    """

    land: np.ndarray
    sea: np.ndarray
    hours: np.ndarray


class Delays(NamedTuple):
    """Where hours may differ from the published ones, one column each, and what an hour there adds to a route.

    The columns are the edges of links that have a capacity, the gates that have one, and these gates once more for
    waiting in vehicles.

    edges, gates : numbers of these edges and gates
    by           : (stretch * fare, column), fares being land cost, sea cost and hours
    """

    edges: np.ndarray
    gates: np.ndarray
    by: csr_array


class Followers(NamedTuple):
    """The routes of each group after its first one, place by place; a group has few.

    groups : (several,), which groups have several routes
    second : (several,), their second routes
    later  : for the third place and on, which of these groups have a route there, and that route
    """

    groups: np.ndarray
    second: np.ndarray
    later: tuple[tuple[np.ndarray, np.ndarray], ...]


class Roads(NamedTuple):
    """Routes between the ends of trade on one state of the network, for all classes of traffic together.

    A group is one class and one pair of ends: ``(class * ends + origin) * ends + destination``; routes are sorted by
    it. A unit is a tonne, of people a person. A stretch is what a class passes whole: its edges without a junction.

    kind, group    : (route,), class and group of each route
    groups, starts : (group,), groups that have a route, and their first route
    followers      : the other routes of groups that have several
    place          : (route,), place of its group among ``groups``
    over           : (route, stretch), 1 where a route passes a stretch
    under          : (stretch, route), the same, to add up over routes
    stretches      : (stretch, edge), 1 for the edges of a stretch
    published      : fares and hours at published hours
    delays         : what changes them
    distance_km    : (route,)
    hour_value     : (route,), Rp a unit and hour, value of time
    hour_loss      : (route,), Rp a unit and hour, what spoils at the mean value of its class; it is not paid
    spoilage       : (route,), share that spoils in an hour
    path_size      : (route,), how much of a route is its own: 1 alone, less where it overlaps with others of its group
    limited        : (limited gate, route), 1 where cargo on a route passes one of ``delays.gates``
    loads          : (class * gate, stretch), 1 for the gates on a stretch, by its class
    peak           : (link, stretch), passenger car units in the peak hour for a unit a month
    own            : trips inside each region, (class, region): land cost, share that spoils
    zone_region    : (zone,), region of each place that earns a part of what passes
    zone_share     : (zone, route), part of the land freight that is earned there
    """

    edges: Edges
    limits: Limits
    ends: int
    kind: np.ndarray
    group: np.ndarray
    groups: np.ndarray
    starts: np.ndarray
    followers: Followers
    place: np.ndarray
    over: csr_array
    under: csc_array
    stretches: csr_array
    published: Fares
    delays: Delays
    distance_km: np.ndarray
    hour_value: np.ndarray
    hour_loss: np.ndarray
    spoilage: np.ndarray
    path_size: np.ndarray
    limited: csr_array
    loads: csr_array
    peak: csr_array
    own: tuple[np.ndarray, np.ndarray]
    zone_region: np.ndarray
    zone_share: np.ndarray

    @property
    def on(self) -> csr_array:
        """Which edges a route uses, (route, edge); put together when asked for."""
        return csr_array(self.over @ self.stretches)


def find_roads(of: Carriage, p: Parameters, catalogue: Catalogue | None = None) -> Roads:
    """Find the routes of every class of traffic on a network (eq. 1-2).

    catalogue : numbers of links and terminals in the run; those of this network alone when left out
    """
    numbers = catalogue or Catalogue.of([of.network])
    edges, bounds = layered_edges(of.network, of.cargo, p.freight, numbers), limits(of.network, numbers)
    ends = np.array([edges.place_index[place] for place in of.places], dtype=np.intp)
    losses = spoilage_costs(of)
    costs = np.stack([generalised_cost(edges, of.cargo, row, p.freight, hour=loss) for row, loss in enumerate(losses)])
    found = [
        least_cost_routes(
            edges.tail, edges.head, cost, nodes=edges.nodes, ends=ends, wanted=_wanted(of, row),
            k=round(p.traffic.routes), longest=p.traffic.longest_detour,
        )
        for row, cost in enumerate(costs)
    ]  # fmt: skip
    kind = np.repeat(np.arange(len(found)), [len(routes.pair) for routes in found])
    group = kind * len(ends) ** 2 + np.concatenate([routes.pair for routes in found])
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    over, stretches = side_by_side([routes.over for routes in found]), stacked([routes.stretches for routes in found])
    kind_of_stretch = np.repeat(np.arange(len(found)), [routes.over.shape[1] for routes in found])
    stretch = np.repeat(np.arange(len(kind_of_stretch)), np.diff(stretches.indptr))
    uses = Uses(stretch, stretches.indices, kind_of_stretch[stretch], len(kind_of_stretch))
    gate = edges.gate[uses.edge]
    delays = _delays(of, p, edges, bounds, uses)
    is_cargo = np.array([cargo.id != PEOPLE for cargo in of.cargo])
    zone_region, zone_share = zones(of, edges, over, stretches)
    return Roads(
        edges=edges,
        limits=bounds,
        ends=len(ends),
        kind=kind,
        group=group,
        groups=group[starts],
        starts=starts,
        followers=followers_of(starts, routes=len(group)),
        place=np.repeat(np.arange(len(starts)), np.diff(starts, append=len(group))),
        over=over,
        under=csc_array(over.T),
        stretches=stretches,
        published=_published(of, p, edges, uses, over, group),
        delays=delays,
        distance_km=over @ uses.sum(edges.distance_km[uses.edge]),
        hour_value=np.array([cargo.value_of_time for cargo in of.cargo])[kind],
        hour_loss=losses[kind],
        spoilage=np.array([cargo.spoilage for cargo in of.cargo])[kind],
        path_size=path_size(uses.sum(costs[uses.kind, uses.edge]), group, over),
        limited=limited_gates(gate, is_cargo[uses.kind], uses, over, delays.gates),
        loads=csr_array(
            (np.ones(len(gate)), (uses.kind * numbers.gates + gate, uses.stretch)),
            shape=(len(of.cargo) * numbers.gates, uses.stretches),
        ),
        peak=peak_units(of, p, edges, uses, links=len(numbers.links)),
        own=own_trips(of, p),
        zone_region=zone_region,
        zone_share=zone_share,
    )


def followers_of(starts: np.ndarray, *, routes: int) -> Followers:
    """Find the routes of groups after their first one.

    starts : (group,), first route of each group, of ``routes`` in all

    >>> of = followers_of(np.array([0, 1, 4]), routes=6)
    >>> of.groups, of.second, of.later
    (array([1, 2]), array([2, 5]), ((array([0]), array([3])),))
    """
    count = np.diff(starts, append=routes)
    groups = np.flatnonzero(count > 1)
    second, count = starts[groups] + 1, count[groups]
    having = [np.flatnonzero(count > place) for place in range(2, count.max(initial=0))]
    return Followers(groups, second, tuple((some, second[some] + more) for more, some in enumerate(having, start=1)))


def _wanted(of: Carriage, which: int) -> np.ndarray:
    """Pairs that a class travels between, (end, end): partners do not trade, people travel between regions."""
    is_region = np.arange(len(of.places)) < len(of.region_ids)
    if of.cargo[which].id == PEOPLE:
        return is_region[:, None] & is_region
    return is_region[:, None] | is_region


def _published(of: Carriage, p: Parameters, edges: Edges, uses: Uses, over: csr_array, group: np.ndarray) -> Fares:
    """Fares and hours of routes at the published hours of links."""
    paid = [paid_by_class(edges, cargo, p.freight) for cargo in of.cargo]
    fixed, vehicle = (np.stack(part)[uses.kind, uses.edge] for part in zip(*paid, strict=True))
    hours, is_sea = edges.time_h[uses.edge], edges.is_sea[uses.edge]
    value = np.array([cargo.value_of_time for cargo in of.cargo])[uses.kind]
    fare = fixed + (vehicle * edges.is_wheeled[uses.edge] + value) * hours
    land, sea, hours = (over @ uses.sum(part) for part in (fare * ~is_sea, fare * is_sea, hours))
    ends = len(of.places)
    origin, destination = np.divmod(group % ends**2, ends)
    return Fares(land + loading(of, p, group // ends**2, origin, destination), sea, hours)


def _delays(of: Carriage, p: Parameters, edges: Edges, bounds: Limits, uses: Uses) -> Delays:
    """Columns of what may take longer, and what an hour of it adds to the stretches that use it."""
    slow = np.flatnonzero(np.isfinite(bounds.capacity[edges.link]) & (edges.link >= 0))
    gates = np.flatnonzero(np.isfinite(bounds.passing) & (bounds.passing > 0.0))
    columns = len(slow) + 2 * len(gates)
    of_edge, of_gate = np.full(len(edges.tail), -1), np.full(len(bounds.passing), -1)
    of_edge[slow], of_gate[gates] = np.arange(len(slow)), len(slow) + np.arange(len(gates))
    is_cargo = np.array([cargo.id != PEOPLE for cargo in of.cargo])[uses.kind]
    is_slow, is_gated = of_edge[uses.edge] >= 0, is_cargo & (of_gate[edges.gate[uses.edge]] >= 0)
    column = np.concatenate([
        of_edge[uses.edge][is_slow],
        of_gate[edges.gate[uses.edge]][is_gated],
        of_gate[edges.gate[uses.edge]][is_gated] + len(gates),
    ])  # fmt: skip
    entry = np.concatenate([np.flatnonzero(is_slow), np.flatnonzero(is_gated), np.flatnonzero(is_gated)])
    in_vehicle = np.repeat([False, True], [len(entry) - is_gated.sum(), is_gated.sum()])
    vehicle = np.stack([paid_by_class(edges, cargo, p.freight)[1] for cargo in of.cargo])[uses.kind, uses.edge][entry]
    value = np.array([cargo.value_of_time for cargo in of.cargo])[uses.kind][entry]
    is_travel = np.arange(len(entry)) < is_slow.sum()
    on_wheels = np.where(in_vehicle, 1.0, edges.is_wheeled[uses.edge][entry] * is_travel)
    fare = vehicle * on_wheels + np.where(in_vehicle, 0.0, value)
    is_sea = edges.is_sea[uses.edge][entry] & ~in_vehicle
    values = np.concatenate([fare * ~is_sea, fare * is_sea, ~in_vehicle * 1.0])
    row = FARES * np.tile(uses.stretch[entry], FARES) + np.repeat(np.arange(FARES), len(entry))
    by = csr_array((values, (row, np.tile(column, FARES))), shape=(FARES * uses.stretches, columns))
    by.eliminate_zeros()
    return Delays(slow, gates, by)


def spoilage_costs(of: Carriage) -> np.ndarray:
    """Cost of what spoils in an hour by class, Rp a unit, at the mean value of the class."""
    return np.array([kind.spoilage * RP_PER_MILLION * _class_value(kind.id, of) for kind in of.cargo])


def _class_value(name: str, of: Carriage) -> float:
    members = [value for sector, value in zip(of.sectors, of.value_per_tonne, strict=True) if sector.cargo == name]
    return float(np.mean(members)) if members else 0.0


def loading(
    of: Carriage, p: Parameters, kind: np.ndarray | int, origin: np.ndarray, destination: np.ndarray
) -> np.ndarray:
    """Cost of loading and unloading the truck at ends that are regions, Rp a unit of freight, (route,).

    kind, origin, destination : class and nodes of each route
    """
    regions = len(of.region_ids)
    factor = np.array([cargo.tariff_factor * (cargo.id != PEOPLE) for cargo in of.cargo])[kind]
    return p.freight.handling_road * factor * ((origin < regions) * 1.0 + (destination < regions))


def own_trips(of: Carriage, p: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Land cost of the trip inside each region, and what spoils on it, (class, region) each."""
    km = np.array(of.own_trip_km)
    hours = km / p.freight.own_trip_speed_km_h
    cost, loss = [], []
    for kind in of.cargo:
        handling = 2.0 * p.freight.handling_road * (kind.id != PEOPLE)
        paid = kind.tariff_factor * (p.freight.tariff_road * km + p.freight.vehicle_time * hours + handling)
        cost.append(paid + kind.value_of_time * hours)
        loss.append(-np.expm1(-kind.spoilage * hours))
    return np.array(cost), np.array(loss)
