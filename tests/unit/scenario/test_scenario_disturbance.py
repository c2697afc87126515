"""What disturbs a link or a terminal for a time: cuts, seasons, queues."""

import math

import pytest
from small_world import CUT, child, cut, document, queue

from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

BEFORE, OPENING, AFTER = Month(2022, 12), Month(2023, 1), Month(2023, 4)
SLOW = {"closed": "", "travel_time_factor": "2.0", "closes": ""}
RIVER = {"link": '{ between = ["hulu", "hilir"], mode = "river" }'}


@pytest.fixture
def scenario_of(write, rich):
    def read(text):
        write(ini=text)
        return read_scenario("ini", rich)

    return read


def link_at(scenario, month, *ends, mode="road"):
    return scenario.world_at(month).network.link(*ends, mode)


def port_at(scenario, month):
    return scenario.world_at(month).network.terminal("kota", "sea")


def test_a_road_is_cut_and_opens_again(scenario_of, rich):
    scenario = scenario_of(cut())
    states = [link_at(scenario, month, "hilir", "simpang").state for month in (BEFORE, OPENING, AFTER)]
    assert states == ["open", "closed", "open"]
    assert scenario.world_at(AFTER).network is rich.network
    assert scenario.openings == (OPENING, AFTER, Month(2023, 6))


def test_a_flood_slows_both_directions_and_grows(scenario_of):
    scenario = scenario_of(cut(**SLOW | RIVER, phase_in_months="2", capacity_factor="0.5"))
    half, whole = (link_at(scenario, month, "hulu", "hilir", mode="river") for month in (OPENING, OPENING.after(1)))
    assert (half.hours, half.capacity_t_month) == ((30.0, 24.0), 37_500.0)
    assert (whole.hours, whole.capacity_t_month, whole.capacity_pcu_h) == ((40.0, 32.0), 25_000.0, math.inf)


def test_a_capacity_may_be_said_where_none_is_known(scenario_of):
    scenario = scenario_of(cut(closed="", capacity_t_month="4000"))
    assert link_at(scenario, OPENING, "simpang", "hilir").capacity_t_month == 4000.0
    toll = '{ between = ["hilir", "kota"], mode = "toll" }'
    narrow = scenario_of(cut(link=toll, closed="", capacity_factor="0"))
    assert link_at(narrow, OPENING, "kota", "hilir", mode="toll").capacity_pcu_h == 0.0


def test_a_season_comes_every_year_and_shares_its_networks(scenario_of, rich):
    scenario = scenario_of(cut(**SLOW | RIVER, months="[8, 9]"))
    slow = [month for month in scenario.months if link_at(scenario, month, "hulu", "hilir", mode="river").hours[0] > 20]
    assert [str(month) for month in slow] == ["2023-08", "2023-09", "2024-08", "2024-09"]
    networks = {month: scenario.world_at(month).network for month in scenario.months}
    assert networks[Month(2023, 8)] is networks[Month(2024, 9)]
    assert networks[Month(2023, 10)] is networks[Month(2024, 12)]
    assert networks[OPENING] is rich.network
    assert scenario.openings == (
        Month(2023, 6), Month(2023, 8), Month(2023, 10), Month(2024, 8), Month(2024, 10),
    )  # fmt: skip


def test_a_shock_without_dates_holds_from_the_start(scenario_of):
    scenario = scenario_of(cut(**SLOW, opens=""))
    assert link_at(scenario, scenario.start, "simpang", "hilir").travel_time_h == 14.0


def test_a_port_may_stop(scenario_of):
    scenario = scenario_of(queue(travel_time_factor="", closed="true", closes="2023-02-01"))
    assert [port_at(scenario, month).classes for month in (BEFORE, OPENING, Month(2023, 2))] == [
        {"container"}, frozenset(), {"container"},
    ]  # fmt: skip


def test_a_port_may_be_slow_and_hold_less(scenario_of):
    scenario = scenario_of(queue(capacity_factor="0.25", phase_in_months="2"))
    half, whole = (port_at(scenario, month) for month in (OPENING, OPENING.after(1)))
    assert (half.transfer_time_h, half.capacity_t_month) == (24.0, 62_500.0)
    assert (whole.transfer_time_h, whole.capacity_t_month) == (36.0, 25_000.0)


def test_what_is_not_known_of_a_landing_may_be_said(scenario_of):
    landing = {"terminal": '{ place = "hulu", side = "river" }', "travel_time_factor": ""}
    scenario = scenario_of(queue(**landing, transfer_time_h="9.0", capacity_t_month="800"))
    found = scenario.world_at(OPENING).network.terminal("hulu", "river")
    assert (found.transfer_time_h, found.capacity_t_month) == (9.0, 800.0)


@pytest.mark.parametrize(
    "text",
    [
        cut(**SLOW | {"travel_time_factor": "1.0"}),
        cut(closed="", link='{ between = ["hulu", "hilir"], mode = "river" }', capacity_factor="1"),
        queue(travel_time_factor="1.0"),
    ],
)
def test_a_shock_that_changes_nothing_leaves_the_network_itself(scenario_of, rich, text):
    assert scenario_of(text).world_at(OPENING).network is rich.network


def test_a_link_that_is_not_in_use_in_a_month_stays_as_it_is(scenario_of, rich):
    network = rich.network
    gone = network.with_link(network.link("simpang", "hilir", "road").__class__(
        ("simpang", "hilir"), "road", 280.0, 7.0, closes=Month(2023, 3))
    )  # fmt: skip
    scenario = read_scenario_of(scenario_of, rich.with_network(gone))
    assert [link_at(scenario, month, "simpang", "hilir").state for month in (OPENING, Month(2023, 3), AFTER)] == [
        "open", "closed", "closed",
    ]  # fmt: skip
    assert link_at(scenario, Month(2023, 3), "simpang", "hilir").travel_time_h == 7.0


def read_scenario_of(scenario_of, world):
    scenario_of(cut(**SLOW))
    return read_scenario("ini", world)


def test_only_what_disturbs_the_network_is_an_event_of_it(scenario_of):
    scenario = scenario_of(cut(**SLOW))
    assert scenario.intervention("putus").changes_network
    assert scenario.openings == (OPENING, Month(2023, 6))


def test_two_disturbances_of_different_links_live_together(scenario_of, write):
    write(lain=document(CUT, id='"putus-lain"', link='{ between = ["hilir", "kota"], mode = "toll" }'))
    write(putus=cut())
    scenario = scenario_of(child('include = ["lain", "putus"]'))
    network = scenario.world_at(OPENING).network
    assert {network.link("simpang", "hilir", "road").state, network.link("hilir", "kota", "toll").state} == {"closed"}
