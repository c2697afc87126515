"""Cost and benefit of a scenario beside its baseline: streams by year, who pays and who gains, and what they are worth.

The benefit is the change of the income that stays in the regions (``regional_income``): GRDP less the pay and profits
that leave. Costs are those of the interventions in which the two scenarios differ; what only the baseline spends is
saved. Both at prices of the base year, discounted to the first year of the streams at ``appraisal.discount_rate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulasi.errors import Fault, ResultError
from simulasi.results.appraisal import break_even_year, present_value, rates_of_return
from simulasi.results.costs import Costs, costs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from simulasi.results.compare import Comparison

INVESTMENT, UPKEEP, BENEFIT, NET = "investment", "upkeep", "benefit", "net"
STREAMS = (INVESTMENT, UPKEEP, BENEFIT, NET)
EVERYBODY = "all"
"""Whose the sum of a stream is."""
INCOME, OUTPUT = "regional_income", "grdp"
"""What a benefit may be measured by."""
RATE = "appraisal.discount_rate"
COLUMNS = ("scenario", "year", "stream", "programme", "party", "value_bn_rp")
NOBODY_CHOOSES = "shock"
"""Kind of what happens to regions: it has damage, and no cost."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
TOLERANCE = 1e-9


class Worth(NamedTuple):
    """What the streams are worth, bn Rp in the first year of the streams.

    npv, low, median, high : of the mean of the members, and of the members; the last three NaN for a single run
    chance      : share of the members whose net present value is above 0; NaN for a single run
    benefit, cost : present values
    bcr         : benefit over cost; NaN where nothing is spent on balance
    rates       : every internal rate of return
    break_even  : year, or None
    """

    npv: float
    low: float
    median: float
    high: float
    chance: float
    benefit: float
    cost: float
    bcr: float
    rates: tuple[float, ...]
    break_even: int | None


@dataclass(frozen=True, eq=False)
class CostBenefit:
    """Streams of a scenario beside its baseline.

    years    : of all streams, in order
    costs    : (year,) by programme, payer and stream, bn Rp; negative where the baseline alone spends
    benefits : (member, region, year), bn Rp
    programmes : ids of the interventions in which the scenarios differ, but shocks
    unknown  : those of them whose cost is not known
    going_on : whether a programme is still open when the run ends
    """

    scenario: str
    years: tuple[int, ...]
    regions: tuple[str, ...]
    costs: Mapping[tuple[str, str, str], np.ndarray]
    benefits: np.ndarray
    programmes: tuple[str, ...]
    unknown: tuple[str, ...]
    going_on: bool
    rate: float

    @property
    def first_year(self) -> int:
        """Year in whose value everything is told."""
        return self.years[0]

    @property
    def spent(self) -> np.ndarray:
        """Everything that is spent, (year,)."""
        return np.sum([np.zeros(len(self.years)), *self.costs.values()], axis=0)

    @property
    def net(self) -> np.ndarray:
        """Benefit of all regions less cost, (member, year)."""
        net: np.ndarray = self.benefits.sum(axis=1) - self.spent
        return net

    def value(self, amounts: np.ndarray) -> np.ndarray:
        """Present value of amounts (..., year)."""
        return present_value(amounts, self.years, rate=self.rate, at=self.first_year)

    def by_payer(self) -> dict[str, float]:
        """Present value of what each payer pays."""
        found: dict[str, float] = {}
        for (_, payer, _), amounts in self.costs.items():
            found[payer] = found.get(payer, 0.0) + float(self.value(amounts))
        return found

    def by_region(self) -> dict[str, float]:
        """Present value of what each region gains, the mean of the members."""
        return dict(zip(self.regions, self.value(self.benefits.mean(axis=0)).tolist(), strict=True))

    def worth(self) -> Worth:
        """Weigh benefit and cost."""
        members, mean = self.value(self.net), self.net.mean(axis=0)
        benefit, cost = float(self.value(self.benefits.sum(axis=1)).mean()), float(self.value(self.spent))
        many = len(members) > 1
        low, median, high = np.quantile(members, [LOW, MIDDLE, HIGH]) if many else [np.nan] * 3
        return Worth(
            npv=float(self.value(mean)),
            low=float(low),
            median=float(median),
            high=float(high),
            chance=float((members > 0.0).mean()) if many else float("nan"),
            benefit=benefit,
            cost=cost,
            bcr=benefit / cost if cost > 0.0 else float("nan"),
            rates=rates_of_return(mean, self.years),
            break_even=break_even_year(mean, self.years, rate=self.rate),
        )

    def table(self) -> pd.DataFrame:
        """Return all streams as rows with the columns ``COLUMNS``; benefits and net are the mean of the members."""
        benefits = self.benefits.mean(axis=0)
        parts = [(stream, name, payer, amounts) for (name, payer, stream), amounts in self.costs.items()]
        parts += [(BENEFIT, "", region, benefits[place]) for place, region in enumerate(self.regions)]
        parts += [(NET, "", EVERYBODY, self.net.mean(axis=0))]
        rows = [
            (self.scenario, year, stream, name, party, float(amount))
            for stream, name, party, amounts in parts
            for year, amount in zip(self.years, amounts, strict=True)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def cost_benefit(comparison: Comparison, scenario: str, *, measure: str = INCOME) -> CostBenefit:
    """Put cost and benefit of a scenario of a comparison together.

    measure : indicator whose change is the benefit, ``INCOME`` or ``OUTPUT``

    >>> from simulasi.results.compare import compare
    >>> from simulasi.results.made_up import made_up_results
    >>> found = cost_benefit(compare(made_up_results(), made_up_results(name="jalan", lift={"kubar": 0.1})), "jalan")
    >>> found.years, found.worth().cost, found.worth().npv > 0
    ((2022, 2023), 0.0, True)
    """
    after = next(results for results in comparison.scenarios if results.name == scenario)
    counted = list(comparison.years)
    had, has = (results.story["scenario"]["interventions"] for results in (comparison.baseline, after))
    read = {
        (name, sign): costs_of(found[name], first_year=counted[0])
        for sign, found, other in ((1.0, has, had), (-1.0, had, has))
        for name in found
        if other.get(name) != found[name] and found[name].get("kind") != NOBODY_CHOOSES
    }
    years = _years(counted, read.values())
    change = comparison.change_by_member(scenario, measure).sel(region=list(comparison.regions))
    benefits = np.zeros((change.sizes["member"], len(comparison.regions), len(years)))
    benefits[:, :, [years.index(year) for year in counted]] = change.transpose("member", "region", "year").to_numpy()
    return CostBenefit(
        scenario=scenario,
        years=years,
        regions=comparison.regions,
        costs=_streams(read, years, counted),
        benefits=benefits,
        programmes=tuple(dict.fromkeys(name for name, _ in read)),
        unknown=tuple(dict.fromkeys(name for (name, _), costs in read.items() if not costs.is_known)),
        going_on=any(costs.closes is None or costs.closes.year > counted[-1] for costs in read.values()),
        rate=float(after.story["parameters"][RATE]),
    )


def check_adds_up(table: pd.DataFrame) -> None:
    """Raise ResultError unless net is benefit less cost in every scenario and year of a table of streams."""
    sums = table.pivot_table(index=["scenario", "year"], columns="stream", values="value_bn_rp", aggfunc="sum")
    sums = sums.reindex(columns=list(STREAMS), fill_value=0.0).fillna(0.0)
    gap = sums[BENEFIT] - sums[INVESTMENT] - sums[UPKEEP] - sums[NET]
    wrong = gap[abs(gap) > TOLERANCE * sums.abs().sum(axis=1)]
    if len(wrong):
        faults = [
            Fault("streams_unbalanced", value=f"{gap:.6g}", key=f"{name}, {year}")
            for (name, year), gap in wrong.items()
        ]
        raise ResultError(faults)


def _years(counted: Sequence[int], costs: Iterable[Costs]) -> tuple[int, ...]:
    """All years from the first in which something is spent or compared to the last that is compared."""
    spent = [year for each in costs for year in each.investment if year <= counted[-1]]
    return tuple(range(min([*spent, counted[0]]), counted[-1] + 1))


def _streams(
    read: Mapping[tuple[str, float], Costs], years: Sequence[int], counted: Sequence[int]
) -> dict[tuple[str, str, str], np.ndarray]:
    """Cost by programme, payer and stream, (year,)."""
    found: dict[tuple[str, str, str], np.ndarray] = {}
    for (name, sign), costs in read.items():
        built = np.array([costs.investment.get(year, 0.0) for year in years])
        kept = np.array([costs.upkeep(year) if year >= counted[0] else 0.0 for year in years])
        for payer, share in costs.payers.items():
            for stream, amounts in ((INVESTMENT, built), (UPKEEP, kept)):
                if amounts.any():
                    key = (name, payer, stream)
                    found[key] = found.get(key, 0.0) + sign * share * amounts
    return found
