"""Where scenario files are, and what stands in one of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulasi.errors import Fault, ScenarioError, nearest
from simulasi.scenario.faults import faults_of, key_of, shown
from simulasi.scenario.lines import lines_of, nearest_place
from simulasi.scenario.schema import Document
from simulasi.scenario.workbook import ENDING as OF_WORKBOOK
from simulasi.scenario.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from simulasi.scenario.faults import Location

ENDING = ".toml"
OWN = Path("scenarios")
SHIPPED = Path(__file__).parents[1] / "shipped" / "scenarios"
PROJECT = Path(__file__).parents[2] / "scenarios"
MOST_BYTES = 1_000_000
MOST_ENTRIES = 1_000
MOST_LEVELS = 20
"""A file that is larger, or has more in one list or table, or more of them inside each other, is no scenario that
anyone wrote; it is refused before it costs time."""
LOSES_INTERVENTIONS = frozenset({"extends", "include", "intervention"})


@dataclass(frozen=True)
class Written:
    """A document and where it was written.

    name     : what the trail and titles call it
    file     : the file as faults name it
    faults   : what is wrong with the document as such
    is_whole : whether all its interventions could be read
    promises : what it promises as it stands there, right or wrong
    """

    document: Document
    name: str
    file: str
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True
    promises: tuple[object, ...] = ()


def find_scenario(name: str, *, beside: Path | None = None) -> Path | None:
    """Find the file of a scenario: a path, a neighbour, ``./scenarios``, then the shipped files.

    beside : folder of the file that names it; None for a name from the command line
    """
    folder = beside or Path()
    places = [folder / name] if name.endswith((ENDING, OF_WORKBOOK)) else []
    places += [beside / f"{name}{ENDING}"] if beside else []
    places += [home / f"{name}{ENDING}" for home in _homes()]
    return next((place for place in places if place.is_file()), None)


def is_within(path: Path, folder: Path) -> bool:
    """Tell whether a file lies in a folder or below it, or among the scenarios that can be asked for by name."""
    return any(path.resolve().is_relative_to(home.resolve()) for home in (folder, *_homes()))


def list_scenarios() -> tuple[str, ...]:
    """Names of all scenarios that can be asked for by name alone."""
    return tuple(sorted({file.stem for home in _homes() for file in home.glob(f"*{ENDING}")}))


def _homes() -> tuple[Path, Path]:
    return OWN, SHIPPED if SHIPPED.is_dir() else PROJECT


def read_document(path: Path) -> Written:
    """Read one scenario file; what is wrong with it stands in the answer."""
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            return _unread(path, Fault("too_large", str(path), value=str(size), fields={"most": str(MOST_BYTES)}))
        raw = _raw(path)
    except (OSError, UnicodeDecodeError):
        return _unread(path, Fault("unreadable", str(path)))
    except tomllib.TOMLDecodeError as error:
        line = faulty_line(error, path)
        return _unread(
            path, Fault("toml_syntax", str(path), value=_line_text(path, line), fields={"line": line}, at=line)
        )
    except RecursionError:
        return _unread(path, Fault("too_deep", str(path)))
    if fault := _unwieldy(raw, str(path)):
        return _unread(path, fault)
    return _validated(raw, path)


def _unwieldy(raw: Mapping[str, Any], file: str) -> Fault | None:
    """Return the fault of a list or table with too many entries, or too deep inside others."""
    parts: list[tuple[Location, Any]] = [((), raw)]
    while parts:
        above, part = parts.pop()
        if len(part) > MOST_ENTRIES:
            return Fault("too_many", file, key_of(above), str(len(part)), {"most": str(MOST_ENTRIES)})
        if len(above) > MOST_LEVELS:
            return Fault("too_deep", file, key_of(above))
        inner = part.items() if isinstance(part, dict) else enumerate(part)
        parts += [((*above, step), value) for step, value in inner if isinstance(value, dict | list)]
    return None


def written_document(name: str) -> dict[str, Any]:
    """Return what the own file of a scenario says, key by key; ScenarioError when there is none or it is wrong.

    >>> written_document("jalan-kukar-kubar")["extends"]
    'dasar'
    """
    path = find_scenario(name)
    if path is None:
        known = list_scenarios()
        fields = {"nearest": nearest(name, known), "known": ", ".join(known)}
        raise ScenarioError([Fault("no_such_scenario", value=name, fields=fields)])
    written = read_document(path)
    if written.faults:
        raise ScenarioError(located(written.faults))
    return _raw(path)


def _raw(path: Path) -> dict[str, Any]:
    if path.suffix == OF_WORKBOOK:
        return read_workbook(path).document
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _unread(path: Path, fault: Fault) -> Written:
    return Written(Document(title=path.stem), path.stem, str(path), (fault,), is_whole=False)


def faulty_line(error: tomllib.TOMLDecodeError, path: Path) -> str:
    """Return the number of the line near which a TOML file is wrong: of an unfinished one, its last."""
    found = re.search(r"line (\d+)", str(error))
    return found[1] if found else str(path.read_text(encoding="utf-8").rstrip().count("\n") + 1)


def _line_text(path: Path, line: str) -> str:
    """Return a line as it stands in a file."""
    return shown(path.read_text(encoding="utf-8").split("\n")[int(line) - 1])


def _validated(raw: Mapping[str, Any], path: Path) -> Written:
    """Validate a document; what is wrong is left out, so that the rest can be checked too."""
    said = raw.get("expects_effect")
    promises = tuple(said) if isinstance(said, list) else ()
    try:
        return Written(Document.model_validate(raw), path.stem, str(path), promises=promises)
    except ValidationError as error:
        faults = faults_of(error, Document, lambda location: (str(path), key_of(location)))
        wrong = [detail["loc"] for detail in error.errors()]
    sound = dict(raw)
    for location in wrong:
        sound = _left_out(sound, location)
    document = Document.model_validate({"title": path.stem, **sound})
    is_whole = LOSES_INTERVENTIONS.isdisjoint(location[0] for location in wrong)
    return Written(document, path.stem, str(path), tuple(faults), is_whole, promises)


def _left_out(table: Mapping[str, Any], location: Location) -> dict[str, Any]:
    head, *rest = location
    inner = table.get(str(head))
    if rest and isinstance(inner, dict):
        return {**table, str(head): _left_out(inner, tuple(rest))}
    return {key: value for key, value in table.items() if key != head}


def located(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Tell of each fault the line of its file, where it has one; a file that could not be read is not read again."""
    places = cache(lambda file: places_in(Path(file)))
    for fault in faults:
        yield replace(fault, at=nearest_place(fault.key, places(fault.file))) if fault.file and fault.key else fault


def places_in(path: Path) -> dict[str, str]:
    """Lines of the keys of a scenario file, or cells of a workbook; of one that cannot be read, none."""
    try:
        if path.suffix == OF_WORKBOOK:
            return read_workbook(path).places
        return {key: str(line) for key, line in lines_of(path.read_text(encoding="utf-8")).items()}
    except (OSError, UnicodeDecodeError):
        return {}
