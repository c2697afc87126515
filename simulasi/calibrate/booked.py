"""Which part of the capital's spending becomes construction where BPS books it: fitted to PPU construction alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from simulasi.agents import HinterlandModel, running
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.model.parameters import Parameters
    from simulasi.scenario.scenario import Scenario

PROGRAMME, INDUSTRY, AREA = "ikn", "construction", ("ppu", "ikn")
LATER = "later"
BRACKET = (0.01, 0.99)
TOLERANCE = 1e-6


@dataclass(frozen=True)
class BookedFit:
    """Fitted shares, by year and ``later``, and growth of construction in PPU (BPS basis) beside what was published.

    growth, target : by year, share a year
    """

    booked: Mapping[str, float]
    growth: Mapping[int, float]
    target: Mapping[int, float]


def fit_booked(scenario: Scenario, p: Parameters, target: Mapping[int, float]) -> BookedFit:
    """Fit the booked share of each year in turn to the growth of construction in PPU; the last holds for later years.

    target : growth of construction in PPU by year, share a year; in order, from the year after the base year

    Only construction is fitted, never the GRDP of PPU: what the capital does not explain of it stays unexplained.
    """
    booked: dict[str, float] = {}
    years = sorted(target)
    for year in years:
        key = LATER if year == years[-1] else str(year)

        def miss(share: float, key: str = key, year: int = year) -> float:
            growth = construction_growth(with_booked(scenario, {**booked, key: share}), p, until=year)
            return growth[year] - target[year]

        booked[key] = float(brentq(miss, *BRACKET, xtol=TOLERANCE))
    growth = construction_growth(with_booked(scenario, booked), p, until=years[-1])
    return BookedFit(booked, {year: growth[year] for year in years}, dict(target))


def with_booked(scenario: Scenario, booked: Mapping[str, float]) -> Scenario:
    """Return the scenario with other booked shares of the capital's programme; ``later`` where none is given."""
    shares = {LATER: 0.0, **booked}
    changed = tuple(
        item.model_copy(update={"booked": shares}) if item.id == PROGRAMME else item for item in scenario.interventions
    )
    return replace(scenario, interventions=changed)


def construction_growth(scenario: Scenario, p: Parameters, *, until: int) -> dict[int, float]:
    """Growth of construction in PPU (BPS basis) by year, share a year, at base-year prices."""
    world = scenario.base
    row = world.sector_ids.index(INDUSTRY)
    columns = [world.region_ids.index(region) for region in AREA]
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
