"""What several scenario files say together, and which of them said it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulasi.world.month import Month

if TYPE_CHECKING:
    from pathlib import Path

    from simulasi.errors import Fault
    from simulasi.scenario.schema import ExpectedEffect


@dataclass(frozen=True)
class Origin:
    """Where something was written: the document, its file, and the key in that file."""

    document: str
    file: str
    key: str


@dataclass(frozen=True)
class Piece:
    """An intervention as written, where it stands, and where fields were changed."""

    fields: Mapping[str, object]
    origin: Origin
    changes: Mapping[str, Origin] = field(default_factory=dict)

    def origin_of(self, name: str) -> Origin:
        """Where a field was set last."""
        return self.changes.get(name, self.origin)


@dataclass(frozen=True)
class Composition:
    """What several files say together.

    file     : the file as faults name it; empty for a sum of names
    settings : value and origin by name
    pieces   : interventions by id
    added    : those that the file itself brings, by ``include`` or as its own
    expects  : what the file itself promises
    promises : the same as it stands there, right or wrong
    lineage  : the files of the document and its ancestors, parent after child
    is_whole : whether every file could be read
    """

    name: str = ""
    file: str = ""
    title: str = ""
    summary: str = ""
    settings: Mapping[str, tuple[object, Origin]] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    added: Mapping[str, Piece] = field(default_factory=dict)
    expects: tuple[ExpectedEffect, ...] = ()
    promises: tuple[object, ...] = ()
    lineage: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True

    @property
    def trail(self) -> dict[str, str]:
        """The document that set each key, by dotted key, in order of the keys."""
        settings = {f"settings.{name}": origin.document for name, (_, origin) in self.settings.items()}
        fields = {
            f"{id_}.{name}": piece.origin_of(name).document
            for id_, piece in self.pieces.items()
            for name in piece.fields
        }
        return dict(sorted((settings | fields).items()))

    def resolved(self) -> dict[str, Any]:
        """Return the whole scenario as plain values: what one file would have to say."""
        return {
            "title": self.title,
            "summary": self.summary,
            "settings": {name: _plain(self.settings[name][0]) for name in sorted(self.settings)},
            "interventions": {id_: _plain(dict(self.pieces[id_].fields)) for id_ in sorted(self.pieces)},
        }


def _plain(value: object) -> object:
    if isinstance(value, Month):
        return f"{value}-01"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
