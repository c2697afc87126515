"""Figures beside targets and peers: one row each, as they are printed and written."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COLUMNS = ("name", "value", "unit", "target", "met", "peer", "ratio")
NOTHING = "not available"


class Target(NamedTuple):
    """What is to be reached: at most a value, or at least one; of the ratio to a peer where ``of_ratio``.

    >>> [str(target) for target in (at_most(0.3), at_least(30), Target(20, least=True, of_ratio=True))]
    ['<= 0.3', '>= 30', '>= 20 x']
    """

    bound: float
    least: bool = False
    of_ratio: bool = False

    def __str__(self) -> str:
        return f"{'>=' if self.least else '<='} {self.bound:g}{' x' if self.of_ratio else ''}"

    def met(self, value: float | None, ratio: float | None) -> bool | None:
        """Say whether it is reached; None where nothing was measured.

        >>> at_most(0.3).met(0.2, None), at_least(30).met(20, None), at_most(1).met(None, 9)
        (True, False, None)
        >>> times_faster(20).met(135.0, 4.3)
        False
        """
        found = ratio if self.of_ratio else value
        if found is None:
            return None
        return found >= self.bound if self.least else found <= self.bound


def at_most(bound: float) -> Target:
    """Return a target that values stay below."""
    return Target(bound)


def at_least(bound: float) -> Target:
    """Return a target that values stay above."""
    return Target(bound, least=True)


def times_faster(bound: float) -> Target:
    """Return a target on the ratio of the peer's CPU seconds to ours."""
    return Target(bound, least=True, of_ratio=True)


class Row(NamedTuple):
    """One figure.

    value : None where it could not be measured; then ``note`` says why
    peer  : name, version and figure of another program that did the same in turn with ours
    ratio : CPU seconds of the peer over ours
    note  : more of the figure, for those who read the screen
    """

    name: str
    value: float | None
    unit: str
    target: Target | None = None
    peer: str = ""
    ratio: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none, or nothing was measured."""
        return self.target and self.target.met(self.value, self.ratio)

    def cells(self) -> dict[str, str]:
        """Return the texts of the columns.

        >>> Row("a run", 0.25, "CPU s", at_most(0.3)).cells()
        {'name': 'a run', 'value': '0.25', 'unit': 'CPU s', 'target': '<= 0.3', 'met': 'true', 'peer': '', 'ratio': ''}
        """
        met = "" if self.met is None else str(self.met).lower()
        target = "" if self.target is None else str(self.target)
        value = NOTHING if self.value is None else f"{self.value:.4g}"
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        return dict(zip(COLUMNS, (self.name, value, self.unit, target, met, self.peer, ratio), strict=True))


def ratio_of(ours: float | None, peers: float | None) -> float | None:
    """How many times our cost the peer's is; None where one of them is missing or nothing.

    >>> ratio_of(0.5, 2.0), ratio_of(0.5, None), ratio_of(0.0, 1.0)
    (4.0, None, None)
    """
    return peers / ours if ours and peers else None


def write_rows(rows: Iterable[Row], file: Path) -> None:
    """Write the table."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row.cells() for row in rows)


def as_line(row: Row) -> str:
    """Return a row as it is printed."""
    cells = row.cells()
    met = {"true": "met", "false": "MISSED", "": ""}[cells["met"]]
    parts = [f"{cells['name']:66s} {cells['value']:>13s} {cells['unit']:8s} {cells['target']:9s} {met:6s}"]
    parts += [f"{row.peer}, ratio {cells['ratio']}" if cells["ratio"] else row.peer, row.note]
    return "  ".join(part for part in parts if part).rstrip()
