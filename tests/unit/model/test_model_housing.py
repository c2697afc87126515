"""Houses and rents (eq. 14)."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.load_parameters import load_parameters
from simulasi.model.housing import Housing, housing

P = load_parameters().housing
ONE = np.ones((1, 1))
REST = Housing(1_000.0 * ONE, ONE)


def after(seekers, months, *, start=REST, price=1.0, births=1.0, arrivals=0.0, p=P):
    found = [start]
    for _ in range(months):
        found.append(housing(found[-1], seekers * ONE, price * ONE, np.array([births]), np.array([arrivals]), p))
    return found


def test_where_nobody_looks_for_more_nothing_changes():
    (_, last) = after(1_000.0, 1)
    assert (float(last.rent[0, 0]), float(last.houses[0, 0])) == (1.0, 1_000.0)


def test_rents_rise_with_people_and_calm_down_as_houses_follow():
    course = after(1_100.0, 600)
    rents = [float(month.rent[0, 0]) for month in course]
    peak = int(np.argmax(rents))
    assert 1.1 < rents[peak] < 1.1 ** (1.0 / P.supply_elasticity)
    assert all(np.diff(rents[: peak + 1]) > 0.0)
    assert all(np.diff(rents[peak:]) <= 0.0)
    assert rents[-1] == pytest.approx(1.0, abs=1e-3)
    assert course[-1].houses == pytest.approx(1_100.0, rel=1e-4)


def test_a_part_of_the_gap_is_built_in_a_month():
    (_, last) = after(1_060.0, 1)
    assert last.houses == pytest.approx(1_000.0 + 60.0 / P.building_months, rel=1e-14)


def test_empty_houses_fall_down_no_faster_than_they_wear():
    (_, last) = after(100.0, 1)
    assert last.houses == pytest.approx(1_000.0 * (1.0 - P.wear), rel=1e-14)
    assert last.rent < 1.0
    assert (np.array([month.rent for month in after(0.0, 100)]) >= 0.0).all()


def test_rents_follow_what_living_costs():
    assert after(1_000.0, 200, price=2.0)[-1].rent == pytest.approx(2.0, rel=1e-12)


def test_where_supply_answers_less_rents_rise_more():
    stiff, easy = (after(1_100.0, 3, p=replace(P, supply_elasticity=value))[-1].rent for value in (0.25, 1.0))
    assert stiff > easy > 1.0


def test_houses_follow_births_by_themselves():
    course = [REST]
    for month in range(12):
        course.append(housing(course[-1], 1_000.0 * 1.001**month * ONE, ONE, np.array([1.001]), np.zeros(1), P))
    assert course[-1].rent == pytest.approx(1.0, rel=1e-12)
    assert course[-1].houses == pytest.approx(1_000.0 * 1.001**12, rel=1e-12)


def test_those_whom_a_programme_moves_find_the_dwellings_that_it_built():
    (_, last) = after(1_000.0, 1, arrivals=50.0)
    assert float(last.houses[0, 0]) == 1_050.0
    assert float(housing(last, 1_050.0 * ONE, ONE, np.ones(1), np.zeros(1), P).rent[0, 0]) == 1.0
