"""The tables of a world: what each file holds, and how it is read and checked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulasi.data.cells import BOUNDS, LISTS, MAY_BE_EMPTY, PATTERNS, TINY, WORDS, read
from simulasi.data.load_cargo import shipped_cargo
from simulasi.errors import Fault, nearest
from simulasi.world.cargo import TRAFFIC_CLASSES, CargoClass
from simulasi.world.network import Link, Network, Place, Terminal
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MOST_FAULTS = 20
"""Faults that are listed of one column; the rest are mostly the same."""


@dataclass(frozen=True, slots=True)
class LongTable:
    """An array as a table: a column of ids for each axis, then the number, in a column named after its unit.

    rest  : value of the cells that the table leaves out
    least : smallest number that may stand in it
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    rest: float = 0.0
    least: float = 0.0


ACCOUNTS = (
    LongTable("gross_output", ("sector", "region"), "bn_rp_month"),
    LongTable("technical_coefficients", ("input", "sector"), "share"),
    LongTable("flows", ("sector", "origin", "destination"), "bn_rp_month"),
    LongTable("households", ("sector", "region"), "bn_rp_month"),
    LongTable("government", ("sector", "region"), "bn_rp_month"),
    LongTable("investment", ("sector", "region"), "bn_rp_month"),
    LongTable("wage_coefficient", ("sector",), "share"),
    LongTable("value_per_tonne", ("sector",), "million_rp_t"),
    LongTable("freight_scale", ("sector",), "share"),
    LongTable("land_freight", ("region",), "bn_rp_month"),
    LongTable("gravity", ("sector", "origin", "destination"), "share"),
    LongTable("jobs", ("sector", "region"), "persons"),
    LongTable("labour_force", ("region",), "persons"),
    LongTable("population", ("region",), "persons"),
    LongTable("constant_price_weight", ("sector",), "share"),
)
OTHERS = (
    LongTable("trend_growth", ("region",), "per_year", least=-math.inf),
    LongTable("growth_index", ("region",), "index", rest=1.0),
    LongTable("people_trend", ("region",), "per_year", least=-math.inf),
    LongTable("people_index", ("region",), "index", rest=1.0),
    LongTable("officials", ("region",), "persons"),
    LongTable("minimum_wage", ("region",), "index", rest=1.0),
    LongTable("local_hire", ("region",), "share"),
    LongTable("tax", ("sector", "region"), "share", least=-math.inf),
    LongTable("water_need", ("region",), "l_s"),
    LongTable("water_supply", ("region",), "l_s", rest=math.inf),
    LongTable("water_drawn", ("region",), "l_s"),
    LongTable("public", ("sector", "region"), "bn_rp_month", least=-math.inf),
    LongTable("payments", ("region",), "bn_rp_month", least=-math.inf),
    LongTable("affinity", ("origin", "destination"), "index", rest=1.0),
    LongTable("preference", ("sector", "origin", "destination"), "index", rest=1.0),
    LongTable("commuting", ("home", "workplace"), "index", rest=1.0),
    LongTable("facilities", ("sector", "region"), "bn_rp_month"),
    LongTable("captive", ("sector", "region"), "bn_rp_month"),
    LongTable("programme", ("sector", "region"), "bn_rp_month"),
    LongTable("partner_price", ("sector", "partner"), "index", rest=1.0),
    LongTable("capacity_index", ("sector", "region"), "index", rest=1.0),
)
"""Arrays of a world beside its accounts; a table that is absent has no cell that differs from the rest."""

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "regions": {"id": "id", "name_id": "text", "name_en": "text", "kind": "text", "bps_code": "text",
                "kemendagri_code": "text", "place": "place", "area_km2": "positive"},
    "partners": {"id": "id", "name_id": "text", "name_en": "text", "place": "place", "is_foreign": "flag"},
    "sectors": {"id": "id", "name_id": "text", "name_en": "text", "kbli": "text", "cargo": "cargo",
                "holds_stock": "flag", "local_only": "flag", "is_resource": "flag", "is_mobile": "flag",
                "is_carrier": "flag", "takes_price": "flag", "needs_inputs": "flag"},
    "places": {"id": "id", "name_id": "text", "region": "node", "latitude": "degrees", "longitude": "degrees"},
    "links": {"from": "place", "to": "place", "mode": "mode", "distance_km": "number", "travel_time_h": "positive",
              "state": "state", "travel_time_back_h": "positive or none", "opens": "month", "closes": "month",
              "is_one_way": "flag", "classes": "classes", "capacity_pcu_h": "limit", "capacity_t_month": "limit",
              "road_class": "text", "lanes": "count", "condition": "text"},
    "terminals": {"place": "place", "side": "side", "handling_rp_t": "number or none",
                  "transfer_time_h": "number or none", "capacity_t_month": "limit", "storage_t": "limit",
                  "classes": "classes", "consolidation": "share", "local_share": "share"},
    "cargo_classes": {"id": "class", "name_id": "text", "name_en": "text", "modes": "modes", "payload": "positive",
                      "load_share": "positive", "empty_return": "number", "pcu": "positive",
                      "value_of_time": "number", "spoilage": "number", "tariff_factor": "positive",
                      "afloat_factor": "positive"},
    "sources": {"id": "id"},
}  # fmt: skip
"""Columns of the tables of identities, each with what may stand in it."""
KEYS = {"links": ("from", "to", "mode"), "terminals": ("place", "side")}
"""Columns that name a row where it has no id of its own; a link has the same name in both directions."""
OPTIONAL = frozenset({"sources", "terminals", "cargo_classes"})
"""Tables of identities that may be absent: nothing special is known of terminals, and cargo is the package's."""
DEFAULTS = {
    "links": dict.fromkeys(
        ("travel_time_back_h", "opens", "closes", "classes", "capacity_pcu_h", "capacity_t_month", "road_class",
         "condition"), "") | {"is_one_way": "0", "lanes": "0"},
    "terminals": dict.fromkeys(("handling_rp_t", "transfer_time_h", "capacity_t_month", "storage_t", "classes"), "")
    | {"consolidation": "0", "local_share": "0"},
    "cargo_classes": {"afloat_factor": "1"},
}  # fmt: skip
"""What stands in the cells of a column that may be absent."""

UNKNOWN = {"sector": "unknown_sector", "input": "unknown_sector", "place": "unknown_place",
           "region": "unknown_region", "home": "unknown_region", "workplace": "unknown_region",
           "partner": "unknown_partner"}  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """A world in parts, as its tables hold it; ``arrays`` has those whose table is there."""

    regions: tuple[RegionInfo, ...]
    partners: tuple[PartnerInfo, ...]
    sectors: tuple[Sector, ...]
    network: Network
    source_ids: frozenset[str]
    arrays: Mapping[str, np.ndarray]
    cargo: tuple[CargoClass, ...] = field(default_factory=shipped_cargo)


def axis_ids(
    regions: tuple[str, ...], partners: tuple[str, ...], sectors: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Ids along every axis; a node is a region or, after them, a partner."""
    nodes = (*regions, *partners)
    return {"region": regions, "home": regions, "workplace": regions, "partner": partners,
            "origin": nodes, "destination": nodes, "node": nodes, "sector": sectors, "input": sectors}  # fmt: skip


def read_parts(folder: Path, *, needed: frozenset[str]) -> tuple[Parts, list[Fault]]:
    """Read the tables of a world from a folder, with everything that is wrong in them; then the parts are empty.

    needed : names of the tables of arrays that must be there; those of identities always must, but for ``sources``
    """
    frames, faults = _read_frames(folder, needed=needed | COLUMNS.keys() - OPTIONAL)
    kept = {name: frames.get(name, pd.DataFrame(columns=list(columns))) for name, columns in COLUMNS.items()}
    known = {name: tuple(dict.fromkeys(kept[name]["id"])) for name in COLUMNS if name not in KEYS}
    ids = axis_ids(known["regions"], known["partners"], known["sectors"]) | {"place": known["places"]}
    faults += [fault for name, frame in kept.items() for fault in _identity_faults(name, frame, ids)]
    arrays = {}
    for table in (table for table in (*ACCOUNTS, *OTHERS) if table.name in frames):
        arrays[table.name], wrong = _array_of(frames[table.name], table, ids)
        faults += wrong
    if "cargo_classes" in frames:
        faults += _classes_missing(frames["cargo_classes"])
    return _parts({name: frame.iloc[: 0 if faults else None] for name, frame in kept.items()}, arrays), faults


def _classes_missing(frame: pd.DataFrame) -> list[Fault]:
    """Name the classes of traffic that a table leaves out; it holds all of them or is absent."""
    file = "cargo_classes.csv"
    return [Fault("class_missing", file, value=name) for name in TRAFFIC_CLASSES if name not in set(frame["id"])]


def _read_frames(folder: Path, *, needed: frozenset[str]) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Read the tables that are there, every cell as text, and name those that are missing or lack a column."""
    columns = {name: tuple(kinds) for name, kinds in COLUMNS.items()}
    columns |= {table.name: (*table.axes, table.unit) for table in (*ACCOUNTS, *OTHERS)}
    frames, faults = {}, []
    for name, wanted in columns.items():
        path = folder / f"{name}.csv"
        if not path.is_file():
            faults += [Fault("world_file_missing", path.name)] if name in needed else []
            continue
        try:
            frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
            faults.append(Fault("unreadable", path.name))
            continue
        absent = {column: text for column, text in DEFAULTS.get(name, {}).items() if column not in frame}
        wrong = [*_misspelt(frame, wanted, absent, path.name)]
        frame = frame.assign(**absent)
        wrong += [Fault("table_column_missing", path.name, column) for column in wanted if column not in frame]
        faults += wrong
        if not wrong:
            frames[name] = frame[list(wanted)]
    return frames, faults


def _misspelt(frame: pd.DataFrame, wanted: Iterable[str], absent: Iterable[str], file: str) -> Iterator[Fault]:
    """Yield a fault for every column that is not known, but looks like one that may be absent and is."""
    for column in frame.columns.difference(list(wanted), sort=False):
        if near := nearest(column, absent):
            yield Fault("table_column_misspelt", file, str(column), fields={"nearest": near})


def _identity_faults(name: str, frame: pd.DataFrame, ids: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    file = f"{name}.csv"
    for column, kind in COLUMNS[name].items():
        cells = frame[column]
        if kind in BOUNDS:
            least, most = BOUNDS[kind]
            yield from _numbers(cells[cells != ""] if kind in MAY_BE_EMPTY else cells, file, least=least, most=most)[1]
        elif kind in WORDS:
            yield from _unknown(cells, WORDS[kind], file, "unknown_word", tell=True)
        elif kind in LISTS:
            yield from _unknown(cells.str.split().explode().dropna(), LISTS[kind], file, "unknown_word", tell=True)
        elif kind in PATTERNS:
            yield from _unlike(cells, kind, file)
        elif ids.get(kind):
            yield from _unknown(cells, ids[kind], file, UNKNOWN.get(kind, "unknown_node"))
    keys = _keys(name, frame)
    yield from _twice(keys[keys.duplicated() | (keys == "")], file)


def _unlike(cells: pd.Series, kind: str, file: str) -> Iterator[Fault]:
    code = "bad_month" if kind == "month" else "number_malformed"
    wrong = cells[~cells.str.fullmatch(PATTERNS[kind]).astype(bool)]
    return (Fault(code, file, f"{cells.name}, {_line(row)}", cell) for row, cell in wrong.head(MOST_FAULTS).items())


def _keys(name: str, frame: pd.DataFrame) -> pd.Series:
    """Name the rows of a table of identities."""
    if name == "links":
        return _link_keys(frame)
    if name in KEYS:
        return frame[list(KEYS[name])].agg(", ".join, axis=1) if len(frame) else pd.Series([], dtype=str)
    return frame["id"]


def _link_keys(links: pd.DataFrame) -> pd.Series:
    """Name links by their ends in alphabetical order and their mode."""
    keys = [", ".join((*sorted(ends), mode)) for *ends, mode in links[list(KEYS["links"])].to_numpy()]
    return pd.Series(keys, index=links.index, dtype=str)


def _twice(keys: pd.Series, file: str) -> Iterator[Fault]:
    return (Fault("world_row_twice", file, _line(row), str(key)) for row, key in keys.head(MOST_FAULTS).items())


def _unknown(cells: pd.Series, known: tuple[str, ...], file: str, code: str, *, tell: bool = False) -> Iterator[Fault]:
    """Yield a fault for every word that is not known, with the line where it first stands."""
    for row, word in cells[~cells.isin(known)].drop_duplicates().head(MOST_FAULTS).items():
        fields = {"nearest": nearest(word, known)} | ({"known": ", ".join(known)} if tell else {})
        yield Fault(code, file, f"{cells.name}, {_line(row)}", word, fields)


def _numbers(cells: pd.Series, file: str, *, least: float, most: float = math.inf) -> tuple[np.ndarray, list[Fault]]:
    """Read numbers exactly, with a fault for every cell that holds none or one that is too small or too large."""
    try:
        values = cells.to_numpy(dtype=object).astype(float)
    except ValueError:
        values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float)
    bounds = "> 0" if least == TINY else f"≥ {least:g}"
    bounds = bounds if math.isinf(most) else f"{least:g} - {most:g}"
    faults = [
        Fault("number_malformed", file, f"{cells.name}, {_line(row)}", str(cell))
        for row, cell in cells[~np.isfinite(values)].head(MOST_FAULTS).items()
    ]
    faults += [
        Fault("out_of_range", file, f"{cells.name}, {_line(row)}", str(cell), {"range": bounds, "unit": "none"})
        for row, cell in cells[(values < least) | (values > most)].head(MOST_FAULTS).items()
    ]
    return values, faults


def _line(row: object) -> str:
    """Say on which line of the file a row stands."""
    return f"line {int(str(row)) + 2}"


def _array_of(
    frame: pd.DataFrame, table: LongTable, ids: Mapping[str, tuple[str, ...]]
) -> tuple[np.ndarray, list[Fault]]:
    """Make the array of a long table."""
    file, shape = f"{table.name}.csv", tuple(len(ids[axis]) for axis in table.axes)
    values, faults = _numbers(frame[table.unit], file, least=table.least)
    for axis in table.axes:
        # without the table of ids every row would be unknown; that it is missing has been said
        faults += _unknown(frame[axis], ids[axis], file, UNKNOWN.get(axis, "unknown_node")) if ids[axis] else []
    if faults or not all(shape):
        return np.full(shape, table.rest), faults
    cells = np.ravel_multi_index([pd.Index(ids[axis]).get_indexer(frame[axis]) for axis in table.axes], shape)
    array = np.full(math.prod(shape), table.rest)
    array[cells] = values
    again = frame.loc[pd.Index(cells).duplicated(), list(table.axes)]
    return array.reshape(shape), list(_twice(again.agg(", ".join, axis=1), file)) if len(again) else []


def _parts(frames: Mapping[str, pd.DataFrame], arrays: Mapping[str, np.ndarray]) -> Parts:
    rows = {name: [_typed(row, COLUMNS[name]) for row in frame.to_dict("records")] for name, frame in frames.items()}
    links = tuple(Link(between=(row.pop("from"), row.pop("to")), **row) for row in rows["links"])
    terminals = tuple(Terminal(**row) for row in rows["terminals"])
    kinds = {row["id"]: CargoClass(**row) for row in rows["cargo_classes"]}
    return Parts(
        regions=tuple(RegionInfo(**row) for row in rows["regions"]),
        partners=tuple(PartnerInfo(**row) for row in rows["partners"]),
        sectors=tuple(Sector(**row) for row in rows["sectors"]),
        network=Network.of(tuple(Place(**row) for row in rows["places"]), links, terminals),
        source_ids=frozenset(row["id"] for row in rows["sources"]),
        arrays=arrays,
        cargo=tuple(kinds[name] for name in TRAFFIC_CLASSES) if kinds else shipped_cargo(),
    )


def _typed(row: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Give the cells of a checked row their types; an empty position is None."""
    return {column: read(row[column], kind) for column, kind in kinds.items()}
