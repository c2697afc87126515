"""Streets of a made-up city, for searches of least-cost paths by ours and by others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Streets(NamedTuple):
    """Directed links of a grid: tail, head and minutes, (link,); (source,) nodes that paths are wanted from."""

    tail: np.ndarray
    head: np.ndarray
    minutes: np.ndarray
    sources: np.ndarray


def made_up_streets(rows: int, columns: int, *, sources: int) -> Streets:
    """Make two-way streets on a grid, of random minutes.

    >>> streets = made_up_streets(2, 3, sources=2)
    >>> len(streets.tail), streets.sources.tolist()
    (14, [0, 5])
    """
    node = np.arange(rows * columns).reshape(rows, columns)
    first = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    second = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    minutes = np.random.Generator(np.random.PCG64(1)).uniform(2.0, 10.0, 2 * len(first))
    chosen = np.linspace(0, rows * columns - 1, sources).astype(int)
    return Streets(np.append(first, second), np.append(second, first), minutes, chosen)
