"""Construction beside the record: the capital's booked shares, and what else was built, fitted to construction alone.

The booked share is the part of the capital's spending that becomes construction where BPS books it; it is fitted to
construction in PPU (BPS basis), never to its GRDP. What the province built beyond that and beyond its trend is given to
the refinery in Balikpapan, so that the capital is not credited with it: an upper bound for the refinery.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from simulasi.agents import HinterlandModel, running
from simulasi.errors import Fault, WorldError
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from simulasi.model.parameters import Parameters
    from simulasi.scenario.scenario import Scenario

CAPITAL, REFINERY, INDUSTRY, PPU = "ikn", "kilang-balikpapan", "construction", ("ppu", "ikn")
LATER = "later"
SHARES, TRILLIONS = (0.01, 0.99), (0.0, 100.0)
TOLERANCE = 1e-6
ROUNDS = 3
"""The two fits touch each other a little; after three rounds they stand still to five digits."""


@dataclass(frozen=True)
class Record:
    """Published growth of construction by year, share a year: in PPU (BPS basis) and in the province."""

    ppu: Mapping[int, float]
    province: Mapping[int, float]


@dataclass(frozen=True)
class ConstructionFit:
    """What was fitted, and the growth of construction it gives beside the record.

    booked   : share by year and ``later``
    refinery : spending by year, trillion rupiah; the last fitted year stands for the years until it is finished
    """

    booked: Mapping[str, float]
    refinery: Mapping[str, float]
    growth: Record
    target: Record


def fit_construction(scenario: Scenario, p: Parameters, target: Record) -> ConstructionFit:
    """Fit the booked shares and the refinery in turn, year by year, from the year after the base year on.

    Raises WorldError when no share or spending within its bracket gives the published growth.
    """
    fitted = scenario
    for _ in range(ROUNDS):
        fitted = _fit_years(fitted, p, sorted(target.ppu), _booked_at, SHARES, PPU, target.ppu)
        fitted = _fit_years(
            fitted, p, sorted(target.province), _refinery_at, TRILLIONS, scenario.base.region_ids, target.province
        )
    years = sorted({*target.ppu, *target.province})
    growth = Record(
        *(construction_growth(fitted, p, until=years[-1], regions=part) for part in (PPU, scenario.base.region_ids))
    )
    capital, refinery = fitted.intervention(CAPITAL), fitted.intervention(REFINERY)
    return ConstructionFit(capital.booked, refinery.spending_trillion_rp, growth, target)  # type: ignore[attr-defined]


def _fit_years(
    scenario: Scenario,
    p: Parameters,
    years: Sequence[int],
    at: Callable[[Scenario, int, bool, float], Scenario],
    bracket: tuple[float, float],
    regions: Sequence[str],
    target: Mapping[int, float],
) -> Scenario:
    """Fit one number a year to the growth of construction in ``regions``; the last stands for the years after it."""
    for year in years:
        is_last = year == years[-1]

        def miss(value: float, *, year: int = year, is_last: bool = is_last, before: Scenario = scenario) -> float:
            growth = construction_growth(at(before, year, is_last, value), p, until=year, regions=regions)
            return growth[year] - target[year]

        scenario = at(scenario, year, is_last, _root(miss, bracket, year))
    return scenario


def _root(miss: Callable[[float], float], bracket: tuple[float, float], year: int) -> float:
    """Return the value without a miss; WorldError when the record lies outside what the bracket can give."""
    least, most = (miss(end) for end in bracket)
    if least * most > 0.0:
        fields = {"year": str(year), "low": f"{bracket[0]:g}", "high": f"{bracket[1]:g}", "miss": f"{most:+.3f}"}
        raise WorldError([Fault("record_out_of_reach", value=INDUSTRY, fields=fields)])
    return float(brentq(miss, *bracket, xtol=TOLERANCE))


def _booked_at(scenario: Scenario, year: int, is_last: bool, share: float) -> Scenario:  # noqa: FBT001 - one signature
    booked = {**scenario.intervention(CAPITAL).booked, (LATER if is_last else str(year)): share}  # type: ignore[attr-defined]
    return _changed(scenario, CAPITAL, booked=booked)


def _refinery_at(scenario: Scenario, year: int, is_last: bool, trillions: float) -> Scenario:  # noqa: FBT001 - see above
    spending = scenario.intervention(REFINERY).spending_trillion_rp  # type: ignore[attr-defined]
    moved = {
        key: trillions if int(key) == year or (is_last and int(key) > year) else value
        for key, value in spending.items()
    }
    return _changed(scenario, REFINERY, spending_trillion_rp=moved)


def _changed(scenario: Scenario, name: str, **fields: object) -> Scenario:
    items = tuple(item.model_copy(update=fields) if item.id == name else item for item in scenario.interventions)
    return replace(scenario, interventions=items)


def construction_growth(scenario: Scenario, p: Parameters, *, until: int, regions: Sequence[str]) -> dict[int, float]:
    """Growth of construction in some regions together by year, share a year, at base-year prices."""
    world = scenario.base
    row, columns = world.sector_ids.index(INDUSTRY), [world.region_ids.index(region) for region in regions]
    with running(HinterlandModel(scenario, p)) as model:
        s = model.course.structure
        coefficient = (s.capital.margin + s.labour.wage_coefficient)[row, 0, columns]
        made = {world.base_year: 12.0 * float(coefficient @ s.production.output[row, 0, columns])}
        while model.month < Month(until + 1, 1):
            year = model.month.year
            model.step()
            if year > world.base_year:
                made[year] = made.get(year, 0.0) + float(coefficient @ model.last.output[row, 0, columns])
    years = sorted(made)
    values = np.array([made[year] for year in years])
    return {year: float(growth) for year, growth in zip(years[1:], values[1:] / values[:-1] - 1.0, strict=True)}
