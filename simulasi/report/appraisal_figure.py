"""The figure of cost and benefit: bars for every year, a line for what was won so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulasi.report.appraisal import PERCENT, discounted_so_far
from simulasi.report.drawing import (
    BLUE,
    INK,
    PAGE_WIDTH_IN,
    SMALL_PT,
    STYLE,
    VERMILION,
    WIDTH_IN,
    Caption,
    new_figure,
    write_captions,
)
from simulasi.report.grids import unit_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulasi.report.case import Case
    from simulasi.results.cost_benefit import CostBenefit

HEIGHT_IN, CAPTIONS_IN, NUMBERS_IN, YEARS_IN, LEGEND_IN = 4.4, 1.6, 0.8, 0.35, 0.35
"""Height of the figure and of its captions; room for numbers, for years below and for the legend above."""
BAR = 0.8


def appraisal_figure(case: Case, found: CostBenefit, *, captions: bool = True) -> Figure:
    """Draw cost below and benefit above the line, and the net so far.

    captions : write title, unit and source into the picture; a page writes them itself
    """
    with mpl.rc_context(STYLE):
        width = WIDTH_IN if captions else PAGE_WIDTH_IN
        height = HEIGHT_IN if captions else HEIGHT_IN - CAPTIONS_IN
        figure = new_figure(width, height)
        bottom, top = write_captions(figure, case, appraisal_caption(case, found)) if captions else (0.0, 1.0)
        room = top - bottom - (YEARS_IN + LEGEND_IN) / height
        axes = figure.add_axes((NUMBERS_IN / width, bottom + YEARS_IN / height, 0.97 - NUMBERS_IN / width, room))
        years, say = list(found.years), case.words.say
        axes.bar(years, found.benefits.mean(axis=0).sum(axis=0), BAR, color=BLUE, label=say("appraisal_benefit"))
        cost = say("appraisal_cost" if found.value(found.spent) >= 0.0 else "appraisal_saved_cost")
        axes.bar(years, -found.spent, BAR, color=VERMILION, label=cost)
        axes.plot(years, discounted_so_far(found), color=INK, linewidth=2, label=say("appraisal_so_far"))
        axes.axhline(0.0, color=INK, linewidth=1)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: case.words.number(value)))
        axes.tick_params(labelsize=SMALL_PT)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.legend(fontsize=SMALL_PT, frameon=False, loc="lower center", bbox_to_anchor=(0.42, 1.0), ncols=3,
                    columnspacing=1.0, handlelength=1.2)  # fmt: skip
    return figure


def appraisal_caption(case: Case, found: CostBenefit) -> Caption:
    """Say what the figure shows, in which unit, and at which rate."""
    rate = case.words.part(PERCENT * found.rate, 0)
    unit = case.words.say("figure_appraisal_unit", unit=unit_text(case, "bn_rp"), rate=rate)
    return Caption(case.words.say("figure_appraisal", scenario=case.title), unit)
