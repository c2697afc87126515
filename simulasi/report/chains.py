"""Supply chains for planners: how much each region buys from elsewhere, over how many links, and from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.grids import FEWEST_DIGITS, Grid, heads, level_digits, unit_text
from simulasi.report.verdict import hardly_note, is_hardly, limit_text, share_text, told
from simulasi.results.areas import KALTIM
from simulasi.results.register import INDICATORS
from simulasi.results.supply_chain import LINK_FROM_BN_RP

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.results.compare import Change

VOLUME = "trade_inflow"
ORIGINS = ("hinterland_share", "dependence_jawa", "dependence_sulawesi")
CAPITAL = "ikn"
LINK_DIGITS = {"supply_links": 0, "supply_diversity": 2}
CHAIN_COLUMNS = (
    "chain_volume_before",
    "chain_volume_after",
    "chain_volume_change",
    "chain_links_before",
    "chain_links_after",
    "chain_diversity_before",
    "chain_diversity_after",
)
SHARE_COLUMN, SHARE_DIGITS = 3, 3


def chain_sentences(case: Case) -> tuple[str, ...]:
    """Say what grows or shrinks and by how much, and of whom the capital buys."""
    bought = [capital_sentence(case)] if CAPITAL in case.comparison.regions else []
    return (volume_sentence(case), *bought)


def volume_sentence(case: Case) -> str:
    """Count the regions whose purchases from outside grow and shrink, and tell the largest change with its links."""
    words, parts = case.words, told(case, VOLUME)
    changing = (*parts.gains, *parts.losses, *parts.hardly)
    if not changing:
        return words.say("chain_same", year=case.year, baseline=case.baseline_title)
    area = max(changing, key=lambda region: abs(case.change(region, VOLUME).difference))
    most, links = case.change(area, VOLUME), case.change(area, "supply_links")
    counts = [
        words.say(f"chain_{part}", count=len(regions), limit=limit_text(words))
        for part, regions in parts._asdict().items()
        if regions
    ]
    return words.say(
        "chain_changes",
        counts=words.listed(counts),
        year=case.year,
        baseline=case.baseline_title,
        area=words.area(area),
        amount=words.signed_rupiah(most.difference),
        share=share_text(words, most),
        links=words.number(links.value),
        links_before=words.number(links.baseline),
    )


def capital_sentence(case: Case) -> str:
    """Tell which part of what the capital buys comes from the hinterland, from Java and from Sulawesi."""
    changes = {name: case.change(CAPITAL, name) for name in ORIGINS}
    now = {name: case.words.part(change.value) for name, change in changes.items()}
    before = {f"{name}_before": case.words.part(change.baseline) for name, change in changes.items()}
    capital = case.words.area(CAPITAL)
    return case.words.say(
        "capital_buys", capital=capital, year=case.year, baseline=case.baseline_title, **now, **before
    )


def chain_grid(case: Case) -> Grid:
    """Lay out volume, number and diversity of links of every area, baseline and scenario beside each other."""
    words, areas = case.words, (*case.areas, KALTIM)
    volumes = {area: case.change(area, VOLUME) for area in areas}
    digits = level_digits(volumes.values(), VOLUME)
    rows = tuple(
        (
            words.area(area),
            *_pair(case, volume, digits),
            share_text(words, volume, SHARE_DIGITS, short=True),
            *(cell for name, few in LINK_DIGITS.items() for cell in _pair(case, case.change(area, name), few)),
        )
        for area, volume in volumes.items()
    )
    title = words.say("chain_title", year=case.year, unit=unit_text(case, INDICATORS[VOLUME].unit))
    pale = frozenset((row, SHARE_COLUMN) for row, volume in enumerate(volumes.values()) if is_hardly(volume, VOLUME))
    notes = (words.say("chain_note", least=words.rupiah(LINK_FROM_BN_RP)), hardly_note(words, pale))
    note = " ".join(filter(None, notes))
    return Grid(title, "wnnnnnnn", heads(case, ("area_column", *CHAIN_COLUMNS)), rows, note, pale)


def origin_grid(case: Case) -> Grid:
    """Lay out from whom every area buys, percent of all it buys, baseline and scenario beside each other."""
    words, digits = case.words, FEWEST_DIGITS["percent"]
    rows = tuple(
        (words.area(area), *(cell for name in ORIGINS for cell in _pair(case, case.change(area, name), digits)))
        for area in (*case.areas, KALTIM)
    )
    columns = tuple(f"{name}_{when}" for name in ORIGINS for when in ("before", "after"))
    title, note = words.say("origin_title", year=case.year), words.say("origin_note")
    return Grid(title, "wnnnnnn", heads(case, ("area_column", *columns)), rows, note)


def _pair(case: Case, change: Change, digits: int) -> tuple[str, str]:
    return case.words.number(change.baseline, digits), case.words.number(change.value, digits)
