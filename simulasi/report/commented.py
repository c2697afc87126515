"""A scenario file as text, with every key of its kind explained; what was not answered stands as a comment."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING

from simulasi.scenario.form import TABLES
from simulasi.text.say import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.scenario.form import FormField

MOST_WORDS = 12


def commented_file(
    head: Mapping[str, str], kind: str, answers: Mapping[str, object], fields: tuple[FormField, ...], *, lang: str
) -> str:
    """Write a file with one intervention.

    head    : title, summary, extends
    answers : values by name of the field, as a form has them

    >>> from simulasi.scenario.form import NUMBER, FormField
    >>> field = FormField("travel_time_h", NUMBER, "waktu tempuh (jam)", (), 0.01, 1000.0, True)
    >>> print(commented_file({"title": "Jalan"}, "link", {"travel_time_h": 2.2}, (field,), lang="id"))
    title = "Jalan"
    <BLANKLINE>
    [[intervention]]
    kind = "link"   # ruas jaringan
    travel_time_h = 2.2   # waktu tempuh (jam); angka, ≥ 0.01, ≤ 1000
    <BLANKLINE>
    """
    lines = [f"{key} = {toml_value(value)}" for key, value in head.items() if value]
    lines += ["", "[[intervention]]", f'kind = "{kind}"   # {say(f"scenario.kind.{kind}", lang=lang)}']
    shown = [field for field in fields if field.form != TABLES]
    said = [field for field in shown if field.name in answers]
    lines += [f"{field.name} = {toml_value(answers[field.name])}   # {_explained(field, lang)}" for field in said]
    unsaid = [field for field in shown if field.name not in answers]
    lines += ["", f"# {say('form.unsaid', lang=lang)}"] if unsaid else []
    lines += [f"# {field.name} =    # {_explained(field, lang)}" for field in unsaid]
    return "\n".join(lines) + "\n"


def hint(field: FormField, *, lang: str) -> str:
    """Say how an answer is written and between which bounds it lies."""
    bounds = [f"{sign} {bound:.12g}" for sign, bound in (("≥", field.low), ("≤", field.high)) if math.isfinite(bound)]
    return ", ".join([say(f"form.how.{field.form}", lang=lang), *bounds])


def toml_value(value: object) -> str:
    """Write a value as TOML.

    >>> toml_value(["a", "b"]), toml_value({"2026": 5.0}), toml_value(dt.date(2027, 1, 1)), toml_value(True)
    ('["a", "b"]', '{ 2026 = 5.0 }', '2027-01-01', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml_value(item)}' for key, item in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)


def _explained(field: FormField, lang: str) -> str:
    words = f": {', '.join(field.words)}" if 0 < len(field.words) <= MOST_WORDS else ""
    return f"{field.label}; {hint(field, lang=lang)}{words}"
