"""The fields of each kind as a form asks for them: one line or one cell each, and how an answer is written."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.json_schema import NO_TEXTS, json_schema
from simulasi.scenario.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulasi.world.world import World

TEXT, WORD, NUMBER, WHOLE, DATE, YES_OR_NO = "text", "word", "number", "whole_number", "date", "yes_or_no"
LIST, TABLE, TABLES = "list", "table", "tables"
YES, NO = frozenset({"ya", "true", "yes"}), frozenset({"tidak", "false", "no"})
PAIR = re.compile(r"\s*([^=\s]+)\s*=\s*(\S.*?)\s*")
LEFT_OUT = frozenset({"kind"})


class FormField(NamedTuple):
    """One field of a kind.

    name     : key in a file; inside of a table ``table.key``
    form     : what an answer is: a text, a word, a number, a date ...
    label    : what it means, with its unit
    words    : words to choose from, where they are known
    low, high : bounds of a number, or of the numbers of a table or list
    required : whether a file must say it
    """

    name: str
    form: str
    label: str
    words: tuple[str, ...]
    low: float
    high: float
    required: bool


def forms_of(world: World | None, texts: Mapping[str, str] = NO_TEXTS) -> dict[str, tuple[FormField, ...]]:
    """Return the fields of all kinds in the order in which a file says them.

    world : whose words there are to choose from; without one there are none
    texts : a catalogue, whose texts are the labels; without one they are the keys

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.text.say import catalogue
    >>> fields = {field.name: field for field in forms_of(default_world(), catalogue("id"))["link"]}
    >>> fields["travel_time_h"].form, fields["travel_time_h"].label, fields["travel_time_h"].low
    ('number', 'waktu tempuh (jam)', 0.01)
    >>> fields["expects.trip"].form, fields["mode"].required
    ('list', True)
    """
    definitions = json_schema(world, texts)["definitions"]
    return {kind: tuple(_fields(definitions[kind], definitions, texts)) for kind in KINDS}


def answer(text: str, form: str) -> Any:  # noqa: ANN401 - what a TOML file may hold
    """Turn what someone wrote into the value of a file; what does not fit stays a text, and the check will tell.

    >>> answer("2.2", NUMBER), answer("kota_bangun, melak", LIST), answer("2026 = 5; 2027 = 10.5", TABLE)
    (2.2, ['kota_bangun', 'melak'], {'2026': 5, '2027': 10.5})
    >>> answer("2027-01-01", DATE), answer("ya", YES_OR_NO), answer("dua", NUMBER)
    (datetime.date(2027, 1, 1), True, 'dua')
    """
    text = text.strip()
    if form == LIST:
        return [_number(part) for part in re.split(r"\s*[,;]\s*", text) if part]
    if form == TABLE:
        return _table(text)
    if form in {NUMBER, WHOLE}:
        return _number(text)
    if form == DATE:
        return _date(text)
    if form == YES_OR_NO and text.lower() in YES | NO:
        return text.lower() in YES
    return text


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Put the fields of tables back into their tables.

    >>> nested({"mode": "road", "expects.trip": ["a", "b"], "expects.travel_time_h": 8.0})
    {'mode': 'road', 'expects': {'trip': ['a', 'b'], 'travel_time_h': 8.0}}
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        table, _, key = name.partition(".")
        if key:
            found.setdefault(table, {})[key] = value
        else:
            found[name] = value
    return found


def flat(values: Mapping[str, Any], fields: tuple[FormField, ...]) -> dict[str, Any]:
    """Write the fields of tables one by one, as the form has them."""
    names = {field.name for field in fields}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in names and isinstance(value, dict):
            found |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            found[name] = value
    return found


def written_answer(value: object) -> str:
    """Write a value of a file as someone would answer it.

    >>> written_answer({"2026": 5.0, "later": 0.2}), written_answer(["a", "b"]), written_answer(True)
    ('2026 = 5.0; later = 0.2', 'a, b', 'ya')
    """
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict):
        return "; ".join(f"{key} = {inner}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(inner) for inner in value)
    return str(value)


def _fields(
    schema: Mapping[str, Any], definitions: Mapping[str, Any], texts: Mapping[str, str], above: tuple[str, ...] = ()
) -> Iterator[FormField]:
    required = frozenset(schema.get("required", ()))
    for name, field in schema["properties"].items():
        if name in LEFT_OUT:
            continue
        part = _one(field)
        path = (*above, name)
        if "$ref" in part:
            inner = definitions[part["$ref"].rpartition("/")[2]]
            yield from _fields(inner, definitions, texts, path)
            continue
        words = _words(part, definitions)
        bounds = next((found for found in (_bounds(piece) for piece in _pieces(part)) if found), (-math.inf, math.inf))
        is_needed = name in required and not above
        label = ": ".join(texts.get(f"report.fields.{step}", step) for step in path)
        yield FormField(".".join(path), _form(part, words), label, words, *bounds, is_needed)


def _one(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a field that is not nothing; of a word and a table the table, which may hold the word."""
    parts = [part for part in field.get("anyOf", [field]) if part.get("type") != "null"]
    return next((part for part in parts if part.get("type") == "object"), parts[0])


def _form(part: Mapping[str, Any], words: tuple[str, ...]) -> str:
    kind = part.get("type")
    if kind == "array":
        items = part.get("items")
        return TABLES if isinstance(items, dict) and (items.get("$ref") or items.get("type") == "object") else LIST
    if kind == "object":
        return TABLE
    if kind == "string":
        return DATE if part.get("format") == "date" else WORD if words else TEXT
    return {"number": NUMBER, "integer": WHOLE, "boolean": YES_OR_NO}.get(str(kind), TEXT)


def _words(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> tuple[str, ...]:
    for piece in _pieces(part):
        if "enum" in piece:
            return tuple(piece["enum"])
        for other in piece.get("allOf", ()):
            if WORDS in other.get("$ref", ""):
                return tuple(definitions[other["$ref"].rpartition("/")[2]]["enum"])
    return tuple(part.get("properties", ())) if part.get("type") == "object" else ()


def _pieces(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a field, and what it holds many of."""
    yield part
    for key in ("items", "additionalProperties"):
        inner = part.get(key)
        inner = inner[0] if isinstance(inner, list) else inner
        if isinstance(inner, dict):
            yield inner
    yield from list(part.get("properties", {}).values())[:1]


def _bounds(part: Mapping[str, Any]) -> tuple[float, float] | None:
    low, high = (part.get(f"exclusive{end.capitalize()}", part.get(end)) for end in ("minimum", "maximum"))
    if low is None and high is None:
        return None
    return (-math.inf if low is None else float(low), math.inf if high is None else float(high))


def _number(text: str) -> float | int | str:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _date(text: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def _table(text: str) -> dict[str, Any] | str:
    pairs = [PAIR.fullmatch(part) for part in text.split(";") if part.strip()]
    if not all(pairs):
        return text
    return {pair[1]: _number(pair[2]) for pair in pairs if pair}
