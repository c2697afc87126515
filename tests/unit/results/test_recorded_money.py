"""What is recorded of money, of who buys and of traffic agrees with what else is recorded of the same run."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "worlds"))

from tiny import CARGO, still_scenario, tiny_parameters, tiny_world, with_link

from simulasi.course import Course
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.recorder import Recorder
from simulasi.results.recorded_haul import kg_per_km
from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES
from simulasi.world.network import Link

P = tiny_parameters(wage_curve=-0.1)
ROAD = "kota-hilir-kota-tengah.road"


@pytest.fixture(scope="module")
def world():
    return with_link(tiny_world(), "hilir", "tengah", capacity_pcu_h=400.0)


@pytest.fixture(scope="module")
def data(world):
    scenario = still_scenario(world)
    course = Course(scenario, P)
    recorder, state = Recorder(scenario, course), first_state(course.structure)
    # dear rice at the start, so that the months differ
    price = state.price.copy()
    price[0, 0, 2] = 2.0
    state = state._replace(price=price)
    for month in scenario.months:
        now = course.at(month)
        state, ledger = step(state, now, course.structure, P)
        recorder.record(month, now, state, ledger)
    return recorder.dataset().isel(member=0)


def year(data, name, number=0):
    return data[name].to_numpy()[12 * number : 12 * number + 12].sum(axis=0)


def test_what_all_uses_bought_is_what_was_shipped_less_what_spoiled(data, world):
    bought = data.bought.isel(year=0).sum("use").to_numpy()
    regions = len(world.region_ids)
    shipped = data.trade.isel(year=0).sum("origin").to_numpy()[:, :regions]
    assert (bought <= shipped * (1 + 1e-12)).all()
    assert bought == pytest.approx(shipped, rel=0.05)


def test_households_bought_what_they_consumed(data):
    assert data.bought.isel(year=0).sel(use="households").sum("sector").to_numpy() == pytest.approx(
        year(data, "consumption"), rel=1e-12
    )


@pytest.fixture(scope="module")
def still(world):
    """The first month of a year in which nothing moves."""
    course = Course(still_scenario(world), P)
    recorder, first = Recorder(course.scenario, course), first_state(course.structure)
    month = next(iter(course.scenario.months))
    now = course.at(month)
    state, ledger = step(first, now, course.structure, P)
    recorder.record(month, now, state, ledger)
    return recorder.dataset()


def test_all_that_was_ordered_is_shipped_while_nothing_is_short(still):
    assert still.trade.to_numpy().sum() > 0.0
    assert still.orders.to_numpy() == pytest.approx(still.trade.to_numpy(), rel=1e-9)


def test_industries_pay_the_wage_of_their_region_and_no_tax_while_nothing_says_otherwise(still):
    wage = still.wage.isel(month=0).to_numpy()[0] / 12.0  # the mean of a year, of which one month has passed
    assert still.paid_wage.to_numpy()[0, 0] == pytest.approx(np.broadcast_to(wage, (2, 3)), rel=1e-9)
    assert not still.product_tax.to_numpy().any()


def test_grdp_at_prices_of_the_day_is_grdp_while_all_prices_are_1(still):
    assert still.grdp_nominal.to_numpy() == pytest.approx(still.grdp.to_numpy(), rel=1e-9)


def test_freight_is_what_buyers_pay_beyond_the_price_of_makers(data):
    paid, worth = year(data, "freight_paid"), year(data, "purchase_value")
    assert (paid > 0.0).all()
    assert (paid < 0.2 * worth).all()


def test_where_one_origin_is_short_others_ship_more_than_was_ordered_of_them(data):
    rice = (data.trade.isel(year=1).sum("destination") / data.orders.isel(year=1).sum("destination")).to_numpy()[0]
    assert rice[2] < 0.95
    assert (np.delete(rice, 2) > 1.0).all()


def test_tonne_km_of_a_region_are_half_of_those_of_the_links_that_end_there(data, world):
    (link,) = (link for link in world.network.open_links if link.name == ROAD)
    units = data.link_units.isel(year=0).sum("direction")
    cargo = units.sel(cargo=[kind for kind in TRAFFIC_CLASSES if kind != PEOPLE]).sum("cargo")
    km = {link.name: link.distance_km for link in world.network.open_links}
    of_region = {
        region: sum(
            float(cargo.sel(link=link.name)) * km[link.name] * 0.5
            for link in world.network.open_links
            for end in link.between
            if world.network.places[end].region == region
        )
        / 1e6
        for region in world.region_ids
    }
    assert data.tonne_km.isel(year=0).to_numpy() == pytest.approx(list(of_region.values()), rel=1e-12)
    assert km[link.name] > 0.0


def test_the_fullest_link_is_volume_over_capacity(data):
    full = float(data.link_volume_pcu_h.isel(year=0).sel(link=ROAD)) / 400.0
    assert data.fullest_link.isel(year=0).to_numpy().max() == pytest.approx(full, rel=1e-12)


def test_trucks_and_cars_emit_by_the_kilometre_of_the_vehicle(data):
    vehicles = np.array([kind.vehicles_per_unit for kind in CARGO])
    found = kg_per_km(Link(("a", "b"), "road", 10.0, 1.0), vehicles, P.emissions)
    assert found[0] == P.emissions.truck * vehicles[0]
    assert found[-1] == P.emissions.car * vehicles[-1]
    assert (data.co2.to_numpy() > 0.0).all()


@pytest.mark.parametrize(("mode", "factor"), [("river", "river"), ("sea", "sea"), ("ferry", "ferry")])
def test_boats_emit_by_the_tonne_km(mode, factor):
    found = kg_per_km(Link(("a", "b"), mode, 10.0, 1.0), np.ones(7), P.emissions)
    assert found[0] == getattr(P.emissions, factor)
    assert found[-1] == P.emissions.boat


def test_only_people_fly():
    found = kg_per_km(Link(("a", "b"), "air", 10.0, 1.0), np.ones(7), P.emissions)
    assert found[:-1].sum() == 0.0
    assert found[-1] == P.emissions.air
