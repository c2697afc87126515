"""What the closing of each link costs: a table, and bars with the part of each region."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Patch

from simulasi.report.drawing import (
    BLUE,
    GREEN,
    INK,
    PURPLE,
    SMALL_PT,
    STYLE,
    VERMILION,
    WIDTH_IN,
    new_figure,
    write_around,
)
from simulasi.report.grids import Grid
from simulasi.report.traffic import link_text
from simulasi.report.words import digits_for
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.experiment.critical_links import CriticalLinks, Loss
    from simulasi.report.background import Background
    from simulasi.report.words import Words

DRAWN, NAMED = 12, 4
"""Links with a bar, and regions with a colour of their own."""
COLOURS = (BLUE, VERMILION, GREEN, PURPLE)
OTHERS = "#B5B5B5"
ROW_IN, LEGEND_IN, CAPTIONS_IN = 0.46, 0.62, 2.15
NAME_AT, BAR_AT, BAR = 0.24, 0.68, 0.4
"""Where name and bar of a link stand in its row, and how thick the bar is."""
CUT, CUT_AT, CUT_COLOUR = 0.42, 1.12, "#A33B00"
"""How much higher a row is with a line on who is cut off, and where that line stands."""
ROOM, GAP = 0.42, 0.015
"""Room right of the longest bar for its number, and before the number, as shares of it."""
MOST_PERCENT_DIGITS, FEWEST_PERCENT_DIGITS = 4, 2


class Told(NamedTuple):
    """What is told of critical links.

    version       : of simulasi
    is_calibrated : whether the parameters were fitted to the record
    """

    found: CriticalLinks
    words: Words
    version: str
    is_calibrated: bool
    background: Background | None = None


def critical_grid(told: Told, count: int) -> Grid:
    """Lay out the links whose closing costs most."""
    words, found = told.words, told.found
    losses = found.losses[:count]
    digits = digits_for([loss.grdp.sum() for loss in losses], 0, 1)
    percent_digits = digits_for([found.percent(loss) for loss in losses], FEWEST_PERCENT_DIGITS, MOST_PERCENT_DIGITS)
    rows = tuple(
        (
            link_text(words, loss.link),
            words.number(loss.vehicles_day),
            words.number(loss.grdp.sum(), digits),
            words.part(found.percent(loss), percent_digits),
            hardest_hit(told, loss),
            words.number(loss.shortage.sum(), digits),
            words.number(loss.unserved.sum(), digits),
            words.signed(loss.detour.sum()),
            cut_off_text(words, loss) or words.say("nothing"),
        )
        for loss in losses
    )
    head = ("link_column", "critical_vehicles", "critical_loss", "share", "critical_region", "critical_shortage",
            "critical_unserved", "critical_hours", "critical_cut_off")  # fmt: skip
    title = words.say("critical_title", **_when(told), base_year=words.world.base_year)
    return Grid(title, "wnnnwnnnw", tuple(words.say(key) for key in head), rows,
                words.say("critical_note", year=told.found.closing.opens.year))  # fmt: skip


def hardest_hit(told: Told, loss: Loss) -> str:
    """Name the region that loses most by the closing of a link; a dash where none does."""
    if loss.grdp.max() <= 0.0:
        return told.words.say("nothing")
    return told.words.short_area(told.found.regions[int(loss.grdp.argmax())])


def cut_off_text(words: Words, loss: Loss) -> str:
    """Name who is cut off; with the classes of traffic where some of them still have a way."""
    return ", ".join(
        words.short_area(node)
        if len(classes) == len(TRAFFIC_CLASSES)
        else words.say(
            "named", name=words.short_area(node), kind=", ".join(words.say(f"cargo.{kind}") for kind in classes)
        )
        for node, classes in loss.cut_off.items()
    )


def short_cut_off_text(words: Words, loss: Loss) -> str:
    """Name who is cut off, and who is only for some classes of traffic."""
    parts = (
        ("critical_cut", [node for node, classes in loss.cut_off.items() if len(classes) == len(TRAFFIC_CLASSES)]),
        ("critical_partly", [node for node, classes in loss.cut_off.items() if len(classes) < len(TRAFFIC_CLASSES)]),
    )
    told_of = [
        words.say(key, names=words.listed([words.short_area(node) for node in nodes])) for key, nodes in parts if nodes
    ]
    return words.joined("between_fields", told_of)


def critical_figure(told: Told) -> Figure:
    """Draw the losses of GRDP by link as bars, the largest on top, parted by region."""
    losses = told.found.losses[:DRAWN]
    rows = _tops(losses)
    with mpl.rc_context(STYLE):
        height = ROW_IN * rows[-1] + LEGEND_IN + CAPTIONS_IN
        figure = new_figure(WIDTH_IN, height)
        bottom, top = write_around(figure, *_bars_caption(told, losses), feet(told))
        foot = bottom + LEGEND_IN / height
        axes = figure.add_axes((0.02, foot, 0.96, top - foot))
        _draw(axes, told, losses, rows)
    return figure


def critical_caption(told: Told) -> tuple[str, str]:
    """Say what the figure shows, and in which unit."""
    when = _when(told)
    return (
        told.words.say("figure_critical", **when),
        told.words.say("figure_critical_unit", **when, base_year=told.words.world.base_year),
    )


def _bars_caption(told: Told, losses: tuple[Loss, ...]) -> tuple[str, str]:
    title, unit = critical_caption(told)
    has_gains = any((loss.grdp < 0.0).any() for loss in losses)
    return title, " ".join([unit, *([told.words.say("critical_gains")] if has_gains else [])])


def feet(told: Told) -> tuple[str, ...]:
    """Return the lines below a figure: what it was made from, and the badge while nothing is calibrated."""
    words, found = told.words, told.found
    source = words.say(
        "source_line_critical", version=told.version, world=words.world.digest[:12], scenario=found.scenario,
        count=len(found.losses),
    )  # fmt: skip
    return (source, *([] if told.is_calibrated else [words.say("badge")]))


def _when(told: Told) -> dict[str, object]:
    closing, month = told.found.closing, told.words.month
    return {
        "months": closing.closes.since(closing.opens),
        "opens": month(f"{closing.opens}-01"),
        "until": month(f"{closing.until}-01"),
        "year": closing.opens.year,
    }


def _tops(losses: tuple[Loss, ...]) -> list[float]:
    """Return where each row begins, and where the last one ends; a link that cuts somebody off has one line more."""
    heights = [1.0 + CUT * bool(loss.cut_off) for loss in losses] or [1.0]
    return np.concatenate([[0.0], np.cumsum(heights)]).tolist()


def _draw(axes: Axes, told: Told, losses: tuple[Loss, ...], rows: list[float]) -> None:
    parts, names = _parts(told, losses)
    right, left = (np.clip(sign * parts, 0.0, None).sum(axis=1).max(initial=0.0) for sign in (1.0, -1.0))
    span = (right + left) or 1.0
    axes.set(xlim=(-left - 0.02 * span, right + ROOM * span), ylim=(rows[-1], 0))
    axes.axvline(0.0, color=INK, linewidth=0.8)
    for row, loss, amounts in zip(rows, losses, parts, strict=False):
        end = _draw_bar(axes, row + BAR_AT, amounts)
        _write_row(axes, told, loss, row, end + GAP * span)
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_visible(False)
    patches = [Patch(color=colour, label=name) for colour, name in zip((*COLOURS, OTHERS), names, strict=False)]
    axes.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3, frameon=False,
                fontsize=SMALL_PT - 1, columnspacing=1.2, handlelength=1.2)  # fmt: skip


def _draw_bar(axes: Axes, place: float, amounts: np.ndarray) -> float:
    """Draw the parts of a bar, losses to the right and gains to the left; return where its right end is."""
    ends = [0.0, 0.0]
    for amount, colour in zip(amounts, (*COLOURS, OTHERS), strict=False):
        side = int(amount < 0.0)
        axes.barh(place, amount, BAR, left=ends[side], color=colour, edgecolor="white", linewidth=0.5)
        ends[side] += float(amount)
    return ends[0]


def _write_row(axes: Axes, told: Told, loss: Loss, row: float, beside: float) -> None:
    """Write the name of a link above its bar, the loss at its end, and who is cut off below."""
    words, across = told.words, axes.get_yaxis_transform()
    white = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    axes.text(0.0, row + NAME_AT, link_text(words, loss.link), size=SMALL_PT, va="center", transform=across, bbox=white)
    percent = told.found.percent(loss)
    share = words.part(percent, digits_for([percent], FEWEST_PERCENT_DIGITS, MOST_PERCENT_DIGITS))
    value = words.say("critical_value", amount=words.rupiah(loss.grdp.sum()), share=share)
    axes.text(beside, row + BAR_AT, value, size=SMALL_PT - 1, va="center")
    if loss.cut_off:
        axes.text(0.02, row + CUT_AT, short_cut_off_text(words, loss), size=SMALL_PT - 1, va="center", color=CUT_COLOUR,
                  transform=across, bbox=white)  # fmt: skip


def _parts(told: Told, losses: tuple[Loss, ...]) -> tuple[np.ndarray, list[str]]:
    """Part losses by the regions that lose most and all others, (link, part), and name the parts."""
    by_region = np.array([loss.grdp for loss in losses]).reshape(len(losses), len(told.found.regions))
    order = np.argsort(-by_region.sum(axis=0), kind="stable")
    named, others = order[:NAMED], order[NAMED:]
    parts = np.concatenate([by_region[:, named], by_region[:, others].sum(axis=1, keepdims=True)], axis=1)
    names = [told.words.short_area(told.found.regions[column]) for column in named]
    return parts, [*names, *([told.words.say("other_regions", count=len(others))] if len(others) else [])]
