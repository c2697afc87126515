"""Capacity and the investment that it takes (eq. 12)."""

import numpy as np
import pytest

from simulasi.model.investment import invest, investment_wanted
from simulasi.model.structure import first_state


@pytest.fixture
def build(still, p):
    s, now = still

    def build_for(*, orders=None, margin=s.capital.margin, trend=now.trend, production=s.production, **state):
        before = first_state(s)._replace(**state)
        wanted = before.expected if orders is None else orders
        return invest(before, wanted, margin, trend, s.capital, production, p)

    return build_for


def flagged(still, **flags):
    """The constants of production with other flags, by sector."""
    return still[0].production._replace(**{name: np.array(values)[:, None, None] for name, values in flags.items()})


def test_in_the_base_year_nothing_is_ordered(build, still):
    done = build()
    assert done.capacity == pytest.approx(still[0].production.capacity, rel=1e-15)
    assert done.building == pytest.approx(0.0, abs=1e-14)
    assert done.net_capital == pytest.approx(0.0, abs=1e-12)


def test_a_fiftieth_of_the_gap_to_the_wanted_capacity_is_ordered(build, still, p):
    expected = still[0].production.output * 1.2
    done = build(expected=expected)
    gap = expected / 0.8 - still[0].production.capacity
    assert done.building == pytest.approx(p.investment.adjustment_speed * gap, rel=1e-13)
    assert np.array_equal(done.capacity, still[0].production.capacity)


def test_what_is_already_ordered_is_not_ordered_again(build, still):
    output = still[0].production.output
    ordered = output * 0.2 / 0.8
    assert build(expected=output * 1.2, building=ordered).net_capital == pytest.approx(0.0, abs=1e-11)


def test_a_tenth_of_what_is_ordered_comes_into_use_each_month(build, still):
    done = build(building=np.full((2, 1, 3), 5.0), expected=still[0].production.output * 2.0)
    assert done.capacity == pytest.approx(still[0].production.capacity + 0.5, rel=1e-15)


@pytest.mark.parametrize(("share", "part"), [(1.0, 1.0), (3.0, 1.0), (0.25, 0.25), (0.0, 0.0), (-2.0, 0.0)])
def test_orders_shrink_with_the_margin_and_stop_without_one(build, still, share, part):
    s, _ = still
    full = build(expected=s.production.output * 1.2).building
    assert build(expected=s.production.output * 1.2, margin=share * s.capital.margin).building == pytest.approx(
        part * full, rel=1e-13
    )


def test_capacity_never_shrinks_faster_than_it_wears_out(build, still):
    done = build(expected=0.0 * still[0].production.output)
    assert done.capacity == pytest.approx(0.99 * still[0].production.capacity, rel=1e-13)
    assert (done.net_capital < 0.0).all()


def test_the_trend_raises_capacity_without_an_order(build, still):
    done = build(trend=np.full((2, 1, 3), 1.01))
    assert done.capacity == pytest.approx(1.01 * still[0].production.capacity, rel=1e-14)
    assert done.net_capital == pytest.approx(0.0, abs=1e-12)


def test_a_mine_follows_its_permit_and_not_its_orders(build, still):
    mine = flagged(still, resource=(True, False))
    done = build(expected=still[0].production.output * 9.0, trend=np.full((2, 1, 3), 1.05), production=mine)
    assert done.capacity[0] == pytest.approx(1.05 * still[0].production.capacity[0], rel=1e-14)
    assert done.building[0].tolist() == [[0.0, 0.0, 0.0]]


def test_mobile_plant_moves_a_third_of_the_way_to_its_orders_in_a_month(build, still):
    plant = flagged(still, mobile=(False, True))
    orders = still[0].production.output * 2.0
    done = build(orders=orders, production=plant)
    start = still[0].production.capacity[1]
    assert done.capacity[1] == pytest.approx(start + (2.0 * start - start) / 3.0, rel=1e-14)


def wanted(still, *, net=0.0, worn=1.0, growth=1.0):
    s, _ = still
    return investment_wanted(
        np.full((1, 3), net), worn * s.production.capacity, np.full(3, growth), s.capital, s.demand.investment
    )


def test_base_capital_wants_base_investment(still):
    assert wanted(still) == pytest.approx(still[0].demand.investment, rel=1e-15)


def test_half_of_the_capital_wants_half_of_its_replacement(still):
    s, _ = still
    expected = s.demand.investment * (1.0 - 0.5 * s.capital.replacement_share)
    assert wanted(still, worn=0.5) == pytest.approx(expected, rel=1e-14)


def test_new_capital_is_bought_in_the_mix_of_base_investment(still):
    more = wanted(still, net=2.7) - still[0].demand.investment
    assert more.sum(axis=0) == pytest.approx(2.7, rel=1e-13)
    assert more[0, 0, 0] / more[1, 0, 0] == pytest.approx(8.0, rel=1e-12)


def test_investment_is_never_negative(still):
    assert wanted(still, net=-1e6).min() == 0.0
