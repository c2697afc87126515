"""Cost and benefit of a scenario for planners: what it is worth, who pays, who gains, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.grids import Grid, heads, unit_text
from simulasi.report.words import digits_for
from simulasi.results.cost_benefit import INCOME, INVESTMENT, OUTPUT, UPKEEP, CostBenefit, cost_benefit

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.results.cost_benefit import Worth

DIGITS, RATIO_DIGITS, PERCENT = 1, 2, 100.0
MEASURES = (INCOME, OUTPUT)


def appraisal_of(case: Case, measure: str = INCOME) -> CostBenefit:
    """Put cost and benefit of the scenario of a case together."""
    return cost_benefit(case.comparison, case.name, measure=measure)


def appraisal_sentences(case: Case, found: CostBenefit) -> tuple[str, ...]:
    """Tell what is known of the cost, what the whole is worth, and what is left out."""
    say, worth = case.words.say, found.worth()
    fields = {
        "first": found.first_year,
        "last": found.years[-1],
        "rate": case.words.part(PERCENT * found.rate, 0),
        "base_year": case.scenario.story["base_year"],
        "npv": case.words.rupiah(worth.npv),
        "benefit": case.words.rupiah(worth.benefit),
        "cost": case.words.rupiah(worth.cost),
        "baseline": case.baseline_title,
        "saved": case.words.rupiah(-worth.cost),
    }
    told = [say("appraisal_npv" if found.costs else "appraisal_benefit_only", **fields)]
    if worth.cost < 0.0:
        told.append(say("appraisal_saved", **fields))
    elif found.costs:
        told += [*_returns(case, worth), _won_back(case, found, worth)]
    if case.tells_range:
        bounds = {name: case.words.rupiah(getattr(worth, name)) for name in ("median", "low", "high")}
        chance = case.words.part(PERCENT * worth.chance, 0)
        told.append(say("appraisal_range", count=case.words.number(case.scenario.members), chance=chance, **bounds))
    if found.unknown:
        key = "appraisal_some_cost" if found.costs else "appraisal_no_cost"
        told.append(say(key, names=case.words.listed(list(found.unknown))))
    if found.going_on:
        told.append(say("appraisal_goes_on", **fields))
    return tuple(told)


def _returns(case: Case, worth: Worth) -> list[str]:
    """Tell benefit over cost, and the rate of return where there is one."""
    say, words = case.words.say, case.words
    if not worth.rates:
        eirr = say("appraisal_eirr_none")
    elif len(worth.rates) == 1:
        eirr = say("appraisal_eirr", rate=words.part(PERCENT * worth.rates[0], 1))
    else:
        eirr = say("appraisal_eirr_many", rates=words.listed([words.part(PERCENT * rate, 1) for rate in worth.rates]))
    return [say("appraisal_bcr", bcr=words.number(worth.bcr, RATIO_DIGITS)), eirr]


def _won_back(case: Case, found: CostBenefit, worth: Worth) -> str:
    if worth.break_even is None:
        return case.words.say("appraisal_never", last=found.years[-1])
    return case.words.say("appraisal_break_even", year=worth.break_even)


def appraisal_grid(case: Case) -> Grid:
    """Lay out what the scenario is worth, the benefit measured by income that stays and by GRDP."""
    words, found = case.words, [appraisal_of(case, measure) for measure in MEASURES]
    worths = [each.worth() for each in found]
    digits = digits_for([worth.benefit for worth in worths], DIGITS, DIGITS + 1)
    rows = tuple(
        (
            words.say_or(f"indicator.{measure}", measure),
            words.signed(worth.benefit, digits),
            words.number(worth.cost, digits),
            words.signed(worth.npv, digits),
            words.number(worth.bcr, RATIO_DIGITS),
            _rate_cell(case, worth),
            str(worth.break_even) if worth.break_even else words.say("nothing"),
        )
        for measure, worth in zip(MEASURES, worths, strict=True)
    )
    keys = ("measure", "benefit", "cost", "net", "ratio", "rate", "year")
    head = heads(case, [f"appraisal_{key}" for key in keys])
    title = words.say(
        "appraisal_title", first=found[0].first_year, last=found[0].years[-1], unit=unit_text(case, "bn_rp")
    )
    return Grid(title, "wnnnnnn", head, rows)


def _rate_cell(case: Case, worth: Worth) -> str:
    if worth.cost <= 0.0:
        return case.words.say("nothing")
    if len(worth.rates) > 1:
        return case.words.say("appraisal_several")
    return case.words.part(PERCENT * worth.rates[0], 1) if worth.rates else case.words.say("nothing")


def party_grid(case: Case, found: CostBenefit) -> Grid:
    """Lay out who pays and who gains, present values; those who do neither are left out."""
    words, pays, gains = case.words, found.by_payer(), found.by_region()
    parties = [*(party for party in pays if party not in gains), *gains]
    digits = digits_for([*pays.values(), *gains.values()], DIGITS, DIGITS)
    amounts = {party: (pays.get(party, 0.0), gains.get(party, 0.0)) for party in parties}
    rows = [
        _party_row(case, _party(case, party), *both, digits)
        for party, both in amounts.items()
        if any(round(amount, digits) for amount in both)
    ]
    rows.append(_party_row(case, words.say("appraisal_all"), sum(pays.values()), sum(gains.values()), digits))
    head = heads(case, [f"appraisal_{key}" for key in ("party", "pays", "gains", "balance")])
    title = words.say("appraisal_parties", first=found.first_year, unit=unit_text(case, "bn_rp"))
    return Grid(title, "wnnn", head, tuple(rows))


def _party_row(case: Case, name: str, pays: float, gains: float, digits: int) -> tuple[str, ...]:
    return name, case.words.number(pays, digits), *(case.words.signed(value, digits) for value in (gains, gains - pays))


def _party(case: Case, party: str) -> str:
    return case.words.say_or(f"report.payer.{party}", case.words.area(party))


def stream_grid(case: Case, found: CostBenefit) -> Grid:
    """Lay out cost, benefit and net by year, and what was won so far."""
    words = case.words
    costs = {name: _of_stream(found, name) for name in (INVESTMENT, UPKEEP)}
    benefit, net = found.benefits.mean(axis=0).sum(axis=0), found.net.mean(axis=0)
    so_far = discounted_so_far(found)
    digits = digits_for([*benefit, *net], DIGITS, DIGITS)
    rows = tuple(
        (
            str(year),
            *(words.number(column[place], digits) for column in costs.values()),
            *(words.signed(float(column[place]), digits) for column in (benefit, net, so_far)),
        )
        for place, year in enumerate(found.years)
    )
    keys = ("investment", "upkeep", "benefit", "net_stream", "so_far")
    head = (words.say("year_column"), *heads(case, [f"appraisal_{key}" for key in keys]))
    return Grid(words.say("appraisal_streams", unit=unit_text(case, "bn_rp")), "wnnnnn", head, rows)


def discounted_so_far(found: CostBenefit) -> list[float]:
    """Net stream from the first year to each year, discounted to the first; the last is the net present value."""
    net = found.net.mean(axis=0)
    worth = [float(amount) / (1.0 + found.rate) ** place for place, amount in enumerate(net)]
    return [sum(worth[: place + 1]) for place in range(len(worth))]


def _of_stream(found: CostBenefit, stream: str) -> list[float]:
    parts = [amounts for (_, _, name), amounts in found.costs.items() if name == stream]
    return [float(sum(amounts[place] for amounts in parts)) for place in range(len(found.years))]
