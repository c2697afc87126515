"""The cells of a table: what may stand in each kind of them, how they are read and how they are written."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from simulasi.world.cargo import FREIGHT_CLASSES, TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, MODES, OPEN, PLANNED, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
WORDS = {
    "flag": ("0", "1"),
    "cargo": (*FREIGHT_CLASSES, "own_terminal", "none"),
    "class": TRAFFIC_CLASSES,
    "mode": MODES,
    "side": SIDES,
    "state": (OPEN, CLOSED, PLANNED),
}
LISTS = {"classes": TRAFFIC_CLASSES, "modes": MODES}
"""Words of which several may stand in a cell, parted by a space."""
TINY = math.ulp(0.0)
BOUNDS = {
    "number": (0.0, math.inf),
    "positive": (TINY, math.inf),
    "degrees": (-180.0, math.inf),
    "share": (0.0, 1.0),
    "number or none": (0.0, math.inf),
    "positive or none": (TINY, math.inf),
    "limit": (TINY, math.inf),
}
"""Smallest and largest number by kind; a positive one may be as small as numbers get."""
MAY_BE_EMPTY = frozenset({"degrees", "number or none", "positive or none", "limit"})
"""Kinds of numbers that may be missing; a limit is then infinite."""
PATTERNS = {"month": re.compile(rf"|{MONTH.pattern}"), "count": re.compile(r"\d+")}
"""What a month, which may be missing, and a whole number look like."""


def month_of(text: str) -> Month | None:
    """Read a month; an empty cell is None. ValueError for anything else.

    >>> month_of("2024-08"), month_of("")
    (Month(year=2024, month=8), None)
    """
    if not text:
        return None
    found = MONTH.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Month(int(found[1]), int(found[2]))


def classes_of(text: str) -> frozenset[str] | None:
    """Read classes of traffic parted by a space; an empty cell is None, that is all of them.

    >>> sorted(classes_of("people container") or ()), classes_of("")
    (['container', 'people'], None)
    """
    return frozenset(text.split()) or None


def read(text: str, kind: str) -> Any:  # noqa: ANN401 - a text, a number, a flag or nothing
    """Read a checked cell of a kind; a kind that is not known is text.

    >>> read("1", "flag"), read("", "limit"), read("", "degrees"), read("4.5", "positive")
    (True, inf, None, 4.5)
    """
    reader = READERS.get(kind)
    return text if reader is None else reader(text)


def written(value: Any, kind: str) -> Any:  # noqa: ANN401 - a text, a number, a flag or nothing
    """Write a value as its cell; what has no limit is empty.

    >>> written(frozenset({"people", "container"}), "classes"), written(math.inf, "limit")
    ('container people', None)
    """
    if kind in LISTS:
        return " ".join(sorted(value or ()))
    if kind == "month":
        return "" if value is None else str(value)
    return None if kind == "limit" and math.isinf(value) else value


def _number_or_none(text: str) -> float | None:
    return float(text) if text else None


READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(BOUNDS, _number_or_none),
    "limit": lambda text: float(text) if text else math.inf,
    "count": int,
    "flag": lambda text: text == "1",
    "month": month_of,
    "classes": classes_of,
    "modes": lambda text: frozenset(text.split()),
}
"""How the cell of a kind is read; any other is a text."""
