"""Where to put labels so that they cover neither each other nor the points they belong to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Point = tuple[float, float]
Line = tuple[Point, Point]
RADII = (0.06, 0.09, 0.12, 0.15, 0.19, 0.24, 0.3, 0.37)
DIRECTIONS = 16
STEPS_ON_LINE = 8
PASSES = 4
OUTSIDE, COVERS_LABEL, COVERS_POINT, CROSSES_LEADER = 1000.0, 100.0, 200.0, 30.0
COVERS_LINE, CROSSES_LINE = 0.1, 0.06
"""What is disliked, against the distance from the point."""


class Box(NamedTuple):
    """A label: its centre and its size, in shares of the picture."""

    centre: Point
    size: Point

    def overlap(self, other: Box) -> float:
        """Area that two labels share."""
        sides = (
            max(0.0, (a + b) / 2 - abs(p - q))
            for p, q, a, b in zip(self.centre, other.centre, self.size, other.size, strict=True)
        )
        return math.prod(sides)

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies in the label."""
        return all(abs(p - q) <= size / 2 for p, q, size in zip(self.centre, point, self.size, strict=True))

    @property
    def is_inside(self) -> bool:
        """Tell whether the label lies in the picture."""
        return all(size / 2 <= p <= 1 - size / 2 for p, size in zip(self.centre, self.size, strict=True))


class Scene(NamedTuple):
    """What a label must not cover (points) or rather not (lines), and what the labels placed so far take."""

    points: Sequence[Point]
    lines: Sequence[Line]
    boxes: tuple[Box, ...] = ()
    leaders: tuple[Line, ...] = ()

    def dislike(self, box: Box, home: Point) -> float:
        """Weigh what speaks against a place for the label of ``home``."""
        leader = (home, box.centre)
        covered = sum(box.overlap(other) for other in self.boxes) / math.prod(box.size)
        return (
            math.dist(box.centre, home)
            + OUTSIDE * (not box.is_inside)
            + COVERS_LABEL * covered
            + COVERS_POINT * sum(box.holds(point) for point in self.points)
            + CROSSES_LEADER * sum(crosses(leader, other) for other in self.leaders)
            + CROSSES_LEADER * sum(other.holds(point) for other in self.boxes for point in along(leader))
            + CROSSES_LEADER * sum(box.holds(point) for other in self.leaders for point in along(other))
            + COVERS_LINE * sum(box.holds(point) for line in self.lines for point in along(line))
            + CROSSES_LINE * sum(crosses(leader, line) for line in self.lines)
        )


def placed(homes: Mapping[str, Point], sizes: Mapping[str, Point], scene: Scene) -> dict[str, Box]:
    """Find a place for the label of each home: near it, in the picture, on no point and no other label.

    sizes : width and height of each label

    Labels choose one after the other, those with most neighbours first, then once more among all the
    others; equal ones in order of name, so the answer is always the same.

    >>> homes = {"a": (0.5, 0.5), "b": (0.52, 0.5)}
    >>> boxes = placed(homes, dict.fromkeys(homes, (0.2, 0.1)), Scene(tuple(homes.values()), ()))
    >>> boxes["a"].overlap(boxes["b"])
    0.0
    """
    crowd = {name: sum(math.dist(home, other) < RADII[-1] for other in homes.values()) for name, home in homes.items()}
    order = sorted(homes, key=lambda name: (-crowd[name], name))
    boxes: dict[str, Box] = {}
    for name in order * PASSES:
        others = {other: box for other, box in boxes.items() if other != name}
        around_it = scene._replace(
            boxes=tuple(others.values()), leaders=tuple((homes[other], box.centre) for other, box in others.items())
        )
        boxes[name] = least_disliked(homes[name], sizes[name], around_it)
    return {name: boxes[name] for name in homes}


def least_disliked(home: Point, size: Point, scene: Scene) -> Box:
    """Return the best place for one label; the nearest of equal ones."""
    candidates = [Box(centre, size) for centre in around(home)]
    disliked = [scene.dislike(box, home) for box in candidates]
    return candidates[disliked.index(min(disliked))]


def around(home: Point) -> list[Point]:
    """Return the places where a label may stand, the nearest first."""
    angles = [2 * math.pi * step / DIRECTIONS for step in range(DIRECTIONS)]
    return [(home[0] + r * math.cos(angle), home[1] + r * math.sin(angle)) for r in RADII for angle in angles]


def along(line: Line) -> list[Point]:
    """Return points on a line, its ends left out."""
    (x, y), (to_x, to_y) = line
    shares = [step / STEPS_ON_LINE for step in range(1, STEPS_ON_LINE)]
    return [(x + share * (to_x - x), y + share * (to_y - y)) for share in shares]


def crosses(one: Line, other: Line) -> bool:
    """Tell whether two lines cross.

    >>> crosses(((0, 0), (1, 1)), ((0, 1), (1, 0))), crosses(((0, 0), (1, 1)), ((2, 0), (3, 1)))
    (True, False)
    """
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
