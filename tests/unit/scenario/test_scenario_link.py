"""Links that open, close, become better or worse: both ways or one way, and beside the dates of the base network."""

import math
from dataclasses import replace

import pytest
from small_world import CUT, ROAD, child, document, road

from simulasi.errors import ScenarioError
from simulasi.scenario.interventions.link import LinkIntervention, changed_link
from simulasi.scenario.scenario import read_scenario
from simulasi.world.cargo import FREIGHT_CLASSES, TRAFFIC_CLASSES
from simulasi.world.month import Month

BEFORE, OPENING, FERRY = Month(2022, 12), Month(2023, 1), Month(2023, 6)
RIVER = {"between": '["hulu", "hilir"]', "mode": '"river"', "distance_km": "", "state": '"better"'}
TOLL = {"between": '["hilir", "kota"]', "mode": '"toll"', "distance_km": "", "travel_time_h": "", "state": '"better"'}
ALL = str(list(TRAFFIC_CLASSES))


@pytest.fixture
def scenario_of(write, rich):
    def read(text):
        write(ini=text)
        return read_scenario("ini", rich)

    return read


def link_at(scenario, month, *ends, mode="road"):
    return scenario.world_at(month).network.link(*ends, mode)


def directed(start, end, **changes):
    return road(between="", **{"from": f'"{start}"', "to": f'"{end}"', **changes})


def codes(error):
    return [fault.code for fault in error.value.faults]


def test_a_base_link_opens_at_its_own_date_without_any_intervention(scenario_of, rich):
    scenario = scenario_of(child())
    states = [link_at(scenario, month, "kota", "pulau", mode="ferry").state for month in (Month(2023, 5), FERRY)]
    assert states == ["planned", "open"]
    assert scenario.openings == (FERRY,)
    assert scenario.world_at(Month(2023, 5)).network is rich.network
    assert scenario.world_at(FERRY).network is scenario.world_at(Month(2024, 12)).network


def test_dates_and_interventions_share_networks_by_what_is_in_force(scenario_of):
    scenario = scenario_of(road(closes="2024-01-01"))
    assert scenario.openings == (OPENING, FERRY, Month(2024, 1))
    networks = [scenario.world_at(month).network for month in scenario.months]
    assert len({id(network) for network in networks}) == 4
    assert link_at(scenario, FERRY, "hulu", "kota").state == "open"


def test_a_run_that_starts_after_a_date_begins_with_the_link(scenario_of):
    scenario = scenario_of(child("[settings]\nstart = 2024-01-01"))
    assert link_at(scenario, scenario.start, "kota", "pulau", mode="ferry").state == "open"
    assert scenario.openings == (Month(2024, 1),)


def test_what_is_open_is_judged_in_the_month_before_the_change(scenario_of):
    ferry = {"between": '["pulau", "kota"]', "mode": '"ferry"', "distance_km": "", "travel_time_h": "2.0"}
    late = scenario_of(road(**ferry, state='"better"', opens="2024-01-01"))
    hours = [link_at(late, month, "kota", "pulau", mode="ferry").hours for month in (FERRY, Month(2024, 1))]
    assert hours == [(3.0, 3.0), (2.0, 2.0)]
    early = scenario_of(road(**ferry, opens="2023-02-01"))
    assert link_at(early, Month(2023, 2), "kota", "pulau", mode="ferry").hours == (2.0, 2.0)
    assert link_at(early, FERRY, "kota", "pulau", mode="ferry") == link_at(
        early, Month(2023, 2), "kota", "pulau", mode="ferry"
    )
    for wrong, code in ((road(**ferry, opens="2024-01-01"), "link_exists"),
                        (road(**ferry, state='"better"', opens="2023-02-01"), "no_such_link")):  # fmt: skip
        with pytest.raises(ScenarioError) as error:
            scenario_of(wrong)
        assert codes(error) == [code]


def test_an_expectation_is_held_against_the_start_of_the_run(scenario_of):
    belief = '{ trip = ["kota", "pulau"], travel_time_h = 3.0 }'
    with pytest.raises(ScenarioError) as error:
        scenario_of(road(expects=belief))
    assert codes(error) == ["no_trip"]
    head = 'title = "x"\nextends = "induk"\n[settings]\nstart = 2023-06-01'
    assert scenario_of(document(ROAD, head=head, expects=belief)).intervention("jalan").expects.travel_time_h == 3.0


def test_hours_of_both_directions_change_unless_hours_back_are_said(scenario_of):
    scenario = scenario_of(road(**RIVER, travel_time_h="15.0", travel_time_back_h="12.0", phase_in_months="2"))
    found = [link_at(scenario, month, "hulu", "hilir", mode="river") for month in (OPENING, OPENING.after(1))]
    assert [link.between for link in found] == [("hilir", "hulu")] * 2
    assert [link.hours for link in found] == [(16.0, 15.5), (12.0, 15.0)]
    both = scenario_of(road(**RIVER, travel_time_h="15.0"))
    assert link_at(both, OPENING, "hulu", "hilir", mode="river").travel_time_back_h is None
    back = scenario_of(road(**RIVER, travel_time_h="", travel_time_back_h="12.0"))
    assert link_at(back, OPENING, "hulu", "hilir", mode="river").hours == (12.0, 16.0)


def test_one_direction_may_change_alone(scenario_of):
    river = {"mode": '"river"', "distance_km": "", "state": '"worse"'}
    for start, end, hours in (("hilir", "hulu", (30.0, 16.0)), ("hulu", "hilir", (20.0, 30.0))):
        scenario = scenario_of(directed(start, end, **river, travel_time_h="30.0"))
        link = link_at(scenario, OPENING, "hulu", "hilir", mode="river")
        assert (link.between, link.hours, link.capacity_t_month) == (("hilir", "hulu"), hours, 50_000.0)


def test_a_new_link_may_lead_one_way(scenario_of):
    scenario = scenario_of(directed("kota", "hulu", one_way="true"))
    link = link_at(scenario, OPENING, "hulu", "kota")
    assert (link.between, link.is_one_way, link.hours) == (("kota", "hulu"), True, (2.0, 2.0))


def test_a_one_way_link_may_change_and_be_replaced_by_one_both_ways(scenario_of):
    toll = {"mode": '"toll"', "distance_km": ""}
    worse = scenario_of(directed("simpang", "kota", **toll, state='"worse"'))
    link = link_at(worse, OPENING, "simpang", "kota", mode="toll")
    assert (link.is_one_way, link.travel_time_h) == (True, 2.0)
    shut = scenario_of(directed("simpang", "kota", **toll, state='"closed"', travel_time_h=""))
    assert link_at(shut, OPENING, "simpang", "kota", mode="toll").state == "closed"


def test_one_direction_may_close_alone(scenario_of):
    scenario = scenario_of(
        directed("hulu", "hilir", mode='"river"', distance_km="", travel_time_h="", state='"closed"')
    )
    link = link_at(scenario, OPENING, "hulu", "hilir", mode="river")
    assert (link.state, link.between, link.is_one_way, link.travel_time_h) == ("open", ("hilir", "hulu"), True, 20.0)


def test_a_toll_road_may_be_opened_to_all_classes_and_keep_its_hours(scenario_of):
    scenario = scenario_of(road(**TOLL, classes=ALL))
    before, after = (link_at(scenario, month, "hilir", "kota", mode="toll") for month in (BEFORE, OPENING))
    assert before.classes == frozenset({"people"})
    assert after == replace(before, classes=None)


def test_classes_and_lanes_change_when_the_rest_is_complete(scenario_of):
    wider = '["people", "general"]'
    scenario = scenario_of(road(**TOLL, classes=wider, lanes="6", capacity_pcu_h="3000", phase_in_months="2"))
    half, whole = (link_at(scenario, month, "hilir", "kota", mode="toll") for month in (OPENING, OPENING.after(1)))
    assert (half.capacity_pcu_h, half.classes, half.lanes) == (2500.0, {"people"}, 4)
    assert (whole.capacity_pcu_h, whole.classes, whole.lanes) == (3000.0, {"people", "general"}, 6)


def test_a_worse_link_may_hold_less_and_shut_classes_out(scenario_of):
    freight = str(list(FREIGHT_CLASSES))
    text = road(
        between='["hulu", "simpang"]', distance_km="", travel_time_h="", state='"worse"', classes=freight,
        capacity_t_month="1000.0", phase_in_months="2",
    )  # fmt: skip
    half, whole = (link_at(scenario_of(text), month, "hulu", "simpang") for month in (OPENING, OPENING.after(1)))
    assert (half.capacity_t_month, half.classes) == (math.inf, None)
    assert (whole.capacity_t_month, whole.classes) == (1000.0, frozenset(FREIGHT_CLASSES))


def test_a_planned_link_keeps_what_the_scenario_does_not_say(scenario_of):
    ferry = {"between": '["kota", "pulau"]', "mode": '"ferry"', "distance_km": "", "travel_time_h": ""}
    link = link_at(scenario_of(road(**ferry)), OPENING, "kota", "pulau", mode="ferry")
    assert (link.state, link.hours, link.distance_km, link.classes) == ("open", (3.0, 3.0), 30.0, {"people", "general"})
    assert link.opens is None
    opened = link_at(scenario_of(road(**ferry, classes=ALL)), OPENING, "kota", "pulau", mode="ferry")
    assert opened.classes is None


def test_without_a_world_a_link_is_made_of_what_is_said():
    item = LinkIntervention.model_validate(
        {"id": "a", "kind": "link", "opens": OPENING, "between": ("a", "b"), "mode": "road", "state": "worse",
         "travel_time_h": 9.0, "source": "own", "confidence": "assumption"}
    )  # fmt: skip
    assert changed_link(item, None, 1.0).travel_time_h == 9.0
    assert item.ends == ("a", "b")


def test_a_link_that_a_scenario_opens_cannot_be_disturbed_by_the_same_scenario(scenario_of, write):
    new = {"between": '["simpang", "kota"]', "distance_km": "90.0", "travel_time_h": "1.5"}
    shock = {**CUT, "link": '{ between = ["kota", "simpang"], mode = "road" }', "opens": "2024-01-01", "closes": ""}
    write(baru=road(**new), putus=document(shock))
    for order in ('["baru", "putus"]', '["putus", "baru"]'):
        with pytest.raises(ScenarioError) as error:
            scenario_of(child(f"include = {order}"))
        assert sorted(codes(error)) == ["no_link_to_disturb", "same_target"]
        (same,) = (fault for fault in error.value.faults if fault.code == "same_target")
        assert (same.fields["what"], same.value, same.fields["other"]) == ("kota-simpang.road", "putus", "jalan")
