"""The trips in force put the counted vehicles on the toll road, beside the trucks that the accounts bring."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from simulasi.calibrate.fit_page import ASKED, FOUND, traffic_files
from simulasi.calibrate.traffic import TRIPS, fit_trips, match_counts, read_counts
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import ParameterError, WorldError
from simulasi.world.month import Month
from simulasi.world.network import CLOSED

FACTS = parameter_facts()
COUNTS = read_counts(shipped_tables().frames)
FOLDER = Path(__file__).parents[3] / "calibration" / "fits" / "2026-11-lalu-lintas"
NEAR = 0.01
"""The trips in force are the fitted ones, rounded to three digits; the base world may move a little after a fit."""


@pytest.fixture(scope="module")
def world():
    return default_world()


@pytest.fixture(scope="module")
def fit(world):
    return fit_trips(COUNTS, world, load_parameters(), FACTS)


def by_id(matches):
    return {match.counted.id: match for match in matches}


def test_the_trips_in_force_are_those_that_the_command_finds(fit):
    assert fit.after == pytest.approx(FACTS[TRIPS].value, rel=NEAR)
    assert (FACTS[TRIPS].confidence, FACTS[TRIPS].source) == ("calibrated", "own-fit-2026-11-lalu-lintas")


def test_the_files_of_the_fit_are_those_that_the_command_writes(fit):
    files = traffic_files(fit, FACTS, {})
    assert (FOLDER / ASKED).read_text(encoding="utf-8") == files[ASKED]
    kept, found = (tomllib.loads(text) for text in ((FOLDER / FOUND).read_text(encoding="utf-8"), files[FOUND]))
    assert kept["fitted"] == pytest.approx(found["fitted"], rel=NEAR)


def test_a_run_at_the_fitted_trips_counts_the_published_vehicles(world, fit):
    p = load_parameters({TRIPS: fit.after})
    told = by_id(match_counts(COUNTS, world, p))["balsam_full"]
    assert told.model.total == pytest.approx(told.counted.value, rel=1e-9)
    assert told.model.total == pytest.approx(by_id(fit.matches)["balsam_full"].model.total, rel=1e-9)


def test_volumes_of_people_are_linear_in_trips_and_trucks_do_not_move(world):
    one, two = (by_id(match_counts(COUNTS, world, load_parameters({TRIPS: trips}))) for trips in (0.5, 1.0))
    for name, match in one.items():
        assert two[name].model.people == pytest.approx(2.0 * match.model.people, rel=1e-9)
        assert two[name].model.freight == pytest.approx(match.model.freight, rel=1e-9)


def test_a_road_in_two_links_counts_by_their_length(world):
    p, full = load_parameters(), COUNTS[0]
    parts = {name: replace(full, where=(name,)) for name in full.where}
    km = {link.name: link.distance_km for link in world.network.links.values() if link.name in parts}
    each = {name: match_counts([count], world, p)[0].model.total for name, count in parts.items()}
    mean = sum(each[name] * km[name] for name in km) / sum(km.values())
    assert match_counts([full], world, p)[0].model.total == pytest.approx(mean, rel=1e-12)


def test_a_spoilt_count_moves_the_trips_and_one_out_of_reach_is_refused(world, fit):
    p = load_parameters()
    more = [replace(count, value=count.value * 1.2) for count in COUNTS]
    assert fit_trips(more, world, p, FACTS).after > 1.2 * fit.after
    with pytest.raises(ParameterError) as error:
        fit_trips([replace(count, value=count.value * 100.0) for count in COUNTS], world, p, FACTS)
    assert [fault.key for fault in error.value.faults] == [TRIPS]


def test_a_link_that_is_not_open_cannot_be_counted_on(world):
    early = replace(COUNTS[0], network=Month(2021, 7))
    with pytest.raises(WorldError) as error:
        match_counts([early], world, load_parameters())
    (fault,) = error.value.faults
    assert (fault.code, fault.value) == ("count_not_in_world", "balikpapan-samboja.toll")
    assert world.network.at(Month(2021, 7)).link("balikpapan", "samboja", "toll").state != CLOSED


def test_no_count_of_2024_or_later_is_fitted_or_checked():
    assert max(count.year for count in COUNTS) <= 2023
