"""Sentences and numbers for planners, in Indonesian or English; the only place that knows how they are written."""

from __future__ import annotations

import string
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulasi.errors import Fault

INDONESIAN = "id"
LANGUAGES = (INDONESIAN, "en")
TRANSLATED_FIELDS = ("type", "unit")
SCALES = ((1e3, "trillion", 1e-3), (1.0, "billion", 1.0), (0.0, "million", 1e3))
FEW = 10.0
MOST_WORDS = 60
"""Known words that a hint lists."""


class TextError(LookupError):
    """A text, a language or a field that the code asks for and the catalogue does not have."""


def say(key: str, /, *, lang: str = INDONESIAN, **fields: object) -> str:
    """Return the text of ``key`` with its fields filled in.

    >>> say("fault.unknown_place", value="melk")
    "Tempat 'melk' tidak dikenal."
    """
    text = catalogue(lang).get(key)
    if text is None:
        raise TextError(f"no text {key!r} in {lang}.toml")
    if missing := fields_of(text) - fields.keys():
        raise TextError(f"text {key!r} needs {', '.join(sorted(missing))}")
    return text.format(**fields)


def say_fault(fault: Fault, *, lang: str = INDONESIAN) -> str:
    """Return what is wrong, where, what to do, and the nearest right word.

    >>> from simulasi.errors import Fault
    >>> say_fault(Fault("unknown_place", file="jalan.toml", key="intervention[0].between[1]",
    ...                 value="melk", fields={"nearest": "melak"}))
    "jalan.toml, intervention[0].between[1]: Tempat 'melk' tidak dikenal. Mungkin maksud Anda 'melak'?"
    """
    fields = {name: _word(name, text, lang) for name, text in fault.fields.items()}
    sentence = say(f"fault.{fault.code}", lang=lang, **{**fields, "value": fault.value})
    value = f" = {fault.value}" if fault.where and fault.value not in sentence else ""
    where = f"{fault.where}{value}:" if fault.where else ""
    return " ".join(" ".join([where, sentence, _hint(fault, lang)]).split())


def _word(name: str, text: str, lang: str) -> str:
    """Return a unit or a type in the language; all else as it stands."""
    key = f"{name}.{text}"
    return say(key, lang=lang) if name in TRANSLATED_FIELDS and key in catalogue(lang) else text


def _hint(fault: Fault, lang: str) -> str:
    for name in ("nearest", "likely"):
        if fault.fields.get(name):
            return say(f"hint.{name}", lang=lang, word=fault.fields[name])
    known = fault.fields.get("known", "").split(", ")
    if known == [""]:
        return ""
    name = "known" if len(known) <= MOST_WORDS else "known_some"
    return say(f"hint.{name}", lang=lang, word=", ".join(known[:MOST_WORDS]))


def number(value: float, digits: int = 0, lang: str = INDONESIAN) -> str:
    """Write a number as the language does.

    >>> number(1234.5, 1), number(1234.5, 1, "en")
    ('1.234,5', '1,234.5')
    """
    rounded = round(value, digits) + 0.0
    marks = str.maketrans(",.", say("number.thousands", lang=lang) + say("number.decimal", lang=lang))
    return f"{rounded:,.{digits}f}".translate(marks)


def percent(share: float, digits: int = 2, lang: str = INDONESIAN) -> str:
    """Write a share (0.0034) as a percentage with its sign.

    >>> percent(0.0034), percent(-0.0034, lang="en"), percent(0.0)
    ('+0,34 %', '-0.34%', '0,00 %')
    """
    rounded = round(100 * share, digits)
    sign = "+" if rounded > 0 else ""
    return say("number.percent", lang=lang, number=sign + number(rounded, digits, lang))


def rupiah_bn(value_bn: float, lang: str = INDONESIAN) -> str:
    """Write an amount given in billion rupiah with the unit that suits its size.

    >>> rupiah_bn(412), rupiah_bn(1234, "en"), rupiah_bn(-0.25)
    ('Rp412 miliar', 'Rp1.2 trillion', '-Rp250 juta')
    """
    size = abs(value_bn)
    unit, factor = next(
        (unit, factor) for least, unit, factor in SCALES if round(size, 0 if size >= FEW else 1) >= least
    )
    amount = size * factor
    digits = 1 if unit == "trillion" or (unit == "billion" and amount < FEW) else 0
    sign = "-" if value_bn < 0 and round(amount, digits) > 0 else ""
    return sign + say(f"number.{unit}", lang=lang, number=number(amount, digits, lang))


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """All texts of a language by dotted key."""
    if lang not in LANGUAGES:
        raise TextError(f"no language {lang!r}; known: {', '.join(LANGUAGES)}")
    file = resources.files("simulasi.text").joinpath(f"{lang}.toml")
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def fields_of(text: str) -> set[str]:
    """Names of the fields that a text needs.

    >>> sorted(fields_of("{asal} ke {tujuan}"))
    ['asal', 'tujuan']
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _flat(table: Mapping[str, object], above: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)
