"""Made-up worlds have the parts that were asked for, and balance."""

import numpy as np
import pytest

from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.data.trade_balance import use_gap
from simulasi.errors import WorldError
from simulasi.routing.trips import trip_h


def test_a_made_up_world_depends_on_its_arguments_alone():
    again = [made_up_world(4, 5, 7) for _ in range(2)]
    for name, values in again[0].accounts.arrays().items():
        assert values.tobytes() == getattr(again[1].accounts, name).tobytes()
    assert again[0].digest == again[1].digest
    assert len({made_up_world(*size).digest for size in ((4, 5, 7), (4, 5, 8), (5, 4, 7))}) == 3


def test_chance_outside_is_left_alone():
    np.random.seed(3)  # noqa: NPY002 - this is the generator that must not be touched
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    made_up_world(3, 3, 1)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


@pytest.mark.parametrize("sectors", range(2, 12))
def test_the_sectors_are_those_that_the_model_rests_on(sectors):
    kinds = made_up_world(2, sectors, 1).sectors
    ids = [kind.id for kind in kinds]
    assert len(set(ids)) == sectors
    stocked = [kind.holds_stock for kind in kinds]
    assert stocked == sorted(stocked, reverse=True)
    assert any(stocked)
    assert [kind.id for kind in kinds if kind.is_carrier] == ["transport"]
    assert [kind.id for kind in kinds if kind.is_mobile and kind.local_only] == ["construction"] * (sectors >= 3)
    assert ("resource" in ids, "fresh" in ids) == (sectors >= 4, sectors >= 6)
    assert all((kind.cargo == "none") is not kind.holds_stock for kind in kinds)


@pytest.mark.parametrize("size", [(1, 2), (2, 2), (7, 3), (12, 9)])
def test_every_town_can_be_reached_and_the_world_balances(size):
    world, p = made_up_world(*size, 5), load_parameters()
    for region in world.regions:
        for partner in world.partners:
            assert np.isfinite(trip_h(world.network, region.place, partner.place, ("road", "sea")))
    assert world.accounts.sales_gap().max() <= 1e-15
    assert use_gap(world, p).max() < 1e-13
    assert world.accounts.technical_coefficients.sum(axis=0).max() < 0.7
    assert [partner.id for partner in world.partners if not partner.is_foreign] == ["jawa"]
    assert [partner.id for partner in world.partners if partner.is_foreign] == ["dunia"]


def test_towns_follow_rank_and_size():
    people = np.sort(made_up_world(30, 2, 2).accounts.population)[::-1]
    slope = np.polyfit(np.log(np.arange(1, 31)), np.log(people), 1)[0]
    assert slope == pytest.approx(-0.8, abs=0.01)


def test_too_small_a_world_is_refused_with_both_faults():
    with pytest.raises(WorldError) as error:
        made_up_world(0, 1, 1)
    assert [(fault.key, fault.value, fault.fields["range"]) for fault in error.value.faults] == [
        ("regions", "0", "≥ 1"),
        ("sectors", "1", "≥ 2"),
    ]
