"""Plans and what stores allow (eq. 4, 9)."""

import numpy as np
import pytest

from simulasi.model.production import Plan, allowed_by_inputs, critical_inputs, inputs_for, plan, production_base
from simulasi.model.structure import first_state


@pytest.fixture
def base(world, p):
    return production_base(world, p)


@pytest.fixture
def state(still):
    return first_state(still[0])


def changed(table, row, column, value):
    table = table.copy()
    table[row, 0, column] = value
    return table


def test_in_the_base_year_the_plan_is_the_output_of_the_base_year(state, base, p):
    assert plan(state, base, p).output == pytest.approx(base.output, rel=1e-15)


def test_a_quarter_of_a_gap_in_stocks_is_made_up_in_a_month(state, base, p):
    # 8 of 40 are missing, and four months are taken for it: 2 more
    short = state._replace(stock=changed(state.stock, 0, 0, 32.0))
    assert plan(short, base, p).output[:, 0, 0].tolist() == [42.0, 24.0]


def test_a_plan_ends_where_plant_or_staff_with_overtime_end(state, base, p):
    eager = state._replace(expected=10.0 * state.expected)
    assert plan(eager, base, p).output[:, 0, 0] == pytest.approx([44.0, 1.1 * 24.0], rel=1e-15)
    small = eager._replace(capacity=changed(state.capacity, 0, 0, 41.0))
    assert plan(small, base, p).output[0, 0, 0] == 41.0


def test_mobile_plant_is_not_held_up_by_the_staff_of_last_month(state, base, p):
    mobile = base._replace(mobile=np.ones_like(base.mobile))
    assert np.array_equal(plan(state, mobile, p).most, state.capacity)


def test_nobody_plans_less_than_nothing(state, base, p):
    full = state._replace(stock=changed(state.stock, 0, 1, 1000.0))
    assert plan(full, base, p).output[0, 0, 1] == 0.0


def test_services_plan_what_they_expect_and_hold_no_stock(state, base):
    assert base.stock_months.ravel().tolist() == pytest.approx([1.0, 0.0])
    assert state.stock[1].tolist() == [[0.0, 0.0, 0.0]]


def test_with_a_third_of_the_inputs_in_store_a_third_is_made(state, base, p):
    plans = plan(state, base, p)
    need = 0.3 * 40.0 + 0.25 * 1.1 * 24.0
    short = state._replace(inputs=changed(state.inputs, 0, 0, need / 3.0))
    allowed = allowed_by_inputs(plans, short, base)
    assert allowed[:, 0, 0] == pytest.approx([1 / 3, 1 / 3], rel=1e-15)
    assert allowed[:, 0, 1].tolist() == [1.0, 1.0]


def test_nobody_makes_more_because_stores_are_full(state, base, p):
    assert allowed_by_inputs(plan(state, base, p), state._replace(inputs=99.0 * state.inputs), base).max() == 1.0


def test_an_input_that_is_not_critical_stops_nothing(state, base, p):
    empty = state._replace(inputs=np.zeros_like(state.inputs))
    free = base._replace(critical=critical_inputs(base.recipe, np.array([True, False]), threshold=0.28))
    # above 28 % only rice itself needs rice
    allowed = allowed_by_inputs(plan(state, free, p), empty, free)
    assert allowed[:, 0, 0].tolist() == [0.0, 1.0]


def test_a_service_as_input_is_never_critical():
    assert critical_inputs(np.array([[0.0], [0.9]]), np.array([True, False]), threshold=0.02).tolist() == [[2]]


def test_where_nothing_is_needed_nothing_is_missing(state, base):
    idle = Plan(np.zeros_like(state.price), np.zeros_like(state.price))
    empty = state._replace(inputs=np.zeros_like(state.inputs))
    assert allowed_by_inputs(idle, empty, base).min() == 1.0


def test_inputs_are_recipe_times_output(base):
    used = inputs_for(base.output, base)
    assert used[:, 0, 0] == pytest.approx([0.3 * 40 + 0.25 * 24, 0.2 * 40 + 0.125 * 24], rel=1e-15)


def test_resource_sectors_have_the_slack_of_their_permits_and_others_room(base):
    assert base.capacity[:, 0, 0].tolist() == [50.0, 30.0]
    assert (base.capacity > base.output).all()
