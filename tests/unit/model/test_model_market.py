"""Base shares weighed by the change of freight (eq. 6)."""

import numpy as np
import pytest

from simulasi.model.market import carrier_share_at_origin, market
from simulasi.model.transport import Freight


def freight_at(rate, *, sea=0.0, loss=0.0, reachable=True):
    full = np.ones((1, 2, 2))
    return Freight(full * rate, full * sea, full * loss, full * reachable > 0, None)


HALF = np.full((1, 2, 2), 0.5)
SIGMA = np.array([3.0])


def test_with_the_freight_of_the_base_year_the_weights_are_the_base_shares():
    base = freight_at(0.3, sea=0.2)
    assert market(HALF, base, base, sigma=SIGMA, regions=2).weight.tolist() == HALF.tolist()


def test_a_way_twice_as_dear_in_all_weighs_an_eighth_at_sigma_3():
    weighed = market(HALF, freight_at(1.0), freight_at(0.0), sigma=SIGMA, regions=2)
    assert weighed.weight[0, 0, 0] == pytest.approx(0.5 / 8, rel=1e-15)


def test_an_origin_that_cannot_be_reached_weighs_nothing():
    cut = market(HALF, freight_at(0.0, reachable=False), freight_at(0.3), sigma=SIGMA, regions=2)
    assert all((kernel == 0.0).all() for kernel in cut)


def test_what_spoils_arrives_less_and_is_paid_in_full():
    spoiled = market(HALF, freight_at(0.1, loss=0.25), freight_at(0.1), sigma=SIGMA, regions=2)
    assert spoiled.arriving == pytest.approx(0.75 * spoiled.weight, rel=1e-15)
    assert spoiled.paid == pytest.approx(1.1 * spoiled.weight, rel=1e-15)


@pytest.mark.parametrize("regions", [1, 2])
def test_land_freight_goes_to_one_end_or_the_other_and_sea_freight_to_neither(regions):
    both = market(HALF, freight_at(0.1, sea=0.4), freight_at(0.1), sigma=SIGMA, regions=regions)
    assert both.at_origin + both.at_destination == pytest.approx(0.1 * both.weight, rel=1e-15)
    assert both.paid - both.weight == pytest.approx(0.5 * both.weight, rel=1e-15)


def test_a_partner_earns_no_land_freight_from_a_region():
    share = carrier_share_at_origin(3, 2)
    assert share[:2, 2].tolist() == [1.0, 1.0]
    assert share[2, :2].tolist() == [0.0, 0.0]
