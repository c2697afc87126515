"""Inequality between areas: the Williamson and the Theil index of GRDP per head.

``grdp`` and ``population`` are (..., area); the areas must not overlap.
"""

from __future__ import annotations

import numpy as np

from simulasi.results.areas import ratio, total


def williamson_index(grdp: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Coefficient of variation of GRDP per head, weighted by population; 0 when all are alike.

    >>> williamson_index(np.array([1.0, 3.0]), np.array([1.0, 1.0])).item()
    0.5
    """
    mean = ratio(grdp.sum(axis=-1), population.sum(axis=-1))
    gap = np.nan_to_num(ratio(grdp, population) - mean[..., None])
    variance = ratio((population * gap**2).sum(axis=-1), population.sum(axis=-1))
    return ratio(np.sqrt(variance), mean)


def theil_index(grdp: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Sum of the shares in GRDP times the logarithm of these over the shares in population; 0 when all are alike.

    >>> theil_index(np.array([1.0, 3.0]), np.array([1.0, 1.0])).round(4).item()
    0.1308
    """
    income = ratio(grdp, grdp.sum(axis=-1, keepdims=True))
    people = ratio(population, population.sum(axis=-1, keepdims=True))
    relative = np.where((income > 0) & (people > 0), ratio(income, people), 1.0)
    return total(income * np.log(relative), -1)
