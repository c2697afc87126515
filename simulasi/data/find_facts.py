"""Where does this number come from? Finds any number of the tables by its name."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulasi.data.choose_links import network_notes
from simulasi.data.sources import FACT_COLUMNS, Source, TableEntry
from simulasi.errors import Fault, TableError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from simulasi.data.link_notes import LinkNote
    from simulasi.data.load_tables import Tables

UNITS = {
    "bn_rp": "billion rupiah",
    "million_rp": "million rupiah",
    "million_rp_per_t": "million rupiah per tonne",
    "km2": "km2",
    "km": "km",
    "time_h": "hours",
    "time_back_h": "hours",
    "pcu_h": "passenger car units an hour",
    "t_month": "tonnes a month",
    "rp_t": "rupiah a tonne",
    "storage_t": "tonnes",
    "km_h": "km/h",
    "pct": "percent",
    "persons": "persons",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One number with what is known of it; ``alternatives`` are the other values of the same name."""

    name: str
    value: str
    unit: str
    year: str
    source: Source
    confidence: str
    note: str
    alternatives: tuple[str, ...] = ()


def find_facts(name: str, tables: Tables) -> list[Fact]:
    """Find every number of that name: a table, then its keys in order, as many of them as wanted.

    ``link.<id>.<quantity>`` answers with the number that the network takes.
    Raises TableError for a name that is not known, with the nearest one.

    >>> from simulasi.data.load_tables import load_tables
    >>> tables = load_tables()
    >>> [(fact.value, fact.confidence) for fact in find_facts("industry_cells.kukar.B", tables)]
    [('0.641', 'secondary')]
    >>> fact = find_facts("link.tenggarong-kota_bangun.road.travel_time_h", tables)[0]
    >>> fact.value, fact.unit, fact.source.publisher
    ('1.4', 'hours', 'simulasi')
    """
    head, _, rest = name.partition(".")
    if head == "link":
        found = [_of_note(note, tables) for note in network_notes(tables) if _begins(_note_key(note), rest)]
        known = [f"link.{_note_key(note)}" for note in network_notes(tables)]
    else:
        entry = next((entry for entry in tables.register.tables if entry.name == head), None)
        found = [] if entry is None else list(_of_table(entry, rest, tables))
        known = [e.name for e in tables.register.tables] if entry is None else _names(entry, rest, tables)
    if not found:
        near = nearest(head if "." in name and known and "." not in known[0] else name, known)
        raise TableError([Fault("source_name_unknown", value=name, fields={"nearest": near})])
    return _with_alternatives(found)


def _begins(key: str, rest: str) -> bool:
    """Say whether a key begins with the wanted keys, whole words only."""
    return not rest or key == rest or key.startswith(rest + ".")


def _note_key(note: LinkNote) -> str:
    """Name the number of a link."""
    return f"{note.link}.{note.quantity}"


def _of_note(note: LinkNote, tables: Tables) -> Fact:
    """Say what is known of a chosen number of a link."""
    how = f"{note.how}: {note.basis}" if note.basis else note.how
    others = tuple(f"{value:g}" for value in note.alternatives)
    source = tables.register.sources[note.source_id]
    unit = _unit_of(note.quantity)
    return Fact(
        f"link.{_note_key(note)}", f"{note.value:g}", unit, source.date[:4], source, note.confidence, how, others
    )


def _keys(frame: pd.DataFrame, entry: TableEntry) -> pd.Series[str]:
    """Return the name of every row: its keys joined by points, a dash for a number that is missing."""
    keys = frame[list(entry.keys)].map(_key)
    return keys.agg(".".join, axis=1)


def _key(cell: object) -> str:
    """Write a key; a year is a whole number even where others of its column are missing.

    >>> _key("melak"), _key(2021.0), _key(math.nan)
    ('melak', '2021', '-')
    """
    if isinstance(cell, float):
        return "-" if math.isnan(cell) else f"{cell:g}"
    return str(cell)


def _names(entry: TableEntry, rest: str, tables: Tables) -> list[str]:
    """Return the names of a table, cut to as many keys as are wanted."""
    length = len(rest.split("."))
    rows = _keys(tables[entry.name], entry).drop_duplicates()
    return sorted({f"{entry.name}." + ".".join(key.split(".")[:length]) for key in rows})


def _of_table(entry: TableEntry, rest: str, tables: Tables) -> Iterator[Fact]:
    """Yield what is known of every number of a table whose name begins as wanted; a column may end the name."""
    frame, columns = tables[entry.name], _value_columns(entry)
    for row, key in _keys(frame, entry).items():
        wanted = [column for column in columns if _begins(f"{key}.{column}", rest)]
        for column in wanted:
            cells = {str(name): cell for name, cell in frame.loc[row].items()}
            name = f"{entry.name}.{key}" if len(columns) == 1 else f"{entry.name}.{key}.{column}"
            yield _of_cell(cells, column, name, entry, tables)


def _value_columns(entry: TableEntry) -> list[str]:
    """Return the columns that hold values: the numbers, or every column when a table has none."""
    open_columns = [c for c in entry.columns if c not in (*entry.keys, *FACT_COLUMNS, "unit", "year")]
    return [c for c in open_columns if c in entry.numbers] or open_columns


def _of_cell(cells: Mapping[str, object], column: str, name: str, entry: TableEntry, tables: Tables) -> Fact:
    """Say what is known of one cell."""
    source = tables.register.sources[str(cells["source_id"])]
    value = cells[column]
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    unit = str(cells.get("unit") or "") or _unit_of(str(cells.get("quantity", column))) or entry.unit
    year = str(cells.get("year", "")).removesuffix(".0") or source.date[:4]
    return Fact(name, text, unit, year, source, str(cells["confidence"]), str(cells["note"]))


def _unit_of(column: str) -> str:
    """Read the unit at the end of a name; empty when it has none."""
    fitting = [end for end in UNITS if column == end or column.endswith("_" + end)]
    return UNITS[max(fitting, key=len)] if fitting else ""


def _with_alternatives(facts: list[Fact]) -> list[Fact]:
    """Tell every fact of the other values of the same name."""
    values: dict[str, list[str]] = {}
    for fact in facts:
        values.setdefault(fact.name, []).append(fact.value)
    return [_told(fact, values[fact.name]) for fact in facts]


def _told(fact: Fact, values: list[str]) -> Fact:
    """Add the other values of its name to a fact."""
    others = list(values)
    others.remove(fact.value)
    return replace(fact, alternatives=(*fact.alternatives, *others))
