"""One page for planners that stands alone: what changes, where, how much, how sure, and where it comes from."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from simulasi.report.assumptions import UNCERTAIN, are_calibrated, assumption_grid
from simulasi.report.html import Html, bullets, element, joined, section, table, void
from simulasi.report.sections import Extras, case_article
from simulasi.results.choice import check_whole
from simulasi.text.say import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from simulasi.data.sources import Source
    from simulasi.experiment.one_at_a_time import Swing
    from simulasi.report.assumptions import Assumption
    from simulasi.report.case import Case
    from simulasi.report.words import Words

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: nothing."""
GLOSSARY = "report.glossary."


def page(
    cases: Sequence[Case],
    assumptions: Sequence[Assumption],
    sources: Mapping[str, Source],
    *,
    swings: Mapping[str, Sequence[Swing]] | None = None,
    record: pd.DataFrame | None = None,
) -> str:
    """Write the page about one or several scenarios of one comparison, as a whole HTML document.

    assumptions : what all of them rest on, in the order in which they are shown
    sources     : the register, by id
    swings      : by name of the scenario, the answer with each assumption at its ends; without it the page says so
    record      : published growth by region and year (``calibrate.record``), to tell what the capital leaves open

    ResultError when only a part of a run was recorded.
    """
    first = cases[0]
    check_whole(first.comparison.baseline, *(case.scenario for case in cases))
    articles = (case_article(case, Extras((swings or {}).get(case.name), record)) for case in cases)
    words = first.words
    title = words.say("page_title", baseline=first.baseline_title)
    body = joined(
        [
            element("a", words.say("contents"), href="#isi", class_="skip"),
            element("header", element("h1", title), badge(words, assumptions), _lead(first)),
            element("main", *articles, *_appendix(first, assumptions, sources), id="isi"),
            element("footer", *_story(cases)),
        ]
    )
    document = element("html", head(title), element("body", body), lang=words.lang)
    return f"<!DOCTYPE html>\n{document}\n"


def badge(words: Words, assumptions: Sequence[Assumption]) -> Html:
    """Warn that parameters are not calibrated, for as long as they are not."""
    if are_calibrated(assumptions):
        return Html()
    count = sum(row.confidence in UNCERTAIN for row in assumptions)
    text = words.say("badge_text", count=count, total=len(assumptions))
    return element("p", element("strong", words.say("badge")), Html(". "), text, class_="badge", role="note")


def head(title: str) -> Html:
    """Make the head of a page: its title, its style, and a policy by which it loads nothing."""
    style = resources.files("simulasi.report").joinpath("page.css").read_text(encoding="utf-8")
    return element(
        "head",
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("title", title),
        element("style", Html(style)),
    )


def _lead(case: Case) -> Html:
    return element("p", case.words.say("lead", baseline=case.baseline_title, year=case.year))


def _appendix(case: Case, assumptions: Sequence[Assumption], sources: Mapping[str, Source]) -> tuple[Html, ...]:
    words = case.words
    grid = assumption_grid(case, assumptions)
    return (
        section(words.say("assumptions"), table(grid, shows_title=False)),
        section(words.say("sources"), *_sources(case, assumptions, sources)),
        section(words.say("terms"), _glossary(words)),
    )


def _sources(case: Case, assumptions: Sequence[Assumption], sources: Mapping[str, Source]) -> tuple[Html, Html]:
    """List the sources that the page cites, then the others of the register, folded."""
    words = case.words
    interventions = case.document["interventions"].values()
    cited = {str(fields["source"]) for fields in interventions} | {row.source for row in assumptions}
    first = [_source(words, sources[name]) for name in sorted(cited) if name in sources]
    others = [_source(words, source) for name, source in sorted(sources.items()) if name not in cited]
    folded = element("details", element("summary", words.say("sources_all", count=len(others))), bullets(others))
    return joined([element("h3", words.say("sources_cited")), bullets(first)]), folded


def _source(words: Words, source: Source) -> Html:
    date = words.say("source_date", date=source.date) if source.date else ""
    text = words.say("source_entry", id=source.id, publisher=source.publisher, title=source.title, date=date)
    link = (Html(" "), element("a", words.say("address"), href=source.address)) if source.address else ()
    return joined([text, *link])


def _glossary(words: Words) -> Html:
    keys = [
        key.removesuffix(".term") for key in catalogue(words.lang) if key.startswith(GLOSSARY) and key.endswith(".term")
    ]
    entries = (
        (element("dt", words.say_or(f"{key}.term", "")), element("dd", words.say_or(f"{key}.text", ""))) for key in keys
    )
    return element("dl", *(part for entry in entries for part in entry))


def _story(cases: Sequence[Case]) -> list[Html]:
    """Tell how the results were made: version, fingerprints, and the file that set each value of a scenario."""
    words, story = cases[0].words, cases[0].scenario.story
    libraries = (
        words.say("library", name=name, version=version) for name, version in sorted(story["libraries"].items())
    )
    told = words.say(
        "told_by",
        version=story["version"],
        base_year=story["base_year"],
        world=story["world_digest"],
        parameters=story["parameters_digest"],
        seed=story["seed"],
        libraries=", ".join(libraries),
    )
    return [
        element("h2", words.say("story")),
        element("p", told),
        *(_trail(case) for case in cases),
        element("p", words.say("license_note")),
    ]


def _trail(case: Case) -> Html:
    words = case.words
    lines = (words.say("field", name=key, value=file) for key, file in sorted(case.scenario.story["trail"].items()))
    summary = words.say("field", name=words.say("made_from"), value=case.title)
    return element("details", element("summary", summary), bullets(element("code", line) for line in lines))
