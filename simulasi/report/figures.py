"""The figure of a comparison over the years: the difference of GRDP by region, with names beside the lines."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulasi.report.drawing import (
    BLACK,
    BLUE,
    GREEN,
    INK,
    PAGE_WIDTH_IN,
    PALE,
    PURPLE,
    SMALL_PT,
    STYLE,
    VERMILION,
    WIDTH_IN,
    Caption,
    new_figure,
    write_captions,
)
from simulasi.report.grids import unit_text
from simulasi.report.words import digits_for
from simulasi.results.register import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.report.case import Case
    from simulasi.results.compare import Change

HEIGHT_IN, CAPTIONS_IN = 5.2, 1.9
PENS = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (PURPLE, (0, (5, 1, 1, 1, 1, 1))), (BLACK, ":"))
"""Colour and dash of the regions that change most; the others are drawn pale and share one name."""
NUMBERS_IN, NAMES_IN = 0.65, 2.0
LINE_GAP = 0.07
"""Least distance between two names, as a share of the axis."""
LEADER_END, SAMPLE_END, NAME_AT = 1.04, 1.16, 1.18
"""Where the leader of a name ends, then the piece of its line, and where the name begins, as shares of the axis."""
ROOM, BAND = 0.06, 0.15


class End(NamedTuple):
    """The end of a line: the name of what it shows, its last value, its colour and dash."""

    name: str
    value: float
    colour: str
    dash: Any


def grdp_figure(case: Case, indicator: str = "grdp", *, captions: bool = True) -> Figure:
    """Draw the difference of an indicator from the baseline by region over the years.

    captions : write title, unit and source into the picture; a page writes them itself
    """
    with mpl.rc_context(STYLE):
        width = WIDTH_IN if captions else PAGE_WIDTH_IN
        figure = new_figure(width, HEIGHT_IN if captions else HEIGHT_IN - CAPTIONS_IN)
        bottom, top = write_captions(figure, case, grdp_caption(case, indicator)) if captions else (0.0, 1.0)
        room = 1 - (NUMBERS_IN + NAMES_IN) / width
        axes = figure.add_axes((NUMBERS_IN / width, bottom + 0.08, room, top - bottom - 0.1))
        _draw(axes, case, indicator)
    return figure


def grdp_caption(case: Case, indicator: str = "grdp") -> Caption:
    """Say what the figure shows and in which unit."""
    label = case.words.say_or(f"indicator.{indicator}", indicator)
    title = case.words.say("figure_difference", what=label, scenario=case.title, baseline=case.baseline_title)
    unit = case.words.say("figure_unit", unit=unit_text(case, INDICATORS[indicator].unit))
    runs = case.words.say("figure_runs", count=case.words.number(case.scenario.members)) if case.tells_range else ""
    return Caption(title, f"{unit} {runs}".rstrip())


def _draw(axes: Axes, case: Case, indicator: str) -> None:
    years, words = case.comparison.years, case.words
    rows = {area: [case.change(area, indicator, year) for year in years] for area in case.comparison.regions}
    named = dict(zip(_most_changed(rows), PENS, strict=False))
    others = [area for area in rows if area not in named]
    for area in others:
        axes.plot(years, _differences(rows[area]), color=PALE, linewidth=1)
    for area, (colour, dash) in named.items():
        axes.plot(years, _differences(rows[area]), color=colour, linestyle=dash, linewidth=2.2)
        if case.tells_range:
            low, high = ([getattr(change, bound) for change in rows[area]] for bound in ("low", "high"))
            axes.fill_between(years, low, high, color=colour, alpha=BAND, linewidth=0)
    _scale(axes, case, [value for area in rows for value in _heights(rows[area], has_band=area in named)])
    ends = [End(words.short_area(area), _differences(rows[area])[-1], *pen) for area, pen in named.items()]
    rest = words.say("other_regions" if named else "all_regions", count=len(others))
    _write_names(axes, [*ends, *([End(rest, 0.0, PALE, "-")] if others else [])])


def _most_changed(rows: Mapping[str, Sequence[Change]]) -> list[str]:
    """Return the areas that differ in some year, the largest difference first."""
    differing = [area for area, changes in rows.items() if any(change.sign for change in changes)]
    return sorted(differing, key=lambda area: -max(abs(change.difference) for change in rows[area]))


def _differences(changes: Sequence[Change]) -> list[float]:
    """Heights of a line: the difference, of several runs the median."""
    return [change.central if change.sign else 0.0 for change in changes]


def _heights(changes: Sequence[Change], *, has_band: bool) -> list[float]:
    """All heights that are drawn of an area: its line, and its band where there is one."""
    band = [bound for change in changes for bound in (change.low, change.high) if not math.isnan(bound)]
    return [*_differences(changes), *(band if has_band else [])]


def _scale(axes: Axes, case: Case, values: Sequence[float]) -> None:
    """Set the axes: whole years, numbers as the language writes them, a line at no difference."""
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    axes.set_ylim(low - ROOM * span, high + ROOM * span)
    first, *_, last = (case.comparison.years[0], *case.comparison.years)
    axes.set_xlim(first, max(last, first + 1))
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: str(int(year))))
    axes.yaxis.set_major_locator(MaxNLocator(6))
    digits = max(0, digits_for([span / 10], 0, 4) - 1)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: case.words.signed(value, digits)))
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    axes.tick_params(length=0, labelsize=SMALL_PT)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _write_names(axes: Axes, ends: Sequence[End]) -> None:
    """Write each name at the end of its line with a piece of the line, moved apart where lines end close together."""
    low, high = axes.get_ylim()
    wanted = [(end.value - low) / (high - low) for end in ends]
    for end, start, place in zip(ends, wanted, spread(wanted, gap=LINE_GAP), strict=True):
        options: dict[str, Any] = {"color": end.colour, "transform": axes.transAxes, "clip_on": False}
        axes.plot([1.0, LEADER_END], [start, place], linewidth=0.8, **options)
        axes.plot([LEADER_END, SAMPLE_END], [place, place], linewidth=2.2, linestyle=end.dash, **options)
        axes.text(NAME_AT, place, end.name, transform=axes.transAxes, va="center", size=SMALL_PT, color=INK)


def spread(places: Sequence[float], *, gap: float) -> list[float]:
    """Move places between 0 and 1 apart until they are ``gap`` from each other, in the same order.

    >>> [round(place, 2) for place in spread([0.5, 0.5, 0.0], gap=0.1)]
    [0.5, 0.6, 0.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, index in pairwise(order):
        moved[index] = max(moved[index], moved[before] + gap)
    excess = max(0.0, max(moved, default=0.0) - 1.0)
    return [max(place - excess, 0.0) for place in moved] if excess else moved
