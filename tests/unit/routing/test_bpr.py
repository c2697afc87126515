"""The curve of the Bureau of Public Roads, its slope and its area."""

import numpy as np
import pytest

from simulasi.routing.bpr import delay_factor, time_area, time_slope, travel_time

CURVE = {"delay": 1.5, "power": 4.0}


def test_a_link_at_capacity_takes_longer_by_its_delay():
    assert delay_factor(2000.0, 2000.0, b=0.15, power=4.0) == pytest.approx(1.15)
    assert travel_time(2000.0, 2000.0, free=10.0, **CURVE) == pytest.approx(11.5)


def test_nothing_on_nothing_takes_free_time_and_anything_takes_for_ever():
    found = delay_factor(np.array([0.0, 1.0]), 0.0, b=0.15, power=4.0)
    assert found.tolist() == [1.0, np.inf]
    assert delay_factor(5.0, np.inf, b=0.15, power=20.0) == 1.0


def test_slope_and_area_are_those_of_the_curve():
    volume, step = np.linspace(1.0, 3000.0, 7), 1e-3
    times = [travel_time(volume + sign * step, 1000.0, free=10.0, **CURVE) for sign in (1, -1)]
    areas = [time_area(volume + sign * step, 1000.0, free=10.0, **CURVE) for sign in (1, -1)]
    assert (times[0] - times[1]) / (2 * step) == pytest.approx(time_slope(volume, 1000.0, **CURVE), rel=1e-6)
    assert (areas[0] - areas[1]) / (2 * step) == pytest.approx(
        travel_time(volume, 1000.0, free=10.0, **CURVE), rel=1e-6
    )
