"""On the shipped world the channels add up exactly, and leave little where a programme acts."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.results.areas import all_areas
from simulasi.results.compare import compare
from simulasi.results.explain import RESIDUAL, check_adds_up, explain, unexplained
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

YEAR, BOUND = 2029, 0.05
ACTS_IN = {
    "jalan-kukar-kubar": ("kubar", "kukar", "mahulu", "kaltim"),
    "air-baku-kukar-balikpapan": ("balikpapan", "kaltim"),
    "tanpa-ikn": ("ikn", "ppu_bps", "balikpapan", "kaltim"),
}
"""Where each of three scenarios changes most; elsewhere large channels may cancel."""


@pytest.fixture(scope="module")
def comparison():
    world, p = default_world(), load_parameters()
    runs = [
        simulate(replace(read_scenario(name, world), end=Month(YEAR, 12)), p) for name in ("dasar", *ACTS_IN)
    ]  # fmt: skip
    return compare(*runs)


def scenario_of(comparison, name):
    return next(results for results in comparison.scenarios if results.name == name)


def explained(comparison, name):
    return explain(comparison.baseline, scenario_of(comparison, name), default_world(), [YEAR])


@pytest.mark.parametrize("name", ACTS_IN)
def test_the_channels_add_up_and_leave_less_than_a_twentieth(comparison, name):
    table = explained(comparison, name)
    change = {
        (area, YEAR): comparison.change(name, area, "grdp", YEAR).difference
        for area in all_areas(default_world().region_ids)
    }
    check_adds_up(table, change)
    rest = unexplained(table)
    assert {area: rest[area, YEAR] for area in ACTS_IN[name] if not rest[area, YEAR] < BOUND} == {}


def test_a_spoiled_flow_is_seen_in_the_residual(comparison):
    name, region = "jalan-kukar-kubar", "kubar"
    results = scenario_of(comparison, name)
    place = {"year": YEAR, "origin": region, "destination": "kukar"}
    kept = results.data["trade"].sel(place).copy()
    results.data["trade"].loc[place] = 1.05 * kept
    spoiled = unexplained(explained(comparison, name))[region, YEAR]
    results.data["trade"].loc[place] = kept
    assert spoiled > BOUND > unexplained(explained(comparison, name))[region, YEAR]


def test_a_run_beside_itself_has_no_channel(comparison):
    table = explain(comparison.baseline, comparison.baseline, default_world(), [YEAR])
    assert np.abs(table["value_bn_rp"]).max() < 1e-9
    assert (table["channel"] == RESIDUAL).any()
