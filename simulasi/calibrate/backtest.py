"""The backtest: a run of 2021 to 2023 beside everything that was published of it, and beside naive forecasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulasi.calibrate.backtest_errors import Errors, deviations, errors, rank_correlation, right_signs
from simulasi.calibrate.backtest_naive import Naive, histories, naive
from simulasi.calibrate.backtest_quantities import (
    GROUPS,
    LEVELS,
    OTHERS,
    REGIONS,
    TEST,
    Unsaid,
    group_of,
    role_of,
    value_of,
)
from simulasi.calibrate.backtest_tables import published
from simulasi.calibrate.backtest_targets import KNOWN_YEAR
from simulasi.errors import Fault, ResultError
from simulasi.results.areas import KALTIM, PPU_BPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulasi.calibrate.backtest_run import Run
    from simulasi.calibrate.backtest_targets import Key, Placed, Target

COLUMNS = ("target", "region", "year", "unit", "observed", "model", "error", "naive_growth", "naive_trend")
MODEL, NAIVE_GROWTH, NAIVE_TREND = FORECASTS = ("model", "naive_growth", "naive_trend")
PERCENT, DIGITS = 100.0, 6
"""Decimals of the table: more than any published figure has."""
MOST_MISSES = 3
"""How many misses of a group are told: enough to see a pattern, few enough to read."""
OUTSIDE_PPU = "outside_ppu"
MEASURED = (REGIONS, OUTSIDE_PPU, *(group for group in GROUPS if group not in {REGIONS, OTHERS}))
"""Groups of one unit, which can be averaged; the others are single numbers."""
MISSABLE = tuple(group for group in GROUPS if group not in {LEVELS, OTHERS})
"""Groups whose misses are listed; levels hold the misses of growth once more."""


@dataclass(frozen=True)
class Row:
    """A published number, what the run says of it, and what one would have said without a model.

    model  : NaN where the run does not say it
    unsaid : why not; None where it does
    """

    target: Target
    model: float
    unsaid: Unsaid | None
    naive: Naive

    @property
    def key(self) -> Key:
        """What, where and when."""
        return self.target.key

    @property
    def error(self) -> float:
        """What the run says less what was published."""
        return self.model - self.target.observed

    def forecast(self, name: str) -> float:
        """Return one of the forecasts."""
        return {MODEL: self.model, NAIVE_GROWTH: self.naive.growth, NAIVE_TREND: self.naive.trend}[name]

    @property
    def is_test(self) -> bool:
        """Tell whether nothing was fitted to the number, and it was given to no scenario."""
        return role_of(self.key) == TEST


@dataclass(frozen=True)
class Backtest:
    """All rows of a backtest, and where every row of the record went."""

    rows: tuple[Row, ...]
    placed: tuple[Placed, ...]

    def of_group(self, group: str) -> tuple[Row, ...]:
        """Return the rows of a group."""
        return tuple(row for row in self.rows if group_of(row.key) == group)

    @property
    def said(self) -> tuple[Row, ...]:
        """Rows that the run tells."""
        return tuple(row for row in self.rows if row.unsaid is None)

    @property
    def unsaid(self) -> tuple[Row, ...]:
        """Rows that the run does not tell."""
        return tuple(row for row in self.rows if row.unsaid is not None)

    @property
    def skipped(self) -> tuple[Placed, ...]:
        """Rows of the record that are no target, each with its reason."""
        return tuple(row for row in self.placed if row.key is None)

    def table(self) -> pd.DataFrame:
        """Return all rows with the columns of ``COLUMNS``; an empty cell is a number that nobody says."""
        rows = [
            (*row.key, row.target.unit, row.target.observed, row.model, row.error, row.naive.growth, row.naive.trend)
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).round(DIGITS)


class Measure(NamedTuple):
    """The errors of one forecast over a group, and how it orders the regions.

    errors : percentage points; of levels percent of the published level, so that small regions count alike
    order : rank correlation of regional growth, mean of the years; NaN for other groups
    signs : share of regions on the right side of the province's growth; NaN for other groups
    """

    group: str
    forecast: str
    errors: Errors
    order: float
    signs: float


def backtest(run: Run, tables: Mapping[str, pd.DataFrame]) -> Backtest:
    """Hold a run against everything published to the end of 2023.

    Raises ResultError when the run tells growth of none of the regions, as on a world of other regions, or
    when its base year is another.
    """
    record, known = published(tables), histories(tables)
    found = [_row(run, target, naive(target.key, known)) for target in record.targets.values()]
    order = {group: place for place, group in enumerate(GROUPS)}
    rows = sorted(found, key=lambda row: order[group_of(row.key)])
    whole = Backtest(tuple(rows), record.placed)
    if run.base_year != KNOWN_YEAR or not regional(whole):
        raise ResultError([Fault("backtest_other_world", run.results.name, value=str(run.base_year))])
    return whole


def _row(run: Run, target: Target, forecasts: Naive) -> Row:
    value = value_of(run, target.key)
    return (
        Row(target, float("nan"), value, forecasts)
        if isinstance(value, Unsaid)
        else Row(target, value, None, forecasts)
    )


def comparable(rows: Sequence[Row]) -> list[Row]:
    """Return the tests for which all forecasts exist, so that all are measured over the same targets."""
    return [row for row in rows if row.is_test and all(np.isfinite(row.forecast(name)) for name in FORECASTS)]


def measures(found: Backtest) -> tuple[Measure, ...]:
    """Measure all forecasts over every group; a group without naive forecasts is measured for the model alone."""
    return tuple(measure for group in MEASURED for measure in _measures_of(group, _measured_rows(found, group)))


def _measured_rows(found: Backtest, group: str) -> Sequence[Row]:
    """Rows of a group; the regions once more without PPU, whose construction was fitted, and without the province."""
    if group != OUTSIDE_PPU:
        return found.of_group(group)
    return [row for row in found.of_group(REGIONS) if row.key.region not in {PPU_BPS, KALTIM}]


def _measures_of(group: str, rows: Sequence[Row]) -> list[Measure]:
    alike, told = comparable(rows), [row for row in rows if row.is_test and row.unsaid is None]
    pairs = [(name, alike) for name in FORECASTS] if alike else [(MODEL, told)]
    return [_measure(group, name, part) for name, part in pairs if part]


def _measure(group: str, name: str, rows: Sequence[Row]) -> Measure:
    scale = np.array([row.target.observed / PERCENT if group == LEVELS else 1.0 for row in rows])
    forecast, observed, still = (
        np.array(values) / scale
        for values in (
            [row.forecast(name) for row in rows],
            [row.target.observed for row in rows],
            [row.naive.standstill for row in rows],
        )
    )
    order = _order(rows, name) if group in {REGIONS, OUTSIDE_PPU} else float("nan")
    signs = _signs(rows, forecast, observed) if group == REGIONS else float("nan")
    return Measure(group, name, errors(forecast, observed, still), order, signs)


def _order(rows: Sequence[Row], name: str) -> float:
    """Rank correlation of the growth of the regions, mean of the years."""
    regions = [row for row in rows if row.key.region != KALTIM]
    years = sorted({row.key.year for row in regions})
    parts = [[row for row in regions if row.key.year == year] for year in years]
    found = [
        rank_correlation(
            np.array([row.forecast(name) for row in part]), np.array([row.target.observed for row in part])
        )
        for part in parts
    ]
    return float(np.mean(found)) if found else float("nan")


def _signs(rows: Sequence[Row], forecast: np.ndarray, observed: np.ndarray) -> float:
    """Share of regions that lie on the right side of the growth of the province."""
    areas, years = [row.key.region for row in rows], [row.key.year for row in rows]
    return right_signs(*(deviations(list(values), areas, years) for values in (forecast, observed)))


def regional(found: Backtest) -> tuple[Row, ...]:
    """Return growth of the regions, without the province, that the run tells."""
    return tuple(row for row in found.of_group(REGIONS) if row.key.region != KALTIM and row.unsaid is None)


def misses(found: Backtest, *, most: int = MOST_MISSES) -> tuple[Row, ...]:
    """Return the largest misses: of every group of rates the tests that are furthest off, the worst first.

    The rule is the same for all: nobody chooses what is told.
    """
    tests = [row for row in found.said if row.is_test]
    by_size = sorted(tests, key=lambda row: -abs(row.error))
    return tuple(row for group in MISSABLE for row in [r for r in by_size if group_of(r.key) == group][:most])
