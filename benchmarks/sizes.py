"""Rows of large made-up worlds, and the exponents with which cost grows with size."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks.beside import MONTH, SECTORS
from benchmarks.laps import Work
from benchmarks.rows import Row, at_most
from benchmarks.suite import OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.suite import Point, Suite

REGIONS = (12, 105, 240)
LARGER = (514, 1038)
LARGEST = 7000
MONTHS = 6
LEAST_POINTS = 3
GROWTH = (514, LARGEST)
"""Regions between which time is to grow hardly faster than size."""


def many_regions(suite: Suite) -> None:
    """Run whole made-up worlds, and single months of larger ones."""
    whole = [(105, 37, 240, 2.0, 300.0), (514, 17, 240, 20.0, 1024.0)]
    for regions, sectors, months, seconds, memory in whole[: 0 if suite.quick else None]:
        name = f"{regions} regions x {sectors} sectors x {months} months"
        size = {"regions": regions, "sectors": sectors, "months": months}
        (laps,) = suite.measure(name, Work(OURS, "whole_run", size), repeats=1)
        suite.add_time(name, laps, target=at_most(seconds))
        suite.add_peak(f"{name}, peak memory, world made up included", laps, target=at_most(memory))
    sizes = REGIONS[:2] if suite.quick else REGIONS + (LARGER if suite.whole else ())
    for regions in sizes:
        size = {"regions": regions, "sectors": SECTORS, "months": MONTHS}
        (laps,) = suite.measure(f"{regions} regions", Work(OURS, "steps", size), repeats=3)
        suite.add_time(f"a month, {regions} regions x {SECTORS} sectors", laps, scale=1.0 / MONTHS)
        suite.add_point(MONTH, regions * SECTORS, laps, steps=MONTHS)
    if not suite.quick:
        _largest(suite)


def _largest(suite: Suite) -> None:
    name = f"a month, {LARGEST:,} regions x {SECTORS} sectors"
    work = Work(OURS, "large_step", {"regions": LARGEST, "sectors": SECTORS})
    (laps,) = suite.measure(name, work, repeats=2)
    suite.add_time(name, laps, target=at_most(2.0))
    suite.add_peak(f"{name}, peak memory", laps)
    suite.add_point(MONTH, LARGEST * SECTORS, laps, steps=1)


def exponents(suite: Suite) -> None:
    """Add the exponent of every series, and the one that has a target."""
    for series, points in by_series(suite.points):
        if len(points) >= LEAST_POINTS:
            cells = [point.cells for point in points]
            suite.add(Row(f"exponent of time in cells: {series}", exponent(cells, [p.cpu_s for p in points]), ""))
    large = [p for p in suite.points if p.series == MONTH and p.cells / SECTORS in GROWTH]
    found = exponent([p.cells for p in large], [p.cpu_s for p in large]) if len(large) == len(GROWTH) else None
    note = "" if found else "(one of the two was not measured)"
    suite.add(Row(f"exponent of time from {GROWTH[0]} to {GROWTH[1]:,} regions", found, "", at_most(1.2), note=note))


def by_series(points: Iterable[Point]) -> list[tuple[str, list[Point]]]:
    """Return the points of every series, in order of size."""
    ordered = sorted(points)
    return [(series, list(those)) for series, those in groupby(ordered, key=lambda point: point.series)]


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Slope of the least-squares line through logarithms: cost ~ size^exponent.

    >>> round(exponent([10, 20, 40], [3.0, 12.0, 48.0]), 12)
    2.0
    """
    return fitted(sizes, costs)[0]


def fitted(sizes: Sequence[float], costs: Sequence[float]) -> tuple[float, float]:
    """Return exponent and factor of ``cost = factor x size^exponent``, by least squares of logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    slope = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True)) / sum((a - x_mean) ** 2 for a in x)
    return slope, math.exp(y_mean - slope * x_mean)
