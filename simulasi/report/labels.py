"""Where to put labels so that they cover neither each other nor the points they belong to.

Points are (x, y) in shares of the picture; a line is its two ends; a leader joins a label with its point.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

RADII = np.array([0.06, 0.09, 0.12, 0.15, 0.19, 0.24, 0.3, 0.37])
STEPS_OFF = np.array([0.0, 0.015, 0.03, 0.05, 0.08, 0.12, 0.17, 0.23, 0.3])
"""How far beyond its home a label may stand, as shares of the picture."""
DIRECTIONS = 16
SHARES = np.arange(1, 8) / 8
"""Where a line is looked at: its ends are left out."""
WORST = 6
"""Labels that are tried once more, each against every other one."""
FIRM, SOFT_FIRST = (1.0,) * 4, (0.0, 0.02, 0.1, 0.3, 1.0, 1.0)
"""How much labels mind each other, round by round."""
OUTSIDE, COVERS_LABEL, COVERS_POINT, CROSSES_LEADER = 1000.0, 100.0, 200.0, 30.0
COVERS_LINE, CROSSES_LINE = 0.1, 0.06
NEAR = 0.03
"""What is disliked, against the distance from the point; a label so near another point might belong to that."""


class Scene(NamedTuple):
    """What labels must not cover (points) and rather not (lines).

    points : (point, 2)
    lines  : (line, 2 ends, 2)
    """

    points: np.ndarray
    lines: np.ndarray


class Other(NamedTuple):
    """A label that stands already: its centre, its size, and the point that it belongs to."""

    centre: np.ndarray
    size: np.ndarray
    home: np.ndarray


class Wish(NamedTuple):
    """A label and where it may stand.

    size        : width and height
    spots       : (place, 2), the ones liked best first
    pull         : how much distance from the home is disliked
    minds_lines  : how much it is disliked to cover lines
    minds_points : how much it is disliked to stand near other points
    """

    home: np.ndarray
    size: np.ndarray
    spots: np.ndarray
    pull: float = 1.0
    minds_lines: float = 1.0
    minds_points: float = 0.3


class Weigh(Protocol):
    """What weighs the spots of a label among others."""

    def __call__(self, name: str, spots: Mapping[str, int], firm: float = 1.0) -> np.ndarray:
        """Weigh what speaks against each spot of a label while others stand at theirs, (place,)."""
        ...


def placed(homes: Mapping[str, np.ndarray], sizes: Mapping[str, np.ndarray], scene: Scene) -> dict[str, np.ndarray]:
    """Find the centre of the label of each home: around it, in the picture, on no point and no other label.

    sizes : width and height of each label

    >>> homes = {"a": np.array([0.5, 0.5]), "b": np.array([0.52, 0.5])}
    >>> scene = Scene(np.array(list(homes.values())), np.zeros((0, 2, 2)))
    >>> centres = placed(homes, dict.fromkeys(homes, np.array([0.2, 0.1])), scene)
    >>> bool((abs(centres["a"] - centres["b"]) >= [0.2, 0.1]).any())
    True
    """
    return settled({name: Wish(home, sizes[name], around(home)) for name, home in homes.items()}, scene)


def settled(wishes: Mapping[str, Wish], scene: Scene, *, firmness: Sequence[float] = FIRM) -> dict[str, np.ndarray]:
    """Choose a spot for every label, on no point and no other label.

    firmness : how much labels mind each other in each round; those that start soft find better places in a crowd

    Labels choose one after the other, those with most neighbours first, then again among all the others, once a
    round; then the other way round, and the choice with least against it counts. Those that stand worst try once
    more. Equal ones stand in order of name, so the answer is always the same.
    """
    homes = {name: wish.home for name, wish in wishes.items()}
    crowd = {
        name: sum(np.hypot(*(home - other)) < RADII[-1] for other in homes.values()) for name, home in homes.items()
    }
    order = sorted(homes, key=lambda name: (-crowd[name], name))
    weigh = _weighing(wishes, {name: dislike(wishes[name], scene) for name in order})
    found = [_chosen(weigh, each, firmness) for each in (order, order[::-1])]
    best = _eased(weigh, min(found, key=lambda spots: _against(weigh, spots, spots)))
    return {name: wishes[name].spots[best[name]] for name in homes}


def _weighing(wishes: Mapping[str, Wish], alone: Mapping[str, np.ndarray]) -> Weigh:
    """Return what weighs the spots of a label among others; what two labels mean to each other is worked out once."""

    @cache
    def crowded(name: str, other: str, spot: int) -> np.ndarray:
        there = wishes[other]
        return crowding(wishes[name], Other(there.spots[spot], there.size, there.home))

    def weigh(name: str, spots: Mapping[str, int], firm: float = 1.0) -> np.ndarray:
        others = [crowded(name, other, spot) for other, spot in spots.items() if other != name]
        return alone[name] + firm * np.sum([np.zeros_like(alone[name]), *others], axis=0)

    return weigh


def _chosen(weigh: Weigh, order: Sequence[str], firmness: Sequence[float]) -> dict[str, int]:
    """Let labels choose in an order; return the numbers of their spots."""
    spots: dict[str, int] = {}
    for name, firm in ((name, firm) for firm in firmness for name in order):
        spots[name] = int(np.argmin(weigh(name, spots, firm)))
    return spots


def _eased(weigh: Weigh, spots: dict[str, int]) -> dict[str, int]:
    """Let the labels that stand worst choose before one of the others, where that is better for both."""
    worst = sorted(spots, key=lambda name: (-weigh(name, {})[spots[name]], name))[:WORST]
    for name, other in ((name, other) for name in worst for other in sorted(spots) if other != name):
        tried = {kept: spot for kept, spot in spots.items() if kept not in (name, other)}
        for each in (name, other):
            tried[each] = int(np.argmin(weigh(each, tried)))
        now, then = (_against(weigh, choice, (name, other)) for choice in (spots, tried))
        spots = tried if then < now else spots
    return spots


def _against(weigh: Weigh, spots: Mapping[str, int], names: Iterable[str]) -> float:
    """Sum up all that speaks against the spots of some labels."""
    return sum(float(weigh(name, spots)[spots[name]]) for name in names)


def around(home: np.ndarray) -> np.ndarray:
    """Return the places where a label may stand, the nearest first, (place, 2)."""
    angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    spokes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    places: np.ndarray = (home + RADII[:, None, None] * spokes).reshape(-1, 2)
    return places


def beside(home: np.ndarray, size: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """Return the places where a label of a size touches its home or stands a little off, the nearest first, (place, 2).

    gap : least distance between home and label, along both axes

    >>> beside(np.array([0.5, 0.5]), np.array([0.2, 0.1]), np.array([0.01, 0.01]))[0].round(3).tolist()
    [0.61, 0.5]
    """
    angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    # a square instead of a circle: whichever way it goes, one side of the label is beyond the home
    spokes = np.clip(np.sqrt(2.0) * np.stack([np.cos(angles), np.sin(angles)], axis=1), -1.0, 1.0)
    places: np.ndarray = (home + spokes * (size / 2 + gap + STEPS_OFF[:, None, None])).reshape(-1, 2)
    return places


def dislike(wish: Wish, scene: Scene) -> np.ndarray:
    """Weigh what speaks against each spot of a label as if it were alone, (place,)."""
    (home, size, spots), leaders = wish[:3], _leaders(wish.home, wish.spots)
    near = _covered(scene.points, spots, size + NEAR) - _covered(home[None], spots, size + NEAR)
    is_outside = ((spots < size / 2) | (spots > 1 - size / 2)).any(axis=1)
    weighed: np.ndarray = (
        wish.pull * np.hypot(*(spots - home).T)
        + OUTSIDE * is_outside
        + COVERS_POINT * _covered(scene.points, spots, size)
        + wish.minds_points * near
        + wish.minds_lines * COVERS_LINE * _covered(along(scene.lines).reshape(-1, 2), spots, size)
        + CROSSES_LINE * crossings(leaders, scene.lines)
    )
    return weighed


def crowding(wish: Wish, other: Other) -> np.ndarray:
    """Weigh how much a label and its leader would be in the way of another label at each spot, (place,)."""
    leaders, their_leader = _leaders(wish.home, wish.spots), np.stack([other.home, other.centre])[None]
    overlap = np.clip((wish.size + other.size) / 2 - abs(wish.spots - other.centre), 0, None).prod(axis=1)
    under = _inside(along(leaders), other.centre, other.size).sum(axis=1)
    weighed: np.ndarray = (
        COVERS_LABEL * (overlap / wish.size.prod() + (overlap > 0.0))
        + CROSSES_LEADER * (crossings(leaders, their_leader) + under)
        + CROSSES_LEADER * _covered(along(their_leader)[0], wish.spots, wish.size)
    )
    return weighed


def _leaders(home: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return np.stack([np.broadcast_to(home, centres.shape), centres], axis=1)


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
    away, half = abs(points - centres), sizes / 2
    inside: np.ndarray = (away[..., 0] <= half[..., 0]) & (away[..., 1] <= half[..., 1])
    return inside
