"""The part of the page about one scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.report.appraisal import appraisal_grid, appraisal_of, appraisal_sentences, party_grid, stream_grid
from simulasi.report.appraisal_figure import appraisal_caption, appraisal_figure
from simulasi.report.chains import chain_grid, chain_sentences, origin_grid
from simulasi.report.channels import (
    cancel_lead,
    cancel_sentences,
    channel_caption,
    channel_figure,
    channel_grid,
    channel_lead,
    channel_sentences,
    residual_sentences,
)
from simulasi.report.contribution import (
    contribution_grid,
    contribution_heading,
    contribution_sentences,
    explained,
    explained_grid,
)
from simulasi.report.figures import grdp_caption, grdp_figure
from simulasi.report.grids import HEADLINES, change_grid, haul_grid, years_grid
from simulasi.report.html import Html, bullets, element, joined, section, table
from simulasi.report.inequality import inequality_grid
from simulasi.report.interventions import benefit_sentences, dropped_sentence, intervention_grid, spends
from simulasi.report.maps import map_caption, network_figure
from simulasi.report.narrative import headlines
from simulasi.report.over_years import TABULATED, detail_grid
from simulasi.report.people import people_grid, water_sentences
from simulasi.report.picture import picture
from simulasi.report.sensitivity import not_run_sentence, sensitivity_grid, sensitivity_sentence
from simulasi.report.tornado import tornado_caption, tornado_figure
from simulasi.report.traffic import traffic_grid, waiting_sentence
from simulasi.report.traffic_map import traffic_caption, traffic_figure
from simulasi.report.verdict import limit_text, share_text, told
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from simulasi.experiment.one_at_a_time import Swing
    from simulasi.report.case import Case
    from simulasi.results.cost_benefit import CostBenefit


class Extras(NamedTuple):
    """What the page tells where it was handed in.

    swings : the answer at both ends of every assumption; None when it was not run
    record : published growth by region and year, see ``calibrate.record``; None when it was not read
    """

    swings: Sequence[Swing] | None = None
    record: pd.DataFrame | None = None


NOTHING = Extras()


def case_article(case: Case, extras: Extras = NOTHING) -> Html:
    """Write all that the page says of one scenario beside its baseline."""
    words = case.words
    contribution, found = _contribution(case, extras.record), appraisal_of(case)
    return element(
        "article",
        element("h2", case.title),
        *([element("p", str(case.document["summary"]))] if case.document["summary"] else []),
        section(words.say("headline"), element("div", bullets(headlines(case)), class_="lead"), level=3),
        section(words.say("who"), _winners(case), level=3),
        *([section(contribution_heading(case), *contribution, level=3)] if contribution else []),
        *([section(words.say("channels_section"), *_channels(case), level=3)] if case.channels is not None else []),
        section(words.say("changes"), *_changes(case), level=3),
        *([section(words.say("appraisal_section"), *_appraisal(case, found), level=3)] if found.programmes else []),
        section(words.say("trips"), _trips(case), level=3),
        section(
            words.say("numbers"), _pictures(case), *(table(change_grid(case, name)) for name in HEADLINES), level=3
        ),
        section(words.say("people_section"), table(people_grid(case)), *_water(case), level=3),
        section(words.say("traffic_section"), *_traffic(case), level=3),
        section(words.say("chains"), *_chains(case), level=3),
        section(words.say("inequality"), table(inequality_grid(case), shows_title=False), level=3),
        section(words.say("over_years"), *_over_years(case), level=3),
        section(words.say("sensitivity"), *_sensitivity(case, extras.swings), level=3),
    )


def _winners(case: Case) -> Html:
    """Name the regions whose GRDP is higher, lower, hardly other and no different."""
    words, parts = case.words, told(case)
    entries = {
        words.say("gains"): [_who(case, area) for area in parts.gains],
        words.say("losses"): [_who(case, area) for area in parts.losses],
        words.say("hardly", limit=limit_text(words)): [_hardly_who(case, area) for area in parts.hardly],
        words.say("unchanged"): [words.area(area) for area in parts.unchanged],
    }
    lines = (
        (element("dt", head), element("dd", ", ".join(names) or words.say("nobody"))) for head, names in entries.items()
    )
    return element("dl", *(part for line in lines for part in line))


def _who(case: Case, area: str) -> str:
    share = share_text(case.words, case.change(area, "grdp"))
    return case.words.say("who_item", area=case.words.area(area), share=share)


def _hardly_who(case: Case, area: str) -> str:
    direction = case.words.say("up" if case.change(area, "grdp").sign > 0 else "down")
    return case.words.say("who_item", area=case.words.area(area), share=direction)


def _contribution(case: Case, record: pd.DataFrame | None) -> list[Html]:
    """Tell what the capital's programme adds, where the two scenarios differ in it."""
    sentences = contribution_sentences(case, record)
    if not sentences:
        return []
    rest = [table(explained_grid(case, record))] if record is not None and explained(case, record) else []
    return [bullets(sentences), table(contribution_grid(case)), *rest]


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
        *([element("p", words.say("gross"))] if spends(case) else []),
        *(element("p", sentence) for sentence in benefit_sentences(case)),
        *(element("p", note, class_="note") for note in notes),
    ]


def _channels(case: Case) -> list[Html]:
    """Tell by which channels GRDP changes; only that nothing changes where nothing does."""
    lead, sentences = element("p", channel_lead(case)), channel_sentences(case)
    if not sentences:
        return [lead]
    drawn, cancelled = channel_figure(case, captions=False), cancel_sentences(case)
    province = channel_sentences(case, KALTIM)
    return [
        lead,
        bullets(sentences),
        *([element("p", cancel_lead(case)), bullets(cancelled)] if cancelled else []),
        *([element("p", channel_lead(case, KALTIM)), bullets(province)] if province else []),
        picture(case, drawn, channel_caption(case), name=f"{case.name}-channels"),
        table(channel_grid(case)),
        *(element("p", sentence) for sentence in residual_sentences(case)),
    ]


def _appraisal(case: Case, found: CostBenefit) -> list[Html]:
    """Tell cost and benefit, who pays and who gains."""
    words, streams = case.words, stream_grid(case, found)
    drawn = appraisal_figure(case, found, captions=False)
    return [
        bullets(appraisal_sentences(case, found)),
        table(appraisal_grid(case)),
        element("p", words.say("appraisal_gross"), class_="note"),
        picture(case, drawn, appraisal_caption(case, found), name=f"{case.name}-appraisal"),
        _folded(streams.title, [table(streams, shows_title=False)]),
        table(party_grid(case, found)),
    ]


def _trips(case: Case) -> Html:
    grid = haul_grid(case)
    return table(grid) if grid.rows else element("p", case.words.say("no_trip_changes"))


def _pictures(case: Case) -> Html:
    lines, network = grdp_figure(case, captions=False), network_figure(case, captions=False)
    return joined(
        [
            picture(case, lines, grdp_caption(case), name=f"{case.name}-grdp"),
            _folded(case.words.say("figure_data"), [table(years_grid(case))]),
            picture(case, network, map_caption(case), name=f"{case.name}-map"),
        ]
    )


def _traffic(case: Case) -> list[Html]:
    """Show what uses each link and how full it is; tell what goods had to wait."""
    grid, waiting = traffic_grid(case), waiting_sentence(case)
    drawn = traffic_figure(case, captions=False)
    return [
        picture(case, drawn, traffic_caption(case), name=f"{case.name}-traffic"),
        table(grid) if grid.rows else element("p", case.words.say("no_traffic")),
        *([element("p", waiting)] if waiting else []),
    ]


def _water(case: Case) -> list[Html]:
    sentences = water_sentences(case)
    return [bullets(sentences)] if sentences else []


def _chains(case: Case) -> list[Html]:
    return [bullets(chain_sentences(case)), table(chain_grid(case)), table(origin_grid(case))]


def _over_years(case: Case) -> list[Html]:
    """Fold away a table for each indicator that this world has."""
    grids = [detail_grid(case, indicator) for indicator in TABULATED]
    folded = (_folded(grid.title, [table(grid, shows_title=False)]) for grid in grids if grid.rows)
    return [element("p", case.words.say("over_years_note", limit=limit_text(case.words))), *folded]


def _sensitivity(case: Case, swings: Sequence[Swing] | None) -> list[Html]:
    """Tell how strongly the answer depends on assumptions, or how to find out."""
    if swings is None:
        return [element("p", not_run_sentence(case))]
    told_in_words = element("p", sensitivity_sentence(case, swings))
    if not any(swing.width for swing in swings):
        return [told_in_words]
    drawn = tornado_figure(case, swings, captions=False)
    name = f"{case.name}-tornado"
    return [
        told_in_words,
        picture(case, drawn, tornado_caption(case, swings), name=name),
        table(sensitivity_grid(case, swings)),
    ]


def _folded(summary: str, parts: Iterable[Html]) -> Html:
    return element("details", element("summary", summary), *parts)
