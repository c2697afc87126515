"""Rows of large made-up worlds, and the exponents with which cost grows with size."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.beside import MONTH, SECTORS
from benchmarks.laps import Work
from benchmarks.rows import Row, at_most
from benchmarks.suite import OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.suite import Point, Suite

REGIONS = (12, 105, 240)
"""Worlds of all pairs."""
LARGEST = 7000
GROWTH = (514, 1038, LARGEST)
ENDS = (GROWTH[0], LARGEST)
"""Worlds of few pairs; between the first and the last of them time is to grow hardly faster than size."""
ORIGINS = 200
FEW_PAIRS = "simulasi, a month, few pairs"
MONTHS = 6
LEAST_POINTS = 3


class Whole(NamedTuple):
    """A run of a made-up world, and its targets: CPU seconds and MiB."""

    regions: int
    sectors: int
    months: int
    origins: int | None
    words: str
    seconds: float
    memory: float


WHOLE = (
    Whole(105, 37, 240, None, "all recorded", 2.0, 300.0),
    Whole(105, 37, 240, 105, "yearly GRDP and jobs", 2.0, 300.0),
    Whole(514, 17, 240, ORIGINS, "200 origins, yearly GRDP and jobs", 20.0, 1024.0),
)


def many_regions(suite: Suite) -> None:
    """Run whole made-up worlds, and single months of larger ones."""
    for whole in WHOLE[: 0 if suite.quick else None]:
        _whole_run(suite, whole)
    for regions in REGIONS[: 2 if suite.quick else None]:
        _months(suite, regions, MONTHS, series=MONTH)
    for regions in () if suite.quick else GROWTH if suite.whole else GROWTH[:1]:
        _months(suite, regions, MONTHS if regions < LARGEST else 1, series=FEW_PAIRS, origins=ORIGINS)


def _whole_run(suite: Suite, whole: Whole) -> None:
    size = {"regions": whole.regions, "sectors": whole.sectors, "months": whole.months, "origins": whole.origins}
    name = f"{whole.regions} regions x {whole.sectors} sectors x {whole.months} months, {whole.words}"
    (laps,) = suite.measure(name, Work(OURS, "whole_run", size), repeats=1)
    suite.add_time(name, laps, target=at_most(whole.seconds))
    suite.add_peak(f"{name}, peak memory, world made up included", laps, target=at_most(whole.memory))


def _months(suite: Suite, regions: int, months: int, *, series: str, origins: int | None = None) -> None:
    size = {"regions": regions, "sectors": SECTORS, "months": months, "origins": origins}
    name = f"a month, {regions:,} regions x {SECTORS} sectors" + (f", {origins} origins" if origins else "")
    (laps,) = suite.measure(name, Work(OURS, "steps", size), repeats=3 if regions < LARGEST else 2)
    suite.add_time(name, laps, scale=1.0 / months, target=at_most(2.0) if regions == LARGEST else None)
    if regions == LARGEST:
        suite.add_peak(f"{name}, peak memory", laps)
    suite.add_point(series, regions * SECTORS, laps, steps=months)


def exponents(suite: Suite) -> None:
    """Add the exponent of every series, and the one that has a target."""
    for series, points in by_series(suite.points):
        if len(points) >= LEAST_POINTS:
            cells = [point.cells for point in points]
            suite.add(Row(f"exponent of time in cells: {series}", exponent(cells, [p.cpu_s for p in points]), ""))
    large = [p for p in suite.points if p.series == FEW_PAIRS and p.cells / SECTORS in ENDS]
    found = exponent([p.cells for p in large], [p.cpu_s for p in large]) if len(large) == len(ENDS) else None
    note = "" if found else "(one of the two was not measured)"
    suite.add(Row(f"exponent of time from {GROWTH[0]} to {LARGEST:,} regions", found, "", at_most(1.2), note=note))


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
