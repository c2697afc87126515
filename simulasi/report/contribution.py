"""What the capital's programme adds, shown apart: to PPU as BPS counts it, to the capital's region, to the province."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulasi.report.assumptions import confidence_text
from simulasi.report.grids import Grid, heads, unit_text
from simulasi.report.verdict import share_text
from simulasi.report.words import digits_for
from simulasi.results.areas import KALTIM, PPU_BPS
from simulasi.results.compare import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from simulasi.report.case import Case
    from simulasi.report.words import Words

PROGRAMME = "ikn"
AREAS = (PPU_BPS, "ikn", KALTIM)
EXPLAINED = (PPU_BPS, KALTIM)
"""Areas whose growth is published as BPS counts it."""
FIRST_YEARS = (2022, 2023, 2024)
VOLUME, GROWTH = "grdp", "grdp_2010_growth"
PERCENT_DIGITS = 2


class Programme(NamedTuple):
    """How the two scenarios differ in the capital's programme.

    sign     : 1 where the scenario has it or has it otherwise, -1 where only the baseline has it
    is_whole : whether one of the two does without the programme, so that the difference is all of it
    """

    sign: int
    is_whole: bool


class Explained(NamedTuple):
    """Published growth of a year and what the programme adds to it, percent and points."""

    area: str
    year: int
    published: float
    added: float
    confidence: str

    @property
    def rest(self) -> float:
        """Growth that the programme does not explain, points."""
        return self.published - self.added


def programme_change(case: Case) -> Programme | None:
    """Return how the capital's programme differs; None where both have the same, or one of the areas is missing."""
    before, after = (_programme(document) for document in (case.comparison.baseline.story["scenario"], case.document))
    if before == after or PPU_BPS not in case.areas:
        return None
    return Programme(-1 if not after else 1, is_whole=not (before and after))


def contribution_sentences(case: Case, record: pd.DataFrame | None = None) -> tuple[str, ...]:
    """Tell what the programme adds by area, what of published growth it leaves open, and what else differs.

    record : published growth by region and year, see ``calibrate.record``
    """
    programme = programme_change(case)
    if programme is None:
        return ()
    added = tuple(_added_sentence(case, programme, area) for area in AREAS)
    if not programme.is_whole:
        return (*added, case.words.say("programme_changed"), *_others(case))
    return (*added, *_rest(case, record), *_others(case))


def contribution_heading(case: Case) -> str:
    """Head the part about the programme: all that it adds, or what its difference does; empty where there is none."""
    programme = programme_change(case)
    if programme is None:
        return ""
    return case.words.say("contribution" if programme.is_whole else "contribution_changed")


def contribution_grid(case: Case) -> Grid:
    """Lay out what the programme adds to GRDP by area and year, bn Rp and percent."""
    words, programme = case.words, programme_change(case) or Programme(1, is_whole=True)
    years = told_years(case, programme)
    changes = {area: [added(case, programme, area, VOLUME, year) for year in years] for area in AREAS}
    digits = digits_for([change.difference for row in changes.values() for change in row if change.sign], 1, 2)
    rows = tuple(
        (words.area(area), *(_amount(case, change, digits) for change in row)) for area, row in changes.items()
    )
    head = (words.say("area_column"), *(str(year) for year in years))
    title = words.say("contribution_title", unit=unit_text(case, "bn_rp"))
    return Grid(title, "w" + "n" * len(years), head, rows, words.say("gross_added"))


def explained_grid(case: Case, record: pd.DataFrame) -> Grid:
    """Lay out published growth, what the programme adds to it, and what it does not explain."""
    words = case.words
    rows = tuple(
        (
            words.area(row.area),
            str(row.year),
            *(words.signed(value, PERCENT_DIGITS) for value in (row.published, row.added, row.rest)),
            confidence_text(words, row.confidence),
        )
        for row in explained(case, record)
    )
    keys = ("area_column", "year_column", "published", "of_programme", "not_explained", "confidence")
    return Grid(words.say("explained_title"), "wnnnnw", heads(case, keys), rows, words.say("explained_note"))


def explained(case: Case, record: pd.DataFrame) -> tuple[Explained, ...]:
    """Put what the programme adds to growth beside published growth, for PPU on BPS basis and the province."""
    programme = programme_change(case)
    if programme is None or not programme.is_whole:
        return ()
    known = record[record["region"].isin(EXPLAINED) & record["year"].isin(case.comparison.years)]
    ordered = sorted(known.itertuples(), key=lambda row: (EXPLAINED.index(row.region), row.year))
    return tuple(
        Explained(
            row.region,
            int(row.year),
            float(row.published),
            added(case, programme, row.region, GROWTH, int(row.year)).difference,
            str(row.confidence),
        )
        for row in ordered
    )


def told_years(case: Case, programme: Programme) -> tuple[int, ...]:
    """Return the years in which the capital was built up, and the year told of.

    Where the programme only differs, the year in which the province differs most as well.
    """
    years = case.comparison.years
    most = max(years, key=lambda year: abs(case.change(KALTIM, VOLUME, year).difference))
    told = {*(year for year in FIRST_YEARS if year in years), case.year, *(() if programme.is_whole else (most,))}
    return tuple(sorted(told))


def added(case: Case, programme: Programme, area: str, indicator: str, year: int) -> Change:
    """Return the change that the programme makes: what is with it, against what is without it."""
    change = case.change(area, indicator, year)
    if programme.sign > 0:
        return change
    return Change(change.value, change.baseline, -change.difference, -change.high, -change.low, -change.median)


def _programme(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the intervention that is the capital's programme."""
    interventions: Mapping[str, Mapping[str, Any]] = document["interventions"]
    return next((fields for fields in interventions.values() if fields.get("programme") == PROGRAMME), None)


def _added_sentence(case: Case, programme: Programme, area: str) -> str:
    """Tell the amounts by year; the years without a difference are named together."""
    words = case.words
    changes = {year: added(case, programme, area, VOLUME, year) for year in told_years(case, programme)}
    same = [str(year) for year, change in changes.items() if not change.sign]
    nothing = [words.say("added_nothing", years=words.listed(same))] if same else []
    amounts = [_added_in(words, year, change) for year, change in changes.items() if change.sign]
    key = "programme_adds" if programme.is_whole else "programme_change_adds"
    return words.say(key, area=words.area(area), amounts=words.joined("between_fields", [*nothing, *amounts]))


def _added_in(words: Words, year: int, change: Change) -> str:
    amount, share = words.signed_rupiah(change.difference), share_text(words, change)
    return words.say("added_in", amount=amount, share=share, year=year)


def _rest(case: Case, record: pd.DataFrame | None) -> tuple[str, ...]:
    """Tell what of the published growth of PPU the programme does not explain."""
    rows = [row for row in explained(case, record) if row.area == PPU_BPS] if record is not None else []
    return tuple(
        case.words.say(
            "not_explained_told",
            area=case.words.area(row.area),
            year=row.year,
            published=case.words.part(row.published, PERCENT_DIGITS),
            added=case.words.number(row.added, PERCENT_DIGITS),
            rest=case.words.number(row.rest, PERCENT_DIGITS),
        )
        for row in rows
    )


def _others(case: Case) -> tuple[str, ...]:
    """Name what else differs between the two scenarios, which the difference then holds too."""
    before = case.comparison.baseline.story["scenario"]["interventions"]
    differing = {**case.new_interventions, **{name: before[name] for name in case.dropped_interventions}}
    others = [name for name, fields in differing.items() if fields.get("programme") != PROGRAMME]
    return (case.words.say("others_differ", names=case.words.listed(others)),) if others else ()


def _amount(case: Case, change: Change, digits: int) -> str:
    if not change.sign:
        return case.words.say("same")
    amount, share = case.words.signed(change.difference, digits), share_text(case.words, change, short=True)
    return case.words.say("named", name=amount, kind=share)
