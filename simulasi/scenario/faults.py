"""From the errors of a validation to faults that name file, key and value."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel
from pydantic_core.core_schema import ErrorType

from simulasi.errors import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    Location = tuple[int | str, ...]
    Place = Callable[[Location], tuple[str, str]]

CODES = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
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
    "dict_type": "table",
    "model_type": "table",
    "tuple_type": "list",
}
UNITS = {"_h": "h", "_km": "km", "_bn_rp": "bn_rp", "_trillion_rp": "trillion_rp", "_months": "months"}


def faults_of(error: ValidationError, model: type[BaseModel], place: Place) -> list[Fault]:
    """Translate every error of a validation of ``model``.

    ``place`` gives the file and the key in it for a location such as ``("between", 1)``.
    """
    return [_fault(detail, model, place) for detail in error.errors(include_url=False)]


def key_of(location: Location) -> str:
    """Write a location as a key.

    >>> key_of(("intervention", 0, "place", "kukar", "[key]"))
    'intervention[0].place.kukar'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location if step != "[key]")
    return "".join(steps).removeprefix(".")


def shown(value: object) -> str:
    """Write a value as it stands in a file; tables and lists stay unsaid.

    >>> shown(True), shown(8.0), shown([1, 2])
    ('true', '8.0', '')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float | dt.date) else ""


def _fault(detail: ErrorDetails, model: type[BaseModel], place: Place) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    location = (*detail["loc"], *([context["at"]] if "at" in context else []))
    file, key = place(location)
    code = CODES.get(kind, "wrong_type" if kind in BUILT_IN else kind)
    fields = FIELDS.get(code, _own_fields)(detail, model)
    return Fault(code, file, key, VALUES.get(code, _input)(detail), fields)


def _input(detail: ErrorDetails) -> str:
    return shown(detail["input"])


def _last_key(detail: ErrorDetails) -> str:
    return str(detail["loc"][-1])


def _own_fields(detail: ErrorDetails, _: type[BaseModel]) -> dict[str, str]:
    return {name: str(value) for name, value in detail.get("ctx", {}).items() if name != "at"}


def _nearest_key(detail: ErrorDetails, model: type[BaseModel]) -> dict[str, str]:
    *above, key = detail["loc"]
    known = _keys_at(model, above)
    return {"nearest": nearest(str(key), known), "known": ", ".join(known)}


def _range(detail: ErrorDetails, _: type[BaseModel]) -> dict[str, str]:
    signs = {"ge": "≥", "le": "≤"}
    bounds = (f"{signs[name]} {bound:g}" for name, bound in detail["ctx"].items() if name in signs)
    return {"range": ", ".join(bounds), "unit": _unit(detail["loc"])}


def _unit(location: Location) -> str:
    """Find the unit that a key carries in its name."""
    keys = [step for step in location if isinstance(step, str)]
    return next((unit for key in keys for ending, unit in UNITS.items() if key.endswith(ending)), "none")


def _type(detail: ErrorDetails, _: type[BaseModel]) -> dict[str, str]:
    return {"type": TYPES.get(detail["type"], "value")}


def _length(detail: ErrorDetails, _: type[BaseModel]) -> dict[str, str]:
    context = detail["ctx"]
    return {"length": str(context.get("max_length", context.get("min_length"))), "found": str(context["actual_length"])}


def _keys_at(model: type[BaseModel], location: list[int | str]) -> tuple[str, ...]:
    for step in location:
        annotation = model.model_fields[str(step)].annotation
        model = next(_models(annotation), model)
    return tuple(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - an annotation may be anything
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part


FIELDS: Mapping[str, Callable[[ErrorDetails, type[BaseModel]], dict[str, str]]] = {
    "unknown_key": _nearest_key,
    "missing_key": lambda _, __: {},
    "out_of_range": _range,
    "wrong_type": _type,
    "bad_id": lambda _, __: {},
    "wrong_length": _length,
}
VALUES: Mapping[str, Callable[[ErrorDetails], str]] = {"unknown_key": _last_key, "missing_key": lambda _: ""}
