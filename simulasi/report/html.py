"""Pieces of a page: every text is escaped, whatever it holds."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulasi.report.grids import Grid


WORD_JOINER = "\N{WORD JOINER}"
LONG = 60
"""Letters from which a cell needs room on a narrow screen."""


class Html(str):
    """Markup that is ready for a page; any other text is escaped when it goes into an element."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str) -> Html:
    """Make an element; an attribute ends with ``_`` where Python has a word of its own, ``_`` inside is ``-``.

    >>> element("p", "a < b", element("b", "c"), class_="lead", aria_label="x")
    '<p class="lead" aria-label="x">a &lt; b<b>c</b></p>'
    """
    named = (f' {key.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{''.join(named)}>{joined(children)}</{name}>")


def joined(children: Iterable[str]) -> Html:
    """Put pieces one after the other; what is not markup is escaped."""
    return Html("".join(child if isinstance(child, Html) else escaped(child) for child in children))


def escaped(text: str) -> Html:
    """Escape a text; the minus of an amount stays on the line of the amount.

    >>> escaped("-Rp5") == f"-{WORD_JOINER}Rp5"
    True
    """
    return Html(html.escape(text).replace("-Rp", f"-{WORD_JOINER}Rp"))


def void(name: str, /, **attributes: str) -> Html:
    """Make an element that holds nothing and has no end.

    >>> void("meta", charset="utf-8")
    '<meta charset="utf-8">'
    """
    return Html(element(name, **attributes).removesuffix(f"</{name}>"))


def section(heading: str, *children: str, level: int = 2) -> Html:
    """Make a section with its heading."""
    return element("section", element(f"h{level}", heading), *children)


def bullets(items: Iterable[str]) -> Html:
    """Make a list of points."""
    return element("ul", *(element("li", item) for item in items))


def table(grid: Grid, *, shows_title: bool = True) -> Html:
    """Make a table that scrolls by itself on a narrow screen, and can be reached by keyboard.

    shows_title : else the title is only for those who hear the page: a heading says the same
    """
    head = element(
        "tr", *(element("th", cell, scope="col", class_=kind) for cell, kind in _cells(grid.head, grid.kinds))
    )
    rows = (
        element("tr", *(_cell(grid, row, column) for column in range(len(grid.head)))) for row in range(len(grid.rows))
    )
    title = element("caption", element("span", grid.title), class_="shown" if shows_title else "heard")
    drawn = element("table", title, element("thead", head), element("tbody", *rows))
    note = element("p", grid.note, class_="note") if grid.note else Html()
    return joined([element("div", drawn, class_="scroll", tabindex="0", role="region", aria_label=grid.title), note])


def _cells(row: tuple[str, ...], kinds: str) -> Iterable[tuple[str, str]]:
    return zip(row, kinds, strict=True)


def _cell(grid: Grid, row: int, column: int) -> Html:
    text, kind = grid.rows[row][column], grid.kinds[column]
    if not column:
        return element("th", text, scope="row", class_=kind)
    marks = {"pale": (row, column) in grid.pale, "long": len(text) > LONG}
    return element("td", text, class_=" ".join([kind, *(name for name, applies in marks.items() if applies)]))
