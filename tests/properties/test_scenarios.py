"""What holds for every set of scenario files: order never matters, and adding nothing changes nothing."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulasi.routing.trips import trip_h
from simulasi.scenario.replay import replay_scenario
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
TOWNS = {
    "e": {"lag_months": "3", "officials": "{ 2023 = 90 }", "officials_place": '"kota"'},
    "f": {"place": "{ kota = 1.0 }", "phase_in_months": "7"},
}
ZONES = {
    "g": {"phase_in_months": "5", "consolidation": "0.25"},
    "h": {"place": '"simpang"', "transfer_time_h": "", "local_share": "0.1", "closes": "2024-05-01"},
}
SHOCKS = {
    "i": {"link": '{ between = ["hilir", "kota"], mode = "road" }'},
    "j": {"link": '{ between = ["hulu", "hilir"], mode = "river" }', "closed": "", "travel_time_factor": "2.0",
          "closes": "", "months": "[8, 9, 10]"},
    "k": {"link": "", "terminal": '{ place = "kota", side = "sea" }', "closed": "", "capacity_factor": "0.5",
          "phase_in_months": "3", "closes": ""},
}  # fmt: skip
POLICIES = {
    "m": {"phase_in_months": "7"},
    "n": {"minimum_wage_factor": "", "local_content": '{ suppliers = ["kota"], factor = 1.7 }', "closes": "2024-03-01"},
    "o": {"minimum_wage_factor": "", "subsidy": '{ sectors = ["paddy"], share = 0.1 }'},
}
PIPES = {"p": {"phase_in_months": "3"}, "q": {"from": "", "tariff_rp_m3": "", "closes": "2024-02-01"}}
SCHOOLS = {"r": {"users": '["hilir"]'}, "s": {"users": '["kota"]', "phase_in_months": "5"}}
ALIKE = {"l": {"link": '{ between = ["hulu", "simpang"], mode = "road" }', "closed": "", "travel_time_factor": "1.0"}}
ALL = LINKS | TOWNS | ZONES | SHOCKS | POLICIES | PIPES | SCHOOLS | ALIKE
OF_THE_WORLD = ("programme", "officials", "minimum_wage", "affinity", "tax", "water_supply", "public", "payments")
WRITTEN = {
    **dict.fromkeys(LINKS, small.ROAD),
    **dict.fromkeys(TOWNS, small.TOWN),
    **dict.fromkeys(ZONES, small.ZONE),
    **dict.fromkeys(SHOCKS | ALIKE, small.CUT),
    **dict.fromkeys(POLICIES, small.WAGE),
    **dict.fromkeys(PIPES, small.PIPE),
    **dict.fromkeys(SCHOOLS, small.SCHOOL),
}
NAMES = sorted(WRITTEN)


def orders(names):
    some = st.lists(st.sampled_from(sorted(names)), unique=True, min_size=1)
    return some.flatmap(lambda x: st.tuples(st.just(x), st.permutations(x)))


ORDERS = orders(NAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("skenario")
    (home / "induk.toml").write_text(small.PARENT)
    for name, changes in ALL.items():
        own = {"programme": f'"{name}"'} if name in TOWNS else {}
        (home / f"{name}.toml").write_text(small.document(WRITTEN[name], id=f'"{name}"', **own, **changes))
    return home


@pytest.fixture(scope="module")
def world():
    return small.rich_world()


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
        assert one.network == other.network
        assert [getattr(one, name).tobytes() for name in OF_THE_WORLD] == [
            getattr(other, name).tobytes() for name in OF_THE_WORLD
        ]
        assert one.growth_index.tobytes() == other.growth_index.tobytes()


quick = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


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
@given(orders=orders(LINKS | TOWNS), step=st.integers(0, 35))
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
    assert (one is other) == (one == other)


@quick
@given(orders=ORDERS, renamed=st.permutations(NAMES), step=st.integers(0, 35))
def test_interventions_of_different_targets_commute(folder, world, orders, renamed, step):
    ids = dict(zip(NAMES, renamed, strict=True))
    found = []
    for names in (dict(zip(NAMES, NAMES, strict=True)), ids):
        scenario = read_scenario(package(folder, "paket", orders[0]), world)
        items = (item.model_copy(update={"id": names[item.id]}) for item in scenario.interventions)
        shuffled = replace(scenario, interventions=tuple(sorted(items, key=lambda item: item.id)))
        found.append(shuffled.world_at(scenario.start.after(step)))
    one, other = found
    assert one.network == other.network
    for name in OF_THE_WORLD:
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-12, abs=1e-12), name


@quick
@given(step=st.integers(0, 16))
def test_a_shock_without_effect_leaves_the_network_of_the_base(folder, world, step):
    scenario = read_scenario(str(folder / "l.toml"), world)
    assert scenario.world_at(scenario.start.after(step)).network is world.network


@quick
@given(orders=ORDERS, step=st.integers(0, 35))
def test_a_story_replays_to_the_same_world(folder, world, orders, step):
    scenario = read_scenario(package(folder, "paket", orders[0]), world)
    told = json.loads(json.dumps(scenario.resolved))
    again = replay_scenario(scenario.name, told, scenario.trail, world)
    assert again.interventions == scenario.interventions
    month = scenario.start.after(step)
    assert again.world_at(month).network == scenario.world_at(month).network
