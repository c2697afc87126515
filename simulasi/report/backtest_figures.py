"""The figures of a backtest: published, model and naive growth as dots on one line for every region or industry."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulasi.calibrate.backtest_quantities import INDUSTRIES_KALTIM, INDUSTRIES_PPU, REGIONS
from simulasi.report.backtest_words import is_province
from simulasi.report.drawing import (
    BLACK,
    BLUE,
    INK,
    PAGE_WIDTH_IN,
    PALE,
    SMALL_LETTERS,
    SMALL_PT,
    STYLE,
    SUBTITLE_LETTERS,
    TEXT_PT,
    TITLE_LETTERS,
    VERMILION,
    WIDTH_IN,
    Caption,
    new_figure,
    write_around,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.calibrate.backtest import Row
    from simulasi.report.backtest_words import Shown

PENS: dict[str, dict[str, Any]] = {
    "naive_trend": {"marker": "s", "color": PALE, "markerfacecolor": "white", "markersize": 5},
    "naive_growth": {"marker": "^", "color": PALE, "markerfacecolor": "white", "markersize": 5.5},
    "model": {"marker": "D", "color": BLUE, "markersize": 6},
    "observed": {"marker": "o", "color": BLACK, "markersize": 6},
}
"""Drawn in this order, so that what was published lies on top."""
ROW_IN, AROUND_IN, LEGEND_IN = 0.27, 0.62, 0.55
HEAD_IN, LINE_IN, FOOT_IN, GAPS_IN = 0.26, 0.21, 0.19, 0.45
"""Height of a line of the title, of the unit and of the foot, and what lies between them."""
NAMES_IN, EDGE_IN, BELOW_IN = 1.75, 0.15, 0.31
LAST_YEAR = 2023
OFF_SCALE = 60.0
"""Growth beyond which a number would press all others together; it is told in words instead."""


class Panel(NamedTuple):
    """One group of lines under a title."""

    title: str
    names: Sequence[str]
    rows: Sequence[Row]


def growth_figure(shown: Shown, *, captions: bool = True) -> Figure:
    """Draw growth of every region in both years."""
    rows = shown.found.of_group(REGIONS)
    years = sorted({row.key.year for row in rows})
    panels = [_panel(shown, str(year), [row for row in rows if row.key.year == year], by_area=True) for year in years]
    return _drawn(shown, panels, growth_caption(shown), captions=captions)


def industries_figure(shown: Shown, *, captions: bool = True) -> Figure:
    """Draw growth of the industries of PPU and of the province in the last year."""
    panels = [
        _panel(shown, shown.say(f"group.{group}"), _last(shown, group), by_area=False)
        for group in (INDUSTRIES_PPU, INDUSTRIES_KALTIM)
    ]
    return _drawn(shown, [panel for panel in panels if panel.rows], industries_caption(shown), captions=captions)


def growth_caption(shown: Shown) -> Caption:
    """Say what the figure of the regions shows."""
    return Caption(shown.say("figure_growth"), shown.say("figure_growth_unit"))


def industries_caption(shown: Shown) -> Caption:
    """Say what the figure of the industries shows, and what lies outside it."""
    outside = [
        row for group in (INDUSTRIES_PPU, INDUSTRIES_KALTIM) for row in shown.found.of_group(group)
        if row.key.year == LAST_YEAR and not _fits(row)
    ]  # fmt: skip
    names = shown.words.listed(
        [shown.say("outside", what=shown.industries(row.key.target.partition(".")[2]), area=shown.area(row.key.region),
                   observed=shown.number(row.target.observed, "percent"), model=shown.number(row.model, "percent"))
         for row in outside]
    )  # fmt: skip
    more = f" {shown.say('figure_outside', names=names)}" if outside else ""
    return Caption(shown.say("figure_industries", year=LAST_YEAR), shown.say("figure_industries_unit") + more)


def _last(shown: Shown, group: str) -> list[Row]:
    return [row for row in shown.found.of_group(group) if row.key.year == LAST_YEAR and _fits(row)]


def _fits(row: Row) -> bool:
    return abs(row.target.observed) <= OFF_SCALE


def _panel(shown: Shown, title: str, rows: Sequence[Row], *, by_area: bool) -> Panel:
    told = [row for row in rows if row.unsaid is None]
    ordered = sorted(told, key=lambda row: (is_province(row.key.region) if by_area else False, -row.target.observed))
    names = [_short(shown, row, by_area=by_area) for row in ordered]
    return Panel(title, names, ordered)


def _short(shown: Shown, row: Row, *, by_area: bool) -> str:
    if by_area:
        return shown.say(f"short.{row.key.region}")
    return shown.industries(row.key.target.partition(".")[2])


def _drawn(shown: Shown, panels: Sequence[Panel], caption: Caption, *, captions: bool) -> Figure:
    """Draw panels below each other, with one legend above them."""
    with mpl.rc_context(STYLE):
        width = WIDTH_IN if captions else PAGE_WIDTH_IN
        heights = [ROW_IN * len(panel.rows) + AROUND_IN for panel in panels]
        height = sum(heights) + LEGEND_IN + (_captions_height(shown, caption) if captions else 0.0)
        figure = new_figure(width, height)
        top = write_around(figure, *caption[:2], shown.feet())[1] if captions else 1.0
        _legend(figure, shown, top)
        top -= LEGEND_IN / height
        for panel, tall in zip(panels, heights, strict=True):
            low = top - (tall - BELOW_IN) / height
            box = (NAMES_IN / width, low, 1 - (NAMES_IN + EDGE_IN) / width, ROW_IN * len(panel.rows) / height)
            _draw(figure.add_axes(box), shown, panel)
            top -= tall / height
    return figure


def _captions_height(shown: Shown, caption: Caption) -> float:
    """Height that title, unit and source take when they are broken into lines, inch."""
    lines = (len(textwrap.wrap(caption.title, TITLE_LETTERS)), len(textwrap.wrap(caption.unit, SUBTITLE_LETTERS)))
    feet = sum(len(textwrap.wrap(text, SMALL_LETTERS)) for text in shown.feet())
    return HEAD_IN * lines[0] + LINE_IN * lines[1] + FOOT_IN * feet + GAPS_IN


def _legend(figure: Figure, shown: Shown, top: float) -> None:
    handles = [Line2D([], [], linestyle="", label=shown.say(f"legend.{name}"), **pen) for name, pen in PENS.items()]
    figure.legend(
        handles=handles[::-1], loc="upper left", bbox_to_anchor=(0.01, top), ncol=2, frameon=False, fontsize=SMALL_PT,
        handletextpad=0.2, columnspacing=1.0, borderpad=0.2, labelspacing=0.3,
    )  # fmt: skip


def _draw(axes: Axes, shown: Shown, panel: Panel) -> None:
    places = np.arange(len(panel.rows))[::-1]
    for place, row in zip(places, panel.rows, strict=True):
        values = {"observed": row.target.observed, **{name: row.forecast(name) for name in PENS if name != "observed"}}
        axes.plot([values["observed"], values["model"]], [place, place], color=VERMILION, linewidth=1.2, zorder=1)
        for name, pen in PENS.items():
            axes.plot([values[name]], [place], linestyle="", zorder=3 if name in {"observed", "model"} else 2, **pen)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    axes.set_yticks(places, panel.names, fontsize=SMALL_PT)
    axes.set_ylim(-0.6, len(panel.rows) - 0.4)
    axes.set_title(panel.title, loc="left", fontsize=TEXT_PT, weight="bold", pad=4)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: shown.words.number(value)))
    axes.tick_params(length=0, labelsize=SMALL_PT)
    axes.grid(axis="both", color="#E3E3E3", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
