"""How far forecasts are from what was published: error measures, and the aims set before the first backtest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulasi.results.areas import KALTIM, PPU_BPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.calibrate.backtest import Row

PPU_WITHIN, OTHERS_WITHIN = 10.0, 3.0
"""Aims of the design, percentage points a year: PPU grows by leaps, the others by a few percent."""
FEWEST_RANKED = 3
"""An order of two says nothing."""


class Errors(NamedTuple):
    """Error measures of one forecast over some targets.

    mean_absolute, root_mean_square, bias : in the unit of the targets; bias is forecast less published
    theil_u : root mean square error over that of standing still; below 1 is better than no change
    """

    targets: int
    mean_absolute: float
    root_mean_square: float
    bias: float
    theil_u: float


class Aim(NamedTuple):
    """One aim and what came of it.

    reached, needed : in the unit of the aim
    """

    name: str
    reached: float
    needed: float
    is_met: bool
    where: str = ""


def errors(forecast: np.ndarray, observed: np.ndarray, standstill: np.ndarray) -> Errors:
    """Measure a forecast; all arrays are (target,).

    >>> errors(np.array([3.0, 5.0]), np.array([2.0, 8.0]), np.zeros(2))
    Errors(targets=2, mean_absolute=2.0, root_mean_square=2.23606797749979, bias=-1.0, theil_u=0.3834824944236852)
    """
    if not len(observed):
        return Errors(0, *[float("nan")] * 4)
    miss = forecast - observed
    square, still = (float(np.sqrt(np.mean(values**2))) for values in (miss, standstill - observed))
    theil = square / still if still else float("nan")
    return Errors(len(observed), float(abs(miss).mean()), square, float(miss.mean()), theil)


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Rank correlation of Spearman; equal values share a rank; NaN for fewer than three or without an order.

    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))
    0.5
    """
    ranks = [pd.Series(values).rank().to_numpy() for values in (first, second)]
    if len(first) < FEWEST_RANKED or any(np.ptp(rank) == 0 for rank in ranks):
        return float("nan")
    return round(float(np.corrcoef(ranks[0], ranks[1])[0, 1]), 12)


def right_signs(forecast: np.ndarray, observed: np.ndarray) -> float:
    """Share of values whose sign is that of the published value.

    >>> right_signs(np.array([1.0, -2.0]), np.array([4.0, 1.0]))
    0.5
    """
    return float((np.sign(forecast) == np.sign(observed)).mean()) if len(observed) else float("nan")


def deviations(values: Sequence[float], areas: Sequence[str], years: Sequence[int]) -> np.ndarray:
    """Growth of each region less that of the province in the same year, (region and year,); the province is left out.

    >>> deviations([4.0, 3.0, 1.0], ["kubar", "kaltim", "paser"], [2022, 2022, 2022])
    array([ 1., -2.])
    """
    whole = {year: value for value, area, year in zip(values, areas, years, strict=True) if area == KALTIM}
    return np.array(
        [
            value - whole.get(year, float("nan"))
            for value, area, year in zip(values, areas, years, strict=True)
            if area != KALTIM
        ]
    )


def aims(rows: Sequence[Row]) -> tuple[Aim, ...]:
    """Hold regional growth against the aims: signs, order in every year, and how far off at most.

    rows : growth of the regions, without the province, that the model tells
    """
    years = sorted({row.key.year for row in rows})
    model, observed = (np.array([value(row) for row in rows]) for value in (_model, _observed))
    signs = right_signs(model, observed)
    order = [rank_correlation(_in_year(rows, year, _model), _in_year(rows, year, _observed)) for year in years]
    worst = {
        name: max(part, key=lambda row: abs(row.error), default=None)
        for name, part in (
            ("ppu", [row for row in rows if row.key.region == PPU_BPS]),
            ("others", [row for row in rows if row.key.region != PPU_BPS]),
        )
    }
    return (
        Aim("sign", signs, 1.0, signs == 1.0),
        *(Aim("order", value, 1.0, value == 1.0, str(year)) for year, value in zip(years, order, strict=True)),
        *(_within(name, worst[name], limit) for name, limit in (("ppu", PPU_WITHIN), ("others", OTHERS_WITHIN))),
    )


def _within(name: str, row: Row | None, limit: float) -> Aim:
    if row is None:
        return Aim(name, float("nan"), limit, is_met=False)
    return Aim(name, abs(row.error), limit, abs(row.error) <= limit, f"{row.key.region} {row.key.year}")


def _in_year(rows: Sequence[Row], year: int, value: object) -> np.ndarray:
    return np.array([value(row) for row in rows if row.key.year == year])  # type: ignore[operator]


def _model(row: Row) -> float:
    return row.model


def _observed(row: Row) -> float:
    return row.target.observed
