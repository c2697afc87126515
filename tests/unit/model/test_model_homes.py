"""What a month leaves with households (eq. 13-14)."""

import numpy as np
import pytest

from simulasi.model.homes import households
from simulasi.model.labour import pay_at_home, pay_of_camps
from simulasi.model.step import step
from simulasi.model.structure import first_state


@pytest.fixture
def base_month(still, p):
    s, now = still
    state = first_state(s)
    _, ledger = step(state, now, s, p)
    return state, ledger, now, s


@pytest.fixture
def after(base_month, p):
    """Homes after a base month with another ``work``, cost of living, crowd or state."""
    state, ledger, now, s = base_month

    def with_other(*, work=ledger.work, living=1.0, crowd=1.0, present=now, **changes):
        one = np.ones((1, 3))
        return households(state._replace(**changes), work, living * one, crowd * one, ledger.surplus, present, s, p)

    return with_other


def test_the_base_month_leaves_what_it_found(after, base_month):
    state, *_ = base_month
    found = after()
    assert found.income == pytest.approx(state.income, rel=1e-13)
    assert found.people == pytest.approx(state.people, rel=1e-14)
    assert found.housing.rent == pytest.approx(1.0, rel=1e-13)
    assert found.housing.houses == pytest.approx(state.houses, rel=1e-14)


def test_pay_of_residents_and_camps_is_all_the_pay_there_is(base_month):
    work = base_month[1].work
    camps = work._replace(elsewhere=0.2 * work.employed.sum(axis=1))
    assert (pay_at_home(camps) + 0.0).sum() + pay_of_camps(camps).sum() == pytest.approx(camps.wages.sum(), rel=1e-13)
    assert pay_of_camps(camps)[0] == pytest.approx(camps.wages[0] / 6.0, rel=1e-13)


def test_pay_follows_commuters_home(base_month):
    work = base_month[1].work
    away = np.zeros_like(work.employed)
    away[0, 0, 1] = 1_000.0
    alone = work._replace(employed=away, elsewhere=np.zeros((1, 3)), wages=np.array([[0.0, 7.0, 0.0]]))
    assert pay_at_home(alone)[0].tolist() == [7.0, 0.0, 0.0]


def test_workers_from_elsewhere_spend_a_part_of_their_pay(after, base_month, p):
    work = base_month[1].work
    half = work._replace(employed=0.5 * work.employed, elsewhere=0.5 * work.employed.sum(axis=1))
    less = after().income - after(work=half).income
    s = base_month[3]
    pay = pay_of_camps(half)
    lost = s.demand.spent_share * (pay_at_home(work) - pay_at_home(half))
    assert less == pytest.approx(lost - p.labour.camp_local_spending * pay, rel=1e-10)


def test_workers_from_elsewhere_raise_rents_as_far_as_they_rent(after, base_month, p):
    work = base_month[1].work
    guests = work._replace(elsewhere=np.array([[10_000.0, 0.0, 0.0]]))
    rent = after(work=guests).housing.rent[0]
    aim = (1.0 + p.housing.camp_share * 0.1) ** (1.0 / p.housing.supply_elasticity)
    assert rent[0] == pytest.approx(1.0 + p.housing.rent_speed * (aim - 1.0), rel=1e-12)
    assert rent[1:] == pytest.approx(1.0, rel=1e-13)


def test_people_leave_where_work_is_short_and_living_dear(after, base_month):
    state, ledger, *_ = base_month
    work = ledger.work
    jobless = work._replace(unemployment=work.unemployment + np.array([[0.2, 0.0, 0.0]]))
    assert after(work=jobless).people[0, 0] < state.people[0, 0]
    assert (after(work=jobless).people[0, 1:] > state.people[0, 1:]).all()
    assert (after(living=1.2).people < state.people).all()


def test_moves_are_those_by_which_people_change(after, base_month):
    state, ledger, *_ = base_month
    found = after(work=ledger.work._replace(wage=np.array([[1.2, 1.0, 0.9]])))
    net = (found.moved.sum(axis=1) - found.moved.sum(axis=2))[:, :-1]
    assert abs(net).max() > 1.0
    assert found.people == pytest.approx(state.people + net, rel=1e-14)
