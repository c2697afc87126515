"""The face for notebooks: a world, a scenario, a run, a comparison and a picture, in five lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi import simulation
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.world_file import open_world
from simulasi.report.case import Case
from simulasi.report.figures import grdp_figure
from simulasi.report.words import Words
from simulasi.scenario.replay import replay_scenario
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from matplotlib.figure import Figure

    from simulasi.results.compare import Comparison
    from simulasi.results.results import Results
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.network import Network
    from simulasi.world.world import World

DECEMBER = 12


def load_world(folder: str | Path | None = None, *, changes: Mapping[str, float] | None = None) -> World:
    """Open a world from its folder, or build the one that comes with the package.

    changes : parameters by ``group.name`` that the shipped world is built with
    """
    p = load_parameters(changes)
    return open_world(folder, p=p) if folder is not None else default_world(p)


def simulate(
    scenario: Scenario, *, changes: Mapping[str, float] | None = None, seed: int = 1, members: int = 1
) -> Results:
    """Run a scenario; ``data`` of the result is an xarray Dataset with units and labels, ``story`` how it was made.

    changes : parameters by ``group.name``; a world must be loaded with the same ones
    members : runs that differ by chance; with 1 nothing is left to chance

    >>> from simulasi import load_world, read_scenario, simulate
    >>> results = simulate(read_scenario("dasar", load_world()))
    >>> results.data["grdp"].dims
    ('member', 'month', 'region')
    """
    return simulation.simulate(scenario, load_parameters(changes), seed=seed, members=members)


def plot(comparison: Comparison, indicator: str = "grdp", *, year: int | None = None, lang: str = "id") -> Figure:
    """Draw the difference of an indicator by region over the years, for the first scenario of a comparison."""
    scenario = comparison.scenarios[0]
    chosen = year or comparison.years[-1]
    world = default_world()
    before, after = (_network(results, world, chosen) for results in (comparison.baseline, scenario))
    return grdp_figure(Case(comparison, scenario, chosen, before, after, Words(lang, world)), indicator)


def _network(results: Results, world: World, year: int) -> Network:
    story = results.story
    scenario = replay_scenario(story["scenario_name"], story["scenario"], story["trail"], world)
    return scenario.world_at(Month(year, DECEMBER)).network
