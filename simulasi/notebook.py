"""The face for notebooks: a world, a scenario, a run, a comparison and a picture, in five lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi import simulation
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import distributions, load_parameters
from simulasi.data.world_file import open_world
from simulasi.ensemble import Varied
from simulasi.report.case import Case
from simulasi.report.figures import grdp_figure
from simulasi.report.words import Words
from simulasi.results.choice import check_whole
from simulasi.scenario.replay import replay_scenario
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    scenario: Scenario,
    *,
    changes: Mapping[str, float] | None = None,
    seed: int = 1,
    members: int = 1,
    vary: Iterable[str] = (),
) -> Results:
    """Run a scenario; ``data`` of the result is an xarray Dataset with units and labels, ``story`` how it was made.

    changes : parameters by ``group.name``; a world must be loaded with the same ones
    members : runs that differ by chance; with 1 nothing is left to chance
    vary    : parameters of which every member draws its own: names, groups, or ``all``; those of freight, traffic and
              trade only on the shipped world

    >>> from simulasi import load_world, read_scenario, simulate
    >>> results = simulate(read_scenario("dasar", load_world()))
    >>> results.data["grdp"].dims
    ('member', 'month', 'region')
    """
    p, names = load_parameters(changes), tuple(vary)
    is_shipped = bool(names) and scenario.base.digest == default_world(p).digest
    varied = Varied(distributions(names, p), default_world if is_shipped else None) if names else None
    return simulation.simulate(scenario, p, seed=seed, members=members, varied=varied)


def plot(comparison: Comparison, indicator: str = "grdp", *, year: int | None = None, lang: str = "id") -> Figure:
    """Draw the difference of an indicator by region over the years, for the first scenario of a comparison.

    ResultError when the indicator is not known because only a part of a run was recorded.
    """
    scenario = comparison.scenarios[0]
    if indicator not in set(comparison.table()["indicator"]):
        check_whole(comparison.baseline, scenario)
    chosen = year or comparison.years[-1]
    world = default_world()
    before, after = (_network(results, world, chosen) for results in (comparison.baseline, scenario))
    return grdp_figure(Case(comparison, scenario, chosen, before, after, Words(lang, world)), indicator)


def _network(results: Results, world: World, year: int) -> Network:
    story = results.story
    scenario = replay_scenario(story["scenario_name"], story["scenario"], story["trail"], world)
    return scenario.world_at(Month(year, DECEMBER)).network
