"""The network in a month: what it costs at the volumes that are expected, and what was carried on it (eq. 1-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.edges import Catalogue, limits
from simulasi.model.market import Market, market
from simulasi.model.published import Published, published
from simulasi.model.roads import RP_PER_MILLION, Roads
from simulasi.model.state import FINAL, INPUTS, INVESTMENT, Traffic
from simulasi.model.trade import shipments
from simulasi.model.traffic import (
    Choice,
    Usual,
    averaged,
    by_pair,
    choose,
    cleared,
    delayed,
    gate_loads,
    is_calm,
    on_routes,
    on_stretches,
    passing,
    peak_volumes,
)
from simulasi.model.transport import cargo_index, carriage_of, freight_on, trips_on
from simulasi.world.cargo import FREIGHT_CLASSES, TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulasi.model.parameters import Parameters
    from simulasi.model.state import Sales, State
    from simulasi.model.structure import Structure
    from simulasi.model.transport import Carriage, Trips
    from simulasi.world.network import Network
    from simulasi.world.world import World

CLASSES = len(TRAFFIC_CLASSES)
PER_BILLION = 1e9 / RP_PER_MILLION
"""Millions of rupiah in a billion."""
TO_INDUSTRIES = [INPUTS, INPUTS + INVESTMENT + FINAL + 1]
"""Offers to industries, among all: those of the first and of the second round of deliveries."""


class HaulageBase(NamedTuple):
    """Constants of the network in a run.

    catalogue : numbers of links and terminals
    usual     : volumes and capacities of the base year, at which hours are published
    tonnes    : (class of cargo, sector), tonnes that are hauled for a billion rupiah at producer prices: those whose
                freight the margins of the accounts hold
    kind      : (sector,), class of cargo of each sector; -1 for what is not carried
    people    : (region,), residents of the base year
    scale     : (sector,), share of the raw tariff that the margins of the accounts hold
    trips     : (region, region), trips of people a month in the base year; none where no route is kept
    waits     : whether something in the run may have to wait at a gate
    network, rest : the network of the base year at published hours, so that its routes are found once
    """

    catalogue: Catalogue
    usual: Usual
    tonnes: np.ndarray
    kind: np.ndarray
    people: np.ndarray
    scale: np.ndarray
    trips: np.ndarray
    waits: bool
    network: Network
    rest: Published


class Way(NamedTuple):
    """The network of a month as buyers and carriers meet it.

    goods, services : the markets of the first sectors, which are kept in store, and of the others; all members share
                      the second where no service is carried
    """

    choice: Choice
    goods: Market
    services: Market

    @property
    def market(self) -> Market:
        """The market of all sectors, put together when asked for."""
        return self.goods.followed_by(self.services)

    def weighed(self, affinity: np.ndarray) -> Way:
        """Return a copy in which buyers take to some origins beyond price; ``affinity`` as in ``Market.weighed``."""
        goods = len(self.goods.weight)
        of_goods, of_services = (affinity, affinity) if len(affinity) == 1 else (affinity[:goods], affinity[goods:])
        return self._replace(goods=self.goods.weighed(of_goods), services=self.services.weighed(of_services))


class Opened(NamedTuple):
    """What an event of the network leaves: its routes, and the way over them at published hours.

    of         : what freight is worked out for
    is_elastic : whether hours or loads depend on what is carried
    hours      : of people between neighbours at published hours, one way, (*pairs*)
    """

    of: Carriage
    roads: Roads
    rest: Way
    is_elastic: bool
    hours: np.ndarray


class Hauled(NamedTuple):
    """What was carried in a month.

    loads   : (class, gate, member), units that passed; tonnes, of people persons
    traffic : what is expected from now on
    waiting : (sector, use, member, *pairs*), what waits for industries and for others, bn Rp that arrive
    flows   : (sector, member, *pairs*), what was put on the routes; None where no route is kept
    """

    loads: np.ndarray
    traffic: Traffic
    waiting: np.ndarray
    flows: np.ndarray | None


def haulage_base(world: World, p: Parameters, rest: Published, networks: Collection[Network]) -> HaulageBase:
    """Draw the constants of the network from the base year: hours are published at its volumes.

    rest     : the base network at published hours
    networks : all states of the network in the run
    """
    catalogue = Catalogue.of(networks)
    kind = np.array([cargo_index(sector) for sector in world.sectors])
    value, scale = np.where(kind >= 0, world.accounts.value_per_tonne, 1.0), world.accounts.freight_scale
    roads = rest.roads
    base = HaulageBase(
        catalogue=catalogue,
        usual=Usual(np.zeros(len(catalogue.links)), roads.limits.capacity),
        tonnes=(kind == np.arange(len(FREIGHT_CLASSES))[:, None]) * scale * PER_BILLION / value,
        kind=kind,
        people=world.accounts.population,
        scale=scale,
        trips=trips_of_people(world, p, rest.hours) if has_routes(roads) else np.zeros((0, 0)),
        waits=any(bool(np.isfinite(limits(network, catalogue).passing).any()) for network in networks),
        network=world.network,
        rest=rest,
    )
    if not has_routes(roads):
        return base
    units = on_routes(roads, carried(world.accounts.flows[:, None], world.accounts.population, base), rest.choice.share)
    return base._replace(usual=Usual(peak_volumes(roads, on_stretches(roads, units))[:, 0], roads.limits.capacity))


def has_routes(roads: Roads) -> bool:
    """Say whether routes are kept, so that what is carried can be put on them."""
    return roads.ends > 0


def trips_of_people(world: World, p: Parameters, hours: np.ndarray) -> np.ndarray:
    """Trips of people between regions in the base month, there and back alike, (region, region).

    hours : (region, region), of people; infinite where there is no way
    Everybody makes the same number of trips to other regions, to each by its people and its hours (gravity).
    """
    regions = len(world.regions)
    apart = ~np.eye(regions, dtype=bool)
    people = world.accounts.population
    pull = people * np.exp(-hours / p.traffic.trip_decay_h) * apart
    total = pull.sum(axis=1, keepdims=True)
    trips = p.traffic.trips_a_head * people[:, None] * pull / np.where(total > 0.0, total, 1.0)
    return np.asarray((trips + trips.T) / 2.0)


def open_network(world: World, s: Structure, p: Parameters) -> Opened:
    """Find routes on the present network of a world, and its market at published hours."""
    of, base = carriage_of(world), s.haulage
    rest = base.rest if of.network is base.network else published(of, p, base.catalogue)
    roads = rest.roads
    binds = np.isfinite(roads.limits.capacity).any() and p.traffic.congestion > 0.0
    is_elastic = bool(binds or np.isfinite(roads.limits.passing).any())
    goods, services = (_market(rest.trips, of, s, rows) for rows in goods_and_services(s))
    return Opened(of, roads, Way(rest.choice, goods, services), is_elastic, rest.hours)


def way(traffic: Traffic, opened: Opened, s: Structure, p: Parameters, *, delay: np.ndarray | float = 1.0) -> Way:
    """Routes, freight and market at the volumes that are expected (eq. 1-3, 6).

    delay : (member,), factor of the hours on links with a capacity
    """
    if not opened.is_elastic:
        return opened.rest
    choice = choose(opened.roads, delayed(opened.roads, traffic, s.haulage.usual, p.traffic, delay=delay), p.traffic)
    trips, usual = trips_on(opened.roads, choice, opened.of), (opened.rest.goods, opened.rest.services)
    goods, services = (
        _market(trips, opened.of, s, rows) if (s.haulage.kind[rows] >= 0).any() else unchanged
        for rows, unchanged in zip(goods_and_services(s), usual, strict=True)
    )
    return Way(choice, goods, services)


def goods_and_services(s: Structure) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of the sectors whose commodity is kept in store, and those of the others."""
    rows = np.arange(len(s.sigma))
    return rows[: s.production.goods], rows[s.production.goods :]


def _market(trips: Trips, of: Carriage, s: Structure, rows: np.ndarray) -> Market:
    """Market of some sectors on the trips of the routes taken."""
    found = freight_on(trips, of, scale=s.haulage.scale, rows=rows)
    base = s.freight.of_sectors(rows)
    return market(s.shares[rows], found, base, sigma=s.sigma[rows], regions=len(of.region_ids), pairs=of.pairs)


def haul(
    sales: Sales, taken: Way, opened: Opened, state: State, s: Structure,
    p: Parameters, *, delay: np.ndarray | float = 1.0,
) -> Hauled:  # fmt: skip
    """Put what was shipped on the routes: what passes, what waits, and what is expected from now on (eq. 1c-1d).

    delay : (member,), factor of the hours on links with a capacity
    Where no route is kept nothing is put anywhere.
    """
    roads, share = opened.roads, taken.choice.share
    if not has_routes(roads):
        nothing = np.zeros((CLASSES, s.haulage.catalogue.gates, state.price.shape[1]))
        return Hauled(nothing, state.traffic, state.waiting, None)
    flows = flows_of(sales, taken)
    speed = p.traffic.adjustment_speed
    asked = carried(flows, state.people, s.haulage)
    units = on_routes(roads, asked, share)
    calm = is_calm(roads, units, state.traffic) & ~state.waiting.any(axis=(0, 1, 3, 4)) if s.haulage.waits else None
    if calm is None or calm.all():
        passed, (_, wait_h, queue) = on_stretches(roads, units), state.traffic
        expected = averaged(state.traffic, peak_volumes(roads, passed), wait_h, queue, speed=speed)
        return Hauled(gate_loads(roads, passed, classes=CLASSES), expected, state.waiting, flows)
    market = taken.market
    kept = market.arriving / np.where(market.weight > 0.0, market.weight, 1.0)
    arriving = flows * kept
    pressed = carried(arriving + state.waiting.sum(axis=1), state.people, s.haulage)
    asked = np.where(calm[:, None, None], asked, pressed)
    share, wait_h = cleared(roads, asked, state.traffic, s.haulage.usual, p.traffic, delay=delay)
    units = on_routes(roads, asked, share)
    let_through, queue = passing(roads, units)
    passed = on_stretches(roads, units * let_through)
    stopped = by_pair(roads, share * (1.0 - let_through), classes=CLASSES, otherwise=1.0)
    return Hauled(
        gate_loads(roads, passed, classes=CLASSES),
        averaged(state.traffic, peak_volumes(roads, passed), wait_h, queue, speed=speed),
        _waiting(stopped, arriving, sales, market, state, s),
        flows,
    )


def flows_of(sales: Sales, taken: Way) -> np.ndarray:
    """Shipments by origin and destination, (sector, member, *pairs*), bn Rp at producer prices of the base year."""
    goods, services = sales.of_sectors(len(taken.goods.weight))
    return np.concatenate([shipments(goods, taken.goods), shipments(services, taken.services)])


def carried(flows: np.ndarray, residents: np.ndarray, base: HaulageBase) -> np.ndarray:
    """Units between nodes in a month, (class, member, node, node): tonnes of cargo by class, then people.

    flows     : (sector, member, node, node), bn Rp
    residents : (member, region), persons
    """
    people, crowd = np.zeros((1, *flows.shape[1:])), residents / base.people
    regions = crowd.shape[-1]
    people[0, :, :regions, :regions] = base.trips * np.sqrt(crowd[..., :, None] * crowd[..., None, :])
    return np.concatenate([_tonnes(flows, base), people])


def _tonnes(flows: np.ndarray, base: HaulageBase) -> np.ndarray:
    """Tonnes by class of cargo, (class, member, node, node)."""
    return np.asarray((base.tonnes @ flows.reshape(len(flows), -1)).reshape(-1, *flows.shape[1:]))


def _waiting(
    stopped: np.ndarray, arriving: np.ndarray, sales: Sales, kernels: Market, state: State, s: Structure
) -> np.ndarray:
    """Add up what waits at the end of the month, for industries and for others, (sector, use, member, node, node).

    stopped  : (class, member, node, node), part that did not pass between different nodes
    arriving : (sector, member, node, node), what was shipped less what spoils of it
    """
    industries = sales._replace(offers=sales.offers[:, TO_INDUSTRIES], pulls=sales.pulls[:, TO_INDUSTRIES])
    to_industries = shipments(industries, kernels._replace(weight=kernels.arriving))
    by_use = np.stack([to_industries, arriving - to_industries], axis=1)
    left = np.where((s.haulage.kind >= 0)[:, None, None, None], stopped[s.haulage.kind], 0.0)
    nodes = np.arange(left.shape[-1])
    left[..., nodes, nodes] = 0.0
    return np.asarray(np.maximum(left[:, None] * (state.waiting + by_use), 0.0))
