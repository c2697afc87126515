"""When each intervention of a scenario is in force: a chart of bars, in letters or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl

from simulasi.report.drawing import BLUE, INK, PALE, SMALL_PT, STYLE, WIDTH_IN, new_figure, write_around
from simulasi.text.say import say
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from simulasi.scenario.interventions.base import Intervention
    from simulasi.scenario.scenario import Scenario

FULL, PARTLY, NOT = "█", "▒", "·"
MONTHS_A_YEAR, MONTHS_A_LETTER = 12, 6
TICK_YEARS = 4
LONGEST_NAME = 28
ROW_IN, FRAME_IN, NAMES = 0.26, 1.5, 0.42
BAR, FAINT = 0.6, 0.35


class Span(NamedTuple):
    """Months, the last one not included, in which the same share of a change is in force.

    first, last : months since the start of the run
    """

    first: int
    last: int
    share: float


def spans_of(item: Intervention, months: Sequence[Month]) -> list[Span]:
    """Join months of equal progress into spans; where nothing is in force there is none.

    A shock that comes in some calendar months has a span for each time.
    """
    spans: list[Span] = []
    for number, month in enumerate(months):
        share = item.strength(month)
        if spans and spans[-1].share == share and spans[-1].last == number:
            spans[-1] = spans[-1]._replace(last=number + 1)
        elif share > 0.0:
            spans.append(Span(number, number + 1, share))
    return spans


def schedule_lines(scenario: Scenario, *, lang: str) -> list[str]:
    """Write the chart in letters, two a year: full, partly or not in force."""
    months = scenario.months
    width = min(LONGEST_NAME, max((len(item.id) for item in scenario.interventions), default=0))
    rows = [
        f"{_short(item.id):{width}}  {_row([item.strength(month) for month in months])}"
        for item in in_order(scenario.interventions)
    ]
    return [say("scenario.schedule", lang=lang), f"{'':{width}}  {_years(months)}", *rows]


def mark(shares: Sequence[float]) -> str:
    """Return the letter of a half-year from the shares that are in force in its months.

    >>> mark([0.0, 0.5]), mark([1.0, 1.0]), mark([0.0, 0.0])
    ('▒', '█', '·')
    """
    if all(share >= 1.0 for share in shares):
        return FULL
    return PARTLY if any(share > 0.0 for share in shares) else NOT


def in_order(items: Sequence[Intervention]) -> list[Intervention]:
    """Order by opening, then by name; what is there from the first month comes first."""
    return sorted(items, key=lambda item: (item.opens is not None, item.opens or Month(1, 1), item.id))


def schedule_figure(scenario: Scenario, *, lang: str) -> Figure:
    """Draw the chart as a picture; what is phased in grows darker."""
    months, items = scenario.months, in_order(scenario.interventions)
    with mpl.rc_context(STYLE):
        height = ROW_IN * max(len(items), 1) + FRAME_IN
        figure = new_figure(WIDTH_IN, height)
        unit, title = say("scenario.schedule_unit", lang=lang), scenario.title
        bottom, top = write_around(
            figure, title, unit, (say("scenario.schedule_source", lang=lang, name=scenario.name),)
        )
        low = bottom + 0.3 / height
        axes = figure.add_axes((NAMES, low, 0.96 - NAMES, top - low))
        for row, item in enumerate(items):
            for span in spans_of(item, months):
                shade = FAINT + (1.0 - FAINT) * span.share
                axes.barh(
                    row,
                    span.last - span.first,
                    BAR,
                    left=span.first,
                    color=BLUE,
                    alpha=shade,
                    linewidth=0,
                    antialiased=False,
                )
        axes.set(xlim=(0, len(months)), ylim=(len(items) - 0.5, -0.5))
        axes.set_yticks(range(len(items)), [_short(item.id) for item in items], size=SMALL_PT, color=INK)
        januaries = [n for n, month in enumerate(months) if month.month == 1 and _is_tick(month, months)]
        axes.set_xticks(januaries, [str(months[n].year) for n in januaries], size=SMALL_PT)
        axes.grid(axis="x", color=PALE, alpha=0.3)
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        for side in axes.spines.values():
            side.set_visible(False)
    return figure


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _is_tick(month: Month, months: Sequence[Month]) -> bool:
    years = max(1, len(months) // MONTHS_A_YEAR)
    return (month.year - months[0].year) % max(1, min(TICK_YEARS, years // 2)) == 0


def _row(shares: Sequence[float]) -> str:
    return "".join(mark(shares[at : at + MONTHS_A_LETTER]) for at in range(0, len(shares), MONTHS_A_LETTER))


def _years(months: Sequence[Month]) -> str:
    """Write every fourth year above its letters."""
    letters = [" "] * (len(months) // MONTHS_A_LETTER + TICK_YEARS)
    for number, month in enumerate(months):
        if month.month == 1 and _is_tick(month, months):
            at = number // MONTHS_A_LETTER
            letters[at : at + len(str(month.year))] = str(month.year)
    return "".join(letters).rstrip()
