"""How a lap is timed; the clock of the process stands still or runs as a test says."""

import pytest

from benchmarks import worker


@pytest.fixture
def clock(monkeypatch):
    """A clock that only work moves."""
    seconds = [0.0]
    for name in ("process_time", "perf_counter"):
        monkeypatch.setattr(worker.time, name, lambda: seconds[0])
    return seconds


def work(clock, *takes):
    """Work that takes so long, the first time, the second, and so on."""
    left = list(takes)

    def once():
        clock[0] += left.pop(0)

    return once


def test_work_that_is_long_enough_is_done_once(clock):
    assert worker.lap(work(clock, 2.0, 9.0), shortest_s=0.05) == (2.0, 2.0)


def test_short_work_is_done_until_the_lap_is_full_and_its_mean_is_told(clock):
    assert worker.lap(work(clock, 0.03, 0.0, 0.03), shortest_s=0.05) == pytest.approx((0.02, 0.02))


def test_work_that_is_made_ready_before_every_lap_is_never_repeated(clock):
    assert worker.lap(work(clock, 0.0, 9.0), shortest_s=0.0) == (0.0, 0.0)
