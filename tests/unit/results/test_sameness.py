"""A result made once more is the same bit for bit, and one spoiled number is seen."""

import json

import pytest
from shipped import shipped_run, shipped_scenario
from typer.testing import CliRunner

from simulasi.cli.main import app
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.errors import ScenarioError
from simulasi.results.made_up import made_up_results
from simulasi.results.sameness import differences
from simulasi.scenario.replay import replay_scenario
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hasil") / "dasar"
    runner = CliRunner()
    assert runner.invoke(app, ["run", "dasar", "-o", str(folder), "--until", "2022-06"]).exit_code == 0
    return folder


def test_a_rerun_gives_the_same_bits(short):
    outcome = CliRunner().invoke(app, ["rerun", str(short)])
    assert outcome.exit_code == 0
    assert "bit demi bit" in outcome.output


def test_a_rerun_says_what_differs(short, tmp_path):
    copy = tmp_path / "dasar"
    copy.mkdir()
    for name in ("results.nc", "story.json"):
        (copy / name).write_bytes((short / name).read_bytes())
    story = json.loads((copy / "story.json").read_text(encoding="utf-8"))
    story["parameters"]["trade.sigma_goods"] = 5.0
    (copy / "story.json").write_text(json.dumps(story), encoding="utf-8")
    outcome = CliRunner().invoke(app, ["rerun", str(copy)])
    assert outcome.exit_code == 1
    assert "grdp" in outcome.output


def test_one_spoiled_number_is_a_difference():
    first, second = made_up_results(), made_up_results()
    second.data["grdp"][0, 3, 0] *= 1.0 + 1e-12
    (found,) = differences(first, second)
    assert found.what == "grdp"
    assert found.largest == pytest.approx(1e-12, rel=1e-3)


def test_a_story_replays_to_the_same_interventions():
    world = default_world()
    scenario = read_scenario("jalan-kukar-kubar", world)
    again = replay_scenario(scenario.name, scenario.resolved, scenario.trail, world)
    assert again.interventions == scenario.interventions
    assert (again.start, again.end, again.trend) == (scenario.start, scenario.end, scenario.trend)


def test_a_story_of_another_world_is_refused():
    world = default_world()
    resolved = json.loads(json.dumps(read_scenario("jalan-kukar-kubar", world).resolved))
    resolved["interventions"]["jalan-kukar-kubar"]["between"] = ["kota_bangun", "atlantis"]
    with pytest.raises(ScenarioError) as caught:
        replay_scenario("x", resolved, {}, world)
    assert caught.value.faults[0].code == "replay_refused"


def test_two_runs_in_one_process_are_equal():
    assert differences(shipped_run("dasar"), simulate(shipped_scenario("dasar"), load_parameters())) == ()


def test_a_scenario_that_adds_nothing_is_its_parent_bit_for_bit(tmp_path):
    child = tmp_path / "anak.toml"
    child.write_text('title = "Anak"\nextends = "dasar"\n', encoding="utf-8")
    found = differences(shipped_run("dasar"), simulate(read_scenario(str(child), default_world()), load_parameters()))
    assert {item.what for item in found if not item.what.startswith("story.")} == set()


def test_a_scenario_that_adds_something_is_not_its_parent():
    found = differences(shipped_run("dasar"), shipped_run("jalan-kukar-kubar"))
    assert "grdp" in {item.what for item in found}
