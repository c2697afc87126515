"""How much an answer moves with the assumptions that moved it most: one at a time, from real runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulasi.results.compare import Comparison, compare
from simulasi.scenario.interventions.demand import DemandIntervention
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simulasi.model.parameters import Parameters
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.world import World

BOOKED = "booked"
"""Name of the factor that scales the booked share of every programme."""
BOOKED_SPAN = (0.75, 1.25)
"""The booked share a quarter lower and higher (assumption)."""


@dataclass(frozen=True)
class Factor:
    """One assumption, or two that move against each other, at its low and its high end.

    low, high : parameter values by name; for ``booked`` a factor on the share
    """

    name: str
    low: Mapping[str, float]
    high: Mapping[str, float]


@dataclass(frozen=True)
class Swing:
    """The answer with a factor at its low and high end, and as it stands."""

    factor: Factor
    low: float
    central: float
    high: float

    @property
    def span(self) -> tuple[float, float]:
        """The smallest and the largest of the three answers: the largest need not be at an end.

        >>> Swing(Factor("sigma", {}, {}), 2.0, 5.0, 3.0).span
        (2.0, 5.0)
        """
        answers = (self.low, self.central, self.high)
        return min(answers), max(answers)

    @property
    def width(self) -> float:
        """How far apart the answers lie."""
        least, most = self.span
        return most - least


@dataclass(frozen=True)
class Laboratory:
    """How to make what a run needs from changed parameters; handed in, so that this file reads no tables.

    scenario_of : reads a scenario by name; one that ends it with the year that is asked for saves time
    """

    parameters_of: Callable[[Mapping[str, float]], Parameters]
    world_of: Callable[[Parameters], World]
    scenario_of: Callable[[str, World], Scenario] = read_scenario


def factors(ranges: Mapping[str, tuple[float, float]]) -> tuple[Factor, ...]:
    """Return the six assumptions that moved results most, at the ends of their published ranges.

    ranges : (low, high) by parameter name
    Hours count against kilometres: dear time goes with cheap distance, and the other way round.
    """
    single = {
        "sigma": "trade.sigma_goods",
        "export_elasticity": "trade.export_elasticity",
        "freight_share": "freight.share_of_margin",
        "resource_slack": "production.resource_slack",
    }
    found = {name: Factor(name, {key: ranges[key][0]}, {key: ranges[key][1]}) for name, key in single.items()}
    time, distance = "freight.vehicle_time", "freight.tariff_road"
    found["hours_against_km"] = Factor(
        "hours_against_km",
        {time: ranges[time][0], distance: ranges[distance][1]},
        {time: ranges[time][1], distance: ranges[distance][0]},
    )
    found[BOOKED] = Factor(BOOKED, {BOOKED: BOOKED_SPAN[0]}, {BOOKED: BOOKED_SPAN[1]})
    return tuple(found[name] for name in ORDER)


ORDER = ("sigma", "export_elasticity", "freight_share", "hours_against_km", BOOKED, "resource_slack")


def swings(
    baseline: str,
    scenario: str,
    of: tuple[Factor, ...],
    laboratory: Laboratory,
    answer: Callable[[Comparison], float],
    *,
    changes: Mapping[str, float],
    known: float | None = None,
) -> tuple[Swing, ...]:
    """Run baseline and scenario with every factor at its ends, widest swing first.

    changes : parameters that are changed in all runs
    answer  : what is asked of a comparison, e.g. the change of GRDP of a region in a year
    known   : the answer as it stands, where it was found before; else two more runs find it
    """

    def ask(moved: Mapping[str, float]) -> float:
        return answer(compared(baseline, scenario, laboratory, {**changes, **moved}))

    central = ask({}) if known is None else known
    found = [Swing(factor, ask(factor.low), central, ask(factor.high)) for factor in of]
    return widest_first(found)


def widest_first(found: Iterable[Swing]) -> tuple[Swing, ...]:
    """Sort swings by their width; equal ones by name."""
    return tuple(sorted(found, key=lambda swing: (-swing.width, swing.factor.name)))


def compared(baseline: str, scenario: str, laboratory: Laboratory, changes: Mapping[str, float]) -> Comparison:
    """Run two scenarios on the world that the changed parameters make, and compare them."""
    share = changes.get(BOOKED, 1.0)
    p = laboratory.parameters_of({name: value for name, value in changes.items() if name != BOOKED})
    world = laboratory.world_of(p)
    scenarios = (with_booked(laboratory.scenario_of(name, world), share) for name in (baseline, scenario))
    return compare(*(simulate(changed, p) for changed in scenarios))


def with_booked(scenario: Scenario, factor: float) -> Scenario:
    """Return the scenario with the booked share of every programme multiplied, at most 1."""
    if factor == 1.0:
        return scenario
    changed = tuple(
        item.model_copy(update={"booked": {year: min(1.0, factor * share) for year, share in item.booked.items()}})
        if isinstance(item, DemandIntervention)
        else item
        for item in scenario.interventions
    )
    return replace(scenario, interventions=changed)
