"""Running scenarios as the options ask: with which parameters, on which world, until when."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from simulasi.cli.opening import world_at, world_for
from simulasi.cli.printing import note
from simulasi.data.load_parameters import (
    VARY,
    checked_parameters,
    distributions,
    load_parameters,
    read_parameters,
)
from simulasi.ensemble import Varied
from simulasi.errors import Fault, ParameterError, ResultError, ScenarioError
from simulasi.scenario.scenario import Scenario, read_scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from simulasi.results.results import Results
    from simulasi.world.world import World

UNTIL, SET = "--until", "--set"
MONTHS_A_YEAR = 12
MOST_MEMBERS = 10_000


@dataclass(frozen=True, eq=False)
class Setting:
    """What all scenarios of a command share.

    changes : parameters by ``group.name``
    until   : last month, None for each scenario's own
    folder  : saved world, None for the shipped one
    members : runs of each scenario that differ by chance; 1 for one run without chance
    seed    : of all draws
    vary    : parameters of which every member draws its own: names, groups, or ``all``
    """

    changes: dict[str, float]
    until: Month | None
    folder: Path | None = None
    members: int = 1
    seed: int = 1
    vary: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        changes: Iterable[str],
        *,
        file: Path | None = None,
        until: str | None,
        folder: Path | None = None,
        members: int = 1,
        seed: int = 1,
        vary: Iterable[str] = (),
    ) -> Setting:
        """Read the options; SimulasiError tells what is wrong with them. Changes win over those of a file."""
        last = read_month(until) if until else None
        values = read_all_changes(file, changes)
        setting = cls(values, last, folder, checked_members(members), seed, tuple(vary))
        if setting.vary:
            distributions(setting.vary, load_parameters(values))
            if members == 1:
                raise ParameterError([Fault("vary_one_run", VARY)])
        return setting

    @cached_property
    def world(self) -> World:
        """The world that was asked for; its accounts hold freight, so other parameters make another one."""
        return world_at(self.folder, self.changes)

    def scenario(self, name: str) -> Scenario:
        """Read a scenario, cut or lengthened to the month that was asked for."""
        scenario = read_scenario(name, self.world)
        return ending(scenario, self.until) if self.until else scenario

    def results_of(self, scenario: Scenario, record: Iterable[str] = ()) -> Results:
        """Run a scenario, and say so; ``record`` is what is recorded, everything when it is empty."""
        note_run(scenario, self.members)
        return self.run(scenario, record)

    def run(self, scenario: Scenario, record: Iterable[str] = ()) -> Results:
        """Run a scenario in silence, as another process does."""
        p = load_parameters(self.changes)
        varied = Varied(distributions(self.vary, p), partial(world_for, self.folder)) if self.vary else None
        return simulate(scenario, p, seed=self.seed, members=self.members, varied=varied, record=record)


def note_run(scenario: Scenario, members: int) -> None:
    """Say that a scenario is run, and how often."""
    key = "cli.running" if members == 1 else "cli.running_members"
    note(key, name=scenario.name, start=scenario.start, end=scenario.end, count=members)


def checked_members(members: int) -> int:
    """Return the number of members; ResultError when it is not one that can be run.

    >>> checked_members(40)
    40
    """
    if not 1 <= members <= MOST_MEMBERS:
        most = {"most": str(MOST_MEMBERS)}
        raise ResultError([Fault("bad_members", "--members", value=str(members), fields=most)])
    return members


def ending(scenario: Scenario, until: Month) -> Scenario:
    """Return a scenario with another last month, which its resolved document and its trail tell."""
    if until < scenario.start:
        raise ScenarioError(
            [Fault("ends_before_start", UNTIL, value=str(until), fields={"start": str(scenario.start)})]
        )
    settings = {**scenario.resolved["settings"], "end": f"{until}-01"}
    return replace(
        scenario,
        end=until,
        resolved={**scenario.resolved, "settings": settings},
        trail={**scenario.trail, "settings.end": UNTIL},
    )


def read_month(text: str) -> Month:
    """Read ``YYYY-MM``.

    >>> read_month("2035-12")
    Month(year=2035, month=12)
    """
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text)
    if not found or not 1 <= int(found[2]) <= MONTHS_A_YEAR:
        raise ScenarioError([Fault("bad_month", UNTIL, value=text)])
    return Month(int(found[1]), int(found[2]))


def read_all_changes(file: Path | None, texts: Iterable[str]) -> dict[str, float]:
    """Read the changes of a file, and those of ``--set``, which win; ParameterError lists all faults of both."""
    written = tuple(texts)
    readable = [text for text in written if math.isfinite(_number(text.partition("=")[2]))]
    sources: tuple[Callable[[], dict[str, float]], ...] = (
        partial(read_parameters, file) if file else dict,
        partial(read_changes, [text for text in written if text not in readable]),
        lambda: checked_parameters(read_changes(readable), SET),
    )
    faults: list[Fault] = []
    found: dict[str, float] = {}
    for read in sources:
        try:
            found |= read()
        except ParameterError as error:
            faults += error.faults
    if faults:
        raise ParameterError(faults)
    return found


def read_changes(texts: Iterable[str]) -> dict[str, float]:
    """Read ``name=value`` for each changed parameter; ParameterError lists all that cannot be read.

    >>> read_changes(["trade.sigma_goods=3"])
    {'trade.sigma_goods': 3.0}
    """
    pairs = [(text, *text.partition("=")[::2]) for text in texts]
    faults = [Fault("bad_setting", SET, value=text) for text, _, value in pairs if not math.isfinite(_number(value))]
    if faults:
        raise ParameterError(faults)
    return {name.strip(): _number(value) for _, name, value in pairs}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
