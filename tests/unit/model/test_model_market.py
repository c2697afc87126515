"""Base shares weighed by the change of freight (eq. 6)."""

import numpy as np
import pytest

from simulasi.model.market import Market, carrier_share_at_origin, market, raised
from simulasi.model.transport import Freight


def freight_at(rate, *, sea=0.0, loss=0.0, reachable=True, zones=()):
    """Freight alike between all; ``zones`` are parts of the land freight that are earned in the first region."""
    full = np.ones((1, 2, 2))
    local = np.array([part * rate * full for part in zones]).reshape(-1, 1, 2, 2)
    return Freight(full * rate, full * sea, full * loss, full * reachable > 0, local, np.zeros(len(zones), dtype=int))


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
    assert all((kernel == 0.0).all() for kernel in cut.kernels.values())


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


def test_what_zones_earn_comes_off_both_ends_alike_and_all_land_freight_is_earned():
    free, taxed = (
        market(HALF, freight_at(0.1, zones=zones), freight_at(0.1), sigma=SIGMA, regions=2)
        for zones in ((), (0.25, 0.5))
    )
    assert taxed.zones.tolist() == [0, 0]
    assert taxed.at_zone[0, :, 0, 1] == pytest.approx(free.land[0, 0, 1] * np.array([0.25, 0.5]), rel=1e-15)
    assert taxed.at_origin == pytest.approx(0.25 * free.at_origin, rel=1e-14)
    assert taxed.at_destination == pytest.approx(0.25 * free.at_destination, rel=1e-14)
    assert taxed.land == pytest.approx(free.land, rel=1e-15)
    assert np.array_equal(taxed.paid, free.paid)


def of_two_members(first, second):
    """Freight of two members that meet other roads, as they stand side by side."""
    one, two = freight_at(first, zones=(0.5,)), freight_at(second, zones=(0.5,))
    parts = (np.stack([a, b], axis=-3) for a, b in zip(one[:-1], two[:-1], strict=True))
    return Freight(*parts, one.zone_region)


def test_members_have_kernels_of_their_own():
    both = market(HALF, of_two_members(0.1, 0.4), freight_at(0.1), sigma=SIGMA, regions=1)
    for member, rate in enumerate((0.1, 0.4)):
        alone = market(HALF, freight_at(rate, zones=(0.5,)), freight_at(0.1), sigma=SIGMA, regions=1)
        for name, ours in both.kernels.items():
            assert np.array_equal(np.take(ours, member, axis=ours.ndim - 3), alone.kernels[name]), name


def test_sectors_that_all_members_share_are_repeated_for_each_where_others_differ():
    alike = of_two_members(0.2, 0.2)
    shared = market(HALF, Freight(*(np.asarray(part)[..., :1, :, :] for part in alike[:-1]), alike.zone_region),
                    freight_at(0.1), sigma=SIGMA, regions=2)  # fmt: skip
    own = market(HALF, of_two_members(0.2, 0.4), freight_at(0.1), sigma=SIGMA, regions=2)
    for joined, first, second in ((own.followed_by(shared), own, shared), (shared.followed_by(own), shared, own)):
        for name, kernel in joined.kernels.items():
            of_first, of_second = first.kernels[name], second.kernels[name]
            assert kernel.shape == (2, *own.kernels[name].shape[1:]), name
            assert np.array_equal(kernel[:1], np.broadcast_to(of_first, own.kernels[name].shape)), name
            assert np.array_equal(kernel[1:], np.broadcast_to(of_second, own.kernels[name].shape)), name
    assert isinstance(joined, Market)


@pytest.mark.parametrize("power", [-4.0, -1.0, 0.0, 1.0, 5.0, -7.0, 16.0, -17.0, 2.5])
def test_whole_powers_are_multiplied_out_to_what_others_come_to(power):
    base = np.linspace(0.2, 5.0, 97)
    assert raised(base, np.full((1,), power)) == pytest.approx(base**power, rel=4e-15)


def test_powers_that_differ_by_row_are_each_their_own():
    base = np.array([[2.0, 3.0], [2.0, 3.0]])
    assert raised(base, np.array([[2.0], [-1.0]])) == pytest.approx(np.array([[4.0, 9.0], [0.5, 1 / 3]]), rel=1e-15)
