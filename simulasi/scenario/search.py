"""Search in the scenarios that can be asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.errors import Fault, ScenarioError, nearest
from simulasi.scenario.find import find_scenario, list_scenarios, read_document
from simulasi.scenario.interventions.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulasi.scenario.schema import Document


def search_scenarios(words: Iterable[str], *, kind: str | None = None) -> list[tuple[str, str]]:
    """Name and title of the scenarios whose own file holds all ``words``, in any case, and an intervention of a kind.

    Raises ScenarioError when there is no such kind. A file that is wrong is listed by its name.

    >>> [name for name, _ in search_scenarios(["Kubar", "tembus"])]
    ['jalan-kukar-kubar']
    """
    if kind is not None and kind not in KINDS:
        fields = {"nearest": nearest(kind, KINDS), "known": ", ".join(KINDS)}
        raise ScenarioError([Fault("unknown_kind", key="--kind", value=kind, fields=fields)])
    wanted = [word.lower() for word in words]
    found = []
    for name in list_scenarios():
        path = find_scenario(name)
        document = read_document(path).document if path else None
        if document and _has_kind(document, kind) and _holds(name, document, wanted):
            found.append((name, document.title))
    return found


def _has_kind(document: Document, kind: str | None) -> bool:
    return kind is None or any(item.get("kind") == kind for item in document.intervention)


def _holds(name: str, document: Document, wanted: Iterable[str]) -> bool:
    text = " ".join([name, document.title, document.summary, *_texts(list(document.intervention))]).lower()
    return all(word in text for word in wanted)


def _texts(value: object) -> Iterator[str]:
    """All keys and texts inside a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)
