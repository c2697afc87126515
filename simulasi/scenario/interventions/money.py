"""What an intervention costs, by year, and who pays for it."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from simulasi.world.month import Month

MONTHS = 12


class Costs(NamedTuple):
    """What an intervention costs, billion rupiah at the prices of its source.

    investment : by year; empty where it is not known
    upkeep     : by year, of the months of the run in which it is open; empty where it is not known
    payers     : share by payer, summing to 1; empty where nobody is named
    """

    investment: Mapping[int, float]
    upkeep: Mapping[int, float]
    payers: Mapping[str, float]


def paid_by_year(a_month: float, first: Month, last: Month) -> dict[int, float]:
    """Sum what is paid every month from ``first`` to ``last`` by year; nothing where nothing is paid.

    >>> paid_by_year(2.0, Month(2026, 11), Month(2027, 12))
    {2026: 4.0, 2027: 24.0}
    >>> paid_by_year(0.0, Month(2026, 11), Month(2027, 12)), paid_by_year(2.0, Month(2027, 1), Month(2026, 12))
    ({}, {})
    """
    if a_month == 0.0:
        return {}
    months = Counter(first.after(step).year for step in range(last.since(first) + 1))
    return {year: a_month * count for year, count in sorted(months.items())}
