"""The tables of a world: what each file holds, how arrays become tables, and tables arrays."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulasi.errors import Fault, nearest
from simulasi.model.edges import SIDE_OF_MODE
from simulasi.model.transport import CARGO_CLASSES
from simulasi.world.network import CLOSED, OPEN, PLANNED, Link, Network, Place
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from simulasi.world.world import World

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
              "state": "state"},
    "sources": {"id": "id"},
}  # fmt: skip
"""Columns of the tables of identities, each with what may stand in it."""

WORDS = {
    "flag": ("0", "1"),
    "cargo": (*CARGO_CLASSES, "own_terminal", "none"),
    "mode": tuple(SIDE_OF_MODE),
    "state": (OPEN, CLOSED, PLANNED),
}
NUMBERS = {"number": 0.0, "positive": math.ulp(0.0), "degrees": -180.0}
"""Smallest number by kind; a positive one may be as small as numbers get."""

UNKNOWN = {"sector": "unknown_sector", "input": "unknown_sector", "region": "unknown_region",
           "partner": "unknown_partner", "place": "unknown_place"}  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """A world in parts, as its tables hold it; ``arrays`` has those whose table is there."""

    regions: tuple[RegionInfo, ...]
    partners: tuple[PartnerInfo, ...]
    sectors: tuple[Sector, ...]
    network: Network
    source_ids: frozenset[str]
    arrays: Mapping[str, np.ndarray]


def frames_of(world: World) -> dict[str, pd.DataFrame]:
    """Write a world as tables by name; cells that hold the rest of their table are left out.

    >>> from simulasi.data.build_world import default_world
    >>> frames_of(default_world())["flows"].columns.tolist()
    ['sector', 'origin', 'destination', 'bn_rp_month']
    """
    ids = _axes(world.region_ids, world.partner_ids, world.sector_ids)
    links = [{"from": link.between[0], "to": link.between[1], **asdict(link)} for link in world.network.links.values()]
    rows: dict[str, Iterable[Any]] = {
        "regions": map(asdict, world.regions),
        "partners": map(asdict, world.partners),
        "sectors": map(asdict, world.sectors),
        "places": map(asdict, world.network.places.values()),
        "links": links,
        "sources": ({"id": name} for name in sorted(world.source_ids)),
    }
    frames = {name: _identity_frame(rows[name], columns) for name, columns in COLUMNS.items()}
    arrays = {**world.accounts.arrays(), **{table.name: getattr(world, table.name) for table in OTHERS}}
    return frames | {table.name: _long_frame(arrays[table.name], table, ids) for table in (*ACCOUNTS, *OTHERS)}


def _identity_frame(rows: Iterable[Any], columns: Mapping[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns))
    return frame.astype({name: int for name, kind in columns.items() if kind == "flag"})


def _long_frame(values: np.ndarray, table: LongTable, ids: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    # a negative zero is written too, so that the bits come back
    where = np.nonzero((values != table.rest) | np.signbit(values))
    labels = {
        axis: pd.Categorical.from_codes(index, list(ids[axis])) for axis, index in zip(table.axes, where, strict=True)
    }
    return pd.DataFrame({**labels, table.unit: values[where]})


def _axes(regions: tuple[str, ...], partners: tuple[str, ...], sectors: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Ids along every axis; a node is a region or, after them, a partner."""
    nodes = (*regions, *partners)
    return {"region": regions, "partner": partners, "origin": nodes, "destination": nodes, "node": nodes,
            "sector": sectors, "input": sectors}  # fmt: skip


def read_parts(folder: Path, *, needed: frozenset[str]) -> tuple[Parts, list[Fault]]:
    """Read the tables of a world from a folder, with everything that is wrong in them; then the parts are empty.

    needed : names of the tables of arrays that must be there; those of identities always must, but for ``sources``
    """
    frames, faults = _read_frames(folder, needed=needed | COLUMNS.keys() - {"sources"})
    kept = {name: frames.get(name, pd.DataFrame(columns=list(columns))) for name, columns in COLUMNS.items()}
    known = {name: tuple(dict.fromkeys(kept[name]["id"])) for name in COLUMNS if name != "links"}
    ids = _axes(known["regions"], known["partners"], known["sectors"]) | {"place": known["places"]}
    faults += [fault for name, frame in kept.items() for fault in _identity_faults(name, frame, ids)]
    arrays = {}
    for table in (table for table in (*ACCOUNTS, *OTHERS) if table.name in frames):
        arrays[table.name], wrong = _array_of(frames[table.name], table, ids)
        faults += wrong
    return _parts({name: frame.iloc[: 0 if faults else None] for name, frame in kept.items()}, arrays), faults


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
        missing = [Fault("table_column_missing", path.name, column) for column in wanted if column not in frame]
        faults += missing
        if not missing:
            frames[name] = frame[list(wanted)]
    return frames, faults


def _identity_faults(name: str, frame: pd.DataFrame, ids: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    file = f"{name}.csv"
    for column, kind in COLUMNS[name].items():
        cells = frame[column]
        if kind in NUMBERS:
            yield from _numbers(cells[cells != ""] if kind == "degrees" else cells, file, least=NUMBERS[kind])[1]
        elif kind in WORDS:
            yield from _unknown(cells, WORDS[kind], file, "unknown_word", tell=True)
        elif ids.get(kind):
            yield from _unknown(cells, ids[kind], file, UNKNOWN.get(kind, "unknown_node"))
    keys = _link_keys(frame) if name == "links" else frame["id"]
    yield from _twice(keys[keys.duplicated() | (keys == "")], file)


def _link_keys(links: pd.DataFrame) -> pd.Series:
    """Name links by their ends in alphabetical order and their mode."""
    keys = [", ".join((*sorted(ends), mode)) for *ends, mode in links[["from", "to", "mode"]].to_numpy()]
    return pd.Series(keys, index=links.index, dtype=str)


def _twice(keys: pd.Series, file: str) -> Iterator[Fault]:
    return (Fault("world_row_twice", file, _line(row), str(key)) for row, key in keys.head(MOST_FAULTS).items())


def _unknown(cells: pd.Series, known: tuple[str, ...], file: str, code: str, *, tell: bool = False) -> Iterator[Fault]:
    """Yield a fault for every word that is not known, with the line where it first stands."""
    for row, word in cells[~cells.isin(known)].drop_duplicates().head(MOST_FAULTS).items():
        fields = {"nearest": nearest(word, known)} | ({"known": ", ".join(known)} if tell else {})
        yield Fault(code, file, f"{cells.name}, {_line(row)}", word, fields)


def _numbers(cells: pd.Series, file: str, *, least: float) -> tuple[np.ndarray, list[Fault]]:
    """Read numbers exactly, with a fault for every cell that holds none or one that is too small."""
    try:
        values = cells.to_numpy(dtype=object).astype(float)
    except ValueError:
        values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float)
    lowest = "> 0" if least == NUMBERS["positive"] else f"≥ {least:g}"
    faults = [
        Fault("number_malformed", file, f"{cells.name}, {_line(row)}", str(cell))
        for row, cell in cells[~np.isfinite(values)].head(MOST_FAULTS).items()
    ]
    faults += [
        Fault("out_of_range", file, f"{cells.name}, {_line(row)}", str(cell), {"range": lowest, "unit": "none"})
        for row, cell in cells[values < least].head(MOST_FAULTS).items()
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
    links = (
        Link((row["from"], row["to"]), row["mode"], row["distance_km"], row["travel_time_h"], row["state"])
        for row in rows["links"]
    )
    return Parts(
        regions=tuple(RegionInfo(**row) for row in rows["regions"]),
        partners=tuple(PartnerInfo(**row) for row in rows["partners"]),
        sectors=tuple(Sector(**row) for row in rows["sectors"]),
        network=Network.of(tuple(Place(**row) for row in rows["places"]), tuple(links)),
        source_ids=frozenset(row["id"] for row in rows["sources"]),
        arrays=arrays,
    )


def _typed(row: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Give the cells of a checked row their types; an empty position is None."""
    return {column: _cell(row[column], kind) for column, kind in kinds.items()}


def _cell(text: str, kind: str) -> Any:  # noqa: ANN401 - a text, a number, a flag or nothing
    if kind == "flag":
        return text == "1"
    if kind in NUMBERS:
        return float(text) if text else None
    return text
