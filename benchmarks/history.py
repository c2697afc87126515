"""Ratios of earlier runs, and whether today's are worse; other work on the machine moves ratios less than seconds."""

from __future__ import annotations

import csv
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from benchmarks.rows import Row

LAST, WORSE = 5, 0.3
"""How many entries of the past count, and from what loss on a ratio has become worse."""


class Entry(NamedTuple):
    """A ratio of one run: when, of which commit, on which kind of machine, beside which peer."""

    date: str
    commit: str
    machine: str
    name: str
    ratio: float
    peer: str


class Regression(NamedTuple):
    """A ratio that has become worse than the median of the past."""

    name: str
    before: float
    now: float

    def __str__(self) -> str:
        return f"worse than before: {self.name}: ratio {self.now:.3g}, median of the past {self.before:.3g}"


def entries_of(rows: Iterable[Row], *, date: str, commit: str, machine: str) -> list[Entry]:
    """Return an entry for every row that has a ratio."""
    return [Entry(date, commit, machine, row.name, row.ratio, row.peer) for row in rows if row.ratio is not None]


def regressions(past: Sequence[Entry], now: Iterable[Entry]) -> list[Regression]:
    """Find the ratios that lost more than ``WORSE`` against the median of the last entries of the same kind of machine.

    >>> entry = Entry("2026-01-01", "abc", "2 cores", "a run", 10.0, "BoARIO 0.7.2: 50")
    >>> [str(found) for found in regressions([entry], [entry._replace(ratio=6.9)])]
    ['worse than before: a run: ratio 6.9, median of the past 10']
    >>> regressions([entry], [entry._replace(ratio=7.1), entry._replace(machine="64 cores", ratio=1.0)])
    []
    """
    found = []
    for entry in now:
        alike = [old.ratio for old in past if (old.name, old.machine) == (entry.name, entry.machine)][-LAST:]
        if alike and entry.ratio < (1.0 - WORSE) * median(alike):
            found.append(Regression(entry.name, median(alike), entry.ratio))
    return found


def read_history(file: Path) -> list[Entry]:
    """Read the entries, oldest first; none where there is no file yet."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        return [Entry(**{**row, "ratio": float(row["ratio"])}) for row in csv.DictReader(opened)]


def append_history(entries: Iterable[Entry], file: Path) -> None:
    """Write entries after those that are there."""
    is_new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        if is_new:
            writer.writerow(Entry._fields)
        writer.writerows(entry._replace(ratio=f"{entry.ratio:.4g}") for entry in entries)
