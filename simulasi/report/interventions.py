"""What a scenario changes, as its files say it: what, how much, when, from which source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulasi.report.assumptions import confidence_text
from simulasi.report.grids import Grid
from simulasi.scenario.words import LATER
from simulasi.world.cargo import PEOPLE

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.report.words import Words

APART = frozenset({"id", "kind", "opens", "closes", "source", "confidence", "note", "expects"})
"""Fields with a column of their own, or shown elsewhere."""
ENDS, MONTHS, CLASSES = "between", "months", "classes"
LISTED = frozenset({MONTHS, CLASSES})
"""Fields whose values are listed in words."""
NAMED_BY = {
    MONTHS: "report.months", CLASSES: "report.cargo", "state": "report.state", "payer": "report.payer",
    "affair": "report.affair",
}  # fmt: skip
"""Where the names of the values of a field stand; all else is named as a place, a region, a sector or a mode."""
SERVICE, RP_PER_BILLION = "service", 1e9
MONEY = ("spending_trillion_rp", "cost_bn_rp", "investment_bn_rp", "upkeep_bn_rp_a_year")
"""Fields that say how much is spent."""


def intervention_grid(case: Case) -> Grid:
    """Lay out the interventions that the baseline does not have, or has otherwise."""
    words = case.words
    head = tuple(words.say(key) for key in ("intervention", "values", "opens", "source", "confidence"))
    rows = tuple(
        (
            _named(words, name, fields),
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
    before = case.comparison.baseline.story["scenario"]["interventions"]
    names = case.words.listed([_named(case.words, name, before[name]) for name in case.dropped_interventions])
    return case.words.say("dropped", names=names, baseline=case.baseline_title) if names else ""


def spends(case: Case) -> bool:
    """Tell whether the two scenarios differ in something that costs money."""
    before = case.comparison.baseline.story["scenario"]["interventions"]
    differing = [*case.new_interventions.values(), *(before[name] for name in case.dropped_interventions)]
    return any(fields.get(key) for fields in differing for key in MONEY)


def benefit_sentences(case: Case) -> list[str]:
    """Tell what users of services across a border save in a year with all places in use, which no GRDP holds."""
    words, world = case.words, case.words.world
    services = {name: fields for name, fields in case.new_interventions.items() if fields["kind"] == SERVICE}
    if not services:
        return []
    (value_of_time,) = (cargo.value_of_time for cargo in world.cargo if cargo.id == PEOPLE)
    sentences = []
    for name, fields in services.items():
        hours = fields["places"] * fields["trips_a_year"] * fields["travel_saved_h"]
        amount = words.rupiah(hours * value_of_time / RP_PER_BILLION)
        sentences.append(
            words.say("benefit", name=_named(words, name, fields), hours=words.number(hours), amount=amount)
        )
    return sentences


def values_text(words: Words, fields: Mapping[str, Any]) -> str:
    """Write the fields of an intervention that have no column of their own."""
    parts = [
        words.say("field", name=words.say_or(f"report.fields.{key}", key), value=_value(words, key, value))
        for key, value in fields.items()
        if key not in APART
    ]
    return words.joined("between_fields", parts)


def _named(words: Words, name: str, fields: Mapping[str, Any]) -> str:
    return words.say("named", name=name, kind=words.say_or(f"scenario.kind.{fields['kind']}", fields["kind"]))


def _period(words: Words, fields: Mapping[str, Any]) -> str:
    opens = words.month(fields["opens"]) if fields.get("opens") else words.say("from_the_start")
    return words.say("until", opens=opens, closes=words.month(fields["closes"])) if fields.get("closes") else opens


def _value(words: Words, key: str, value: object) -> str:
    if isinstance(value, Mapping):
        items = [
            words.say(
                "item", name=_key(words, str(inner), NAMED_BY.get(key, "")), value=_value(words, str(inner), item)
            )
            for inner, item in value.items()
        ]
        return words.joined("between_items", items)
    if isinstance(value, list | tuple):
        parts = [_value(words, key, item) for item in value]
        return words.listed(parts) if key in LISTED else words.joined("pair" if key == ENDS else "between_items", parts)
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    if isinstance(value, int | float) and key != MONTHS:
        return words.number(value, _decimals(value))
    return words.say_or(f"{NAMED_BY.get(key, '')}.{value}", words.name(str(value)))


def _key(words: Words, key: str, named_by: str) -> str:
    """Name of a key: of all other years, of a region, a sector or a place, or of a field; else the key itself."""
    if named_by:
        return words.say_or(f"{named_by}.{key}", words.name(key))
    return words.say(LATER) if key == LATER else words.say_or(f"report.fields.{key}", words.name(key))


def _decimals(value: float) -> int:
    text = f"{value:.6g}"
    return len(text.partition(".")[2]) if "e" not in text else 0
