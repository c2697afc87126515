"""Delay of roads by volume and capacity: the curve of the Bureau of Public Roads, its slope and its area, in arrays.

A link takes ``free + delay * (volume / capacity) ** power``. In the usual form ``delay`` is ``b * free``; as a term of
its own it also describes links that take no time when they are empty. A link without capacity can carry nothing: empty
it takes its free-flow time, with any volume for ever. A link without delay takes the same time whatever it carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LEAST_LOAD = 1e-12
"""Share of capacity below which the slope of curves with a power below one, infinite at nothing, is cut off."""


def delay_factor(volume: ArrayLike, capacity: ArrayLike, *, b: ArrayLike, power: ArrayLike) -> np.ndarray:
    """How many times its free-flow time a link takes: 1 + b (volume / capacity) ** power.

    All arguments are broadcast; volume and capacity have one unit, none is negative.

    >>> delay_factor([0.0, 1000.0, 2000.0], 1000.0, b=0.15, power=4.0).round(12).tolist()
    [1.0, 1.15, 3.4]
    >>> delay_factor([0.0, 1.0, 1.0], 0.0, b=[0.15, 0.15, 0.0], power=4.0).tolist()
    [1.0, inf, 1.0]
    """
    return 1.0 + _times(b, crowding(volume, capacity, power=power))


def travel_time(
    volume: ArrayLike, capacity: ArrayLike, *, free: ArrayLike, delay: ArrayLike, power: ArrayLike
) -> np.ndarray:
    """Time on links: free + delay (volume / capacity) ** power, in the unit of ``free`` and ``delay``.

    free  : time at no volume
    delay : time that is added when the volume is the capacity

    >>> travel_time([0.0, 6.0], 1.0, free=0.0, delay=10.0, power=1.0).tolist()
    [0.0, 60.0]
    """
    return np.asarray(free) + _times(delay, crowding(volume, capacity, power=power))


def time_slope(volume: ArrayLike, capacity: ArrayLike, *, delay: ArrayLike, power: ArrayLike) -> np.ndarray:
    """How much longer each trip takes for one more unit of volume: the derivative of ``travel_time``.

    The slope of a link without capacity is infinite. That of a power below one is cut off near no volume.

    >>> time_slope([0.0, 500.0], 1000.0, delay=0.75, power=[4.0, 2.0]).tolist()
    [0.0, 0.00075]
    """
    power, capacity = np.asarray(power, dtype=float), np.asarray(capacity, dtype=float)
    load = _load(volume, capacity)
    load = np.where(power < 1.0, np.maximum(load, LEAST_LOAD), load)
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where(capacity == 0.0, np.inf, load ** (power - 1.0) / capacity)
    return _times(np.asarray(delay) * power, rise)


def time_area(
    volume: ArrayLike, capacity: ArrayLike, *, free: ArrayLike, delay: ArrayLike, power: ArrayLike
) -> np.ndarray:
    """Area below the curve of time from no volume to ``volume``: a link's part of Beckmann's objective.

    >>> time_area([0.0, 6.0], 1.0, free=[1.0, 0.0], delay=10.0, power=1.0).tolist()
    [0.0, 180.0]
    """
    mean = np.asarray(free) + _times(
        np.asarray(delay) / (np.asarray(power) + 1.0), crowding(volume, capacity, power=power)
    )
    return _times(volume, mean)


def crowding(volume: ArrayLike, capacity: ArrayLike, *, power: ArrayLike) -> np.ndarray:
    """(volume / capacity) ** power; nothing on a link without capacity is no crowd, anything is an endless one.

    >>> crowding([0.0, 0.0, 1.0, 0.0], [0.0, 2.0, 0.0, 2.0], power=[2.0, 2.0, 0.0, 0.0]).tolist()
    [0.0, 0.0, inf, 1.0]
    """
    load = _load(volume, capacity)
    power = np.asarray(power, dtype=float)
    never = np.asarray(capacity) == 0.0
    return np.where(never, load, load**power)


def _load(volume: ArrayLike, capacity: ArrayLike) -> np.ndarray:
    """Volume by capacity; nothing by nothing is nothing."""
    volume, capacity = np.asarray(volume, dtype=float), np.asarray(capacity, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(volume == 0.0, 0.0, volume / capacity)


def _times(factor: ArrayLike, values: ArrayLike) -> np.ndarray:
    """Multiply; nothing times endless is nothing."""
    factor = np.asarray(factor, dtype=float)
    with np.errstate(invalid="ignore"):
        return np.where(factor == 0.0, 0.0, factor * values)
