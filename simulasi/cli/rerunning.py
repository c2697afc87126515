"""Making a result once more, from nothing but its story."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from simulasi.cli.opening import world_at, world_for
from simulasi.cli.printing import note, text
from simulasi.cli.runs import note_run
from simulasi.cli.worlds import figure
from simulasi.data.load_parameters import load_parameters
from simulasi.ensemble import Varied
from simulasi.model.distributions import Distribution
from simulasi.results.choice import ATTRIBUTE
from simulasi.scenario.replay import replay_scenario
from simulasi.simulation import simulate

if TYPE_CHECKING:
    from pathlib import Path

    from simulasi.results.results import Results
    from simulasi.results.sameness import Difference


def repeat(before: Results, folder: Path | None = None) -> Results:
    """Run again what the story of a result tells: its scenario, parameters and seed, on the world of today.

    folder : saved world that the result was run on, None for the shipped one
    """
    story = before.story
    world = world_at(folder, story["parameters"])
    if world.digest != story["world_digest"]:
        note("cli.other_world", told=story["world_digest"], found=world.digest)
    scenario = replay_scenario(story["scenario_name"], story["scenario"], story["trail"], world)
    note_run(scenario, before.members)
    p = load_parameters(story["parameters"])
    told = {name: Distribution(**of) for name, of in story.get("varied", {}).items()}
    varied = Varied(told, partial(world_for, folder)) if told else None
    record = str(before.data.attrs.get(ATTRIBUTE, "")).split()
    return simulate(scenario, p, seed=int(story["seed"]), members=before.members, varied=varied, record=record)


def difference_line(item: Difference) -> str:
    """Write one thing that differs; how far numbers are apart only where there are numbers.

    >>> from simulasi.results.sameness import Difference
    >>> difference_line(Difference("story.seed", "1", "2", math.nan))
    'story.seed: 1 2'
    """
    told = {"what": item.what, "first": item.first, "second": item.second}
    if math.isfinite(item.largest):
        return text("cli.difference", **told, largest=figure(float(f"{item.largest:.3g}")))
    return text("cli.difference_in_words", **told)
