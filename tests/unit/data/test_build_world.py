"""The base world of 2021: what must be met is met, and every check can fail."""

import dataclasses

import numpy as np
import pytest

from simulasi.data.base_year.balancing import Held, fit
from simulasi.data.base_year.exchange import balance_shipments, gravity_weights
from simulasi.data.base_year.quality import failed, quality_sheet
from simulasi.data.build_world import build_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import WorldError


@pytest.fixture(scope="module")
def tables():
    return shipped_tables()


@pytest.fixture(scope="module")
def built(tables):
    return build_world(tables, load_parameters())


@pytest.fixture(scope="module")
def sheet(built, tables):
    return quality_sheet(built, tables)


def rows(sheet, check):
    return sheet[sheet["check"] == check]


def test_every_limit_of_the_quality_sheet_is_kept(sheet):
    assert failed(sheet).empty
    assert set(sheet["ok"]) == {"true", ""}


def test_accounts_balance_to_rounding(sheet):
    assert rows(sheet, "balance")["value"].max() <= 1e-13


def test_cells_times_deflators_give_the_exact_constant_price_totals_within_five_percent(sheet):
    found = rows(sheet, "constant-price total")
    assert len(found) == 10
    assert found["distance"].abs().max() <= 0.05


def test_regional_grdp_is_met_and_the_capital_is_carved_out_of_ppu(built, sheet):
    found = rows(sheet, "regional GRDP")
    assert found["distance"].abs().max() <= 1e-9
    jobs = dict(zip(built.world.region_ids, built.world.accounts.jobs.sum(axis=0), strict=True))
    assert jobs["ikn"] / (jobs["ikn"] + jobs["ppu"]) == pytest.approx(37_500 / 178_700)


def test_consumption_government_and_investment_meet_the_published_totals(sheet):
    assert rows(sheet, "final demand")["distance"].abs().max() <= 1e-9
    assert rows(sheet, "net exports")["distance"].abs().max() <= 0.005


def test_nothing_in_the_accounts_is_negative(built):
    for name, array in built.world.accounts.arrays().items():
        assert (array >= 0.0).all(), name


def test_partners_do_not_trade_with_each_other(built):
    regions = len(built.world.regions)
    assert built.world.accounts.flows[:, regions:, regions:].sum() == 0.0


def test_a_spoiled_number_is_seen_by_the_quality_sheet(built, tables):
    settled = dataclasses.replace(built.settled, output=built.settled.output * 1.01)
    checks = set(failed(quality_sheet(dataclasses.replace(built, settled=settled), tables))["check"])
    assert "regional GRDP" in checks


def test_spoiled_flows_are_refused(built):
    flows = built.world.accounts.flows.copy()
    flows[0, 0, 0] *= 1.5
    with pytest.raises(WorldError) as caught:
        dataclasses.replace(built.world.accounts, flows=flows).check()
    assert caught.value.faults[0].code == "accounts_unbalanced"


def test_a_spoiled_cell_breaks_the_deflator_check(built, tables):
    value_added = built.industries.value_added.copy()
    value_added[:, 0] *= 1.1
    industries = dataclasses.replace(built.industries, value_added=value_added)
    sheet = quality_sheet(dataclasses.replace(built, industries=industries), tables)
    assert set(failed(sheet)["check"]) == {"constant-price total"}


def test_fitting_meets_rows_columns_and_held_sums():
    held = (Held(np.array([0, 1]), 0, 3.0),)
    table = fit(np.ones((3, 2)), np.array([4.0, 3.0, 3.0]), np.array([5.0, 5.0]), held=held)
    assert table.sum(axis=1) == pytest.approx([4.0, 3.0, 3.0])
    assert table.sum(axis=0) == pytest.approx([5.0, 5.0])
    assert table[:2, 0].sum() == pytest.approx(3.0)


def test_fitting_that_cannot_be_says_so():
    with pytest.raises(WorldError) as caught:
        fit(np.eye(2), np.array([3.0, 1.0]), np.array([2.0, 2.0]), rounds=50)
    assert caught.value.faults[0].code == "not_converged"


def test_shipments_that_cannot_be_balanced_say_so():
    with pytest.raises(WorldError) as caught:
        balance_shipments(np.eye(2)[None], np.array([[3.0, 1.0]]), np.array([[2.0, 2.0]]), tolerance=1e-9, rounds=50)
    assert caught.value.faults[0].code == "not_converged"


@pytest.mark.parametrize("elasticity", [0.5, 1.4])
def test_gravity_falls_with_distance_as_the_estimate_says(elasticity):
    distance = np.array([[1.0, 10.0, 40.0], [10.0, 1.0, 90.0], [40.0, 90.0, 1.0]])
    weights = gravity_weights(np.expm1(0.2 * np.log(distance)), distance, elasticity=elasticity, regions=3)
    apart = ~np.eye(3, dtype=bool)
    slope = np.polyfit(np.log(distance[apart]), np.log(weights[apart]), 1)[0]
    assert slope == pytest.approx(-elasticity)
