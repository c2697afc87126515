"""From scenario files to one composition: who extends, includes, changes and removes what.

The five rules, in the order in which a file is put together:

1. the parent that it ``extends`` comes first, with settings and interventions;
2. ``include`` adds the interventions of other files, which may not set, change or remove anything;
3. ``remove`` takes interventions out; then its own come in; an ``id`` comes once;
4. ``[change.<id>]`` sets fields of a named intervention;
5. ``[settings]`` win over the parent's.

``a+b`` is a file without a line of its own that extends ``a`` and includes ``b``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulasi.errors import Fault, nearest
from simulasi.scenario.composition import Composition, Origin, Piece
from simulasi.scenario.find import Written, find_scenario, is_within, list_scenarios, read_document
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.schema import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FIXED_KEYS = ("id", "kind")


@dataclass(frozen=True)
class _Asked:
    """A name that someone asked for: the file and key where it stands, and the files read on the way."""

    name: str
    file: str = ""
    key: str = ""
    beside: Path | None = None
    chain: tuple[Path, ...] = ()

    @property
    def path(self) -> Path | None:
        return find_scenario(self.name, beside=self.beside)


def compose(name: str) -> Composition:
    """Read a scenario and all files that it rests on; faults are collected, not raised.

    name : a name, a path that ends with ``.toml``, or several joined by ``+``
    """
    if "+" not in name or find_scenario(name):
        return _composed(_Asked(name))
    first, *others = name.split("+")
    titles = [_composed(_Asked(part)) for part in (first, *others)]
    document = Document(
        title=" + ".join(part.title for part in titles),
        summary=" ".join(part.summary for part in titles if part.summary),
        extends=first,
        include=tuple(others),
    )
    return _put_together(Written(document, name, ""), None, ())


def _composed(asked: _Asked) -> Composition:
    path = _found(asked)
    if isinstance(path, Composition):
        return path
    return _put_together(read_document(path), path.parent, (*asked.chain, path.resolve()))


def _found(asked: _Asked) -> Path | Composition:
    """Find a file; or return the fault of a name that leads nowhere, in a circle or out of the folder of its file."""
    path = asked.path
    if path is None:
        return _unfound(asked)
    if path.resolve() in asked.chain:
        return _circle(asked, path)
    if asked.beside is not None and not is_within(path, asked.beside):
        fault = Fault("outside_folder", asked.file, asked.key, asked.name, {"folder": str(asked.beside)})
        return Composition(asked.name, title=asked.name, faults=(fault,), is_whole=False)
    return path


def _unfound(asked: _Asked) -> Composition:
    known = list_scenarios()
    fields = {"nearest": nearest(asked.name, known), "known": ", ".join(known)}
    fault = Fault("no_such_scenario", asked.file, asked.key, asked.name, fields)
    return Composition(asked.name, title=asked.name, faults=(fault,), is_whole=False)


def _circle(asked: _Asked, path: Path) -> Composition:
    circle = [*asked.chain[asked.chain.index(path.resolve()) :], path]
    fields = {"circle": " -> ".join(step.stem for step in circle)}
    fault = Fault("circle", asked.file, asked.key, asked.name, fields)
    return Composition(asked.name, title=asked.name, faults=(fault,), is_whole=False)


def _put_together(written: Written, folder: Path | None, chain: tuple[Path, ...]) -> Composition:
    """Apply the five rules to one document; ``chain`` ends with its own file."""
    document = written.document
    asked = {
        key: _Asked(name, written.file, key if written.file else "", folder, chain)
        for key, name in _references(document)
    }
    parent = _composed(asked.pop("extends")) if document.extends else Composition()
    included = [_included(part, parent) for part in asked.values()]
    is_whole = written.is_whole and parent.is_whole and all(part.is_whole for part in included)
    below = Composition(
        written.name,
        written.file,
        document.title,
        document.summary,
        {**parent.settings, **_own_settings(written)},
        parent.pieces,
        expects=document.expects_effect,
        promises=written.promises,
        lineage=(*chain[-1:], *parent.lineage),
        faults=(*written.faults, *parent.faults, *(fault for part in included for fault in part.faults)),
        is_whole=is_whole,
    )
    return _changed(_extended(below, included, written), written)


def _references(document: Document) -> Iterable[tuple[str, str]]:
    if document.extends:
        yield "extends", document.extends
    yield from ((f"include[{index}]", name) for index, name in enumerate(document.include))


def _own_settings(written: Written) -> dict[str, tuple[object, Origin]]:
    settings = written.document.settings
    return {
        name: (getattr(settings, name), Origin(written.name, written.file, f"settings.{name}"))
        for name in settings.model_fields_set
    }


def _included(asked: _Asked, parent: Composition) -> Composition:
    """Read a file for its interventions only: all else that it says is a fault."""
    path = _found(asked)
    if isinstance(path, Composition):
        return path
    written = read_document(path)
    chain = (*asked.chain, path.resolve())
    parts = [
        _included(_Asked(name, written.file, f"include[{index}]", path.parent, chain), parent)
        for index, name in enumerate(written.document.include)
    ]
    faults = (
        *written.faults,
        *_include_faults(asked, written, path.parent, parent),
        *(fault for part in parts for fault in part.faults),
    )
    is_whole = written.is_whole and all(part.is_whole for part in parts)
    below = Composition(written.name, written.file, faults=faults, is_whole=is_whole)
    adding = replace(written, document=written.document.model_copy(update={"remove": ()}))
    return _extended(below, parts, adding)


def _include_faults(asked: _Asked, written: Written, folder: Path, parent: Composition) -> Iterable[Fault]:
    document = written.document
    if "settings" in document.model_fields_set:
        yield Fault("include_has_settings", asked.file, asked.key, asked.name)
    if document.change or document.remove:
        yield Fault("include_has_changes", asked.file, asked.key, asked.name)
    above = find_scenario(document.extends, beside=folder) if document.extends else None
    is_related = above is not None and above.resolve() in parent.lineage
    if parent.is_whole and written.is_whole and not is_related:
        fields = {"parent": document.extends or "-", "allowed": ", ".join(file.stem for file in parent.lineage)}
        yield Fault("include_foreign_parent", asked.file, asked.key, asked.name, fields)


def _extended(below: Composition, parts: Iterable[Composition], written: Written) -> Composition:
    """Add the interventions of included documents, take out what is removed, add the document's own."""
    document, faults = written.document, list(below.faults)
    pieces = dict(below.pieces)
    added: dict[str, Piece] = {}
    for part in parts:
        faults += _add(part.added, pieces)
        added |= part.added
    for index, id_ in enumerate(document.remove):
        if pieces.pop(id_, None) is None and below.is_whole:
            faults.append(_unknown("remove_unknown_id", written, f"remove[{index}]", id_, pieces))
    own, doubled = _own_pieces(written)
    faults += [*doubled, *_add(own, pieces)]
    return replace(below, pieces=pieces, added=added | own, faults=tuple(faults))


def _own_pieces(written: Written) -> tuple[dict[str, Piece], list[Fault]]:
    own: dict[str, Piece] = {}
    faults: list[Fault] = []
    for index, fields in enumerate(written.document.intervention):
        key = f"intervention[{index}]"
        id_ = fields.get("id")
        piece = Piece(fields, Origin(written.name, written.file, key))
        faults += _add({id_ if isinstance(id_, str) else key: piece}, own)
    return own, faults


def _add(new: Mapping[str, Piece], pieces: dict[str, Piece]) -> list[Fault]:
    """Add pieces to others; the same piece of the same file may come twice, an id may not."""
    faults = []
    for id_, piece in new.items():
        there = pieces.setdefault(id_, piece)
        if there.origin != piece.origin:
            faults.append(
                Fault("duplicate_id", piece.origin.file, f"{piece.origin.key}.id", id_, {"other": there.origin.file})
            )
    return faults


def _changed(below: Composition, written: Written) -> Composition:
    pieces, faults = dict(below.pieces), list(below.faults)
    for id_, values in written.document.change.items():
        if id_ in pieces:
            pieces[id_], wrong = _changed_piece(pieces[id_], id_, values, written)
            faults += wrong
        elif below.is_whole:
            faults.append(_unknown("change_unknown_id", written, f"change.{id_}", id_, pieces))
    return replace(below, pieces=pieces, faults=tuple(faults))


def _changed_piece(piece: Piece, id_: str, values: Mapping[str, object], written: Written) -> tuple[Piece, list[Fault]]:
    kind = KINDS.get(str(piece.fields.get("kind")))
    known = [name for name in (kind.file_keys() if kind else values) if name not in FIXED_KEYS]
    faults = [
        _unknown("change_unknown_key", written, f"change.{id_}.{name}", name, known)
        for name in values
        if name not in known
    ]
    sound = {name: value for name, value in values.items() if name in known}
    origin = Origin(written.name, written.file, f"change.{id_}")
    changed = replace(
        piece, fields={**piece.fields, **sound}, changes={**piece.changes, **dict.fromkeys(sound, origin)}
    )
    return changed, faults


def _unknown(code: str, written: Written, key: str, value: str, known: Iterable[str]) -> Fault:
    words = sorted(known)
    return Fault(code, written.file, key, value, {"nearest": nearest(value, words), "known": ", ".join(words)})
