"""What differs between two worlds is told, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.diff import FACTS, world_diff
from simulasi.data.made_up import made_up_world
from simulasi.world.month import Month
from simulasi.world.network import Link, Place, Terminal


@pytest.fixture(scope="module")
def world():
    return made_up_world(4, 6, 1)


def with_array(world, name, cell, factor):
    values = getattr(world.accounts, name).copy()
    values[cell] *= factor
    return replace(world, accounts=replace(world.accounts, **{name: values}))


def test_equal_worlds_do_not_differ(world):
    found = world_diff(world, made_up_world(4, 6, 1))
    assert found.empty
    assert list(found.columns) == FACTS


def test_every_cell_that_differs_is_told_largest_first(world):
    changed = with_array(with_array(world, "flows", (0, 1, 2), 2.0), "jobs", (2, 3), 0.9)
    found = world_diff(world, with_array(changed, "households", (1, 1), 0.0))
    assert found[["what", "key"]].to_numpy().tolist() == [
        ["households", "fresh, region_2"],
        ["flows", "resource, region_2, region_3"],
        ["jobs", "goods_1, region_4"],
    ]
    assert found["relative"].tolist() == pytest.approx([1.0, 0.5, 0.1])
    assert found["b"].iloc[0] == 0.0
    assert found["a"].iloc[1] == world.accounts.flows[0, 1, 2]


def test_arrays_of_every_shape_are_compared(world):
    changed = with_array(with_array(world, "population", 1, 1.5), "value_per_tonne", 0, 0.5)
    changed = replace(changed, partner_price=np.full_like(world.partner_price, 2.0), numeraire=2.0)
    found = world_diff(world, changed)
    assert set(found["what"]) == {"population", "value_per_tonne", "partner_price", "world"}
    assert (found["what"] == "partner_price").sum() == world.partner_price.size


def test_links_are_told_by_their_ends_whatever_the_direction(world):
    key, link = next(iter(world.network.links.items()))
    turned = replace(link, between=link.between[::-1])
    assert world_diff(world, world.with_network(world.network.with_link(turned))).empty
    longer = replace(turned, distance_km=2 * link.distance_km, state="closed")
    found = world_diff(world, world.with_network(world.network.with_link(longer)))
    name = f"{key[0]} - {key[1]} {key[2]}"
    assert found[["key", "b"]].to_numpy().tolist() == [
        [f"{name}, state", "closed"],
        [f"{name}, distance_km", 2 * link.distance_km],
    ]
    assert np.isinf(found["relative"].iloc[0])


def test_what_only_one_world_has_is_told_with_nothing_on_the_other_side(world):
    network = world.network.with_link(Link(("town_1", "port_dunia"), "sea", 10.0, 1.0))
    found = world_diff(world, replace(world, network=network, source_ids=world.source_ids | {"survei"}))
    assert found["a"].tolist() == [None] * 4
    assert set(found["what"]) == {"links", "sources"}
    assert np.isinf(found["relative"]).all()
    back = world_diff(replace(world, network=network), world)
    assert back["b"].tolist() == [None] * 3


def test_a_terminal_and_what_is_said_of_a_link_are_told(world):
    link = next(iter(world.network.links.values()))
    named = replace(link, opens=Month(2024, 8), classes=frozenset({"people"}), capacity_t_month=9.0)
    network = world.network.with_link(named).with_terminal(Terminal("town_1", "land", consolidation=0.3))
    found = world_diff(world, world.with_network(network)).set_index("key")["b"]
    name = f"{link.key[0]} - {link.key[1]} {link.mode}"
    told = {"opens": "2024-08", "classes": "people", "capacity_t_month": 9.0}
    assert found.to_dict() == {f"{name}, {k}": v for k, v in told.items()} | {"town_1 land, consolidation": 0.3}


def test_a_position_that_is_not_known_is_no_fact(world):
    places = dict(world.network.places)
    town = places["town_1"]
    places["town_1"] = Place(town.id, town.name_id, town.region, None, None)
    found = world_diff(world, world.with_network(replace(world.network, places=places)))
    assert found["key"].tolist() == ["town_1, latitude", "town_1, longitude"]
    assert found["b"].tolist() == [None, None]


def test_worlds_of_different_size_can_be_compared(world):
    found = world_diff(world, made_up_world(5, 6, 1))
    assert {"regions", "flows", "places"} <= set(found["what"])
    assert (found["relative"] > 0).all()
