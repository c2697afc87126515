"""Indices of inequality on two regions, worked out by hand."""

import numpy as np
import pytest

from simulasi.results.inequality import theil_index, williamson_index


def test_equal_regions_are_equal_whatever_their_size():
    grdp, people = np.array([10.0, 30.0]), np.array([1.0, 3.0])
    assert williamson_index(grdp, people).item() == 0.0
    assert theil_index(grdp, people).item() == pytest.approx(0.0, abs=1e-15)


def test_williamson_weighs_by_people():
    # per head 4 and 1, three of four people are poor: mean 1.75, variance (2.25**2 + 3 * 0.75**2) / 4
    assert williamson_index(np.array([4.0, 3.0]), np.array([1.0, 3.0])).item() == pytest.approx(np.sqrt(1.6875) / 1.75)


def test_theil_of_two_regions():
    expected = 0.25 * np.log(0.5) + 0.75 * np.log(1.5)
    assert theil_index(np.array([1.0, 3.0]), np.array([1.0, 1.0])).item() == pytest.approx(expected)


def test_a_region_without_people_counts_for_nothing():
    grdp, people = np.array([1.0, 3.0, 0.0]), np.array([1.0, 1.0, 0.0])
    assert williamson_index(grdp, people).item() == pytest.approx(0.5)
    assert theil_index(grdp, people).item() == pytest.approx(0.1308, abs=1e-4)
