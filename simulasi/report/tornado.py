"""The figure of the assumptions: how far the answer moves when each is put at its low and its high end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from simulasi.experiment.one_at_a_time import widest_first
from simulasi.report.drawing import (
    BLUE,
    INK,
    PAGE_WIDTH_IN,
    PALE,
    SMALL_PT,
    STYLE,
    TEXT_PT,
    VERMILION,
    WIDTH_IN,
    Caption,
    new_figure,
    write_captions,
)
from simulasi.report.sensitivity import (
    answer_digits,
    central_of,
    factor_text,
    sensitivity_title,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.experiment.one_at_a_time import Swing
    from simulasi.report.case import Case

ENDS = 2
ROW_IN, FOOT_IN, CAPTIONS_IN = 0.68, 0.3, 1.7
EDGE = 0.15
"""Room above the first assumption, as a share of its row."""
NAME_AT, LOW_AT, HIGH_AT, BAR = 0.12, 0.42, 0.72, 0.26
"""Where the name and the two bars of an assumption stand in its row, and how thick a bar is."""
ROOM, GAP = 0.62, 0.02
"""Room beside the bars for their numbers, and between a bar and its number, as shares of the longest swing."""


def tornado_figure(case: Case, swings: Sequence[Swing], *, captions: bool = True) -> Figure:
    """Draw two bars for every assumption, from the answer as it stands to that at the low and at the high end.

    captions : write title, unit and source into the picture; a page writes them itself
    """
    ordered = widest_first(swings)
    with mpl.rc_context(STYLE):
        width = WIDTH_IN if captions else PAGE_WIDTH_IN
        height = ROW_IN * len(ordered) + FOOT_IN + (CAPTIONS_IN if captions else 0.0)
        figure = new_figure(width, height)
        bottom, top = write_captions(figure, case, tornado_caption(case, ordered)) if captions else (0.0, 1.0)
        foot = bottom + FOOT_IN / height
        axes = figure.add_axes((0.02, foot, 0.96, top - foot))
        _draw(axes, case, ordered)
    return figure


def tornado_caption(case: Case, swings: Sequence[Swing]) -> Caption:
    """Say what the figure shows, in which unit, what the colours mean, and which runs it took."""
    say = case.words.say
    runs = say("moved_runs", count=len(swings) * ENDS)
    return Caption(sensitivity_title(case), say("tornado_unit", count=len(swings)), runs)


def _draw(axes: Axes, case: Case, swings: Sequence[Swing]) -> None:
    central = central_of(case, swings)
    ends = [central, *(end for swing in swings for end in swing.span)]
    low, high = min(ends), max(ends)
    span = (high - low) or abs(central) or 1.0
    axes.set(xlim=(low - ROOM * span, high + ROOM * span), ylim=(len(swings), -EDGE))
    axes.axvline(central, color=INK, linewidth=1)
    if low < 0 < high:
        axes.axvline(0, color=PALE, linewidth=1, linestyle=":")
    digits = answer_digits(swings)
    for row, swing in enumerate(swings):
        _write_name(axes, factor_text(case, swing.factor), row + NAME_AT)
        for place, key, end, colour in (
            (LOW_AT, "end_low", swing.low, BLUE),
            (HIGH_AT, "end_high", swing.high, VERMILION),
        ):
            axes.barh(row + place, end - central, BAR, left=central, color=colour)
            label = case.words.say(key, value=case.words.signed(end, digits))
            _write_end(axes, label, row + place, end, gap=GAP * span, is_right=end >= central)
    _write_foot(axes, case.words.say("as_it_stands", value=case.words.signed(central, digits)), central)


def _write_name(axes: Axes, name: str, place: float) -> None:
    """Write the name of an assumption above its bars, on white so that the line does not strike it out."""
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(0.0, place, name, size=TEXT_PT, va="center", transform=axes.get_yaxis_transform(), bbox=white)


def _write_end(axes: Axes, text: str, place: float, end: float, *, gap: float, is_right: bool) -> None:
    """Write a number at the end of its bar, on the side away from the line."""
    beside, side = (end + gap, "left") if is_right else (end - gap, "right")
    axes.text(beside, place, text, size=SMALL_PT, va="center", ha=side)


def _write_foot(axes: Axes, text: str, central: float) -> None:
    """Name the upright line below it, and leave out what else an axis has."""
    axes.set_xticks([central], [text])
    axes.set_yticks([])
    axes.tick_params(length=0, labelsize=SMALL_PT)
    for spine in axes.spines.values():
        spine.set_visible(False)
