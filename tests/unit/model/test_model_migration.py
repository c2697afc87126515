"""Who moves where (eq. 13)."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.load_parameters import load_parameters
from simulasi.model.migration import attraction, migration_base, moves, net_moves, residents

P = load_parameters().migration
PEOPLE = np.array([100_000.0, 400_000.0, 50_000.0])
HOURS = np.array([[0.0, 1.0, 4.0], [1.0, 0.0, 2.0], [4.0, 2.0, 0.0]])
ONE = np.ones((1, 3))


@pytest.fixture
def base():
    return migration_base(PEOPLE, HOURS, P)


def test_at_rest_as_many_move_there_as_back(base):
    moved = moves(np.zeros((1, 3)), ONE, base, P)
    assert np.array_equal(moved[0], base.usual)
    assert np.array_equal(base.usual, base.usual.T)
    assert residents(PEOPLE[None], net_moves(moved), np.ones(3), np.zeros(3)) == pytest.approx(PEOPLE[None], rel=1e-15)


def test_usual_moves_are_what_is_published(base):
    assert 12.0 * base.usual[:-1, :-1].sum() == pytest.approx(P.moves_between * PEOPLE.sum(), rel=1e-14)
    assert 12.0 * base.usual[:-1, -1] == pytest.approx(P.moves_outside * PEOPLE, rel=1e-14)
    assert (np.diag(base.usual) == 0.0).all()


def test_moves_fall_with_hours():
    near, far = (migration_base(np.full(3, 1e5), HOURS, replace(P, decay_h=hours)).usual for hours in (1.0, 1e9))
    assert near[0, 1] > near[1, 2] > near[0, 2] > 0.0
    assert far[0, 1] == pytest.approx(far[0, 2], rel=1e-6)


def test_a_region_that_cannot_be_reached_has_moves_with_the_outside_alone():
    hours = np.where(np.eye(3) > 0.0, 0.0, np.inf)
    usual = migration_base(PEOPLE, hours, P).usual
    assert (usual[:-1, :-1] == 0.0).all()
    assert (usual[:-1, -1] > 0.0).all()


def test_moves_conserve_people(base):
    moved = moves(np.array([[0.3, -0.2, 0.1]]), np.array([[1.2, 0.9, 1.0]]), base, P)
    after = residents(PEOPLE[None], net_moves(moved), np.ones(3), np.zeros(3))
    from_outside = moved[0, -1, :-1].sum() - moved[0, :-1, -1].sum()
    assert after.sum() - PEOPLE.sum() == pytest.approx(from_outside, rel=1e-9)


def test_more_come_to_where_life_is_better_and_fewer_leave(base):
    moved = moves(np.array([[0.1, 0.0, 0.0]]), ONE, base, P)[0]
    assert (moved[1:, 0] > base.usual[1:, 0]).all()
    assert (moved[0, 1:] < base.usual[0, 1:]).all()
    assert np.array_equal(moved[1:, 1:], base.usual[1:, 1:])
    assert moved[1, 0] / moved[0, 1] == pytest.approx(np.exp(P.income_elasticity * 0.1), rel=1e-12)


@pytest.mark.parametrize("gain", [50.0, -50.0])
def test_moves_are_limited_both_ways(base, gain):
    moved = moves(np.array([[gain, 0.0, 0.0]]), ONE, base, P)[0]
    apart = base.usual > 0.0
    change = moved[apart] / base.usual[apart]
    assert change.max() == pytest.approx(P.most, rel=1e-12)
    assert change.min() == pytest.approx(1.0 / P.most, rel=1e-12)


def test_an_empty_region_loses_nobody_and_no_month_empties_one(base):
    moved = moves(np.array([[-50.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 1.0]]), base, P)[0]
    assert (moved[0] == 0.0).all()
    worst = moves(np.array([[-50.0, 0.0, 0.0]]), ONE, base, P)
    assert (residents(PEOPLE[None], net_moves(worst), np.ones(3), np.zeros(3)) > 0.9 * PEOPLE).all()


def test_births_and_arrivals_come_on_top(base):
    moved = moves(np.zeros((1, 3)), ONE, base, P)
    after = residents(PEOPLE[None], net_moves(moved), np.array([1.01, 1.0, 1.0]), np.array([0.0, 0.0, 30.0]))
    assert after[0] == pytest.approx([101_000.0, 400_000.0, 50_030.0], rel=1e-14)


def test_work_and_pay_attract_and_prices_and_rents_repel():
    one = np.ones((1, 1))

    def value(*, employed=0.95, wage=1.0, living=1.0, rent=1.0):
        return float(attraction(employed * one, 0.95 * one, wage * one, living * one, rent * one, rent_share=0.2)[0, 0])

    assert value() == 0.0
    assert value(employed=0.97) > 0.0 > value(employed=0.9)
    assert value(wage=1.1) == pytest.approx(np.log(1.1), rel=1e-14)
    assert value(living=1.1) == pytest.approx(-0.8 * np.log(1.1), rel=1e-14)
    assert value(rent=1.1) == pytest.approx(-0.2 * np.log(1.1), rel=1e-14)
    assert value(wage=2.0, living=2.0, rent=2.0) == pytest.approx(0.0, abs=1e-15)
