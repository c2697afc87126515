"""Error measures and aims, on numbers that can be checked by hand."""

import math

import numpy as np
import pytest

from simulasi.calibrate.backtest import Row
from simulasi.calibrate.backtest_errors import aims, deviations, errors, rank_correlation, right_signs
from simulasi.calibrate.backtest_naive import Naive
from simulasi.calibrate.backtest_targets import Key, Target

OBSERVED = {"ppu_bps": 20.0, "kubar": 5.0, "paser": 1.0}


def rows(*, year=2022, **model):
    """Growth of three regions, exactly as published but for what is named."""
    return [
        Row(Target(Key("grdp_2010_growth", region, year), "percent", value, "", ""), model.get(region, value), None,
            Naive(0.0, 0.0, 0.0))
        for region, value in OBSERVED.items()
    ]  # fmt: skip


def verdicts(found):
    return {(aim.name, aim.where if aim.name == "order" else ""): aim.is_met for aim in aims(found)}


def test_a_perfect_forecast_has_no_error_and_meets_all_aims():
    found = errors(np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.zeros(2))
    assert found == (2, 0.0, 0.0, 0.0, 0.0)
    assert all(verdicts(rows()).values())


@pytest.mark.parametrize(
    ("spoilt", "missed"),
    [
        ({"paser": -0.1}, {"sign"}),
        ({"ppu_bps": 31.0}, {"ppu"}),
        ({"kubar": 8.5}, {"others"}),
        ({"kubar": 2.1, "paser": 2.9}, {"order"}),
    ],
)
def test_one_number_that_is_off_is_seen_by_the_aim_it_breaks(spoilt, missed):
    assert {name for (name, _), is_met in verdicts(rows(**spoilt)).items() if not is_met} == missed


def test_the_order_is_judged_in_every_year():
    both = [*rows(), *rows(year=2023, kubar=30.0)]
    assert {where: aim for (name, where), aim in verdicts(both).items() if name == "order"} == {
        "2022": True,
        "2023": False,
    }


def test_theils_u_of_standing_still_is_one():
    observed = np.array([2.0, 8.0])
    assert errors(np.zeros(2), observed, np.zeros(2)).theil_u == 1.0
    assert math.isnan(errors(observed, observed, observed).theil_u)
    assert errors(observed, observed, np.zeros(2)).bias == 0.0


def test_ranks_share_ties_and_need_an_order():
    assert rank_correlation(np.array([1.0, 1.0, 2.0]), np.array([5.0, 5.0, 9.0])) == 1.0
    assert rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == -1.0
    assert math.isnan(rank_correlation(np.array([1.0, 2.0]), np.array([1.0, 2.0])))
    assert math.isnan(rank_correlation(np.ones(4), np.arange(4.0)))


def test_deviations_are_from_the_province_of_the_same_year():
    areas, years = ["kubar", "kaltim", "kubar", "kaltim"], [2022, 2022, 2023, 2023]
    forecast, observed = (deviations(values, areas, years) for values in ([3, 4, 9, 4], [3, 4, 1, 4]))
    assert forecast.tolist() == [-1, 5]
    assert right_signs(forecast, observed) == 0.5
