"""The quantities of the backtest: which recorded variables each needs, how a run tells it, and where it belongs.

A quantity whose variable a run does not hold is *not said*; as soon as results hold the variable, it is compared.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.calibrate.backtest_run import MONTHS_A_YEAR, NOT_A_NUMBER, PERCENT, Run
from simulasi.results.areas import KALTIM, PPU_BPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulasi.calibrate.backtest_targets import Key

MILLIONS_IN_A_BILLION = 1e3
AUGUST, HALF_A_YEAR, LAST_QUARTER = 8, 6, 10
"""Month of the labour survey; months of half a year; first month of the last quarter."""
REGIONS, LEVELS, INDUSTRIES_PPU, INDUSTRIES_KALTIM, UNEMPLOYMENT, OTHERS = GROUPS = (
    "regions",
    "levels",
    "industries_ppu",
    "industries_kaltim",
    "unemployment",
    "others",
)
GROWTH, LEVEL, RATE, CHANGE = "growth", "level", "rate", "change"
"""What a number is: growth in percent, an amount that grows, a rate that stays, a change of persons."""
FITTED, GIVEN, TEST = "fitted", "given", "test"
"""Whether a number was fitted to, or went into the scenario or the base world, or is a test."""
PRODUCED_FOR = {"goods": "", "horticulture": "other_crops", "quarry": "quarry"}


class Unsaid(NamedTuple):
    """Why a run does not say a number: a code, and the variable that is missing."""

    reason: str
    variable: str = ""


class Quantity(NamedTuple):
    """One kind of number.

    kind  : how a naive forecaster goes on from it, see ``GROWTH``
    needs : variables of a result without which it cannot be told
    read  : from a run, what stands behind the name, the area and the year to the number; NaN where there is none
    """

    kind: str
    needs: tuple[str, ...]
    read: Callable[[Run, str, str, int], float]


def value_of(run: Run, key: Key) -> float | Unsaid:
    """Return what a run says of a target, or why it does not."""
    name, _, detail = key.target.partition(".")
    quantity = QUANTITIES.get(name)
    if quantity is None:
        return Unsaid("no_quantity")
    missing = [variable for variable in quantity.needs if variable not in run.results.data]
    if missing:
        return Unsaid("no_variable", missing[0])
    value = quantity.read(run, detail, key.region, key.year) if len(run.members(key.region)) else NOT_A_NUMBER
    return value if np.isfinite(value) else Unsaid("not_in_run")


def group_of(key: Key) -> str:
    """Return the group in which a target is measured.

    >>> from simulasi.calibrate.backtest_targets import Key
    >>> group_of(Key("industry_growth.B", "ppu_bps", 2023)), group_of(Key("cement", "ikn", 2022))
    ('industries_ppu', 'others')
    """
    whole = {"grdp_2010_growth": REGIONS, "grdp_2010": LEVELS, "unemployment": UNEMPLOYMENT}
    industries = {PPU_BPS: INDUSTRIES_PPU, KALTIM: INDUSTRIES_KALTIM}
    if key.target.startswith("industry_growth."):
        return industries.get(key.region, OTHERS)
    return whole.get(key.target, OTHERS)


def role_of(key: Key) -> str:
    """Tell whether a target is a test, or was fitted to or given.

    Construction of PPU and of the province is fitted year by year, the accounts of 2021 hold the share of construction
    in PPU of 2023 taken back; coal's volume in the province is given; trade with partners starts from that of 2016.

    >>> from simulasi.calibrate.backtest_targets import Key
    >>> role_of(Key("industry_growth.F", "ppu_bps", 2023)), role_of(Key("industry_growth.G", "ppu_bps", 2023))
    ('fitted', 'test')
    """
    name, _, detail = key.target.partition(".")
    if name.startswith("industry_") and detail == "F" and key.region in {PPU_BPS, KALTIM}:
        return FITTED
    is_coal = key.target == "industry_growth.B" and key.region == KALTIM
    return GIVEN if is_coal or name == "origin_share" else TEST


def kind_of(key: Key) -> str:
    """Return how a naive forecaster goes on from a target."""
    return QUANTITIES[key.target.partition(".")[0]].kind


def _indicator(run: Run, _: str, area: str, year: int, *, name: str) -> float:
    return run.indicator(name, area, year)


def _part_growth(run: Run, _: str, area: str, year: int, *, last: int) -> float:
    """Growth of real GRDP of the first months of a year over those of the year before, percent."""
    now, before = (run.mean("grdp_2010", area, run.when(when, 1, last)) for when in (year, year - 1))
    return PERCENT * (now / before - 1.0)


def _industry_growth(run: Run, letters: str, area: str, year: int) -> float:
    before = (
        run.made_in_base(letters, area)
        if year == run.base_year + 1
        else run.made(letters, area, run.when(year - 1), real=True)
    )
    return PERCENT * (run.made(letters, area, run.when(year), real=True) / before - 1.0) if before else NOT_A_NUMBER


def _half_growth(run: Run, letters: str, area: str, year: int) -> float:
    now, before = (run.made(letters, area, run.when(when, 1, HALF_A_YEAR), real=True) for when in (year, year - 1))
    return PERCENT * (now / before - 1.0) if before else NOT_A_NUMBER


def _half_contribution(run: Run, letters: str, area: str, year: int) -> float:
    """Contribution of industries to growth of the first half of a year, percentage points."""
    now, before = (run.made(letters, area, run.when(when, 1, HALF_A_YEAR), real=True) for when in (year, year - 1))
    return PERCENT * (now - before) / (HALF_A_YEAR * run.mean("grdp_2010", area, run.when(year - 1, 1, HALF_A_YEAR)))


def _industry_share(run: Run, letters: str, area: str, year: int) -> float:
    """Share of industries in GRDP at prices of the base year, percent; published shares are at current prices."""
    whole = run.mean("grdp", area, run.when(year)) * MONTHS_A_YEAR
    return PERCENT * run.made(letters, area, run.when(year), real=False) / whole


def _unemployment(run: Run, _: str, area: str, year: int) -> float:
    """Rate of the month of the survey, percent."""
    month = run.when(year, AUGUST, AUGUST)
    return PERCENT * _unemployed(run, area, month) / _labour_force(run, area, month)


def _labour_force(run: Run, area: str, month: np.ndarray) -> float:
    """Residents who work or look for work, persons; NaN without a month."""
    return float(_labour(run, area, month)[0].sum()) if len(month) else NOT_A_NUMBER


def _unemployed(run: Run, area: str, month: np.ndarray) -> float:
    """Residents who look for work, persons: the recorded rate of every region times its labour force."""
    force, rate = _labour(run, area, month)
    return float((rate * force).sum()) if len(month) else NOT_A_NUMBER


def _employed(run: Run, area: str, month: np.ndarray) -> float:
    return _labour_force(run, area, month) - _unemployed(run, area, month)


def _labour(run: Run, area: str, month: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labour force and rate of unemployment, (month, region).

    The force is the recorded variable; without it, residents at work over the rate of employment.
    """
    at = np.ix_(month, run.members(area))
    rate = run.monthly("unemployment")[at]
    if "labour_force" in run.data:
        return run.monthly("labour_force")[at], rate
    jobs, elsewhere = (run.monthly(name)[at] for name in ("jobs", "workers_from_elsewhere"))
    return (jobs - elsewhere) / (1.0 - rate), rate


def _people(run: Run, _: str, area: str, year: int, *, count: Callable[[Run, str, np.ndarray], float]) -> float:
    return count(run, area, run.when(year, AUGUST, AUGUST))


def _labour_force_change(run: Run, _: str, area: str, year: int) -> float:
    now, before = (_labour_force(run, area, run.when(when, AUGUST, AUGUST)) for when in (year, year - 1))
    return now - before


def _at_work(run: Run, letters: str, area: str, month: np.ndarray) -> float:
    """Jobs of industries in a month, persons."""
    found = run.monthly("jobs_by_sector", "sector")[np.ix_(month, run.members(area), run.sectors(letters))]
    return float(found.sum()) if found.size else NOT_A_NUMBER


def _work_share(run: Run, letters: str, area: str, year: int) -> float:
    month = run.when(year, AUGUST, AUGUST)
    return PERCENT * _at_work(run, letters, area, month) / run.mean("jobs", area, month)


def _work_change(run: Run, letters: str, area: str, year: int, *, is_share: bool) -> float:
    now, before = (_at_work(run, letters, area, run.when(when, AUGUST, AUGUST)) for when in (year, year - 1))
    return PERCENT * (now / before - 1.0) if is_share else now - before


def _builders(run: Run, month: str, area: str, year: int) -> float:
    return _at_work(run, "F", area, run.when(year, int(month), int(month)))


def _from_elsewhere(run: Run, month: str, area: str, year: int) -> float:
    return run.mean("workers_from_elsewhere", area, run.when(year, int(month), int(month)))


def _december_prices(run: Run, _: str, area: str, year: int) -> float:
    """Prices of consumers in December over the base year, percent; prices in Java stand still."""
    return PERCENT * (run.price("consumer_price", area, run.when(year, MONTHS_A_YEAR, MONTHS_A_YEAR)) - 1.0)


def _rent(run: Run, _: str, area: str, year: int) -> float:
    """Rent of the last quarter over the base year, percent; an index that is 1 in the base year."""
    return PERCENT * (run.price("rent", area, run.when(year, LAST_QUARTER, MONTHS_A_YEAR)) - 1.0)


def _origin(run: Run, detail: str, _: str, year: int) -> float:
    partner, _, goods = detail.partition(".")
    wanted = PRODUCED_FOR.get(goods, "")
    is_meant = [sector.id == wanted if wanted else sector.holds_stock for sector in run.world.sectors]
    return run.bought(partner, np.flatnonzero(is_meant), year)


def _cement(run: Run, _: str, area: str, year: int) -> float:
    """Tonnes of cement and other minerals bought in an area: volume over the value of a tonne."""
    if "cement" not in run.world.sector_ids:
        return NOT_A_NUMBER
    value = float(run.world.accounts.value_per_tonne[run.world.sector_ids.index("cement")])
    return MILLIONS_IN_A_BILLION * run.arrived("cement", area, year) / value


LABOUR = ("jobs", "workers_from_elsewhere", "unemployment")
QUANTITIES: dict[str, Quantity] = {
    "grdp_2010_growth": Quantity(GROWTH, ("grdp_2010",), partial(_indicator, name="grdp_2010_growth")),
    "grdp_2010": Quantity(LEVEL, ("grdp_2010",), partial(_indicator, name="grdp_2010")),
    "grdp_2010_growth_q1": Quantity(GROWTH, ("grdp_2010",), partial(_part_growth, last=3)),
    "industry_growth": Quantity(GROWTH, ("value_added",), _industry_growth),
    "industry_growth_h1": Quantity(GROWTH, ("value_added",), _half_growth),
    "industry_contribution_h1": Quantity(GROWTH, ("value_added", "grdp_2010"), _half_contribution),
    "industry_share": Quantity(RATE, ("value_added", "grdp"), _industry_share),
    "unemployment": Quantity(RATE, LABOUR, _unemployment),
    "employed": Quantity(LEVEL, LABOUR, partial(_people, count=_employed)),
    "unemployed": Quantity(LEVEL, LABOUR, partial(_people, count=_unemployed)),
    "labour_force": Quantity(LEVEL, LABOUR, partial(_people, count=_labour_force)),
    "labour_force_change": Quantity(CHANGE, LABOUR, _labour_force_change),
    "employment_share": Quantity(RATE, ("jobs_by_sector",), _work_share),
    "employment_change": Quantity(CHANGE, ("jobs_by_sector",), partial(_work_change, is_share=False)),
    "employment_growth": Quantity(GROWTH, ("jobs_by_sector",), partial(_work_change, is_share=True)),
    "construction_workers": Quantity(LEVEL, ("jobs_by_sector",), _builders),
    "workers_from_elsewhere": Quantity(LEVEL, ("workers_from_elsewhere",), _from_elsewhere),
    "inflation_december": Quantity(GROWTH, ("consumer_price",), _december_prices),
    "rent_q4": Quantity(GROWTH, ("rent",), _rent),
    "origin_share": Quantity(RATE, ("trade",), _origin),
    "cement": Quantity(LEVEL, ("trade",), _cement),
}
"""The one place where a quantity gets what it needs and its way of being read; its text is ``backtest.target.<id>``."""
