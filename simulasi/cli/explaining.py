"""Why GRDP differs, and what it costs: the tables beside a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.model.conditions import size_of_industries
from simulasi.model.trade import divided
from simulasi.report.appraisal import appraisal_of
from simulasi.results import cost_benefit, explain
from simulasi.results.areas import all_areas
from simulasi.results.explained_base import Pull
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from simulasi.report.case import Case
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.world import World

APPRAISAL, CHANNELS = "cost_benefit.csv", "channels.csv"
MONTHS_A_YEAR = 12
OF_PULL = frozenset({"policy", "barrier", "facility", "shock"})
"""Kinds of the interventions that can change the pull of origins beside their prices and freight."""
LEAST = 1e-9
"""What nobody buys any more has no logarithm."""


def channels_of(case: Case, baseline: Scenario, scenario: Scenario) -> pd.DataFrame:
    """Split the change of GRDP of every area and year into channels, and check that they add up."""
    comparison, world = case.comparison, baseline.base
    table = explain.explain(
        comparison.baseline, case.scenario, world, comparison.years, pull=pull_of(baseline, scenario)
    )
    change = {
        (area, year): case.change(area, "grdp", year).difference
        for area in all_areas(world.region_ids)
        for year in comparison.years
    }
    explain.check_adds_up(table, change)
    return table


def pull_of(baseline: Scenario, scenario: Scenario) -> Callable[[int], Pull] | None:
    """Return what tells the change of pull in a year; None where no intervention can change any."""
    interventions = (*baseline.interventions, *scenario.interventions)
    if not any(intervention.kind in OF_PULL for intervention in interventions):
        return None

    def pull(year: int) -> Pull:
        months = [Month(year, number) for number in range(1, MONTHS_A_YEAR + 1)]
        pairs = ((scenario.world_at(month), baseline.world_at(month)) for month in months)
        changes = [[told(after) - told(before) for told in (_fondness, _sizes, _asked)] for after, before in pairs]
        return Pull(*(np.mean(parts, axis=0) for parts in zip(*changes, strict=True)))

    return pull


def write_streams(cases: Sequence[Case], folder: Path) -> None:
    """Write costs and benefits by year, and channels, of all scenarios; each checked to add up."""
    streams = pd.concat([appraisal_of(case).table() for case in cases], ignore_index=True)
    cost_benefit.check_adds_up(streams)
    known = [case.channels for case in cases if case.channels is not None]
    for table, name in ((streams, APPRAISAL), (pd.concat(known, ignore_index=True), CHANNELS)):
        table.to_csv(folder / name, index=False, encoding="utf-8", lineterminator="\n")


def _sizes(world: World) -> np.ndarray:
    """Logarithm of the size of each industry over the base year, (sector, node).

    Partners grow with the mean of the regions, facilities apart (eq. 6, ``step.quote``).
    """
    size = size_of_industries(world)[:, 0]
    output = world.accounts.gross_output
    mean = divided((output * size - world.facilities).sum(axis=1), output.sum(axis=1), otherwise=1.0)
    partners = np.repeat(mean[:, None], len(world.partner_ids), axis=1)
    return _logarithm(np.concatenate([size, partners], axis=1))


def _asked(world: World) -> np.ndarray:
    """Logarithm of what partners would ask at the prices of the base year, (sector, node); zero at regions (eq. 5)."""
    regions = len(world.region_ids)
    exports = world.accounts.pairs.block(world.accounts.flows, slice(regions), slice(regions, None))
    size = size_of_industries(world)
    growth = divided((size @ exports)[:, 0], exports.sum(axis=1), otherwise=1.0)
    return np.concatenate([np.zeros((len(size), regions)), _logarithm(growth)], axis=1)


def _fondness(world: World) -> np.ndarray:
    """Logarithm of what buyers take to each origin beyond price, (sector, node, node)."""
    return _logarithm(world.preference * world.affinity)


def _logarithm(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(np.maximum(values, LEAST)))
