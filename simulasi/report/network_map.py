"""The map of a network as it is: links by mode, with the capacity of roads, and terminals."""

from __future__ import annotations

import math
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.lines import Line2D
from matplotlib.patheffects import Stroke as Edge

from simulasi.report.drawing import (
    BLUE,
    INK,
    PALE,
    SMALL_PT,
    STYLE,
    WIDTH_IN,
    new_figure,
    write_around,
    write_picture,
)
from simulasi.report.sheet import DASHES, MARKS_BY_KIND, Label, Sheet, Stroke, kinds_at, links_inside, new_sheet
from simulasi.report.words import Words
from simulasi.world.network import AIR, LAND, OPEN, SIDE_OF_MODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.report.background import Background
    from simulasi.world.network import Link, Network
    from simulasi.world.world import World

HEIGHT_IN = 9.6
LEGEND_LINE_IN, LEGEND_EDGE_IN, LEGEND_AT = 0.178, 0.2, (0.02, 0.57)
ROAD = "#C9C2B0"
CAPACITIES = (2500.0, 5000.0)
"""Passenger car units an hour from which a road is drawn wider."""
ROAD_WIDTHS_PT = (2.2, 3.8, 6.0)
LETTERS = 18
"""Letters of a line of a label."""
OTHER_WIDTH_PT, PLANNED_WIDTH_PT, AIR_WIDTH_PT = 1.8, 1.0, 1.1


def network_map(
    world: World, path: str | Path, *, lang: str = "id", year: int | None = None, background: Background | None = None
) -> None:
    """Write the map of the network of a world, as SVG where the name ends so, else as PNG.

    year : that the network is of, to be told
    """
    write_picture(network_map_figure(Words(lang, world), year=year, background=background), Path(path))


def network_map_figure(words: Words, *, year: int | None = None, background: Background | None = None) -> Figure:
    """Draw the network of a world: open links by mode, roads by capacity, places, terminals and transit zones."""
    world, network = words.world, words.world.network
    with mpl.rc_context(STYLE):
        figure = new_figure(WIDTH_IN, HEIGHT_IN)
        scheme = words.say("map_scheme") if background is None else ""
        unit = " ".join(filter(None, [words.say("network_map_unit"), scheme]))
        title = words.say("network_map") if year is None else words.say("network_map_of", year=year)
        bottom, top = write_around(figure, title, unit, world_feet(words, background))
        inside = links_inside(network, world.region_ids)
        marks = mark_handles(words, kinds_at(network, inside))
        groups = [[*_capacity_handles(words, inside), *marks], mode_handles(words, inside)]
        bounds = above_legends(figure, bottom, top, groups)
        sheet = new_sheet(figure, bounds, network, world.region_ids, background)
        for link in sorted(inside, key=lambda link: (link.state == OPEN, link.mode != AIR, link.key)):
            sheet.draw(link, stroke_of(link))
        sheet.mark_places(network, inside)
        sheet.write({place: _label(words, network, place, sheet) for place in sheet.position})
        draw_legends(sheet.axes, groups)
    return figure


def world_feet(words: Words, background: Background | None) -> tuple[str, ...]:
    """Return the lines below a map of a world: what it was made from, and whose map lies below."""
    source = words.say("source_line_world", world=words.world.digest[:12])
    return (source, *([] if background is None else [words.say("map_credit", credit=background.credit)]))


def stroke_of(link: Link) -> Stroke:
    """Choose how a link is drawn where only the network matters."""
    if link.state != OPEN:
        return Stroke(PALE, PLANNED_WIDTH_PT)
    if link.mode == AIR:
        return Stroke(PALE, AIR_WIDTH_PT)
    if SIDE_OF_MODE[link.mode] != LAND or math.isinf(link.capacity_pcu_h):
        return Stroke(BLUE, OTHER_WIDTH_PT)
    return Stroke(ROAD, ROAD_WIDTHS_PT[_size(link.capacity_pcu_h)], is_cased=True)


def _size(capacity: float) -> int:
    return sum(capacity >= least for least in CAPACITIES)


def _label(words: Words, network: Network, place: str, sheet: Sheet) -> Label:
    """Name a place, with what its terminals can pass where that is limited."""
    limits = [network.terminals[key].capacity_t_month for key in sorted(network.terminals) if key[0] == place]
    lines = [words.say("terminal_capacity", tonnes=words.number(limit)) for limit in limits if math.isfinite(limit)]
    is_home = place in {region.place for region in words.world.regions}
    return Label("\n".join([short_place(words, place), *lines]), sheet.position[place], is_bold=is_home)


def short_place(words: Words, place: str) -> str:
    """Name a place in short lines, without what stands in brackets after its name."""
    return "\n".join(textwrap.wrap(words.place(place).partition(" (")[0], LETTERS))


def _capacity_handles(words: Words, links: Iterable[Link]) -> list[Artist]:
    found = {_size(link.capacity_pcu_h) for link in links if stroke_of(link).is_cased}
    low, high = (words.number(limit) for limit in CAPACITIES)
    texts = (
        words.say("capacity_below", limit=low),
        words.say("capacity_between", low=low, high=high),
        words.say("capacity_above", limit=high),
    )
    return [Line2D([], [], color=INK, linewidth=ROAD_WIDTHS_PT[size], label=texts[size]) for size in sorted(found)]


def mode_handles(words: Words, links: Iterable[Link]) -> list[Artist]:
    """Return a piece of line for every mode that is drawn, and one for links that are not in use."""
    several = list(links)
    modes = [mode for mode in DASHES if any(link.mode == mode and link.state == OPEN for link in several)]
    handles: list[Artist] = [_mode_handle(words, mode) for mode in modes]
    if any(link.state != OPEN for link in several):
        handles.append(Line2D([], [], color=PALE, linewidth=PLANNED_WIDTH_PT, label=words.say("not_in_use")))
    return handles


def _mode_handle(words: Words, mode: str) -> Line2D:
    line = Line2D([], [], color=_mode_colour(mode), linewidth=3.0, label=words.say(f"mode.{mode}"))
    if DASHES[mode]:
        line.set_linestyle((0, DASHES[mode]))
    if mode == "toll":
        line.set_path_effects([Edge(linewidth=4.5, foreground=INK), Edge(linewidth=1.2, foreground="white")])
    return line


def _mode_colour(mode: str) -> str:
    return {"river": BLUE, "ferry": BLUE, "sea": BLUE, "air": PALE}.get(mode, INK)


def mark_handles(words: Words, kinds: Iterable[str]) -> list[Artist]:
    """Return a mark for every kind of terminal that is drawn."""
    shown = set(kinds)
    return [
        Line2D([], [], linestyle="none", marker=mark.shape, color=mark.colour, markersize=mark.size_pt,
               label=words.say(f"marked.{kind}"))
        for kind, mark in MARKS_BY_KIND.items()
        if kind in shown
    ]  # fmt: skip


def above_legends(
    figure: Figure, bottom: float, top: float, groups: Iterable[Sequence[Artist]]
) -> tuple[float, float, float, float]:
    """Return the bounds of a map that leaves room for its legends."""
    room = (LEGEND_LINE_IN * max(map(len, groups)) + LEGEND_EDGE_IN) / figure.get_size_inches()[1]
    return 0.01, bottom + room, 0.98, top - bottom - room


def draw_legends(axes: Axes, groups: Sequence[Sequence[Artist]]) -> None:
    """Write two legends side by side below a map."""
    for place, handles in enumerate(groups):
        legend = axes.legend(
            handles=list(handles), loc="upper left", bbox_to_anchor=(LEGEND_AT[place], -0.012), frameon=False,
            fontsize=SMALL_PT - 1, borderpad=0.0, labelspacing=0.35, handlelength=2.6, borderaxespad=0.0,
        )  # fmt: skip
        axes.add_artist(legend)
