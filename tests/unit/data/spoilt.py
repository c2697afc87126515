"""Tables with one thing changed, and what is then told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from simulasi.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulasi.data.load_tables import Tables


def with_table(tables: Tables, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Tables:
    return replace(tables, frames={**tables.frames, name: change(tables[name])})


def with_cell(tables: Tables, name: str, *, row: dict[str, str], column: str, value: object) -> Tables:
    """Change a column in the rows that have these keys."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        where = (frame[list(row)] == list(row.values())).all(axis=1)
        assert where.any()
        return frame.assign(**{column: frame[column].mask(where, value)})

    return with_table(tables, name, change)


def with_row(tables: Tables, name: str, *, like: dict[str, str], **changes: object) -> Tables:
    """Add a copy of the first row that has these keys, with changes."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        row = frame[(frame[list(like)] == list(like.values())).all(axis=1)].iloc[[0]]
        return pd.concat([frame, row.assign(**changes)], ignore_index=True)

    return with_table(tables, name, change)


def without(tables: Tables, name: str, **keys: str) -> Tables:
    """Leave out the rows that have these keys."""
    return with_table(tables, name, lambda frame: frame[(frame[list(keys)] != list(keys.values())).any(axis=1)])


def faults_of(function: Callable[[Tables], object], tables: Tables) -> list[tuple[str, str, str]]:
    with pytest.raises(TableError) as error:
        function(tables)
    return [(fault.code, fault.key, fault.value) for fault in error.value.faults]
