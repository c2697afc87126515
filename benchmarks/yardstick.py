"""A fixed piece of NumPy work like a month's: many operations on small arrays. Ratios to it move less than seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "numpy"
ROUNDS, SHAPE = 10_000, (37, 4, 1, 18)


def small_arrays() -> Callable[[], None]:
    """Make the arrays; ten thousand rounds of product, division, choice and sum are timed."""
    draw = np.random.Generator(np.random.PCG64(1))
    volumes, kernel = draw.uniform(0.5, 1.5, SHAPE), draw.random((SHAPE[0], SHAPE[-1], SHAPE[-1]))

    def work() -> None:
        found = volumes
        for _ in range(ROUNDS):
            spread = found.reshape(SHAPE[0], -1, SHAPE[-1]) @ kernel
            share = np.where(found > 1.0, volumes / found, found)
            found = share + 1e-3 * spread.reshape(SHAPE) / spread.sum(axis=(1, 2))[:, None, None, None]

    return work
