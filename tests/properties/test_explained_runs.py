"""On the shipped world the channels add up exactly, and leave next to nothing whatever acts."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.cli.explaining import pull_of
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.results.areas import all_areas
from simulasi.results.compare import compare
from simulasi.results.explain import RESIDUAL, check_adds_up, explain, unexplained
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

YEAR, BOUND, OF_ALL = 2029, 0.05, 0.02
ACTS_IN = {
    "jalan-kukar-kubar": ("kubar", "kukar", "mahulu", "kaltim"),
    "air-baku-kukar-balikpapan": ("balikpapan", "samarinda", "bontang", "kaltim"),
    "tanpa-ikn": ("ikn", "ppu_bps", "balikpapan", "kaltim"),
    "kawasan-industri-kariangau": ("bontang", "kukar", "kaltim"),
    "upah-minimum": ("samarinda", "balikpapan", "paser", "kaltim"),
    "superhub": ("balikpapan", "samarinda", "kukar", "kaltim"),
}
"""Where each scenario changes most."""
PARTNERS_STAY = tuple(name for name in ACTS_IN if name != "tanpa-ikn")
"""Scenarios that change nothing outside the province."""


@pytest.fixture(scope="module")
def scenarios():
    return {name: replace(read_scenario(name, default_world()), end=Month(YEAR, 12)) for name in ("dasar", *ACTS_IN)}


@pytest.fixture(scope="module")
def comparison(scenarios):
    p = load_parameters()
    return compare(*(simulate(scenario, p) for scenario in scenarios.values()))


@pytest.fixture(scope="module")
def tables(comparison, scenarios):
    return {name: explained(comparison, scenarios, name) for name in ACTS_IN}


def results_of(comparison, name):
    return next(results for results in comparison.scenarios if results.name == name)


def explained(comparison, scenarios, name, pull=pull_of):
    told = pull(scenarios["dasar"], scenarios[name])
    return explain(comparison.baseline, results_of(comparison, name), default_world(), [YEAR], pull=told)


def of_all(table, channel):
    """A channel as a part of all channels together, by area."""
    sizes = table.assign(value_bn_rp=abs(table["value_bn_rp"]))
    whole = sizes.groupby("region")["value_bn_rp"].sum()
    return sizes[sizes["channel"] == channel].set_index("region")["value_bn_rp"] / whole


@pytest.mark.parametrize("name", ACTS_IN)
def test_the_channels_add_up_and_leave_less_than_a_twentieth(comparison, tables, name):
    change = {
        (area, YEAR): comparison.change(name, area, "grdp", YEAR).difference
        for area in all_areas(default_world().region_ids)
    }
    check_adds_up(tables[name], change)
    rest = unexplained(tables[name])
    assert {area: rest[area, YEAR] for area in ACTS_IN[name] if not rest[area, YEAR] < BOUND} == {}


@pytest.mark.parametrize("name", ACTS_IN)
def test_beside_all_channels_the_residual_is_small_everywhere(tables, name):
    share = of_all(tables[name], RESIDUAL)
    assert share[~(share < OF_ALL)].to_dict() == {}


@pytest.mark.parametrize("name", PARTNERS_STAY)
def test_demand_outside_is_no_channel_where_nothing_changes_outside(tables, name):
    share = of_all(tables[name], "outside_demand")
    assert share[~(share < OF_ALL)].to_dict() == {}


def test_dearer_labour_is_told_as_the_cost_of_wages(tables):
    values = tables["upah-minimum"].set_index(["region", "channel"])["value_bn_rp"]
    assert values["kaltim", "wage_costs"] < min(values["kaltim", "scarcity"], values["kaltim", "rivals"], 0.0)


@pytest.mark.parametrize("name", ["orders", "producer_price"])
def test_a_spoiled_record_is_seen_in_the_residual(comparison, scenarios, tables, name):
    scenario, region = "jalan-kukar-kubar", "kubar"
    data = results_of(comparison, scenario).data
    place = {"year": YEAR, "origin": region} | ({"destination": "kukar"} if name == "orders" else {})
    kept = data[name].sel(place).copy()
    data[name].loc[place] = 1.05 * kept
    spoiled = unexplained(explained(comparison, scenarios, scenario))[region, YEAR]
    data[name].loc[place] = kept
    assert spoiled > BOUND > unexplained(tables[scenario])[region, YEAR]


def test_partners_that_are_said_to_grow_with_an_estate_are_seen_in_the_residual(comparison, scenarios, tables):
    name, regions = "kawasan-industri-kariangau", len(default_world().region_ids)

    def wrong(baseline, scenario):
        right = pull_of(baseline, scenario)

        def pull(year):
            size = right(year).size
            return right(year)._replace(size=np.where(np.arange(size.shape[1]) < regions, size, size.max()))

        return pull

    spoiled = unexplained(explained(comparison, scenarios, name, wrong))["bontang", YEAR]
    assert spoiled > BOUND > unexplained(tables[name])["bontang", YEAR]


def test_a_run_beside_itself_has_no_channel(comparison):
    table = explain(comparison.baseline, comparison.baseline, default_world(), [YEAR])
    assert np.abs(table["value_bn_rp"]).max() < 1e-9
    assert (table["channel"] == RESIDUAL).any()
