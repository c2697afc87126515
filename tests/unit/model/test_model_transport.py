"""Trips and freight (eq. 1-3) on the tiny network."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import FISH, HAULAGE, RICE, changed_parameters, tiny_network

from simulasi.data.load_parameters import load_parameters
from simulasi.model.structure import freight_of
from simulasi.model.transport import CARGO_CLASSES, Carriage, cargo_index, carriage_of, freight, trips_between
from simulasi.world.network import CLOSED, Link

P = load_parameters().freight
GENERAL = CARGO_CLASSES.index("general")
OF = Carriage(
    tiny_network(), ("kota-hilir", "kota-tengah", "kota-hulu", "kota-dunia"), (50.0, 50.0, 50.0), (RICE, HAULAGE),
    np.ones(2),
)  # fmt: skip


def with_link(**changes):
    road = OF.network.link("kota-hilir", "kota-tengah", "road")
    return OF._replace(network=OF.network.with_link(replace(road, **changes)))


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


def test_only_fresh_cargo_spoils_and_by_the_hour():
    tau = freight(OF._replace(sectors=(FISH, HAULAGE)), P, scale=np.ones(2))
    hours = tau.trips.time_h[CARGO_CLASSES.index("fresh")]
    assert tau.loss[0] == pytest.approx(1.0 - np.exp(-P.spoilage_fresh * hours), rel=1e-14)
    assert (freight(OF, P, scale=np.ones(2)).loss == 0.0).all()


def test_a_faster_road_is_taken_where_it_costs_less_in_all():
    boat = Link(("kota-hilir", "kota-tengah"), "river", 60.0, 1.0)
    both = OF._replace(network=OF.network.with_link(boat))
    # two changes between land and river cost more than the road
    assert trips_between(both, P).time_h[GENERAL, 0, 1] == 2.5
    easy = replace(P, handling_river=0.0, transfer_time_river_h=0.0)
    assert trips_between(both, easy).time_h[GENERAL, 0, 1] == 1.0


def test_a_longer_trip_adds_up_on_its_way():
    trips = trips_between(OF, P)
    assert trips.distance_km[GENERAL, 0, 2] == 200.0
    assert trips.time_h[GENERAL, 2, 3] == 5.0 + 2 * P.transfer_time_sea_h + 12.0


def test_a_faster_road_makes_its_trips_cheaper_and_no_trip_dearer():
    before, after = (trips_between(of, P) for of in (OF, with_link(travel_time_h=2.0)))
    change = (after.land_cost + after.sea_cost) - (before.land_cost + before.sea_cost)
    assert (change <= 0.0).all()
    assert change[GENERAL, 0, 2] == pytest.approx(-0.5 * (P.vehicle_time + P.cargo_time_general), rel=1e-12)


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
    before, after = (trips_between(OF, p) for p in (P, replace(P, cargo_time_general=2 * P.cargo_time_general)))
    assert (after.land_cost[GENERAL] + after.sea_cost[GENERAL] >= before.land_cost[GENERAL]).all()
    assert np.array_equal(after.distance_km, before.distance_km)


def test_freight_knows_the_parameters_of_the_run(world):
    p = load_parameters()
    cheap, dear = (freight_of(world, changed_parameters(p, tariff_sea=value)) for value in (125.0, 500.0))
    assert (dear.sea[0, :3, 3] > cheap.sea[0, :3, 3]).all()
    assert np.array_equal(dear.land, cheap.land)
