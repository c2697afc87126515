"""Logarithmic means split a change without a rest, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulasi.results.log_change import group_weights, log_mean, log_ratio

SIZES = st.floats(1e-6, 1e9)


@given(SIZES, SIZES)
def test_the_mean_times_the_logarithm_is_the_change(before, after):
    first, second = np.array([before]), np.array([after])
    change = (log_mean(first, second) * log_ratio(first, second)).item()
    assert change == pytest.approx(after - before, rel=1e-6, abs=1e-7 * max(before, after))


@given(SIZES, SIZES)
def test_the_mean_lies_between_and_does_not_mind_the_order(before, after):
    mean = log_mean(np.array([before]), np.array([after])).item()
    assert min(before, after) * (1 - 1e-7) <= mean <= max(before, after) * (1 + 1e-7)
    assert mean == pytest.approx(log_mean(np.array([after]), np.array([before])).item(), rel=1e-6)


def test_what_begins_from_nothing_has_no_mean():
    assert log_mean(np.array([0.0, 3.0]), np.array([2.0, 0.0])).tolist() == [0.0, 0.0]


@given(st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(-0.5, 0.5)), min_size=2, max_size=5), st.floats(0.5, 8.0))
def test_shares_move_by_what_an_origin_does_less_the_weighted_mean_of_all(origins, sigma):
    before = np.array([share for share, _ in origins])
    pull = -sigma * np.array([change for _, change in origins])
    before /= before.sum()
    after = before * np.exp(pull) / (before * np.exp(pull)).sum()
    weight = group_weights(before[None, :, None], after[None, :, None])[0, :, 0]
    assert weight.sum() == pytest.approx(1.0)
    assert log_ratio(before, after) == pytest.approx(pull - weight @ pull, abs=1e-6)
