"""Goods first, then the services that carry and serve them (eq. 3, 8)."""

import numpy as np
import pytest

from simulasi.model.clearing import clear
from simulasi.model.state import FINAL, INPUTS
from simulasi.model.step import quote
from simulasi.model.structure import first_state


@pytest.fixture
def sell(still):
    s, now = still
    taken = now.network.rest
    terms = quote(first_state(s), taken, now, s)

    def sell_at(wanted, supply):
        return clear(wanted, np.array(supply, dtype=float)[:, None], terms, taken, s)

    return sell_at


def wants(volume):
    wanted = np.zeros((2, 4, 1, 4))
    wanted[0, FINAL, 0, 1] = volume
    return wanted


PLENTY = [[1e3] * 3, [1e3] * 3]


def test_carriers_order_the_haulage_that_the_goods_pay_for(sell):
    # 40 to tengah: 10, 20 and 5 by land and 5 over land from the port, as on the page
    cleared = sell(wants(40.0), PLENTY)
    assert cleared.carried[1, 0] == pytest.approx([10 / 40, (10 + 2 * 20 / 2 + 5 + 2 * 5) / 40, 5 / 40], rel=1e-13)
    assert cleared.carried[0].tolist() == [[0.0, 0.0, 0.0]]
    assert cleared.wanted[1, INPUTS, :, :3] == pytest.approx(cleared.carried[1], rel=1e-15)


def test_goods_that_come_from_farther_need_more_lorries(sell):
    # with little in the regions, 37 of the 40 come over land from the port
    short = sell(wants(40.0), [[1.0, 1.0, 1.0], [1e3] * 3])
    assert short.carried[1, 0] == pytest.approx([1 / 40, (1 + 2 * 1 / 2 + 1 + 2 * 37) / 40, 1 / 40], rel=1e-13)


def test_haulage_that_is_short_does_not_hold_up_the_goods_of_the_month(sell):
    cleared = sell(wants(40.0), [[1e3] * 3, [0.0, 0.0, 0.0]])
    assert cleared.sales.arrivals[0, FINAL, 0, 1] == pytest.approx(40.0, rel=1e-14)
    assert cleared.sales.arrivals[1, INPUTS, 0, :3].sum() <= cleared.carried.sum()


def test_the_wants_that_come_in_are_left_alone(sell):
    wanted = wants(40.0)
    before = wanted.copy()
    sell(wanted, PLENTY)
    assert np.array_equal(wanted, before)
