"""The gap between regions: two indices of the province, baseline and scenario beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.grids import Grid, heads
from simulasi.report.verdict import hardly_note, is_hardly, share_text
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from simulasi.report.case import Case

INDICES = ("williamson", "theil")
DIGITS = 4
SHARE_COLUMN = 3


def inequality_grid(case: Case) -> Grid:
    """Lay out the indices of the province in the year of the case."""
    words = case.words
    changes = {name: case.change(KALTIM, name) for name in INDICES}
    rows = tuple(
        (
            words.say_or(f"indicator.{name}", name),
            words.number(change.baseline, DIGITS),
            words.number(change.value, DIGITS),
            share_text(words, change, short=True) if change.sign else words.say("same"),
        )
        for name, change in changes.items()
    )
    head = heads(case, ("index_column", "baseline", "with_scenario", "difference"))
    pale = frozenset((row, SHARE_COLUMN) for row, change in enumerate(changes.values()) if is_hardly(change))
    note = " ".join(filter(None, [words.say("inequality_note"), hardly_note(words, pale)]))
    title = words.say("of_year", what=words.say("inequality"), year=case.year, unit=words.say("unit.ratio"))
    return Grid(title, "wnnn", head, rows, note, pale)
