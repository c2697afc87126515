"""The register of sources: where every number comes from, and which tables there are."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simulasi.errors import Fault, TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

REGISTER = "sources.toml"
TABLES = "tables"
LICENCES = "LICENSES.md"
FACT_COLUMNS = ("source_id", "confidence", "note")
CONFIDENCES = (
    "published-exact",
    "published-rounded",
    "secondary",
    "derived",
    "estimated",
    "calibrated",
    "assumption",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who published something, under which title and when; ``address`` only if it is the publisher's own."""

    id: str
    title: str
    publisher: str
    date: str
    licence: str
    retrieved: str
    method: str
    address: str


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of the register.

    ``keys`` are the columns that name a fact, ``numbers`` the columns read as numbers;
    every other column is text, codes above all.
    """

    name: str
    file: str
    sha256: str
    title: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    unit: str
    licence: str


@dataclass(frozen=True)
class Register:
    """Sources by id, and the tables in the order of the file."""

    sources: Mapping[str, Source]
    tables: tuple[TableEntry, ...]


def load_register(path: Path) -> Register:
    """Read the register; every fault of the file is reported at once.

    >>> from simulasi.data.load_tables import SHIPPED
    >>> load_register(SHIPPED / REGISTER).sources["bappeda-kaltim-2014"].date
    '2014-02-06'
    """
    try:
        text = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TableError([Fault("register_missing", file=path.name)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError([Fault("register_malformed", file=path.name, fields={"reason": str(error)})]) from None
    faults = [*_faults_in(text, path.name, "source", "id"), *_faults_in(text, path.name, "table", "name")]
    if faults:
        raise TableError(faults)
    sources = (Source(**{"address": "", **row}) for row in text.get("source", []))
    return Register(
        MappingProxyType({source.id: source for source in sources}),
        tuple(_table_entry(row) for row in text.get("table", [])),
    )


def register_hashes(folder: Path) -> tuple[str, ...]:
    """Renew the hash of every table in the register of ``folder``; return the names of the tables that changed.

    ``folder`` holds the register and the folder of tables. A table that is missing keeps its hash.
    """
    path = folder / REGISTER
    text = path.read_text(encoding="utf-8")
    changed = []
    for entry in load_register(path).tables:
        table = folder / TABLES / entry.file
        if table.exists() and (found := hash_of(table)) != entry.sha256:
            text = _with_hash(text, entry.file, found)
            changed.append(entry.name)
    path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(changed)


def draft_entry(path: Path, *, title: str, unit: str, keys: Iterable[str], numbers: Iterable[str]) -> str:
    """Write the row of the register for a new table; to be pasted at its end.

    keys    : columns that name a fact
    numbers : columns that are read as numbers
    """
    columns = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    words = {"name": path.stem, "file": path.name, "sha256": hash_of(path), "title": title}
    lists = {"columns": columns, "keys": list(keys), "numbers": list(numbers)}
    rest = {"unit": unit, "licence": "Apache-2.0 for the arrangement; figures as their sources"}
    return "\n".join(
        ["[[table]]", *(f"{key} = {json.dumps(value)}" for key, value in {**words, **lists, **rest}.items())]
    )


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    return sha256(path.read_bytes()).hexdigest()


def licences_text(register: Register) -> str:
    """Write the page on licences: every source with its publisher, under its licence.

    >>> source = Source("a", "Tabel", "BPS", "2020", "free", "2026", "", "")
    >>> print(licences_text(Register({"a": source}, ())).splitlines()[-1])
    - **a**: BPS (2020), *Tabel*.
    """
    lines = [
        "# Licences of the data",
        "",
        "Made from `sources.toml`; do not edit. Facts and figures are cited with their publisher, title and date.",
        "The tables as arranged here are under Apache-2.0; the figures stay their publishers'.",
    ]
    for licence in sorted({source.licence for source in register.sources.values()}):
        lines += ["", f"## {licence[0].upper()}{licence[1:]}", ""]
        lines += [_licence_line(source) for source in _sources_under(register, licence)]
    return "\n".join(lines) + "\n"


def _sources_under(register: Register, licence: str) -> list[Source]:
    """Return the sources under one licence, in order of their ids."""
    return sorted((s for s in register.sources.values() if s.licence == licence), key=lambda source: source.id)


def _licence_line(source: Source) -> str:
    """Write one source as a line of the page on licences."""
    date = f" ({source.date})" if source.date else ""
    address = f" <{source.address}>" if source.address else ""
    return f"- **{source.id}**: {source.publisher}{date}, *{source.title}*.{address}"


def _with_hash(text: str, file: str, found: str) -> str:
    """Return the text of the register with another hash after the line of ``file``."""
    pattern = re.compile(rf'(^file = "{re.escape(file)}"\nsha256 = ")[0-9a-f]*(")', re.MULTILINE)
    return pattern.sub(rf"\g<1>{found}\g<2>", text)


def _table_entry(row: Mapping[str, Any]) -> TableEntry:
    """Make a table entry of its row in the register."""
    lists = {key: tuple(row[key]) for key in ("columns", "keys", "numbers")}
    return TableEntry(**{**row, **lists})


def _faults_in(text: Mapping[str, Any], file: str, kind: str, name: str) -> list[Fault]:
    """Return what is wrong with the rows of one kind: a key missing, a key unknown, a name used twice."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, row in enumerate(text.get(kind, [])):
        here = f"{kind}[{number}]"
        faults += _key_faults(row, file=file, here=here, kind=kind)
        if row.get(name) in seen:
            faults.append(Fault("register_name_twice", file=file, key=here, value=row[name]))
        seen.add(row.get(name, ""))
    return faults


def _key_faults(row: Mapping[str, Any], *, file: str, here: str, kind: str) -> Iterable[Fault]:
    """Yield a fault for every key of a row that is missing or unknown."""
    known = set(Source.__slots__ if kind == "source" else TableEntry.__slots__)
    for key in sorted(known - set(row) - {"address"}):
        yield Fault("register_key_missing", file=file, key=f"{here}.{key}")
    for key in sorted(set(row) - known):
        yield Fault("register_key_unknown", file=file, key=f"{here}.{key}")
