"""The backtest in tables: aims, growth, error measures, industries, contributions, misses and the rest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulasi.calibrate.backtest import measures, misses, regional
from simulasi.calibrate.backtest_errors import aims
from simulasi.calibrate.backtest_quantities import OTHERS, REGIONS
from simulasi.calibrate.backtest_reasons import reason_for
from simulasi.calibrate.backtest_targets import AREAS
from simulasi.report.assumptions import confidence_text
from simulasi.report.backtest_words import is_province
from simulasi.report.grids import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulasi.calibrate.backtest import Measure, Row
    from simulasi.calibrate.backtest_errors import Aim
    from simulasi.report.backtest_words import Shown

PERCENT = 100.0
RATIO_DIGITS = 2
FORECASTS = ("observed", "model", "error", "naive_growth", "naive_trend")
COUNTED = ("sign", "order")
"""Aims that are no distances: a share of signs, a rank correlation."""


def aims_grid(shown: Shown) -> Grid:
    """Hold regional growth against the aims of the design: met or missed."""
    rows = tuple(
        (_aim_text(shown, aim), *_aim_numbers(shown, aim), shown.say("met" if aim.is_met else "missed"))
        for aim in aims(regional(shown.found))
    )
    return Grid(shown.say("aims_title"), "wnnw", _heads(shown, "aim", "reached", "needed", "verdict"), rows)


def _aim_text(shown: Shown, aim: Aim) -> str:
    region, _, year = aim.where.rpartition(" ")
    return shown.say(f"aims.{aim.name}", where=f"{shown.area(region)} {year}".strip())


def _aim_numbers(shown: Shown, aim: Aim) -> tuple[str, str]:
    if aim.name == "sign":
        return shown.words.part(PERCENT * aim.reached, 0), shown.words.part(PERCENT * aim.needed, 0)
    digits = RATIO_DIGITS if aim.name in COUNTED else 1
    return shown.words.number(aim.reached, digits), shown.words.number(aim.needed, digits)


def growth_grid(shown: Shown, year: int) -> Grid:
    """Lay out growth of every region in a year: published, model, naive forecasts."""
    rows = [row for row in shown.found.of_group(REGIONS) if row.key.year == year]
    ordered = sorted(rows, key=lambda row: (is_province(row.key.region), -row.target.observed))
    cells = tuple((shown.area(row.key.region), *forecast_cells(shown, row)) for row in ordered)
    return Grid(shown.say("growth_title", year=year), "wnnnnn", _heads(shown, "region", *FORECASTS), cells)


def forecast_cells(shown: Shown, row: Row) -> tuple[str, ...]:
    """Write the published number, the model's, its error and the naive ones."""
    unit = row.target.unit
    numbers = (row.target.observed, row.model)
    naive = (row.naive.growth, row.naive.trend)
    return (
        *(shown.number(value, unit) for value in numbers),
        shown.signed(row.error, unit),
        *(shown.number(value, unit) for value in naive),
    )


def errors_grid(shown: Shown) -> Grid:
    """Lay out the error measures of the model and of both naive forecasts, over the same targets."""
    rows = tuple(_measure_cells(shown, measure) for measure in measures(shown.found))
    names = ("group", "forecast", "count", "mean_absolute", "root_mean_square", "bias", "theil_u", "order", "signs")
    return Grid(shown.say("errors_title"), "wwnnnnnnn", _heads(shown, *names), rows, shown.say("errors_note"))


def _measure_cells(shown: Shown, measure: Measure) -> tuple[str, ...]:
    words, found = shown.words, measure.errors
    return (
        shown.say(f"group.{measure.group}"),
        shown.say(f"head.{measure.forecast}"),
        str(found.targets),
        *(words.number(value, RATIO_DIGITS) for value in (found.mean_absolute, found.root_mean_square)),
        words.signed(found.bias, RATIO_DIGITS),
        *(words.number(value, RATIO_DIGITS) for value in (found.theil_u, measure.order)),
        words.part(PERCENT * measure.signs, 0) if math.isfinite(measure.signs) else words.say("nothing"),
    )


def group_grid(shown: Shown, group: str) -> Grid:
    """Lay out all rows of a group with their area and year, and whether each is a test."""
    rows = shown.found.of_group(group)
    return rows_grid(shown, [row for row in rows if row.unsaid is None], shown.say(f"group.{group}"))


def rows_grid(shown: Shown, rows: Sequence[Row], title: str) -> Grid:
    """Lay out rows of any kind: what, where, when, the unit, and all numbers."""
    cells = tuple(
        (
            shown.what(row.key),
            shown.area(row.key.region),
            str(row.key.year),
            shown.say(f"unit.{row.target.unit}"),
            *forecast_cells(shown, row),
            shown.role(row.key),
        )
        for row in rows
    )
    return Grid(title, "wwnwnnnnnw", _heads(shown, "what", "region", "year", "unit", *FORECASTS, "role"), cells)


def single_grid(shown: Shown, group: str) -> Grid:
    """Lay out a group of one quantity by area and year, the province last."""
    rows = [row for row in shown.found.of_group(group) if row.unsaid is None]
    ordered = sorted(rows, key=lambda row: (is_province(row.key.region), AREAS.index(row.key.region), row.key.year))
    cells = tuple((shown.area(row.key.region), str(row.key.year), *forecast_cells(shown, row)) for row in ordered)
    units = ", ".join(dict.fromkeys(shown.say(f"unit.{row.target.unit}") for row in rows))
    title = shown.say("single_title", group=shown.say(f"group.{group}"), unit=units)
    return Grid(title, "wnnnnnn", _heads(shown, "region", "year", *FORECASTS), cells)


def contribution_grid(shown: Shown, year: int) -> Grid:
    """Lay out growth of every area in a year and what each part adds to it; parts and rest add up."""
    rows = [row for row in shown.parts if row.year == year]
    names = list(rows[0].parts) if rows else []
    known = {(row.key.region, row.key.year): row for row in shown.found.of_group(REGIONS)}
    cells = tuple(
        (
            shown.area(row.area),
            _observed(shown, known.get((row.area, year))),
            shown.number(row.growth, "percent"),
            *(shown.signed(value, "points") for value in row.parts.values()),
        )
        for row in rows
    )
    head = _heads(shown, "region", "observed", "model") + tuple(shown.say(f"part.{name}") for name in names)
    return Grid(shown.say("parts_title", year=year), "wnn" + "n" * len(names), head, cells)


def _observed(shown: Shown, row: Row | None) -> str:
    return shown.number(row.target.observed, row.target.unit) if row else shown.words.say("nothing")


def misses_grid(shown: Shown, *, reasons: bool = True) -> Grid:
    """List the largest misses of every group.

    reasons : with why, where it is known; a terminal is too narrow for that
    """
    names = ("what", "region", "year", "observed", "model", "error", "reason", "confidence")
    columns = len(names) if reasons else names.index("reason")
    rows = tuple(_miss_cells(shown, row)[:columns] for row in misses(shown.found))
    return Grid(shown.say("misses_title"), "wwnnnnww"[:columns], _heads(shown, *names[:columns]), rows)


def _miss_cells(shown: Shown, row: Row) -> tuple[str, ...]:
    reason = reason_for(row.key, shown.reasons)
    told = (
        (reason.texts[shown.words.lang], confidence_text(shown.words, reason.confidence))
        if reason
        else (shown.say("reason_unknown"), shown.words.say("nothing"))
    )
    place = (shown.what(row.key), shown.area(row.key.region), str(row.key.year))
    return (*place, *forecast_cells(shown, row)[:3], *told)


def others_grid(shown: Shown) -> Grid:
    """Lay out single numbers: rates of parts of a year, jobs, prices, origins, materials."""
    return group_grid(shown, OTHERS)


def unsaid_grid(shown: Shown) -> Grid:
    """List the targets that the run does not say, with the reason."""
    rows = tuple(
        (
            shown.what(row.key),
            shown.area(row.key.region),
            str(row.key.year),
            f"{shown.number(row.target.observed, row.target.unit)} {shown.say(f'unit.{row.target.unit}')}",
            shown.say(f"unsaid.{row.unsaid.reason}", variable=row.unsaid.variable) if row.unsaid else "",
        )
        for row in shown.found.unsaid
    )
    return Grid(shown.say("unsaid_title"), "wwnnw", _heads(shown, "what", "region", "year", "observed", "reason"), rows)


def skipped_grid(shown: Shown, reason: str) -> Grid:
    """List the rows of the record that are no target, for one reason."""
    rows = tuple(
        (row.table, row.what, shown.area(row.region), row.period, row.value)
        for row in shown.found.skipped
        if row.reason == reason
    )
    title = shown.say("skipped_title", reason=shown.say(f"skipped.{reason}"), count=len(rows))
    return Grid(title, "wwwww", _heads(shown, "table", "what", "region", "period", "value"), rows)


def skip_reasons(shown: Shown) -> tuple[str, ...]:
    """Return the reasons for which rows of the record are no target, the most frequent first."""
    found = [row.reason for row in shown.found.skipped]
    return tuple(sorted(set(found), key=lambda reason: (-found.count(reason), reason)))


def without_naive(shown: Shown) -> tuple[str, ...]:
    """Name the targets that have no naive forecast though the run says them, each once."""
    rows = [row for row in shown.found.said if not math.isfinite(row.naive.growth)]
    names = dict.fromkeys(f"{shown.what(row.key)} ({shown.area(row.key.region)})" for row in rows)
    return tuple(names)


def _heads(shown: Shown, *names: str) -> tuple[str, ...]:
    return tuple(shown.say(f"head.{name}") for name in names)


def years_of(rows: Iterable[Row]) -> tuple[int, ...]:
    """Return the years of rows, in order."""
    return tuple(sorted({row.key.year for row in rows}))
