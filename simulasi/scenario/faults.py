"""From the errors of a validation to faults that name file, key and value."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args

from pydantic_core.core_schema import ErrorType

from simulasi.errors import Fault, nearest
from simulasi.scenario.schema import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    Location = tuple[int | str, ...]
    Place = Callable[[Location], tuple[str, str]]

CODES = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_pattern_mismatch": "bad_id",
    "too_short": "wrong_length",
    "too_long": "wrong_length",
}
BUILT_IN = frozenset(get_args(ErrorType))
TYPES = {
    "string_type": "text",
    "float_type": "number",
    "finite_number": "number",
    "int_type": "whole_number",
    "bool_type": "yes_or_no",
    "dict_type": "table",
    "model_type": "table",
    "tuple_type": "list",
}
UNITS = {
    "_pcu_h": "pcu_h",
    "_h": "h",
    "_km": "km",
    "_bn_rp": "bn_rp",
    "_bn_rp_a_year": "bn_rp_a_year",
    "_trillion_rp": "trillion_rp",
    "_months": "months",
    "_t_month": "t_month",
    "_rp_t": "rp_t",
    "_rp_m3": "rp_m3",
    "_l_s": "l_s",
    "_lps": "l_s",
    "_mw": "mw",
    "_rp_kwh": "rp_kwh",
    "workers": "persons",
    "_in_years": "years",
    "_t_day": "t_day",
    "_million_rp_place_year": "million_rp_place_year",
    "_t": "t",
}
"""Units by the ending of a key; a longer ending stands before a shorter one that it holds."""
NUMBERS = {"number": re.compile(r"-?\d+([.,]\d+)?"), "whole_number": re.compile(r"-?\d+")}
YES_OR_NO = {"ya": "true", "yes": "true", "true": "true", "tidak": "false", "no": "false", "false": "false"}
MANY = 10_000
"""From here on numbers are written with marks between thousands."""
LONGEST = 80
"""Letters of a value that are shown."""
OF_THE_PLACE = frozenset({"at", "instead", "value"})
"""Fields of a fault that say where it is, and the value that stands there when it is not the one checked."""


def faults_of(error: ValidationError, model: type[Part], place: Place) -> list[Fault]:
    """Translate every error of a validation of ``model``.

    ``place`` gives the file and the key in it for a location such as ``("between", 1)``.
    """
    return [
        _fault(detail, model, place) for detail in error.errors(include_url=False) if not _is_told_by_an_item(detail)
    ]


def key_of(location: Location) -> str:
    """Write a location as a key.

    >>> key_of(("intervention", 0, "place", "kukar", "[key]"))
    'intervention[0].place.kukar'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location if step != "[key]")
    return "".join(steps).removeprefix(".")


def shown(value: object) -> str:
    """Write a value as it stands in a file, on one line, and a long one only as far as it helps.

    >>> shown(True), shown(8.0), shown("melak"), shown({"ppu": 0.5, "ikn": ["a", 1]})
    ('true', '8.0', 'melak', '{ ppu = 0.5, ikn = ["a", 1] }')
    """
    text = " ".join((value if isinstance(value, str) else _literal(value)).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _literal(value: object) -> str:
    """Write a value as TOML does, no more of it than is shown."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_literal(value[key])}' for key in islice(value, LONGEST))} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value[:LONGEST]))}]"
    return "" if value is None else str(value)


def _fault(detail: ErrorDetails, model: type[Part], place: Place) -> Fault:
    kind = detail["type"]
    file, key = place(_location(detail))
    code = CODES.get(kind, "wrong_type" if kind in BUILT_IN else kind)
    fields = FIELDS.get(code, _own_fields)(detail, model)
    return Fault(code, file, key, VALUES.get(code, _input)(detail), fields)


def _is_told_by_an_item(detail: ErrorDetails) -> bool:
    """Whether a list is short only because an item of it is wrong, which is told for itself."""
    found = detail.get("ctx", {}).get("actual_length")
    return isinstance(detail["input"], list | tuple) and found is not None and int(found) != len(detail["input"])


def _location(detail: ErrorDetails) -> Location:
    location, context = detail["loc"], detail.get("ctx", {})
    above = location[:-1] if "instead" in context else location
    return (*above, *(context[name] for name in ("instead", "at") if name in context))


def _input(detail: ErrorDetails) -> str:
    """Return the value at the place of a fault; where that is another key, what the check says of it."""
    value, context = detail["input"], detail.get("ctx", {})
    if "at" in context and isinstance(value, dict):
        return shown(value.get(context["at"]))
    return shown(context.get("value", "" if "instead" in context else value))


def _last_key(detail: ErrorDetails) -> str:
    return str(detail["loc"][-1])


def _own_fields(detail: ErrorDetails, _: type[Part]) -> dict[str, str]:
    return {name: str(value) for name, value in detail.get("ctx", {}).items() if name not in OF_THE_PLACE}


def _nearest_key(detail: ErrorDetails, model: type[Part]) -> dict[str, str]:
    *above, key = detail["loc"]
    known = _keys_at(model, above)
    return {"nearest": nearest(str(key), known), "known": ", ".join(known)}


def _range(detail: ErrorDetails, _: type[Part]) -> dict[str, str]:
    signs = {"gt": ">", "ge": "≥", "le": "≤"}
    bounds = (f"{signs[name]} {_bound(bound)}" for name, bound in detail["ctx"].items() if name in signs)
    return {"range": ", ".join(bounds), "unit": _unit(detail["loc"])}


def _bound(number: float) -> str:
    """Write a number as a file may write it.

    >>> _bound(0.01), _bound(2000), _bound(1e9)
    ('0.01', '2000', '1_000_000_000')
    """
    return f"{number:_.15g}" if number >= MANY else f"{number:.15g}"


def _id(detail: ErrorDetails, _: type[Part]) -> dict[str, str]:
    """Return the word as it could be an id."""
    return {"nearest": re.sub(r"[^a-z0-9]+", "-", str(detail["input"]).lower()).strip("-")}


def _unit(location: Location) -> str:
    """Find the unit that a key carries in its name."""
    keys = [step for step in location if isinstance(step, str)]
    return next((unit for key in keys for ending, unit in UNITS.items() if key.endswith(ending)), "none")


def _type(detail: ErrorDetails, _: type[Part]) -> dict[str, str]:
    kind = detail.get("ctx", {}).get("type") or TYPES.get(detail["type"], "value")
    return {"type": kind, "likely": _likely(detail["input"], kind)}


def _likely(value: object, kind: str) -> str:
    """Return what is probably meant, where only the way of writing it is wrong.

    >>> _likely("2,2", "number"), _likely("ppu", "list"), _likely("ya", "yes_or_no"), _likely("1.500", "number")
    ('2.2', '["ppu"]', 'true', '')
    """
    if kind == "text" and isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return _literal(value[0])
    if not isinstance(value, str):
        return ""
    is_number = NUMBERS[kind].fullmatch(value) if kind in NUMBERS else None
    is_thousands = re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", value)
    return {
        "number": value.replace(",", ".") if is_number and not is_thousands else "",
        "whole_number": value if is_number else "",
        "list": _literal([value]),
        "yes_or_no": YES_OR_NO.get(value.lower(), ""),
    }.get(kind, "")


def _length(detail: ErrorDetails, _: type[Part]) -> dict[str, str]:
    context = detail["ctx"]
    return {"length": str(context.get("max_length", context.get("min_length"))), "found": str(context["actual_length"])}


def _keys_at(model: type[Part], location: list[int | str]) -> tuple[str, ...]:
    for step in (step for step in location if isinstance(step, str)):
        annotation = model.model_fields[step].annotation
        model = next(_models(annotation), model)
    return model.file_keys()


def _models(annotation: Any) -> Iterator[type[Part]]:  # noqa: ANN401 - an annotation may be anything
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, Part):
            yield part


FIELDS: Mapping[str, Callable[[ErrorDetails, type[Part]], dict[str, str]]] = {
    "unknown_key": _nearest_key,
    "missing_key": lambda _, __: {},
    "out_of_range": _range,
    "wrong_type": _type,
    "bad_id": _id,
    "wrong_length": _length,
}
UNSAID = ("missing_key", "new_one_way", "no_effect", "one_measure", "one_target", "water_or_waste")
"""Codes whose value says nothing: what is wrong is what does not stand there."""
VALUES: Mapping[str, Callable[[ErrorDetails], str]] = {
    "unknown_key": _last_key,
    **dict.fromkeys(UNSAID, lambda _: ""),
}
