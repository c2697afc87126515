"""Trips are those that the scenario names, and those that changed most."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_case import BASE, ROAD, made_up_run

from simulasi.report.case import Case
from simulasi.report.trips import hauls, journeys
from simulasi.results.compare import compare
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import CLOSED, Link


def test_the_trip_that_the_scenario_expects_is_told_before_and_after(case):
    (journey,) = journeys(case)
    assert (journey.origin, journey.destination) == ("tenggarong", "sendawar")
    assert (round(journey.before_h, 1), round(journey.after_h, 1)) == (8.0, 4.0)


def test_every_class_of_cargo_is_told_on_the_route_and_from_the_hub_to_its_far_end(case):
    found = hauls(case)
    pairs = list(dict.fromkeys((haul.origin, haul.destination) for haul in found))
    assert pairs == [("kukar", "kubar"), ("samarinda", "kubar")]
    assert [haul.cargo for haul in found] == [*TRAFFIC_CLASSES] * 2
    dry_bulk = found[0]
    assert (dry_bulk.before.modes, dry_bulk.before.time_h) == (("sea",), 8.0)
    assert (dry_bulk.after.modes, dry_bulk.after.time_h) == (("road",), 4.0)


def test_without_a_change_there_is_no_trip(unchanged):
    assert journeys(unchanged) == hauls(unchanged) == ()


def test_a_link_elsewhere_without_expectations_shows_its_own_ends(case):
    fields = {**ROAD, "id": "tol", "between": ["balikpapan", "ikn_kipp"], "mode": "toll"}
    del fields["expects"]
    world = case.words.world
    base, run = (
        made_up_run(world, name, {**BASE, "interventions": kinds})
        for name, kinds in (("dasar", {}), ("tol", {"tol": fields}))
    )
    run.data["generalised_cost_rp_t"].loc[{"origin": "paser", "destination": "ikn"}] = 1.0
    toll = Link(("balikpapan", "ikn_kipp"), "toll", 45.0, 0.6)
    elsewhere = Case(compare(base, run), run, 2035, world.network, world.network.with_link(toll), case.words)
    assert [(journey.origin, journey.destination) for journey in journeys(elsewhere)] == [("balikpapan", "ikn_kipp")]
    pairs = list(dict.fromkeys((haul.origin, haul.destination) for haul in hauls(elsewhere)))
    assert pairs[0] == ("balikpapan", "ikn")
    assert ("paser", "ikn") in pairs


def test_a_pair_whose_cost_changed_is_told_for_the_class_that_changed_most(case):
    data = case.scenario.data.copy(deep=True)
    for cargo, factor in (("container", 0.5), ("people", 3.0)):
        data["generalised_cost_rp_t"].loc[{"origin": "berau", "destination": "bontang", "cargo": cargo}] *= factor
    changed = replace(case, scenario=replace(case.scenario, data=data))
    assert [haul.cargo for haul in hauls(changed) if haul.origin == "berau"] == ["people"]


def test_a_way_that_closes_counts_as_the_largest_change(case):
    shut = case.scenario.data.copy(deep=True)
    shut["generalised_cost_rp_t"].loc[{"origin": "berau", "destination": "bontang"}] = np.inf
    results = replace(case.scenario, data=shut)
    changed = replace(case, scenario=results)
    assert ("berau", "bontang") in {(haul.origin, haul.destination) for haul in hauls(changed)}


def test_a_closed_link_is_among_the_changed_ones(case):
    link = case.before.link("samarinda", "bontang", "road")
    cut = replace(case, after=case.before.with_link(replace(link, state=CLOSED)))
    assert [found.key for found in cut.changed_links] == [link.key]
    assert case.changed_links[0].key == ("kota_bangun", "melak", "road")


@pytest.mark.parametrize("modes", ["", "road", "road+river+sea"])
def test_modes_keep_their_order(case, modes):
    run = replace(case.scenario, data=case.scenario.data.copy(deep=True))
    run.data["modes"] = run.data["modes"].astype("U20")
    run.data["modes"].loc[{"origin": "kukar", "destination": "kubar"}] = modes
    found = hauls(replace(case, scenario=run))[0]
    assert "+".join(found.after.modes) == modes
