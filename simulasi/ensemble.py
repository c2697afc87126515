"""Runs side by side: one alone, or the members of an ensemble in passes of one width (invariant 10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import xarray as xr

from simulasi.course import Course, Luck
from simulasi.errors import Fault, ParameterError
from simulasi.model.decisions import SHARED
from simulasi.model.draws import drawn_parameters, months_late
from simulasi.model.identities import check
from simulasi.model.step import step
from simulasi.recorder import Recorder
from simulasi.results.indicators import yearly_of
from simulasi.results.recorded_year import modes_of
from simulasi.results.variables import as_dataset
from simulasi.scenario.delays import opening_late, programmes, seen_months

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from simulasi.model.distributions import Distribution
    from simulasi.model.parameters import Parameters
    from simulasi.model.roads import Roads
    from simulasi.results.choice import Choice
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.world import World

WIDTH = 25
"""Members that run together. Every pass is as wide, and a member has its place in it, so that its bits depend on
nothing but its number and when its programmes open."""
CHECKED_MONTH = 12
"""The identities of every December are checked; tests check every month."""
EVERYONE = slice(None)
IN_ACCOUNTS = ("freight", "traffic", "trade")
"""Groups of parameters that the accounts of the base year are made with: other values make another world."""


class Varied(NamedTuple):
    """Parameters of which every member draws its own.

    distributions : by ``group.name``
    world_of      : makes the world whose accounts hold freight at other parameters; needed where those are varied
    """

    distributions: Mapping[str, Distribution]
    world_of: Callable[[Parameters], World] | None = None


def single_run(scenario: Scenario, p: Parameters, choice: Choice | None = None) -> xr.Dataset:
    """Run a scenario once, with nothing left to chance; ``choice`` is what is recorded, all when left out."""
    course = Course(scenario, p)
    return _recorded(course, Recorder(scenario, course, choice=choice)).dataset()


def ensemble(
    scenario: Scenario, p: Parameters, *, seed: int, members: int, width: int = WIDTH, varied: Varied | None = None
) -> tuple[xr.Dataset, xr.DataArray]:
    """Run the members of an ensemble in passes; return their mean and the yearly indicators of each.

    Members whose programmes open in the same months share passes. A pass runs all members of a block, ``width`` of
    them, with these openings; those that have other openings, or are beyond the number asked for, are left out of
    everything. With ``varied``, every member is a pass of its own.

    The indicators are (indicator, member, region, year); the mean keeps an axis of members with one place.
    """
    groups = _one_by_one(scenario, p, seed, members, varied) if varied else _together(scenario, p, seed, members, width)
    numbers: list[int] = []
    tables, mean = [], _Mean()
    for group in groups:
        for block, counted in group.passes:
            found = _run_pass(group.course.with_luck(Luck(seed, block)), counted)
            numbers += [block[place] for place in counted]
            tables.append(found.indicators)
            mean.add(found, count=len(counted), of=members)
        mean.vote()
    arrays = {**mean.arrays, "modes": mean.modes()}
    by_member = xr.concat(tables, "member").assign_coords(member=numbers).sortby("member")
    return as_dataset(arrays, found.coordinates), by_member.transpose(*tables[0].dims)


class _Group(NamedTuple):
    """Members with the same openings and parameters.

    passes : the members that run together, and the places among them of those that count
    """

    course: Course
    passes: Sequence[tuple[range, Sequence[int]]]


def _together(scenario: Scenario, p: Parameters, seed: int, members: int, width: int) -> Iterator[_Group]:
    """Group members by the months in which their programmes open; structure and routes of the base are found once."""
    course, everyone = Course(scenario, p), range(members)
    late = _late(scenario, p, seed, everyone)
    for months in sorted({tuple(of_member) for of_member in late.T.tolist()} if len(late) else {()}):
        of_group = np.flatnonzero((late == np.reshape(months, (-1, 1))).all(axis=0))
        blocks = [range(first, first + width) for first in range(0, members, width)]
        counted = [[number - block[0] for number in of_group.tolist() if number in block] for block in blocks]
        yield _Group(_opening(course, months), [found for found in zip(blocks, counted, strict=True) if found[1]])


def _one_by_one(scenario: Scenario, p: Parameters, seed: int, members: int, varied: Varied) -> Iterator[_Group]:
    """Give every member its parameters, and the world whose accounts hold them."""
    in_accounts = {name: of for name, of in varied.distributions.items() if name.partition(".")[0] in IN_ACCOUNTS}
    if in_accounts and varied.world_of is None:
        raise ParameterError([Fault("vary_no_world", key=name) for name in in_accounts])
    for member in range(members):
        own = drawn_parameters(p, varied.distributions, seed=seed, member=member)
        # only what the accounts hold, so that a world is found again when another scenario asks for it
        held = drawn_parameters(p, in_accounts, seed=seed, member=member)
        base = varied.world_of(held) if in_accounts and varied.world_of else scenario.base
        course = Course(replace(scenario, base=base), own)
        late = _late(scenario, own, seed, [member])
        yield _Group(_opening(course, late[:, 0].tolist()), [(range(member, member + 1), [0])])


def _late(scenario: Scenario, p: Parameters, seed: int, members: Sequence[int]) -> np.ndarray:
    """Months that programmes open late as far as the run sees it, (programme, member)."""
    found = [
        [seen_months(item, late, scenario.end) for late in months_late(item.id, p.chance, seed=seed, members=members)]
        for item in programmes(scenario)
    ]
    return np.array(found, dtype=int).reshape(-1, len(members))


def _opening(course: Course, months: Sequence[int]) -> Course:
    """Return the course with programmes that open so many months late."""
    if not any(months):
        return course
    late = dict(zip((item.id for item in programmes(course.scenario)), months, strict=True))
    return course.opening_at(opening_late(course.scenario, late))


class _Pass(NamedTuple):
    """What is kept of a pass: the indicators of its members that count, and what their mean is made from.

    routes : of every year, and how they were used, (route,)
    """

    indicators: xr.DataArray
    means: dict[str, np.ndarray]
    routes: list[tuple[Roads, np.ndarray]]
    coordinates: dict[str, np.ndarray]


def _run_pass(course: Course, counted: Sequence[int]) -> _Pass:
    """Run the members of a course together; the rest of what was recorded goes before the next pass begins."""
    recorder = _recorded(course, Recorder(course.scenario, course, counted=counted))
    table = yearly_of(recorder.by_member(EVERYONE), course.scenario.base.base_year).isel(member=list(counted))
    return _Pass(table, recorder.means() | recorder.base(), recorder.routes(), recorder.coordinates(1))


class _Mean:
    """The mean of all members, gathered pass by pass; of modes, which have none, those that most members use most."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}
        self._routes: list[tuple[Roads, np.ndarray]] = []
        self._count = 0
        self._votes: dict[str, np.ndarray] = {}

    def add(self, found: _Pass, *, count: int, of: int) -> None:
        """Add what a pass found of so many members; ``of`` is the number of all."""
        self.arrays = {name: self.arrays.get(name, 0.0) + count / of * values for name, values in found.means.items()}
        known = self._routes or [(roads, 0.0 * used) for roads, used in found.routes]
        pairs = zip(known, found.routes, strict=True)
        self._routes = [(roads, so_far + count * used) for (roads, so_far), (_, used) in pairs]
        self._count += count

    def vote(self) -> None:
        """Count the modes of a group, whose members share their routes, and begin the next one."""
        modes = modes_of(self._routes)
        for name in np.unique(modes).tolist():
            votes = self._votes.setdefault(name, np.zeros(modes.shape, dtype=np.int32))
            votes += self._count * (modes == name)
        self._routes, self._count = [], 0

    def modes(self) -> np.ndarray:
        """Return the modes that most members use most, (year, cargo, origin, destination), text."""
        names = sorted(self._votes)
        return np.array(names, dtype="U64")[np.argmax([self._votes[name] for name in names], axis=0)]


def _recorded(course: Course, recorder: Recorder) -> Recorder:
    """Run all months of a course, and record those of its scenario; ``HinterlandModel`` runs the same months."""
    scenario, structure, p = course.scenario, course.structure, course.parameters
    month, state = course.first_month, course.first_state()
    while month <= scenario.end:
        now, before = course.at(month), state
        state, ledger = step(before, now, structure, p, SHARED)
        if month.month == CHECKED_MONTH:
            check(before, state, ledger, now, structure, p)
        if month >= scenario.start:
            recorder.record(month, now, state, ledger)
        month = month.after(1)
    return recorder
