"""Indicators by region and year: baseline, scenario and difference in some years of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.grids import Grid, level_digits, unit_text
from simulasi.report.verdict import is_hardly
from simulasi.results.areas import KALTIM
from simulasi.results.register import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.report.case import Case
    from simulasi.results.compare import Change

TABULATED = (
    "grdp",
    "grdp_2010_growth",
    "trade_inflow",
    "trade_outflow",
    "delivered_price",
    "consumer_price",
    "population",
    "jobs",
    "unemployment",
    "rent",
    "public_revenue",
    "hours_samarinda_general",
    "hours_balikpapan_general",
)
EVERY = 5
DIGITS = {"h": 1, "persons": 0}
"""Units whose decimals say nothing."""
TRIPS = "h"
DIFFERENCE_ROW, ROWS = 2, 3


def shown_years(case: Case) -> tuple[int, ...]:
    """Return the first year, every fifth, the year told of and the last."""
    years = case.comparison.years
    kept = {years[0], case.year, years[-1]}
    return tuple(year for year in years if year in kept or year % EVERY == 0)


def detail_grid(case: Case, indicator: str) -> Grid:
    """Lay out an indicator by area and year: a row each for baseline, scenario and difference."""
    years, unit = shown_years(case), INDICATORS[indicator].unit
    changes = {area: [case.known_change(area, indicator, year) for year in years] for area in _areas(case, unit)}
    known = {area: row for area, row in changes.items() if any(change for change in row)}
    found = [change for row in known.values() for change in row if change]
    digits = DIGITS.get(unit, level_digits(found, indicator))
    rows = tuple(line for area, row in known.items() for line in _lines(case, area, row, digits))
    pale = frozenset(
        (ROWS * place + DIFFERENCE_ROW, column)
        for place, row in enumerate(known.values())
        for column, change in enumerate(row, start=1)
        if change and is_hardly(change, indicator)
    )
    label = case.words.say_or(f"indicator.{indicator}", indicator)
    title = case.words.say("detail_title", what=label, unit=unit_text(case, unit))
    head = (case.words.say("area_column"), *(str(year) for year in years))
    return Grid(title, "w" + "n" * len(years), head, rows, pale=pale)


def _areas(case: Case, unit: str) -> tuple[str, ...]:
    """Areas to show; of trips only the regions, since several regions together are not one place."""
    return case.comparison.regions if unit == TRIPS else (*case.areas, KALTIM)


def _lines(case: Case, area: str, row: Sequence[Change | None], digits: int) -> tuple[tuple[str, ...], ...]:
    words, name = case.words, case.words.area(area)
    levels = [
        tuple(words.number(getattr(change, part), digits) if change else words.say("nothing") for change in row)
        for part in ("baseline", "value")
    ]
    difference = tuple(_difference(case, change, digits) for change in row)
    keys = ("row_baseline", "row_scenario", "row_difference")
    return tuple((words.say(key, area=name), *cells) for key, cells in zip(keys, (*levels, difference), strict=True))


def _difference(case: Case, change: Change | None, digits: int) -> str:
    if change is None:
        return case.words.say("nothing")
    return case.words.signed(change.difference if change.sign else 0.0, digits)
