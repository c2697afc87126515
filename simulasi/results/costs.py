"""What a programme costs, when, and who pays: from the fields of an intervention to amounts by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSAID = "unsaid"
"""Payer of what no file says who pays."""
BN_PER_TRILLION = 1000.0
MONTHS_A_YEAR = 12


class Costs(NamedTuple):
    """Cost of one programme, billion rupiah at base-year prices.

    investment    : by year
    upkeep_a_year : from the opening to the closing
    opens, closes : first month with it and first month without it; None from the start and for good
    payers        : share by who pays: ``state``, ``province``, ``private``, ``unsaid`` or a region; adds up to 1
    """

    investment: Mapping[int, float]
    upkeep_a_year: float
    opens: Month | None
    closes: Month | None
    payers: Mapping[str, float]

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the cost."""
        return bool(self.investment) or self.upkeep_a_year > 0.0

    def upkeep(self, year: int) -> float:
        """Upkeep in a year; of the first and the last year only its months count.

        >>> road = Costs({}, 12.0, Month(2027, 7), Month(2029, 2), {UNSAID: 1.0})
        >>> [road.upkeep(year) for year in range(2026, 2030)]
        [0.0, 6.0, 12.0, 1.0]
        """
        months = [Month(year, number) for number in range(1, MONTHS_A_YEAR + 1)]
        is_open = [
            (self.opens is None or month >= self.opens) and (self.closes is None or month < self.closes)
            for month in months
        ]
        return self.upkeep_a_year * sum(is_open) / MONTHS_A_YEAR


def costs_of(fields: Mapping[str, Any], *, first_year: int) -> Costs:
    """Read the cost of an intervention from its fields, as a scenario file resolves them.

    first_year : of the run; one sum is booked in the year before the opening, or before this one where there is none

    The spending of a programme is its cost, too.

    >>> costs_of({"cost_bn_rp": 900.0, "opens": "2027-01-01"}, first_year=2022).investment
    {2026: 900.0}
    >>> costs_of({"investment_bn_rp": {"2026": 700.0}, "payer": {"state": 0.5, "kubar": 0.5}}, first_year=2022).payers
    {'state': 0.5, 'kubar': 0.5}
    """
    opens, closes = (_month(fields.get(key)) for key in ("opens", "closes"))
    investment = {int(year): float(value) for year, value in (fields.get("investment_bn_rp") or {}).items()}
    for year, value in (fields.get("spending_trillion_rp") or {}).items():
        investment[int(year)] = investment.get(int(year), 0.0) + BN_PER_TRILLION * float(value)
    if fields.get("cost_bn_rp"):
        before = (opens.year if opens else first_year) - 1
        investment[before] = investment.get(before, 0.0) + float(fields["cost_bn_rp"])
    payer = fields.get("payer") or UNSAID
    payers = {payer: 1.0} if isinstance(payer, str) else {str(who): float(share) for who, share in payer.items()}
    return Costs(investment, float(fields.get("upkeep_bn_rp_a_year") or 0.0), opens, closes, payers)


def _month(text: object) -> Month | None:
    """Read the first day of a month, ``2027-01-01``."""
    if not isinstance(text, str):
        return None
    year, month, *_ = text.split("-")
    return Month(int(year), int(month))
