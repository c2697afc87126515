"""Trips and freight (eq. 1-3) on the tiny network."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import CARGO, FISH, HAULAGE, RICE, changed_parameters, tiny_network, tiny_parameters

from simulasi.data.load_parameters import load_parameters
from simulasi.model.published import distances_km, freight
from simulasi.model.roads import find_roads
from simulasi.model.structure import freight_of
from simulasi.model.transport import (
    Carriage,
    at_rest,
    cargo_index,
    carriage_of,
    journeys_on,
    modes_between,
    most_used,
    trips_on,
)
from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES
from simulasi.world.network import CLOSED, LAND, Link, Terminal

P = load_parameters()
GENERAL, PERISHABLE = TRAFFIC_CLASSES.index("general"), TRAFFIC_CLASSES.index("perishable")
OF = Carriage(
    tiny_network(), ("kota-hilir", "kota-tengah", "kota-hulu", "kota-dunia"), ("hilir", "tengah", "hulu"),
    (50.0, 50.0, 50.0), CARGO, (RICE, HAULAGE), np.ones(2),
)  # fmt: skip


def with_link(**changes):
    road = OF.network.link("kota-hilir", "kota-tengah", "road")
    return OF._replace(network=OF.network.with_link(replace(road, **changes)))


def by_boat(**changes):
    boat = replace(Link(("kota-hilir", "kota-tengah"), "river", 60.0, 1.0), **changes)
    return OF._replace(network=OF.network.with_link(boat))


def trips(of, p=P):
    roads = find_roads(of, p)
    return trips_on(roads, at_rest(roads, p), of)


def journeys(of, p=P):
    roads = find_roads(of, p)
    return journeys_on(roads, at_rest(roads, p), of, p.freight)


def cost(of, p=P):
    found = trips(of, p)
    return (found.land_cost + found.sea_cost)[:, 0]


def test_the_freight_of_rice_in_the_tiny_world_is_that_of_the_page(world, p):
    tau = freight_of(world, p)
    assert tau.land[0, :3, :3] == pytest.approx(
        np.array([[1 / 40, 1 / 20, 1 / 10], [1 / 20, 1 / 40, 1 / 20], [1 / 10, 1 / 20, 1 / 40]]), rel=1e-14
    )
    assert tau.land[0, :3, 3] == pytest.approx([0.0, 1 / 20, 1 / 10], rel=1e-14)
    assert tau.sea[0, :3, 3] == pytest.approx([1 / 5] * 3, rel=1e-14)
    assert tau.total[0, 1, 3] == pytest.approx(1 / 4, rel=1e-14)


def test_the_trip_inside_a_region_is_two_thirds_of_the_radius_of_its_circle(world):
    assert carriage_of(world).own_trip_km == pytest.approx((50.0, 50.0, 50.0), rel=1e-15)


def test_a_truck_is_loaded_at_ends_that_are_regions_also_within_one(world, p):
    free, paid = (freight_of(world, changed_parameters(p, handling_road=value)).land[0] for value in (0.0, 10_000.0))
    # freight of rice is half of its cost; its tonne is worth a million
    assert paid[:3, :3] - free[:3, :3] == pytest.approx(np.full((3, 3), 0.5 * 0.02), rel=1e-12)
    assert (paid - free)[:3, 3] == pytest.approx(np.full(3, 0.5 * 0.01), rel=1e-12)


def test_services_and_what_leaves_by_its_own_terminal_pay_no_freight():
    coal = replace(RICE, cargo="own_terminal")
    tau = freight(OF._replace(sectors=(coal, HAULAGE)), P, scale=np.ones(2))
    assert cargo_index(coal) == cargo_index(HAULAGE) == -1
    assert (tau.total == 0.0).all()
    assert tau.reachable.all()


def test_freight_is_the_scale_times_the_cost_over_the_value_of_a_tonne():
    full = freight(OF, P, scale=np.ones(2)).total[0]
    dear = freight(OF._replace(value_per_tonne=np.full(2, 4.0)), P, scale=np.full(2, 0.5)).total[0]
    assert dear == pytest.approx(full / 8.0, rel=1e-15)


def test_only_perishable_cargo_spoils_and_by_the_hour():
    of = OF._replace(sectors=(FISH, HAULAGE))
    tau, hours = freight(of, P, scale=np.ones(2)), journeys(of).time_h[PERISHABLE, 0]
    for o, d in ((0, 1), (0, 2), (2, 3), (1, 1)):
        assert tau.loss[0, o, d] == pytest.approx(1.0 - np.exp(-0.001 * hours[o, d]), rel=1e-13)
    assert (freight(OF, P, scale=np.ones(2)).loss == 0.0).all()


def test_partners_do_not_trade_with_each_other_and_people_travel_between_regions_alone():
    far = OF._replace(places=("kota-hilir", "kota-tengah", "kota-hulu", "kota-dunia"), region_ids=("hilir", "tengah"),
                      own_trip_km=(50.0, 50.0))  # fmt: skip
    hours = journeys(far).time_h[:, 0]
    assert np.isinf(hours[GENERAL, 2:, 2:]).all()
    assert np.isfinite(hours[GENERAL, :2]).all()
    person = hours[TRAFFIC_CLASSES.index(PEOPLE)]
    assert np.isfinite(person[:2, :2]).all()
    assert np.isinf(person[:2, 2:]).all()


def test_a_faster_road_is_taken_where_it_costs_less_in_all():
    all_or_none = changed_parameters(P, route_spread=0.0)
    # two changes between land and river cost more than the road
    assert journeys(by_boat(), all_or_none).time_h[GENERAL, 0, 0, 1] == 2.5
    easy = changed_parameters(all_or_none, handling_river=0.0, transfer_time_river_h=0.0)
    assert journeys(by_boat(), easy).time_h[GENERAL, 0, 0, 1] == 1.0


def test_with_a_spread_a_trip_is_the_mean_of_its_routes():
    easy = tiny_parameters(handling_river=0.0, transfer_time_river_h=0.0, tariff_river=350.0, route_spread=0.1)
    of = by_boat(distance_km=280.0)
    roads = find_roads(of, easy)
    taken = at_rest(roads, easy)
    pair = roads.group == (GENERAL * 4 + 0) * 4 + 1
    assert pair.sum() == 2
    share, hours = taken.share[pair, 0], roads.published.hours[pair]
    assert sorted(hours) == [1.0, 2.5]
    assert 0.05 < share.min() < share.max() < 0.95
    assert journeys(of, easy).time_h[GENERAL, 0, 0, 1] == pytest.approx(share @ hours, rel=1e-15)


def test_a_longer_trip_adds_up_on_its_way():
    found = journeys(OF)
    assert found.distance_km[GENERAL, 0, 0, 2] == 200.0
    assert found.time_h[GENERAL, 0, 2, 3] == 5.0 + 2 * P.freight.transfer_time_sea_h + 12.0
    assert distances_km(OF, P)[GENERAL, 0].tolist() == [50.0, 100.0, 200.0, 400.0]


def test_a_faster_road_makes_its_trips_cheaper_and_no_trip_dearer():
    change = cost(with_link(travel_time_h=2.0))[:-1, :3] - cost(OF)[:-1, :3]
    assert (change <= 0.0).all()
    assert change[GENERAL, 0, 2] == pytest.approx(-0.5 * (P.freight.vehicle_time + 5_000.0), rel=1e-12)


def test_where_there_is_no_way_a_good_cannot_be_reached_and_has_no_freight():
    # rice alone: what is not carried is the concern of the next test
    tau = freight(with_link(state=CLOSED)._replace(sectors=(RICE,), value_per_tonne=np.ones(1)), P, scale=np.ones(1))
    assert not tau.reachable[0, 0, 1:3].any()
    assert tau.reachable[0, 1, 2]
    assert (tau.total[0, 0, 1:3] == 0.0).all()
    assert np.isfinite(tau.loss).all()


def test_what_is_not_carried_goes_on_where_the_road_is_closed():
    tau = freight(with_link(state=CLOSED), P, scale=np.ones(2))
    assert tau.reachable[1].all()
    assert (tau.total[1] == 0.0).all()


def test_dearer_time_makes_slow_trips_dearer_and_leaves_kilometres_alone():
    dear = OF._replace(cargo=tuple(replace(kind, value_of_time=2.0 * kind.value_of_time) for kind in CARGO))
    regions = slice(None, 3)
    assert (cost(dear)[GENERAL, regions] > cost(OF)[GENERAL, regions]).all()
    assert np.array_equal(journeys(dear).distance_km, journeys(OF).distance_km)


def test_freight_knows_the_parameters_of_the_run(world):
    cheap, dear = (freight_of(world, changed_parameters(P, tariff_sea=value)) for value in (125.0, 500.0))
    assert (dear.sea[0, :3, 3] > cheap.sea[0, :3, 3]).all()
    assert np.array_equal(dear.land, cheap.land)


def test_freight_of_some_sectors_is_theirs_among_all():
    full = freight(OF, P, scale=np.ones(2))
    some = full.of_sectors(np.array([1]))
    assert np.array_equal(some.land, full.land[1:])
    assert some.reachable.shape == (1, 4, 4)


def test_modes_are_told_in_order_of_travel_and_without_repeats():
    roads = find_roads(OF, tiny_parameters())
    modes = modes_between(roads, most_used(roads, at_rest(roads, tiny_parameters()).share[:, 0]))
    assert modes[GENERAL, 2].tolist() == ["road", "road", "", "road+sea"]
    assert modes[GENERAL, 3].tolist() == ["sea", "sea+road", "sea+road", ""]


def test_the_most_used_route_is_the_one_that_is_told_the_first_of_equal_ones():
    easy = tiny_parameters(handling_river=0.0, transfer_time_river_h=0.0)
    roads = find_roads(by_boat(distance_km=250.0), easy)
    share = at_rest(roads, easy).share[:, 0]
    best = most_used(roads, share)
    assert (np.maximum.reduceat(share, roads.starts) == share[best]).all()
    assert np.array_equal(most_used(roads, np.ones_like(share)), roads.starts)


def test_trips_that_pass_a_zone_pay_part_of_their_land_cost_there():
    zone = Terminal("kota-tengah", LAND, local_share=0.3)
    found = trips(OF._replace(network=OF.network.with_terminal(zone)))
    assert found.zone_region.tolist() == [1]
    local, land = found.local_cost[0, GENERAL, 0], found.land_cost[GENERAL, 0]
    assert local[0, 2] == pytest.approx(0.3 * land[0, 2], rel=1e-15)
    assert local[0, 1] == pytest.approx(0.3 * land[0, 1], rel=1e-15)
    # the port trades with the world without passing there, and trips inside regions pass nothing
    assert local[0, 3] == local[1, 1] == 0.0
    assert np.array_equal(found.land_cost, trips(OF).land_cost)
