"""What holds for every set of scenario files: order never matters, and adding nothing changes nothing."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulasi.routing.trips import trip_h
from simulasi.scenario.scenario import read_scenario

_file = Path(__file__).parents[1] / "unit" / "scenario" / "small_world.py"
_spec = importlib.util.spec_from_file_location("small_world", _file)
small = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small)

LINKS = {
    "a": {"between": '["hulu", "kota"]'},
    "b": {"between": '["simpang", "kota"]', "opens": "2022-06-01"},
    "c": {"between": '["hulu", "hilir"]', "closes": "2024-02-01"},
    "d": {"between": '["simpang", "hilir"]', "state": '"better"', "distance_km": "250.0", "travel_time_h": "6.0"},
}
TOWNS = {"e": {"lag_months": "3"}, "f": {"place": "{ kota = 1.0 }", "phase_in_months": "7"}}
NAMES = sorted(LINKS | TOWNS)
ORDERS = st.lists(st.sampled_from(NAMES), unique=True, min_size=1).flatmap(
    lambda x: st.tuples(st.just(x), st.permutations(x))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("skenario")
    (home / "induk.toml").write_text(small.PARENT)
    for name, changes in LINKS.items():
        (home / f"{name}.toml").write_text(small.document(small.ROAD, id=f'"{name}"', **changes))
    for name, changes in TOWNS.items():
        text = small.document(small.TOWN, id=f'"{name}"', programme=f'"{name}"', **changes)
        (home / f"{name}.toml").write_text(text)
    return home


@pytest.fixture(scope="module")
def world():
    return small.small_world()


def package(folder, name, parts):
    listed = ", ".join(f'"{part}"' for part in parts)
    (folder / f"{name}.toml").write_text(small.child(f"include = [{listed}]"))
    return str(folder / f"{name}.toml")


def assert_same(first, second):
    assert first.interventions == second.interventions
    assert first.trail == second.trail
    assert first.resolved["interventions"] == second.resolved["interventions"]
    assert first.openings == second.openings
    for month in first.months:
        one, other = first.world_at(month), second.world_at(month)
        assert one.network.links == other.network.links
        assert one.programme.tobytes() == other.programme.tobytes()
        assert one.growth_index.tobytes() == other.growth_index.tobytes()


quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(orders=ORDERS)
def test_the_order_of_include_never_matters(folder, world, orders):
    first, second = (read_scenario(package(folder, "paket", order), world) for order in orders)
    assert_same(first, second)


@quick
@given(orders=ORDERS)
def test_the_order_of_a_sum_never_matters(folder, world, orders):
    first, second = ("+".join(str(folder / f"{part}.toml") for part in order) for order in orders)
    assert_same(read_scenario(first, world), read_scenario(second, world))


@quick
@given(orders=ORDERS)
def test_a_sum_is_the_package_of_its_parts(folder, world, orders):
    _, order = orders
    names = "+".join(str(folder / f"{part}.toml") for part in order)
    assert_same(read_scenario(names, world), read_scenario(package(folder, "paket", order), world))


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_that_adds_nothing_equals_its_parent_bit_for_bit(folder, world, name):
    (folder / "kosong.toml").write_text(f'title = "Kosong"\nextends = "{name}"')
    assert_same(read_scenario(str(folder / "kosong.toml"), world), read_scenario(str(folder / f"{name}.toml"), world))


@pytest.mark.parametrize("name", NAMES)
def test_taking_out_the_only_change_gives_the_parent(folder, world, name):
    scenario = read_scenario(str(folder / f"{name}.toml"), world).without(name)
    assert_same(scenario, read_scenario(str(folder / "induk.toml"), world))


@quick
@given(orders=ORDERS, step=st.integers(0, 35))
def test_an_opened_link_never_makes_a_trip_longer(folder, world, orders, step):
    scenario = read_scenario(package(folder, "paket", orders[0]), world)
    network = scenario.world_at(scenario.start.after(step)).network
    modes = {"road", "toll", "company_road", "sea"}
    for origin in ("hulu", "simpang", "hilir", "pelabuhan"):
        assert trip_h(network, origin, "kota", modes) <= trip_h(world.network, origin, "kota", modes)


@quick
@given(orders=ORDERS, steps=st.tuples(st.integers(0, 35), st.integers(0, 35)))
def test_networks_are_shared_exactly_when_equal(folder, world, orders, steps):
    scenario = read_scenario(package(folder, "paket", orders[0]), world)
    one, other = (scenario.world_at(scenario.start.after(step)).network for step in steps)
    assert (one is other) == (one.links == other.links)
