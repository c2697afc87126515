"""Whether two results are the same, bit for bit, and where they first differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

    from simulasi.results.results import Results

BY_MEMBER = "by_member"


class Difference(NamedTuple):
    """One thing that differs: a key of the story, or a variable with its largest relative difference.

    The difference is infinite where one of two numbers is not finite.
    """

    what: str
    first: str
    second: str
    largest: float


def differences(first: Results, second: Results) -> tuple[Difference, ...]:
    """List what differs between two results; empty when they are equal bit for bit.

    >>> from simulasi.results.made_up import made_up_results
    >>> differences(made_up_results(), made_up_results())
    ()
    """
    told = sorted(set(first.story) | set(second.story))
    stories = [
        Difference(f"story.{key}", str(first.story.get(key)), str(second.story.get(key)), np.nan)
        for key in told
        if first.story.get(key) != second.story.get(key)
    ]
    one, other = _numbers(first), _numbers(second)
    names = sorted({*one, *other})
    return (*stories, *(found for name in names if (found := _variable(name, one, other)) is not None))


def _numbers(results: Results) -> dict[str, xr.DataArray]:
    """Return everything recorded by name, with the indicators of the members of an ensemble."""
    members = {} if results.by_member is None else {BY_MEMBER: results.by_member}
    return {**{str(name): array for name, array in results.data.data_vars.items()}, **members}


def _variable(name: str, first: Mapping[str, xr.DataArray], second: Mapping[str, xr.DataArray]) -> Difference | None:
    if name not in first or name not in second:
        return Difference(name, str(name in first), str(name in second), np.nan)
    one, other = first[name].to_numpy(), second[name].to_numpy()
    if one.shape != other.shape:
        return Difference(name, str(one.shape), str(other.shape), np.nan)
    if np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
        return None
    if one.dtype.kind != "f":
        return Difference(name, "", "", np.nan)
    both = np.isfinite(one) & np.isfinite(other)
    scale = np.maximum(abs(one), abs(other))
    gap = abs(np.where(both, one, 0.0) - np.where(both, other, 0.0)) / np.where(both & (scale > 0.0), scale, 1.0)
    apart = ~both & ~((one == other) | (np.isnan(one) & np.isnan(other)))
    return Difference(name, "", "", float(np.where(apart, np.inf, gap).max()))
