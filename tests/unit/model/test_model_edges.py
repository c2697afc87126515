"""The layered network and the cost of its edges (eq. 1)."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.data.load_parameters import load_parameters
from simulasi.model.edges import LAND, RIVER, SEA, TRANSFER, generalised_cost, layered_edges
from simulasi.world.network import CLOSED, Link, Network, Place

P = load_parameters().freight
PLACES = tuple(Place(name, name, name, None, None) for name in ("hilir", "hulu"))


def edges_of(*links):
    return layered_edges(Network.of(PLACES, links), P)


def link(mode, state="open"):
    return Link(("hilir", "hulu"), mode, 100.0, 4.0, state)


def of_mode(edges, mode):
    return [index for index, name in enumerate(edges.mode) if name == mode]


def test_a_link_leads_both_ways_between_the_sides_of_its_mode():
    edges = edges_of(link("road"), link("river"), link("sea"))
    ends = {mode: {(edges.tail[i], edges.head[i]) for i in of_mode(edges, mode)} for mode in ("road", "river", "sea")}
    sides = {"road": LAND, "river": RIVER, "sea": SEA}
    assert ends == {mode: {(2 * side, 2 * side + 1), (2 * side + 1, 2 * side)} for mode, side in sides.items()}


def test_at_every_place_cargo_may_change_between_land_and_river_and_land_and_sea():
    edges = edges_of()
    pairs = {(int(edges.tail[i]), int(edges.head[i])) for i in of_mode(edges, TRANSFER)}
    assert pairs == {(0, 2), (2, 0), (0, 4), (4, 0), (1, 3), (3, 1), (1, 5), (5, 1)}
    assert edges.nodes == 6


def test_a_closed_link_is_no_edge():
    assert of_mode(edges_of(link("road", CLOSED)), "road") == []


def test_a_lorry_pays_for_distance_its_own_time_and_that_of_its_cargo():
    edges = edges_of(link("road"))
    cost = generalised_cost(edges, cargo_time=2_000.0)
    assert cost[of_mode(edges, "road")[0]] == P.tariff_road * 100.0 + (P.vehicle_time + 2_000.0) * 4.0


def test_the_tariff_of_a_boat_holds_its_time():
    edges = edges_of(link("river"))
    cost = generalised_cost(edges, cargo_time=2_000.0)
    assert cost[of_mode(edges, "river")[0]] == P.tariff_river * 100.0 + 2_000.0 * 4.0


@pytest.mark.parametrize("mode", ["road", "company_road", "toll", "ferry", "river", "sea"])
def test_every_mode_has_a_tariff_of_its_own(mode):
    named = {"company_road": "tariff_road"}.get(mode, f"tariff_{mode}")
    dearer = replace(P, **{named: 2.0 * getattr(P, named)})
    before, after = (layered_edges(Network.of(PLACES, (link(mode),)), p).tariff.max() for p in (P, dearer))
    assert after == 2.0 * before


def test_a_change_to_a_ship_takes_its_time_and_handling_and_counts_as_sea():
    edges = edges_of()
    ships = edges.is_sea
    assert np.unique(edges.handling[ships]).tolist() == [P.handling_sea]
    assert np.unique(edges.time_h[ships]).tolist() == [P.transfer_time_sea_h]
    assert np.unique(edges.handling[~ships]).tolist() == [P.handling_river]
    assert ships.sum() == 4


def test_places_are_numbered_by_name_so_that_their_order_in_a_file_does_not_matter():
    forward, backward = (layered_edges(Network.of(places, (link("road"),)), P) for places in (PLACES, PLACES[::-1]))
    assert forward.place_index == backward.place_index
    assert np.array_equal(forward.tail, backward.tail)
