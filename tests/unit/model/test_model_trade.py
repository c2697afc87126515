"""Choice of origin, price paid and deliveries (eq. 6-8), with numbers that fit on paper."""

import numpy as np
import pytest

from simulasi.model.market import Market
from simulasi.model.state import FINAL, INPUTS, INVESTMENT, PROGRAMME
from simulasi.model.trade import Quote, deliver, land_freight, quote, rationed, shipments
from simulasi.world.pairs import ALL

HALF = np.full((1, 2, 2), 0.5)
NO_ZONE = {"at_zone": np.zeros((1, 0, 2, 2)), "zones": np.zeros(0, dtype=int)}
FLAT = Market(HALF, HALF, HALF, HALF * 0, HALF * 0, **NO_ZONE)
EVEN = Quote(*(np.ones((1, 1, 2)) for _ in range(4)))


def wants(**by_class):
    """Wants of two nodes, by class of buyer."""
    classes = {"inputs": INPUTS, "final": FINAL, "investment": INVESTMENT, "programme": PROGRAMME}
    wanted = np.zeros((1, 4, 1, 2))
    for name, volumes in by_class.items():
        wanted[0, classes[name], 0] = volumes
    return wanted


def supply(*volumes):
    return np.array([[volumes]], dtype=float)


def terms(first, second, *, sigma=2.0, market=FLAT, size=(1.0, 1.0)):
    prices = np.array([[[first, second]]], dtype=float)
    base = np.full((1, 1, 2), 7.0)
    return quote(prices, np.array([[size]], dtype=float), market, base, sigma=np.array([[[sigma]]]))


def test_an_origin_twice_as_dear_sells_a_quarter_as_much_at_sigma_2():
    assert terms(2, 1).attraction[0, 0].tolist() == [0.25, 1.0]


def test_what_is_paid_is_the_mean_over_the_quantities_bought():
    # quantities 1/5 and 4/5 at prices 2 and 1
    assert terms(2, 1).paid[0, 0, 0] == pytest.approx(6 / 5, rel=1e-15)


def test_with_one_price_everywhere_one_pays_that_price_whatever_the_sizes():
    assert terms(3, 3, size=(5.0, 0.1)).paid[0, 0] == pytest.approx([3.0, 3.0], rel=1e-15)


def test_freight_is_paid_on_top_and_what_spoils_is_paid_for():
    market = FLAT._replace(arriving=HALF * 0.8, paid=HALF * 1.1)
    assert terms(1, 1, market=market).paid[0, 0, 0] == pytest.approx(1.1 / 0.8, rel=1e-15)


def test_where_nothing_can_be_bought_the_base_price_stands_in():
    cut = np.array([[[0.5, 0.0], [0.5, 0.0]]])
    assert terms(1, 1, market=Market(cut, cut, cut, cut * 0, cut * 0, **NO_ZONE)).paid[0, 0].tolist() == [1.0, 7.0]


def test_with_enough_of_all_everybody_gets_what_was_wanted():
    wanted = wants(inputs=(3, 1), final=(2, 2), investment=(1, 0), programme=(0, 5))
    sales = deliver(wanted, supply(100, 100), EVEN, FLAT)
    assert sales.arrivals == pytest.approx(wanted, rel=1e-15)
    assert sales.orders[0, 0].tolist() == sales.shipped[0, 0].tolist() == [7.0, 7.0]


def test_short_supply_goes_to_inputs_first_and_to_programmes_last():
    # each origin has 3 of the 1 + 1 + 2 + 1 that are ordered from it
    sales = deliver(wants(inputs=(2, 0), final=(0, 2), investment=(4, 0), programme=(0, 2)), supply(3, 3), EVEN, FLAT)
    assert sales.arrivals[0, :, 0].sum(axis=1).tolist() == [2.0, 2.0, 2.0, 0.0]


def test_within_a_class_short_supply_is_shared_in_proportion():
    sales = deliver(wants(investment=(6, 3)), supply(1, 2), EVEN, FLAT)
    assert sales.arrivals[0, INVESTMENT, 0] == pytest.approx([2.0, 1.0], rel=1e-15)


def test_what_inputs_and_final_buyers_miss_is_offered_once_to_who_has_some_left():
    # 5 are ordered from each; the first has 1, the second 9, so 4 come in the second round
    sales = deliver(wants(inputs=(10, 0)), supply(1, 9), EVEN, FLAT)
    assert sales.shipped[0, 0].tolist() == [1.0, 9.0]
    assert sales.orders[0, 0].tolist() == [5.0, 5.0]
    assert sales.arrivals[0, INPUTS, 0].tolist() == [10.0, 0.0]


@pytest.mark.parametrize("late", ["investment", "programme"])
def test_what_investors_and_programmes_miss_is_not_offered_again(late):
    sales = deliver(wants(**{late: (10, 0)}), supply(1, 9), EVEN, FLAT)
    assert sales.arrivals.sum() == 6.0


def test_a_partner_is_never_short():
    sales = deliver(wants(final=(1e9, 0)), supply(1, np.inf), EVEN, FLAT)
    assert sales.arrivals[0, FINAL, 0, 0] == pytest.approx(1e9, rel=1e-15)


def test_nobody_ships_more_than_there_is():
    wanted = wants(inputs=(7, 3), final=(9, 1), investment=(4, 4), programme=(3, 8))
    sales = deliver(wanted, supply(2.5, 11), terms(0.7, 1.9), FLAT)
    assert (sales.shipped <= supply(2.5, 11) * (1 + 1e-15)).all()
    assert (sales.arrivals <= wanted * (1 + 1e-15)).all()


def test_what_spoils_is_shipped_and_does_not_arrive():
    market = FLAT._replace(arriving=HALF * 0.8)
    sales = deliver(wants(final=(4, 0)), supply(9, 9), terms(1, 1, market=market), market)
    assert sales.arrivals.sum() == pytest.approx(4.0, rel=1e-15)
    assert sales.shipped.sum() == pytest.approx(5.0, rel=1e-15)


def test_a_destination_that_nobody_reaches_gets_nothing_and_orders_nothing():
    cut = np.array([[[0.5, 0.0], [0.5, 0.0]]])
    market = Market(cut, cut, cut, cut * 0, cut * 0, **NO_ZONE)
    sales = deliver(wants(inputs=(1, 5)), supply(9, 9), terms(1, 1, market=market), market)
    assert sales.arrivals[0, INPUTS, 0].tolist() == [1.0, 0.0]
    assert sales.orders.sum() == 1.0


def test_the_wants_are_not_changed_by_filling_them():
    wanted = wants(inputs=(10, 0), final=(4, 4))
    before = wanted.copy()
    deliver(wanted, supply(1, 9), EVEN, FLAT)
    assert np.array_equal(wanted, before)


def test_flows_by_origin_and_destination_add_up_to_what_is_shipped():
    sales = deliver(wants(inputs=(10, 2), final=(4, 4), programme=(3, 3)), supply(6, 9), terms(1.5, 1), FLAT)
    flows = shipments(sales, FLAT)
    assert flows.sum(axis=3) == pytest.approx(sales.shipped, rel=1e-14)
    assert flows.sum(axis=2) == pytest.approx(sales.arrivals.sum(axis=1), rel=1e-14)


def test_carriers_earn_the_freight_of_what_is_shipped_at_both_ends():
    # 4 go to the first node, half from each origin, at freight 1/10 of prices 2 and 1: 1/5 x 2 and 4/5 x 1 of 4 units
    market = FLAT._replace(paid=HALF * 1.1, at_origin=HALF * 0.05, at_destination=HALF * 0.05)
    bought = terms(2, 1, market=market)
    sales = deliver(wants(final=(4, 0)), supply(9, 9), bought, market)
    earned = land_freight(sales, bought.price, market)[0]
    assert earned == pytest.approx([0.05 * (1.6 + 3.2) + 0.05 * 1.6, 0.05 * 3.2], rel=1e-15)
    assert earned.sum() * 11 == pytest.approx(sales.payments.sum(), rel=1e-15)


def test_a_zone_on_the_way_earns_its_part_first_and_no_rupiah_is_lost():
    # a quarter of the freight of all that is shipped stays with the second node, through which it passes
    plain = FLAT._replace(paid=HALF * 1.1, at_origin=HALF * 0.05, at_destination=HALF * 0.05)
    passing = plain._replace(at_origin=HALF * 0.0375, at_destination=HALF * 0.0375,
                             at_zone=np.full((1, 1, 2, 2), 0.5 * 0.025), zones=np.array([1]))  # fmt: skip
    bought = terms(2, 1, market=plain)
    sales = deliver(wants(final=(4, 0)), supply(9, 9), bought, plain)
    before, after = (land_freight(sales, bought.price, market)[0] for market in (plain, passing))
    assert after.sum() == pytest.approx(before.sum(), rel=1e-15)
    assert after == pytest.approx(0.75 * before + [0.0, 0.25 * before.sum()], rel=1e-15)
    assert passing.land == pytest.approx(plain.land, rel=1e-15)


@pytest.mark.parametrize("buyers", [(), (4,)])
def test_members_with_kernels_of_their_own_are_as_if_alone(buyers):
    numbers = np.random.default_rng(1)
    volumes, kernel = numbers.random((2, *buyers, 3, 5)), numbers.random((2, 3, 5, 5))
    together = ALL.to_destinations(volumes, kernel)
    for member in range(3):
        alone = ALL.to_destinations(volumes[..., member : member + 1, :], kernel[:, member : member + 1])
        assert together[..., member : member + 1, :] == pytest.approx(alone, rel=1e-14)
        assert alone == pytest.approx(
            ALL.to_destinations(volumes[..., member : member + 1, :], kernel[:, member]), rel=1e-14
        )


def test_a_class_without_orders_counts_as_filled():
    assert rationed(np.zeros((1, 4, 1, 1)), np.zeros((1, 1, 1))).ravel().tolist() == [1.0, 1.0, 1.0, 1.0]
