"""Policies, utilities, services and officials: what they change in the world, and in which steps."""

from dataclasses import replace

import numpy as np
import pytest
from small_world import PIPE, SCHOOL, WAGE, child, document, pipe, policy, school, town

from simulasi.errors import ScenarioError
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

BEFORE, OPENING = Month(2022, 12), Month(2023, 1)
NO_WAGE = {"minimum_wage_factor": ""}
CHANGED = ("minimum_wage", "local_hire", "affinity", "tax", "water_supply", "public", "payments", "officials")
M3_A_MONTH = 1000.0 / 1000.0 * 86_400.0 * 365.0 / 12.0


@pytest.fixture
def scenario_of(write, world):
    def read(text):
        write(ini=text)
        return read_scenario("ini", world)

    return read


def changes(scenario, month):
    """Names of the arrays that differ from those of the base."""
    now = scenario.world_at(month)
    return {name for name in CHANGED if not np.array_equal(getattr(now, name), getattr(scenario.base, name))}


def test_a_minimum_wage_rises_in_steps_where_it_is_said_and_ends(scenario_of):
    scenario = scenario_of(policy(phase_in_months="4", closes="2024-01-01"))
    wages = [scenario.world_at(OPENING.after(step)).minimum_wage for step in (-1, 0, 3, 11, 12)]
    assert [wage[0] for wage in wages] == pytest.approx([1.0, 1.05, 1.2, 1.2, 1.0])
    assert all((wage[1:] == 1.0).all() for wage in wages)
    assert changes(scenario, OPENING) == {"minimum_wage"}


def test_residents_are_promised_a_share_of_new_jobs(scenario_of):
    scenario = scenario_of(policy(**NO_WAGE, local_hire_share="0.6", phase_in_months="2"))
    assert scenario.world_at(OPENING).local_hire.tolist() == [0.3, 0.0, 0.0]
    assert scenario.world_at(OPENING.after(1)).local_hire.tolist() == [0.6, 0.0, 0.0]
    assert changes(scenario, OPENING) == {"local_hire"}


def test_buyers_take_more_readily_to_the_suppliers_that_are_named(scenario_of):
    local = '{ suppliers = ["hulu", "kota"], factor = 1.5 }'
    scenario = scenario_of(policy(**NO_WAGE, regions='["hilir"]', local_content=local))
    expected = np.ones((4, 4))  # origin, destination; the last is the partner
    expected[[0, 2], 1] = 1.5
    assert scenario.world_at(OPENING).affinity.tolist() == expected.tolist()
    assert (scenario.world_at(BEFORE).affinity == 1.0).all()
    assert changes(scenario, OPENING) == {"affinity"}


@pytest.mark.parametrize(("word", "sign"), [("tax", 1.0), ("subsidy", -1.0)])
def test_a_levy_stands_on_its_sectors_and_regions(scenario_of, word, sign):
    levy = {word: '{ sectors = ["paddy", "machinery"], share = 0.04 }'}
    scenario = scenario_of(policy(**NO_WAGE, regions='["hulu", "kota"]', phase_in_months="4", **levy))
    expected = np.zeros((4, 3))
    expected[np.ix_([1, 2], [0, 2])] = sign * 0.04
    assert scenario.world_at(OPENING).tax == pytest.approx(expected / 4)
    assert scenario.world_at(OPENING.after(5)).tax == pytest.approx(expected)
    assert changes(scenario, OPENING) == {"tax"}


def test_different_measures_and_regions_live_together(scenario_of, write):
    write(satu=policy(), dua=document(WAGE, id='"dua"', regions='["kota"]', minimum_wage_factor="1.1"))
    write(tiga=document(WAGE, id='"tiga"', **NO_WAGE, local_hire_share="0.5"))
    world = scenario_of(child('include = ["satu", "dua", "tiga"]')).world_at(OPENING)
    assert world.minimum_wage == pytest.approx([1.2, 1.0, 1.1])
    assert world.local_hire == pytest.approx([0.5, 0.0, 0.0])


def test_water_reaches_one_region_and_is_paid_to_the_other(scenario_of):
    scenario = scenario_of(pipe(phase_in_months="2", tax_share="0.1"))
    half, whole = (scenario.world_at(OPENING.after(step)) for step in (0, 1))
    assert half.water_supply.tolist() == [np.inf, 1900.0, np.inf]
    assert whole.water_supply.tolist() == [np.inf, 2400.0, np.inf]
    paid = M3_A_MONTH * 1000.0 * 1.1 / 1e9
    assert whole.payments == pytest.approx([paid, -paid, 0.0])
    assert half.payments == pytest.approx(whole.payments / 2)
    assert whole.payments.sum() == 0.0
    assert changes(scenario, OPENING) == {"water_supply", "payments"}


def test_payments_follow_the_price_level(world, write):
    write(ini=pipe())
    plain, dearer = (
        read_scenario("ini", replace(world, numeraire=level)).world_at(OPENING).payments for level in (1.0, 1.5)
    )
    assert dearer == pytest.approx(1.5 * plain)


def test_water_of_a_dam_of_the_state_is_not_paid_for(scenario_of):
    scenario = scenario_of(pipe(**{"from": ""}, tariff_rp_m3=""))
    assert scenario.world_at(OPENING).water_supply[1] == 2400.0
    assert changes(scenario, OPENING) == {"water_supply"}


def test_water_of_several_origins_adds_up(scenario_of, write):
    write(pipa=pipe(), bendungan=document({**PIPE, "from": "", "tariff_rp_m3": ""}, id='"bendungan"'))
    scenario = scenario_of(child('include = ["pipa", "bendungan"]'))
    assert scenario.world_at(OPENING).water_supply[1] == 3400.0


def test_waste_is_paid_for_by_the_region_where_it_arises(scenario_of):
    waste = {"quantity_l_s": "", "tariff_rp_m3": "", "quantity_t_day": "300.0", "tariff_rp_t": "400000.0"}
    scenario = scenario_of(pipe(**waste))
    paid = 300.0 * 365.0 / 12.0 * 400_000.0 / 1e9
    assert scenario.world_at(OPENING).payments == pytest.approx([-paid, paid, 0.0])
    assert changes(scenario, OPENING) == {"payments"}


def test_places_move_purchases_and_money_by_the_people_of_the_users(scenario_of):
    scenario = scenario_of(school(phase_in_months="2"))
    half, whole = (scenario.world_at(OPENING.after(step)) for step in (0, 1))
    a_month = 300.0 * 12.0 / 1000.0 / 12.0
    moved = np.array([1.0, -2.0 / 3.0, -1.0 / 3.0]) * a_month
    assert whole.public[3] == pytest.approx(moved)
    assert (whole.public[:3] == 0.0).all()
    assert whole.payments == pytest.approx(moved)
    assert half.public == pytest.approx(whole.public / 2)
    assert abs(whole.payments.sum()) < 1e-15
    assert changes(scenario, OPENING) == {"public", "payments"}


def test_the_time_that_users_save_has_a_value(scenario_of):
    scenario = scenario_of(school(phase_in_months="2"))
    item = scenario.intervention("sekolah")
    assert item.benefit(scenario.base, BEFORE) == (0.0, 0.0)
    assert item.benefit(scenario.base, OPENING.after(1)) == pytest.approx((60_000.0, 60_000.0 * 20_000.0 / 1e9))


def test_officials_come_in_a_straight_line_and_stay(scenario_of):
    scenario = scenario_of(town(officials="{ 2023 = 120, 2024 = 360 }", officials_place='"hilir"'))
    steps = [Month(2022, 7), Month(2022, 8), Month(2023, 7), Month(2024, 1), Month(2024, 12)]
    found = [scenario.world_at(month).officials for month in steps]
    assert [there[1] for there in found] == pytest.approx([0.0, 10.0, 120.0, 240.0, 360.0])
    assert all(there[[0, 2]].sum() == 0.0 for there in found)


def test_a_programme_may_move_officials_without_spending(scenario_of):
    only = town(spending_trillion_rp="{ 2040 = 1 }", officials="{ 2022 = 50 }", officials_place='"hilir"')
    scenario = scenario_of(only)
    assert changes(scenario, OPENING) == {"officials"}
    assert scenario.world_at(OPENING).programme.sum() == 0.0


@pytest.mark.parametrize(("name", "what"), [("upah", "hulu.minimum_wage_factor"), ("pipa", "hulu-hilir.water"),
                                            ("sekolah", "hulu-kota.service")])  # fmt: skip
def test_the_same_change_in_two_files_is_refused_with_both_named(scenario_of, write, name, what):
    fields = {"upah": WAGE, "pipa": PIPE, "sekolah": {**SCHOOL, "users": '["kota"]'}}[name]
    write(satu=document(fields), dua=document(fields, id='"lain"'))
    with pytest.raises(ScenarioError) as error:
        scenario_of(child('include = ["satu", "dua"]'))
    (fault,) = error.value.faults
    assert (fault.code, fault.fields["what"]) == ("same_target", what)
    assert {fault.file, fault.fields["other_file"]} == {"scenarios/satu.toml", "scenarios/dua.toml"}


def test_all_that_is_wrong_with_a_measure_is_told_at_once(scenario_of):
    with pytest.raises(ScenarioError) as error:
        scenario_of(school(provider='"hlu"', users='["kta"]', places="-1", travel_saved_h='"2"', source='"x"', y="1"))
    assert sorted(fault.code for fault in error.value.faults) == [
        "out_of_range", "unknown_key", "unknown_region", "unknown_region", "unknown_source", "wrong_type",
    ]  # fmt: skip
