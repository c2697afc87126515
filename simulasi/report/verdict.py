"""How a change is told: more, less, hardly anything, or no difference at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.results.register import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulasi.report.case import Case
    from simulasi.report.words import Words
    from simulasi.results.compare import Change

HARDLY = 1e-4
"""A change below this share of the baseline is too small to plan with; no file hides its sign."""
PERCENT = 100.0
IN_PERCENT = "percent"
"""Unit of indicators that are percentages themselves: their changes are points, not shares."""
LIMIT_DIGITS = 2


class Told(NamedTuple):
    """Regions by what is told of them: those with the largest change first, within each part."""

    gains: tuple[str, ...]
    losses: tuple[str, ...]
    hardly: tuple[str, ...]
    unchanged: tuple[str, ...]


def told(case: Case, indicator: str = "grdp") -> Told:
    """Sort the regions by what is told of an indicator in the year of the case."""
    gains, losses, unchanged = case.comparison.verdicts(case.name, indicator, case.year)
    tiny = {area for area in (*gains, *losses) if is_hardly(case.change(area, indicator), indicator)}
    more, less = (tuple(area for area in part if area not in tiny) for part in (gains, losses))
    by_size = sorted(tiny, key=lambda area: -abs(case.change(area, indicator).share))
    return Told(more, less, tuple(by_size), unchanged)


def is_hardly(change: Change, indicator: str = "grdp") -> bool:
    """Tell whether something changes, but by less than 0.01 percent, or 0.01 points of a percentage.

    >>> from simulasi.results.compare import Change
    >>> nan = float("nan")
    >>> [is_hardly(Change(1e3, 1e3 + gap, gap, nan, nan)) for gap in (0.0, 0.02, 0.2)]
    [False, True, False]
    """
    return bool(change.sign) and size_of(change, indicator) < HARDLY


def told_sign(change: Change, indicator: str = "grdp") -> int:
    """Sign of a change as it is coloured: hardly anything has none."""
    return 0 if is_hardly(change, indicator) else change.sign


def size_of(change: Change, indicator: str) -> float:
    """Size of a change as a share of the baseline; of a percentage its points, as a share of a hundred."""
    return abs(change.difference) / PERCENT if INDICATORS[indicator].unit == IN_PERCENT else abs(change.share)


def share_text(words: Words, change: Change, digits: int | None = None, *, short: bool = False) -> str:
    """Write a change of an amount as a percentage with its sign; one that is hardly anything in words.

    short : for a cell or a tile; ``hardly_note`` says what it means
    """
    if is_hardly(change):
        return words.say("below_short" if short else "below", limit=limit_text(words))
    return words.percent(change.share if change.sign else 0.0, digits)


def hardly_note(words: Words, pale: Collection[object]) -> str:
    """Say what stands in place of changes that are hardly anything; empty where there are none."""
    short = words.say("below_short", limit=limit_text(words))
    return words.say("hardly_note", below=short) if pale else ""


def limit_text(words: Words) -> str:
    """Write the least share that is told as a change."""
    return words.part(PERCENT * HARDLY, LIMIT_DIGITS)
