"""The base network of Kalimantan Timur: what is where, since when, and for whom."""

from itertools import pairwise

import pytest

from simulasi.data.load_cargo import load_cargo
from simulasi.data.load_network import load_network
from simulasi.data.load_tables import Tables, shipped_tables
from simulasi.data.network_checks import cut_off, implausible, isolated, may_pass, without_link
from simulasi.routing.trips import trip_h
from simulasi.world.cargo import FREIGHT_CLASSES, PEOPLE
from simulasi.world.month import Month
from simulasi.world.network import Network

ROADS = ("road", "toll")


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


@pytest.fixture(scope="module")
def network(tables: Tables) -> Network:
    return load_network(tables)


OPENINGS = [
    ("balikpapan", "samboja", "toll", Month(2021, 8)),
    ("samboja", "samarinda", "toll", Month(2019, 12)),
    ("balikpapan", "penajam", "road", Month(2024, 8)),
    ("samarinda", "jongkang", "road", Month(2025, 11)),
    ("jongkang", "tenggarong", "road", Month(2025, 11)),
    ("apt_pranoto", "surabaya", "air", Month(2018, 6)),
    ("apt_nusantara", "ikn_kipp", "road", Month(2025, 6)),
]


@pytest.mark.parametrize(("first", "second", "mode", "opens"), OPENINGS)
def test_what_opened_since_the_base_year_opens_in_its_month(
    network: Network, first: str, second: str, mode: str, opens: Month
) -> None:
    link = network.link(first, second, mode)
    assert link is not None
    assert link.opens == opens
    assert network.at(opens.after(-1)).links[link.key].state == "planned"
    assert network.at(opens).links[link.key].state == "open"
    assert network.at(Month(2045, 12)).links[link.key].state == "open"


PLANNED = [
    ("kota_bangun", "melak", "road"),
    ("tering", "ujoh_bilang", "road"),
    ("penajam", "resak_bongan", "road"),
    ("balikpapan", "ikn_kipp", "toll"),
    ("balikpapan", "penajam", "toll"),
    ("tenggarong", "loa_janan", "road"),
    ("apt_nusantara", "surabaya", "air"),
]


@pytest.mark.parametrize(("first", "second", "mode"), PLANNED)
def test_what_is_only_planned_is_never_open_by_itself(network: Network, first: str, second: str, mode: str) -> None:
    for year in (2010, 2021, 2026, 2045):
        link = network.at(Month(year, 1)).link(first, second, mode)
        assert link is not None
        assert link.state == "planned"


def test_the_company_road_is_closed_and_the_toll_road_to_the_capital_is_for_cars(
    tables: Tables, network: Network
) -> None:
    assert network.link("samarinda", "melak", "company_road").state == "closed"  # type: ignore[union-attr]
    notes = tables["links"].set_index("link")["note"]
    assert "closed in the base world" in notes["samarinda-melak.company_road"]
    assert network.link("balikpapan", "ikn_kipp", "toll").classes == {PEOPLE}  # type: ignore[union-attr]
    assert "20 Dec 2025 - 4 Jan 2026" in notes["balikpapan-ikn_kipp.toll"]


def test_published_trips_come_out(network: Network) -> None:
    before, after = network.at(Month(2021, 7)), network.at(Month(2022, 1))
    assert trip_h(after, "balikpapan", "samarinda", ROADS) == pytest.approx(1.0)
    assert trip_h(after, "balikpapan", "samarinda", ("road",)) == pytest.approx(2.5)
    assert 1.0 < trip_h(before, "balikpapan", "samarinda", ROADS) < 2.5
    assert trip_h(after, "balikpapan", "ikn_kipp", ROADS) == pytest.approx(2.25)
    assert trip_h(after, "sangatta", "muara_wahau", ROADS) == pytest.approx(3.75)
    assert trip_h(after, "samarinda", "tenggarong", ROADS) == pytest.approx(0.83)
    assert trip_h(network.at(Month(2026, 1)), "samarinda", "tenggarong", ROADS) == pytest.approx(0.33)
    assert 11.0 < trip_h(after, "samarinda", "tanjung_redeb", ROADS) < 15.0
    assert trip_h(after, "balikpapan", "penajam", ROADS) > 3.0
    assert trip_h(network.at(Month(2024, 8)), "balikpapan", "penajam", ROADS) == pytest.approx(1.0)


def test_the_toll_road_has_the_length_of_its_five_sections(network: Network) -> None:
    sections = (10.74, 21.66, 30.98, 17.30, 16.59)
    links = [network.link("samboja", end, "toll") for end in ("balikpapan", "samarinda")]
    lengths = [link.distance_km for link in links if link is not None]
    assert lengths == pytest.approx([sum(sections[:2]), sum(sections[2:])])


def test_boats_are_slower_upstream(network: Network) -> None:
    boats = [link for link in network.links.values() if link.mode == "river" and link.road_class == "boat"]
    assert len(boats) == 8
    assert all(there > back for there, back in (link.hours for link in boats))
    melak = network.link("samarinda", "melak", "river")
    assert melak is not None
    assert melak.between == ("samarinda", "melak")
    assert melak.hours == (20.0, pytest.approx(28 * 325 / 525))


def test_the_boat_that_does_not_stop_is_the_fastest(network: Network) -> None:
    stops = ("samarinda", "tenggarong", "kota_bangun", "muara_pahu", "melak")
    legs = [network.link(first, second, "river") for first, second in pairwise(stops)]
    for way in (0, 1):
        assert sum(leg.hours[way] for leg in legs if leg is not None) > network.link(*stops[::4], "river").hours[way]  # type: ignore[union-attr]


def test_people_can_fly_and_cargo_cannot(tables: Tables, network: Network) -> None:
    *freight, people = load_cargo(tables)
    flights = [link for link in network.links.values() if link.mode == "air"]
    assert len(flights) == 14
    assert all(may_pass(people, flight) for flight in flights)
    assert not any(may_pass(kind, flight) for kind in freight for flight in flights)
    assert all(flight.classes == {PEOPLE} for flight in flights)


def test_containers_go_by_the_terminals_for_them(network: Network) -> None:
    ports = {place: network.terminal(place, "sea").classes for place in ("kariangau", "palaran")}
    assert ports == {"kariangau": {"container"}, "palaran": {"container"}}
    for port in ("balikpapan", "samarinda"):
        assert network.terminal(port, "sea").classes == {*FREIGHT_CLASSES, PEOPLE} - {"container"}
    assert network.terminal("kariangau", "sea").capacity_t_month == pytest.approx(400_000 * 10 / 12, rel=2e-3)
    assert network.terminal("kariangau", "sea").storage_t == pytest.approx(6400 * 208_084 / 188_091 * 10, rel=2e-3)
    assert network.terminal("palaran", "sea").capacity_t_month == pytest.approx(24 * 24 * 30.4 * 1.106 * 10, rel=2e-3)


def test_the_ferry_carries_what_its_docks_let_through(network: Network) -> None:
    ferry = network.link("kariangau", "penajam", "ferry")
    assert ferry is not None
    assert ferry.capacity_t_month == pytest.approx(2 * 3 * 24 * 14 * 30.4 * 3, rel=2e-3)


def test_the_checks_hold_in_every_month_of_a_run(tables: Tables, network: Network) -> None:
    home = [*tables["regions"]["place"], *tables["partners"]["place"]]
    assert implausible(network) == ()
    assert without_link(network) == ()
    for month in (Month(2010, 7), Month(2021, 7), *network.dates, Month(2045, 12)):
        now = network.at(month)
        assert cut_off(now, home, load_cargo(tables)) == ()
        assert isolated(now, tables["regions"]["id"]) == ()


def test_every_place_can_be_reached(network: Network) -> None:
    modes = {link.mode for link in network.open_links}
    hours = [trip_h(network, "samarinda", place, tuple(modes)) for place in network.places]
    assert max(hours) < 200
