"""Who takes which route, how long it takes when others do too, and what cannot pass (eq. 1a-1d)."""

import math
from dataclasses import replace

import numpy as np
import pytest
from forks import (
    GENERAL,
    PEOPLE,
    empty,
    parallel,
    places_on,
    road,
    roads_on,
    routes_between,
    through,
    units_between,
    usual_at,
)
from tiny import CARGO, tiny_parameters

from simulasi.model import traffic
from simulasi.model.roads import HOURS_A_MONTH
from simulasi.model.state import Traffic
from simulasi.model.traffic import (
    OVERLOAD,
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
    route_shares,
    slower,
    with_hours,
)
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import RIVER, SEA, Terminal

P = tiny_parameters(congestion=0.2, congestion_power=2.0, route_spread=0.1)
T = P.traffic
VEHICLE, TIME = P.freight.vehicle_time, CARGO[GENERAL].value_of_time
NARROW = road("a", "b", capacity_pcu_h=100.0)
SHUT = road("a", "c", capacity_pcu_h=0.0, capacity_t_month=0.0)


def at_volume(roads, volume, **others):
    return empty(roads)._replace(volume=np.full((len(roads.limits.capacity), 1), volume), **others)


def with_wait(roads, gate, hours, queue=0.0):
    """Hours of waiting at one gate, and tonnes in its queue."""
    now = empty(roads)
    now.wait_h[gate], now.queue[gate] = hours, queue
    return now


def published(roads):
    return tuple(fare[:, None] for fare in roads.published)


def shares_between(roads, cost, *, spread):
    return route_shares(roads, cost[:, None], spread=spread)[routes_between(roads, GENERAL, 0, 1), 0]


# ---------------------------------------------------------------- how long it takes


def test_a_road_whose_volume_is_its_capacity_takes_longer_by_the_congestion():
    roads = roads_on(NARROW, p=P)
    assert slower(roads, at_volume(roads, 100.0), usual_at(roads), T)[0, 0] == pytest.approx(1.2, rel=1e-15)
    assert slower(roads, at_volume(roads, 200.0), usual_at(roads), T)[0, 0] == pytest.approx(1.8, rel=1e-15)


def test_hours_are_published_at_the_volume_of_the_base_year():
    roads = roads_on(NARROW, p=P)
    found = slower(roads, at_volume(roads, 200.0), usual_at(roads, 100.0), T)
    assert found[0, 0] == pytest.approx(1.8 / 1.2, rel=1e-15)
    assert slower(roads, at_volume(roads, 0.0), usual_at(roads, 100.0), T)[0, 0] == pytest.approx(1 / 1.2, rel=1e-15)


@pytest.mark.parametrize("volume", [0.0, 1e-300, 77.7, 1e6])
def test_at_the_volume_of_the_base_year_fares_are_the_published_ones_bit_for_bit(volume):
    roads = roads_on(NARROW, road("a", "b", mode="river", capacity_t_month=50.0), p=P)
    found = delayed(roads, at_volume(roads, volume), usual_at(roads, volume), T)
    for ours, theirs in zip(found, published(roads), strict=True):
        assert np.array_equal(ours, theirs)


def test_a_road_without_a_capacity_is_never_slower():
    roads = roads_on(road("a", "b"), p=P)
    assert slower(roads, at_volume(roads, 1e12), usual_at(roads, 3.0), T).tolist() == [[1.0]]
    assert np.array_equal(delayed(roads, at_volume(roads, 1e12), usual_at(roads), T).land, published(roads)[0])


def test_a_wider_road_is_faster_than_the_base_year_at_the_same_volume():
    roads = roads_on(replace(NARROW, capacity_pcu_h=1000.0), p=P)
    base = usual_at(roads, 100.0)._replace(capacity=np.array([100.0]))
    assert slower(roads, at_volume(roads, 100.0), base, T)[0, 0] == pytest.approx(1.002 / 1.2, rel=1e-15)


def test_an_empty_road_and_a_road_that_passes_nothing_divide_by_nothing():
    roads = roads_on(road("a", "b"), SHUT, p=P)
    for volume in (0.0, 5.0):
        found = delayed(roads, at_volume(roads, volume), usual_at(roads, 0.0), T)
        assert all(np.isfinite(fare).all() for fare in found)


def test_nobody_waits_at_a_gate_that_passes_nothing_since_nobody_goes_there():
    roads = roads_on(road("a", "b"), SHUT, p=P)
    share, waits = cleared(roads, units_between(roads, general=5.0), empty(roads), usual_at(roads), T)
    assert np.isfinite(share).all()
    assert (waits == 0.0).all()


def test_without_congestion_no_volume_slows_anybody():
    roads = roads_on(NARROW, p=P)
    still = replace(T, congestion=0.0)
    assert slower(roads, at_volume(roads, 1e9), usual_at(roads), still).tolist() == [[1.0]]


def test_a_delay_on_the_road_costs_what_its_hours_cost_in_vehicle_and_time():
    roads = roads_on(NARROW, road("a", "b", km=90.0, mode="toll"), p=P)
    found = delayed(roads, at_volume(roads, 100.0), usual_at(roads), T)
    slow = [route for route in routes_between(roads, GENERAL, 0, 1) if roads.distance_km[route] == 100.0]
    later = 0.2 * 2.5
    assert found.hours[slow, 0] - roads.published.hours[slow] == pytest.approx([later], rel=1e-12)
    assert found.land[slow, 0] - roads.published.land[slow] == pytest.approx([(VEHICLE + TIME) * later], rel=1e-12)
    others = np.setdiff1d(np.arange(len(roads.kind)), np.flatnonzero(roads.distance_km == 100.0))
    assert np.array_equal(found.land[others, 0], roads.published.land[others])


def test_a_delay_of_a_person_costs_a_share_of_the_vehicle_and_the_own_time():
    roads = roads_on(NARROW, p=P)
    found = delayed(roads, at_volume(roads, 100.0), usual_at(roads), T)
    (route,) = routes_between(roads, PEOPLE, 0, 1)
    more = found.land[route, 0] - roads.published.land[route]
    assert more == pytest.approx((0.5 * VEHICLE + TIME) * 0.2 * 2.5, rel=1e-12)


def test_waiting_at_a_gate_costs_time_and_no_vehicle_where_there_is_room():
    roads = roads_on(road("a", "b", mode="river"), Terminal("a", RIVER, capacity_t_month=10.0, storage_t=80.0), p=P)
    (gate,) = roads.delays.gates
    found = delayed(roads, with_wait(roads, gate, 30.0, queue=80.0), usual_at(roads), T)
    (route,) = routes_between(roads, GENERAL, 0, 1)
    assert found.hours[route, 0] - roads.published.hours[route] == pytest.approx(30.0, rel=1e-12)
    assert found.land[route, 0] - roads.published.land[route] == pytest.approx(30.0 * TIME, rel=1e-12)


def test_what_finds_no_room_waits_in_its_vehicle_and_the_vehicle_is_paid():
    roads = roads_on(road("a", "b", mode="river"), Terminal("a", RIVER, capacity_t_month=10.0, storage_t=60.0), p=P)
    (gate,) = roads.delays.gates
    found = delayed(roads, with_wait(roads, gate, 30.0, queue=80.0), usual_at(roads), T)
    (route,) = routes_between(roads, GENERAL, 0, 1)
    # a quarter of the queue stands on wheels
    more = 30.0 * (TIME + 0.25 * VEHICLE)
    assert found.land[route, 0] - roads.published.land[route] == pytest.approx(more, rel=1e-12)
    assert found.hours[route, 0] - roads.published.hours[route] == pytest.approx(30.0, rel=1e-12)


def test_waiting_for_a_ship_is_paid_as_sea_freight_and_the_vehicle_before_it_as_land_freight():
    roads = roads_on(road("a", "b", mode="sea"), Terminal("a", SEA, capacity_t_month=10.0, storage_t=0.0), p=P)
    (gate,) = roads.delays.gates
    found = delayed(roads, with_wait(roads, gate, 8.0, queue=5.0), usual_at(roads), T)
    (route,) = routes_between(roads, GENERAL, 0, 1)
    assert found.sea[route, 0] - roads.published.sea[route] == pytest.approx(8.0 * TIME, rel=1e-12)
    assert found.land[route, 0] - roads.published.land[route] == pytest.approx(8.0 * VEHICLE, rel=1e-12)


def test_a_ferry_that_is_slow_and_full_costs_each_of_its_hours_once():
    full = road("a", "b", mode="ferry", capacity_t_month=10.0, capacity_pcu_h=100.0)
    roads = roads_on(full, p=P)
    gate = roads.delays.gates[0]
    found = delayed(roads, with_wait(roads, gate, 12.0, queue=5.0), usual_at(roads), T)
    (route,) = routes_between(roads, GENERAL, 0, 1)
    # there is room on the quay: the vehicle of the crossing is not paid while cargo waits there
    assert found.land[route, 0] - roads.published.land[route] == pytest.approx(12.0 * TIME, rel=1e-12)


def test_people_never_wait_at_gates():
    roads = roads_on(road("a", "b", mode="ferry", capacity_t_month=10.0), p=P)
    found = delayed(roads, with_wait(roads, slice(None), 30.0, queue=80.0), usual_at(roads), T)
    people = roads.kind == PEOPLE
    for ours, theirs in zip(found, published(roads), strict=True):
        assert np.array_equal(ours[people], theirs[people])
    assert (found.hours[~people] > roads.published.hours[~people, None]).all()


def test_who_wants_to_go_the_other_way_does_not_wait_at_a_full_ferry():
    roads = roads_on(road("a", "b", mode="ferry", capacity_t_month=10.0), p=P)
    found = delayed(roads, with_wait(roads, 0, 30.0), usual_at(roads), T)
    there, back = (routes_between(roads, GENERAL, *pair)[0] for pair in ((0, 1), (1, 0)))
    assert found.hours[there, 0] > roads.published.hours[there]
    assert found.hours[back, 0] == roads.published.hours[back]


def test_members_meet_their_own_traffic():
    roads = roads_on(NARROW, p=P)
    together = delayed(roads, Traffic(*(np.repeat(part, 2, axis=1) for part in empty(roads)))._replace(
        volume=np.array([[0.0, 100.0]])), usual_at(roads), T)  # fmt: skip
    for member, volume in enumerate((0.0, 100.0)):
        alone = delayed(roads, at_volume(roads, volume), usual_at(roads), T)
        assert np.array_equal(together.land[:, member], alone.land[:, 0])


# ---------------------------------------------------------------- who takes which route


def test_shares_of_every_pair_add_up_to_one():
    roads = roads_on(*parallel(100.0, 107.0, 130.0), road("a", "dunia", mode="sea"), p=P)
    for spread in (0.0, 0.05, 0.3):
        share = choose(roads, delayed(roads, empty(roads), usual_at(roads), T), replace(T, route_spread=spread)).share
        assert np.add.reduceat(share[:, 0], roads.starts) == pytest.approx(np.ones(len(roads.starts)), rel=1e-14)


def test_routes_that_cost_the_same_share_alike():
    roads = roads_on(*parallel(100.0, 107.0, 130.0), p=P)
    cost = np.full(len(roads.kind), 9.0)
    for spread in (0.0, 0.1):
        assert shares_between(roads, cost, spread=spread) == pytest.approx([1 / 3] * 3, rel=1e-14)


def test_a_route_dearer_by_the_spread_is_taken_by_one_to_e_of_the_others():
    roads = roads_on(*parallel(100.0, 107.0), p=P)
    cost = np.ones(len(roads.kind))
    cost[routes_between(roads, GENERAL, 0, 1)[1]] = 1.2
    first, second = shares_between(roads, cost, spread=0.2)
    assert second / first == pytest.approx(math.exp(-1.0), rel=1e-14)
    # only the part counts that it is dearer, not the rupiah
    assert shares_between(roads, 1e6 * cost, spread=0.2) == pytest.approx([first, second], rel=1e-12)


def test_without_a_spread_all_go_by_the_cheapest_and_those_that_are_as_cheap_share():
    roads = roads_on(*parallel(100.0, 107.0, 130.0), p=P)
    cost = np.ones(len(roads.kind))
    routes = routes_between(roads, GENERAL, 0, 1)
    cost[routes] = [2.0, 1.0, 1.0 + 1e-14]
    assert shares_between(roads, cost, spread=0.0).tolist() == [0.0, 0.5, 0.5]


def test_a_smaller_spread_sends_more_by_the_cheapest():
    roads = roads_on(*parallel(100.0, 107.0, 130.0), p=P)
    cost = roads.published.land
    best = [float(shares_between(roads, cost, spread=spread).max()) for spread in (0.3, 0.1, 0.03, 0.0)]
    assert best == sorted(best)
    assert best[-1] == 1.0


def test_two_routes_that_differ_by_one_edge_get_about_the_share_of_one():
    links = (road("a", "c", km=180.0, hours=4.5), road("c", "b", km=20.0, hours=0.5), *parallel(200.5))
    roads = roads_on(*links, road("c", "d", km=10.1, hours=0.25), road("d", "b", km=10.1, hours=0.25), p=P)
    routes = routes_between(roads, GENERAL, 0, 1)
    alone = ["v0" in places_on(roads, route) for route in routes]
    share = shares_between(roads, np.ones(len(roads.kind)), spread=0.1)
    assert sum(alone) == 1
    assert share[alone][0] == pytest.approx(0.5, abs=0.03)
    assert share[~np.array(alone)] == pytest.approx([0.25, 0.25], abs=0.015)


def test_what_spoils_counts_in_the_choice_and_not_in_the_fare():
    links = (road("a", "b", km=60.0, hours=9.0, mode="river"), road("a", "b", km=170.0, hours=4.0))
    easy = tiny_parameters(handling_river=0.0, transfer_time_river_h=0.0, route_spread=0.1)
    hardy, fresh = (
        tuple(replace(kind, spoilage=loss * (kind.id == "perishable")) for kind in CARGO) for loss in (0.0, 0.01)
    )
    shares = []
    for cargo in (hardy, fresh):
        roads = roads_on(*links, p=easy, cargo=cargo)
        taken = choose(roads, delayed(roads, empty(roads), usual_at(roads), easy.traffic), easy.traffic)
        routes = routes_between(roads, TRAFFIC_CLASSES.index("perishable"), 0, 1)
        by_river = routes[roads.distance_km[routes] == 60.0]
        shares.append(float(taken.share[by_river, 0].sum()))
        assert roads.published.land[by_river] == pytest.approx(
            [easy.freight.tariff_river * 60.0 + 9.0 * TIME], rel=1e-12
        )
    assert shares[1] < shares[0]


def test_a_table_of_pairs_holds_the_sums_of_their_routes():
    roads = roads_on(*parallel(100.0, 107.0), p=P)
    table = by_pair(roads, np.ones((len(roads.kind), 1)), classes=len(TRAFFIC_CLASSES), otherwise=-1.0)
    assert table[GENERAL, 0, 0, 1] == 2.0
    assert table[GENERAL, 0, 0, 2] == -1.0
    assert table.shape == (len(TRAFFIC_CLASSES), 1, 3, 3)


def test_loads_and_volumes_are_those_of_the_routes_that_are_taken():
    roads = roads_on(*parallel(100.0, 107.0), p=P)
    share = choose(roads, delayed(roads, empty(roads), usual_at(roads), T), T).share
    units = on_routes(roads, units_between(roads, general=600.0, people=400.0), share)
    passed = on_stretches(roads, units)
    loads = gate_loads(roads, passed, classes=len(TRAFFIC_CLASSES))[:, :, 0]
    assert loads[GENERAL].sum() == pytest.approx(2.0 * 600.0, rel=1e-14)
    assert loads[PEOPLE].sum() == pytest.approx(2.0 * 400.0, rel=1e-14)
    each = CARGO[GENERAL].pcu_per_unit * T.peak_hour_share * 12.0 / 365.0
    assert peak_volumes(roads, passed).sum() == pytest.approx(2.0 * 1000.0 * each, rel=1e-14)


# ---------------------------------------------------------------- what cannot pass

FERRY = road("a", "b", mode="ferry", capacity_t_month=60.0)
FERRY_UP = road("a", "c", mode="ferry", capacity_t_month=60.0)


def on_their_routes(roads, **units):
    share = choose(roads, delayed(roads, empty(roads), usual_at(roads), T), T).share
    return on_routes(roads, units_between(roads, **units), share)


def test_all_passes_where_there_is_room():
    roads = roads_on(FERRY, p=P)
    share, queue = passing(roads, on_their_routes(roads, general=40.0, liquid=20.0))
    assert (share == 1.0).all()
    assert (queue == 0.0).all()


def test_a_gate_serves_all_alike_and_what_it_is_asked_is_what_passes_and_what_waits():
    roads = roads_on(FERRY, p=P)
    units = on_their_routes(roads, general=40.0, liquid=80.0)
    share, queue = passing(roads, units)
    assert share[units > 0.0].tolist() == [0.5, 0.5]
    assert queue[:, 0].tolist() == [60.0, 0.0]
    assert (units * share).sum() + queue.sum() == pytest.approx(units.sum(), rel=1e-15)


def gates_in_a_row(first, second):
    """A river between two terminals with capacities of their own."""
    landings = (Terminal("a", RIVER, capacity_t_month=first), Terminal("b", RIVER, capacity_t_month=second))
    return roads_on(road("a", "b", mode="river"), *landings, p=P)


@pytest.mark.parametrize(("first", "second", "waits"), [(30.0, 90.0, (70.0, 0.0)), (90.0, 30.0, (0.0, 70.0))])
def test_of_gates_in_a_row_the_tightest_counts_and_the_queue_stands_there(first, second, waits):
    roads = gates_in_a_row(first, second)
    units = on_their_routes(roads, general=100.0)
    share, queue = passing(roads, units)
    assert (units * share).sum() == pytest.approx(30.0, rel=1e-15)
    assert queue[2:, 0] == pytest.approx(waits, rel=1e-15)


def test_gates_in_a_row_that_are_as_tight_share_the_queue():
    _, queue = passing(roads := gates_in_a_row(30.0, 30.0), on_their_routes(roads, general=100.0))
    assert queue[2:, 0] == pytest.approx([35.0, 35.0], rel=1e-15)


def some_gates(seed):
    """Three towns in a row with gates, and random loads on all routes."""
    links = (road("a", "b", capacity_t_month=50.0), road("b", "c", mode="river"), road("a", "c", km=300.0, hours=7.0))
    gates = (Terminal("b", RIVER, capacity_t_month=40.0), Terminal("c", RIVER, capacity_t_month=70.0))
    roads = roads_on(*links, *gates, regions=("a", "b", "c"), p=P)
    numbers = np.random.default_rng(seed)
    return roads, numbers.uniform(0.0, 20.0, (len(roads.kind), 2)) * (roads.kind != PEOPLE)[:, None]


@pytest.mark.parametrize("seed", range(5))
def test_no_gate_passes_more_than_it_can_and_nothing_is_lost(seed):
    roads, units = some_gates(seed)
    share, queue = passing(roads, units)
    moved = units * share
    assert (through(roads).T @ moved <= roads.limits.passing[:, None] * (1.0 + 2.0 * OVERLOAD)).all()
    assert moved.sum(axis=0) + queue.sum(axis=0) == pytest.approx(units.sum(axis=0), rel=1e-13)
    assert queue.min() >= 0.0
    assert queue.max() > 1.0
    # what does not pass a gate waits there or at a tighter one on its way
    stopped = through(roads).T @ (units - moved)
    assert (queue <= stopped * (1.0 + 1e-12)).all()


@pytest.mark.parametrize("seed", range(5))
def test_no_order_of_routes_and_no_neighbour_changes_what_passes(seed):
    roads, units = some_gates(seed)
    share, queue = passing(roads, units)
    order = np.random.default_rng(seed).permutation(len(roads.kind))
    mixed = roads._replace(limited=roads.limited[:, order])
    other, same = passing(mixed, units[order])
    assert other == pytest.approx(share[order], rel=1e-13)
    assert same == pytest.approx(queue, rel=1e-13, abs=1e-13)
    for member in range(2):
        alone, at_gates = passing(roads, units[:, [member]])
        assert np.array_equal(alone[:, 0], share[:, member])
        assert at_gates[:, 0] == pytest.approx(queue[:, member], rel=1e-15)


def test_without_routes_nothing_passes_and_nothing_waits():
    roads = roads_on(p=P)
    share, queue = passing(roads, np.zeros((0, 1)))
    assert len(share) == len(queue) == 0


def test_a_month_is_calm_while_nobody_waits_or_expects_to():
    roads = roads_on(FERRY, p=P)
    assert is_calm(roads, on_their_routes(roads, general=60.0, people=1e6), empty(roads))
    assert not is_calm(roads, on_their_routes(roads, general=61.0), empty(roads))
    assert not is_calm(roads, on_their_routes(roads, general=1.0), with_wait(roads, 0, 1.0))


# ---------------------------------------------------------------- who turns to another route


def turned(roads, tonnes, p=T, **others):
    """Shares, waits and load of the first gate after waiting has turned traffic away."""
    asked = units_between(roads, general=tonnes, **others)
    share, waits = cleared(roads, asked, empty(roads), usual_at(roads), p)
    return (
        share,
        waits[:, 0],
        (through(roads).T @ (on_routes(roads, asked, share) * (roads.kind != PEOPLE)[:, None]))[:, 0],
    )


BESIDE_A_ROAD = (
    road("a", "b", mode="ferry", capacity_t_month=60.0, km=20.0, hours=1.0),
    road("a", "b", km=120.0, hours=3.0),
)


def test_nobody_waits_at_a_gate_that_has_room():
    roads = roads_on(*BESIDE_A_ROAD, p=P)
    share, waits, load = turned(roads, 50.0)
    assert (waits == 0.0).all()
    assert load[0] < 60.0
    assert np.array_equal(share, choose(roads, delayed(roads, empty(roads), usual_at(roads), T), T).share)


@pytest.mark.parametrize("spread", [
    0.0,
    0.02, 0.1, 0.3,
])  # fmt: skip
def test_waiting_turns_so_many_away_that_the_gate_just_passes_the_rest(spread):
    p = replace(T, route_spread=spread)
    roads = roads_on(*BESIDE_A_ROAD, p=tiny_parameters(route_spread=spread))
    _, waits, load = turned(roads, 200.0, p)
    assert load[0] == pytest.approx(60.0, rel=1e-5)
    assert 0.0 < waits[0] < HOURS_A_MONTH
    # the other direction is free
    assert waits[2] == 0.0


def test_the_more_ask_to_pass_the_longer_they_wait():
    roads = roads_on(*BESIDE_A_ROAD, p=P)
    waits = [turned(roads, tonnes)[1][0] for tonnes in (50.0, 100.0, 200.0, 400.0)]
    assert waits == sorted(set(waits))


def test_where_there_is_no_other_way_one_waits_as_long_as_the_excess_takes_to_pass():
    roads = roads_on(FERRY, p=P)
    share, waits, load = turned(roads, 100.0)
    assert waits[0] == pytest.approx(HOURS_A_MONTH * (100.0 / 60.0 - 1.0))
    assert (share == 1.0).all()
    assert load[0] == 100.0


@pytest.mark.parametrize("links", [(FERRY,), BESIDE_A_ROAD])
def test_waits_do_not_depend_on_how_long_they_are_looked_for(links, monkeypatch):
    roads = roads_on(*links, FERRY_UP, regions=("a", "b", "c"), p=P)
    found = []
    for rounds in (60, 240):
        monkeypatch.setattr(traffic, "CLEARING_ROUNDS", rounds)
        asked = units_between(roads, general=100.0)
        asked[GENERAL, 0, 0, 2] = 61.0
        found.append(cleared(roads, asked, empty(roads), usual_at(roads), T)[1])
    assert found[0] == pytest.approx(found[1], rel=1e-3)


def test_people_turn_nobody_away_and_do_not_turn():
    roads = roads_on(*BESIDE_A_ROAD, p=P)
    people = roads.kind == PEOPLE
    quiet, _, _ = turned(roads, 50.0)
    same, waits, _ = turned(roads, 50.0, people=1e6)
    assert np.array_equal(same, quiet)
    assert (waits == 0.0).all()
    busy, _, _ = turned(roads, 400.0, people=1e6)
    assert np.array_equal(busy[people], quiet[people])


def test_waits_of_members_are_as_if_each_were_alone():
    roads = roads_on(*BESIDE_A_ROAD, p=P)
    amounts = (50.0, 100.0, 400.0)
    asked = np.concatenate([units_between(roads, general=tonnes) for tonnes in amounts], axis=1)
    share, waits = cleared(roads, asked, empty(roads, members=3), usual_at(roads), T)
    for member, tonnes in enumerate(amounts):
        alone, hours, _ = turned(roads, tonnes)
        assert share[:, member] == pytest.approx(alone[:, 0], rel=1e-4)
        assert waits[:, member] == pytest.approx(hours, rel=1e-4)


def test_waits_are_what_makes_the_routes_cost_what_their_shares_say():
    roads = roads_on(*BESIDE_A_ROAD, p=P)
    share, waits, _ = turned(roads, 200.0)
    fares = with_hours(roads, np.zeros((0, 1)), waits[roads.delays.gates, None], empty(roads).queue)
    assert choose(roads, fares, T).share == pytest.approx(share, rel=1e-9)


# ---------------------------------------------------------------- what is expected


def test_what_is_expected_moves_towards_what_was_seen_and_a_queue_is_seen_at_once():
    before = Traffic(np.array([[10.0]]), np.array([[4.0]]), np.array([[0.0]]))
    for speed in (0.0, 0.25, 1.0):
        after = averaged(before, np.array([[30.0]]), np.array([[8.0]]), np.array([[5.0]]), speed=speed)
        assert [float(part[0, 0]) for part in after] == [10.0 + 20.0 * speed, 4.0 + 4.0 * speed, 5.0]
