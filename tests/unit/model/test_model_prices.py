"""Prices by cost and scarcity (eq. 11)."""

import numpy as np
import pytest

from simulasi.model.prices import follow_cost_and_scarcity, posted, price_base, unit_cost


@pytest.fixture
def base(still):
    return still[0].prices


@pytest.fixture
def cost(still):
    s, _ = still
    here = s.paid[:, :, :3]
    return unit_cost(here, s.labour.wage_coefficient * np.ones_like(here), s.production.recipe)


@pytest.fixture
def follow(base, cost, p):
    ones = np.ones_like(cost)

    def at(*, price=ones, unit=cost, orders=base.pressure, supply=ones, of=base):
        return follow_cost_and_scarcity(price, unit, orders, supply, of, p.prices)

    return at


def test_unit_cost_is_inputs_with_their_freight_and_wages(cost):
    assert cost[:, 0, 0] == pytest.approx([0.3 * 1.09 + 0.2 + 0.4, 0.25 * 1.09 + 0.125 + 0.4], rel=1e-14)


def test_the_markup_makes_the_base_price_right(follow):
    assert follow() == pytest.approx(1.0, rel=1e-15)


def test_a_fifth_of_a_rise_of_cost_reaches_the_price_in_a_month(follow, cost):
    assert follow(unit=2.0 * cost) == pytest.approx(1.2, rel=1e-14)


def test_a_tenth_more_orders_than_usual_raise_the_price_by_half_a_hundredth(follow, base):
    assert follow(orders=base.pressure + 0.1) == pytest.approx(1.005, rel=1e-14)


def test_the_pressure_of_orders_is_limited(follow, base):
    assert follow(orders=base.pressure + 99.0) == pytest.approx(1.0 + 0.05 * 0.5, rel=1e-14)
    assert follow(orders=base.pressure - 0.99)[0, 0, 0] == pytest.approx(1.0 - 0.05 * 0.5, rel=1e-14)


def test_where_nothing_can_be_sold_there_is_no_pressure(follow):
    assert follow(supply=np.zeros((2, 1, 3))) == pytest.approx(1.0, rel=1e-15)


def test_where_nothing_is_made_the_price_stays(follow, base, cost):
    unmade = base._replace(made=np.zeros_like(base.made))
    assert follow(unit=5.0 * cost, of=unmade).tolist() == np.ones_like(cost).tolist()


def test_normal_pressure_is_orders_over_stock_and_output_or_over_capacity(base):
    assert base.pressure[:, 0, 0] == pytest.approx([1 / 2, 4 / 5], rel=1e-14)


def test_what_takes_the_price_of_the_world_is_sold_at_it_whatever_it_costs(still, cost, follow):
    s, _ = still
    taker = price_base(s.production, s.paid[:, :, :3], s.labour.wage_coefficient, np.array([True, False]))
    world = np.array([1.6, 9.9])[:, None, None]
    assert posted(np.ones_like(cost), world, taker)[:, 0, 0].tolist() == [1.6, 1.0]
    assert follow(unit=3.0 * cost, of=taker)[0].tolist() == [[1.0, 1.0, 1.0]]


def test_a_price_never_falls_to_nothing(follow, cost, base):
    price = np.ones_like(cost)
    for _ in range(200):
        price = follow(price=price, unit=0.0 * cost, orders=0.0 * base.pressure)
    assert (price > 0.0).all()
