"""Why GRDP differs, and what it costs: the tables beside a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.report.appraisal import appraisal_of
from simulasi.results import cost_benefit, explain
from simulasi.results.areas import all_areas
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from simulasi.report.case import Case
    from simulasi.scenario.scenario import Scenario

APPRAISAL, CHANNELS = "cost_benefit.csv", "channels.csv"
MONTHS_A_YEAR = 12
POLICY = "policy"
"""Kind of the interventions that can change what buyers take to."""


def channels_of(case: Case, baseline: Scenario, scenario: Scenario) -> pd.DataFrame:
    """Split the change of GRDP of every area and year into channels, and check that they add up."""
    comparison, world = case.comparison, baseline.base
    interventions = (*baseline.interventions, *scenario.interventions)
    may_differ = any(intervention.kind == POLICY for intervention in interventions)

    def taste(year: int) -> np.ndarray:
        months = [Month(year, number) for number in range(1, MONTHS_A_YEAR + 1)]
        return np.mean([
            np.log(scenario.world_at(month).affinity / baseline.world_at(month).affinity) for month in months
        ], axis=0)  # fmt: skip

    table = explain.explain(
        comparison.baseline, case.scenario, world, comparison.years, taste=taste if may_differ else None
    )
    change = {
        (area, year): case.change(area, "grdp", year).difference
        for area in all_areas(world.region_ids)
        for year in comparison.years
    }
    explain.check_adds_up(table, change)
    return table


def write_streams(cases: Sequence[Case], folder: Path) -> None:
    """Write costs and benefits by year, and channels, of all scenarios; each checked to add up."""
    streams = pd.concat([appraisal_of(case).table() for case in cases], ignore_index=True)
    cost_benefit.check_adds_up(streams)
    known = [case.channels for case in cases if case.channels is not None]
    for table, name in ((streams, APPRAISAL), (pd.concat(known, ignore_index=True), CHANNELS)):
        table.to_csv(folder / name, index=False, encoding="utf-8", lineterminator="\n")
