"""Runs that say how strongly an answer depends on assumptions, and the record it is held against."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from simulasi.calibrate.record import TABLES, growth_record
from simulasi.cli.opening import world_for
from simulasi.cli.printing import note
from simulasi.cli.runs import ending
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables
from simulasi.experiment.one_at_a_time import Laboratory, factors, swings
from simulasi.report.sensitivity import answer_of, central_answer
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

if TYPE_CHECKING:
    import pandas as pd

    from simulasi.cli.runs import Setting
    from simulasi.experiment.one_at_a_time import Swing
    from simulasi.report.case import Case
    from simulasi.results.results import Results
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.world import World

RECORDED = (2022, 2023)
MONTHS_A_YEAR = 12


def swings_of(setting: Setting, baseline: str, scenario: str, case: Case) -> tuple[Swing, ...]:
    """Run two scenarios, names or files, with six assumptions at their ends, until the year that is told of."""
    found = factors({name: (fact.low, fact.high) for name, fact in parameter_facts().items()})
    note("cli.sensing", name=case.name, count=2 * 2 * len(found) + 2 * case.tells_range)
    laboratory = Laboratory(
        load_parameters,
        partial(world_for, setting.folder),
        lambda name, world: _until(name, world, Month(case.year, MONTHS_A_YEAR)),
    )
    # the ends are single runs, so beside an ensemble the answer as it stands is one, too
    known = None if case.tells_range else central_answer(case)
    return swings(baseline, scenario, found, laboratory, answer_of(case), changes=setting.changes, known=known)


def _until(name: str, world: World, last: Month) -> Scenario:
    return ending(read_scenario(name, world), last)


def record_of(setting: Setting, baseline: Results) -> pd.DataFrame | None:
    """Growth of the baseline beside the published one; None on another world or over other years."""
    years = {int(year) for year in baseline.data.year.to_numpy()}
    if setting.folder is not None or not set(RECORDED) <= years:
        return None
    return growth_record(baseline, shipped_tables(*TABLES).frames, years=RECORDED)
