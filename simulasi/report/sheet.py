"""A sheet that a network is drawn on: where places stand, links by mode and width, labels that keep clear."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulasi.report.backdrop import draw_background
from simulasi.report.drawing import BLUE, GREEN, INK, PALE
from simulasi.report.labels import DIRECTIONS, SOFT_FIRST, Scene, Wish, beside, settled
from simulasi.report.maps import positions
from simulasi.report.plane import Frame, Projection, placed_in
from simulasi.world.network import AIR, LAND, RIVER, SEA, SIDE_OF_MODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.report.background import Background
    from simulasi.world.network import Link, Network

LABEL_PT = 9.0
CASING_PT, CORE = 1.3, 0.3
"""How much wider the dark edge of a road is than the road; and the pale line along a toll road, as a part of it."""
BESIDE_IN = 0.03
"""Room between the lines of several links that join the same places."""
GAP_IN, CLEAR_IN, LEADER_IN = 0.05, 0.03, 0.12
"""Room between a label and its home, around a label, and from where on a leader joins the two."""
PIECE, PULL, MAIN_PULL = 0.05, 3.5, 6.0
"""How long the pieces of lines are that labels see, as a share of the sheet; how labels are drawn to their homes."""
NAMES_MIND, NUMBERS_MIND = (0.35, 1.5), (0.05, 0.2)
"""How much names and numbers mind to cover lines, which lie close together here, and to stand near other places."""
NEAREST = 6 * DIRECTIONS
"""How many of the nearest spots are open to the name of a main place."""
DASHES: dict[str, tuple[float, ...]] = {
    "road": (), "toll": (), "company_road": (1.0, 1.0), "ferry": (1.0, 0.8), "river": (3.5, 1.2), "sea": (1.2, 1.6),
    "air": (0.6, 2.4),
}  # fmt: skip
"""Lengths on and off by mode, in widths of the line; none for a whole line."""
LABEL_BOX = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
NUMBER_BOX = {"boxstyle": "round,pad=0.18", "facecolor": "white", "edgecolor": INK, "linewidth": 0.7}
HALOS, LINES, MARKS, LEADERS, WORDS = 1, 2, 4, 5, 6
"""What is drawn over what."""


class Stroke(NamedTuple):
    """How a link is drawn: colour, width in points, and whether it has a dark edge."""

    colour: str
    width_pt: float
    is_cased: bool = False


class Mark(NamedTuple):
    """How a terminal is drawn."""

    shape: str
    colour: str
    size_pt: float


ZONE = "zone"
MARKS_BY_KIND = {
    ZONE: Mark("D", GREEN, 7.0),
    SEA: Mark("s", BLUE, 6.0),
    RIVER: Mark("v", BLUE, 6.5),
    AIR: Mark("^", PALE, 6.0),
}
"""Marks of transit zones and of terminals by side; of a place with several the first is drawn."""


class Label(NamedTuple):
    """A label: its text, the point it belongs to, and whether that is a link, on which it may stand, or a place."""

    text: str
    home: np.ndarray
    is_on_link: bool = False
    is_bold: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """Axes from 0 to 1 over a frame, and where places and links stand on them.

    position : by place
    lines    : by name of the link, its two ends, (2, 2)
    """

    axes: Axes
    frame: Frame
    position: Mapping[str, np.ndarray]
    lines: Mapping[str, np.ndarray]

    def draw(self, link: Link, stroke: Stroke) -> None:
        """Draw a link by its mode."""
        if link.name not in self.lines:
            return
        line, dashes, width = self.lines[link.name].T, DASHES[link.mode], stroke.width_pt
        layers = [(stroke.colour, width)]
        if stroke.is_cased:
            layers.insert(0, (INK, width + CASING_PT))
        if link.mode == "toll":
            layers.append(("white", max(CORE * width, 0.6)))
        for colour, layer_width in layers:
            # lengths of dashes count in widths of the line: those of a wider layer must be shorter to fit below
            fitting = tuple(length * width / layer_width for length in dashes)
            options: dict[str, Any] = {"linestyle": (0, fitting)} if dashes else {"solid_capstyle": "round"}
            self.axes.plot(*line, color=colour, linewidth=layer_width, zorder=LINES, **options)

    def halo(self, link: Link, colour: str, width_pt: float) -> None:
        """Draw a pale band under a link, to point it out."""
        if link.name in self.lines:
            x, y = self.lines[link.name].T
            self.axes.plot(x, y, color=colour, linewidth=width_pt, alpha=0.45, zorder=HALOS, solid_capstyle="round")

    def mark_places(self, network: Network, links: Iterable[Link]) -> None:
        """Draw a dot at every place, or the mark of its first kind of terminal."""
        kinds = terminals_at(network, links)
        for place, point in self.position.items():
            here = [kind for kind in MARKS_BY_KIND if kind in kinds.get(place, ())]
            mark = MARKS_BY_KIND[here[0]] if here else Mark("o", INK, 4.5)
            self.axes.plot(*point, mark.shape, color=mark.colour, markersize=mark.size_pt, markeredgecolor="white",
                           markeredgewidth=0.6, zorder=MARKS)  # fmt: skip

    def middle(self, link: Link) -> np.ndarray:
        """Return the point half way along a link."""
        return np.asarray(self.lines[link.name].mean(axis=0))

    def write(self, labels: Mapping[str, Label]) -> None:
        """Write labels so that none covers another one nor a place; a leader joins those that stand off."""
        drawn = {name: self._written(label) for name, label in labels.items()}
        sizes = {name: (self._size_in(text) + 2.0 * CLEAR_IN) / self.frame.size_in for name, text in drawn.items()}
        wishes = {name: self._wish(label, sizes[name]) for name, label in labels.items()}
        scene = Scene(np.array(list(self.position.values())).reshape(-1, 2), _pieces(self.lines.values()))
        for name, centre in settled(wishes, scene, firmness=SOFT_FIRST).items():
            drawn[name].set_position(tuple(centre))
            self._lead(labels[name].home, centre, sizes[name])

    def _wish(self, label: Label, size: np.ndarray) -> Wish:
        """Names stand beside their places, those of main places nearest; numbers on their link, where there is room."""
        near = beside(label.home, size, GAP_IN / self.frame.size_in)
        if label.is_on_link:
            return Wish(label.home, size, np.concatenate([label.home[None], near]), PULL, *NUMBERS_MIND)
        if label.is_bold:
            return Wish(label.home, size, near[:NEAREST], MAIN_PULL, *NAMES_MIND)
        return Wish(label.home, size, near, PULL, *NAMES_MIND)

    def _written(self, label: Label) -> Any:  # noqa: ANN401 - a text of matplotlib, which says nothing of its types
        weight = "bold" if label.is_bold else "normal"
        box = NUMBER_BOX if label.is_on_link else LABEL_BOX
        x, y = label.home
        return self.axes.text(
            x, y, label.text, size=LABEL_PT, weight=weight, ha="center", va="center", zorder=WORDS, bbox=box,
            linespacing=1.15,
        )  # fmt: skip

    def _size_in(self, text: Any) -> np.ndarray:  # noqa: ANN401 - as above
        figure = self.axes.figure
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # of the canvas that new_figure makes
        text.update_bbox_position_size(renderer)
        box = text.get_bbox_patch().get_window_extent(renderer)
        return np.array([box.width, box.height]) / figure.dpi

    def _lead(self, home: np.ndarray, centre: np.ndarray, size: np.ndarray) -> None:
        off = np.clip(abs(centre - home) - size / 2.0, 0.0, None) * self.frame.size_in
        if np.hypot(*off) > LEADER_IN:
            x, y = np.stack([home, centre]).T
            self.axes.plot(x, y, color=INK, linewidth=0.6, zorder=LEADERS)


def new_sheet(
    figure: Figure, bounds: tuple[float, float, float, float], network: Network, regions: Iterable[str],
    background: Background | None = None,
) -> Sheet:  # fmt: skip
    """Put an empty sheet on a figure, with the map below where there is one.

    bounds : left, bottom, width and height as shares of the figure
    """
    axes = figure.add_axes(bounds)
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    width, height = figure.get_size_inches() * bounds[2:]
    frame = Frame(float(width), float(height))
    known = positions(network, regions)
    position = placed_in(known, frame, background)
    if background is not None and known:
        draw_background(axes, background, Projection.of(known.values(), frame))
    return Sheet(axes, frame, position, _lines(network.links.values(), position, frame))


def links_inside(network: Network, regions: Iterable[str]) -> list[Link]:
    """Return the links whose both ends are drawn."""
    known = positions(network, regions)
    return [link for link in network.links.values() if set(link.between) <= set(known)]


def terminals_at(network: Network, links: Iterable[Link]) -> dict[str, set[str]]:
    """Return the sides that traffic may change to at each place with a link in use, and where transit zones are."""
    places = {place for link in links for place in link.between}
    found: dict[str, set[str]] = {place: set() for place in places}
    for link in network.open_links:
        for place in places.intersection(link.between):
            found[place].add(SIDE_OF_MODE[link.mode])
    for terminal in network.terminals.values():
        if terminal.place in places and (terminal.side == LAND or terminal.consolidation or terminal.local_share):
            found[terminal.place].add(ZONE)
    return found


def kinds_at(network: Network, links: Iterable[Link]) -> set[str]:
    """Return the kinds of terminals at the ends of some links."""
    return set().union(*terminals_at(network, links).values())


def _pieces(lines: Iterable[np.ndarray]) -> np.ndarray:
    """Cut lines into short pieces, (piece, 2, 2), so that a label sees how much of them it covers."""
    cut = [np.linspace(first, last, max(int(np.hypot(*(last - first)) / PIECE), 1) + 1) for first, last in lines]
    return np.concatenate([np.zeros((0, 2, 2)), *(np.stack([ends[:-1], ends[1:]], axis=1) for ends in cut)])


def _lines(links: Iterable[Link], position: Mapping[str, np.ndarray], frame: Frame) -> dict[str, np.ndarray]:
    """Return the ends of each link; links that join the same places lie side by side."""
    inside = sorted((link for link in links if set(link.between) <= set(position)), key=lambda link: link.key)
    of_pair, seen = Counter(link.key[:2] for link in inside), Counter[tuple[str, str]]()
    found = {}
    for link in inside:
        pair = link.key[:2]
        ends = np.stack([position[place] for place in pair])
        along = (ends[1] - ends[0]) * frame.size_in
        across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
        place = seen[pair] - (of_pair[pair] - 1) / 2.0
        found[link.name] = ends + place * 2.0 * BESIDE_IN * across / frame.size_in
        seen[pair] += 1
    return found
