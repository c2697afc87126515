"""Scenarios beside their baseline: the same world, months, seed and parameters, or no comparison."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulasi.errors import Fault, ResultError
from simulasi.results.indicators import with_units, yearly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from simulasi.results.results import Results

COLUMNS = ("scenario", "region", "year", "indicator", "unit", "baseline", "value", "difference", "low", "high",
           "median", "chance_of_gain")  # fmt: skip
KEYS = ("scenario", "region", "indicator", "year")
NOISE = 1e-9
"""A difference below this part of the values is rounding: the two are called equal."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Quantiles of the members: between the outer ones lies the range of a difference."""


class Change(NamedTuple):
    """One indicator of one area in one year, without and with the scenario, the means of the members.

    low, high, median : of the differences of members that share their draws; NaN for a single run
    chance_of_gain    : share of members that have more with the scenario, beyond rounding; NaN for a single run
    """

    baseline: float
    value: float
    difference: float
    low: float
    high: float
    median: float = float("nan")
    chance_of_gain: float = float("nan")

    @property
    def central(self) -> float:
        """Difference to draw: the median of the members, of a single run its own.

        >>> Change(200.0, 201.0, 1.0, np.nan, np.nan).central
        1.0
        """
        return self.difference if np.isnan(self.median) else self.median

    @property
    def share(self) -> float:
        """Difference as a share of the baseline; NaN where the baseline is 0.

        >>> Change(200.0, 201.0, 1.0, np.nan, np.nan).share
        0.005
        """
        return self.difference / self.baseline if self.baseline else float("nan")

    @property
    def sign(self) -> int:
        """1 for more, -1 for less, 0 where the two do not differ beyond rounding."""
        size = max(abs(self.baseline), abs(self.value))
        return 0 if not abs(self.difference) > NOISE * size else int(np.sign(self.difference))


class Verdicts(NamedTuple):
    """Who gains, who loses and for whom nothing changes; gains and losses with the largest share first."""

    gains: tuple[str, ...]
    losses: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """A baseline and the scenarios beside it; made by ``compare``, which checks that they match."""

    baseline: Results
    scenarios: tuple[Results, ...]

    def table(self) -> pd.DataFrame:
        """Return every yearly indicator of every scenario beside the baseline, with the columns ``COLUMNS``."""
        return self._table.copy()

    def change(self, scenario: str, region: str, indicator: str, year: int) -> Change:
        """Return one row of the table; KeyError when it has none.

        >>> from simulasi.results.made_up import made_up_results
        >>> both = compare(made_up_results(), made_up_results(name="jalan", lift={"kubar": 0.02}))
        >>> round(both.change("jalan", "kubar", "grdp", 2023).share, 6)
        0.02
        """
        return Change(*self._rows[scenario, region, indicator, year])

    def verdicts(self, scenario: str, indicator: str, year: int) -> Verdicts:
        """Sort the regions by what happens to an indicator.

        >>> from simulasi.results.made_up import made_up_results
        >>> compare(made_up_results(), made_up_results(lift={"ikn": -0.1})).verdicts("dasar", "grdp", 2022)
        Verdicts(gains=(), losses=('ikn',), unchanged=('kubar', 'ppu'))
        """
        changes = {region: self.change(scenario, region, indicator, year) for region in self.regions}
        by_size = sorted(changes, key=lambda region: -abs(changes[region].share))
        gains, losses = ([region for region in by_size if changes[region].sign == sign] for sign in (1, -1))
        return Verdicts(tuple(gains), tuple(losses), tuple(name for name in changes if changes[name].sign == 0))

    @property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions, without the areas that join several."""
        return tuple(str(region) for region in self.baseline.data.region.to_numpy())

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Whole years that can be compared."""
        return tuple(sorted({int(year) for year in self._table["year"]}))

    def change_by_member(self, scenario: str, indicator: str) -> xr.DataArray:
        """Return the difference of an indicator in every member, (member, region, year); regions and joined areas."""
        place = next(place for place, results in enumerate(self.scenarios) if results.name == scenario)
        before, *afters = self._yearly
        return (afters[place] - before).sel(indicator=indicator, drop=True)

    @cached_property
    def _yearly(self) -> tuple[xr.DataArray, ...]:
        """Indicators of the baseline, then of the scenarios."""
        return tuple(yearly(results) for results in (self.baseline, *self.scenarios))

    @cached_property
    def _table(self) -> pd.DataFrame:
        before, *afters = self._yearly
        tables = [
            _beside(before, after).assign(scenario=scenario.name)
            for after, scenario in zip(afters, self.scenarios, strict=True)
        ]
        return with_units(pd.concat(tables, ignore_index=True))[list(COLUMNS)]

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str, int], tuple[float, ...]]:
        keys = zip(*(self._table[key] for key in KEYS), strict=True)
        return dict(zip(keys, self._table[list(Change._fields)].itertuples(index=False, name=None), strict=True))


def compare(baseline: Results, *scenarios: Results) -> Comparison:
    """Put scenarios beside a baseline; ResultError names every way in which they do not match.

    They must share the world, the months, the members, the seed and the parameters; otherwise the
    difference would not be the effect of the scenario.
    """
    faults = [fault for scenario in scenarios for fault in _mismatches(baseline, scenario)]
    if faults:
        raise ResultError(faults)
    return Comparison(baseline, scenarios)


def write_comparison(comparison: Comparison, path: str | Path) -> None:
    """Write the table as UTF-8 text with commas and decimal points; ResultError when it cannot be written."""
    try:
        comparison.table().to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    except OSError as error:
        raise ResultError([Fault("folder_unwritable", str(path))]) from error


def _mismatches(baseline: Results, scenario: Results) -> Iterator[Fault]:
    for code, trait in MUST_MATCH.items():
        ours, theirs = trait(baseline), trait(scenario)
        if ours != theirs:
            fields = {"baseline": baseline.name, "scenario": scenario.name, "ours": ours, "theirs": theirs}
            yield Fault(code, fields=fields)


def _period(results: Results) -> str:
    months = pd.DatetimeIndex(results.data.month.to_numpy())
    return f"{months[0]:%Y-%m} - {months[-1]:%Y-%m}"


MUST_MATCH: dict[str, Callable[[Results], str]] = {
    "different_worlds": lambda results: str(results.story["world_digest"]),
    "different_periods": _period,
    "different_seeds": lambda results: str(results.story["seed"]),
    "different_members": lambda results: str(results.members),
    "different_parameters": lambda results: str(results.story["parameters_digest"]),
}


def _beside(before: xr.DataArray, after: xr.DataArray) -> pd.DataFrame:
    """Lay out means of the members and the range of their differences as rows; without those that have no number."""
    difference = after - before
    low, median, high = _quantiles(difference)
    columns = {
        "baseline": before.mean("member", skipna=False),
        "value": after.mean("member", skipna=False),
        "difference": difference.mean("member", skipna=False),
        "low": low,
        "high": high,
        "median": median,
        "chance_of_gain": _chance_of_gain(before, after),
    }
    rows = xr.Dataset(columns).to_dataframe(dim_order=["indicator", "region", "year"])
    return rows.dropna(subset=["baseline", "value"], how="all").reset_index()


def _quantiles(difference: xr.DataArray) -> list[xr.DataArray]:
    """Low end, median and high end of the members; a single run has none."""
    if difference.sizes["member"] == 1:
        return [difference.isel(member=0, drop=True) * float("nan")] * 3
    found = difference.quantile([LOW, MIDDLE, HIGH], "member", skipna=False)
    return [found.isel(quantile=place, drop=True) for place in range(3)]


def _chance_of_gain(before: xr.DataArray, after: xr.DataArray) -> xr.DataArray:
    """Share of members that have more with the scenario than without it, beyond rounding; NaN for a single run."""
    difference, size = after - before, np.maximum(abs(before), abs(after))
    is_told = 0.0 if difference.sizes["member"] > 1 else float("nan")
    # what is unknown in one member stays unknown
    return (difference > NOISE * size).mean("member") + is_told * difference.mean("member", skipna=False)
