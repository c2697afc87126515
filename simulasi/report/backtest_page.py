"""The page of a backtest: how far the model is from what happened, what it owes to which part, and what it misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.calibrate.backtest import FORECASTS, OUTSIDE_PPU, measures, regional
from simulasi.calibrate.backtest_errors import aims
from simulasi.calibrate.backtest_quantities import (
    INDUSTRIES_KALTIM,
    INDUSTRIES_PPU,
    LEVELS,
    OTHERS,
    REGIONS,
    UNEMPLOYMENT,
)
from simulasi.report.backtest_figures import growth_caption, growth_figure, industries_caption, industries_figure
from simulasi.report.backtest_grids import (
    aims_grid,
    contribution_grid,
    errors_grid,
    group_grid,
    growth_grid,
    misses_grid,
    others_grid,
    single_grid,
    skip_reasons,
    skipped_grid,
    unsaid_grid,
    without_naive,
    years_of,
)
from simulasi.report.drawing import as_svg
from simulasi.report.html import Html, bullets, element, joined, section, table, void
from simulasi.report.page import badge, head

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.figure import Figure

    from simulasi.calibrate.backtest import Row
    from simulasi.report.assumptions import Assumption
    from simulasi.report.backtest_words import Shown
    from simulasi.report.drawing import Caption

COMPARED = (
    "ppu_bps",
    "prices_2021",
    "august",
    "inflation",
    "cement",
    "workers",
    "origin",
    "joined_letters",
    "population",
)
"""What a reader must know of single comparisons."""
DEFINED = ("naive_growth", "naive_trend", "roles", "mean_absolute", "theil_u", "order", "signs", "no_later_year")


def backtest_page(shown: Shown, assumptions: Sequence[Assumption]) -> str:
    """Write the page of a backtest, as a whole HTML document.

    assumptions : parameters with their confidence, for the badge
    """
    title = shown.say("page_title")
    body = joined(
        [
            element("a", shown.words.say("contents"), href="#isi", class_="skip"),
            element("header", element("h1", title), badge(shown.words, assumptions), element("p", shown.say("lead"))),
            element("main", *_sections(shown), id="isi"),
            element("footer", element("h2", shown.words.say("story")), *_story(shown)),
        ]
    )
    return f"<!DOCTYPE html>\n{element('html', head(title), element('body', body), lang=shown.words.lang)}\n"


def headlines(shown: Shown) -> tuple[str, ...]:
    """Return the sentences that a reader must not miss: how many aims are met, and how PPU came out in every year."""
    held = aims(regional(shown.found))
    met = shown.say("aims_met", met=sum(aim.is_met for aim in held), count=len(held))
    ppu = [row for row in regional(shown.found) if row.key.region == "ppu_bps"]
    return (met, *(_told(shown, row) for row in ppu), *_errors_told(shown))


def _told(shown: Shown, row: Row) -> str:
    """Tell growth of PPU in a year, published and in the model."""
    growth = {"observed": shown.words.part(row.target.observed, 1), "model": shown.words.part(row.model, 1)}
    told = shown.say("ppu_told", year=row.key.year, **growth)
    return f"{told} {_added(shown, row.key.year)}".strip()


def _errors_told(shown: Shown) -> tuple[str, ...]:
    """Put the mean error outside PPU beside that of the naive forecasts, whoever is nearer."""
    found = {
        measure.forecast: shown.words.number(measure.errors.mean_absolute, 1)
        for measure in measures(shown.found)
        if measure.group == OUTSIDE_PPU
    }
    return (shown.say("errors_told", **found),) if set(found) == set(FORECASTS) else ()


def _added(shown: Shown, year: int) -> str:
    """Say what the capital adds to growth of PPU; empty where it was not run apart."""
    found = [row.parts.get("ikn") for row in shown.parts if (row.area, row.year) == ("ppu_bps", year)]
    known = [value for value in found if value is not None]
    return shown.say("ppu_added", added=shown.words.number(known[0], 1)) if known else ""


def _sections(shown: Shown) -> Iterable[Html]:
    return (
        section(shown.words.say("headline"), element("div", bullets(headlines(shown)), class_="lead")),
        section(shown.say("heading.aims"), table(aims_grid(shown), shows_title=False)),
        section(shown.say("heading.regions"), *_regions(shown)),
        section(shown.say("heading.errors"), table(errors_grid(shown), shows_title=False)),
        section(shown.say("heading.industries"), *_industries(shown)),
        section(shown.say("heading.parts"), *_parts(shown)),
        section(
            shown.say("heading.misses"),
            element("p", shown.say("misses_rule")),
            table(misses_grid(shown), shows_title=False),
        ),
        section(shown.say("heading.others"), *_others(shown)),
        section(shown.say("heading.defined"), bullets(shown.say(f"defined.{name}") for name in DEFINED), *_bare(shown)),
        section(shown.say("heading.not_said"), *_not_said(shown)),
    )


def _regions(shown: Shown) -> list[Html]:
    years = years_of(shown.found.of_group(REGIONS))
    drawn = _picture(shown, growth_figure(shown, captions=False), growth_caption(shown), "regions")
    levels = single_grid(shown, LEVELS)
    return [
        drawn,
        *(table(growth_grid(shown, year)) for year in years),
        _folded(levels.title, [table(levels, shows_title=False), element("p", shown.say("compared.population"))]),
    ]


def _industries(shown: Shown) -> list[Html]:
    drawn = _picture(shown, industries_figure(shown, captions=False), industries_caption(shown), "industries")
    grids = [group_grid(shown, group) for group in (INDUSTRIES_PPU, INDUSTRIES_KALTIM)]
    return [
        drawn,
        element("p", shown.say("compared.joined_letters")),
        *(_folded(grid.title, [table(grid, shows_title=False)]) for grid in grids),
    ]


def _parts(shown: Shown) -> list[Html]:
    years = sorted({row.year for row in shown.parts})
    return [element("p", shown.say("parts_note")), *(table(contribution_grid(shown, year)) for year in years)]


def _others(shown: Shown) -> list[Html]:
    notes = [shown.say(f"compared.{name}") for name in COMPARED if name not in {"joined_letters", "population"}]
    return [
        table(single_grid(shown, UNEMPLOYMENT)),
        table(others_grid(shown)) if shown.found.of_group(OTHERS) else Html(),
        bullets(notes),
    ]


def _bare(shown: Shown) -> list[Html]:
    """Name what has no naive forecast, and why."""
    names = without_naive(shown)
    return [_folded(shown.say("without_naive", count=len(names)), [bullets(names)])] if names else []


def _not_said(shown: Shown) -> list[Html]:
    unsaid = unsaid_grid(shown)
    folded = [skipped_grid(shown, reason) for reason in skip_reasons(shown)]
    return [
        *([table(unsaid)] if unsaid.rows else []),
        element("p", shown.say("skipped_lead", count=len(shown.found.skipped), total=len(shown.found.placed))),
        *(_folded(grid.title, [table(grid, shows_title=False)]) for grid in folded),
    ]


def _picture(shown: Shown, figure: Figure, caption: Caption, name: str) -> Html:
    drawn = element("div", Html(as_svg(figure, name=f"backtest-{name}")), role="img", aria_label=caption.title)
    scroll = element("div", drawn, class_="scroll", tabindex="0", role="region", aria_label=caption.title)
    title = joined([element("strong", caption.title), void("br"), caption.unit])
    return element("figure", element("figcaption", title), scroll, element("p", " ".join(shown.feet()), class_="note"))


def _folded(summary: str, parts: Iterable[Html]) -> Html:
    return element("details", element("summary", summary), *parts)


def _story(shown: Shown) -> tuple[Html, ...]:
    story = shown.story
    told = shown.say(
        "told_by",
        version=story["version"],
        scenario=story["scenario_name"],
        world=story["world_digest"],
        parameters=story["parameters_digest"],
    )
    return element("p", told), element("p", shown.words.say("license_note"))
