"""The map of critical links: what the closing of each costs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.lines import Line2D

from simulasi.report.critical import critical_caption, feet
from simulasi.report.drawing import PALE, STYLE, WIDTH_IN, new_figure, write_around
from simulasi.report.network_map import above_legends, draw_legends, mark_handles, mode_handles, short_place
from simulasi.report.sheet import Label, Stroke, kinds_at, links_inside, new_sheet
from simulasi.report.traffic_map import EDGE, RATIO_COLOURS
from simulasi.world.network import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from simulasi.report.critical import Told
    from simulasi.report.sheet import Sheet
    from simulasi.report.words import Words

HEIGHT_IN = 9.6
LOSSES_BN = (10.0, 100.0, 1000.0)
"""Losses of GRDP, bn Rp, from which a link has the next colour and width."""
WIDTHS_PT = (2.0, 3.5, 5.5, 8.0)
NOT_CLOSED = Stroke(PALE, 1.0)
WRITTEN = 10
"""Links beside which the loss stands."""


def critical_map(told: Told) -> Figure:
    """Draw the network with links by what their closing costs."""
    words, network = told.words, told.found.network
    lost = {loss.link.name: float(loss.grdp.sum()) for loss in told.found.losses}
    with mpl.rc_context(STYLE):
        figure = new_figure(WIDTH_IN, HEIGHT_IN)
        title, unit = critical_caption(told)
        where = words.say("map_scheme" if told.background is None else "map_inside")
        credit = [] if told.background is None else [words.say("map_credit", credit=told.background.credit)]
        bottom, top = write_around(figure, title, f"{unit} {where}", [*feet(told)[:1], *credit, *feet(told)[1:]])
        inside = [link for link in links_inside(network, told.found.regions) if link.state == OPEN]
        marks = mark_handles(words, kinds_at(network, inside))
        groups = [_loss_handles(words), [*mode_handles(words, inside), *marks]]
        bounds = above_legends(figure, bottom, top, groups)
        sheet = new_sheet(figure, bounds, network, told.found.regions, told.background)
        for link in sorted(inside, key=lambda link: lost.get(link.name, -1.0)):
            sheet.draw(link, stroke_of(lost[link.name]) if link.name in lost else NOT_CLOSED)
        sheet.mark_places(network, inside)
        sheet.write({**_places(words, sheet), **_numbers(words, sheet, lost)})
        draw_legends(sheet.axes, groups)
    return figure


def stroke_of(lost_bn: float) -> Stroke:
    """Choose colour and width by the loss.

    >>> stroke_of(5.0).width_pt, stroke_of(2000.0).width_pt
    (2.0, 8.0)
    """
    place = sum(lost_bn >= least for least in LOSSES_BN)
    return Stroke(RATIO_COLOURS[place], WIDTHS_PT[place], is_cased=True)


def _places(words: Words, sheet: Sheet) -> dict[str, Label]:
    homes = [region.place for region in words.world.regions if region.place in sheet.position]
    return {place: Label(short_place(words, place), sheet.position[place], is_bold=True) for place in homes}


def _numbers(words: Words, sheet: Sheet, lost: Mapping[str, float]) -> dict[str, Label]:
    """Write the loss beside the links that cost most, where they are drawn."""
    drawn = [name for name in lost if name in sheet.lines and lost[name] >= LOSSES_BN[0]][:WRITTEN]
    return {name: Label(words.rupiah(lost[name]), sheet.lines[name].mean(axis=0), is_on_link=True) for name in drawn}


def _loss_handles(words: Words) -> list[Artist]:
    limits = [words.rupiah(limit) for limit in LOSSES_BN]
    texts = [
        words.say("ratio_below", high=limits[0]),
        *(words.say("ratio_between", low=low, high=high) for low, high in pairwise(limits)),
        words.say("ratio_above", low=limits[-1]),
    ]
    styles = zip(RATIO_COLOURS, WIDTHS_PT, texts, strict=True)
    handles = [Line2D([], [], color=colour, linewidth=5.0, label=text, path_effects=EDGE) for colour, _, text in styles]
    return [*handles, Line2D([], [], color=PALE, linewidth=1.0, label=words.say("not_closed"))]
