"""The part of the page about one scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.drawing import as_svg, feet_of
from simulasi.report.figures import grdp_caption, grdp_figure
from simulasi.report.grids import HEADLINES, change_grid, haul_grid, years_grid
from simulasi.report.html import Html, bullets, element, joined, section, table, void
from simulasi.report.interventions import dropped_sentence, intervention_grid
from simulasi.report.maps import map_caption, network_figure
from simulasi.report.narrative import headlines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulasi.report.case import Case
    from simulasi.report.drawing import Caption


def case_article(case: Case) -> Html:
    """Write all that the page says of one scenario beside its baseline."""
    words = case.words
    return element(
        "article",
        element("h2", case.title),
        *([element("p", str(case.document["summary"]))] if case.document["summary"] else []),
        section(words.say("headline"), element("div", bullets(headlines(case)), class_="lead"), level=3),
        section(words.say("changes"), *_changes(case), level=3),
        section(words.say("trips"), _trips(case), level=3),
        section(
            words.say("numbers"), _pictures(case), *(table(change_grid(case, name)) for name in HEADLINES), level=3
        ),
        section(words.say("who"), _winners(case), level=3),
    )


def _changes(case: Case) -> list[Html]:
    """Say what the scenario changes, with the notes of its file."""
    words = case.words
    if not case.new_interventions and not case.dropped_interventions:
        return [element("p", words.say("nothing_changes", baseline=case.baseline_title))]
    notes = [str(fields["note"]) for fields in case.new_interventions.values() if fields.get("note")]
    dropped = dropped_sentence(case)
    return [
        *([table(intervention_grid(case), shows_title=False)] if case.new_interventions else []),
        *([element("p", dropped)] if dropped else []),
        *(element("p", note, class_="note") for note in notes),
    ]


def _trips(case: Case) -> Html:
    grid = haul_grid(case)
    return table(grid) if grid.rows else element("p", case.words.say("no_trip_changes"))


def _pictures(case: Case) -> Html:
    lines, network = grdp_figure(case, captions=False), network_figure(case, captions=False)
    behind = element("details", element("summary", case.words.say("figure_data")), table(years_grid(case)))
    return joined(
        [
            _picture(case, lines, grdp_caption(case), name=f"{case.name}-grdp"),
            behind,
            _picture(case, network, map_caption(case), name=f"{case.name}-map"),
        ]
    )


def _picture(case: Case, figure: Figure, caption: Caption, *, name: str) -> Html:
    """Draw a figure inside the page, with title, unit and source; what it shows is also in a table."""
    drawn = element("div", Html(as_svg(figure, name=name)), role="img", aria_label=caption.title)
    scroll = element("div", drawn, class_="scroll", tabindex="0", role="region", aria_label=caption.title)
    title = joined([element("strong", caption.title), void("br"), caption.unit])
    return element("figure", element("figcaption", title), scroll, element("p", " ".join(feet_of(case)), class_="note"))


def _winners(case: Case) -> Html:
    """Name the regions whose GRDP is higher, lower and no different."""
    words = case.words
    verdicts = case.comparison.verdicts(case.name, "grdp", case.year)
    entries = (
        (element("dt", words.say(key)), element("dd", _named(case, regions) or words.say("nobody")))
        for key, regions in verdicts._asdict().items()
    )
    return element("dl", *(part for entry in entries for part in entry))


def _named(case: Case, regions: tuple[str, ...]) -> str:
    return ", ".join(
        case.words.say(
            "who_item", area=case.words.area(area), share=case.words.percent(case.change(area, "grdp").share)
        )
        for area in regions
    )
