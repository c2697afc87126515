"""World + scenario + parameters -> results: one run."""

from __future__ import annotations

import platform
from dataclasses import asdict
from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from simulasi.agents import HinterlandModel, running
from simulasi.model.identities import check
from simulasi.recorder import Recorder
from simulasi.results.results import Results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.model.parameters import Parameters
    from simulasi.scenario.scenario import Scenario


CHECKED_MONTH = 12
"""The identities of every December are checked; tests check every month."""


def simulate(scenario: Scenario, p: Parameters, *, seed: int = 1) -> Results:
    """Run a scenario from the middle of the base year, and record its months.

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> from simulasi.scenario.scenario import read_scenario
    >>> results = simulate(read_scenario("dasar", default_world()), load_parameters())
    >>> results.data.sizes["month"]
    288
    """
    with running(HinterlandModel(scenario, p)) as model:
        recorder = Recorder(scenario, model.course)
        while model.month <= scenario.end:
            month, now, before = model.month, model.conditions, model.state
            model.step()
            if month.month == CHECKED_MONTH:
                check(before, model.state, model.last, now, model.course.structure, p)
            if month >= scenario.start:
                recorder.record(month, now, model.state, model.last)
    return Results(recorder.dataset(), story(scenario, p, seed=seed))


def story(scenario: Scenario, p: Parameters, *, seed: int) -> dict[str, Any]:
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
        "parameters_digest": digest_of(values),
        "seed": seed,
        "libraries": {"python": platform.python_version(), "numpy": np.__version__, "scipy": version("scipy")},
    }


def parameter_values(p: Parameters) -> dict[str, float]:
    """Return the parameters by ``group.name``."""
    return {f"{group}.{name}": value for group, items in asdict(p).items() for name, value in items.items()}


def digest_of(values: Mapping[str, float]) -> str:
    """Fingerprint of the parameters.

    >>> digest_of({"a": 1.0}) == digest_of({"a": 1.0}) != digest_of({"a": 2.0})
    True
    """
    text = "\n".join(f"{name}={values[name]!r}" for name in sorted(values))
    return blake2b(text.encode(), digest_size=16).hexdigest()
