"""Tables in words: what the page shows and the command line prints, with the same digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from simulasi.report.trips import hauls
from simulasi.report.verdict import HARDLY, hardly_note, is_hardly, limit_text, share_text, told_sign
from simulasi.report.words import digits_for
from simulasi.results.areas import KALTIM
from simulasi.results.register import INDICATORS
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from simulasi.report.case import Case
    from simulasi.report.trips import Haul, Way
    from simulasi.report.words import Words
    from simulasi.results.compare import Change

HEADLINES = ("grdp", "purchases", "delivered_price")
"""Indicators that every report tabulates for all areas."""
FEWEST_DIGITS = {"index": 4, "ratio": 4, "percent": 2, "persons": 0}
FEWEST, MOST = 1, 2
SHARE_DIGITS = 2, 3
CHANGE_COLUMNS = ("area_column", "baseline", "with_scenario", "difference", "share", "range_column", "chance_column")
"""Columns of the table of an indicator; the last two only where there are several runs."""
PERCENT = 100.0
DIFFERENCES = 3, 4
"""Columns of the difference and of its share."""
HOURS_DIGITS = 1


class Grid(NamedTuple):
    """A table in words.

    title : what it shows, with the unit
    kinds : a letter for each column, ``w`` for words and ``n`` for numbers
    head  : names of the columns
    rows  : cells in words
    note  : what a reader must know; may be empty
    pale  : cells (row, column) of changes too small to plan with; they are drawn grey
    """

    title: str
    kinds: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    pale: frozenset[tuple[int, int]] = frozenset()


def change_grid(case: Case, indicator: str) -> Grid:
    """Lay out an indicator in the year of the case: every area, then the province."""
    changes = {area: case.change(area, indicator) for area in (*case.areas, KALTIM)}
    digits = level_digits(changes.values(), indicator)
    shares = [100 * change.share for change in changes.values() if told_sign(change, indicator)]
    share_digits = digits_for(shares, *SHARE_DIGITS)
    rows = tuple(
        (case.words.area(area), *_levels(case, change, digits), *_differences(case, change, digits, share_digits))
        for area, change in changes.items()
    )
    head = CHANGE_COLUMNS[: len(rows[0])]
    tiny = [row for row, change in enumerate(changes.values()) if is_hardly(change, indicator)]
    pale = frozenset((row, column) for row in tiny for column in DIFFERENCES)
    runs = case.words.say("ensemble_note", count=case.words.number(case.scenario.members)) if case.tells_range else ""
    note = " ".join(filter(None, [runs, hardly_note(case.words, pale)]))
    return Grid(indicator_title(case, indicator), "wnnnnnn"[: len(head)], heads(case, head), rows, note, pale)


def level_digits(changes: Iterable[Change], indicator: str) -> int:
    """Return the decimals of an indicator that show its differences, but those that are hardly anything."""
    fewest = FEWEST_DIGITS.get(INDICATORS[indicator].unit, FEWEST)
    shown = [change.difference for change in changes if told_sign(change, indicator)]
    return digits_for(shown, fewest, fewest + 1)


def _levels(case: Case, change: Change, digits: int) -> tuple[str, str]:
    return case.words.number(change.baseline, digits), case.words.number(change.value, digits)


def _differences(case: Case, change: Change, digits: int, share_digits: int) -> tuple[str, ...]:
    words = case.words
    amount = words.signed(change.difference, digits) if change.sign else words.say("same")
    bounds = {"low": words.signed(change.low, digits), "high": words.signed(change.high, digits)}
    share = share_text(words, change, share_digits, short=True)
    if not case.tells_range:
        return amount, share
    return amount, share, words.say("range", **bounds), words.part(PERCENT * change.chance_of_gain, 0)


def heads(case: Case, keys: Sequence[str]) -> tuple[str, ...]:
    """Name the columns."""
    return tuple(case.words.say(key) for key in keys)


def indicator_title(case: Case, indicator: str) -> str:
    """Name of an indicator with its unit and the year."""
    label = case.words.say_or(f"indicator.{indicator}", indicator)
    return case.words.say("of_year", what=label, year=case.year, unit=unit_text(case, INDICATORS[indicator].unit))


def unit_text(case: Case, unit: str) -> str:
    """Name of a unit; prices are those of the base year."""
    return case.words.say(f"unit.{unit}", base_year=case.scenario.story["base_year"])


def haul_grid(case: Case) -> Grid:
    """Lay out the way of the classes of traffic, without and with the scenario; classes that go alike share a row."""
    words = case.words
    head = ("route", "class_column", "mode_before", "hours_before", "mode_after", "hours_after", "cost_change")
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for haul in hauls(case):
        alike.setdefault(_haul_cells(case, haul), []).append(haul.cargo)
    rows = tuple((ends, _classes(words, kinds), *cells) for (ends, cells), kinds in alike.items())
    title = words.say("hauls", year=case.year)
    return Grid(title, "wwwnwnn", heads(case, head), rows, words.say("hauls_note"))


def _haul_cells(case: Case, haul: Haul) -> tuple[str, tuple[str, ...]]:
    words, before, after = case.words, haul.before, haul.after
    ends = words.joined("pair", [words.area(haul.origin), words.area(haul.destination)])
    share = _share(before.cost_rp_t, after.cost_rp_t)
    is_tiny = 0.0 < abs(share) < HARDLY
    cost = words.say("below_short", limit=limit_text(words)) if is_tiny else words.percent(share, SHARE_DIGITS[0])
    return ends, (*_way(case, before), *_way(case, after), cost)


def _classes(words: Words, kinds: Sequence[str]) -> str:
    if len(kinds) == len(TRAFFIC_CLASSES):
        return words.say("all_classes")
    return ", ".join(words.say(f"cargo.{kind}") for kind in kinds)


def _way(case: Case, way: Way) -> tuple[str, str]:
    return case.words.ways(way.modes), case.words.number(way.time_h, HOURS_DIGITS)


def _share(before: float, after: float) -> float:
    return after / before - 1 if math.isfinite(before) and before > 0 else math.nan


def years_grid(case: Case, indicator: str = "grdp") -> Grid:
    """Lay out the difference of an indicator by area and year, of several runs its median: what the figure draws."""
    words, years = case.words, case.comparison.years
    changes = {area: [case.change(area, indicator, year) for year in years] for area in (*case.areas, KALTIM)}
    differences = [change.central for row in changes.values() for change in row if change.sign]
    digits = digits_for(differences, FEWEST, MOST)
    rows = tuple(
        (words.area(area), *(words.signed(change.central if change.sign else 0.0, digits) for change in row))
        for area, row in changes.items()
    )
    head = (words.say("area_column"), *(str(year) for year in years))
    return Grid(difference_title(case, indicator), "w" + "n" * len(years), head, rows)


def difference_title(case: Case, indicator: str) -> str:
    """Name of the difference of an indicator, with its unit and the baseline."""
    label = case.words.say_or(f"indicator.{indicator}", indicator)
    unit = unit_text(case, INDICATORS[indicator].unit)
    return case.words.say("difference_from", what=label, unit=unit, baseline=case.baseline_title)


def as_text(grid: Grid) -> str:
    """Write a table with aligned columns, for a terminal.

    >>> print(as_text(Grid("PDRB", "wn", ("Wilayah", "Dasar"), (("Paser", "1,5"), ("Kutai Barat", "12,5")))))
    PDRB
      Wilayah      Dasar
      Paser          1,5
      Kutai Barat   12,5
    """
    lines = (grid.head, *grid.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(grid.head))]
    return "\n".join([grid.title, *(_line(line, widths, grid.kinds) for line in lines), *filter(None, [grid.note])])


def _line(cells: Sequence[str], widths: Sequence[int], kinds: str) -> str:
    placed = [PLACED[kind](cell, width) for cell, width, kind in zip(cells, widths, kinds, strict=True)]
    return f"  {'  '.join(placed)}".rstrip()


PLACED: dict[str, Callable[[str, int], str]] = {"w": str.ljust, "n": str.rjust}
