"""What is known of a number, as a distribution over its range; drawn by its quantiles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FIXED, TRIANGULAR, LOG_TRIANGULAR = DISTRIBUTIONS = ("fixed", "triangular", "log-triangular")


class Distribution(NamedTuple):
    """A number between ``low`` and ``high``, most likely near ``mode``: triangular, by itself or in its logarithm.

    >>> Distribution("triangular", 0.0, 1.0, 2.0).quantile(np.array([0.125, 0.5, 0.875]))
    array([0.5, 1. , 1.5])
    >>> np.round(Distribution("log-triangular", 2.0, 4.0, 8.0).quantile(np.array([0.0, 0.5, 1.0])), 12)
    array([2., 4., 8.])
    """

    kind: str
    low: float
    mode: float
    high: float

    def quantile(self, share: np.ndarray) -> np.ndarray:
        """Return the numbers below which shares of all draws lie, (...)."""
        ends = np.array([self.low, self.mode, self.high])
        if self.kind == LOG_TRIANGULAR:
            return np.clip(np.exp(_triangular(np.log(ends), share)), self.low, self.high)
        return np.clip(_triangular(ends, share), self.low, self.high)


def _triangular(ends: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Quantiles of the triangular distribution; ``ends`` are low end, mode and high end."""
    low, mode, high = ends
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - share) * (high - low) * (high - mode))
    return np.where(share * (high - low) < mode - low, rising, falling)
