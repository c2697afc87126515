"""The map of the traffic of a year: what uses each link, how full it is, and what the scenario changes."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal
from matplotlib.patheffects import Stroke as Edge

from simulasi.report.drawing import (
    BLUE,
    GREEN,
    INK,
    PAGE_WIDTH_IN,
    PALE,
    STYLE,
    WIDTH_IN,
    Caption,
    new_figure,
    write_captions,
)
from simulasi.report.network_map import above_legends, draw_legends, mark_handles, mode_handles, short_place
from simulasi.report.sheet import Label, Stroke, kinds_at, links_inside, new_sheet
from simulasi.report.traffic import RATIO_DIGITS, link_changes, most_changed
from simulasi.world.network import AIR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from simulasi.report.case import Case
    from simulasi.report.sheet import Sheet
    from simulasi.report.traffic import LinkChange
    from simulasi.report.words import Words

HEIGHT_IN, CAPTIONS_IN = 9.8, 1.9
RATIOS = (0.5, 0.75, 1.0)
"""Volume over capacity from which a link has the next colour; from ``WRITTEN`` on the number stands beside it."""
RATIO_COLOURS = ("#FFE8A3", "#FDA63A", "#E4471E", "#7A0019")
"""From light to dark, so that they differ in grey, too."""
WRITTEN = RATIOS[1]
LEAST_PT, MOST_PT = 1.0, 8.0
SAMPLES = (1000.0, 10_000.0, 30_000.0)
"""Vehicles a day whose width the legend shows."""
HALO_PT = 9.0
EDGE = (Edge(linewidth=6.4, foreground=INK), Normal())


def traffic_figure(case: Case, *, captions: bool = True) -> Figure:
    """Draw the network of the year by what uses it, and how full each link is.

    captions : write title, unit and source into the picture; a page writes them itself
    """
    words, network = case.words, case.after
    changes = [change for change in link_changes(case) if not math.isinf(change.after.hours)]
    with mpl.rc_context(STYLE):
        width, height = (WIDTH_IN, HEIGHT_IN) if captions else (PAGE_WIDTH_IN, HEIGHT_IN - CAPTIONS_IN)
        figure = new_figure(width, height)
        bottom, top = write_captions(figure, case, traffic_caption(case)) if captions else (0.0, 1.0)
        inside = [link for link in links_inside(network, case.comparison.regions) if link in network.open_links]
        marks = mark_handles(words, kinds_at(network, inside))
        groups = [
            [*_ratio_handles(words), *_width_handles(words)],
            [*mode_handles(words, inside), *marks, *_halo_handle(case)],
        ]
        bounds = above_legends(figure, bottom, top, groups)
        sheet = new_sheet(figure, bounds, network, case.comparison.regions, case.background)
        drawn = [change for change in changes if change.link.name in sheet.lines]
        for link in case.changed_links:
            sheet.halo(link, GREEN, HALO_PT)
        for change in sorted(drawn, key=lambda change: (change.link.mode != AIR, change.after.vehicles_day)):
            sheet.draw(change.link, stroke_of(change))
        sheet.mark_places(network, inside)
        sheet.write({**_places(case, sheet), **_numbers(words, sheet, drawn)})
        draw_legends(sheet.axes, groups)
    return figure


def traffic_caption(case: Case) -> Caption:
    """Say what the map shows and in which units."""
    words = case.words
    differs = bool(most_changed(list(link_changes(case))))
    limit = words.number(WRITTEN, RATIO_DIGITS)
    key = "figure_traffic_unit" if differs else "figure_traffic_same"
    unit = words.say(key, limit=limit, baseline=case.baseline_title)
    where = words.say("map_scheme" if case.background is None else "map_inside")
    title = words.say("figure_traffic", scenario=case.title, year=case.year)
    return Caption(title, f"{unit} {where}", credit="" if case.background is None else case.background.credit)


def stroke_of(change: LinkChange) -> Stroke:
    """Choose width by vehicles a day and colour by volume over capacity."""
    width = width_pt(change.after.vehicles_day)
    if math.isnan(change.after.ratio):
        return Stroke(PALE if change.link.mode == AIR else BLUE, width)
    return Stroke(RATIO_COLOURS[ratio_class(change.after.ratio)], width, is_cased=True)


def width_pt(vehicles_day: float) -> float:
    """Return the width of a line: it grows with the root of the vehicles, so that small ones are seen.

    >>> width_pt(0.0), width_pt(30_000.0)
    (1.0, 9.0)
    """
    return LEAST_PT + MOST_PT * math.sqrt(vehicles_day / SAMPLES[-1])


def ratio_class(ratio: float) -> int:
    """Return the class of a ratio.

    >>> [ratio_class(ratio) for ratio in (0.2, 0.5, 0.99, 1.2)]
    [0, 1, 2, 3]
    """
    return sum(ratio >= least for least in RATIOS)


def _places(case: Case, sheet: Sheet) -> dict[str, Label]:
    """Name the main places, and the ends of links that the scenario changes."""
    homes = {region.place for region in case.words.world.regions}
    named = homes | {place for link in case.changed_links for place in link.between}
    return {
        place: Label(short_place(case.words, place), point, is_bold=place in homes)
        for place, point in sheet.position.items()
        if place in named
    }


def _numbers(words: Words, sheet: Sheet, changes: Sequence[LinkChange]) -> dict[str, Label]:
    """Write volume over capacity at full links, and the change of vehicles a day where it is largest."""
    changed = most_changed(list(changes))
    found = {}
    for change in changes:
        lines = []
        if change.after.ratio >= WRITTEN:
            lines.append(words.say("ratio", value=words.number(change.after.ratio, RATIO_DIGITS)))
        if change in changed:
            lines.append(words.signed(change.difference))
        if lines:
            found[change.link.name] = Label("\n".join(lines), sheet.middle(change.link), is_on_link=True)
    return found


def _ratio_handles(words: Words) -> list[Artist]:
    limits = [words.number(limit, RATIO_DIGITS) for limit in RATIOS]
    texts = [
        words.say("ratio_below", high=limits[0]),
        *(words.say("ratio_between", low=low, high=high) for low, high in pairwise(limits)),
        words.say("ratio_above", low=limits[-1]),
    ]
    colours = zip(RATIO_COLOURS, texts, strict=True)
    handles = [Line2D([], [], color=colour, linewidth=5.0, label=text, path_effects=EDGE) for colour, text in colours]
    return [*handles, Line2D([], [], color=BLUE, linewidth=3.0, label=words.say("no_capacity"))]


def _width_handles(words: Words) -> list[Artist]:
    return [
        Line2D([], [], color=INK, linewidth=width_pt(count), label=words.say("a_day", count=words.number(count)))
        for count in SAMPLES
    ]


def _halo_handle(case: Case) -> list[Artist]:
    if not case.changed_links:
        return []
    return [Line2D([], [], color=GREEN, alpha=0.45, linewidth=HALO_PT, label=case.words.say("changed_link"))]
