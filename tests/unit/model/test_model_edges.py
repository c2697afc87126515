"""The layered network, who may use it and the cost of its edges (eq. 1)."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tiny import CARGO

from simulasi.data.load_parameters import load_parameters
from simulasi.model.edges import TRANSFER, Catalogue, generalised_cost, layered_edges, limits, paid_by_class
from simulasi.world.cargo import FREIGHT_CLASSES, PEOPLE, TRAFFIC_CLASSES
from simulasi.world.network import CLOSED, LAND, RIVER, SEA, SIDE_OF_MODE, SIDES, Link, Network, Place, Terminal

P = load_parameters().freight
PLACES = tuple(Place(name, name, name, None, None) for name in ("hilir", "hulu"))
GENERAL = TRAFFIC_CLASSES.index("general")


def network_of(*parts):
    links = tuple(part for part in parts if isinstance(part, Link))
    return Network.of(PLACES, links, tuple(part for part in parts if isinstance(part, Terminal)))


def edges_of(*parts, p=P, cargo=CARGO, catalogue=None):
    return layered_edges(network_of(*parts), cargo, p, catalogue)


def link(mode, state="open", **changes):
    return Link(("hilir", "hulu"), mode, 100.0, 4.0, state, **changes)


def of_mode(edges, mode):
    return [index for index, name in enumerate(edges.mode) if name == mode]


def ends(edges, which):
    return {(int(edges.tail[i]), int(edges.head[i])) for i in which}


def test_a_link_leads_both_ways_between_the_sides_of_its_mode():
    edges = edges_of(link("road"), link("river"), link("sea"), link("air"))
    for mode in ("road", "river", "sea", "air"):
        side = 2 * SIDES.index(SIDE_OF_MODE[mode])
        assert ends(edges, of_mode(edges, mode)) == {(side, side + 1), (side + 1, side)}


def test_cargo_may_change_sides_where_a_link_lands_and_only_there():
    edges = edges_of(link("road"), link("river"))
    assert ends(edges, of_mode(edges, TRANSFER)) == {(0, 2), (2, 0), (1, 3), (3, 1)}
    assert edges.nodes == 8
    assert of_mode(edges_of(link("road")), TRANSFER) == []


def test_a_terminal_where_no_link_lands_is_no_edge():
    assert edges_of(link("road"), Terminal("hilir", SEA)).mode == ("road", "road")


@pytest.mark.parametrize("shut", [{"state": CLOSED}, {"capacity_t_month": 0.0}, {"capacity_pcu_h": 0.0}])
def test_a_closed_link_and_one_that_passes_nothing_are_no_edge(shut):
    assert of_mode(edges_of(link("road", **shut)), "road") == []


def test_a_terminal_that_passes_nothing_is_closed_in_both_directions():
    edges = edges_of(link("river"), Terminal("hulu", RIVER, capacity_t_month=0.0))
    assert ends(edges, of_mode(edges, TRANSFER)) == {(0, 2), (2, 0)}
    assert len(of_mode(edges, "river")) == 2


def test_a_one_way_link_leads_only_there():
    edges = edges_of(link("road", is_one_way=True))
    assert ends(edges, range(len(edges.mode))) == {(0, 1)}


def test_hours_back_may_differ_from_hours_there():
    edges = edges_of(link("river", travel_time_back_h=7.0))
    hours = {(int(edges.tail[i]), int(edges.head[i])): edges.time_h[i] for i in of_mode(edges, "river")}
    assert hours == {(2, 3): 4.0, (3, 2): 7.0}


def test_a_lorry_pays_for_distance_its_own_time_and_that_of_its_cargo():
    edges = edges_of(link("road"))
    assert generalised_cost(edges, CARGO, GENERAL, P)[0] == P.tariff_road * 100.0 + (P.vehicle_time + 5_000.0) * 4.0


def test_the_tariff_of_a_boat_holds_its_time():
    edges = edges_of(link("river"))
    cost = generalised_cost(edges, CARGO, GENERAL, P)
    assert cost[of_mode(edges, "river")[0]] == P.tariff_river * 100.0 + 5_000.0 * 4.0


def test_what_spoils_in_an_hour_comes_on_top():
    edges = edges_of(link("road"), link("river"))
    fresh, spoiling = (generalised_cost(edges, CARGO, GENERAL, P, hour=hour) for hour in (0.0, 70.0))
    assert spoiling - fresh == pytest.approx(70.0 * edges.time_h, rel=1e-9)


def test_a_class_with_a_tariff_factor_pays_that_part_of_tariff_handling_and_vehicle_time():
    cargo = (*CARGO[:GENERAL], replace(CARGO[GENERAL], tariff_factor=1.5), *CARGO[GENERAL + 1 :])
    edges = edges_of(link("road"), link("river"))
    fixed, vehicle = paid_by_class(edges, cargo[GENERAL], P)
    usual, hour = paid_by_class(edges, CARGO[GENERAL], P)
    assert fixed == pytest.approx(1.5 * usual, rel=1e-15)
    assert vehicle == pytest.approx(1.5 * hour, rel=1e-15)


def test_on_boats_and_ships_a_class_pays_its_afloat_part_of_tariff_and_handling_and_no_more_on_roads():
    bulky = replace(CARGO[GENERAL], tariff_factor=1.5, afloat_factor=0.4)
    edges = edges_of(link("road"), link("river"), link("sea"), link("air"))
    dear, dear_hour = paid_by_class(edges, bulky, P)
    usual, hour = paid_by_class(edges, CARGO[GENERAL], P)
    for i, mode in enumerate(edges.mode):
        sides = {int(node) // 2 for node in (edges.tail[i], edges.head[i])}
        is_afloat = bool(sides & {SIDES.index(RIVER), SIDES.index(SEA)})
        assert dear[i] == pytest.approx((0.6 if is_afloat else 1.5) * usual[i], rel=1e-15), mode
    assert dear_hour == pytest.approx(1.5 * hour, rel=1e-15)


@pytest.mark.parametrize("mode", ["road", "company_road", "toll", "ferry", "river", "sea", "air"])
def test_every_mode_has_a_tariff_of_its_own(mode):
    named = {"company_road": "tariff_road"}.get(mode, f"tariff_{mode}")
    dearer = replace(P, **{named: 2.0 * getattr(P, named)})
    before, after = (edges_of(link(mode), p=p).tariff.max() for p in (P, dearer))
    assert after == 2.0 * before


@pytest.mark.parametrize("mode", ["river", "sea", "air"])
def test_a_change_of_side_takes_the_time_and_handling_of_its_mode_unless_the_terminal_has_its_own(mode):
    edges = edges_of(link(mode), Terminal("hulu", mode, handling_rp_t=7.0, transfer_time_h=0.5))
    here = {
        bool(min(edges.tail[i], edges.head[i])): (edges.handling[i], edges.time_h[i]) for i in of_mode(edges, TRANSFER)
    }
    usual = getattr(P, f"handling_{mode}"), getattr(P, f"transfer_time_{mode}_h")
    assert here == {False: usual, True: (7.0, 0.5)}
    assert set(edges.is_sea) == {mode == "sea"}


def test_only_classes_with_a_vehicle_for_the_mode_may_use_it():
    by_road = frozenset({"road"})
    cargo = tuple(replace(kind, modes=by_road if kind.id == "liquid" else kind.modes) for kind in CARGO)
    edges = edges_of(link("road"), link("river"), cargo=cargo)
    cost = generalised_cost(edges, cargo, TRAFFIC_CLASSES.index("liquid"), P)
    assert np.isinf(cost[of_mode(edges, "river")]).all()
    assert np.isfinite(cost[of_mode(edges, "road")]).all()
    assert np.isfinite(generalised_cost(edges, cargo, GENERAL, P)).all()


def test_a_link_for_people_is_not_used_by_cargo_and_a_terminal_serves_its_classes():
    edges = edges_of(
        link("road", classes=frozenset({PEOPLE})),
        link("river"),
        Terminal("hilir", RIVER, classes=frozenset({"liquid"})),
    )
    road, river = of_mode(edges, "road"), of_mode(edges, "river")
    ashore = [i for i in of_mode(edges, TRANSFER) if 0 in (edges.tail[i], edges.head[i])]
    for row, name in enumerate(TRAFFIC_CLASSES):
        assert edges.allowed[row, road].tolist() == [name == PEOPLE] * 2
        assert edges.allowed[row, ashore].tolist() == [name == "liquid"] * 2
        assert edges.allowed[row, river].all()
    assert len(FREIGHT_CLASSES) == len(TRAFFIC_CLASSES) - 1


def test_a_yard_saves_its_part_of_the_empty_trips_on_the_roads_of_its_place_and_on_no_boat():
    edges = edges_of(link("road"), link("river"), Terminal("hulu", LAND, consolidation=0.4))
    fixed, vehicle = paid_by_class(edges, CARGO[GENERAL], P)
    # two of three vehicle trips are loaded; a saving of 0.4 of the third is 0.4 / 3 of all
    kept = 1.0 - 0.4 * 0.5 / 1.5
    for i in of_mode(edges, "road"):
        assert fixed[i] == pytest.approx(P.tariff_road * 100.0 * kept, rel=1e-15)
        assert vehicle[i] == pytest.approx(P.vehicle_time * kept, rel=1e-15)
    assert set(edges.saving[of_mode(edges, "river")]) == {0.0}


def test_the_better_yard_counts_where_both_ends_have_one():
    edges = edges_of(link("road"), Terminal("hulu", LAND, consolidation=0.1), Terminal("hilir", SEA, consolidation=0.3))
    assert set(edges.saving) == {0.3}


def test_places_are_numbered_by_name_so_that_their_order_in_a_file_does_not_matter():
    forward, backward = (
        layered_edges(Network.of(places, (link("road"),)), CARGO, P) for places in (PLACES, PLACES[::-1])
    )
    assert forward.place_index == backward.place_index
    assert np.array_equal(forward.tail, backward.tail)


def test_links_and_gates_keep_their_numbers_while_others_open_and_close():
    open_road, shut_road = network_of(link("road"), link("river")), network_of(link("road", CLOSED), link("river"))
    catalogue = Catalogue.of([shut_road, open_road])
    assert catalogue.links == ("hilir-hulu.river", "hilir-hulu.road")
    assert catalogue.terminals == ("hilir.river", "hulu.river")
    assert catalogue.gates == 6
    both, one = (layered_edges(network, CARGO, P, catalogue) for network in (open_road, shut_road))
    for edges in (both, one):
        river, change = of_mode(edges, "river"), of_mode(edges, TRANSFER)
        assert edges.link[river].tolist() == [0, 0]
        assert edges.gate[river].tolist() == [0, 2]
        assert edges.link[change].tolist() == [-1] * 4
        assert edges.gate[change].tolist() == [4, 4, 5, 5]
    assert both.gate[of_mode(both, "road")].tolist() == [1, 3]


def test_capacities_stand_by_link_and_by_gate_and_what_is_not_open_binds_nothing():
    ferry = link("ferry", capacity_t_month=500.0, capacity_pcu_h=90.0)
    networks = [network_of(ferry, link("river"), Terminal("hulu", RIVER, capacity_t_month=300.0, storage_t=40.0))]
    networks.append(network_of(replace(ferry, state=CLOSED)))
    now, later = (limits(network, Catalogue.of(networks)) for network in networks)
    assert now.capacity.tolist() == [90.0, math.inf]
    assert now.passing.tolist() == [500.0, math.inf, 500.0, math.inf, math.inf, 300.0]
    assert now.storage.tolist() == [math.inf] * 5 + [40.0]
    assert np.isinf(np.concatenate(later)).all()
