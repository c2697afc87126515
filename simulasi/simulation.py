"""World + scenario + parameters -> results: one run."""

from __future__ import annotations

import platform
from dataclasses import asdict
from hashlib import blake2b
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from simulasi.ensemble import WIDTH, ensemble, single_run
from simulasi.errors import Fault, ParameterError
from simulasi.results.choice import Choice
from simulasi.results.results import Results

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simulasi.ensemble import Varied
    from simulasi.model.distributions import Distribution
    from simulasi.model.parameters import Parameters
    from simulasi.scenario.scenario import Scenario


def simulate(
    scenario: Scenario,
    p: Parameters,
    *,
    seed: int = 1,
    members: int = 1,
    width: int = WIDTH,
    varied: Varied | None = None,
    record: Iterable[str] = (),
) -> Results:
    """Run a scenario from the middle of the base year, and record its months.

    members : runs with draws of their own; with 1 nothing is left to chance
    varied  : parameters of which every member draws its own; ParameterError with one member, or where none makes worlds
    width   : members that run together, for tests; it changes no more than the last digits
    record  : words of ``results.choice.Choice``: variables, regions, sectors, years; everything when left out

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> from simulasi.scenario.scenario import read_scenario
    >>> results = simulate(read_scenario("dasar", default_world()), load_parameters())
    >>> results.data.sizes["month"], results.members
    (288, 1)
    """
    drawn, choice = varied.distributions if varied else {}, Choice.of(record)
    told = story(scenario, p, seed=seed, members=members, varied=drawn)
    if members == 1:
        if drawn:
            raise ParameterError([Fault("vary_one_run")])
        return Results(single_run(scenario, p, choice), told)
    choice.check_ensemble()
    mean, by_member = ensemble(scenario, p, seed=seed, members=members, width=width, varied=varied if drawn else None)
    return Results(mean, told, by_member)


def story(
    scenario: Scenario,
    p: Parameters,
    *,
    seed: int,
    members: int = 1,
    varied: Mapping[str, Distribution] = MappingProxyType({}),
) -> dict[str, Any]:
    """Tell how a result was made; holds no clock and no machine, so that it is the same for the same run."""
    values = parameter_values(p)
    return {
        "version": version("simulasi"),
        "base_year": scenario.base.base_year,
        "world_digest": scenario.base.digest,
        "scenario_name": scenario.name,
        "scenario": dict(scenario.resolved),
        "trail": dict(scenario.trail),
        "parameters": values,
        "parameters_digest": digest_of(values, varied),
        "varied": {name: of._asdict() for name, of in varied.items()},
        "seed": seed,
        "members": members,
        "libraries": {"python": platform.python_version(), "numpy": np.__version__, "scipy": version("scipy")},
    }


def parameter_values(p: Parameters) -> dict[str, float]:
    """Return the parameters by ``group.name``."""
    return {f"{group}.{name}": value for group, items in asdict(p).items() for name, value in items.items()}


def digest_of(values: Mapping[str, float], varied: Mapping[str, Distribution] = MappingProxyType({})) -> str:
    """Fingerprint of the parameters, and of the distributions of those that are varied.

    >>> digest_of({"a": 1.0}) == digest_of({"a": 1.0}) != digest_of({"a": 2.0})
    True
    """
    lines = [f"{name}={values[name]!r}" for name in sorted(values)]
    lines += [f"{name}~{tuple(varied[name])!r}" for name in sorted(varied)]
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()
