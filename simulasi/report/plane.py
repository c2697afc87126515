"""Where places stand in a picture: as a scheme that keeps them apart, or by the projection of a map below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simulasi.report.background import Background

BY_RANK = 0.85
"""How far a scheme goes from where places lie to their order from west to east and from south to north."""
APART_IN, STEPS, GAIN = 0.5, 300, 0.3
"""How far apart the places of a scheme are pushed, in how many steps, and by which part of what is missing in each."""
MARGIN_IN = np.array([0.5, 0.34])
COARSE = 0.01
"""Degrees: places closer than this have the same rank, their positions are not known better."""


class Frame(NamedTuple):
    """A rectangle of a picture, in inches; positions in it are shares of it."""

    width_in: float
    height_in: float

    @property
    def size_in(self) -> np.ndarray:
        """Width and height."""
        return np.array([self.width_in, self.height_in])

    @property
    def inner_in(self) -> np.ndarray:
        """Width and height without the margin."""
        return self.size_in - 2.0 * MARGIN_IN

    def shares(self, inches: np.ndarray) -> np.ndarray:
        """Turn inches from the lower left corner within the margin into shares of the whole."""
        return np.asarray((inches + MARGIN_IN) / self.size_in)


class Projection(NamedTuple):
    """Longitude and latitude to inches, alike in both directions: equirectangular, true at the middle latitude.

    low   : longitude and latitude of the lower left corner
    scale : inches a degree, of longitude and of latitude
    shift : inches, so that what is drawn stands in the middle
    """

    low: np.ndarray
    scale: np.ndarray
    shift: np.ndarray
    frame: Frame

    @classmethod
    def of(cls, points: Iterable[tuple[float, float]], frame: Frame) -> Projection:
        """Fit points into a frame.

        >>> seen = Projection.of([(116.0, -1.0), (118.0, 1.0)], Frame(3.0, 4.6))
        >>> seen.at(np.array([[116.0, -1.0], [117.0, 0.0], [118.0, 1.0]])).round(3).tolist()
        [[0.167, 0.283], [0.5, 0.5], [0.833, 0.717]]
        """
        given = np.array(list(points))
        low, span = given.min(axis=0), np.ptp(given, axis=0)
        shape = np.array([np.cos(np.radians(low[1] + span[1] / 2.0)), 1.0])
        scale = shape * (frame.inner_in / np.maximum(shape * span, COARSE)).min()
        return cls(low, scale, (frame.inner_in - scale * span) / 2.0, frame)

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return where points (point, 2) stand, as shares of the frame."""
        return self.frame.shares((points - self.low) * self.scale + self.shift)


def placed_in(
    position: Mapping[str, tuple[float, float]], frame: Frame, background: Background | None = None
) -> dict[str, np.ndarray]:
    """Place what has a longitude and a latitude, as shares of a frame: by a map below, else as a scheme."""
    if not position:
        return {}
    if background is None:
        return schematic(position, frame)
    points = Projection.of(position.values(), frame).at(np.array(list(position.values())))
    return dict(zip(position, points, strict=True))


def schematic(position: Mapping[str, tuple[float, float]], frame: Frame) -> dict[str, np.ndarray]:
    """Spread places over a frame: who lies west or north of whom stays, crowds are pulled apart.

    >>> found = schematic({"a": (116.0, 0.0), "b": (116.0, 0.0), "c": (118.0, 1.0)}, Frame(5.0, 5.0))
    >>> bool(np.hypot(*((found["a"] - found["b"]) * 5.0)) > 0.3)
    True
    """
    points = np.array(list(position.values()))
    span, count = np.ptp(points, axis=0), max(len(points) - 1, 1)
    even = (points - points.min(axis=0)) / np.where(span > 0.0, span, 1.0)
    known = np.round(points / COARSE)
    order = np.stack([_mean_rank(known[:, axis]) for axis in (0, 1)], axis=1) / count
    inches = ((1.0 - BY_RANK) * even + BY_RANK * order) * frame.inner_in
    return dict(zip(position, frame.shares(_apart(inches, frame)), strict=True))


def _apart(points: np.ndarray, frame: Frame) -> np.ndarray:
    """Push points apart that stand too close, within the frame; those at one spot in directions of their own."""
    turn = np.arange(len(points))
    moved = points + 1e-3 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    itself = np.eye(len(points))
    for _ in range(STEPS):
        away = moved[:, None] - moved
        apart = np.hypot(away[..., 0], away[..., 1]) + itself
        missing = np.clip(APART_IN - apart, 0.0, None) * (1.0 - itself)
        moved = moved + GAIN * (away / apart[..., None] * missing[..., None]).sum(axis=1)
        moved = np.clip(moved, 0.0, frame.inner_in)
    return moved


def _mean_rank(values: np.ndarray) -> np.ndarray:
    """Rank of each value from 0; equal ones share the mean of their ranks.

    >>> _mean_rank(np.array([5.0, 2.0, 5.0])).tolist()
    [1.5, 0.0, 1.5]
    """
    found = np.sort(values)
    return (np.searchsorted(found, values) + np.searchsorted(found, values, side="right") - 1.0) / 2.0
