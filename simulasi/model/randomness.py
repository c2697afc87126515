"""Random numbers: one stream for each seed, decision and entity, read month by month (invariant 10).

A draw depends on nothing but seed, decision, name of the entity, member and month. So a scenario and
its baseline share every draw, a region or a link more shifts nobody's draws, and no order of computing matters.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = 2
"""Words of 64 bits in the key of a stream."""


def uniforms(seed: int, decision: str, entity: str, *, members: Sequence[int], months: int) -> np.ndarray:
    """Draw numbers between 0 and 1, both excluded, ``[member, month]``.

    The stream is Philox 4x64, a counter-based generator: the key holds seed, decision and entity, the counter the
    member; a month is a place in the stream, so that a longer run begins like a shorter one.

    >>> first = uniforms(1, "harvest", "paser.paddy", members=[0, 7], months=24)
    >>> longer = uniforms(1, "harvest", "paser.paddy", members=[7], months=36)
    >>> bool((longer[0, :24] == first[1]).all()), bool((first[0] == first[1]).any())
    (True, False)
    """
    key = _key(seed, decision, entity)
    drawn = [np.random.Generator(np.random.Philox(key=key, counter=[0, 0, 0, member])) for member in members]
    values = np.stack([generator.random(months) for generator in drawn])
    # a generator may return 0, whose normal would be infinite
    return np.maximum(values, np.finfo(float).tiny)


def normals(seed: int, decision: str, entity: str, *, members: Sequence[int], months: int) -> np.ndarray:
    """Draw standard normal numbers, ``[member, month]``: one uniform each, so that a month keeps its place."""
    return np.asarray(ndtri(uniforms(seed, decision, entity, members=members, months=months)))


def wandering(shocks: np.ndarray, *, memory: float, deviation: float) -> np.ndarray:
    """Turn standard normal shocks into a stationary series that forgets, ``[..., month]`` (AR(1)).

    memory    : correlation with the month before
    deviation : standard deviation of the series

    >>> np.round(wandering(np.array([1.0, 0.0, 0.0]), memory=0.5, deviation=0.1), 4)
    array([0.1  , 0.05 , 0.025])
    """
    series = np.empty_like(shocks)
    series[..., 0] = shocks[..., 0]
    fresh = np.sqrt(1.0 - memory**2)
    for month in range(1, shocks.shape[-1]):
        series[..., month] = memory * series[..., month - 1] + fresh * shocks[..., month]
    return deviation * series


def _key(seed: int, decision: str, entity: str) -> np.ndarray:
    """Key of a stream: a fingerprint, so that no two decisions or entities share one."""
    digest = blake2b(f"{seed}\0{decision}\0{entity}".encode(), digest_size=8 * WORDS).digest()
    return np.frombuffer(digest, dtype="<u8").copy()
