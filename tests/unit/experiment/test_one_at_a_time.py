"""Assumptions are moved one at a time, in real runs of a scenario beside its baseline."""

from types import SimpleNamespace

import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.experiment import one_at_a_time
from simulasi.experiment.one_at_a_time import (
    BOOKED,
    ORDER,
    Factor,
    Laboratory,
    Swing,
    compared,
    factors,
    swings,
    widest_first,
    with_booked,
)
from simulasi.scenario.scenario import read_scenario

SIGMA = Factor("sigma", {"trade.sigma_goods": 2.0}, {"trade.sigma_goods": 8.0})
ANSWERS = {2.0: 10.0, 4.0: 30.0, 8.0: 25.0}


@pytest.fixture
def asked(monkeypatch):
    """Answers from a table instead of runs; the list of what was asked."""
    seen = []

    def answered(_first, _second, _laboratory, changes):
        seen.append(dict(changes))
        sigma = ANSWERS.get(changes.get("trade.sigma_goods", 4.0), 0.0)
        return sigma + 100.0 * changes.get(BOOKED, 1.0)

    monkeypatch.setattr(one_at_a_time, "compared", answered)
    return seen


def found(of, **options):
    laboratory = Laboratory(load_parameters, lambda p: p)
    return swings("dasar", "jalan", of, laboratory, lambda answer: answer, changes={}, **options)


def test_the_six_assumptions_stand_at_the_ends_of_their_ranges():
    facts = parameter_facts()
    of = {factor.name: factor for factor in factors({name: (fact.low, fact.high) for name, fact in facts.items()})}
    assert tuple(of) == ORDER
    for factor in of.values():
        assert set(factor.low) == set(factor.high)
        if factor.name != BOOKED:
            load_parameters(factor.low)
            load_parameters(factor.high)
    hours = of["hours_against_km"]
    assert hours.low["freight.vehicle_time"] < hours.high["freight.vehicle_time"]
    assert hours.low["freight.tariff_road"] > hours.high["freight.tariff_road"]


def test_every_factor_is_moved_alone_and_the_widest_comes_first(asked):
    booked = Factor(BOOKED, {BOOKED: 0.8}, {BOOKED: 1.2})
    assert [swing.factor for swing in found((booked, SIGMA))] == [booked, SIGMA]
    smaller = Factor(BOOKED, {BOOKED: 0.95}, {BOOKED: 1.0})
    assert [swing.factor for swing in found((smaller, SIGMA))] == [SIGMA, smaller]
    assert asked[0] == {}
    assert {"trade.sigma_goods": 2.0} in asked
    assert all(len(changes) <= 1 for changes in asked)


def test_a_known_answer_is_not_run_again(asked):
    (swing,) = found((SIGMA,), known=130.0)
    assert swing == Swing(SIGMA, 110.0, 130.0, 125.0)
    assert {} not in asked


def test_the_width_counts_an_answer_between_the_ends():
    swing = Swing(SIGMA, 10.0, 30.0, 25.0)
    assert swing.span == (10.0, 30.0)
    assert swing.width == 20.0
    narrow = Swing(SIGMA, 10.0, 11.0, 12.0)
    assert widest_first([narrow, swing]) == (swing, narrow)


def test_booked_shares_are_scaled_and_never_beyond_the_whole():
    scenario = read_scenario("dasar", default_world())
    more = with_booked(scenario, 10.0)
    before, after = (each.intervention("ikn").booked for each in (scenario, more))
    assert set(before) == set(after)
    assert all(share == 1.0 for share in after.values())
    assert with_booked(scenario, 1.0) is scenario
    assert with_booked(scenario, 0.5).intervention("ikn").booked["2022"] == pytest.approx(0.5 * before["2022"])


def test_a_run_uses_the_changed_parameters_world_and_scenario(monkeypatch):
    seen = []
    monkeypatch.setattr(one_at_a_time, "simulate", lambda scenario, p: seen.append((scenario.name, p)) or scenario.name)
    monkeypatch.setattr(one_at_a_time, "compare", lambda first, second: (first, second))
    laboratory = Laboratory(dict, lambda p: {"world": p}, lambda name, world: SimpleNamespace(name=name, world=world))
    changes = {"trade.sigma_goods": 2.0}
    assert compared("dasar", "jalan", laboratory, changes) == ("dasar", "jalan")
    assert seen == [("dasar", changes), ("jalan", changes)]
