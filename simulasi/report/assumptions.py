"""What a result rests on: parameters and interventions, the weakest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.report.grids import Grid
from simulasi.report.words import decimals
from simulasi.scenario.words import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from simulasi.data.load_parameters import ParameterFact
    from simulasi.report.case import Case
    from simulasi.report.words import Words
    from simulasi.results.results import Results

CHANCE = "chance."
"""Group of the parameters that say how much is left to chance."""
UNCERTAIN = frozenset({"estimated", "assumption"})


class Assumption(NamedTuple):
    """One number that a result rests on; ``span`` is the published range, NaN where there is none."""

    name: str
    value: float
    unit: str
    low: float
    high: float
    confidence: str
    source: str


def assumptions_of(results: Results, facts: Mapping[str, ParameterFact]) -> tuple[Assumption, ...]:
    """Return the parameters of a run as assumptions, with the values that the run used; the weakest first."""
    used = results.story["parameters"]
    rows = (
        Assumption(name, used.get(name, fact.value), fact.unit, fact.low, fact.high, fact.confidence, fact.source)
        for name, fact in facts.items()
    )
    return weakest_first(rows)


def weakest_first(rows: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Sort by confidence, then by the width of the range.

    >>> rows = [Assumption("a", 1, "1", 1, 1, "derived", "x"), Assumption("b", 2, "1", 1, 3, "assumption", "x")]
    >>> [row.name for row in weakest_first(rows)]
    ['b', 'a']
    """
    return tuple(sorted(rows, key=lambda row: (-CONFIDENCE.index(row.confidence), -_width(row), row.name)))


def are_calibrated(rows: Sequence[Assumption]) -> bool:
    """Tell whether the parameters were fitted or published: none may be an assumption or an estimate."""
    return bool(rows) and not any(row.confidence in UNCERTAIN for row in rows)


def assumption_grid(case: Case, rows: Sequence[Assumption]) -> Grid:
    """Lay out the assumptions in their order."""
    words = case.words
    head = tuple(words.say(key) for key in ("parameter", "value", "unit_column", "span", "confidence", "source"))
    cells = tuple(
        (
            _name(case, row),
            _number(words, row.value),
            words.say_or(f"report.parameter_units.{row.unit}", row.unit),
            words.say("range", low=_number(words, row.low), high=_number(words, row.high)),
            confidence_text(words, row.confidence),
            row.source,
        )
        for row in rows
    )
    return Grid(words.say("assumptions"), "wnwnww", head, cells, words.say("assumptions_note"))


def confidence_text(words: Words, confidence: str) -> str:
    """Name of a degree of confidence."""
    return words.say_or(f"scenario.confidence.{confidence}", confidence)


def _name(case: Case, row: Assumption) -> str:
    """Name of a parameter; it says whether every run drew its own, and of chance whether this run used it."""
    words = case.words
    name = words.say_or(f"report.parameters.{row.name}", row.name)
    if drawn := case.scenario.story.get("varied", {}).get(row.name):
        return words.say("drawn", name=name, distribution=words.say(f"distribution.{drawn['kind']}"))
    if not row.name.startswith(CHANCE):
        return name
    return words.say("of_chance" if case.tells_range else "of_no_chance", name=name)


def _number(words: Words, value: float) -> str:
    """Write a value with the decimals that it has."""
    return words.number(value, decimals(value))


def _width(row: Assumption) -> float:
    return abs(row.high - row.low) / abs(row.value) if row.value else 0.0
