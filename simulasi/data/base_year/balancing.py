"""Iterative proportional fitting: the nearest table to a seed that meets its totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulasi.errors import Fault, WorldError


@dataclass(frozen=True)
class Held:
    """A sum of cells that is known: rows ``rows`` of column ``column`` add up to ``total``."""

    rows: np.ndarray
    column: int
    total: float


def fit(
    seed: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    *,
    held: tuple[Held, ...] = (),
    tolerance: float = 1e-13,
    rounds: int = 20_000,
) -> np.ndarray:
    """Scale rows, columns and held sums of ``seed`` in turn until all are met (RAS, or IPF).

    rows, columns : totals, with equal sums; a row or column of zeros in the seed must have a total of zero
    Raises WorldError (``not_converged``) with the largest relative gap when the totals cannot be met.

    >>> fit(np.ones((2, 2)), np.array([3.0, 1.0]), np.array([2.0, 2.0])).tolist()
    [[1.5, 1.5], [0.5, 0.5]]
    """
    table = seed.astype(float)
    gap = np.inf
    for _ in range(rounds):
        for known in held:
            table[known.rows, known.column] *= _ratio(known.total, table[known.rows, known.column].sum())
        table *= _ratio(columns, table.sum(axis=0))
        table *= _ratio(rows, table.sum(axis=1))[:, None]
        gap = _largest_gap(table, columns, held)
        if gap <= tolerance:
            return table
    raise WorldError(
        [Fault("not_converged", key="balancing", value=f"{gap:.3g}", fields={"tolerance": f"{tolerance:g}"})]
    )


def _ratio(wanted: np.ndarray | float, present: np.ndarray | float) -> np.ndarray:
    empty = np.asarray(present) == 0.0
    return np.where(empty, 1.0, np.asarray(wanted) / (np.asarray(present) + empty))


def _largest_gap(table: np.ndarray, columns: np.ndarray, held: tuple[Held, ...]) -> float:
    gaps = abs(_ratio(columns, table.sum(axis=0)) - 1.0)
    kept = [abs(float(_ratio(known.total, table[known.rows, known.column].sum())) - 1.0) for known in held]
    return float(max([gaps.max(), *kept]))
