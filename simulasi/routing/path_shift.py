"""One step of path flows towards user equilibrium: Newton's, with a barrier that keeps every path in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.routing.assignment import costs, slopes
from simulasi.routing.path_set import firsts

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulasi.routing.assignment import Assignment
    from simulasi.routing.path_set import PathSet

TINY = 1e-300
CLOSE, MOST_PRODUCTS = 0.03, 200
"""How closely the equations of a step are solved, and the most products with the matrix that this may take."""
DUAL_SPAN = (0.1, 10.0)
"""How far the price of using a path may lie from the barrier over its flow, as factors."""
STEPS, FLAT, LEFT = 40, 0.1, 0.95
"""Most trials along a step, the slope that is flat enough, and the part of a path that one step may empty."""


class _Groups(NamedTuple):
    """Paths by pair: first path of each pair, and the place of each path among the pairs."""

    first: np.ndarray
    place: np.ndarray

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sum by pair, given back to each path."""
        return np.asarray(np.add.reduceat(values, self.first)[self.place])

    def least(self, values: np.ndarray) -> np.ndarray:
        """Least of each pair, given back to each path."""
        return np.asarray(np.minimum.reduceat(values, self.first)[self.place])


def shifted(of: Assignment, paths: PathSet, flow: np.ndarray, barrier: np.ndarray, volume: np.ndarray) -> np.ndarray:
    """Shift flow between the paths of each pair, whose sum stays; every path keeps some.

    flow    : (path,), positive
    barrier : (path,), weight of the logarithm of each flow
    volume  : (link,), of all flow, also of pairs with one path that are not among ``paths``

    The step of Newton for ``Beckmann's objective - sum of barrier x log(flow)`` is found by conjugate gradients, then
    cut so that no path is emptied, and lengthened or shortened to where the objective stops falling.
    """
    first = firsts(paths.pair)
    groups = _Groups(first, np.cumsum(np.diff(paths.pair, prepend=-1) != 0) - 1)
    cost, slope = paths.on @ costs(of, volume), slopes(of, volume)
    level = np.minimum((groups.sum(flow * cost) - groups.sum(barrier)) / groups.sum(flow), groups.least(cost))
    price = np.clip(cost - level, barrier / flow * DUAL_SPAN[0], barrier / flow * DUAL_SPAN[1])
    residual = barrier / flow - (cost - groups.least(cost))
    step = _newton(paths, slope, price / flow, residual, groups)
    step[np.lexsort((-flow, paths.pair))[first]] -= np.add.reduceat(step, first)
    emptied = np.maximum.reduceat(np.maximum(-step / flow, 0.0), first)[groups.place]
    part = np.minimum(1.0, LEFT / np.maximum(emptied, TINY))
    for direction in (step * part, step * part.min()):
        links = paths.on.T @ direction

        def falls(length: float, direction: np.ndarray = direction, links: np.ndarray = links) -> float:
            moved = costs(of, np.maximum(volume + length * links, 0.0)) @ links
            return float(moved - (barrier / (flow + length * direction)) @ direction)

        if (start := falls(0.0)) < 0.0:
            return flow + _length(falls, start) * direction
    return flow


def _newton(paths: PathSet, slope: np.ndarray, own: np.ndarray, residual: np.ndarray, groups: _Groups) -> np.ndarray:
    """Solve ``(on slope on' + own) step = residual`` with the sum of each pair kept, by conjugate gradients."""
    weight = 1.0 / (paths.on @ slope + own)
    total = groups.sum(weight)

    def preconditioned(values: np.ndarray) -> np.ndarray:
        return np.asarray(weight * (values - groups.sum(weight * values) / total))

    step = np.zeros_like(own)
    towards = preconditioned(residual)
    direction, size = towards, float(residual @ towards)
    close = CLOSE**2 * size
    for _ in range(MOST_PRODUCTS):
        if size <= close:
            break
        product = paths.on @ (slope * (paths.on.T @ direction)) + own * direction
        bend = float(direction @ product)
        if bend <= 0.0:
            break
        step = step + size / bend * direction
        residual = residual - size / bend * product
        towards = preconditioned(residual)
        size, before = float(residual @ towards), size
        direction = towards + size / before * direction
    return step


def _length(falls: Callable[[float], float], start: float) -> float:
    """Find how far to go where the objective falls: to where it is flat, at most the whole step."""
    high, at_high = 1.0, falls(1.0)
    if at_high <= 0.0:
        return 1.0
    low, at_low, length = 0.0, start, 1.0
    for _ in range(STEPS):
        length = low + (high - low) * min(0.9, max(0.1, at_low / (at_low - at_high)))
        here = falls(length)
        if abs(here) <= FLAT * abs(start):
            break
        if here > 0.0:
            high, at_high = length, here
        else:
            low, at_low = length, here
    return length
