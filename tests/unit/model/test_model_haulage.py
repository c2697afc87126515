"""The network in a month: what goes where at which volumes, what passes, what waits and who earns (eq. 1-3)."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import (
    CARGO,
    calm,
    made_up_world,
    member_of,
    side_by_side,
    tables_of,
    tiny_parameters,
    tiny_world,
    with_link,
    with_new_link,
    with_terminal,
)

from simulasi.data.trade_balance import resettle, use_gap
from simulasi.model.haulage import carried, open_network, trips_of_people, way
from simulasi.model.identities import check, measure
from simulasi.model.roads import HOURS_A_MONTH
from simulasi.model.state import FINAL, INPUTS, Traffic
from simulasi.model.step import step
from simulasi.model.structure import calibrate, first_state
from simulasi.model.traffic import seen_on_links
from simulasi.model.uses import DAYS_A_MONTH
from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES
from simulasi.world.network import CLOSED, LAND, SEA

P = tiny_parameters(wage_curve=-0.1)
GENERAL = TRAFFIC_CLASSES.index("general")
ROAD, ROAD_THERE, ROAD_BACK = "kota-hilir-kota-tengah.road", 1, 4
"""The road from the port: its name, and its gates among those of the tiny world."""
BASE_TONNES = 10_000.0
"""Tonnes of rice that leave hilir for tengah and beyond in the base month: 20 bn Rp, half of them hauled for pay."""


class Run:
    """Months of a world; gates may be changed by an event, and every identity is checked."""

    def __init__(self, world, p=P, *, others=(), **conditions):
        self.p, self.s = p, calibrate(world, p, [other.network for other in others])
        self.now = calm(world, p)[1]._replace(network=open_network(world, self.s, p), **conditions)
        self.state, self.ledgers, self.states, self.world = first_state(self.s), [], [], world

    def after(self, months, world=None):
        """Run some months, on the network of another world from now on if one is named."""
        if world is not None:
            self.now = self.now._replace(network=open_network(world, self.s, self.p))
        for _ in range(months):
            before = self.state
            self.state, ledger = step(before, self.now, self.s, self.p)
            check(before, self.state, ledger, self.now, self.s, self.p)
            self.ledgers.append(ledger)
            self.states.append(self.state)
        return self

    @property
    def loads(self):
        """Tonnes that passed each gate in the last month."""
        return self.ledgers[-1].loads[:-1, :, 0].sum(axis=0)

    @property
    def queue(self):
        return self.state.traffic.queue[:, 0]


def narrow(tonnes, world=None):
    """The tiny world with a gate on the road from the port."""
    return with_link(world or tiny_world(), "hilir", "tengah", capacity_t_month=tonnes)


@pytest.fixture(scope="module")
def queueing():
    """A year in which the road from the port passes nine tenths of what it did."""
    return Run(narrow(0.9 * BASE_TONNES)).after(12)


# ---------------------------------------------------------------- what is carried


def test_a_billion_of_rice_is_a_thousand_tonnes_half_of_them_hauled_for_pay(still):
    s, _ = still
    assert s.haulage.tonnes[:, 0].tolist() == [0.0, 500.0, 0.0, 0.0, 0.0, 0.0]
    assert (s.haulage.tonnes[:, 1] == 0.0).all()


def test_the_gates_of_the_base_month_pass_what_the_accounts_ship(still, p):
    s, now = still
    _, ledger = step(first_state(s), now, s, p)
    rice = ledger.loads[GENERAL, :, 0]
    # there: 10 + 5 from hilir and 5 from the world to tengah; back: 10 + 5 to hilir and 5 to the world
    assert rice[[ROAD_THERE, ROAD_BACK]] == pytest.approx([BASE_TONNES, BASE_TONNES], rel=1e-14)
    assert ledger.loads[:-1].sum() == pytest.approx(rice.sum(), rel=1e-15)


def test_volumes_of_the_base_year_are_lorries_and_cars_in_the_peak_hour(still, p):
    s, _ = still
    kind, trips = CARGO[GENERAL], s.haulage.trips
    people = trips[0, 1] + trips[1, 0] + trips[0, 2] + trips[2, 0]
    units = 2.0 * BASE_TONNES + people
    peak = units * kind.pcu * 1.5 / (8.0 * 0.75) * p.traffic.peak_hour_share / DAYS_A_MONTH
    volume = dict(zip(s.haulage.catalogue.links, s.haulage.usual.volume, strict=True))
    assert volume[ROAD] == pytest.approx(peak, rel=1e-14)
    assert volume["kota-dunia-kota-hilir.sea"] == 0.0


def test_everybody_makes_the_same_number_of_trips_to_places_near_and_large(world, p):
    hours = np.array([[0.0, 2.5, 5.0], [2.5, 0.0, 2.5], [5.0, 2.5, 0.0]])
    trips = trips_of_people(world, p, hours)
    assert np.array_equal(trips, trips.T)
    assert trips.sum() == pytest.approx(p.traffic.trips_a_head * 250_000.0, rel=1e-14)
    assert trips[0, 1] > trips[1, 2] > trips[0, 2] > 0.0
    assert (np.diag(trips) == 0.0).all()


def test_nobody_travels_where_there_is_no_way(world, p):
    hours = np.full((3, 3), np.inf)
    assert (trips_of_people(world, p, hours) == 0.0).all()
    hours[0, 1] = hours[1, 0] = 2.0
    trips = trips_of_people(world, p, hours)
    assert trips.sum() == trips[0, 1] + trips[1, 0] > 0.0


def test_trips_grow_with_the_people_at_both_ends(still):
    s, _ = still
    flows, people = np.zeros((2, 1, 4, 4)), s.demand.people * [4.0, 1.0, 1.0]
    found = carried(flows, people, s.haulage)[TRAFFIC_CLASSES.index(PEOPLE), 0]
    assert found[0, 1] == pytest.approx(2.0 * s.haulage.trips[0, 1], rel=1e-15)
    assert found[1, 2] == s.haulage.trips[1, 2]
    assert (found[3] == 0.0).all()


# ---------------------------------------------------------------- hours and volumes


def busy(**changes):
    """The tiny world with roads that have a capacity, and gates that pass twice of what they do."""
    world = with_link(tiny_world(), "hilir", "tengah", capacity_pcu_h=300.0, **changes)
    world = with_link(world, "tengah", "hulu", capacity_pcu_h=150.0)
    return with_terminal(world, "hilir", SEA, capacity_t_month=60_000.0)


@pytest.mark.parametrize("spread", [0.0, 0.1])
def test_the_base_month_with_capacities_that_do_not_bind_stays_still_for_300_months(spread):
    run = Run(busy(), tiny_parameters(wage_curve=-0.1, route_spread=spread)).after(300)
    assert run.now.network.is_elastic
    for name, first in tables_of(first_state(run.s)).items():
        assert tables_of(run.state)[name] == pytest.approx(first, rel=1e-10, abs=1e-8), name


def test_fish_that_spoils_leaves_the_base_month_with_gates_as_still():
    flows = np.fromfunction(lambda s, o, d: 4.0 + 3.0 * (o == d) + (o + 2.0 * d + s) % 5.0, (3, 4, 4))
    world = made_up_world(flows, np.array([[0.2, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.2]]), fresh=True)
    world = narrow(1e9, with_link(world, "hilir", "tengah", capacity_pcu_h=900.0))
    run = Run(world).after(60)
    assert run.s.haulage.waits
    for name, first in tables_of(first_state(run.s)).items():
        assert tables_of(run.state)[name] == pytest.approx(first, rel=1e-10, abs=1e-8), name


def test_where_nothing_has_a_capacity_the_way_is_the_one_at_published_hours(still, p):
    s, now = still
    assert not now.network.is_elastic
    crowded = Traffic(*(part + 1e9 for part in first_state(s).traffic))
    assert way(crowded, now.network, s, p) is now.network.rest


def test_at_the_volumes_of_the_base_year_the_market_is_the_one_at_published_hours_bit_for_bit():
    run = Run(busy())
    taken = way(run.state.traffic, run.now.network, run.s, P)
    assert taken is not run.now.network.rest
    for name, kernel in taken.market.kernels.items():
        assert np.array_equal(kernel, run.now.network.rest.market.kernels[name]), name


def test_more_traffic_than_in_the_base_year_makes_its_freight_dearer_and_that_of_services_not():
    run = Run(busy())
    volume = run.state.traffic.volume.copy()
    volume[1] *= 2.0
    crowded = way(run.state.traffic._replace(volume=volume), run.now.network, run.s, P).market
    rest = run.now.network.rest.market
    assert (crowded.weight[0, 0, 0, 1:3] < rest.weight[0, 0, 0, 1:3]).all()
    assert crowded.weight[0, 0, 1, 2] == rest.weight[0, 0, 1, 2]
    assert np.array_equal(crowded.weight[1], rest.weight[1])


def test_expected_volumes_follow_what_was_seen_at_the_speed_of_adjustment():
    run = Run(busy())
    usual = run.state.traffic.volume
    run.state = run.state._replace(traffic=run.state.traffic._replace(volume=0.0 * usual))
    run.after(1)
    seen = run.state.traffic.volume / P.traffic.adjustment_speed
    # an empty road is faster, so more is carried than in the base year
    assert (seen[1:] > usual[1:]).all()
    assert seen == pytest.approx(usual, rel=0.1)


def test_a_new_road_draws_traffic_off_the_old_one_month_by_month():
    world = busy()
    other = with_new_link(world, "hilir", "hulu", distance_km=180.0, travel_time_h=4.0)
    run = Run(world, others=[other]).after(1).after(12, other)
    links = run.s.haulage.catalogue.links
    new, old = links.index("kota-hilir-kota-hulu.road"), links.index("kota-hulu-kota-tengah.road")
    volumes = np.array([state.traffic.volume[:, 0] for state in run.states])
    assert volumes[0, new] == 0.0
    assert (np.diff(volumes[:, new]) > 0.0).all()
    assert (np.diff(volumes[:, old]) < 0.0).all()
    assert volumes[-1, old] < 0.8 * volumes[0, old]


def test_hours_are_seen_there_and_back_with_the_wait_and_for_ever_where_a_link_is_shut():
    world = narrow(1e6, with_link(busy(), "tengah", "hulu", travel_time_back_h=4.0))
    run = Run(world, others=[with_link(world, "tengah", "hulu", state=CLOSED)])
    now = run.state.traffic
    now.wait_h[ROAD_THERE] = 7.0
    _, road, upper = seen_on_links(run.now.network.roads, now, run.s.haulage.usual, P.traffic)[0].tolist()
    assert road == [9.5, 2.5]
    # the way from tengah to hulu is the first of that link
    assert upper == [2.5, 4.0]
    shut = open_network(with_link(world, "tengah", "hulu", state=CLOSED), run.s, P)
    assert np.isinf(seen_on_links(shut.roads, now, run.s.haulage.usual, P.traffic)[0, 2]).all()


def test_hours_are_seen_beside_a_closed_road_and_a_landing_where_nobody_waits():
    other = with_link(tiny_world(), "tengah", "hulu", capacity_pcu_h=0.0)
    run = Run(tiny_world(), others=[other])
    quick = open_network(with_terminal(other, "hilir", SEA, transfer_time_h=0.0), run.s, P)
    seen = seen_on_links(quick.roads, run.state.traffic, run.s.haulage.usual, P.traffic)
    assert np.isinf(seen[0, 2]).all()
    assert np.isfinite(seen[0, :2]).all()


def test_members_with_roads_of_their_own_are_as_if_alone():
    run = Run(narrow(0.9 * BASE_TONNES, busy()))
    calm_state, busy_state = run.after(1).state, run.after(4).state
    together, ledger = step(side_by_side([calm_state, busy_state]), run.now, run.s, P)
    assert ledger.loads.shape[2] == 2
    for member, alone in enumerate((calm_state, busy_state)):
        single = tables_of(step(alone, run.now, run.s, P)[0])
        for name, ours in tables_of(member_of(together, member)).items():
            assert ours == pytest.approx(single[name], rel=1e-6, abs=1e-6), name


# ---------------------------------------------------------------- gates


def test_a_gate_passes_what_it_can_and_the_rest_waits_there(queueing):
    assert queueing.loads[ROAD_THERE] == pytest.approx(0.9 * BASE_TONNES, rel=2e-6)
    assert queueing.queue[ROAD_THERE] > 0.0
    others = np.delete(queueing.queue, [ROAD_THERE, ROAD_BACK])
    assert (others == 0.0).all()


def test_in_the_first_month_a_tenth_waits_of_every_good_that_asked_to_pass():
    run = Run(narrow(0.9 * BASE_TONNES)).after(1)
    assert run.queue[[ROAD_THERE, ROAD_BACK]] == pytest.approx([1000.0, 1000.0], rel=1e-12)
    # 10 and 5 from hilir and 5 from the world; there are two uses of rice
    left = run.state.waiting[0, :, 0].sum(axis=0)
    assert left[0].tolist() == pytest.approx([0.0, 1.0, 0.5, 0.0], rel=1e-12)
    assert left[3].tolist() == pytest.approx([0.0, 0.5, 0.0, 0.0], rel=1e-12)
    assert (run.state.waiting[1] == 0.0).all()


def test_goods_that_wait_have_left_their_maker_and_not_come_to_their_buyer():
    free, shut = Run(tiny_world()).after(1), Run(narrow(0.9 * BASE_TONNES)).after(1)
    assert shut.ledgers[0].sales.shipped == pytest.approx(free.ledgers[0].sales.shipped, rel=1e-13)
    assert shut.state.stock == pytest.approx(free.state.stock, rel=1e-13)
    held = shut.state.inputs - shut.state.owed - free.state.inputs + free.state.owed
    assert held[0] == pytest.approx(-shut.state.waiting[0, 0, :, :, :3].sum(axis=1), rel=1e-12)
    assert shut.ledgers[0].received[0, 0] == pytest.approx(held[0], rel=1e-12)


def test_no_good_is_lost_in_five_years_of_a_gate_that_binds_and_opens_again():
    world = narrow(0.9 * BASE_TONNES)
    run, worst = Run(world), 0.0
    wide = open_network(tiny_world(), run.s, P)
    for month in range(60):
        now = run.now._replace(network=wide) if month % 24 >= 16 else run.now
        before, (run.state, ledger) = run.state, step(run.state, now, run.s, P)
        gaps = measure(before, run.state, ledger, now, run.s, P)
        worst = max(worst, *gaps)
    assert worst <= 1e-12


def test_a_queue_clears_when_the_gate_passes_more_again_and_what_waited_arrives():
    run = Run(narrow(0.9 * BASE_TONNES), others=[tiny_world()]).after(12)
    waited = run.state.waiting[..., :3].sum(axis=(0, 3))
    assert waited.sum() > 0.5
    run.after(1, narrow(10.0 * BASE_TONNES))
    assert (run.queue == 0.0).all()
    assert (run.state.waiting == 0.0).all()
    assert run.ledgers[-1].received.sum(axis=0) == pytest.approx(waited, rel=1e-12)


def test_a_queue_clears_where_the_gate_is_no_more():
    run = Run(narrow(0.9 * BASE_TONNES)).after(3).after(1, tiny_world())
    assert not run.now.network.is_elastic
    assert (run.queue == 0.0).all()
    assert (run.state.waiting == 0.0).all()


def test_inputs_that_wait_are_not_ordered_once_more():
    run = Run(narrow(1e6))
    stuck = first_state(run.s).waiting
    stuck[0, INPUTS, 0, 0, 1] = 2.0
    free = run.after(1).ledgers[0]
    _, ledger = step(first_state(run.s)._replace(waiting=stuck), run.now, run.s, P)
    # a gap in inputs is closed in four months
    less = (free.wanted - ledger.wanted)[0, INPUTS, 0, :3]
    assert less == pytest.approx([0.0, 2.0 / P.production.stock_adjustment_months, 0.0], abs=1e-12)
    assert ledger.wanted[0, FINAL] == pytest.approx(free.wanted[0, FINAL], rel=1e-14)


def test_hours_of_waiting_make_what_passes_the_gate_dearer_and_turn_buyers_away():
    run = Run(narrow(1e6))
    before = way(run.state.traffic, run.now.network, run.s, P).market
    wait_h = run.state.traffic.wait_h.copy()
    wait_h[ROAD_THERE] = 100.0
    after = way(run.state.traffic._replace(wait_h=wait_h), run.now.network, run.s, P).market
    change = after.paid / np.where(after.weight > 0.0, after.weight, 1.0) - before.paid / np.where(
        before.weight > 0.0, before.weight, 1.0
    )
    # 100 hours at 5,000 rupiah a tonne, half of it charged, of a million
    assert change[0, 0, 0, 1:3] == pytest.approx([0.25, 0.25], rel=1e-12)
    assert change[0, 0, 1:3, 0] == pytest.approx([0.0, 0.0], abs=1e-15)
    assert (after.weight[0, 0, 0, 1:3] < before.weight[0, 0, 0, 1:3]).all()


def test_buyers_come_to_expect_the_wait_and_buy_elsewhere(queueing):
    first, last = queueing.ledgers[0], queueing.ledgers[-1]
    assert (last.paid[0, 0, 1:3] > first.paid[0, 0, 1:3]).all()
    assert last.flows[0, 0, 0, 1:3].sum() < first.flows[0, 0, 0, 1:3].sum()
    assert 0.0 < queueing.state.traffic.wait_h[ROAD_THERE, 0] < HOURS_A_MONTH


def test_people_pass_a_gate_where_cargo_waits(queueing):
    here, free = (run.ledgers[-1].loads[-1, ROAD_THERE, 0] for run in (queueing, Run(tiny_world()).after(1)))
    # some have moved since, and those who live at either end travel
    people = queueing.states[-2].people
    trips = carried(np.zeros((2, 1, 4, 4)), people, queueing.s.haulage)[-1, 0]
    assert here == pytest.approx(trips[0, 1] + trips[0, 2], rel=1e-14)
    assert here == pytest.approx(free, rel=1e-3)


def test_cargo_goes_another_way_where_there_is_one():
    beside = {"distance_km": 105.0, "travel_time_h": 2.6, "mode": "toll"}
    run = Run(with_new_link(narrow(0.3 * BASE_TONNES), "hilir", "tengah", **beside)).after(1)
    toll = run.s.haulage.catalogue.links.index("kota-hilir-kota-tengah.toll")
    road = run.s.haulage.catalogue.links.index(ROAD)
    assert run.loads[road] <= 0.3 * BASE_TONNES * (1.0 + 2e-6)
    assert run.loads[toll] + run.loads[road] == pytest.approx(BASE_TONNES, rel=1e-3)
    assert run.queue.sum() < 1.0


def test_capacity_of_nothing_is_a_closed_road():
    found = []
    for shut in ({"capacity_t_month": 0.0}, {"capacity_pcu_h": 0.0}, {"state": CLOSED}):
        other = with_link(tiny_world(), "hilir", "tengah", **shut)
        found.append(Run(tiny_world(), others=[other]).after(6, other))
    for other in found[:2]:
        for name in ("price", "stock", "inputs", "income"):
            assert np.array_equal(tables_of(other.state)[name], tables_of(found[2].state)[name]), name


def test_goods_whose_way_is_closed_while_they_wait_stay_until_it_opens():
    world = narrow(0.9 * BASE_TONNES)
    shut = with_link(world, "hilir", "tengah", state=CLOSED)
    run = Run(world, others=[shut]).after(2)
    stuck = run.state.waiting
    run.after(3, shut)
    assert np.array_equal(run.state.waiting, stuck)
    run.after(1, narrow(1e6))
    assert (run.state.waiting == 0.0).all()


# ---------------------------------------------------------------- zones and yards


def zone(share, world=None):
    return with_terminal(world or tiny_world(), "tengah", LAND, local_share=share)


def test_a_zone_on_the_way_earns_part_of_the_freight_that_passes_and_money_closes():
    other = zone(0.4)
    plain, taxed = Run(tiny_world()).after(1), Run(tiny_world(), others=[other]).after(1, other)
    before, after = (run.ledgers[-1].carried[0] for run in (plain, taxed))
    assert after.sum() == pytest.approx(before.sum(), rel=1e-12)
    assert after[1] > before[1]
    assert (after[[0, 2]] < before[[0, 2]]).all()
    gaps = measure(first_state(taxed.s), taxed.state, taxed.ledgers[0], taxed.now, taxed.s, P)
    assert max(gaps) < 1e-12


def test_what_a_zone_earns_is_its_share_of_the_land_freight_past_it():
    run = Run(zone(0.4))
    kernels = run.now.network.rest.market
    assert kernels.zones.tolist() == [1]
    land, at_zone = kernels.land[0, 0], kernels.at_zone[0, 0, 0]
    for o, d in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (3, 1)):
        assert at_zone[o, d] == pytest.approx(0.4 * land[o, d], rel=1e-14), (o, d)
    assert at_zone[0, 3] == at_zone[0, 0] == at_zone[1, 1] == 0.0


def test_a_yard_makes_freight_cheaper_and_brings_fewer_lorries():
    other = with_terminal(tiny_world(), "tengah", LAND, consolidation=0.5)
    run = Run(tiny_world(), others=[other])
    saved = run.after(1).state.traffic.volume[1:, 0] - run.after(1, other).state.traffic.volume[1:, 0]
    assert (saved > 0.0).all()
    free, cheap = run.ledgers
    assert (cheap.paid[0, 0, :3] < free.paid[0, 0, :3]).all()


def test_a_world_of_which_a_zone_is_part_from_the_start_balances_and_stays_still():
    world = resettle(zone(0.4), P)
    assert use_gap(world, P).max() < 1e-12
    run = Run(world).after(12)
    for name, first in tables_of(first_state(run.s)).items():
        assert tables_of(run.state)[name] == pytest.approx(first, rel=1e-10, abs=1e-8), name


def test_routes_of_the_base_network_are_found_once_and_are_those_of_an_equal_one():
    world = tiny_world()
    run = Run(world)
    base, other = (open_network(each, run.s, P).roads for each in (world, world.with_network(replace(world.network))))
    assert base is run.s.haulage.rest.roads
    assert other is not base
    assert np.array_equal(other.group, base.group)
    assert np.array_equal(other.published.land, base.published.land)
