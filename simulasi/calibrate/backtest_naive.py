"""What one would have said at the end of 2021 without any model: the last growth repeats, or the trend goes on.

naive_growth : the last figure of 2021 repeats: growth of 2021 over 2020, and an amount grows by it every year;
a rate or a share stays as it was in 2021; a change of persons repeats
naive_trend  : the mean of 2015 to 2019 goes on: mean growth, and an amount grows by it from 2021; a rate or a share
moves from 2021 by its mean yearly change from 2015 to 2019, and not below 0
standstill   : nothing changes after 2021: growth 0, an amount or a rate as in 2021; Theil's U measures by it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.calibrate.backtest_quantities import CHANGE, GROWTH, RATE, kind_of
from simulasi.calibrate.backtest_tables import (
    INDUSTRIES,
    PERCENT,
    REAL,
    best_levels,
    industry_levels,
    parts_of,
)
from simulasi.calibrate.backtest_targets import KNOWN_YEAR, area_of, until
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from simulasi.calibrate.backtest_targets import Key

TREND_YEARS = (2015, 2016, 2017, 2018, 2019)
"""The years of the trend: after the oil and gas of the old province, before the pandemic."""
NONE = float("nan")
COUNTS = {"employed": "employed", "labour_force": "labour_force", "unemployed": "unemployed"}

History = dict[int, float]
"""Published values by year, none later than 2021."""


class Naive(NamedTuple):
    """The forecasts that need no model; NaN where nothing was published to make them of."""

    growth: float
    trend: float
    standstill: float


NOTHING = Naive(NONE, NONE, NONE)


def naive(key: Key, known: Mapping[tuple[str, str], History]) -> Naive:
    """Make the naive forecasts of a target of what was known at the end of 2021.

    known : histories by target and region, see ``histories``

    >>> from simulasi.calibrate.backtest_targets import Key
    >>> growth = {2015: 1.0, 2016: 1.0, 2017: 1.0, 2018: 1.0, 2019: 6.0, 2021: 5.0}
    >>> known = {("grdp_2010_growth", "kubar"): growth, ("grdp_2010", "kubar"): {2021: 100.0}}
    >>> naive(Key("grdp_2010_growth", "kubar", 2023), known)
    Naive(growth=5.0, trend=2.0, standstill=0.0)
    >>> [round(value, 2) for value in naive(Key("grdp_2010", "kubar", 2023), known)]
    [110.25, 104.04, 100.0]
    """
    history = known.get((key.target, key.region), {})
    ahead, kind = key.year - KNOWN_YEAR, kind_of(key)
    last = history.get(KNOWN_YEAR, NONE)
    if kind in {GROWTH, CHANGE}:
        return Naive(last, _mean(history), 0.0)
    if kind == RATE:
        return Naive(last, max(last + ahead * _yearly_change(history), 0.0), last) if history else NOTHING
    growth = known.get((f"{key.target}_growth", key.region), grown(history))
    return Naive(
        *(last * (1.0 + rate / PERCENT) ** ahead for rate in (growth.get(KNOWN_YEAR, NONE), _mean(growth), 0.0))
    )


def histories(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], History]:
    """Gather what was published of the years to 2021, by target and region."""
    accounts = {name: until(tables[name], KNOWN_YEAR) for name in ("grdp_region", "labour", "grdp_province_quarter")}
    industry = until(tables["grdp_province_industry"], KNOWN_YEAR)
    return {
        **_regional(accounts["grdp_region"]),
        **_labour(accounts["labour"]),
        **_industries(industry),
        **_quarterly(accounts["grdp_province_quarter"]),
    }


def grown(levels: History) -> History:
    """Growth of every year over the year before, percent.

    >>> grown({2014: 100.0, 2015: 110.0, 2017: 120.0})
    {2015: 10.0}
    """
    return {
        year: round(PERCENT * (value / levels[year - 1] - 1.0), 12)
        for year, value in levels.items()
        if year - 1 in levels
    }


def _mean(history: History) -> float:
    """Mean of all years of the trend; NaN unless all of them are known."""
    return float(np.mean([history.get(year, NONE) for year in TREND_YEARS]))


def _yearly_change(history: History) -> float:
    first, last = TREND_YEARS[0], TREND_YEARS[-1]
    return (history.get(last, NONE) - history.get(first, NONE)) / (last - first)


def _regional(frame: pd.DataFrame) -> dict[tuple[str, str], History]:
    found: dict[tuple[str, str], History] = {}
    for region, rows in best_levels(frame).groupby("region"):
        levels = {int(year): float(value) for year, value in zip(rows["year"], rows["value_bn_rp"], strict=True)}
        levels = dict(sorted(levels.items()))
        found["grdp_2010", area_of(str(region))] = levels
        found["grdp_2010_growth", area_of(str(region))] = grown(levels)
    return found


def _labour(frame: pd.DataFrame) -> dict[tuple[str, str], History]:
    """Rates by region, and counts of the province; the years 2018 to 2020 as published, backcast."""
    names = {**COUNTS, "unemployment_rate_TPT": "unemployment"}
    found: dict[tuple[str, str], History] = {}
    for row in frame[frame["indicator"].isin(list(names))].itertuples():
        found.setdefault((names[row.indicator], area_of(row.region)), {})[int(row.year)] = float(row.value)
    return found


def _industries(frame: pd.DataFrame) -> dict[tuple[str, str], History]:
    """Growth of industries of the province, and the share of each at current prices."""
    real, nominal = industry_levels(frame), industry_levels(frame, basis="adhb")
    growth = {(f"industry_growth.{name}", KALTIM): grown(_dated(real[name])) for name in INDUSTRIES}
    share = {
        (f"industry_share.{name}", KALTIM): _dated(PERCENT * nominal[name] / nominal["total"]) for name in INDUSTRIES
    }
    return {**growth, **share}


def _quarterly(frame: pd.DataFrame) -> dict[tuple[str, str], History]:
    """Growth of the first quarter of GRDP, and of the first half year of construction."""
    real = frame[frame["basis"] == REAL]
    quarter = _sum_of(real[real["quarter"].astype(int) <= 1], "total")
    half = real[real["quarter"].astype(int) <= 2]  # noqa: PLR2004 - two quarters are half a year
    built, whole = _sum_of(half, "F"), _sum_of(half, "total")
    added = {year: PERCENT * (built[year] - built[year - 1]) / whole[year - 1] for year in built if year - 1 in whole}
    return {
        ("grdp_2010_growth_q1", KALTIM): grown(quarter),
        ("industry_growth_h1.F", KALTIM): grown(built),
        ("industry_contribution_h1.F", KALTIM): added,
    }


def _sum_of(frame: pd.DataFrame, industry: str) -> History:
    wide = frame.pivot_table(index="year", columns="industry", values="value_bn_rp", aggfunc="sum")
    return _dated(wide[parts_of(industry, wide.columns)].sum(axis=1))


def _dated(values: pd.Series) -> History:
    return {int(year): float(value) for year, value in values.items()}
