"""Better flows on given paths: one Newton step of an interior-point method, damped by a search along the step.

The step lowers ``objective - sum(barrier * log(flow))`` and keeps the trips of every pair. All flows stay above zero, and
the smaller the barrier, the nearer is the lowest point to the equilibrium on these paths. What moves are trips from the
main path of a pair, the one with the largest flow, to its other paths; links that both use do not matter then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.routing.assignment import costs, slopes
from simulasi.routing.path_set import firsts

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_array

    from simulasi.routing.assignment import Assignment
    from simulasi.routing.path_set import PathSet

STIFFEST = 100.0
"""How far the price of using a path may exceed what its barrier asks for."""
LEFT = 0.05
"""Share of its flow that each path keeps in a step."""
CG_STEPS = 500
FLAT, STEEP = 0.1, 0.3
"""Share of the first slope at which a search ends, and beyond which a step may be stretched."""
HALVINGS = 40


class _Moves(NamedTuple):
    """Moves of trips from main paths to others, sorted by pair; only pairs with several paths.

    other, main         : (move,), (pair,), numbers of paths
    first, pair         : (pair,), first move; (move,), which pair
    change              : (move, link), 1 where only the other path uses the link, -1 where only the main one does
    flow, barrier       : (move,), of the other path
    rest, rest_barrier  : (pair,), of the main path
    """

    other: np.ndarray
    main: np.ndarray
    first: np.ndarray
    pair: np.ndarray
    change: csr_array
    flow: np.ndarray
    barrier: np.ndarray
    rest: np.ndarray
    rest_barrier: np.ndarray

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sum the moves of each pair, (pair,)."""
        return np.add.reduceat(values, self.first)


def improved(
    of: Assignment, paths: PathSet, flow: np.ndarray, barrier: np.ndarray, *, accuracy: float, may_stretch: bool
) -> np.ndarray:
    """Return better flows, (path,).

    flow, barrier : (path,), above zero
    accuracy      : of the solution of Newton's equations, relative
    may_stretch   : whether the step may be longer than Newton's, which helps far from equilibrium
    """
    several = np.flatnonzero(np.bincount(paths.pair)[paths.pair] > 1)
    if not len(several):
        return flow
    moves = _moves(paths, flow, barrier, several)
    volume = paths.on.T @ flow
    cost = moves.change @ costs(of, volume)
    step = _newton(moves, cost, slopes(of, volume), accuracy=accuracy)
    for tried in _kept_inside(moves, step):
        length = _length(of, moves, tried, volume, may_stretch=may_stretch)
        if length > 0.0:
            better = flow.copy()
            better[moves.other] += length * tried
            better[moves.main] -= length * moves.sums(tried)
            return better
    return flow


def _moves(paths: PathSet, flow: np.ndarray, barrier: np.ndarray, several: np.ndarray) -> _Moves:
    """Choose the main paths, and compare the others with them.

    several : (chosen,), paths of pairs that have more than one
    """
    pair = np.cumsum(np.diff(paths.pair[several], prepend=-1) != 0) - 1
    main = several[np.lexsort((-flow[several], pair))[firsts(pair)]]
    is_other = ~np.isin(several, main, assume_unique=True)
    other, pair = several[is_other], pair[is_other]
    change = paths.on[other] - paths.on[main[pair]]
    return _Moves(other, main, firsts(pair), pair, change, flow[other], barrier[other], flow[main], barrier[main])


def _newton(moves: _Moves, cost: np.ndarray, slope: np.ndarray, *, accuracy: float) -> np.ndarray:
    """Solve Newton's equations by conjugate gradients, (move,): (change slope change' + price / flow) step = downhill.

    cost  : (move,), of the other path less that of the main one
    slope : (link,)
    """
    central, rest_central = moves.barrier / moves.flow, moves.rest_barrier / moves.rest
    spent = moves.sums(moves.flow * cost) - moves.sums(moves.barrier) - moves.rest_barrier
    level = spent / (moves.sums(moves.flow) + moves.rest)
    level = np.minimum(level, np.minimum(np.minimum.reduceat(cost, moves.first), 0.0))
    stiff = np.clip(cost - level[moves.pair], central, STIFFEST * central) / moves.flow
    rest_stiff = np.clip(-level, rest_central, STIFFEST * rest_central) / moves.rest
    ease = 1.0 / (abs(moves.change) @ slope + stiff)
    shared = rest_stiff / (1.0 + rest_stiff * moves.sums(ease))

    def eased(values: np.ndarray) -> np.ndarray:
        """Solve the equations as if each move had the links to itself."""
        alone = ease * values
        return alone - ease * (shared * moves.sums(alone))[moves.pair]

    def curved(step: np.ndarray) -> np.ndarray:
        """Change of the slope along each move, after a step."""
        links = moves.change @ (slope * (moves.change.T @ step))
        return links + stiff * step + (rest_stiff * moves.sums(step))[moves.pair]

    return _conjugate_gradients(curved, eased, central - cost - rest_central[moves.pair], accuracy)


def _conjugate_gradients(
    curved: Callable[[np.ndarray], np.ndarray],
    eased: Callable[[np.ndarray], np.ndarray],
    rest: np.ndarray,
    accuracy: float,
) -> np.ndarray:
    """Solve ``curved(step) = rest`` with ``eased`` as preconditioner; ends early where there is no curvature left."""
    step = np.zeros(len(rest))
    direction = fit = eased(rest)
    size = enough = float(rest @ fit)
    enough *= accuracy**2
    for _ in range(CG_STEPS):
        if size <= enough:
            break
        bent = curved(direction)
        curvature = float(direction @ bent)
        if not curvature > 0.0:
            break
        step = step + size / curvature * direction
        rest = rest - size / curvature * bent
        fit = eased(rest)
        former, size = size, float(rest @ fit)
        direction = fit + size / former * direction
    return step


def _kept_inside(moves: _Moves, step: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three steps that leave some flow on every path: each path cut back alone, each pair, and all alike."""
    most = 1.0 - LEFT
    cut = np.maximum(step, -most * moves.flow)
    more, less = moves.sums(np.maximum(cut, 0.0)), -moves.sums(np.minimum(cut, 0.0))
    room = most * moves.rest + less
    fits = np.where(more > room, room / np.where(more > room, more, 1.0), 1.0)
    used = np.maximum(np.maximum.reduceat(-step / moves.flow, moves.first), moves.sums(step) / moves.rest)
    share = most / np.maximum(used, most)
    return np.where(cut > 0.0, cut * fits[moves.pair], cut), step * share[moves.pair], step * share.min()


def _length(of: Assignment, moves: _Moves, step: np.ndarray, volume: np.ndarray, *, may_stretch: bool) -> float:
    """How many times the step to go so that the slope along it is small; 0 where it does not lead downhill."""
    main_step = moves.sums(step)
    change = moves.change.T @ step

    def slope(length: float) -> float:
        cost = costs(of, np.maximum(volume + length * change, 0.0))
        walls = moves.barrier / (moves.flow + length * step) @ step
        return float(cost @ change - walls + moves.rest_barrier / (moves.rest - length * main_step) @ main_step)

    first, now = slope(0.0), slope(1.0)
    if not first < 0.0:
        return 0.0
    if now > 0.0:
        return _lowest(slope, first, now)
    length = 1.0
    longest = (1.0 - LEFT) / max(float((-step / moves.flow).max()), float((main_step / moves.rest).max()), LEFT**2)
    while may_stretch and now < STEEP * first and 2.0 * length <= longest:
        now = slope(2.0 * length)
        if now > 0.0:
            break
        length *= 2.0
    return length


def _lowest(slope: Callable[[float], float], first: float, last: float) -> float:
    """Length between 0 and 1 at which a rising slope is nearly zero.

    >>> round(_lowest(lambda length: length - 0.3, -0.3, 0.7), 2)
    0.3
    """
    low, high = (0.0, first), (1.0, last)
    length = 1.0
    for _ in range(HALVINGS):
        part = min(max(low[1] / (low[1] - high[1]), FLAT), 1.0 - FLAT)
        length = low[0] + (high[0] - low[0]) * part
        now = slope(length)
        if abs(now) <= FLAT * abs(first):
            break
        low, high = (low, (length, now)) if now > 0.0 else ((length, now), high)
    return length
