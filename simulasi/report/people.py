"""People, workers, rents and public money by area: with the scenario, and the difference from its baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.grids import Grid
from simulasi.report.verdict import is_hardly
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.results.compare import Change

SHOWN = {
    "population": 0,
    "unemployment": 2,
    "workers_from_elsewhere": 0,
    "commuters": 0,
    "rent": 3,
    "public_revenue": 1,
}
"""Indicators, with the decimals that a planner can use."""
WATER = "water_served"
WATER_DIGITS = 0


def people_grid(case: Case) -> Grid:
    """Lay out people, unemployment, workers from elsewhere, commuters, rent and revenue in the year of the case."""
    words = case.words
    table = {name: {area: case.change(area, name) for area in (*case.areas, KALTIM)} for name in SHOWN}
    areas = (*case.areas, KALTIM)
    rows = tuple(
        (words.area(area), *(_cell(case, table[name][area], digits) for name, digits in SHOWN.items()))
        for area in areas
    )
    pale = frozenset(
        (row, column)
        for row, area in enumerate(areas)
        for column, name in enumerate(SHOWN, start=1)
        if is_hardly(table[name][area], name) or not table[name][area].sign
    )
    head = (words.say("area_column"), *(words.say_or(f"indicator.{name}", name) for name in SHOWN))
    note = words.say("people_note", base_year=case.scenario.story["base_year"])
    return Grid(words.say("people_title", year=case.year), "w" + "n" * len(SHOWN), head, rows, note, pale)


def water_sentences(case: Case) -> list[str]:
    """Tell how much of the need for raw water is served, where a shortage is known of."""
    words = case.words
    known = {area: case.known_change(area, WATER, case.year) for area in case.comparison.regions}
    return [
        words.say(
            "people_water",
            area=words.area(area),
            share=words.part(change.value, WATER_DIGITS),
            before=words.part(change.baseline, WATER_DIGITS),
            year=case.year,
        )
        for area, change in known.items()
        if change is not None
    ]


def _cell(case: Case, change: Change, digits: int) -> str:
    words = case.words
    if round(change.difference, digits) == 0:
        return words.number(change.value, digits)
    difference = words.signed(change.difference, digits)
    return words.say("people_cell", value=words.number(change.value, digits), difference=difference)
