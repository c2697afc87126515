"""Facilities and barriers: what they change in the world, in which steps, and what becomes of it in a month."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from small_world import BORDER, PLANT, border, child, document, plant, town

from simulasi.data.load_parameters import load_parameters
from simulasi.model.conditions import conditions_of
from simulasi.model.draws import no_chance
from simulasi.scenario.interventions.facility_needs import Claim
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

BEFORE, OPENING = Month(2022, 12), Month(2023, 1)
FULL = Month(2023, 12)
CONSTRUCTION, MACHINERY, PADDY, SCHOOLS = range(4)
HULU, HILIR, KOTA, JAWA = range(4)
ARRAYS = ("facilities", "captive", "preference", "commuting", "water_drawn", "programme", "affinity")
BUILD = {"investment_bn_rp": "{ 2022 = 60, 2023 = 120 }", "builds_with": "{ construction = 0.75, machinery = 0.25 }"}


@pytest.fixture
def scenario_of(write, world):
    def read(text):
        write(ini=text)
        return read_scenario("ini", world)

    return read


def changes(scenario, month):
    """Names of the arrays that differ from those of the base."""
    now = scenario.world_at(month)
    return {name for name in ARRAYS if not np.array_equal(getattr(now, name), getattr(scenario.base, name))}


def test_a_plant_fills_in_equal_months_and_goes_when_it_closes(scenario_of):
    scenario = scenario_of(plant(closes="2024-06-01"))
    built = [scenario.world_at(OPENING.after(step)).facilities for step in (-1, 0, 5, 11, 16, 17)]
    assert [table[MACHINERY, HILIR] for table in built] == pytest.approx([0.0, 1.25, 7.5, 15.0, 15.0, 0.0])
    assert [table[PADDY, HILIR] for table in built] == pytest.approx([0.0, 5 / 12, 2.5, 5.0, 5.0, 0.0])
    assert all(table.sum() == pytest.approx(table[[MACHINERY, PADDY], HILIR].sum()) for table in built)
    assert changes(scenario, FULL) == {"facilities"}
    assert changes(scenario, BEFORE) == set()


def test_facilities_of_one_region_add_up_in_any_order(write, world):
    write(satu=plant(), dua=document(PLANT, id='"lain"', capacity_bn_rp="120.0"))
    write(maju=child('include = ["satu", "dua"]'), mundur=child('include = ["dua", "satu"]'))
    ahead, back = (read_scenario(name, world).world_at(FULL) for name in ("maju", "mundur"))
    assert ahead.facilities[MACHINERY, HILIR] == pytest.approx(22.5)
    for name in ARRAYS:
        assert np.array_equal(getattr(ahead, name), getattr(back, name)), name


def test_building_is_demand_where_others_than_the_regions_pay(scenario_of):
    scenario = scenario_of(plant(**BUILD, payer="{ private = 0.5, province = 0.5 }", opens="2024-01-01"))
    spent = [scenario.world_at(month).programme for month in (BEFORE, OPENING, FULL, Month(2024, 1))]
    assert [table[CONSTRUCTION, HILIR] for table in spent] == pytest.approx([1.875, 3.75, 3.75, 0.0])
    assert [table[MACHINERY, HILIR] for table in spent] == pytest.approx([0.625, 1.25, 1.25, 0.0])
    assert not scenario_of(plant(**BUILD, payer='"hilir"')).world_at(OPENING).programme.any()
    assert not scenario_of(plant(**BUILD | {"builds_with": ""}, payer='"state"')).world_at(OPENING).programme.any()


def test_needs_draw_water_and_buy_the_power_that_the_recipe_does_not(scenario_of):
    scenario = scenario_of(plant(needs="{ raw_water_lps = 60, power_mw = 10, power_rp_kwh = 1000, workers = 500 }"))
    half, full = scenario.world_at(OPENING.after(5)), scenario.world_at(FULL)
    assert half.water_drawn.tolist() == pytest.approx([0.0, 30.0, 0.0])
    assert full.water_drawn.tolist() == pytest.approx([0.0, 60.0, 0.0])
    # 10 MW are 7.3 bn Rp a month; the recipe has 2 percent of 20
    assert full.programme[MACHINERY, HILIR] == pytest.approx(6.9)
    assert half.programme[MACHINERY, HILIR] == pytest.approx(3.45)
    workers, power = scenario.intervention("pabrik").claims(scenario.base)
    assert workers == Claim("workers", 500.0, pytest.approx(400.0))
    assert power == Claim("power", pytest.approx(87.6), pytest.approx(4.8))


def test_power_below_the_recipe_buys_nothing_besides(scenario_of):
    scenario = scenario_of(plant(needs="{ power_mw = 0.1, power_rp_kwh = 1000 }"))
    assert changes(scenario, FULL) == {"facilities"}
    assert scenario_of(plant()).intervention("pabrik").claims(scenario.base) == []


def test_what_is_replaced_moves_from_the_other_origin_and_competes_no_more(scenario_of):
    scenario = scenario_of(plant(replaces='{ from = "jawa", bn_rp_a_year = 48.0 }'))
    world = scenario.world_at(FULL)
    assert world.captive[[MACHINERY, PADDY], HILIR] == pytest.approx([3.0, 1.0])
    assert world.facilities[[MACHINERY, PADDY], HILIR] == pytest.approx([12.0, 4.0])
    flows = scenario.base.accounts.flows
    moved = flows * world.preference - flows
    assert moved[MACHINERY, JAWA, :3] == pytest.approx([-1.0] * 3)
    assert moved[MACHINERY, HILIR, :3] == pytest.approx([1.0] * 3)
    assert moved.sum(axis=1) == pytest.approx(0.0, abs=1e-12)
    assert moved[MACHINERY, :, JAWA].tolist() == [0.0] * 4
    assert not moved[[CONSTRUCTION, SCHOOLS]].any()


def test_a_barrier_falls_between_the_regions_and_for_what_is_said(scenario_of):
    scenario = scenario_of(border(services_factor="0.5", commuters_factor="3.0", phase_in_months="2"))
    half, full = scenario.world_at(OPENING), scenario.world_at(OPENING.after(1))
    assert [half.preference[MACHINERY, HULU, KOTA], half.preference[SCHOOLS, KOTA, HULU]] == [1.25, 0.75]
    expected = np.ones((4, 4, 4))
    expected[[[MACHINERY], [PADDY]], [HULU, KOTA], [KOTA, HULU]] = 1.5
    expected[[[CONSTRUCTION], [SCHOOLS]], [HULU, KOTA], [KOTA, HULU]] = 0.5
    assert full.preference.tolist() == expected.tolist()
    assert full.commuting.tolist() == [[1.0, 1.0, 3.0], [1.0, 1.0, 1.0], [3.0, 1.0, 1.0]]


def test_other_things_of_the_same_pair_live_together(write, world):
    other = document(BORDER, id='"jasa"', goods_factor="", services_factor="2.0")
    write(barang=border(), jasa=other, semua=child('include = ["jasa", "barang"]'))
    assert read_scenario("semua", world).world_at(OPENING).preference[SCHOOLS, HULU, KOTA] == 2.0


def test_a_plant_beside_a_town_spends_besides(write, world):
    write(kota=town(), pabrik=plant(**BUILD, payer='"state"'), semua=child('include = ["kota", "pabrik"]'))
    spent, alone = (read_scenario(name, world).world_at(OPENING).programme for name in ("semua", "kota"))
    assert (spent - alone)[CONSTRUCTION].tolist() == pytest.approx([0.0, 7.5, 0.0])


def test_size_and_plant_grow_with_capacity_and_the_rest_stays(scenario_of):
    scenario = scenario_of(plant(replaces='{ from = "jawa", bn_rp_a_year = 48.0 }'))
    calm = no_chance(4, 3)
    accounts = replace(scenario.base.accounts, wage_coefficient=np.full(4, 0.2))
    partners = tuple(replace(partner, is_foreign=True) for partner in scenario.base.partners)
    months = (
        replace(scenario.world_at(month), accounts=accounts, partners=partners) for month in (FULL.after(-1), FULL)
    )
    now = conditions_of(*months, SimpleNamespace(hours=np.zeros((3, 3))), load_parameters(), (calm, calm))
    assert now.built[[MACHINERY, PADDY], 0, HILIR] == pytest.approx([1.1, 11 / 30])
    assert now.size == pytest.approx(1.0 + now.built)
    assert now.trend[MACHINERY, 0, HILIR] == pytest.approx((1.0 + 1.5) / (1.0 + 1.375))
    assert now.trend[SCHOOLS, 0].tolist() == [1.0] * 3
    assert now.affinity.shape == (4, 4, 4)
