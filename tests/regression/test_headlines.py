"""Did numbers change? If they should have, `make headlines` records them, and the changelog says why."""

import pytest
from headlines import measured, recorded


@pytest.fixture(scope="module")
def today():
    return measured()


def test_the_headline_numbers_are_those_on_file(today):
    known = recorded()
    assert set(known) == set(today)
    moved = {
        key: (known[key], value)
        for key, value in today.items()
        if value != pytest.approx(known[key], rel=1e-7, abs=1e-6)
    }
    assert moved == {}


def test_a_moved_number_would_be_seen(today):
    key = "jalan-kukar-kubar.grdp.kubar.2035"
    assert today[key] * 1.001 != pytest.approx(recorded()[key], rel=1e-7, abs=1e-6)
