"""Our own work: each function makes something ready and returns what is timed. Only this file knows the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.made_up_streets import made_up_streets
from benchmarks.made_up_trade import made_up_trade
from benchmarks.worlds import with_limits, with_new_network, with_places_between, without_limits
from simulasi.agents import HinterlandModel, running
from simulasi.course import Course
from simulasi.data.build_world import build_world, default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import load_tables
from simulasi.data.made_up import made_up_world
from simulasi.model.haulage import open_network
from simulasi.model.market import Market
from simulasi.model.structure import calibrate
from simulasi.model.trade import deliver, quote
from simulasi.recorder import Recorder
from simulasi.results.choice import Choice
from simulasi.routing.equilibrium import equilibrium
from simulasi.routing.made_up_roads import grid_of_streets
from simulasi.routing.paths import least_cost_paths
from simulasi.scenario.scenario import Scenario, read_scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulasi.world.world import World

    Work = Callable[[], object]

FIRST = Month(2022, 1)
FEW = ("grdp", "jobs", "yearly")
"""What is recorded of worlds of few pairs."""
SHOCKED_STEP, LEFT = 10, 0.7
"""When the plant of one region is cut in the runs beside BoARIO, and what is left of it."""


def default_run(*, scenario: str = "jalan-kukar-kubar", congestion: bool = True, members: int = 1) -> Work:
    """Run a scenario of the default world, to results in memory; the road when none is named."""
    world, p = default_world(), load_parameters()
    read = read_scenario(scenario, world if congestion else without_limits(world))
    return lambda: simulate(read, p, members=members)


def base_world() -> Work:
    """Build the default world from tables in memory."""
    tables, p = load_tables(), load_parameters()
    return lambda: build_world(tables, p)


def whole_run(*, regions: int, sectors: int, months: int, origins: int | None = None) -> Work:
    """Run a made-up world, to results in memory: routes found, months run, identities checked.

    All is recorded, but where destinations buy from few ``origins`` yearly GRDP and jobs alone.
    """
    scenario, p = quiet(made_up_world(regions, sectors, 1, origins=origins), months), load_parameters()
    return lambda: simulate(scenario, p, record=FEW if origins else ())


def steps(*, regions: int, sectors: int, months: int, congestion: bool = False, origins: int | None = None) -> Work:
    """Run and record months of a made-up world whose routes are known; the plant of one region is cut on the way."""
    world, p = made_up_world(regions, sectors, 1, origins=origins), load_parameters()
    scenario = quiet(with_limits(world) if congestion else world, months)
    course = Course(scenario, p)
    return lambda: _steps(course, months, Choice.of(FEW if origins else ()))


def _steps(course: Course, months: int, choice: Choice) -> None:
    recorder = Recorder(course.scenario, course, choice=choice)
    with running(HinterlandModel(course.scenario, course.parameters, course=course)) as model:
        for step in range(months):
            if step == SHOCKED_STEP:
                model.regions[0].capacity = LEFT * model.regions[0].capacity
            month, now = model.month, model.conditions
            model.step()
            recorder.record(month, now, model.state, model.last)


def quiet(world: World, months: int) -> Scenario:
    """Return a scenario in which nobody intervenes."""
    return Scenario("diam", "", "", FIRST, FIRST.after(months - 1), "none", (), {}, {}, world)


def network_event(*, regions: int = 0, places: int = 0, routes: int = 3) -> Work:
    """Find routes, costs and kernels on a network that is not known yet; of the default world without ``regions``."""
    p = load_parameters({"traffic.routes": float(routes)})
    world = with_places_between(made_up_world(regions, 37, 1), places=places) if regions else default_world()
    structure = calibrate(world, p)
    return lambda: open_network(with_new_network(world), structure, p)


def traffic_equilibrium(*, gap: float) -> Work:
    """Assign traffic to a grid of 24 nodes and 76 links."""
    roads, trips = grid_of_streets(4, 6, trips=150_000.0)
    return lambda: equilibrium(roads, trips, gap)


def trade_step(*, regions: int, sectors: int) -> Work:
    """Quote, order, ration and deliver once between made-up regions (eq. 6-8)."""
    case = made_up_trade(regions, sectors)
    nothing, no_zone = np.zeros_like(case.weight), np.zeros((sectors, 0, regions, regions))
    kernels = Market(case.weight, case.arriving, case.paid, nothing, nothing, no_zone, np.arange(0))
    price, supply, wanted = case.price[:, None], case.supply[:, None], case.wanted[:, :, None]
    size, usual = np.ones((sectors, 1, regions)), np.ones((sectors, 1, regions))

    def trade() -> np.ndarray:
        terms = quote(price, size, kernels, usual, sigma=case.sigma[:, None, None])
        return deliver(wanted, supply, terms, kernels).arrivals[:, :, 0]

    return trade


def paths(*, rows: int, columns: int, sources: int) -> Work:
    """Find least-cost paths from some nodes of a grid to all others, and the links on them."""
    streets, nodes = made_up_streets(rows, columns, sources=sources), rows * columns
    return lambda: least_cost_paths(streets.tail, streets.head, streets.minutes, nodes=nodes, sources=streets.sources)
