"""Present value, rates of return and break-even are the textbook's, also where there is none or more than one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulasi.results.appraisal import break_even_year, present_value, rates_of_return

YEARS = [2025, 2026, 2027, 2028]


def test_money_of_a_later_year_is_worth_less():
    assert present_value(np.array([0.0, 121.0]), [2025, 2027], rate=0.1, at=2025).item() == pytest.approx(100.0)


@given(st.floats(-0.5, 2.0), st.floats(1.0, 1e4))
def test_a_loan_paid_back_with_interest_returns_its_rate(rate, amount):
    (found,) = rates_of_return(np.array([-amount, 0.0, amount * (1 + rate) ** 2]), [0, 1, 2])
    assert found == pytest.approx(rate, abs=1e-8)


def test_the_present_value_at_a_rate_of_return_is_nothing():
    net = np.array([-1350.0, 160.0, 390.0, 1900.0])
    (rate,) = rates_of_return(net, YEARS)
    assert present_value(net, YEARS, rate=rate, at=2025).item() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("net", [[5.0, 1.0, 0.0, 2.0], [-5.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
def test_a_stream_that_never_changes_sign_has_no_rate(net):
    assert rates_of_return(np.array(net), YEARS) == ()


def test_a_stream_may_change_sign_and_still_have_no_rate():
    assert rates_of_return(np.array([1.0, -2.0, 1.5]), [0, 1, 2]) == ()


def test_a_stream_with_two_rates_has_both():
    assert rates_of_return(np.array([-100.0, 230.0, -132.0]), [0, 1, 2]) == pytest.approx((0.1, 0.2))


def test_break_even_is_the_year_from_which_nothing_is_missing_any_more():
    assert break_even_year(np.array([-100.0, 60.0, 60.0, 5.0]), YEARS, rate=0.0) == 2027
    assert break_even_year(np.array([-100.0, 150.0, -80.0, 40.0]), YEARS, rate=0.0) == 2028


def test_what_is_never_won_back_never_breaks_even():
    assert break_even_year(np.array([-100.0, 10.0, 10.0, 10.0]), YEARS, rate=0.0) is None


def test_where_nothing_was_spent_there_is_nothing_to_win_back():
    assert break_even_year(np.array([0.0, 10.0, 10.0, 10.0]), YEARS, rate=0.0) is None


def test_discounting_puts_break_even_off():
    net = np.array([-100.0, 50.0, 52.0, 30.0])
    assert break_even_year(net, YEARS, rate=0.0) == 2027
    assert break_even_year(net, YEARS, rate=0.1) == 2028
