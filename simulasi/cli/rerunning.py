"""Making a result once more, from nothing but its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.cli.printing import note
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.scenario.replay import replay_scenario
from simulasi.simulation import simulate

if TYPE_CHECKING:
    from simulasi.results.results import Results


def repeat(before: Results) -> Results:
    """Run again what the story of a result tells: its scenario, parameters and seed, on the world of today."""
    story = before.story
    p = load_parameters(story["parameters"])
    scenario = replay_scenario(story["scenario_name"], story["scenario"], story["trail"], default_world(p))
    note("cli.running", name=scenario.name, start=scenario.start, end=scenario.end)
    return simulate(scenario, p, seed=int(story["seed"]))
