"""Where to put labels so that they cover neither each other nor the points they belong to.

Points are (x, y) in shares of the picture; a line is its two ends; a leader joins a label with its point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

RADII = np.array([0.06, 0.09, 0.12, 0.15, 0.19, 0.24, 0.3, 0.37])
DIRECTIONS = 16
SHARES = np.arange(1, 8) / 8
"""Where a line is looked at: its ends are left out."""
PASSES = 4
OUTSIDE, COVERS_LABEL, COVERS_POINT, CROSSES_LEADER = 1000.0, 100.0, 200.0, 30.0
COVERS_LINE, CROSSES_LINE = 0.1, 0.06
"""What is disliked, against the distance from the point."""


class Scene(NamedTuple):
    """What labels must not cover (points) and rather not (lines).

    points : (point, 2)
    lines  : (line, 2 ends, 2)
    """

    points: np.ndarray
    lines: np.ndarray


class Others(NamedTuple):
    """The other labels: their centres and sizes (label, 2), and the points they belong to (label, 2)."""

    centres: np.ndarray
    sizes: np.ndarray
    homes: np.ndarray


def placed(homes: Mapping[str, np.ndarray], sizes: Mapping[str, np.ndarray], scene: Scene) -> dict[str, np.ndarray]:
    """Find the centre of the label of each home: near it, in the picture, on no point and no other label.

    sizes : width and height of each label

    Labels choose one after the other, those with most neighbours first, then once more among all the
    others; equal ones in order of name, so the answer is always the same.

    >>> homes = {"a": np.array([0.5, 0.5]), "b": np.array([0.52, 0.5])}
    >>> scene = Scene(np.array(list(homes.values())), np.zeros((0, 2, 2)))
    >>> centres = placed(homes, dict.fromkeys(homes, np.array([0.2, 0.1])), scene)
    >>> bool((abs(centres["a"] - centres["b"]) >= [0.2, 0.1]).any())
    True
    """
    crowd = {
        name: sum(np.hypot(*(home - other)) < RADII[-1] for other in homes.values()) for name, home in homes.items()
    }
    order = sorted(homes, key=lambda name: (-crowd[name], name))
    centres: dict[str, np.ndarray] = {}
    for name in order * PASSES:
        known = [other for other in centres if other != name]
        others = Others(*(_stacked([each[other] for other in known]) for each in (centres, sizes, homes)))
        candidates = around(homes[name])
        centres[name] = candidates[np.argmin(dislike(candidates, homes[name], sizes[name], others, scene))]
    return {name: centres[name] for name in homes}


def around(home: np.ndarray) -> np.ndarray:
    """Return the places where a label may stand, the nearest first, (place, 2)."""
    angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    spokes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    places: np.ndarray = (home + RADII[:, None, None] * spokes).reshape(-1, 2)
    return places


def dislike(centres: np.ndarray, home: np.ndarray, size: np.ndarray, others: Others, scene: Scene) -> np.ndarray:
    """Weigh what speaks against each place for the label of ``home``, (place,)."""
    leaders = np.stack([np.broadcast_to(home, centres.shape), centres], axis=1)
    their_leaders = np.stack([others.homes, others.centres], axis=1)
    sides = (size + others.sizes) / 2 - abs(centres[:, None] - others.centres)
    overlap = np.clip(sides, 0, None).prod(axis=2).sum(axis=1) / size.prod()
    is_outside = ((centres < size / 2) | (centres > 1 - size / 2)).any(axis=1)
    under = _inside(along(leaders)[:, :, None], others.centres, others.sizes).sum(axis=(1, 2))
    weighed: np.ndarray = (
        np.hypot(*(centres - home).T)
        + OUTSIDE * is_outside
        + COVERS_LABEL * overlap
        + COVERS_POINT * _covered(scene.points, centres, size)
        + CROSSES_LEADER * (crossings(leaders, their_leaders) + under)
        + CROSSES_LEADER * _covered(along(their_leaders).reshape(-1, 2), centres, size)
        + COVERS_LINE * _covered(along(scene.lines).reshape(-1, 2), centres, size)
        + CROSSES_LINE * crossings(leaders, scene.lines)
    )
    return weighed


def along(lines: np.ndarray) -> np.ndarray:
    """Return points on each line, (line, point, 2)."""
    first, last = lines[:, None, 0], lines[:, None, 1]
    points: np.ndarray = first + SHARES[:, None] * (last - first)
    return points


def crossings(lines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Count the other lines that each line crosses, (line,).

    >>> crossings(np.array([[[0, 0], [1, 1]], [[2, 0], [3, 1]]]), np.array([[[0, 1], [1, 0]]])).tolist()
    [1, 0]
    """
    a, b, c, d = lines[:, None, 0], lines[:, None, 1], others[None, :, 0], others[None, :, 1]
    apart = (_turn(a, b, c) * _turn(a, b, d) < 0) & (_turn(c, d, a) * _turn(c, d, b) < 0)
    count: np.ndarray = apart.sum(axis=1)
    return count


def _turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    turn: np.ndarray = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        c[..., 0] - a[..., 0]
    )
    return turn


def _covered(points: np.ndarray, centres: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Count the points (point, 2) under a label at each centre."""
    count: np.ndarray = _inside(points, centres[:, None], size).sum(axis=1)
    return count


def _inside(points: np.ndarray, centres: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    inside: np.ndarray = (abs(points - centres) <= sizes / 2).all(axis=-1)
    return inside


def _stacked(rows: list[np.ndarray]) -> np.ndarray:
    return np.array(rows).reshape(-1, 2)
