"""From the tables on disk to frames in memory: nothing is read that the register does not vouch for."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from simulasi.data.sources import (
    CONFIDENCES,
    REGISTER,
    TABLES,
    Register,
    TableEntry,
    load_register,
)
from simulasi.errors import Fault, TableError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class Tables:
    """Tables by name, as frames; ``digest`` is the fingerprint of all of the register together.

    ``folder`` holds the register and the folder of tables.
    """

    folder: Path
    frames: Mapping[str, pd.DataFrame]
    digest: str
    register: Register

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a copy of a table, so that nobody changes it for the others."""
        return self.frames[name].copy()


def load_tables(folder: Path | None = None, *names: str) -> Tables:
    """Read the tables of the register; all faults of all tables are reported at once.

    folder : holds the register and the folder of tables; without it the tables shipped with the package
    names  : the tables that are wanted, every one when left out; the files of the others are held to their hashes only

    >>> tables = load_tables()
    >>> tables["regions"].loc[1, ["id", "bps_code", "kemendagri_code"]].tolist()
    ['kubar', '6402', '64.07']
    """
    folder = folder or SHIPPED
    register = shipped_register() if folder == SHIPPED else load_register(folder / REGISTER)
    faults = list(_unregistered(folder / TABLES, register))
    frames: dict[str, pd.DataFrame] = {}
    hashes: dict[str, str] = {}
    for entry in register.tables:
        path = folder / TABLES / entry.file
        if not path.exists():
            faults.append(Fault("table_missing", file=entry.file))
            continue
        content = path.read_bytes()
        hashes[entry.file] = sha256(content).hexdigest()
        faults += _altered(entry, found=hashes[entry.file])
        if not names or entry.name in names:
            frames[entry.name] = _as_text(content)
            faults += _faults_of(frames[entry.name], entry, register)
    if faults:
        raise TableError(faults)
    typed = {entry.name: _with_numbers(frames[entry.name], entry) for entry in register.tables if entry.name in frames}
    return Tables(folder, MappingProxyType(typed), digest_of(hashes), register)


@cache
def shipped_tables(*names: str) -> Tables:
    """Return the tables of the package, or those that are named, read once; nobody may change them."""
    return load_tables(None, *names)


@cache
def shipped_register() -> Register:
    """Return the register of the package without its tables, read once."""
    return load_register(SHIPPED / REGISTER)


def digest_of(hashes: Mapping[str, str]) -> str:
    """Return one fingerprint of many files, whatever their order.

    >>> digest_of({"a.csv": "01", "b.csv": "02"}) == digest_of({"b.csv": "02", "a.csv": "01"})
    True
    """
    lines = "".join(f"{file} {hashes[file]}\n" for file in sorted(hashes))
    return blake2b(lines.encode(), digest_size=16).hexdigest()


def _as_text(content: bytes) -> pd.DataFrame:
    """Read a table with every cell as text; an empty cell is an empty text."""
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")


def _with_numbers(frame: pd.DataFrame, entry: TableEntry) -> pd.DataFrame:
    """Turn the number columns of a checked table into numbers; an empty cell becomes NaN."""
    return frame.assign(**{column: pd.to_numeric(frame[column].replace("", None)) for column in entry.numbers})


def _unregistered(folder: Path, register: Register) -> Iterator[Fault]:
    """Yield a fault for every table on disk that has no row in the register."""
    known = {entry.file for entry in register.tables}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield Fault("table_unregistered", file=path.name)


def _altered(entry: TableEntry, *, found: str) -> Iterator[Fault]:
    """Yield a fault for a table whose hash is not the one of the register."""
    if found != entry.sha256:
        yield Fault("table_altered", file=entry.file, fields={"expected": entry.sha256[:12], "found": found[:12]})


def _faults_of(frame: pd.DataFrame, entry: TableEntry, register: Register) -> Iterator[Fault]:
    """Yield everything that is wrong with the cells of one table."""
    for column in entry.columns:
        if column not in frame.columns:
            yield Fault("table_column_missing", file=entry.file, key=column)
    yield from _unknown_words(frame, entry, "source_id", known=tuple(register.sources), code="source_unknown")
    yield from _unknown_words(frame, entry, "confidence", known=CONFIDENCES, code="confidence_unknown")
    for column in entry.numbers:
        yield from _malformed_numbers(frame, entry, column)


def _unknown_words(
    frame: pd.DataFrame, entry: TableEntry, column: str, *, known: tuple[str, ...], code: str
) -> Iterator[Fault]:
    """Yield a fault for every word of a column that is not known, with the line where it first stands."""
    if column not in frame.columns:
        return
    unknown = frame.loc[~frame[column].isin(known), column].drop_duplicates()
    for row, word in unknown.items():
        yield Fault(
            code, file=entry.file, key=_line(row), value=str(word), fields={"nearest": nearest(str(word), known)}
        )


def _malformed_numbers(frame: pd.DataFrame, entry: TableEntry, column: str) -> Iterator[Fault]:
    """Yield a fault for every cell of a number column that is neither empty nor a number."""
    if column not in frame.columns:
        return
    cells = frame[column]
    wrong = cells[(cells != "") & pd.to_numeric(cells, errors="coerce").isna()]
    for row, cell in wrong.items():
        yield Fault("number_malformed", file=entry.file, key=f"{column}, {_line(row)}", value=str(cell))


def _line(row: object) -> str:
    """Say on which line of the file a row stands."""
    return f"line {int(str(row)) + 2}"
