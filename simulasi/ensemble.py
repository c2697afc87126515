"""Runs side by side: one alone, or the members of an ensemble in passes of one width (invariant 10)."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import xarray as xr

from simulasi.agents import HinterlandModel, running
from simulasi.course import Course, Luck
from simulasi.model.identities import check
from simulasi.recorder import Recorder
from simulasi.results.indicators import yearly_of
from simulasi.results.recorded_year import modes_of
from simulasi.results.variables import as_dataset

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.roads import Roads
    from simulasi.results.choice import Choice
    from simulasi.scenario.scenario import Scenario

WIDTH = 100
"""Members that run together. Every pass is as wide, so that the bits of a member depend on nothing but its number."""
PORTION = 20
"""Members whose yearly indicators are made together: less memory."""
CHECKED_MONTH = 12
"""The identities of every December are checked; tests check every month."""


def single_run(scenario: Scenario, p: Parameters, choice: Choice | None = None) -> xr.Dataset:
    """Run a scenario once, with nothing left to chance; ``choice`` is what is recorded, all when left out."""
    course = Course(scenario, p)
    return _recorded(course, Recorder(scenario, course, choice=choice)).dataset()


def ensemble(
    scenario: Scenario, p: Parameters, *, seed: int, members: int, width: int = WIDTH
) -> tuple[xr.Dataset, xr.DataArray]:
    """Run the members of an ensemble in passes; return their mean and the yearly indicators of each.

    width : members of a pass; the last one is filled up with further members, which are left out of everything

    The indicators are (indicator, member, region, year); the mean keeps an axis of members with one place.
    """
    course, tables, means = Course(scenario, p), [], _Mean()
    for first in range(0, members, width):
        counted = min(width, members - first)
        found = _run_pass(course.with_luck(Luck(seed, range(first, first + width))), counted)
        tables.append(found.indicators)
        means.add(found, share=counted / members)
    arrays = {**means.arrays, **found.base, "modes": modes_of(means.routes)}
    numbered = xr.concat(tables, "member").assign_coords(member=np.arange(members))
    return as_dataset(arrays, found.coordinates), numbered.transpose(*tables[0].dims)


class _Pass(NamedTuple):
    """What is kept of a pass: the indicators of its members that count, and what their mean is made from.

    routes            : of every year, and how they were used, (route,)
    base, coordinates : the same for all passes
    """

    indicators: xr.DataArray
    means: dict[str, np.ndarray]
    routes: list[tuple[Roads, np.ndarray]]
    base: dict[str, np.ndarray]
    coordinates: dict[str, np.ndarray]


def _run_pass(course: Course, counted: int) -> _Pass:
    """Run the members of a course together; the rest of what was recorded goes before the next pass begins."""
    recorder = _recorded(course, Recorder(course.scenario, course, counted=counted))
    # a model and its agents know each other, so that only the collector lets their arrays go
    gc.collect()
    table = _indicators(recorder, course.scenario.base.base_year, width=course.members)[:, :counted].copy()
    return _Pass(table, recorder.means(), recorder.routes(), recorder.base(), recorder.coordinates(1))


class _Mean:
    """The mean of all members, gathered pass by pass."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}
        self.routes: list[tuple[Roads, np.ndarray]] = []

    def add(self, found: _Pass, *, share: float) -> None:
        """Add what a pass found; ``share`` is its part of all members."""
        known = self.routes or [(roads, 0.0 * used) for roads, used in found.routes]
        self.arrays = {name: self.arrays.get(name, 0.0) + share * values for name, values in found.means.items()}
        pairs = zip(known, found.routes, strict=True)
        self.routes = [(roads, so_far + share * used) for (roads, so_far), (_, used) in pairs]


def _recorded(course: Course, recorder: Recorder) -> Recorder:
    """Run all months of a course, and record those of its scenario."""
    scenario, p = course.scenario, course.parameters
    with running(HinterlandModel(scenario, p, course=course)) as model:
        while model.month <= scenario.end:
            month, now, before = model.month, model.conditions, model.state
            model.step()
            if month.month == CHECKED_MONTH:
                check(before, model.state, model.last, now, course.structure, p)
            if month >= scenario.start:
                recorder.record(month, now, model.state, model.last)
    return recorder


def _indicators(recorder: Recorder, base_year: int, *, width: int) -> xr.DataArray:
    """Make the yearly indicators of all members of a pass, (indicator, member, region, year)."""
    portions = [slice(first, min(first + PORTION, width)) for first in range(0, width, PORTION)]
    return xr.concat([yearly_of(recorder.by_member(members), base_year) for members in portions], "member")
