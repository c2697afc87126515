"""What a programme costs is read from the fields of its file, for whoever pays."""

import pytest

from simulasi.results.costs import UNSAID, Costs, costs_of
from simulasi.world.month import Month


def test_one_sum_is_booked_in_the_year_before_the_opening():
    assert costs_of({"cost_bn_rp": 836.0, "opens": "2027-06-01"}, first_year=2022).investment == {2026: 836.0}


def test_one_sum_without_an_opening_is_booked_before_the_run():
    assert costs_of({"cost_bn_rp": 836.0}, first_year=2022).investment == {2021: 836.0}


def test_investment_by_year_and_spending_of_a_programme_add_up():
    fields = {"investment_bn_rp": {"2026": 1200.0, "2027": 800.0}, "spending_trillion_rp": {"2027": 0.5}}
    assert costs_of(fields, first_year=2022).investment == {2026: 1200.0, 2027: 1300.0}


def test_nobody_is_said_to_pay_what_no_file_says():
    assert costs_of({"cost_bn_rp": 1.0}, first_year=2022).payers == {UNSAID: 1.0}
    assert costs_of({"cost_bn_rp": 1.0, "payer": "state"}, first_year=2022).payers == {"state": 1.0}


def test_without_a_cost_nothing_is_known():
    assert not costs_of({"kind": "link", "opens": "2027-01-01"}, first_year=2022).is_known
    assert costs_of({"upkeep_bn_rp_a_year": 3.0}, first_year=2022).is_known


@pytest.mark.parametrize(
    ("opens", "closes", "paid"), [(None, None, 12.0), ("2026-04-01", None, 9.0), (None, "2026-04-01", 3.0)]
)
def test_upkeep_is_paid_for_the_months_that_are_open(opens, closes, paid):
    costs = costs_of({"upkeep_bn_rp_a_year": 12.0, "opens": opens, "closes": closes}, first_year=2022)
    assert costs.upkeep(2026) == pytest.approx(paid)


def test_months_are_read_as_they_stand():
    found = costs_of({"opens": "2027-01-01", "closes": "2031-07-01"}, first_year=2022)
    assert found == Costs({}, 0.0, Month(2027, 1), Month(2031, 7), {UNSAID: 1.0})
