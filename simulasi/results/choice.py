"""What of a run is recorded: the user chooses variables, regions, sectors, and years instead of months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.errors import Fault, ResultError, nearest
from simulasi.results.variables import REGION, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import xarray as xr

    from simulasi.results.results import Results

YEARLY, REGION_WORD, SECTOR_WORD = "yearly", "region:", "sector:"
ATTRIBUTE = "recorded"
"""Attribute of a dataset that tells the words of the choice; there is none where all is recorded."""
CUT = "trade_cut"
"""Attribute that tells which share of the base trade a world of few pairs leaves out."""
BY_REGION = frozenset(name for name, variable in VARIABLES.items() if "region" in variable.dims)
MONTHS = frozenset(name for name, variable in VARIABLES.items() if "month" in variable.dims)
BASE = frozenset(name for name, variable in VARIABLES.items() if variable.dims == REGION)
"""Constants of the base year, recorded with everything."""


@dataclass(frozen=True)
class Choice:
    """What is asked for; empty tuples ask for all.

    is_yearly : keep the mean of a year instead of its months
    """

    variables: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    is_yearly: bool = False

    @classmethod
    def of(cls, words: Iterable[str]) -> Choice:
        """Read names of variables, ``region:<id>``, ``sector:<id>`` and ``yearly``.

        >>> Choice.of(["grdp", "region:kubar", "yearly"])
        Choice(variables=('grdp',), regions=('kubar',), sectors=(), is_yearly=True)
        """
        texts = tuple(dict.fromkeys(words))
        regions, sectors = (_after(mark, texts) for mark in (REGION_WORD, SECTOR_WORD))
        marked = (YEARLY, *(f"{REGION_WORD}{name}" for name in regions), *(f"{SECTOR_WORD}{name}" for name in sectors))
        return cls(tuple(text for text in texts if text not in marked), regions, sectors, YEARLY in texts)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that ``of`` reads."""
        regions, sectors = (
            (f"{REGION_WORD}{name}" for name in self.regions),
            (f"{SECTOR_WORD}{name}" for name in self.sectors),
        )
        return (*self.variables, *regions, *sectors, *[YEARLY] * self.is_yearly)

    def check_ensemble(self) -> None:
        """Raise ResultError when something is chosen: of an ensemble all is recorded, by year or as means."""
        if self.words:
            raise ResultError([Fault("record_of_members", "--record", value=" ".join(self.words))])


def _after(mark: str, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text[len(mark) :] for text in texts if text.startswith(mark))


class Plan(NamedTuple):
    """A choice for one world.

    names            : variables that are recorded
    regions, sectors : positions
    is_yearly        : months of a year are kept as their mean
    words            : the choice, as it is told with the results; nothing where all is recorded
    """

    names: frozenset[str]
    regions: np.ndarray
    sectors: np.ndarray
    is_yearly: bool
    words: str


def plan_of(choice: Choice, regions: Sequence[str], sectors: Sequence[str], *, has_routes: bool) -> Plan:
    """Plan what is recorded; ResultError lists all that cannot be.

    has_routes : whether the world keeps routes; without them no trade, trip or traffic is recorded

    With some regions only what is told by region is recorded: trade and trips join all of them.
    """
    told_by_region = BY_REGION if choice.regions or not has_routes else frozenset(VARIABLES)
    faults = [
        *_unknown("unknown_variable", choice.variables, tuple(VARIABLES)),
        *_unknown("unknown_region", choice.regions, regions),
        *_unknown("unknown_sector", choice.sectors, sectors),
    ]
    code = "record_needs_all_regions" if has_routes else "record_needs_routes"
    faults += [
        Fault(code, "--record", value=name) for name in choice.variables if name in VARIABLES.keys() - told_by_region
    ]
    if faults:
        raise ResultError(faults)
    names = frozenset(choice.variables or told_by_region) | BASE
    places, industries = _positions(regions, choice.regions), _positions(sectors, choice.sectors)
    return Plan(names, places, industries, choice.is_yearly, " ".join(choice.words))


def _positions(ids: Sequence[str], picked: Sequence[str]) -> np.ndarray:
    """Positions of the picked ones in order; of all where none is picked."""
    return np.array([row for row, name in enumerate(ids) if name in picked or not picked], dtype=np.intp)


def _unknown(code: str, names: Sequence[str], known: Sequence[str]) -> list[Fault]:
    return [
        Fault(code, "--record", value=name, fields={"nearest": nearest(name, known), "known": ", ".join(known)})
        for name in names
        if name not in known
    ]


def cut(plan: Plan, name: str, values: np.ndarray) -> np.ndarray:
    """Take the chosen regions and sectors of a variable by region, with or without sectors."""
    dims = VARIABLES[name].dims
    if "region" not in dims:
        return values
    axis = dims.index("region") - len(dims)
    values = values if len(plan.regions) == values.shape[axis] else np.take(values, plan.regions, axis=axis)
    if "sector" not in dims:
        return values
    axis = dims.index("sector") - len(dims)
    return values if len(plan.sectors) == values.shape[axis] else np.take(values, plan.sectors, axis=axis)


def recorded(data: xr.Dataset, name: str) -> xr.DataArray:
    """Return a variable of a result; ResultError when it was not recorded.

    >>> from simulasi.results.made_up import made_up_results
    >>> recorded(made_up_results().data, "grdp").dims
    ('member', 'month', 'region')
    """
    if name not in data.data_vars:
        raise ResultError([not_recorded(name, data.attrs)])
    return data[name]


def not_recorded(name: str, attributes: Mapping[object, object]) -> Fault:
    """Say that something was not recorded, and what was asked for instead."""
    return Fault("not_recorded", "--record", value=name, fields={"words": str(attributes.get(ATTRIBUTE, ""))})


def has_all_regions(data: xr.Dataset) -> bool:
    """Say whether every region of the world was recorded."""
    return REGION_WORD not in str(data.attrs.get(ATTRIBUTE, ""))


def check_whole(*runs: Results) -> None:
    """Raise ResultError unless all of every run was recorded; it names every run of which it was not.

    >>> from simulasi.results.made_up import made_up_results
    >>> check_whole(made_up_results())
    """
    faults = [fault for run in runs for fault in _parts_of(run)]
    if faults:
        raise ResultError(faults)


def _parts_of(run: Results) -> Iterator[Fault]:
    words = str(run.data.attrs.get(ATTRIBUTE, ""))
    missing = [name for name in VARIABLES if name not in run.data.data_vars]
    if words:
        yield Fault("recorded_in_part", run.name, "--record", value=words)
    elif missing:
        yield Fault("recorded_without_routes", run.name, value=", ".join(missing))
