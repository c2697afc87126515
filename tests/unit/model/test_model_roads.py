"""Routes of every class of traffic, what they cost and what they pass (eq. 1-2)."""

from dataclasses import replace

import numpy as np
import pytest
from forks import (
    GENERAL,
    PEOPLE,
    PERISHABLE,
    edges_on,
    forked,
    parallel,
    peak_by_route,
    places_on,
    road,
    roads_on,
    routes_between,
    through,
)
from tiny import CARGO, tiny_parameters

from simulasi.model.edges import Catalogue
from simulasi.model.roads import find_roads
from simulasi.model.traffic import Choice, Fares
from simulasi.model.transport import trips_on
from simulasi.model.uses import DAYS_A_MONTH
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import AIR, LAND, RIVER, SEA, Terminal

P = tiny_parameters(routes=3, longest_detour=2.0)
TO_WORLD = (road("a", "dunia", km=400.0, hours=12.0, mode="sea"),)


def fare_by_hand(roads, route, p):
    """Land cost, sea cost and hours of a route of general cargo, edge by edge."""
    kind, edges, f = CARGO[GENERAL], roads.edges, p.freight
    land = sea = hours = 0.0
    for edge in edges_on(roads, route):
        hour = kind.value_of_time + (f.vehicle_time if edges.mode[edge] == "road" else 0.0)
        cost = edges.tariff[edge] * edges.distance_km[edge] + edges.handling[edge] + hour * edges.time_h[edge]
        land, sea = land + cost * (not edges.is_sea[edge]), sea + cost * edges.is_sea[edge]
        hours += edges.time_h[edge]
    return land, sea, hours


def test_fares_at_published_hours_are_the_sums_over_the_edges_of_a_route():
    boat = road("c", "b", mode="river", km=60.0, hours=5.0)
    roads = roads_on(road("a", "c"), boat, road("a", "b", km=400.0, hours=9.0), *TO_WORLD, p=P)
    found = 0
    for o, d in ((0, 1), (1, 0), (0, 2), (1, 2), (2, 1)):
        for route in routes_between(roads, GENERAL, o, d):
            fares = [float(part[route]) for part in roads.published]
            assert fares == pytest.approx(fare_by_hand(roads, route, P), rel=1e-14)
            found += 1
    assert found >= 8


def test_a_truck_is_loaded_and_unloaded_at_regions_and_nobody_loads_people():
    loaded = tiny_parameters(handling_road=7_000.0)
    free, paid = (roads_on(road("a", "b"), *TO_WORLD, p=p) for p in (P, loaded))
    more = paid.published.land - free.published.land
    assert set(more[routes_between(free, GENERAL, 0, 1)]) == {14_000.0}
    assert set(more[routes_between(free, GENERAL, 2, 0)]) == {7_000.0}
    assert set(more[routes_between(free, PEOPLE, 0, 1)]) == {0.0}


def test_the_least_route_comes_first_and_no_route_is_longer_than_the_detour_that_is_looked_at():
    roads = roads_on(*parallel(100.0, 130.0, 180.0, 210.0), p=tiny_parameters(routes=4, longest_detour=1.9))
    ways = [places_on(roads, route) for route in routes_between(roads, GENERAL, 0, 1)]
    assert ways == [["a", "v0", "b"], ["a", "v1", "b"], ["a", "v2", "b"]]
    assert len(routes_between(roads_on(*parallel(100.0, 130.0), p=tiny_parameters(routes=1)), GENERAL, 0, 1)) == 1


def test_hours_there_and_back_may_differ_and_a_one_way_road_leads_only_there():
    upstream = road("a", "b", mode="river", hours=4.0, travel_time_back_h=9.0)
    roads = roads_on(upstream, p=P)
    there, back = (float(roads.published.hours[routes_between(roads, GENERAL, *pair)][0]) for pair in ((0, 1), (1, 0)))
    assert back - there == 5.0
    one_way = roads_on(road("a", "b", is_one_way=True), p=P)
    assert len(routes_between(one_way, GENERAL, 0, 1)) == 1
    assert len(routes_between(one_way, GENERAL, 1, 0)) == 0


def test_nobody_goes_where_the_class_may_not():
    footpath = road("a", "b", classes=frozenset({"people"}))
    harbour = Terminal("b", RIVER, classes=frozenset({"perishable"}))
    roads = roads_on(footpath, road("a", "b", mode="river"), harbour, p=P)
    assert [places_on(roads, route) for route in routes_between(roads, PEOPLE, 0, 1)] == [["a", "b"]]
    assert len(routes_between(roads, GENERAL, 0, 1)) == 0
    assert [places_on(roads, route) for route in routes_between(roads, PERISHABLE, 0, 1)] == [["a", "a", "b", "b"]]


@pytest.mark.parametrize("shut", [{"capacity_t_month": 0.0}, {"capacity_pcu_h": 0.0}, {"state": "closed"}])
def test_a_capacity_of_nothing_is_closed(shut):
    roads = roads_on(*parallel(100.0), *parallel(100.0, 120.0, **shut)[2:], p=P)
    assert [places_on(roads, route) for route in routes_between(roads, GENERAL, 0, 1)] == [["a", "v0", "b"]]


def test_without_any_way_there_are_no_routes_and_nothing_fails():
    roads = roads_on(p=P)
    assert len(roads.group) == len(roads.starts) == 0
    trips = trips_on(roads, Choice(np.zeros((0, 1)), Fares(*np.zeros((3, 0, 1)))), forked())
    assert np.isinf(trips.land_cost[:, 0, 0, 1]).all()
    assert np.isfinite(trips.land_cost[:, 0, 0, 0]).all()


def test_a_route_alone_is_all_its_own():
    roads = roads_on(*parallel(100.0), p=P)
    assert np.unique(roads.path_size).tolist() == [1.0]
    apart = roads_on(*parallel(100.0, 120.0, 140.0), p=P)
    assert apart.path_size == pytest.approx(np.ones(len(apart.kind)), rel=1e-15)


def test_two_routes_that_share_all_but_one_edge_count_about_as_one():
    # 180 km together, then one of two short roads of nearly equal length
    shared = (road("a", "c", km=180.0, hours=4.5), road("c", "b", km=20.0, hours=0.5), *parallel(204.0))
    roads = roads_on(*shared, road("c", "d", km=10.5, hours=0.25), road("d", "b", km=10.5, hours=0.25), p=P)
    routes = routes_between(roads, GENERAL, 0, 1)
    ways = {tuple(places_on(roads, route)): float(roads.path_size[route]) for route in routes}
    assert set(ways) == {("a", "c", "b"), ("a", "c", "d", "b"), ("a", "v0", "b")}
    assert ways["a", "v0", "b"] == pytest.approx(1.0, rel=1e-15)
    assert ways["a", "c", "b"] == pytest.approx((0.5 * 180.0 + 20.0) / 200.0, rel=1e-12)
    # each of them counts for half a route and the part that is its own
    assert ways["a", "c", "b"] + ways["a", "c", "d", "b"] == pytest.approx(1.1, abs=0.01)


def test_a_lorry_on_the_road_counts_with_its_load_its_size_and_its_empty_way_back():
    roads = roads_on(road("a", "b"), road("a", "b", mode="river"), p=P)
    kind = CARGO[GENERAL]
    peak = peak_by_route(roads).toarray()
    by_road, by_river = sorted(routes_between(roads, GENERAL, 0, 1), key=lambda route: -peak[:, route].sum())
    each = kind.pcu * (1.0 + kind.empty_return) / (kind.payload * kind.load_share)
    assert peak[:, by_road].sum() == pytest.approx(each * P.traffic.peak_hour_share / DAYS_A_MONTH, rel=1e-14)
    assert peak[:, by_river].sum() == 0.0


def test_a_yard_makes_routes_past_it_cheaper_and_puts_fewer_lorries_on_the_road():
    links = (road("a", "c"), road("c", "b"))
    plain, saving = roads_on(*links, p=P), roads_on(*links, Terminal("c", LAND, consolidation=0.6), p=P)
    assert (saving.published.land < plain.published.land)[plain.kind != -1].all()
    # of three lorries one came back empty; six in ten of those stay at home
    assert peak_by_route(saving).sum() == pytest.approx(peak_by_route(plain).sum() * (1.0 + 0.5 * 0.4) / 1.5, rel=1e-14)
    assert np.array_equal(saving.published.hours, plain.published.hours)


def test_a_zone_earns_its_share_of_every_route_that_passes_it_and_two_zones_no_more_than_all():
    links = (road("a", "c"), road("c", "b"), road("a", "b", km=220.0, hours=5.5))
    zone = Terminal("c", LAND, local_share=0.3)
    roads = roads_on(*links, zone, p=P)
    past = np.array(["c" in places_on(roads, route) for route in range(len(roads.kind))])
    assert 0 < past.sum() < len(past)
    assert roads.zone_share.tolist() == [[0.3 if passes else 0.0 for passes in past]]
    greedy = roads_on(*links, replace(zone, local_share=0.8), Terminal("b", LAND, local_share=0.8), p=P)
    assert greedy.zone_share.sum(axis=0).max() == pytest.approx(1.0, rel=1e-15)
    # the place c lies in the first region
    assert greedy.zone_region.tolist() == [1, 0]


def test_a_boat_that_goes_by_a_place_without_landing_passes_nothing_ashore():
    links = (road("a", "c", mode="river"), road("c", "b", mode="river"))
    roads = roads_on(*links, Terminal("c", RIVER, local_share=0.3), p=P)
    assert (roads.zone_share == 0.0).all()


def test_a_route_passes_the_gates_of_its_links_and_terminals():
    roads = roads_on(road("a", "b", mode="river"), p=P)
    (route,) = routes_between(roads, GENERAL, 1, 0)
    # the link there, the link back, and the terminals of a and of b
    assert through(roads)[[route]].toarray().tolist() == [[0.0, 1.0, 1.0, 1.0]]
    loads = (roads.loads @ roads.over.T).toarray().reshape(len(TRAFFIC_CLASSES), 4, -1)
    assert loads[GENERAL, :, route].tolist() == [0.0, 1.0, 1.0, 1.0]
    assert loads[:, :, route].sum() == 3.0


def test_only_what_has_a_capacity_can_delay_anybody():
    assert all(len(part) == 0 for part in roads_on(road("a", "b"), p=P).delays[:2])
    narrow = roads_on(road("a", "b", capacity_pcu_h=100.0), road("a", "b", mode="ferry", capacity_t_month=100.0), p=P)
    modes = [narrow.edges.mode[edge] for edge in narrow.delays.edges]
    assert modes == ["road", "road"]
    # links are numbered by name: the ferry is the first of two, there and back
    assert narrow.delays.gates.tolist() == [0, 2]


def test_numbers_of_a_catalogue_make_room_for_what_is_not_open():
    of, more = forked(road("a", "b")), forked(road("a", "b"), road("a", "b", mode="river"))
    catalogue = Catalogue.of([of.network, more.network])
    roads = find_roads(of, P, catalogue)
    assert roads.peak.shape[0] == 2
    assert through(roads).shape[1] == catalogue.gates == 6
    assert through(roads).sum(axis=0).tolist()[0] == 0.0


def test_ships_and_aeroplanes_need_a_terminal_at_both_ends():
    roads = roads_on(*TO_WORLD, road("a", "b", mode="air", km=300.0, hours=1.0), p=P,
                     cargo=tuple(replace(kind, modes=kind.modes | {AIR}) for kind in CARGO))  # fmt: skip
    (route,) = routes_between(roads, GENERAL, 0, 2)
    assert places_on(roads, route) == ["a", "a", "dunia", "dunia"]
    assert roads.published.hours[route] == 12.0 + 2.0 * P.freight.transfer_time_sea_h
    assert roads.published.land[route] == 0.0
    (flight,) = routes_between(roads, GENERAL, 0, 1)
    assert roads.published.sea[flight] == 0.0
    assert roads.published.hours[flight] == 1.0 + 2.0 * P.freight.transfer_time_air_h
    assert {SEA, AIR} <= set(roads.edges.mode)


def test_a_zone_across_the_sea_earns_nothing_here():
    zone = Terminal("dunia", SEA, local_share=0.3)
    roads = roads_on(road("a", "b"), *TO_WORLD, zone, p=P)
    assert roads.zone_share.sum() == 0.0
