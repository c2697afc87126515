"""The array month and the month in plain loops give the same numbers."""

from dataclasses import replace

import numpy as np
import pytest
from alongside import STATE_ROWS, STATE_TABLES, gap, gaps, now_of, plain, reference_of, way_of_month
from tiny import (
    calm,
    changed_parameters,
    made_up_world,
    tables_of,
    tiny_parameters,
    tiny_world,
    with_link,
    with_new_link,
    with_terminal,
)

from simulasi.course import Course
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.haulage import open_network
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, SEA

AGREED = 1e-12


def assert_agreed(world, p, s, months, state=None):
    """Run both months side by side; ``months`` gives the conditions of each, the array month the way."""
    state = state or first_state(s)
    reference, other, worst = reference_of(world, p), plain(state), {}
    for now in months:
        before, (state, ledger) = state, step(state, now, s, p)
        other, happened = reference.month(other, now_of(now, way_of_month(before, ledger, now, s, p)))
        for name, size in gaps(other, happened, state, ledger).items():
            worst[name] = max(worst.get(name, 0.0), size)
    assert set(tables_of(state)) < set(worst)
    assert {name: size for name, size in worst.items() if not size <= AGREED} == {}
    return state, ledger


def dear_rice_in_hulu(s):
    state = first_state(s)
    price = state.price.copy()
    price[0, 0, 2] = 2.0
    return state._replace(price=price)


def with_programme(now, sector, region, bn_rp):
    spending = np.zeros_like(now.programme)
    spending[sector, 0, region] = bn_rp
    return now._replace(programme=spending)


def test_both_begin_in_the_same_state():
    world, p = tiny_world(), tiny_parameters()
    s, _ = calm(world, p)
    ours, theirs = plain(first_state(s)), reference_of(world, p).first()
    for name in (*STATE_TABLES, *STATE_ROWS, "backlog"):
        assert gap(np.array(getattr(theirs, name)), np.array(getattr(ours, name))) <= AGREED, name


def test_both_agree_for_two_years_on_the_tiny_world():
    world, p = tiny_world(), tiny_parameters()
    s, now = calm(world, p)
    months = [with_programme(now, 0, 1, 77.0 * (month == 0)) for month in range(24)]
    assert_agreed(world, p, s, months, dear_rice_in_hulu(s))


def test_both_agree_when_goods_are_short_and_trends_and_prices_outside_move():
    world, p = tiny_world(), changed_parameters(load_parameters(), finished_stock_days=10.0)
    s, now = calm(world, p)
    growth = np.array([1.0, 1.02, 0.97])
    months = [
        with_programme(now, 0, 1, 400.0 * (month < 6))._replace(
            growth=growth**month,
            size=now.size * growth**month,
            trend=now.trend * growth,
            outside=now.outside * (1.5 if month > 3 else 1.0),
            world_price=now.world_price * (1.5 if month > 3 else 1.0),
            numeraire=1.5 if month > 3 else 1.0,
        )
        for month in range(24)
    ]
    state, ledger = assert_agreed(world, p, s, months)
    assert state.backlog.max() > 1.0
    assert (ledger.sales.orders[:, 0, :3] > ledger.sales.shipped[:, 0, :3] + 0.1).any()


def fishing_world():
    """A world of four regions in which some of the fish spoils."""
    flows = np.fromfunction(lambda s, o, d: 4.0 + 3.0 * (o == d) + (o + 2.0 * d + s) % 5.0, (3, 5, 5))
    return made_up_world(flows, np.array([[0.2, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.2]]), fresh=True)


@pytest.mark.parametrize("change", [{"travel_time_h": 8.0}, {"state": CLOSED}])
def test_both_agree_on_fish_that_spoils_and_a_road_that_changes(change):
    world, p = fishing_world(), load_parameters()
    other = with_link(world, "hilir", "tengah", **change)
    s, now = calm(world, p)
    assert s.freight.loss.max() > 0.0
    opened = open_network(other, s, p)
    changed = now._replace(network=opened, hours=opened.hours)
    assert_agreed(world, p, s, [changed if 3 <= month < 9 else now for month in range(16)])


def settled_world():
    """A world with a mine, builders and offices, but none in the last region, and a region short of water."""
    world = fishing_world()
    mine, builders, offices = world.sectors
    jobs = world.accounts.jobs.copy()
    jobs[2, 3] = 0.0
    need = np.array([0.0, 2000.0, 900.0, 0.0])
    return replace(
        world,
        sectors=(replace(mine, takes_price=True), replace(builders, is_mobile=True), replace(offices, kbli="O")),
        accounts=replace(world.accounts, jobs=jobs),
        water_need=need,
        water_supply=np.where(need > 0.0, np.array([0.0, 1400.0, 1000.0, 0.0]), np.inf),
    )


WHILE_PEOPLE_MOVE = {
    "commuting_friction": 0.4, "commuting_abroad": 0.5, "minimum_wage_rp": 600_000.0, "moves_between": 0.1,
    "moves_outside": 0.05, "most": 1.05, "supply_elasticity": 0.7, "spending_share": 0.3, "wage_curve": -0.2,
    "retained_surplus": 0.2, "public.delay_months": 6.0, "output_elasticity": 0.3, "participation_response": 0.3,
    "least_unemployment": 0.03,
}  # fmt: skip


def of_people_and_public_money(now, month):
    """What a month brings when governments and programmes change all that they can, step by step."""
    births, later = np.array([1.0, 1.003, 0.998, 1.001]), float(month >= 4)
    growth = np.array([1.0, 1.004, 1.001, 0.999])
    affinity = np.ones((5, 5))
    affinity[0, 1], affinity[1, 1], affinity[4, 2] = 1.0 + 0.5 * later, 1.2, 0.8
    preference = np.ones((3, 5, 5))
    preference[1, 3, 0], preference[2, 1, 2] = 1.3, 1.0 - 0.4 * later
    commuting = np.ones((4, 4))
    commuting[0, 1], commuting[2, 2] = 2.0, 0.9
    built = np.array([[0.0, 0.3, 0.0, 0.0], [0.0, 0.0, 0.1, 0.0], [0.2, 0.0, 0.0, 0.0]])[:, None] * later
    dues = np.array([[0.01, 0.0, 0.02, 0.0], [0.0, -0.015, 0.0, 0.0], [0.0, 0.03, 0.0, 0.01]])
    bought = np.array([[1.0, -20.0, 0.0, 0.2], [0.0, 0.5, -0.3, 0.0], [0.0, 0.0, 1.0, 0.0]])
    return with_programme(now, 1, 1, 60.0 * (month < 8))._replace(
        growth=growth**month,
        people=births**month,
        births=births,
        size=now.size * growth**month + built,
        built=built,
        trend=now.trend * growth,
        numeraire=1.002**month,
        outside=now.outside * 1.002**month,
        world_price=now.world_price * (1.0 + 0.4 * later),
        hours=now.hours * (1.0 - 0.5 * later),
        officials=np.array([0.0, 300.0, 0.0, 200.0]) * (month >= 2),
        arrivals=np.array([0.0, 900.0, 0.0, 600.0]) * (month == 1),
        minimum_wage=np.array([1.0, 1.3, 1.0, 1.05]),
        local_hire=np.array([0.0, 0.4, 0.1, 0.0]),
        tax=dues[:, None] * later,
        water=np.where(np.isinf(now.water), np.inf, now.water * (1.0 - 0.2 * later)),
        public=bought[:, None] * later,
        payments=np.array([4.5, -3.0, -1.5, 0.0]) * later,
        drawn=np.array([0.0, 60.0, 5.0, 40.0]) * later,
        affinity=affinity * preference,
        commuting=commuting,
    )


def test_both_agree_while_people_move_and_governments_do_what_they_can():
    world, p = settled_world(), changed_parameters(load_parameters(), **WHILE_PEOPLE_MOVE)
    s, now = calm(world, p)
    assert_agreed(world, p, s, [of_people_and_public_money(now, month) for month in range(24)])
    months = [of_people_and_public_money(now, month) for month in range(7)]
    state, ledger = assert_agreed(world, p, s, months)
    assert_all_of_it_happened(state, ledger, months[-1], s, p)


def assert_all_of_it_happened(state, ledger, now, s, p):
    """Every rule on people and public money shows in a month."""
    work, apart = ledger.work, ~np.eye(4, dtype=bool)
    assert work.employed[0][apart].min() > 1000.0
    assert (abs(work.employed[0] - s.labour.commuters) > 0.01 * s.labour.commuters).all()
    assert work.elsewhere.min() > 100.0
    assert work.unemployment.min() <= p.labour.least_unemployment + 1e-9 < work.unemployment.max()
    least = s.labour.floor[:, 0] * now.minimum_wage * now.numeraire
    assert ((least > state.wage[0] + 0.01).any(axis=0) & (least < state.wage[0]).any(axis=0)).any()
    between = ~np.eye(5, dtype=bool)
    both_ways = ledger.moved[0][between] / ledger.moved[0].T[between]
    assert abs(both_ways.max() - p.migration.most**2) < 1e-9
    assert (abs(both_ways - 1.0) < 0.9 * (p.migration.most**2 - 1.0)).any()
    assert (abs(state.people - s.demand.people) > 10.0).all()
    assert (state.rent > 1.05).all()
    assert (abs(state.houses - state.people) > 10.0).all()
    assert state.public.min() < -0.01 < 0.01 < state.public.max()
    assert ledger.revenue.share.min() > 1.0
    assert (abs(ledger.levied) > 0.1).all()
    assert ledger.public.min() == 0.0
    assert ledger.water.allowed.min() < 0.95


def busy(world):
    """The world with narrow roads, a longer way beside them, a gate on a road and a port that earns freight."""
    world = with_link(world, "hilir", "tengah", capacity_pcu_h=500.0, capacity_t_month=40_000.0)
    world = with_link(world, "tengah", "hulu", capacity_pcu_h=300.0)
    world = with_new_link(world, "hilir", "hulu", distance_km=290.0, travel_time_h=7.0, capacity_pcu_h=200.0)
    return with_terminal(world, "hilir", SEA, capacity_t_month=60_000.0, storage_t=500.0, local_share=0.2)


@pytest.mark.parametrize(("make", "share"), [(tiny_world, 0.8), (fishing_world, 0.9)])
def test_both_agree_on_busy_roads_and_gates_where_goods_wait(make, share):
    wide = busy(make())
    p = changed_parameters(tiny_parameters(wage_curve=-0.1), congestion=0.8)
    s, now = calm(wide, p)
    # the gates of the base year pass all; later they pass a part of what they did
    usual = step(first_state(s), now, s, p)[1].loads.sum(axis=(0, 2))
    road, port = (names.index(name) for names, name in (
        (s.haulage.catalogue.links, "kota-hilir-kota-tengah.road"),
        (s.haulage.catalogue.terminals, "kota-hilir.sea"),
    ))  # fmt: skip
    narrow = with_link(wide, "hilir", "tengah", capacity_t_month=share * usual[road])
    narrow = with_terminal(
        narrow, "hilir", SEA, capacity_t_month=share * usual[2 * len(s.haulage.catalogue.links) + port]
    )
    shut = now._replace(network=open_network(narrow, s, p))
    months = [with_programme(shut if 2 <= month < 8 else now, 0, 1, 30.0) for month in range(14)]
    state, ledger = assert_agreed(narrow, p, s, months[:7])
    assert state.traffic.queue.max() > 100.0
    assert state.waiting.max() > 0.05
    assert abs(ledger.received).max() > 0.1
    assert_agreed(narrow, p, s, months)


@pytest.mark.parametrize("first", [Month(2021, 7), Month(2024, 7)])
def test_both_agree_for_three_months_of_the_baseline(first):
    world, p = default_world(), load_parameters()
    scenario = read_scenario("dasar", world)
    course = Course(scenario, p)
    months = [course.at(month) for month in map(first.after, range(3))]
    assert_agreed(world, p, course.structure, months)
