"""What all figures share: size, colours, captions, and how they are written as PNG and SVG."""

from __future__ import annotations

import io
import re
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from simulasi.report.narrative import source_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from simulasi.report.case import Case

BLUE, VERMILION, GREEN, PURPLE, BLACK = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000"
INK, PALE = "#222222", "#767676"
WIDTH_IN, PAGE_WIDTH_IN = 5.4, 4.6
"""Width alone and in a page: narrow, so that the letters stay readable when the figure is as wide as a telephone."""
TITLE_PT, TEXT_PT, SMALL_PT = 13, 11, 10
TITLE_LETTERS, SUBTITLE_LETTERS, SMALL_LETTERS = 46, 64, 68
LINE_IN = 0.21
DPI = 200
FONT, OTHER_FONTS = "DejaVu Sans", "Verdana, Arial, sans-serif"
STYLE: dict[Any, Any] = {"svg.fonttype": "none", "font.family": FONT, "font.size": TEXT_PT, "text.color": INK}
METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
IDS = re.compile(r'(\bid="|url\(#|href="#)')
SIZE = re.compile(r' (?:width|height)="[^"]*"')


class Caption(NamedTuple):
    """What stands with a figure: its title, its unit and what else is needed to read it, and what its runs were.

    runs   : in words; None for the runs of the scenario as it stands
    credit : whose map lies below; empty without one
    """

    title: str
    unit: str
    runs: str | None = None
    credit: str = ""


def new_figure(width_in: float, height_in: float) -> Figure:
    """Make an empty figure that belongs to no window."""
    figure = Figure(figsize=(width_in, height_in), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def write_captions(figure: Figure, case: Case, caption: Caption) -> tuple[float, float]:
    """Write title, unit and source; return the lower and upper bound of the space between, as shares of the height."""
    return write_around(figure, caption.title, caption.unit, feet_of(case, caption))


def write_around(figure: Figure, title: str, unit: str, sources: Iterable[str]) -> tuple[float, float]:
    """Write title and unit above, sources below; return the bounds of the space between, as shares of the height."""
    height = figure.get_size_inches()[1]
    heads = textwrap.wrap(title, TITLE_LETTERS)
    below = textwrap.wrap(unit, SUBTITLE_LETTERS)
    feet = [line for text in sources for line in textwrap.wrap(text, SMALL_LETTERS)]
    top = 1 - 0.1 / height
    figure.text(0.02, top, "\n".join(heads), size=TITLE_PT, weight="bold", va="top")
    top -= len(heads) * (LINE_IN + 0.05) / height
    figure.text(0.02, top, "\n".join(below), size=SMALL_PT, va="top")
    figure.text(0.02, 0.08 / height, "\n".join(feet), size=SMALL_PT, va="bottom", color="#444444", linespacing=1.3)
    return (0.15 + len(feet) * 0.19) / height, top - (len(below) * LINE_IN + 0.05) / height


def feet_of(case: Case, caption: Caption) -> tuple[str, ...]:
    """Return the lines below a figure: the source, whose map it is, and the badge while nothing is calibrated."""
    badge = () if case.is_calibrated else (case.words.say("badge"),)
    credit = (case.words.say("map_credit", credit=caption.credit),) if caption.credit else ()
    return (source_line(case, caption.runs), *credit, *badge)


def write_png(figure: Figure, path: Path) -> None:
    """Write a figure as PNG; the same figure gives the same bytes."""
    with mpl.rc_context(STYLE):
        figure.savefig(path, format="png", dpi=DPI, metadata={"Software": None})


def write_svg(figure: Figure, path: Path) -> None:
    """Write a figure as SVG; the same figure gives the same bytes."""
    path.write_text(_svg(figure, path.stem), encoding="utf-8", newline="\n")


def write_picture(figure: Figure, path: Path) -> None:
    """Write a figure as SVG where the name ends so, else as PNG."""
    write = write_svg if path.suffix.lower() == ".svg" else write_png
    write(figure, path)


def as_svg(figure: Figure, *, name: str) -> str:
    """Return a figure as an SVG element to stand inside a page, as wide as its place.

    name : begins every id inside, so that they differ from those of other figures on the page
    """
    text = _svg(figure, name)
    start = text.index("<svg ")
    end = text.index(">", start)
    drawn = SIZE.sub("", text[start:end]) + text[end:]
    return IDS.sub(rf"\1{re.sub('[^A-Za-z0-9]+', '-', name)}-", drawn)


def _svg(figure: Figure, name: str) -> str:
    """Return a figure as an SVG document with other fonts to fall back on."""
    buffer = io.StringIO()
    with mpl.rc_context({**STYLE, "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = METADATA.sub("", buffer.getvalue())
    return text.replace(f"'{FONT}'", f"'{FONT}', {OTHER_FONTS}")
