"""Raw water where it is known to be short (eq. 16)."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.step import step
from simulasi.model.structure import calibrate, first_state
from simulasi.model.water import WaterBase, water

P = load_parameters().water
PLAN = np.array([[40.0, 30.0], [10.0, 20.0]])[:, None]
BASE = WaterBase(
    need=np.array([[2_000.0, 0.0]]), served=np.array([[0.6, 1.0]]), users=np.array([[40.0, 30.0], [0.0, 0.0]])[:, None]
)
SUPPLY = np.array([1_200.0, np.inf])
ONE = np.ones((1, 2))


def test_the_base_year_makes_what_it_plans():
    found = water(PLAN, ONE, SUPPLY, BASE, P)
    assert found.need == pytest.approx(BASE.need, rel=1e-15)
    assert found.served == pytest.approx(BASE.served, rel=1e-15)
    assert found.allowed == pytest.approx(1.0, rel=1e-15)


def test_a_shortage_lowers_the_output_of_users_only_and_only_where_it_is():
    found = water(PLAN, ONE, np.array([600.0, np.inf]), BASE, P)
    assert found.served[0].tolist() == [0.3, 1.0]
    assert found.allowed[0, 0, 0] == pytest.approx(0.5**P.output_elasticity, rel=1e-14)
    assert (found.allowed[1] == 1.0).all()
    assert found.allowed[0, 0, 1] == 1.0


def test_more_water_than_in_the_base_year_raises_no_plan():
    found = water(PLAN, ONE, np.array([5_000.0, np.inf]), BASE, P)
    assert found.served[0, 0] == 1.0
    assert (found.allowed == 1.0).all()


def test_need_follows_people_and_industry():
    people, industry = water(PLAN, 1.1 * ONE, SUPPLY, BASE, P), water(1.1 * PLAN, ONE, SUPPLY, BASE, P)
    assert people.need[0, 0] == pytest.approx(2_000.0 * (1.0 + 0.1 * P.household_share), rel=1e-14)
    assert industry.need[0, 0] == pytest.approx(2_000.0 * (1.0 + 0.1 * (1.0 - P.household_share)), rel=1e-14)
    assert people.need[0, 1] == 0.0
    assert people.served[0, 0] < 0.6


def test_without_an_elasticity_short_water_stops_nothing():
    found = water(PLAN, ONE, np.ones(2), BASE, replace(P, output_elasticity=0.0))
    assert (found.allowed == 1.0).all()


def test_without_any_water_its_users_make_nothing():
    assert water(PLAN, ONE, np.array([0.0, np.inf]), BASE, P).allowed[:, 0, 0].tolist() == [0.0, 1.0]


def test_the_default_world_knows_of_short_water_in_balikpapan_alone():
    world = default_world()
    need = calibrate(world, load_parameters()).water
    short = dict(zip(world.region_ids, need.served[0].tolist(), strict=True))
    assert short.pop("balikpapan") == pytest.approx(1446 / 2249, rel=1e-12)
    assert set(short.values()) == {1.0}


def test_a_month_of_short_water_is_a_month_of_less_output_of_users(still, p):
    s, now = still
    s = s._replace(water=WaterBase(np.array([[100.0, 0.0, 0.0]]), np.ones((1, 3)), s.production.output))
    _, usual = step(first_state(s), now._replace(water=np.array([100.0, np.inf, np.inf])), s, p)
    _, dry = step(first_state(s), now._replace(water=np.array([40.0, np.inf, np.inf])), s, p)
    less = dry.output / usual.output
    assert less[0, 0, 0] == pytest.approx(0.4**p.water.output_elasticity, rel=1e-6)
    assert (dry.water.served[0].tolist(), usual.water.served[0].tolist()) == ([0.4, 1.0, 1.0], [1.0, 1.0, 1.0])


def test_what_facilities_draw_is_needed_besides_but_only_where_a_need_is_known():
    found = water(PLAN, ONE, SUPPLY, BASE, P, np.array([400.0, 50.0]))
    assert found.need[0].tolist() == pytest.approx([2_400.0, 0.0])
    assert found.served[0].tolist() == pytest.approx([0.5, 1.0])
    assert found.allowed[0, 0, 0] == pytest.approx((0.5 / 0.6) ** P.output_elasticity)
