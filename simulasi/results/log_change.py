"""Changes in logarithms that add up: the logarithmic mean, and who moves a share.

``L(x, y) = (y - x) / (ln y - ln x)`` turns a change into its relative causes without a rest: where ``T = D s``,
``T' - T = L(T, T') (ln D'/D + ln s'/s)`` (Ang 2005, the logarithmic mean Divisia index). Weights of the same mean tell
how much each member of a group moves the group (Sato 1976, Vartia 1976).
"""

from __future__ import annotations

import numpy as np

ALIKE = 1e-8
"""Relative difference below which the mean of two numbers is taken plainly: their logarithms would cancel."""


def log_mean(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Logarithmic mean of two numbers that are not negative; 0 where one of them is.

    >>> log_mean(np.array([1.0, 2.0, 0.0]), np.array([np.e, 2.0, 3.0])).round(6).tolist()
    [1.718282, 2.0, 0.0]
    """
    both = (before > 0.0) & (after > 0.0)
    ratio = np.where(both, after, 1.0) / np.where(both, before, 1.0)
    is_near = abs(ratio - 1.0) < ALIKE
    mean = np.where(is_near, (before + after) / 2.0, (after - before) / np.log(np.where(is_near, np.e, ratio)))
    return np.where(both, mean, 0.0)


def log_ratio(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Logarithm of what a number became over what it was; 0 where one of them is 0.

    >>> log_ratio(np.array([1.0, 0.0]), np.array([np.e, 2.0])).tolist()
    [1.0, 0.0]
    """
    both = (before > 0.0) & (after > 0.0)
    ratio: np.ndarray = np.log(np.where(both, after, 1.0) / np.where(both, before, 1.0))
    return ratio


def group_weights(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Weight of each origin (axis 1) in the change of its market, which adds up to 1 where anything is bought.

    before, after : (sector, origin, destination), shares of the origins

    >>> same = np.full((1, 2, 1), 0.5)
    >>> group_weights(same, same).ravel().tolist()
    [0.5, 0.5]
    """
    mean = log_mean(before, after)
    whole = mean.sum(axis=1, keepdims=True)
    weights: np.ndarray = mean / np.where(whole > 0.0, whole, 1.0)
    return weights
