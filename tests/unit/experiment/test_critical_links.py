"""Closing the only road of a region cuts it off; closing what nobody uses costs nothing."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import still_scenario, tiny_parameters, tiny_world

from simulasi.experiment import critical_links as critical
from simulasi.experiment.critical_links import COLUMNS, Closing, closed, critical_links, cut_off, detours
from simulasi.model.parameters import Parameters
from simulasi.scenario.scenario import Scenario
from simulasi.simulation import simulate
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, Link, Place

LAST = "kota-hulu-kota-tengah.road"
FIRST = "kota-hilir-kota-tengah.road"
CLASSES = len(TRAFFIC_CLASSES)


def with_links(world, *links):
    network = world.network
    for link in links:
        network = network.with_link(link)
    return world.with_network(network)


@pytest.fixture(scope="module")
def p() -> Parameters:
    return tiny_parameters()


@pytest.fixture(scope="module")
def found(p):
    return critical_links(still_scenario(tiny_world()), p, Closing.of(2022, 6))


def loss_of(found, name):
    return next(loss for loss in found.losses if loss.link.name == name)


def test_every_link_in_use_is_closed_once_and_the_largest_loss_stands_first(found):
    assert {loss.link.name for loss in found.losses} == {FIRST, LAST, "kota-dunia-kota-hilir.sea"}
    totals = [loss.grdp.sum() for loss in found.losses]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] > 0.0


def test_the_region_whose_only_road_is_closed_is_cut_off_and_loses(found):
    loss = loss_of(found, LAST)
    assert "hulu" in loss.cut_off
    assert "hilir" not in loss.cut_off
    assert loss.grdp[2] > 0.0
    assert loss.shortage[2] >= 0.0
    assert loss.vehicles_day > 0.0


def test_losses_are_those_of_two_runs(found, p):
    scenario = replace(still_scenario(tiny_world()), end=Month(2023, 12))
    link = scenario.base.network.link("kota-hulu", "kota-tengah", "road")
    before, after = (simulate(run, p).data for run in (scenario, closed(scenario, link, Closing.of(2022, 6))))
    expected = (before.grdp - after.grdp).sum("month").isel(member=0).to_numpy()
    np.testing.assert_allclose(loss_of(found, LAST).grdp, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.grdp_year, before.grdp.isel(member=0)[:12].sum("month"), rtol=1e-12)


def test_the_link_is_closed_for_the_time_and_no_longer():
    scenario = still_scenario(tiny_world())
    link = scenario.base.network.link("kota-hulu", "kota-tengah", "road")
    closing = Closing.of(2023, 3)
    shut = closed(scenario, link, closing)
    states = [shut.world_at(Month(2023, month)).network.links[link.key].state for month in (1, 3, 4)]
    assert states == [CLOSED, CLOSED, "open"]
    assert shut.world_at(Month(2022, 12)).network.links[link.key] == link
    assert str(closing.until) == "2024-12"


def test_closing_what_nobody_uses_costs_nothing_exactly(p, monkeypatch):
    slow = Link(("kota-hilir", "kota-hulu"), "road", 5000.0, 300.0)
    scenario = still_scenario(with_links(tiny_world(), slow))
    assert slow.name not in {loss.link.name for loss in critical_links(scenario, p, Closing.of(2022, 12)).losses}
    seen = critical._seen

    def used_too(*arguments):
        return (result := seen(*arguments))._replace(loads={**result.loads, slow.name: 1.0})

    monkeypatch.setattr(critical, "_seen", used_too)
    loss = loss_of(critical_links(scenario, p, Closing.of(2022, 12)), slow.name)
    for losses in (loss.grdp, loss.shortage, loss.unserved, loss.detour):
        assert (losses == 0.0).all()
    assert loss.cut_off == {}


def test_flights_and_closed_links_are_left_out(p):
    field = Place("lapangan", "Lapangan", "hulu", None, None)
    world = tiny_world()
    network = replace(world.network, places={**world.network.places, field.id: field})
    world = with_links(
        world.with_network(network),
        Link(("kota-hilir", "kota-hulu"), "air", 300.0, 1.0),
        Link(("kota-hilir", "kota-hulu"), "company_road", 150.0, 3.0, state=CLOSED),
    )
    modes = {loss.link.mode for loss in critical_links(still_scenario(world), p, Closing.of(2022, 1)).losses}
    assert modes == {"road", "sea"}


def test_the_table_has_a_row_for_every_link_and_region_and_for_all(found):
    table = found.table()
    assert tuple(table.columns) == COLUMNS
    assert len(table) == len(found.losses) * 4
    whole = table[(table["link"] == LAST) & (table["region"] == "kaltim")].iloc[0]
    parts = table[(table["link"] == LAST) & (table["region"] != "kaltim")]
    assert whole["grdp_loss_bn_rp"] == pytest.approx(parts["grdp_loss_bn_rp"].sum())
    assert whole["grdp_loss_percent"] == pytest.approx(found.percent(loss_of(found, LAST)))
    assert whole["cut_off"] == "hulu"
    assert "general" in parts[parts["region"] == "hulu"].iloc[0]["cut_off"].split()


def test_a_scenario_that_opens_the_link_itself_can_have_it_closed(p):
    planned = Link(("kota-hilir", "kota-hulu"), "toll", 100.0, 1.2, opens=Month(2022, 1))
    base = still_scenario(with_links(tiny_world(), planned))
    names = [loss.link.name for loss in critical_links(base, p, Closing.of(2022, 2)).losses]
    assert planned.name in names
    assert isinstance(base, Scenario)


def test_detours_are_counted_at_the_ends_that_are_regions():
    vehicles, before = np.zeros((CLASSES, 3, 3)), np.ones((CLASSES, 3, 3))
    vehicles[0, 0, 1], vehicles[1, 2, 0], vehicles[2, 1, 0] = 10.0, 4.0, 100.0
    after = before.copy()
    after[0, 0, 1], after[1, 2, 0], after[2, 1, 0] = 3.0, 1.5, np.inf
    found = detours(vehicles, before, after, regions=2)
    assert found.tolist() == [10.0 + 2.0, 10.0]


def test_who_keeps_half_of_the_traffic_is_not_cut_off():
    units, before = np.zeros((CLASSES, 3, 3)), np.ones((CLASSES, 3, 3))
    units[0, 0, 1] = units[0, 0, 2] = 5.0
    after = before.copy()
    after[0, 0, 1] = np.inf
    assert cut_off(units, before, after, ("a", "b", "c")) == {"b": TRAFFIC_CLASSES}
    units[3, 0, 2] = units[3, 1, 2] = 1.0
    assert cut_off(units, before, after, ("a", "b", "c")) == {"b": TRAFFIC_CLASSES[:1]}
    assert cut_off(units, before, before, ("a", "b", "c")) == {}
