"""What happened in a run, and how it was made: numbers with unit and label, and the story."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xarray as xr

from simulasi.errors import Fault, ResultError
from simulasi.folder import written_whole
from simulasi.results.variables import AXES, FORMAT, VARIABLES

NUMBERS, STORY = "results.nc", "story.json"
MEMBERS = "members.nc"
"""Yearly indicators of the members of an ensemble; a single run has no such file."""
ENCODING = {"month": {"units": "days since 1970-01-01", "dtype": "int32"}}
VALUE = "value"
WHOLE_NUMBERS = ("member", "year")
STORY_KEYS = {
    "version": "version of simulasi",
    "base_year": "year of the accounts",
    "world_digest": "fingerprint of the tables",
    "scenario_name": "as asked for",
    "scenario": "the resolved document: title, summary, settings, interventions by id",
    "trail": "the file that set each key of the scenario",
    "parameters": "value by name",
    "parameters_digest": "fingerprint of the values, and of the distributions of those that are varied",
    "varied": "how every member drew its own value of a parameter: kind, low, mode and high, by name",
    "seed": "of all draws",
    "members": "how many runs there are; with 1 nothing is left to chance",
    "libraries": "version by name",
}
"""What the story of a run holds; no clock, so that the same run gives the same bytes."""


@dataclass(frozen=True, eq=False)
class Results:
    """The numbers of a run and its story.

    data      : every variable of ``variables.VARIABLES``, with unit and label; of an ensemble the mean of its members
    story     : plain values for the keys of ``STORY_KEYS``
    by_member : yearly indicators of an ensemble, (indicator, member, region, year); None for a single run
    """

    data: xr.Dataset
    story: dict[str, Any]
    by_member: xr.DataArray | None = None

    @property
    def name(self) -> str:
        """Name of the scenario that was run."""
        return str(self.story["scenario_name"])

    @property
    def members(self) -> int:
        """How many runs there are.

        >>> from simulasi.results.made_up import made_up_results
        >>> made_up_results().members
        1
        """
        return int((self.data if self.by_member is None else self.by_member).sizes["member"])

    def save(self, folder: str | Path) -> None:
        """Write ``results.nc``, ``story.json`` and of an ensemble ``members.nc``; the same run gives the same bytes.

        The folder is written whole or not at all; an existing one is replaced only if it holds a result.
        """
        with written_whole(Path(folder), marks=(NUMBERS, STORY)) as draft:
            _in_order(self.data).to_netcdf(draft / NUMBERS, engine="scipy", format="NETCDF3_64BIT", encoding=ENCODING)
            if self.by_member is not None:
                table = self.by_member.to_dataset(name=VALUE)
                table.to_netcdf(draft / MEMBERS, engine="scipy", format="NETCDF3_64BIT")
            text = json.dumps(self.story, ensure_ascii=False, indent=1, sort_keys=True)
            (draft / STORY).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def open_results(folder: str | Path) -> Results:
    """Read a result; ResultError when there is none or its format is another one."""
    numbers, story = Path(folder, NUMBERS), Path(folder, STORY)
    if not numbers.is_file() or not story.is_file():
        raise ResultError([Fault("no_result", str(folder))])
    try:
        data = xr.load_dataset(numbers, engine="scipy")
    except (OSError, TypeError, ValueError) as error:
        raise ResultError([Fault("result_unreadable", str(numbers))]) from error
    found = int(data.attrs.get("format", 0))
    if found != FORMAT:
        raise ResultError([Fault("result_format", str(numbers), "format", str(found), {"format": str(FORMAT)})])
    return Results(_as_recorded(data), json.loads(story.read_text(encoding="utf-8")), _members(Path(folder, MEMBERS)))


def _members(file: Path) -> xr.DataArray | None:
    """Read the yearly indicators of an ensemble; None where there are none."""
    if not file.is_file():
        return None
    try:
        table = xr.load_dataset(file, engine="scipy")
    except (OSError, TypeError, ValueError) as error:
        raise ResultError([Fault("result_unreadable", str(file))]) from error
    return _typed(table)[VALUE].drop_encoding()


def _in_order(data: xr.Dataset) -> xr.Dataset:
    """Put variables and axes in one order, so that equal results are equal files."""
    axes = {axis: data.variables[axis] for axis in AXES if axis in data.coords}
    named = {name: data.variables[name] for name in VARIABLES if name in data.data_vars}
    return xr.Dataset(named, coords=axes, attrs=data.attrs).drop_encoding()


def _as_recorded(data: xr.Dataset) -> xr.Dataset:
    """Give back the types that the file format narrowed, and the format."""
    return _typed(data).assign_attrs(format=FORMAT)


def _typed(data: xr.Dataset) -> xr.Dataset:
    """Give back the types that the file format narrowed."""
    recorded = {str(name): array.astype(str) for name, array in data.variables.items() if array.dtype == object}
    recorded |= {name: data[name].variable.astype("int64") for name in WHOLE_NUMBERS if name in data.coords}
    data = data.assign({name: array for name, array in recorded.items() if name in data.data_vars})
    return data.assign_coords({name: array for name, array in recorded.items() if name in data.coords})
