"""The schematic map of the network: places where they lie, links by mode, and what changes for each region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.lines import Line2D

from simulasi.report.backdrop import draw_background
from simulasi.report.drawing import (
    BLUE,
    GREEN,
    INK,
    PAGE_WIDTH_IN,
    PALE,
    SMALL_PT,
    STYLE,
    VERMILION,
    WIDTH_IN,
    Caption,
    new_figure,
    write_captions,
)
from simulasi.report.grids import SHARE_DIGITS
from simulasi.report.labels import Scene, placed
from simulasi.report.plane import Frame, Projection
from simulasi.report.verdict import is_hardly, limit_text, share_text, told, told_sign
from simulasi.report.words import digits_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.report.case import Case
    from simulasi.report.words import Words
    from simulasi.results.compare import Change
    from simulasi.world.network import Link, Network

LEGEND_IN = 0.8
HEIGHT_IN, CAPTIONS_IN = 7.8, 1.1


class Pen(NamedTuple):
    """How links are drawn: colour, dashes (lengths on and off; none for a whole line) and width."""

    colour: str
    dashes: tuple[float, ...]
    width: float

    @property
    def options(self) -> dict[str, Any]:
        """The pen as matplotlib wants it."""
        dashes = (0, self.dashes) if self.dashes else "-"
        return {"color": self.colour, "linestyle": dashes, "linewidth": self.width}


PENS = {
    "road": Pen(PALE, (), 1.6),
    "toll": Pen(INK, (), 2.6),
    "company_road": Pen(PALE, (1, 2), 1.6),
    "river": Pen(BLUE, (4, 2), 1.6),
    "ferry": Pen(GREEN, (1, 1), 2.0),
    "sea": Pen(BLUE, (1, 3), 1.2),
    "air": Pen(PALE, (1, 5), 1.0),
}
CHANGED_WIDTH = 4.0
TILE_EDGE = {"boxstyle": "round,pad=0.25", "edgecolor": INK, "linewidth": 0.8}
TILES, HARDLY_TILE = {1: "#D6E9F8", -1: "#FBE0CF", 0: "#FFFFFF"}, "#ECECEC"
SETTLING_STEPS = 200
MARGINS = np.array([0.12, 0.08])
LINE_IN, LETTER_IN, PADDING_IN = 0.16, 0.078, 0.14
"""Size of a tile: the height of a line, the width of a letter, and the edge around both."""


def network_figure(case: Case, *, captions: bool = True) -> Figure:
    """Draw the network of the year with the links that change, and the change of GRDP at each region, percent.

    captions : write title, unit and source into the picture; a page writes them itself
    """
    with mpl.rc_context(STYLE):
        width, height = (WIDTH_IN, HEIGHT_IN) if captions else (PAGE_WIDTH_IN, HEIGHT_IN - CAPTIONS_IN)
        figure = new_figure(width, height)
        bottom, top = write_captions(figure, case, map_caption(case)) if captions else (0.0, 1.0)
        axes = figure.add_axes((0.02, bottom + LEGEND_IN / height, 0.96, top - bottom - LEGEND_IN / height))
        axes.axis("off")
        _draw(axes, case)
    return figure


def map_caption(case: Case) -> Caption:
    """Say what the map shows, which links change, and in which unit."""
    words = case.words
    names = [words.joined("pair", [words.place(end) for end in link.between]) for link in case.changed_links]
    links = words.say("figure_map_links", links=", ".join(names)) if names else ""
    title = words.say("figure_map", scenario=case.title, year=case.year, baseline=case.baseline_title)
    hardly = words.say("figure_map_hardly", limit=limit_text(words)) if told(case).hardly else ""
    unit = words.say("figure_map_unit", baseline=case.baseline_title)
    scheme = words.say("figure_map_scheme") if case.background is None else ""
    credit = "" if case.background is None else case.background.credit
    return Caption(title, " ".join(filter(None, [unit, scheme, hardly, links])), credit=credit)


def _draw(axes: Axes, case: Case) -> None:
    position = _placed(axes, case)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    changed = {link.key for link in case.changed_links}
    modes = [mode for mode in PENS if any(link.mode == mode for link in _inside(case.after.open_links, position))]
    for link in _inside(case.after.open_links, position):
        if link.key not in changed:
            _draw_link(axes, link, position, PENS[link.mode])
    for link in _inside(case.changed_links, position):
        _draw_link(axes, link, position, Pen(VERMILION, PENS[link.mode].dashes, CHANGED_WIDTH))
    for x, y in position.values():
        axes.plot(x, y, "o", color=INK, markersize=3)
    _draw_tiles(axes, case, position)
    _draw_legend(axes, case, modes, has_changed=bool(changed))


def _placed(axes: Axes, case: Case) -> dict[str, np.ndarray]:
    """Place what is drawn: by the map below where there is one, which is drawn, else as a scheme."""
    known = positions(case.after, case.comparison.regions)
    if case.background is None or not known:
        return scaled(known)
    box = axes.bbox.transformed(axes.figure.dpi_scale_trans.inverted())
    projection = Projection.of(known.values(), Frame(box.width, box.height))
    draw_background(axes, case.background, projection)
    return dict(zip(known, projection.at(np.array(list(known.values()))), strict=True))


def _inside(links: Iterable[Link], position: Mapping[str, np.ndarray]) -> list[Link]:
    return [link for link in links if set(link.between) <= set(position)]


def _draw_link(axes: Axes, link: Link, position: Mapping[str, np.ndarray], pen: Pen) -> None:
    x, y = zip(*(position[end] for end in link.between), strict=True)
    axes.plot(x, y, solid_capstyle="round", **pen.options)


def _draw_tiles(axes: Axes, case: Case, position: Mapping[str, np.ndarray]) -> None:
    """Write name and change of GRDP beside the main place of each region."""
    homes = {region.id: position[region.place] for region in case.words.world.regions if region.place in position}
    changes = {region: case.change(region, "grdp") for region in homes}
    texts = _tile_texts(case, changes)
    sizes = {region: _tile_size(text, axes) for region, text in texts.items()}
    lines = [[position[end] for end in link.between] for link in _inside(case.after.open_links, position)]
    scene = Scene(np.array(list(position.values())).reshape(-1, 2), np.array(lines).reshape(-1, 2, 2))
    for region, (x, y) in placed(homes, sizes, scene).items():
        home = homes[region]
        axes.plot([home[0], x], [home[1], y], color=INK, linewidth=0.7, zorder=3)
        tile = {**TILE_EDGE, "facecolor": _tile_colour(changes[region])}
        axes.text(x, y, texts[region], ha="center", va="center", size=SMALL_PT, zorder=4, bbox=tile)


def _tile_texts(case: Case, changes: Mapping[str, Change]) -> dict[str, str]:
    words = case.words
    shown = [100 * change.share for change in changes.values() if told_sign(change)]
    digits = digits_for(shown, *SHARE_DIGITS)
    return {
        region: f"{words.short_area(region)}\n{_tile_share(words, change, digits)}"
        for region, change in changes.items()
    }


def _tile_share(words: Words, change: Change, digits: int) -> str:
    return share_text(words, change, digits, short=True) if change.sign else words.say("same")


def _tile_colour(change: Change) -> str:
    """Colour of a gain or a loss; what hardly changes is grey, and what does not differ is white."""
    return HARDLY_TILE if is_hardly(change) else TILES[change.sign]


def _tile_size(text: str, axes: Axes) -> np.ndarray:
    """Width and height of a tile as shares of the map."""
    lines, frame = text.splitlines(), axes.bbox.transformed(axes.figure.dpi_scale_trans.inverted())
    width_in, height_in = PADDING_IN + LETTER_IN * max(map(len, lines)), PADDING_IN + LINE_IN * len(lines)
    return np.array([width_in / frame.width, height_in / frame.height])


def _draw_legend(axes: Axes, case: Case, modes: Iterable[str], *, has_changed: bool) -> None:
    lines = [Line2D([], [], label=case.words.say(f"mode.{mode}"), **PENS[mode].options) for mode in modes]
    if has_changed:
        lines.append(Line2D([], [], color=VERMILION, linewidth=CHANGED_WIDTH, label=case.words.say("changed_link")))
    axes.legend(
        handles=lines, loc="upper center", bbox_to_anchor=(0.5, 0.01), ncols=2, frameon=False, fontsize=SMALL_PT
    )


def positions(network: Network, regions: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the places in ``regions``.

    A place without coordinates is drawn amid those it is linked with; one that is linked with none is left out.

    >>> from simulasi.world.network import Link, Network, Place
    >>> points = {"a": (0.0, 116.0), "b": (None, None), "c": (1.0, 118.0)}
    >>> places = tuple(Place(name, name, "kubar", *point) for name, point in points.items())
    >>> links = (Link(("a", "b"), "road", 1.0, 1.0), Link(("b", "c"), "road", 1.0, 1.0))
    >>> positions(Network.of(places, links), ["kubar"])["b"]
    (117.0, 0.5)
    """
    inside = {place.id: place for place in network.places.values() if place.region in set(regions)}
    known = {
        place.id: (place.longitude, place.latitude)
        for place in inside.values()
        if place.longitude is not None and place.latitude is not None
    }
    unknown = {place: _neighbours(network, place) for place in inside if place not in known}
    for _ in range(SETTLING_STEPS if unknown else 0):
        for place, neighbours in unknown.items():
            around = [known[end] for end in neighbours if end in known]
            if around:
                x, y = np.mean(around, axis=0)
                known[place] = (float(x), float(y))
    return known


def _neighbours(network: Network, place: str) -> list[str]:
    return [end for link in network.links.values() if place in link.between for end in link.between if end != place]


def scaled(position: Mapping[str, tuple[float, float]]) -> dict[str, np.ndarray]:
    """Fit positions between 0 and 1, with a margin; each axis has its own scale: the map is a scheme."""
    if not position:
        return {}
    points = np.array(list(position.values()))
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    fitted = MARGINS + (1 - 2 * MARGINS) * (points - low) / np.where(span > 0, span, 1.0)
    return dict(zip(position, fitted, strict=True))
