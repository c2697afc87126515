"""What a run remembers of its network: loads, volumes, queues and hours of a year, and what had to wait."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "worlds"))

from tiny import CARGO, still_scenario, tiny_parameters, tiny_world, with_link

from simulasi.course import Course
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.recorder import Recorder
from simulasi.world.cargo import TRAFFIC_CLASSES

ROAD = "kota-hilir-kota-tengah.road"
P = tiny_parameters(wage_curve=-0.1)


@pytest.fixture(scope="module")
def run():
    """What is recorded of two years in which the road from the port passes nine tenths, and their months."""
    world = with_link(tiny_world(), "hilir", "tengah", capacity_t_month=9_000.0, capacity_pcu_h=400.0)
    scenario = still_scenario(with_link(world, "tengah", "hulu", travel_time_back_h=4.0))
    course = Course(scenario, P)
    recorder, state, months = Recorder(scenario, course), first_state(course.structure), []
    for month in scenario.months:
        now = course.at(month)
        state, ledger = step(state, now, course.structure, P)
        recorder.record(month, now, state, ledger)
        months.append((state, ledger))
    return recorder.dataset(), months


def of_year(months, year):
    return months[12 * year : 12 * year + 12]


@pytest.mark.parametrize("year", [0, 1])
def test_the_load_of_a_year_is_the_sum_of_its_months_by_class_and_direction(run, year):
    data, months = run
    loads = sum(ledger.loads[:, :, 0] for _, ledger in of_year(months, year))
    road = data.link_units.isel(member=0, year=year).sel(link=ROAD)
    assert road.sel(direction="there").to_numpy() == pytest.approx(loads[:, 1], rel=1e-14)
    assert road.sel(direction="back").to_numpy() == pytest.approx(loads[:, 4], rel=1e-14)
    port = data.terminal_units.isel(member=0, year=year).sel(terminal="kota-hilir.sea")
    assert port.to_numpy() == pytest.approx(loads[:, 7], rel=1e-14)


def test_vehicles_of_a_day_are_those_that_carry_both_ways_and_come_back_empty(run):
    data, _ = run
    each = np.array([kind.vehicles_per_unit for kind in CARGO])
    units = data.link_units.isel(member=0, year=0).sel(link=ROAD).sum("direction").to_numpy()
    assert float(data.link_vehicles_day.isel(member=0, year=0).sel(link=ROAD)) == pytest.approx(
        (each * units).sum() / 365.0, rel=1e-14
    )


def test_the_queue_of_a_year_is_its_longest(run):
    data, months = run
    longest = max(float(state.traffic.queue[1, 0]) for state, _ in of_year(months, 1))
    assert longest > 100.0
    found = data.link_queue_t.isel(member=0, year=1).sel(link=ROAD, direction="there")
    assert float(found) == longest
    assert (data.terminal_queue_t == 0.0).all()


def test_what_had_to_wait_is_told_where_it_is_waited_for(run):
    data, months = run
    state, _ = months[0]
    assert data.unserved.isel(member=0, month=0).to_numpy() == pytest.approx(
        state.waiting[:, :, 0, :, :3].sum(axis=(0, 1, 2)), rel=1e-14
    )
    assert float(data.unserved.isel(month=0).sum()) > 1.0


def test_hours_and_volumes_of_links_are_those_that_are_expected_at_the_end_of_a_year(run):
    data, months = run
    traffic = months[-1][0].traffic
    hours = data.link_time_h.isel(member=0, year=1)
    upper = hours.sel(link="kota-hulu-kota-tengah.road")
    assert (float(upper.sel(direction="there")), float(upper.sel(direction="back"))) == (2.5, 4.0)
    there = float(hours.sel(link=ROAD, direction="there"))
    assert there == pytest.approx(2.5 + traffic.wait_h[1, 0], abs=0.01)
    assert data.link_volume_pcu_h.isel(member=0, year=1).to_numpy() == pytest.approx(traffic.volume[:, 0], rel=1e-15)
    assert float(data.link_capacity_pcu_h.isel(year=1).sel(link=ROAD)) == 400.0


def test_trips_of_a_year_include_the_wait_that_is_expected(run):
    data, _ = run
    trip = data.travel_time_h.sel(origin="hilir", destination="tengah")
    general, people = (trip.sel(cargo=name).to_numpy() for name in ("general", "people"))
    assert (general > 2.5 + 1.0).all()
    assert people == pytest.approx([2.5, 2.5], abs=0.01)
    assert data.modes.isel(year=0).sel(origin="dunia", destination="hulu", cargo="general").item() == "sea+road"
    assert data.sizes["cargo"] == len(TRAFFIC_CLASSES)
