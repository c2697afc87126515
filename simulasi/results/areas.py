"""The areas that are reported: every region, then regions taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PPU_BPS, KALTIM = "ppu_bps", "kaltim"
PARTS = {PPU_BPS: ("ppu", "ikn")}
"""BPS counts the area of the capital inside PPU, so its PPU is compared with both together."""


def combined_areas(regions: Sequence[str]) -> dict[str, list[int]]:
    """Return the positions of the regions in each area that joins several; the province holds all.

    >>> combined_areas(["kubar", "ppu", "ikn"])
    {'ppu_bps': [1, 2], 'kaltim': [0, 1, 2]}
    """
    known = {area: members for area, members in PARTS.items() if set(members) <= set(regions)}
    parts = {area: [regions.index(member) for member in members] for area, members in known.items()}
    return {**parts, KALTIM: list(range(len(regions)))}


def all_areas(regions: Sequence[str]) -> dict[str, list[int]]:
    """Return the positions of the regions in every reported area: each region alone, then the combined ones."""
    return {**{region: [position] for position, region in enumerate(regions)}, **combined_areas(regions)}


def areas_as_published(regions: Sequence[str]) -> tuple[str, ...]:
    """Return the areas of official statistics; each region lies in exactly one of them.

    >>> areas_as_published(["kubar", "ppu", "ikn"])
    ('kubar', 'ppu_bps')
    """
    parts = [area for area in combined_areas(regions) if area in PARTS]
    joined = {member for area in parts for member in PARTS[area]}
    return (*(region for region in regions if region not in joined), *parts)


def summed(values: np.ndarray, regions: Sequence[str]) -> np.ndarray:
    """Turn values (..., region) into (..., area): areas take the sum of their regions.

    >>> summed(np.array([1.0, 2.0, 4.0]), ["kubar", "ppu", "ikn"])
    array([1., 2., 4., 6., 7.])
    """
    return _with_combined(values, regions, lambda members: values[..., members].sum(axis=-1))


def averaged(values: np.ndarray, weight: np.ndarray, regions: Sequence[str]) -> np.ndarray:
    """Turn values (..., region) into (..., area): areas take the weighted mean of their regions.

    weight : (..., region), not negative; where all are 0 there is no mean (NaN)

    >>> averaged(np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 1.0]), ["kubar", "ppu", "ikn"])
    array([1. , 2. , 4. , 2.5, 2.2])
    """

    def mean(members: list[int]) -> np.ndarray:
        total = weight[..., members].sum(axis=-1)
        return ratio((values * weight)[..., members].sum(axis=-1), total)

    return _with_combined(values, regions, mean)


def largest(values: np.ndarray, regions: Sequence[str]) -> np.ndarray:
    """Turn values (..., region) into (..., area): areas take the largest of their regions.

    >>> largest(np.array([1.0, 2.0, 4.0]), ["kubar", "ppu", "ikn"])
    array([1., 2., 4., 4., 4.])
    """
    return _with_combined(values, regions, lambda members: values[..., members].max(axis=-1))


def total(values: np.ndarray, axis: int | tuple[int, ...]) -> np.ndarray:
    """Sum along axes."""
    result: np.ndarray = values.sum(axis=axis)
    return result


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide; NaN where the divisor is 0."""
    is_there = below != 0
    return np.where(is_there, above / np.where(is_there, below, 1.0), np.nan)


def _with_combined(
    values: np.ndarray, regions: Sequence[str], combine: Callable[[list[int]], np.ndarray]
) -> np.ndarray:
    combined = [combine(members) for members in combined_areas(regions).values()]
    return np.concatenate([values, np.stack(combined, axis=-1)], axis=-1)
