"""On which line of a scenario file each key stands; the reader of TOML does not tell."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""' "|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'|#[^\n]*|\n|[\[\]{}]", re.DOTALL
)
"""What can hide the end of a statement: texts and comments; and what can open, close or end one."""
OPENING, CLOSING = "[{", "]}"
HEADER = re.compile(r"\s*(\[\[?[^\n#]*?\]\]?)\s*(?:#[^\n]*)?$")
KEY = re.compile(r"""\s*((?:"[^"\n]*"|'[^'\n]*'|[^=\s"'#])(?:"[^"\n]*"|'[^'\n]*'|[^="'#\n])*)=""")


DEEPEST = 20
"""Steps of a key with points (``expects.trip = ...``) of which each is told a line."""


class _Statement(NamedTuple):
    line: int
    text: str


def lines_of(text: str) -> dict[str, int]:
    r"""Line of every key of a TOML text, by the key as faults write it.

    >>> lines_of('title = "Jalan"\n\n[[intervention]]\nid = "a"\n[change.b]\nopens = 2027-01-01')
    {'title': 1, 'intervention[0]': 3, 'intervention[0].id': 4, 'change': 5, 'change.b': 5, 'change.b.opens': 6}
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    above = ""
    for statement in _statements(text):
        if header := HEADER.match(statement.text):
            tables = _tables(header[1], counts)
            above = tables[-1]
            for name in tables:
                found.setdefault(name, statement.line)
        elif key := KEY.match(statement.text):
            steps = _path(f"{key[1]} = 0")
            for count in range(len(steps[:DEEPEST])):
                name = ".".join(steps[: count + 1])
                found.setdefault(f"{above}.{name}" if above else name, statement.line)
    found.pop("", None)
    return found


def nearest_place(key: str, places: Mapping[str, str]) -> str:
    """Return where a key stands, of a list of tables the first, or else what holds it.

    >>> nearest_place("intervention[0].between[1]", {"intervention[0]": "3", "intervention[0].between": "5"})
    '5'
    """
    if f"{key}[0]" in places:
        return places[f"{key}[0]"]
    while key and key not in places:
        cut = max(key.rfind("."), key.rfind("["))
        key = key[: max(cut, 0)]
    return places.get(key, "")


def _statements(text: str) -> Iterator[_Statement]:
    """Cut a text where a line ends outside of all brackets."""
    depth = start = 0
    line = first = 1
    for token in TOKEN.finditer(text):
        word = token[0]
        line += word.count("\n")
        if word in OPENING:
            depth += 1
        elif word in CLOSING:
            depth = max(depth - 1, 0)
        elif word == "\n" and depth == 0:
            yield _Statement(first, text[start : token.start()])
            start, first = token.end(), line
    yield _Statement(first, text[start:])


def _tables(header: str, counts: dict[str, int]) -> list[str]:
    """Return the keys of a table and of those around it, innermost last; of an array of tables, the last one so far."""
    keys, known, found = _path(header), "", [""]
    is_array = header.startswith("[[")
    for place, key in enumerate(keys):
        known = f"{known}.{key}" if known else key
        if is_array and place == len(keys) - 1:
            counts[known] = counts.get(known, -1) + 1
        if known in counts:
            known = f"{known}[{counts[known]}]"
        found.append(known)
    return found


def _path(statement: str) -> list[str]:
    """Return the keys of a statement from the outermost to the innermost, as TOML reads them; of a wrong one none."""
    try:
        inner: object = tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return []
    keys = []
    while isinstance(inner, dict | list) and inner:
        if isinstance(inner, list):
            inner = inner[0]
            continue
        key, inner = next(iter(inner.items()))
        keys.append(key)
    return keys
