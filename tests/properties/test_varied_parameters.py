"""Parameters that every member draws: from documented distributions, shifted by nothing, the same when repeated."""

import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import still_scenario, tiny_parameters, tiny_world

from simulasi.data.load_parameters import ALL, distributions, load_parameters, parameter_facts
from simulasi.ensemble import IN_ACCOUNTS, Varied
from simulasi.errors import ParameterError, ResultError
from simulasi.model.distributions import FIXED, Distribution
from simulasi.model.draws import drawn_parameters
from simulasi.results.compare import compare
from simulasi.results.sameness import differences
from simulasi.simulation import parameter_values, simulate

P = tiny_parameters(wage_curve=-0.1)
OVERTIME = {"labour.overtime": Distribution("triangular", 0.05, 0.1, 0.3)}
TWO = OVERTIME | {"investment.capital_output": Distribution("log-triangular", 0.5, 1.0, 3.0)}
MEMBERS = 3


@pytest.fixture(scope="module")
def scenario():
    return still_scenario(tiny_world())


@pytest.fixture(scope="module")
def run(scenario):
    return simulate(scenario, P, members=MEMBERS, varied=Varied(TWO))


def log_mean(low, mode, high):
    """Mean of exp(Y), Y triangular between the logarithms."""
    a, c, b = np.log([low, mode, high])
    return 2.0 * ((b - c) * low - (b - a) * mode + (c - a) * high) / ((b - a) * (c - a) * (b - c))


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [
        (Distribution("triangular", 0.0, 0.3, 1.0), 1.3 / 3.0),
        (Distribution("triangular", -0.2, -0.2, -0.05), -0.15),
        (Distribution("triangular", 0.0, 0.1, 0.1), 0.2 / 3.0),
        (Distribution("log-triangular", 2.0, 4.0, 8.0), log_mean(2.0, 4.0, 8.0)),
        (Distribution("log-triangular", 3.0, 10.0, 30.0), log_mean(3.0, 10.0, 30.0)),
    ],
)
def test_a_distribution_has_the_mean_of_its_closed_form(distribution, mean):
    count = 100_000
    drawn = distribution.quantile((np.arange(count) + 0.5) / count)
    assert drawn.mean() == pytest.approx(mean, rel=1e-4)
    assert (np.diff(drawn) >= 0.0).all()
    assert distribution.low <= drawn[0] < drawn[-1] <= distribution.high


@given(st.sampled_from(sorted(distributions([ALL], load_parameters()).items())), st.integers(0, 10_000))
def test_a_drawn_value_lies_in_its_range_and_is_accepted_like_one_that_is_set(item, member):
    name, distribution = item
    p = drawn_parameters(load_parameters(), {name: distribution}, seed=3, member=member)
    value = parameter_values(p)[name]
    assert load_parameters({name: value}) == p


def test_all_means_everything_that_is_not_fixed_and_a_group_its_part():
    found = distributions([ALL], load_parameters())
    assert set(found) == {fact.name for fact in parameter_facts().values() if fact.distribution != FIXED}
    assert set(distributions(["trade"], load_parameters())) == {name for name in found if name.startswith("trade.")}
    assert not any(name.startswith("chance.") for name in found)


def test_names_that_cannot_be_varied_are_told_all_at_once():
    with pytest.raises(ParameterError) as caught:
        distributions(["trade.sigma_godds", "freight.tariff_road", "chance", "labour"], load_parameters())
    told = [(fault.code, fault.value) for fault in caught.value.faults]
    assert told == [
        ("unknown_parameter", "trade.sigma_godds"),
        ("parameter_fixed", "freight.tariff_road"),
        ("parameter_fixed", "chance"),
    ]
    assert caught.value.faults[0].fields["nearest"] == "trade.sigma_goods"


def test_a_parameter_more_shifts_no_draw_of_the_others():
    few, many = (drawn_parameters(P, varied, seed=1, member=2) for varied in (OVERTIME, TWO))
    assert few.labour == many.labour
    assert few.investment == P.investment != many.investment
    assert drawn_parameters(P, TWO, seed=2, member=2).labour != many.labour


def test_draws_of_two_parameters_know_nothing_of_each_other():
    drawn = [drawn_parameters(P, TWO, seed=1, member=member) for member in range(400)]
    pairs = [(p.labour.overtime, p.investment.capital_output) for p in drawn]
    assert abs(np.corrcoef(np.transpose(pairs))[0, 1]) < 0.2
    overtime = np.array(pairs)[:, 0]
    assert overtime.mean() == pytest.approx(0.15, abs=4.0 * 0.054 / np.sqrt(len(pairs)))


def test_a_member_is_that_of_an_ensemble_with_its_values(scenario, run):
    for member in range(MEMBERS):
        own = drawn_parameters(P, TWO, seed=1, member=member)
        alike = simulate(scenario, own, members=MEMBERS, width=4).by_member[:, member]
        assert np.allclose(run.by_member[:, member], alike, rtol=1e-12, atol=1e-12, equal_nan=True)
    held = simulate(scenario, P, members=MEMBERS, width=4).by_member
    assert not np.allclose(run.by_member, held, rtol=1e-6, equal_nan=True)


def test_repeating_gives_the_same_bits_and_fewer_members_the_same_first_ones(scenario, run):
    assert differences(run, simulate(scenario, P, members=MEMBERS, varied=Varied(TWO))) == ()
    fewer = simulate(scenario, P, members=MEMBERS - 1, varied=Varied(TWO)).by_member
    assert fewer.to_numpy().tobytes() == run.by_member[:, : MEMBERS - 1].to_numpy().tobytes()


def test_the_story_tells_what_was_varied_and_another_one_cannot_be_compared(scenario, run):
    assert run.story["varied"]["labour.overtime"] == {"kind": "triangular", "low": 0.05, "mode": 0.1, "high": 0.3}
    wider = TWO | {"labour.overtime": Distribution("triangular", 0.05, 0.1, 0.4)}
    other = simulate(scenario, P, members=MEMBERS, varied=Varied(wider))
    with pytest.raises(ResultError) as caught:
        compare(run, other)
    assert [fault.code for fault in caught.value.faults] == ["different_parameters"]


def test_varied_parameters_of_a_single_run_are_refused(scenario):
    with pytest.raises(ParameterError, match="vary_one_run"):
        simulate(scenario, P, varied=Varied(OVERTIME))


def test_parameters_of_the_accounts_need_a_world_for_every_value(scenario):
    varied = {"trade.sigma_goods": Distribution("triangular", 2.0, 2.0, 3.0)}
    with pytest.raises(ParameterError, match="vary_no_world"):
        simulate(scenario, P, members=2, varied=Varied(varied))
    asked = []
    simulate(scenario, P, members=2, varied=Varied(varied | OVERTIME, lambda p: asked.append(p) or scenario.base))
    assert [p.trade.sigma_goods for p in asked] == [
        drawn_parameters(P, varied, seed=1, member=member).trade.sigma_goods for member in (0, 1)
    ]
    assert all(p.labour == P.labour for p in asked)


def test_the_groups_that_accounts_hold_are_groups():
    assert {item.name for item in fields(P)} >= set(IN_ACCOUNTS)
