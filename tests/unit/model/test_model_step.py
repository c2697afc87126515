"""The month as a whole."""

import numpy as np
import pytest
from tiny import calm, changed_parameters, member_of, side_by_side, tables_of, tiny_parameters, tiny_world

from simulasi.model.identities import check
from simulasi.model.state import FINAL, INPUTS, PROGRAMME
from simulasi.model.step import step
from simulasi.model.structure import first_state


@pytest.fixture
def run(still, p):
    """Run some months with changes of the state at the start and of the conditions of the first month."""
    s, now = still

    def months(count, *, start=None, first=None, every=None):
        state, ledger, states = start or first_state(s), None, []
        for month in range(count):
            present = now._replace(**(every or {}) | ((first or {}) if month == 0 else {}))
            before = state
            state, ledger = step(before, present, s, p)
            check(before, state, ledger, present, s, p)
            states.append(state)
        return states, ledger

    return months


def spending(bn_rp, *, sector=0, region=1):
    table = np.zeros((2, 1, 3))
    table[sector, 0, region] = bn_rp
    return table


def test_the_base_month_is_still(run, still):
    states, ledger = run(3)
    last = tables_of(states[-1])
    for name, first in tables_of(first_state(still[0])).items():
        assert last[name] == pytest.approx(first, rel=1e-13, abs=1e-12), name
    assert ledger.output == pytest.approx(still[0].production.output, rel=1e-14)


def test_the_base_month_buys_what_the_accounts_say(world, run):
    _, ledger = run(1)
    sales, accounts = ledger.sales, world.accounts
    assert sales.arrivals[:, FINAL, 0, :3] == pytest.approx(accounts.households + accounts.government, rel=1e-14)
    assert sales.arrivals[0, INPUTS, 0, :3] == pytest.approx(accounts.intermediate_use()[0], rel=1e-14)
    assert ledger.carried[0] == pytest.approx(accounts.land_freight, rel=1e-14)


def test_a_programme_gets_what_its_money_buys_at_the_price_it_pays(run):
    _, ledger = run(1, first={"programme": spending(17.0)})
    assert ledger.sales.arrivals[0, PROGRAMME, 0, 1] == pytest.approx(16.0, rel=1e-14)
    assert ledger.sales.payments[0, PROGRAMME, 0, 1] == pytest.approx(17.0, rel=1e-14)


def test_a_programme_is_not_filled_at_the_cost_of_inputs_and_households(run):
    _, calm_month = run(1)
    states, busy = run(1, first={"programme": spending(500.0)})
    for buyer in (INPUTS, FINAL):
        assert busy.sales.arrivals[0, buyer] == pytest.approx(calm_month.sales.arrivals[0, buyer], rel=1e-13)
    assert states[0].backlog[0, 1, 0, 1] > 100.0


def test_what_a_programme_missed_is_wanted_again(run):
    states, ledger = run(2, first={"programme": spending(500.0)})
    assert ledger.wanted[0, PROGRAMME, 0, 1] == states[0].backlog[0, 1, 0, 1]
    assert states[1].backlog[0, 1, 0, 1] < states[0].backlog[0, 1, 0, 1]


def test_inputs_are_ordered_for_the_plan_and_not_for_what_stores_allow(run, still):
    # if hilir ordered for the half that it can make, it would stay at half
    s, _ = still
    state = first_state(s)
    half = state.inputs.copy()
    half[0, 0, 0] = 0.5 * (0.3 * 40.0 + 0.25 * 1.1 * 24.0)
    _, ledger = run(1, start=state._replace(inputs=half))
    assert ledger.output[0, 0, 0] == pytest.approx(20.0, rel=1e-14)
    assert ledger.wanted[0, INPUTS, 0, 0] == pytest.approx(18.0 + (27.0 - half[0, 0, 0]) / 4.0, rel=1e-14)


def test_an_industry_that_was_short_of_inputs_recovers():
    p = tiny_parameters(wage_curve=-0.1)
    s, now = calm(tiny_world(), p)
    state = first_state(s)
    state, ledger = step(state._replace(inputs=0.1 * state.inputs), now, s, p)
    assert ledger.output.max() < 0.2 * s.production.output.max()
    for _ in range(120):
        state, ledger = step(state, now, s, p)
    # one in fifty has left for work elsewhere, and comes back in decades
    assert state.people == pytest.approx(0.98 * s.demand.people, rel=0.01)
    assert ledger.output == pytest.approx(s.production.output, rel=0.02)


def test_a_region_that_has_lost_its_last_job_goes_on(still, p):
    s, now = still
    state = first_state(s)
    jobs, inputs = state.jobs.copy(), state.inputs.copy()
    jobs[:, :, 2], inputs[:, :, 2] = 0.0, 0.0
    after, _ = step(state._replace(jobs=jobs, inputs=inputs), now, s, p)
    assert np.isfinite(after.income).all()


def test_surplus_is_value_of_output_less_materials_and_wages_paid(run, still):
    s, _ = still
    states, ledger = run(2, first={"programme": spending(77.0)})
    # prices and wages of the second month are those that the first one left
    price, output = states[0].price, ledger.output
    materials = np.einsum("is,imr->smr", s.production.recipe, ledger.paid[:, :, :3])
    expected = (output * (price - materials)).sum(axis=0) - ledger.work.wages
    assert ledger.surplus == pytest.approx(expected, rel=1e-13)


def test_workers_from_elsewhere_take_most_of_their_pay_home(run, still, p):
    s, _ = still
    state = first_state(s)
    busy = state._replace(jobs=1.5 * state.jobs, capacity=2.0 * state.capacity, expected=1.5 * state.expected)
    states, ledger = run(1, start=busy)
    work = ledger.work
    assert (work.elsewhere > 0.0).any()
    jobs = work.employed.sum(axis=1) + work.elsewhere
    a_head = (work.wages / jobs)[0]
    own = s.demand.spent_share * (work.employed[0] @ a_head + p.households.retained_surplus * ledger.surplus[0])
    left_here = p.labour.camp_local_spending * a_head * work.elsewhere[0]
    assert states[0].income[0] == pytest.approx(own + left_here, rel=1e-14)


def test_dearer_rice_in_one_region_moves_buyers_to_the_others(run, still):
    s, _ = still
    state = first_state(s)
    price = state.price.copy()
    price[0, 0, 2] = 2.0
    _, ledger = run(1, start=state._replace(price=price))
    base = s.production.output[0, 0]
    assert ledger.sales.orders[0, 0, 2] < 0.5 * base[2]
    assert (ledger.sales.orders[0, 0, :2] > base[:2]).all()


def test_a_commodity_that_takes_the_price_of_the_world_is_sold_at_it_this_month(still, p):
    s, now = still
    taker = np.array([True, False])[:, None, None] & s.prices.made
    s = s._replace(prices=s.prices._replace(taker=taker))
    boom = now._replace(world_price=np.array([1.5, 1.0])[:, None, None], outside=now.outside * [[[1.5]], [[1.0]]])
    state, ledger = step(first_state(s), boom, s, p)
    assert ledger.price[0, 0].tolist() == [1.5] * 4
    assert state.price[0, 0].tolist() == [1.5] * 3


def test_twice_the_size_of_one_origin_sells_more_and_that_of_all_changes_no_share(run):
    _, calm_month = run(1)
    _, grown = run(1, every={"size": np.full((2, 1, 3), 2.0), "growth": np.ones(3)})
    _, one = run(1, every={"size": np.array([2.0, 1.0, 1.0])[None, None] * np.ones((2, 1, 1))})
    assert grown.paid == pytest.approx(calm_month.paid, rel=1e-14)
    assert one.sales.orders[0, 0, 0] > calm_month.sales.orders[0, 0, 0]


def test_members_of_an_ensemble_do_not_touch_each_other(still, p):
    s, now = still
    state = first_state(s)
    price = state.price.copy()
    price[0, 0, 2] = 2.0
    other = state._replace(price=price)
    together, _ = step(side_by_side([state, other]), now, s, p)
    for member, alone in enumerate((state, other)):
        single, ours = tables_of(step(alone, now, s, p)[0]), tables_of(member_of(together, member))
        for name, theirs in single.items():
            assert ours[name] == pytest.approx(theirs, rel=1e-13, abs=1e-13), name


def test_nothing_of_the_month_before_is_changed_in_place(still, p):
    s, now = still
    state = first_state(s)
    kernels = now.network.rest.market.kernels
    for table in (*tables_of(state).values(), *kernels.values(), now.programme, now.size):
        table.setflags(write=False)
    step(state, now._replace(programme=spending(77.0)), s, p)


def test_a_region_answers_harder_where_buyers_are_quicker_to_change_origin():
    def orders(sigma):
        world, p = tiny_world(), changed_parameters(tiny_parameters(), sigma_goods=sigma)
        s, now = calm(world, p)
        price = first_state(s).price.copy()
        price[0, 0, 2] = 2.0
        return step(first_state(s)._replace(price=price), now, s, p)[1].sales.orders[0, 0, 2]

    assert orders(8.0) < orders(4.0) < orders(1.0) < 20.0
