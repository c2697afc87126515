"""The world of a month, and what each kind of intervention does to it."""

import numpy as np
import pytest
from small_world import ROAD, child, document, road, town

from simulasi.routing.trips import trip_h
from simulasi.scenario.interventions.demand import DemandIntervention
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

BEFORE, OPENING = Month(2022, 12), Month(2023, 1)


@pytest.fixture
def scenario_of(write, world):
    def read(text):
        write(ini=text)
        return read_scenario("ini", world)

    return read


def link_at(scenario, month, *ends, mode="road"):
    return scenario.world_at(month).network.link(*ends, mode)


def test_a_new_link_is_there_from_the_month_it_opens(scenario_of, world):
    scenario = scenario_of(road())
    assert scenario.world_at(BEFORE).network is world.network
    link = link_at(scenario, OPENING, "kota", "hulu")
    assert (link.distance_km, link.travel_time_h, link.state) == (100.0, 2.0, "open")
    assert scenario.openings == (OPENING,)


def test_a_planned_link_opens_at_its_hours_and_may_keep_its_length(scenario_of):
    scenario = scenario_of(
        road(between='["kota", "simpang"]', distance_km="", travel_time_h="1.8", phase_in_months="12")
    )
    assert link_at(scenario, BEFORE, "simpang", "kota").state == "planned"
    link = link_at(scenario, OPENING, "simpang", "kota")
    assert (link.distance_km, link.travel_time_h, link.state) == (90.0, 1.8, "open")


def test_a_better_link_gains_in_step_with_its_progress(scenario_of):
    scenario = scenario_of(
        road(
            between='["simpang", "hilir"]',
            state='"better"',
            travel_time_h="4.0",
            distance_km="200.0",
            phase_in_months="4",
        )
    )
    hours = [link_at(scenario, OPENING.after(step), "simpang", "hilir").travel_time_h for step in range(-1, 5)]
    assert hours == [7.0, 6.25, 5.5, 4.75, 4.0, 4.0]
    assert link_at(scenario, OPENING, "simpang", "hilir").distance_km == 260.0
    assert scenario.openings == tuple(OPENING.after(step) for step in range(4))


def test_a_link_can_be_closed_for_a_time(scenario_of):
    scenario = scenario_of(
        road(between='["hilir", "kota"]', state='"closed"', travel_time_h="", distance_km="", closes="2023-04-01")
    )
    assert link_at(scenario, Month(2023, 3), "hilir", "kota").state == "closed"
    assert link_at(scenario, Month(2023, 3), "hilir", "kota", mode="toll").state == "open"
    assert scenario.world_at(Month(2023, 4)).network is scenario.world_at(BEFORE).network
    assert scenario.openings == (OPENING, Month(2023, 4))


def test_a_closed_company_road_can_be_opened(scenario_of):
    scenario = scenario_of(
        road(between='["hilir", "hulu"]', mode='"company_road"', distance_km="", travel_time_h="4.0")
    )
    assert link_at(scenario, OPENING, "hulu", "hilir", mode="company_road").travel_time_h == 4.0


def test_a_link_may_become_worse(scenario_of):
    scenario = scenario_of(road(between='["hulu", "simpang"]', state='"worse"', distance_km="", travel_time_h="2.0"))
    assert link_at(scenario, OPENING, "hulu", "simpang").travel_time_h == 2.0


def test_an_expectation_within_three_minutes_is_met(scenario_of):
    scenario = scenario_of(road(expects='{ trip = ["hulu", "hilir"], travel_time_h = 8.05 }'))
    assert scenario.intervention("jalan").expects.trip == ("hulu", "hilir")


def test_a_link_open_before_the_run_is_an_opening_of_its_first_month(scenario_of):
    assert scenario_of(road(opens="2020-01-01")).openings == (Month(2022, 1),)


def test_spending_is_split_by_sector_and_place(scenario_of):
    programme = scenario_of(town()).world_at(Month(2022, 5)).programme
    assert programme == pytest.approx(
        np.array([[12.5, 37.5, 0.0], [12.5, 37.5, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    )
    later = scenario_of(town()).world_at(Month(2023, 5)).programme
    assert later.sum() == pytest.approx(200.0)
    assert later[0].sum() == pytest.approx(50.0)


def test_a_year_without_spending_has_no_programme(scenario_of):
    scenario = scenario_of(town())
    assert scenario.world_at(Month(2024, 5)).programme.sum() == 0
    assert scenario.world_at(Month(2024, 5)) is scenario.world_at(Month(2024, 6))


def test_work_follows_payment_after_the_lag(scenario_of):
    scenario = scenario_of(town(lag_months="2"))
    spending = [scenario.world_at(Month(2021, 12).after(step)).programme.sum() for step in range(1, 4)]
    assert spending == pytest.approx([0.0, 0.0, 100.0])
    assert scenario.world_at(Month(2023, 2)).programme[0].sum() == pytest.approx(50.0)
    assert scenario.world_at(Month(2024, 2)).programme.sum() == pytest.approx(200.0)


def test_a_profile_spends_the_year_in_its_months(scenario_of):
    profile = str([0.0] * 11 + [1.0])
    scenario = scenario_of(town(monthly_profile=profile))
    assert scenario.world_at(Month(2022, 12)).programme.sum() == pytest.approx(1200.0)
    assert scenario.world_at(Month(2022, 11)).programme.sum() == 0


def test_a_programme_may_open_close_and_grow_into_its_size(scenario_of):
    scenario = scenario_of(town(opens="2022-03-01", closes="2022-06-01", phase_in_months="2"))
    spending = [scenario.world_at(Month(2022, 1).after(step)).programme.sum() for step in range(6)]
    assert spending == pytest.approx([0.0, 0.0, 50.0, 100.0, 100.0, 0.0])


def test_the_year_total_is_spent_exactly(scenario_of):
    scenario = scenario_of(town())
    assert sum(scenario.world_at(Month(2023, m)).programme.sum() for m in range(1, 13)) == pytest.approx(2400.0)


def test_the_trend_starts_from_one_in_the_middle_of_the_base_year(scenario_of, world):
    scenario = scenario_of(child('[settings]\ntrend = "2014-2019"'))
    assert scenario.world_at(Month(2021, 6)).growth_index == pytest.approx(1.0)
    assert scenario.world_at(Month(2021, 7)).growth_index == pytest.approx((1 + world.trend_growth) ** (1 / 12))
    assert scenario.world_at(Month(2022, 6)).growth_index == pytest.approx(1 + world.trend_growth)
    assert scenario.world_at(Month(2024, 6)).growth_index == pytest.approx((1 + world.trend_growth) ** 3)


def test_without_trend_or_change_the_world_stays_the_base(scenario_of, world):
    scenario = scenario_of(child())
    assert scenario.world_at(Month(2024, 1)).growth_index is world.growth_index
    assert scenario.world_at(Month(2024, 1)).network is world.network
    assert scenario.openings == ()


def test_the_world_of_a_month_does_not_depend_on_what_was_asked_before(scenario_of):
    text = document(ROAD, head='title = "x"\nextends = "kota"')
    forward, backward = scenario_of(text), scenario_of(text)
    months = [Month(2022, 1).after(step) for step in range(36)]
    there = [forward.world_at(month) for month in months]
    back = [backward.world_at(month) for month in reversed(months)][::-1]
    for first, second in zip(there, back, strict=True):
        assert (first.programme == second.programme).all()
        assert first.network.links == second.network.links


def test_months_of_equal_openings_share_one_network(scenario_of):
    scenario = scenario_of(document(ROAD, head='title = "x"\nextends = "kota"\n[settings]\ntrend = "2014-2019"'))
    assert scenario.world_at(Month(2023, 1)).network is scenario.world_at(Month(2024, 6)).network
    assert scenario.world_at(Month(2023, 1)) is not scenario.world_at(Month(2024, 6))
    assert scenario.world_at(Month(2023, 1)) is scenario.world_at(Month(2023, 1))


def test_the_base_is_never_changed(scenario_of, world):
    links, programme = dict(world.network.links), world.programme.copy()
    scenario = scenario_of(document(ROAD, head='title = "x"\nextends = "kota"'))
    for month in scenario.months:
        scenario.world_at(month)
    assert world.network.links == links
    assert (world.programme == programme).all()


def test_without_leaves_the_rest_and_the_scenario_itself_alone(scenario_of, world):
    scenario = scenario_of(document(ROAD, head='title = "x"\nextends = "kota"'))
    less = scenario.without("jalan")
    assert [item.id for item in less.interventions] == ["kota-baru"]
    assert [item.id for item in scenario.interventions] == ["jalan", "kota-baru"]
    assert not any(key.startswith("jalan.") for key in less.trail)
    assert list(less.resolved["interventions"]) == ["kota-baru"]
    assert less.world_at(OPENING).network is world.network
    assert less.world_at(OPENING).programme.sum() == pytest.approx(200.0)


def test_trips_use_the_fastest_open_links_of_their_modes(world):
    assert trip_h(world.network, "hulu", "hilir", {"road", "company_road"}) == 8.0
    assert trip_h(world.network, "hilir", "kota", {"road", "toll"}) == 0.75
    assert trip_h(world.network, "kota", "hilir", {"road"}) == 1.0
    assert trip_h(world.network, "hulu", "hulu", {"road"}) == 0.0
    assert trip_h(world.network, "hulu", "pulau", {"road", "sea"}) == float("inf")
    assert trip_h(world.network, "hulu", "kota", set()) == float("inf")


def test_interventions_built_in_code_need_no_world():
    town_ = DemandIntervention(
        id="a", kind="demand", programme="a", spending_trillion_rp={}, booked={}, place={"x": 1.0},
        purchases={"y": 1.0}, source="z", confidence="assumption", opens=Month(2022, 1),
    )  # fmt: skip
    assert town_.progress(Month(2021, 12)) == 0.0
    assert town_.booked_share(2030) == 0.0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_schema_for_editors(kind):
    schema = KINDS[kind].model_json_schema()
    assert {"id", "kind", "source", "confidence"} <= set(schema["required"])


def test_a_target_is_the_same_whichever_end_comes_first(scenario_of):
    road_ = type(scenario_of(road()).intervention("jalan"))
    ways = [{"between": ["hulu", "kota"]}, {"between": ["kota", "hulu"]}, {"from": "kota", "to": "hulu"}]
    assert {road_.targets_of({**way, "mode": "road"}) for way in ways} == {frozenset({("link", "hulu-kota.road")})}
    assert road_.targets_of({"mode": "road"}) == road_.targets_of({"between": 3, "mode": "road"}) == frozenset()
