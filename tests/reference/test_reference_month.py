"""The array month and the month in plain loops give the same numbers."""

from dataclasses import replace

import numpy as np
import pytest
from alongside import STATE_ROWS, STATE_TABLES, gap, gaps, now_of, plain, reference_of, way_of
from tiny import calm, changed_parameters, made_up_world, tiny_parameters, tiny_world

from simulasi.course import Course
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.state import State
from simulasi.model.step import step
from simulasi.model.structure import first_state, freight_of, market_of
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month
from simulasi.world.network import CLOSED

AGREED = 1e-12


def assert_agreed(world, p, s, months, state=None):
    """Run both months side by side; ``months`` gives conditions and the world of each."""
    state = state or first_state(s)
    reference, other, worst = reference_of(world, p), plain(state), {}
    for now, present in months:
        state, ledger = step(state, now, s, p)
        other, happened = reference.month(other, now_of(now, way_of(present, p)))
        for name, size in gaps(other, happened, state, ledger).items():
            worst[name] = max(worst.get(name, 0.0), size)
    assert set(State._fields) < set(worst)
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
    months = [(with_programme(now, 0, 1, 77.0 * (month == 0)), world) for month in range(24)]
    assert_agreed(world, p, s, months, dear_rice_in_hulu(s))


def test_both_agree_when_goods_are_short_and_trends_and_prices_outside_move():
    world, p = tiny_world(), changed_parameters(load_parameters(), finished_stock_days=10.0)
    s, now = calm(world, p)
    growth = np.array([1.0, 1.02, 0.97])
    months = [
        (
            with_programme(now, 0, 1, 400.0 * (month < 6))._replace(
                growth=growth**month,
                size=now.size * growth**month,
                trend=now.trend * growth,
                outside=now.outside * (1.5 if month > 3 else 1.0),
                world_price=now.world_price * (1.5 if month > 3 else 1.0),
                numeraire=1.5 if month > 3 else 1.0,
            ),
            world,
        )
        for month in range(24)
    ]
    state, ledger = assert_agreed(world, p, s, months)
    assert state.backlog.max() > 1.0
    assert (ledger.sales.orders[:, 0, :3] > ledger.sales.shipped[:, 0, :3] + 0.1).any()


@pytest.mark.parametrize(
    "change",
    [
        {"travel_time_h": 8.0},
        {"state": CLOSED},
    ],
)
def test_both_agree_on_fish_that_spoils_and_a_road_that_changes(change):
    flows = np.fromfunction(lambda s, o, d: 4.0 + 3.0 * (o == d) + (o + 2.0 * d + s) % 5.0, (3, 5, 5))
    recipe = np.array([[0.2, 0.1, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.2]])
    world, p = made_up_world(flows, recipe, fresh=True), load_parameters()
    s, now = calm(world, p)
    road = world.network.link("kota-hilir", "kota-tengah", "road")
    other = world.with_network(world.network.with_link(replace(road, **change)))
    assert s.freight.loss.max() > 0.0
    changed = now._replace(market=market_of(other, freight_of(other, p), s))
    assert_agreed(world, p, s, [(changed, other) if 3 <= month < 9 else (now, world) for month in range(16)])


@pytest.mark.parametrize("first", [Month(2021, 7), Month(2024, 7)])
def test_both_agree_for_three_months_of_the_baseline(first):
    world, p = default_world(), load_parameters()
    scenario = read_scenario("dasar", world)
    course = Course(scenario, p)
    months = [(course.at(month), scenario.world_at(month)) for month in map(first.after, range(3))]
    assert_agreed(world, p, course.structure, months)
