"""Who uses a link is what the link carried in the year, and a link that cannot be told of is a fault."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import still_scenario, tiny_parameters, tiny_world

from simulasi.agents import HinterlandModel, running
from simulasi.errors import ResultError
from simulasi.experiment.link_users import COLUMNS, link_users, moved_on_routes, open_link
from simulasi.model.traffic import gate_loads, on_stretches
from simulasi.simulation import simulate
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, Terminal

ROAD = "kota-hilir-kota-tengah.road"
PORT = "kota-dunia-kota-hilir.sea"


@pytest.fixture(scope="module")
def scenario():
    return still_scenario(tiny_world())


@pytest.fixture(scope="module")
def found(scenario):
    return link_users(scenario, tiny_parameters(), ROAD, 2022)


def narrow_port(world, share):
    """The port of the tiny world lets through only a share of what asks to pass."""
    with running(HinterlandModel(still_scenario(world), tiny_parameters())) as model:
        model.step()
        terminals = len(model.course.structure.haulage.catalogue.terminals)
        asked = model.last.loads[:-1, -terminals:].sum(axis=(0, 2)).max()
    port = Terminal("kota-hilir", "sea", capacity_t_month=share * asked)
    return world.with_network(world.network.with_terminal(port))


def faults_of(call):
    with pytest.raises(ResultError) as caught:
        call()
    return caught.value.faults


def test_users_sum_to_the_vehicles_of_the_year(scenario, found):
    data = simulate(scenario, tiny_parameters()).data.sel(year=2022, link=ROAD).isel(member=0)
    assert tuple(found.users.columns) == COLUMNS
    assert found.users.vehicles_day.sum() == pytest.approx(found.vehicles_day)
    assert found.vehicles_day == pytest.approx(float(data.link_vehicles_day))
    by_class = found.users.groupby("cargo").units_year.sum()
    for cargo in by_class.index:
        assert by_class[cargo] == pytest.approx(float(data.link_units.sel(cargo=cargo).sum()))


def test_the_only_road_has_all_traffic_of_the_pairs_beyond_it(found):
    assert found.users.share.to_numpy() == pytest.approx(1.0)
    pairs = {(row.origin, row.destination) for row in found.users.itertuples()}
    assert ("hilir", "hulu") in pairs
    assert ("dunia", "tengah") in pairs
    assert ("tengah", "hulu") not in pairs
    assert found.users.vehicles_day.is_monotonic_decreasing


def test_hours_stand_beside_the_published_ones(found):
    assert found.link.hours == (2.5, 2.5)
    assert found.hours == pytest.approx((2.5, 2.5))


@pytest.mark.parametrize("share", [2.0, 0.4])
def test_what_moved_on_routes_is_what_passed_the_gates(share):
    world, p = narrow_port(tiny_world(), share), tiny_parameters()
    with running(HinterlandModel(still_scenario(world), p)) as model:
        for _ in range(4):
            now, before = model.conditions, model.state
            model.step()
            base = model.course.structure.haulage
            moved = moved_on_routes(before, model.last, now, base, p.traffic)
            roads = now.network.roads
            loads = gate_loads(roads, on_stretches(roads, moved), classes=len(TRAFFIC_CLASSES))
            np.testing.assert_allclose(loads, model.last.loads, rtol=1e-12)
        assert base.waits
        assert (model.state.traffic.queue.max() > 0.0) == (share < 1.0)


def test_the_ends_of_a_link_may_be_turned(scenario):
    network = scenario.base.network
    assert open_link(network, "kota-tengah-kota-hilir.road", Month(2022, 12)).name == ROAD


def test_an_unknown_link_is_answered_with_the_nearest_names(scenario):
    (fault,) = faults_of(lambda: link_users(scenario, tiny_parameters(), "kota-hilir-kota-tenga.road", 2022))
    assert fault.code == "unknown_link"
    assert fault.fields["nearest"].startswith(ROAD)
    assert "', '" in fault.fields["nearest"]


def test_a_link_that_is_not_open_is_a_fault(scenario):
    network = scenario.base.network
    shut = network.with_link(replace(network.link("kota-hilir", "kota-tengah", "road"), state=CLOSED))
    (fault,) = faults_of(lambda: open_link(shut, ROAD, Month(2022, 12)))
    assert (fault.code, fault.fields) == ("link_not_open", {"month": "2022-12"})


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_year_that_is_not_run_whole_is_a_fault(scenario, year):
    (fault,) = faults_of(lambda: link_users(scenario, tiny_parameters(), PORT, year))
    assert (fault.code, fault.fields) == ("year_not_run", {"first": "2022", "last": "2023"})
