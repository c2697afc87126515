"""What holds for every world: it balances, stands still when nothing happens, and stays sane when something does."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulasi.course import Course
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.data.trade_balance import use_gap
from simulasi.model.identities import measure
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.scenario.scenario import Scenario
from simulasi.world.month import Month

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import tables_of

P = load_parameters()
SEEDS = st.integers(0, 2**32 - 1)
WORLDS = st.builds(made_up_world, st.integers(2, 8), st.integers(2, 6), SEEDS)
SHOCKED, STILL = 24, 60


def start_of(world):
    """Structure, conditions and first state of a run in which nobody intervenes."""
    course = Course(Scenario("diam", "", "", Month(2022, 1), Month(2023, 12), "none", (), {}, {}, world), P)
    return course.structure, course.at(course.first_month), first_state(course.structure)


def assert_balanced(world):
    accounts = world.accounts
    accounts.check(tolerance=1e-13)
    assert use_gap(world, P).max() < 1e-13
    assert all(np.isfinite(values).all() and (values >= 0.0).all() for values in accounts.arrays().values())


def assert_still(world, months=STILL):
    structure, now, state = start_of(world)
    # what is nothing in the base year, like orders of new capital, is measured against output
    first, nothing = state, 1e-10 * world.accounts.gross_output.mean()
    for _ in range(months):
        state, ledger = step(state, now, structure, P)
    later = tables_of(state)
    for name, then in tables_of(first).items():
        np.testing.assert_allclose(later[name], then, rtol=1e-10, atol=nothing, err_msg=name)
    np.testing.assert_allclose(ledger.output[:, 0], world.accounts.gross_output, rtol=1e-10)


def assert_sane(world, spending):
    """Run a programme that spends ``spending`` (sector, region) a month; check every month."""
    structure, now, state = start_of(world)
    now = now._replace(programme=spending[:, None, :])
    for _ in range(SHOCKED):
        before, (state, ledger) = state, step(state, now, structure, P)
        gaps = measure(before, state, ledger, now, structure, P)
        assert max(gaps) < 1e-9, gaps
        recorded = tables_of(state) | {"output": ledger.output, "wanted": ledger.wanted, "flows": ledger.flows}
        recorded |= {"arrivals": ledger.sales.arrivals, "loads": ledger.loads}
        for name, values in recorded.items():
            assert np.isfinite(values).all(), name
            assert name in {"capital_orders", "public"} or (values >= 0.0).all(), name


@given(world=WORLDS)
@settings(max_examples=25)
def test_a_made_up_world_balances_and_stands_still(world):
    assert_balanced(world)
    assert_still(world)


@given(world=WORLDS, seed=SEEDS, percent=st.integers(0, 50))
@settings(max_examples=25)
def test_a_programme_anywhere_leaves_no_negative_and_every_identity(world, seed, percent):
    shape = world.programme.shape
    weight = np.random.Generator(np.random.PCG64(seed)).gamma(0.3, size=shape)
    assert_sane(world, percent / 100 * world.accounts.gross_output.sum() * weight / weight.sum())


def test_the_checks_see_a_world_that_was_spoilt():
    world = made_up_world(3, 4, 1)
    world.accounts.households[1, 1] *= 1.001
    with pytest.raises(AssertionError):
        assert_balanced(world)
    with pytest.raises(AssertionError):
        assert_still(world)
    with pytest.raises(AssertionError):
        assert_sane(world, np.full(world.programme.shape, np.nan))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(105, 37), (514, 17)])
def test_a_large_world_balances_and_stands_still(size):
    world = made_up_world(*size, 1)
    assert_balanced(world)
    assert_still(world, months=12)
