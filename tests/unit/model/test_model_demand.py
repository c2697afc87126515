"""What buyers want (eq. 5)."""

import numpy as np
import pytest

from simulasi.model.demand import consumption, exports, input_orders
from simulasi.model.structure import first_state


@pytest.fixture
def base(still):
    return still[0].demand


@pytest.fixture
def here(still):
    return still[0].paid[:, :, :3]


ONE = np.ones(3)


def base_income(base):
    return base.spent_share * base.income + base.transfer


def test_base_income_buys_base_consumption_at_base_prices(base, here):
    assert consumption(base_income(base), here, ONE, base) == pytest.approx(base.households, rel=1e-14)


def test_income_is_spent_to_the_last_rupiah(base, here):
    income, paid = np.array([[30.0, 11.0, 25.0]]), here * np.array([[[1.7]], [[0.6]]])
    assert (paid * consumption(income, paid, ONE, base)).sum(axis=0) == pytest.approx(income, rel=1e-14)


def test_needs_come_first_and_shrink_together_when_income_does_not_pay_them(base, here):
    cost = (here * base.subsistence).sum(axis=0)
    assert consumption(cost / 4.0, here, ONE, base) == pytest.approx(base.subsistence / 4.0, rel=1e-14)


def test_needs_are_half_of_the_use_per_head_of_the_region_that_uses_least(base):
    assert base.subsistence.ravel() == pytest.approx([6.0, 6.0, 3.0, 1.5, 1.5, 0.75], rel=1e-15)


def test_more_people_need_more(base, here):
    cost = (here * base.subsistence).sum(axis=0)
    assert consumption(2.0 * cost, here, 2.0 * ONE, base) == pytest.approx(2.0 * base.subsistence, rel=1e-14)


def test_an_income_below_zero_buys_nothing(base, here):
    assert consumption(np.array([[-1.0, 5.0, 5.0]]), here, ONE, base).min() >= 0.0


def test_transfers_between_regions_add_up_to_nothing(base):
    assert base.transfer.sum() == pytest.approx(0.0, abs=1e-13)
    assert abs(base.transfer).max() > 1.0


def test_in_the_base_year_inputs_are_ordered_as_they_are_used(still, p):
    s, _ = still
    state = first_state(s)
    use = (s.production.recipe @ s.production.output[:, 0])[:, None]
    assert input_orders(state.expected, state, s.production, p) == pytest.approx(use, rel=1e-15)


def test_a_quarter_of_a_gap_in_stores_and_debts_is_ordered_each_month(still, p):
    s, _ = still
    state = first_state(s)
    gap = np.zeros_like(state.inputs)
    gap[0, 0] = [4.0, 0.0, -8.0]
    moved = state._replace(inputs=state.inputs - np.minimum(gap, 4.0))
    orders = input_orders(state.expected, moved, s.production, p)
    assert orders[0, 0] == pytest.approx([18.0 + 1.0, 16.0, 8.0 - 2.0], rel=1e-14)


def test_a_service_that_is_owed_is_ordered_again_at_once_and_one_paid_ahead_is_not(still, p):
    s, _ = still
    state = first_state(s)
    owed, held = np.zeros_like(state.owed), state.inputs.copy()
    owed[1, 0, 0], held[1, 0, 1] = 2.0, 3.0
    orders = input_orders(state.expected, state._replace(owed=owed, inputs=held), s.production, p)
    assert orders[1, 0] == pytest.approx([11.0 + 2.0, 10.0 - 3.0, 5.0], rel=1e-15)


def test_full_stores_order_nothing_and_never_less(still, p):
    s, _ = still
    state = first_state(s)
    assert input_orders(state.expected, state._replace(inputs=99.0 * state.inputs), s.production, p)[0].max() == 0.0


def exports_at(factor, still, *, outside=1.0, size=1.0, elasticity=3.0):
    s, now = still
    return exports(factor * s.paid, size * now.size, outside * now.outside, s.demand, elasticity=elasticity)[:, 0, 0]


def test_at_base_prices_partners_buy_what_they_bought(still):
    assert exports_at(1.0, still).tolist() == [10.0, 4.0]


def test_at_twice_the_price_partners_buy_an_eighth_at_elasticity_3(still):
    assert exports_at(2.0, still) == pytest.approx([10.0 / 8.0, 4.0 / 8.0], rel=1e-15)


def test_partners_compare_with_their_own_makers(still):
    assert exports_at(2.0, still, outside=2.0).tolist() == [10.0, 4.0]


def test_exports_grow_with_those_who_make_them(still):
    assert exports_at(1.0, still, size=np.array([2.0, 1.0, 1.0])) == pytest.approx([15.0, 8.0], rel=1e-15)
