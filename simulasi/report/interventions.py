"""What a scenario changes, as its files say it: what, how much, when, from which source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulasi.report.assumptions import confidence_text
from simulasi.report.grids import Grid

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.report.words import Words

APART = frozenset({"id", "kind", "opens", "closes", "source", "confidence", "note", "expects"})
"""Fields with a column of their own, or shown elsewhere."""


def intervention_grid(case: Case) -> Grid:
    """Lay out the interventions that the baseline does not have, or has otherwise."""
    words = case.words
    head = tuple(words.say(key) for key in ("intervention", "values", "opens", "source", "confidence"))
    rows = tuple(
        (
            words.say("named", name=name, kind=words.say_or(f"scenario.kind.{fields['kind']}", fields["kind"])),
            values_text(words, fields),
            _period(words, fields),
            str(fields["source"]),
            confidence_text(words, fields["confidence"]),
        )
        for name, fields in case.new_interventions.items()
    )
    return Grid(words.say("changes"), "wwwww", head, rows)


def dropped_sentence(case: Case) -> str:
    """Name what the scenario does without; empty when it keeps all."""
    names = ", ".join(case.dropped_interventions)
    return case.words.say("dropped", names=names, baseline=case.baseline_title) if names else ""


def values_text(words: Words, fields: Mapping[str, Any]) -> str:
    """Write the fields of an intervention that have no column of their own."""
    parts = [
        words.say("field", name=words.say_or(f"report.fields.{key}", key), value=_value(words, value))
        for key, value in fields.items()
        if key not in APART
    ]
    return words.joined("between_fields", parts)


def _period(words: Words, fields: Mapping[str, Any]) -> str:
    opens = words.month(fields["opens"]) if fields.get("opens") else words.say("from_the_start")
    return words.say("until", opens=opens, closes=words.month(fields["closes"])) if fields.get("closes") else opens


def _value(words: Words, value: object) -> str:
    if isinstance(value, Mapping):
        items = (words.say("item", name=words.name(str(key)), value=_value(words, item)) for key, item in value.items())
        return ", ".join(items)
    if isinstance(value, list | tuple):
        return words.joined("pair", [_value(words, item) for item in value])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return words.number(value, _decimals(value))
    return words.name(str(value))


def _decimals(value: float) -> int:
    text = f"{value:.6g}"
    return len(text.partition(".")[2]) if "e" not in text else 0
