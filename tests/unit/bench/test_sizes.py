"""Exponents of cost against size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.beside import MONTH
from benchmarks.sizes import FEW_PAIRS, exponent, exponents, fitted
from benchmarks.suite import Point, Suite

SIZES = [204, 646, 1785, 4080]


@given(st.floats(-3, 3), st.floats(1e-6, 1e3))
def test_a_power_law_is_found_again(power, factor):
    slope, scale = fitted(SIZES, [factor * size**power for size in SIZES])
    assert slope == pytest.approx(power, abs=1e-9)
    assert scale == pytest.approx(factor, rel=1e-6)


def test_the_line_through_three_points_is_that_of_least_squares():
    # logarithms to base 2: x = 0, 1, 2 and y = 0, 3, 3; slope = sum (x-1)(y-2) / 2 = (2 + 1) / 2
    assert exponent([1, 2, 4], [1, 8, 8]) == pytest.approx(1.5)


def points(series, regions, power):
    return [Point(series, 17 * count, 1e-6 * (17 * count) ** power, 100.0) for count in regions]


def test_the_exponent_with_a_target_needs_both_its_ends():
    suite = Suite(points=points(FEW_PAIRS, (514, 1038), 2.0) + points(MONTH, (514, 7000), 2.0))
    exponents(suite)
    assert suite.rows[-1].value is None
    assert suite.rows[-1].met is None
    suite = Suite(points=points(FEW_PAIRS, (514, 1038, 7000), 1.1))
    exponents(suite)
    assert suite.rows[-1].value == pytest.approx(1.1)
    assert suite.rows[-1].met is True


def test_two_points_make_no_exponent():
    suite = Suite(points=points("BoARIO, a step", (12, 38), 2.0))
    exponents(suite)
    assert [row.name for row in suite.rows if "BoARIO" in row.name] == []
