"""Multipliers: what the table says is what the model does in its linear limit (invariant 6)."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.results.multipliers import BOUGHT, dynamic, extra_output, interregional_table, type_one
from simulasi.world.accounts import Accounts

COLUMNS = ["sector", "region", "multiplier", "of_which_own_region"]


@pytest.fixture(scope="module")
def p():
    return load_parameters()


@pytest.fixture(scope="module")
def world():
    return made_up_world(3, 3, 1)


def inverse_of(world, p, pairs):
    """Output for one unit bought, (sector, pair, region), by the inverse of the interregional table."""
    table, regions = interregional_table(world, p), len(world.regions)
    outputs = np.linalg.inv(np.eye(len(table.inputs)) - table.inputs) @ table.delivered
    return np.stack([outputs[:, s * regions + r].reshape(-1, regions) for s, r in pairs], axis=1)


def all_pairs(world):
    return [(s, r) for s in range(len(world.sectors)) for r in range(len(world.regions))]


def test_after_240_months_the_flows_of_one_unit_more_are_those_of_the_inverse(world, p):
    found, wanted = extra_output(world, p, all_pairs(world)), inverse_of(world, p, all_pairs(world))
    assert wanted.shape == (3, 9, 3)
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6 * wanted.max())


def test_the_check_sees_a_coefficient_that_is_off(world, p):
    spoilt = world.accounts.technical_coefficients.copy()
    spoilt[0, 1] *= 1.01
    other = replace(world, accounts=replace(world.accounts, technical_coefficients=spoilt))
    found, wanted = extra_output(world, p, all_pairs(world)), inverse_of(other, p, all_pairs(world))
    assert abs(found - wanted).max() > 1e-4


def test_the_parameters_that_have_no_part_in_it_change_nothing(world):
    tame = load_parameters({"trade.sigma_goods": 8.0, "production.stock_adjustment_months": 3.0})
    wanted = inverse_of(world, tame, [(0, 1)])
    np.testing.assert_allclose(extra_output(world, tame, [(0, 1)]), wanted, atol=1e-6)


@pytest.mark.slow
def test_the_same_holds_for_two_sectors_of_the_default_world(p):
    world = default_world()
    sectors = ("construction", "food_manufacturing")
    pairs = [(world.sector_ids.index(name), r) for name in sectors for r in range(len(world.regions))]
    wanted = inverse_of(world, p, pairs)
    np.testing.assert_allclose(extra_output(world, p, pairs), wanted, rtol=1e-6, atol=1e-6 * wanted.max())


def test_the_table_of_multipliers_is_that_of_the_run(world, p):
    table, run = type_one(world, p, of=BOUGHT), dynamic(world, p)
    assert list(table.columns) == list(run.columns) == COLUMNS
    np.testing.assert_array_equal(table[COLUMNS[:2]], run[COLUMNS[:2]])
    np.testing.assert_allclose(run[COLUMNS[2:]].astype(float), table[COLUMNS[2:]].astype(float), rtol=1e-6, atol=1e-9)
    some = dynamic(world, p, sectors=["transport"], months=240)
    assert some["sector"].tolist() == ["transport"] * 3
    np.testing.assert_allclose(some["multiplier"], run["multiplier"][6:], rtol=1e-9)


def test_a_unit_that_is_made_moves_at_least_itself(world, p):
    table = type_one(world, p)
    made = table["multiplier"].notna().to_numpy()
    np.testing.assert_array_equal(made, world.accounts.gross_output.ravel() > 0.0)
    assert (table["of_which_own_region"][made] >= 1.0).all()
    assert (table["multiplier"][made] >= table["of_which_own_region"][made]).all()


def test_multipliers_of_a_closed_economy_without_freight_are_the_column_sums_of_the_textbook(p):
    world = made_up_world(1, 2, 4)
    accounts = world.accounts
    closed = replace(
        accounts,
        flows=accounts.flows * np.pad(np.ones((2, 1, 1)), ((0, 0), (0, 2), (0, 2))),
        freight_scale=np.zeros(2),
    )
    found = type_one(replace(world, accounts=closed), p)
    wanted = np.linalg.inv(np.eye(2) - accounts.technical_coefficients).sum(axis=0)
    np.testing.assert_allclose(found["multiplier"], wanted, rtol=1e-12)
    np.testing.assert_allclose(found["of_which_own_region"], wanted, rtol=1e-12)


def test_carriers_and_spoilage_are_part_of_it(p):
    world = made_up_world(4, 6, 2)

    def mean(accounts: Accounts) -> float:
        return float(type_one(replace(world, accounts=accounts), p)["multiplier"].mean())

    free = replace(world.accounts, freight_scale=np.zeros(6))
    assert mean(world.accounts) > mean(free)


def test_more_demands_than_are_followed_at_once_make_one_table(p):
    world = made_up_world(9, 8, 1)
    found = extra_output(world, p, all_pairs(world), months=2)
    assert found.shape == (8, 72, 9)
    np.testing.assert_allclose(found[:, 70:], extra_output(world, p, all_pairs(world)[70:], months=2), atol=1e-9)
