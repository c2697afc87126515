"""Roads and trips from two plain tables, for an assignment of traffic; every fault of both is told at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.errors import Fault, TableError, nearest
from simulasi.routing.road_network import RoadNetwork, TripTable, road_network, trip_table

if TYPE_CHECKING:
    from pathlib import Path

ENDS = {"links": ("from", "to"), "demand": ("origin", "destination")}
BOUNDS: dict[str, dict[str, tuple[float, float]]] = {
    "links": {"capacity": (0.0, math.inf), "length": (0.0, math.inf), "free_flow_time": (0.0, math.inf),
              "b": (0.0, math.inf), "power": (0.0, 20.0), "toll": (0.0, math.inf)},
    "demand": {"demand": (0.0, math.inf)},
}  # fmt: skip
"""Columns of numbers, with the least and the largest that may stand there."""
MOST_FAULTS = 20
"""Faults that are listed of one column; the rest are mostly the same."""


def load_roads(links: Path, demand: Path, *, whole_numbers: bool) -> tuple[RoadNetwork, TripTable]:
    """Read a network and its trips.

    links         : ``from, to, capacity, length, free_flow_time, b, power, toll``; a row for each direction
    demand        : ``origin, destination, demand``
    whole_numbers : whether nodes are numbers; else they may be any text
    Raises TableError with every fault of both files.
    """
    frames, faults = {}, []
    for table, path in (("links", links), ("demand", demand)):
        frames[table], found = _read(path, table, whole_numbers=whole_numbers)
        faults += found
    if all(name in frame for table, frame in frames.items() for name in (*ENDS[table], *BOUNDS[table])):
        faults += _unknown_nodes(frames["links"], frames["demand"], demand.name)
    if faults:
        raise TableError(faults)
    roads, trips = frames["links"], frames["demand"]
    numbers = {name: roads[name].to_numpy(dtype=float) for name in BOUNDS["links"]}
    return (
        road_network(roads["from"].to_numpy(), roads["to"].to_numpy(), **numbers),
        trip_table(trips["origin"].to_numpy(), trips["destination"].to_numpy(), trips["demand"].to_numpy(dtype=float)),
    )


def flows_table(links: Path, flow: np.ndarray, time: np.ndarray) -> str:
    """Write flows and times beside the ends of the links, in the order of their rows, as the text of a table."""
    ends = pd.read_csv(links, dtype=str, keep_default_na=False)[["from", "to"]]
    return str(ends.assign(flow=flow, time=time).to_csv(index=False, lineterminator="\n"))


def _read(path: Path, table: str, *, whole_numbers: bool) -> tuple[pd.DataFrame, list[Fault]]:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        return pd.DataFrame(), [Fault("unreadable", str(path))]
    frame.columns = frame.columns.str.strip()
    wanted = (*ENDS[table], *BOUNDS[table])
    missing = [name for name in wanted if name not in frame]
    faults = [Fault("roads_column_missing", path.name, name, fields={"known": ", ".join(wanted)}) for name in missing]
    for name, (least, most) in BOUNDS[table].items():
        if name in frame:
            frame[name], found = _numbers(frame[name], path.name, least, most)
            faults += found
    for name in ENDS[table] if whole_numbers else ():
        if name in frame:
            found = [_at(path.name, name, row, "roads_no_number", cell) for row, cell in frame[name].items()
                     if not cell.strip().isdecimal()]  # fmt: skip
            faults += found[:MOST_FAULTS]
            frame[name] = frame[name] if found else frame[name].astype(int)
    return frame, faults


def _numbers(cells: pd.Series, file: str, least: float, most: float) -> tuple[pd.Series, list[Fault]]:
    values = pd.to_numeric(cells, errors="coerce")
    wrong = [_at(file, cells.name, row, "number_malformed", cell)
             for row, cell in cells[~np.isfinite(values)].head(MOST_FAULTS).items()]  # fmt: skip
    bounds = {"range": f"≥ {least:g}" + (f", ≤ {most:g}" if math.isfinite(most) else ""), "unit": "none"}
    outside = cells[(values < least) | (values > most)].head(MOST_FAULTS)
    return values, [
        *wrong,
        *(_at(file, cells.name, row, "out_of_range", cell, **bounds) for row, cell in outside.items()),
    ]


def _unknown_nodes(links: pd.DataFrame, demand: pd.DataFrame, file: str) -> list[Fault]:
    """Tell of trips that begin or end where no link does."""
    known = {str(node) for end in ENDS["links"] for node in links[end]}
    moves = demand[(demand["demand"] != 0.0) & (demand["origin"] != demand["destination"])]
    faults = []
    for end in ENDS["demand"]:
        strange = moves[~moves[end].astype(str).isin(known)].drop_duplicates(end)
        faults += [
            _at(file, end, row, "roads_unknown_node", str(node), nearest=nearest(str(node), known))
            for row, node in strange[end].head(MOST_FAULTS).items()
        ]
    return faults


def _at(file: str, column: object, row: object, code: str, value: str, **fields: str) -> Fault:
    return Fault(code, file, f"{column}, line {int(str(row)) + 2}", value, fields)
