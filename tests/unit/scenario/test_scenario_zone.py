"""Transit zones: what changes at the terminals of a place, and in which steps."""

import math

import pytest
from small_world import ROAD, ZONE, child, document, queue, zone

from simulasi.errors import ScenarioError
from simulasi.scenario.scenario import read_scenario
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import Link

BEFORE, OPENING = Month(2022, 12), Month(2023, 1)
AT_KOTA = {"place": '"kota"'}
ALL = str(list(TRAFFIC_CLASSES))


@pytest.fixture
def scenario_of(write, rich):
    def read(text, world=rich):
        write(ini=text)
        return read_scenario("ini", world)

    return read


def terminal_at(scenario, month, place, side):
    return scenario.world_at(month).network.terminal(place, side)


def test_a_zone_changes_the_terminal_of_its_place_from_the_month_it_opens(scenario_of, rich):
    scenario = scenario_of(zone(handling_rp_t="20000", storage_t="12000", local_share="0.1"))
    assert scenario.world_at(BEFORE).network is rich.network
    found = terminal_at(scenario, OPENING, "hulu", "river")
    assert (found.transfer_time_h, found.handling_rp_t, found.storage_t, found.local_share) == (2.0, 20000, 12000, 0.1)
    assert found.capacity_t_month == math.inf
    assert OPENING in scenario.openings


def test_what_is_known_moves_in_steps_and_the_rest_when_they_are_done(scenario_of):
    changes = {"transfer_time_h": "4.0", "handling_rp_t": "20000", "capacity_t_month": "140000", "storage_t": "500",
               "consolidation": "0.4", "local_share": "0.2", "classes": ALL, "phase_in_months": "4"}  # fmt: skip
    scenario = scenario_of(zone(**AT_KOTA, **changes))
    part, whole = (terminal_at(scenario, month, "kota", "sea") for month in (OPENING, OPENING.after(3)))
    assert (part.transfer_time_h, part.capacity_t_month, part.consolidation, part.local_share) == (
        10.0, 110_000.0, 0.1, 0.05,
    )  # fmt: skip
    assert (part.handling_rp_t, part.storage_t, part.classes) == (None, math.inf, {"container"})
    assert (whole.transfer_time_h, whole.capacity_t_month, whole.consolidation, whole.local_share) == (
        4.0, 140_000.0, 0.4, 0.2,
    )  # fmt: skip
    assert (whole.handling_rp_t, whole.storage_t, whole.classes) == (20000.0, 500.0, None)


def test_a_zone_may_serve_few_classes(scenario_of):
    scenario = scenario_of(zone(classes='["container", "general"]'))
    assert terminal_at(scenario, OPENING, "hulu", "river").classes == {"container", "general"}


def test_where_there_are_only_roads_a_zone_is_a_yard(scenario_of):
    scenario = scenario_of(zone(place='"simpang"', transfer_time_h="", consolidation="0.3", local_share="0.05"))
    terminals = scenario.world_at(OPENING).network.terminals
    assert set(terminals) == {("kota", "sea"), ("simpang", "land")}
    assert terminals["simpang", "land"].consolidation == 0.3


def test_all_terminals_of_a_place_change_and_no_others(scenario_of, rich):
    river = Link(("kota", "hilir"), "river", 60.0, 4.0)
    world = rich.with_network(rich.network.with_link(river))
    scenario = scenario_of(zone(**AT_KOTA, closes="2023-03-01"), world)
    terminals = scenario.world_at(OPENING).network.terminals
    assert {key for key, terminal in terminals.items() if terminal.transfer_time_h == 2.0} == {
        ("kota", "river"), ("kota", "sea"),
    }  # fmt: skip
    assert scenario.world_at(Month(2023, 3)).network is world.network


def test_a_landing_that_another_intervention_opens_belongs_to_the_zone_whatever_the_ids(scenario_of, write):
    landing = {**ROAD, "between": '["simpang", "hilir"]', "mode": '"river"', "distance_km": "280.0",
               "travel_time_h": "18.0", "opens": "2023-04-01"}  # fmt: skip
    yard = {**ZONE, "place": '"simpang"', "transfer_time_h": "", "consolidation": "0.3"}
    for ids in ("ab", "ba"):
        first, second = ({**item, "id": f'"{id_}"'} for item, id_ in zip((landing, yard), ids, strict=True))
        write(satu=document(first), dua=document(second))
        scenario = scenario_of(child('include = ["satu", "dua"]'))
        sides = [
            {side for place, side in scenario.world_at(month).network.terminals if place == "simpang"}
            for month in (OPENING, Month(2023, 4))
        ]
        assert sides == [{"land"}, {"river"}]


def test_an_expectation_of_a_terminal_is_checked_where_its_hours_are_known(scenario_of):
    known = scenario_of(zone(**AT_KOTA, expects="{ transfer_time_h = 12.0 }"))
    assert known.intervention("zona").expects.transfer_time_h == 12.0
    unknown = scenario_of(zone(expects="{ transfer_time_h = 99.0 }"))
    assert unknown.intervention("zona").expects.transfer_time_h == 99.0


def test_a_zone_and_a_disturbed_port_of_its_place_are_refused_in_any_order(scenario_of, write):
    write(zona=zone(**AT_KOTA), antre=queue())
    for order in ('["zona", "antre"]', '["antre", "zona"]'):
        with pytest.raises(ScenarioError) as error:
            scenario_of(child(f"include = {order}"))
        (fault,) = error.value.faults
        assert (fault.code, fault.fields["what"]) == ("same_target", "kota.sea")


def test_a_zone_lives_with_changes_of_links_and_of_other_places(scenario_of, write):
    write(zona=zone(), antre=queue())
    scenario = scenario_of(child('include = ["zona", "antre", "jalan"]'))
    network = scenario.world_at(OPENING).network
    assert network.terminal("hulu", "river").transfer_time_h == 2.0
    assert network.terminal("kota", "sea").transfer_time_h == 36.0
    assert network.link("hulu", "kota", "road").state == "open"
