"""A figure inside a page: with title, unit and source beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.drawing import as_svg, feet_of
from simulasi.report.html import Html, element, joined, void

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulasi.report.case import Case
    from simulasi.report.drawing import Caption


def picture(case: Case, figure: Figure, caption: Caption, *, name: str) -> Html:
    """Draw a figure inside the page, with title, unit and source; what it shows is also in a table.

    name : begins every id inside the figure
    """
    drawn = element("div", Html(as_svg(figure, name=name)), role="img", aria_label=caption.title)
    scroll = element("div", drawn, class_="scroll", tabindex="0", role="region", aria_label=caption.title)
    title = joined([element("strong", caption.title), void("br"), caption.unit])
    return element(
        "figure", element("figcaption", title), scroll, element("p", " ".join(feet_of(case, caption)), class_="note")
    )
