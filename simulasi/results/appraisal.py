"""Weighing money of different years: present value, benefit over cost, internal rates of return, break-even."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

if TYPE_CHECKING:
    from collections.abc import Sequence

LOWEST_RATE, HIGHEST_RATE, RATES = -0.9, 10.0, 4001
"""Where rates of return are looked for, and at how many places in between."""
NOTHING = 1e-9
"""Part of the gross amounts below which a net amount is nothing."""


def present_value(amounts: np.ndarray, years: Sequence[int], *, rate: float, at: int) -> np.ndarray:
    """Value in the year ``at`` of amounts (..., year) at a rate of interest.

    >>> present_value(np.array([100.0, 110.0]), [2025, 2026], rate=0.1, at=2025).round(9).item()
    200.0
    """
    factors = (1.0 + rate) ** -(np.asarray(years, dtype=float) - at)
    value: np.ndarray = (amounts * factors).sum(axis=-1)
    return value


def rates_of_return(net: np.ndarray, years: Sequence[int]) -> tuple[float, ...]:
    """Every rate at which a stream (year,) is worth nothing, in ascending order; none where it never changes sign.

    Looked for between -90 % and 1000 % by the sign of the present value at 4,001 rates; two rates between two
    neighbours of these are not seen. With several rates none of them is *the* return: then the present value decides.

    >>> [round(rate, 6) for rate in rates_of_return(np.array([-100.0, 230.0, -132.0]), [0, 1, 2])]
    [0.1, 0.2]
    >>> rates_of_return(np.array([5.0, 5.0]), [0, 1])
    ()
    """

    def value(log_factor: float) -> float:
        return float(present_value(net, years, rate=float(np.exp(log_factor)) - 1.0, at=years[0]))

    if not (net > 0.0).any() or not (net < 0.0).any():
        return ()
    places = np.linspace(np.log1p(LOWEST_RATE), np.log1p(HIGHEST_RATE), RATES)
    values = np.array([value(place) for place in places])
    crossed = np.flatnonzero((values[:-1] * values[1:] < 0.0) | (values[:-1] == 0.0))
    found = (places[step] if values[step] == 0.0 else brentq(value, places[step], places[step + 1]) for step in crossed)
    return tuple(float(np.expm1(root)) for root in found)


def break_even_year(net: np.ndarray, years: Sequence[int], *, rate: float) -> int | None:
    """First year from which all that was won is worth what was spent and stays so; None where that never comes.

    None as well where nothing was ever behind: then there was nothing to win back.

    >>> break_even_year(np.array([-100.0, 60.0, 60.0, 5.0]), [2025, 2026, 2027, 2028], rate=0.0)
    2027
    """
    factors = (1.0 + rate) ** -(np.asarray(years, dtype=float) - years[0])
    so_far = np.cumsum(net * factors)
    behind = np.flatnonzero(so_far < -NOTHING * abs(net * factors).sum())
    if not len(behind) or behind[-1] + 1 == len(years):
        return None
    return int(years[behind[-1] + 1])
