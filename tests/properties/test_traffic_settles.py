"""What must hold of traffic: faster links, day by day to an equilibrium, worlds with narrow roads and gates."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from simulasi.course import Course
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.model.haulage import open_network
from simulasi.model.identities import TOLERANCE, measure
from simulasi.model.state import Traffic
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.model.traffic import averaged, delayed, on_routes, on_stretches, peak_volumes, route_shares, slower
from simulasi.routing.assignment import Weights
from simulasi.routing.equilibrium import equilibrium
from simulasi.routing.road_network import road_network, trip_table
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.network import CLOSED, SEA

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from forks import GENERAL, empty, parallel, peak_by_route, road, roads_on, routes_between, units_between, usual_at
from tiny import changed_parameters, still_scenario, tables_of, tiny_parameters

QUICK = settings(derandomize=True, max_examples=20)
SEEDS = st.integers(0, 2**32 - 1)
P = load_parameters()

# ---------------------------------------------------------------- 8: a better link, at fixed volumes


def costs_by_way(roads, volume):
    """Cost of every route of general cargo from a to b at a volume, by the links that it uses."""
    now = empty(roads)._replace(volume=volume[:, None])
    fares = delayed(roads, now, usual_at(roads), tiny_parameters(congestion=0.5).traffic)
    total, on = (fares.land + fares.sea)[:, 0], roads.on.toarray() > 0.0
    return {
        tuple(sorted(roads.edges.link[on[route]].tolist())): float(total[route])
        for route in routes_between(roads, GENERAL, 0, 1)
    }


@QUICK
@given(SEEDS, st.floats(0.05, 1.0), st.floats(0.05, 1.0))
def test_at_fixed_volumes_a_better_link_never_raises_a_least_cost_nor_that_of_any_route(seed, faster, shorter):
    numbers, p = np.random.default_rng(seed), tiny_parameters(routes=5, longest_detour=1e6)
    links = list(parallel(*numbers.uniform(50.0, 200.0, 4), capacity_pcu_h=100.0))
    before = roads_on(*links, p=p)
    volume = numbers.uniform(0.0, 300.0, len(links))
    which = int(numbers.integers(len(links)))
    link = links[which]
    links[which] = replace(link, distance_km=shorter * link.distance_km, travel_time_h=faster * link.travel_time_h)
    old, new = costs_by_way(before, volume), costs_by_way(roads_on(*links, p=p), volume)
    assert old.keys() == new.keys()
    assert min(new.values()) <= min(old.values()) * (1.0 + 1e-12)
    assert all(new[way] <= cost * (1.0 + 1e-12) for way, cost in old.items())


def test_the_mean_cost_may_rise_where_the_least_does_not():
    # what is dear and becomes a little less so is taken by more
    roads = roads_on(*parallel(100.0, 150.0), p=tiny_parameters())
    routes, cost = routes_between(roads, GENERAL, 0, 1), np.ones((len(roads.kind), 1))
    means = []
    for dear in (2.0, 1.9):
        cost[routes[1]] = dear
        means.append(float((route_shares(roads, cost, spread=0.3) * cost)[routes].sum()))
    assert means[1] > means[0]


# ---------------------------------------------------------------- day by day to an equilibrium


class Days:
    """Drivers who go from a to b day by day, all by lorry, and learn what the roads are like.

    demand : passenger car units in the peak hour
    """

    def __init__(self, *links, demand, spread, congestion, power):
        self.p = tiny_parameters(routes=4, longest_detour=1e6, congestion=congestion, congestion_power=power,
                                 route_spread=spread)  # fmt: skip
        self.roads, self.demand = roads_on(*links, p=self.p), demand
        self.usual, self.now = usual_at(self.roads), empty(self.roads)
        self.routes = routes_between(self.roads, GENERAL, 0, 1)
        self.asked = units_between(self.roads, general=demand / peak_by_route(self.roads)[:, [self.routes[0]]].max())

    def cost(self, volume):
        """Cost of every route at a volume, (route,)."""
        now = self.now._replace(volume=volume)
        fares = delayed(self.roads, now, self.usual, self.p.traffic)
        return fares.land + fares.sea

    def seen(self):
        """Volumes of a day on which all go by what they expect."""
        share = route_shares(self.roads, self.cost(self.now.volume), spread=self.p.traffic.route_spread)
        return peak_volumes(self.roads, on_stretches(self.roads, on_routes(self.roads, self.asked, share)))

    def go(self, days, *, speed=None):
        """Some days; a day counts like every one before unless a speed is given."""
        for day in range(1, days + 1):
            self.now = averaged(self.now, self.seen(), self.now.wait_h, self.now.queue, speed=speed or 1.0 / day)
        return self

    @property
    def volume(self):
        """Volumes by the ends of links that have any."""
        names = {int(link): {*ends} for link, *ends in zip(
            self.roads.edges.link, self.roads.edges.tail, self.roads.edges.head, strict=True)}  # fmt: skip
        name = {index: place for place, index in self.roads.edges.place_index.items()}
        return {
            "".join(sorted(name[int(node)] for node in names[link])): float(self.now.volume[link, 0]) for link in names
        }

    def excess(self):
        """How much dearer the mean route is than the cheapest, at the volumes expected."""
        cost = self.cost(self.now.volume)[self.routes, 0]
        share = route_shares(self.roads, self.cost(self.now.volume), spread=self.p.traffic.route_spread)
        return float(share[self.routes, 0] @ cost) / cost.min() - 1.0


SHORT, LONG = 100.0, 120.0
WIDE, THIN = 400.0, 300.0
DEMAND = 700.0


def two_roads(spread, demand=DEMAND):
    """A short narrow road and a longer one, each in two halves; 40 km/h when empty."""
    short = parallel(SHORT, capacity_pcu_h=THIN)
    longer = parallel(SHORT, LONG, capacity_pcu_h=WIDE)[2:]
    return Days(*short, *longer, demand=demand, spread=spread, congestion=0.15, power=4.0)


def split_of_two_roads():
    """Volume of the short road at which both cost the same, by halving."""
    freight = tiny_parameters().freight

    def cost(km, volume, capacity):
        hour = (freight.vehicle_time + 5_000.0) * (1.0 + 0.15 * (volume / capacity) ** 4)
        return km * (freight.tariff_road + hour / 40.0)

    low, high = 0.0, DEMAND
    for _ in range(100):
        middle = (low + high) / 2.0
        low, high = (middle, high) if cost(SHORT, middle, THIN) < cost(LONG, DEMAND - middle, WIDE) else (low, middle)
    return low


def test_day_by_day_two_roads_come_to_cost_the_same():
    days = two_roads(0.0).go(2000)
    assert 300.0 < split_of_two_roads() < 500.0
    assert days.volume["av0"] == pytest.approx(split_of_two_roads(), rel=2e-3)
    assert days.volume["av1"] == pytest.approx(DEMAND - split_of_two_roads(), rel=2e-3)
    cost = days.cost(days.now.volume)[days.routes, 0]
    assert cost.max() / cost.min() < 1.002


def braess(*, bridge):
    """Two ways of a crowded and a wide road each, and a bridge between the crowded ones; time alone is paid.

    A crowded road takes an hour for every hundred units in the peak hour, a wide one about 45 hours (of ways that cost
    the same one alone would be known); 6,000 go.
    """
    crowded = {"km": 0.0, "hours": 0.1, "capacity_pcu_h": 10.0, "is_one_way": True}
    wide = {"km": 0.0, "is_one_way": True}
    links = [road("a", "c", **crowded), road("c", "b", hours=45.0, **wide)]
    links += [road("a", "d", hours=45.001, **wide), road("d", "b", **crowded)]
    links += [road("c", "d", hours=0.5, **wide)] * bridge
    return Days(*links, demand=6000.0, spread=0.0, congestion=1.0, power=1.0)


def test_day_by_day_the_bridge_of_braess_is_used_until_all_ways_cost_the_same():
    # over the bridge: 0.1 + v/100 + 0.5 + 0.1 + v/100; beside it: 0.1 + v/100 + 45
    crowded = 100.0 * (45.0 - 0.5 - 0.1)
    days = braess(bridge=True).go(3000)
    assert days.volume["ac"] == pytest.approx(crowded, rel=3e-3)
    assert days.volume["bd"] == pytest.approx(crowded, rel=3e-3)
    assert days.volume["cd"] == pytest.approx(2.0 * crowded - 6000.0, rel=1e-2)
    assert days.volume["bc"] == pytest.approx(6000.0 - crowded, rel=1e-2)


def in_equilibrium(days):
    """Volumes at which nobody finds a cheaper way, as an assignment finds them, in the form of the days."""
    edges, freight, traffic = days.roads.edges, days.p.freight, days.p.traffic
    name = {index: place for place, index in edges.place_index.items()}
    tail, head = ([name[int(node)] for node in ends] for ends in (edges.tail, edges.head))
    network = road_network(
        tail, head, capacity=days.roads.limits.capacity[edges.link], free_flow_time=edges.time_h,
        b=traffic.congestion, power=traffic.congestion_power, length=edges.distance_km,
    )  # fmt: skip
    # a kilometre weighs as much as the time that costs the same
    weights = Weights(distance=freight.tariff_road / (freight.vehicle_time + 5_000.0))
    found = equilibrium(network, trip_table(["a"], ["b"], days.demand), 1e-8, weights=weights)
    assert found.converged
    volumes = dict.fromkeys(days.volume, 0.0)
    for ends, flow in zip(zip(tail, head, strict=True), found.flow, strict=True):
        volumes["".join(sorted(ends))] += float(flow)
    return volumes


@pytest.mark.parametrize("bridge", [False, True])
def test_day_by_day_braess_comes_to_the_equilibrium_of_an_assignment(bridge):
    days = braess(bridge=bridge).go(3000)
    assert days.volume == pytest.approx(in_equilibrium(days), rel=5e-3, abs=10.0)


@settings(QUICK, max_examples=6)
@given(SEEDS)
def test_day_by_day_parallel_roads_come_to_the_equilibrium_of_an_assignment(seed):
    numbers = np.random.default_rng(seed)
    links = [
        replace(link, capacity_pcu_h=float(numbers.uniform(100.0, 300.0)))
        for link in parallel(*numbers.uniform(80.0, 120.0, 3))
    ]
    days = Days(*links, demand=600.0, spread=0.0, congestion=0.5, power=2.0).go(1500)
    assert days.volume == pytest.approx(in_equilibrium(days), rel=0.01, abs=3.0)


def test_the_bridge_of_braess_makes_everybody_slower():
    without, over = (braess(bridge=bridge).go(2000) for bridge in (False, True))
    hours = [days.cost(days.now.volume)[days.routes, 0].mean() for days in (without, over)]
    assert without.volume["ac"] == pytest.approx(3000.0, rel=1e-3)
    assert hours[1] > 1.1 * hours[0]


@pytest.mark.parametrize(("spread", "speed"), [(0.05, 0.1), (0.1, 0.25), (0.2, 0.25), (0.3, 0.5)])
def test_with_a_spread_volumes_come_to_rest_where_drivers_are_slow_enough_to_learn(spread, speed):
    days = two_roads(spread).go(300, speed=speed)
    before = days.now.volume
    assert abs(days.go(1, speed=speed).now.volume - before).max() < 1e-10 * before.max()
    # at rest what is seen is what was expected
    assert days.seen() == pytest.approx(days.now.volume, rel=1e-9)


def test_where_they_learn_too_fast_for_full_roads_volumes_swing_between_two_numbers():
    days = two_roads(0.05).go(300, speed=0.25)
    first, second, third = (days.go(1, speed=0.25).now.volume for _ in range(3))
    assert abs(second - first).max() > 10.0
    assert third == pytest.approx(first, rel=1e-6)


def test_they_come_to_rest_at_the_same_volumes_from_wherever_they_start():
    rest = two_roads(0.1).go(400, speed=0.25).now.volume
    crowded = two_roads(0.1)
    crowded.now = crowded.now._replace(volume=rest + 500.0)
    assert crowded.go(400, speed=0.25).now.volume == pytest.approx(rest, rel=1e-9)


def test_the_smaller_the_spread_the_nearer_to_equal_cost():
    gaps = []
    for spread in (0.3, 0.1, 0.03, 0.01):
        days = two_roads(spread).go(1500)
        gaps.append(abs(days.volume["av0"] / split_of_two_roads() - 1.0))
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.01 < gaps[0]


def test_more_traffic_never_makes_a_road_faster():
    days = two_roads(0.1)
    before, after = (
        slower(days.roads, days.now._replace(volume=days.now.volume + more), days.usual, days.p.traffic)
        for more in (100.0, 200.0)
    )
    assert (after > before).all()


# ---------------------------------------------------------------- worlds with narrow roads and gates


def usual_month(world, p):
    """Structure, conditions and ledger of the base month of a world."""
    course = Course(still_scenario(world), p)
    now = course.at(course.first_month)
    return course.structure, now, step(first_state(course.structure), now, course.structure, p)[1]


def narrowed(world, p, *, road_room, gate_room):
    """Give every road a capacity over its base volume, and every port and every other road one over its base load."""
    s, _, ledger = usual_month(world, p)
    links, network = s.haulage.catalogue.links, world.network
    loads = ledger.loads[: len(FREIGHT_CLASSES), :, 0].sum(axis=0)
    for number, name in enumerate(links):
        link = next(link for link in network.links.values() if link.name == name)
        volume, load = s.haulage.usual.volume[number], max(loads[number], loads[len(links) + number])
        change = {"capacity_pcu_h": road_room * volume} if volume > 0.0 else {}
        change |= {"capacity_t_month": gate_room * load} if load > 0.0 and number % 2 else {}
        network = network.with_link(replace(link, **change))
    for number, name in enumerate(s.haulage.catalogue.terminals, start=2 * len(links)):
        terminal = network.terminal(*name.rsplit(".", 1))
        if loads[number] > 0.0 and terminal.side == SEA:
            network = network.with_terminal(
                replace(terminal, capacity_t_month=gate_room * loads[number], storage_t=0.1 * loads[number])
            )
    return world.with_network(network)


WORLDS = st.builds(made_up_world, st.integers(2, 6), st.integers(3, 6), SEEDS)


@settings(QUICK, max_examples=12)
@given(WORLDS, st.floats(0.8, 3.0))
def test_the_base_month_stays_still_on_roads_and_at_gates_that_do_not_bind(world, room):
    narrow = narrowed(world, P, road_room=room, gate_room=1.5)
    s, now, _ = usual_month(narrow, P)
    assert now.network.is_elastic
    state = first = first_state(s)
    for _ in range(60):
        state, _ = step(state, now, s, P)
    floor = 1e-10 * world.accounts.gross_output.mean()
    later = tables_of(state)
    for name, then in tables_of(first).items():
        np.testing.assert_allclose(later[name], then, rtol=1e-10, atol=floor, err_msg=name)


def assert_sound(before, state, ledger, now, s, p):
    gaps = measure(before, state, ledger, now, s, p)
    assert max(gaps) <= TOLERANCE, gaps
    tables = tables_of(state) | {"output": ledger.output, "flows": ledger.flows, "loads": ledger.loads}
    for name, table in tables.items():
        assert np.isfinite(table).all(), name
        assert name in {"capital_orders", "income", "public"} or table.min(initial=0.0) >= 0.0, name
    limits = now.network.roads.limits
    passed = ledger.loads[: len(FREIGHT_CLASSES)].sum(axis=0)
    assert (passed <= limits.passing[:, None] * (1.0 + 1e-5) + 1e-9).all()


@settings(QUICK, max_examples=12)
@given(WORLDS, st.floats(0.3, 1.5), st.floats(0.4, 1.1), st.sampled_from([0.0, 0.05, 0.3]), SEEDS)
def test_worlds_whose_roads_are_full_and_whose_gates_bind_stay_sound(world, room, gate, spread, seed):
    p = changed_parameters(P, route_spread=spread)
    narrow = narrowed(world, p, road_room=room, gate_room=gate)
    s, now, _ = usual_month(narrow, p)
    weight = np.random.default_rng(seed).gamma(0.3, size=world.programme.shape)
    spending = 0.2 * world.accounts.gross_output.sum() * weight / weight.sum()
    wide = now._replace(network=open_network(world, s, p))
    state = first_state(s)
    for month in range(30):
        present = (wide if 12 <= month < 16 else now)._replace(programme=spending[:, None] * (month < 8))
        before, (state, ledger) = state, step(state, present, s, p)
        assert_sound(before, state, ledger, present, s, p)
    assert isinstance(state.traffic, Traffic)


@settings(QUICK, max_examples=12, phases=[Phase.generate])
@given(WORLDS, st.floats(0.4, 0.9), SEEDS)
def test_worlds_stay_sound_when_a_road_closes_while_goods_wait_for_it(world, gate, seed):
    narrow = narrowed(world, P, road_room=1.0, gate_room=gate)
    s, now, _ = usual_month(narrow, P)
    links = sorted(narrow.network.links)
    shut = narrow.network.links[links[seed % len(links)]]
    closed = narrow.with_network(narrow.network.with_link(replace(shut, state=CLOSED)))
    cut = now._replace(network=open_network(closed, s, P))
    state = first_state(s)
    for month in range(12):
        present = cut if 3 <= month < 8 else now
        before, (state, ledger) = state, step(state, present, s, P)
        assert_sound(before, state, ledger, present, s, P)
