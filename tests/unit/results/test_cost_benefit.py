"""Streams of cost and benefit add up to the last digit, and say what is not known."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.errors import ResultError
from simulasi.results.compare import compare
from simulasi.results.cost_benefit import BENEFIT, EVERYBODY, NET, OUTPUT, check_adds_up, cost_benefit
from simulasi.results.made_up import made_up_results

YEARS = tuple(range(2022, 2032))
ROAD = {"kind": "link", "opens": "2024-01-01"}


def run(name, interventions, **other):
    made = made_up_results(name=name, years=YEARS, **other)
    document = {**made.story["scenario"], "interventions": interventions}
    return replace(made, story={**made.story, "scenario": document})


def pair(before=None, after=None, *, lift=0.1, members=1):
    return compare(
        run("dasar", before or {}, members=members),
        run("jalan", after or {}, lift={"kubar": lift}, members=members),
    )


def found(**fields):
    return cost_benefit(pair(after={"jalan": {**ROAD, **fields}}), "jalan")


def test_net_is_benefit_less_cost_in_every_year():
    table = found(investment_bn_rp={"2023": 9.0}, upkeep_bn_rp_a_year=0.3, payer={"state": 0.7, "kubar": 0.3}).table()
    check_adds_up(table)
    sums = table.pivot_table(index="year", columns="stream", values="value_bn_rp", aggfunc="sum")
    assert (sums[BENEFIT] - sums["investment"] - sums["upkeep"] - sums[NET]).abs().max() < 1e-12
    assert set(table[table["stream"] == NET]["party"]) == {EVERYBODY}


@pytest.mark.parametrize("stream", ["investment", "upkeep", BENEFIT, NET])
def test_a_spoiled_stream_is_refused(stream):
    table = found(investment_bn_rp={"2023": 9.0}, upkeep_bn_rp_a_year=0.3).table()
    place = table.index[(table["stream"] == stream) & (table["value_bn_rp"] != 0.0)][0]
    table.loc[place, "value_bn_rp"] *= 1.01
    with pytest.raises(ResultError) as caught:
        check_adds_up(table)
    (fault,) = caught.value.faults
    assert fault.key == f"jalan, {table.loc[place, 'year']}"


def test_payers_and_regions_share_the_present_value():
    costs = found(cost_bn_rp=9.0, payer={"state": 0.7, "kubar": 0.3})
    worth = costs.worth()
    assert sum(costs.by_payer().values()) == pytest.approx(worth.cost)
    assert costs.by_payer()["kubar"] == pytest.approx(0.3 * 9.0 / 1.1)
    assert sum(costs.by_region().values()) == pytest.approx(worth.benefit)
    assert worth.npv == pytest.approx(worth.benefit - worth.cost)
    assert worth.bcr == pytest.approx(worth.benefit / worth.cost)


def test_the_benefit_is_income_that_stays_or_grdp():
    both = pair(after={"jalan": {**ROAD, "cost_bn_rp": 1.0}})
    income, output = (cost_benefit(both, "jalan", **asked) for asked in ({}, {"measure": OUTPUT}))
    # of the made-up GRDP 48 percent is pay, kept surplus, own and shared revenue
    assert income.worth().benefit == pytest.approx(0.48 * output.worth().benefit)


def test_without_a_known_cost_there_is_only_the_benefit():
    costs = found()
    worth = costs.worth()
    assert costs.unknown == ("jalan",)
    assert worth.npv == worth.benefit > 0.0
    assert np.isnan(worth.bcr)
    assert worth.rates == ()
    assert worth.break_even is None


def test_a_cost_beyond_the_run_is_not_counted_and_one_before_it_is():
    assert found(investment_bn_rp={"2040": 5.0}).spent.sum() == 0.0
    early = found(investment_bn_rp={"2019": 5.0})
    assert early.first_year == 2019
    assert early.worth().cost == pytest.approx(5.0)


def test_what_costs_too_much_never_breaks_even():
    assert found(cost_bn_rp=1000.0).worth().break_even is None
    assert found(investment_bn_rp={"2022": 2.0}).worth().break_even in YEARS[1:-1]


def test_what_only_the_baseline_spends_is_saved():
    costs = cost_benefit(pair(before={"jalan": {**ROAD, "cost_bn_rp": 9.0}}, lift=-0.1), "jalan")
    worth = costs.worth()
    assert worth.cost == pytest.approx(-9.0 / 1.1)
    assert worth.benefit < 0.0
    assert np.isnan(worth.bcr)


def test_a_dearer_version_costs_the_difference():
    cheap, dear = ({"jalan": {**ROAD, "cost_bn_rp": cost}} for cost in (9.0, 12.0))
    assert cost_benefit(pair(cheap, dear), "jalan").spent.sum() == pytest.approx(3.0)


def test_what_both_have_costs_nothing():
    same = {"jalan": {**ROAD, "cost_bn_rp": 9.0}}
    costs = cost_benefit(pair(same, same), "jalan")
    assert costs.spent.sum() == 0.0
    assert costs.unknown == ()
    assert not costs.going_on


@pytest.mark.parametrize(("closes", "goes_on"), [(None, True), ("2031-12-01", False), ("2035-01-01", True)])
def test_a_programme_that_outlives_the_run_is_told(closes, goes_on):
    assert found(cost_bn_rp=1.0, closes=closes).going_on is goes_on


def test_a_shock_is_no_programme_and_has_no_cost():
    costs = cost_benefit(pair(after={"longsor": {"kind": "shock"}, "jalan": {**ROAD, "cost_bn_rp": 9.0}}), "jalan")
    assert costs.programmes == ("jalan",)
    assert costs.unknown == ()


def test_members_give_a_band_and_a_chance():
    costs = cost_benefit(pair(after={"jalan": {**ROAD, "cost_bn_rp": 3.0}}, members=20), "jalan")
    worth = costs.worth()
    assert worth.low < worth.median < worth.high
    assert worth.chance == (costs.value(costs.net) > 0.0).mean()
    assert worth.npv == pytest.approx(costs.value(costs.net).mean())
