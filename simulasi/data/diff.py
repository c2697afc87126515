"""What differs between two worlds, fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.data.tables_world import ACCOUNTS, COLUMNS, DEFAULTS, KEYS, OTHERS
from simulasi.data.world_frames import frames_of, straightened

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from simulasi.data.tables_world import LongTable
    from simulasi.world.world import World

FACTS = ["what", "key", "a", "b", "relative"]
RESTS = {table.name: table for table in (*ACCOUNTS, *OTHERS)}


def world_diff(a: World, b: World) -> pd.DataFrame:
    """List every fact in which two worlds differ, the largest relative difference first; empty when they agree.

    what     : table of the world (docs/tables.md)
    key      : ids of the cell, or id and column
    a, b     : values; None where a world has no such row
    relative : ``|b - a|`` over the larger of both; infinite for words and for rows that one of them lacks

    The order of rows is no fact, and the digest, which tells how a world was made, is none either.

    >>> from dataclasses import replace
    >>> from simulasi.data.build_world import default_world
    >>> world = default_world()
    >>> world_diff(world, replace(world, base_year=2022))[["what", "key", "a", "b"]].to_numpy().tolist()
    [['world', 'base_year', 2021, 2022]]
    """
    left, right = (frames_of(straightened(world)) for world in (a, b))
    parts = [_differing("world", _scalars(a), _scalars(b))]
    parts += [_differing(name, _cells(left[name], name), _cells(right[name], name)) for name in COLUMNS]
    parts += [_differing(name, *_numbers(left[name], right[name], table)) for name, table in RESTS.items()]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return found.sort_values("relative", ascending=False, kind="stable", ignore_index=True)


def _scalars(world: World) -> dict[str, object]:
    return {"base_year": world.base_year, "numeraire": world.numeraire}


def _cells(frame: pd.DataFrame, name: str) -> dict[str, object]:
    """Values of a table of identities by id and column; a cell with nothing special in it is left out."""
    rows = frame.assign(known=1) if len(frame.columns) == 1 else frame
    return {
        f"{_key(row, name)}, {column}": value
        for row in rows.to_dict("records")
        for column, value in row.items()
        if _is_fact(str(column), value, row, name)
    }


def _is_fact(column: str, value: object, row: Mapping[Hashable, object], name: str) -> bool:
    """Say whether a cell tells anything: the first end of a link does only where the way back is closed."""
    if column in KEYS.get(name, ("id",)):
        return column == "from" and bool(row["is_one_way"])
    if pd.isna(value) or value == "":
        return False
    return column not in DEFAULTS.get(name, {}) or bool(value)


def _key(row: Mapping[Hashable, object], name: str) -> str:
    if name not in KEYS:
        return str(row["id"])
    first, second, *rest = (str(row[column]) for column in KEYS[name])
    if name != "links":
        return f"{first} {second}"
    return " ".join([" - ".join(sorted((first, second))), *rest])


def _numbers(a: pd.DataFrame, b: pd.DataFrame, table: LongTable) -> tuple[dict[str, float], dict[str, float]]:
    """Values that differ of a long table, by ids; a cell that one world leaves out holds the rest of the table."""
    axes = list(table.axes)
    series = [frame.astype(dict.fromkeys(axes, str)).set_index(axes)[table.unit] for frame in (a, b)]
    left, right = series[0].align(series[1], fill_value=table.rest)
    differs = left.to_numpy() != right.to_numpy()
    names = [key if isinstance(key, str) else ", ".join(key) for key in left.index[differs]]
    return tuple(dict(zip(names, side[differs].tolist(), strict=True)) for side in (left, right))  # type: ignore[return-value]


def _differing(what: str, a: Mapping[str, object], b: Mapping[str, object]) -> pd.DataFrame:
    """Lay out the facts of one table that differ."""
    rows = [
        (what, key, a.get(key), b.get(key), _relative(a.get(key), b.get(key)))
        for key in dict.fromkeys([*a, *b])
        if a.get(key) != b.get(key)
    ]
    return pd.DataFrame(rows, columns=FACTS, dtype=object).astype({"relative": float})


def _relative(a: object, b: object) -> float:
    """Difference over the larger of both; infinite where one is no number."""
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return np.inf
    return abs(a - b) / max(abs(a), abs(b))
