"""The network of the base world: one rule chooses, and a wrong row is reported."""

from dataclasses import replace

import pandas as pd
import pytest
from spoilt import faults_of, with_cell, with_row, with_table, without

from simulasi.data.choose_links import great_circle_km, network_notes
from simulasi.data.link_notes import BACK, DISTANCE, PCU, QUANTITIES, TIME, TONNES, LinkNote
from simulasi.data.load_network import load_network
from simulasi.data.load_tables import Tables, shipped_tables
from simulasi.routing.trips import trip_h
from simulasi.world.network import OPEN, Network

SENDAWAR = {"link": "melak-sendawar.road"}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


@pytest.fixture(scope="module")
def network(tables: Tables) -> Network:
    return load_network(tables)


@pytest.fixture(scope="module")
def notes(tables: Tables) -> tuple[LinkNote, ...]:
    return network_notes(tables)


def of(notes: tuple[LinkNote, ...], link: str, quantity: str) -> LinkNote:
    return next(n for n in notes if (n.link, n.quantity) == (link, quantity))


def note(tables: Tables, link: str, quantity: str) -> LinkNote:
    """A number of a link in tables of which something was changed."""
    return of(network_notes(tables), link, quantity)


def codes(tables: Tables) -> list[tuple[str, str, str]]:
    return faults_of(load_network, tables)


def test_the_trip_kukar_kubar_takes_eight_hours_today_and_four_with_the_link_road(network: Network) -> None:
    roads = ("road", "toll")
    assert trip_h(network, "tenggarong", "sendawar", roads) == pytest.approx(8.0, abs=1e-9)
    road = network.link("kota_bangun", "melak", "road")
    assert road is not None
    assert road.distance_km == 146.48
    opened = network.with_link(replace(road, state=OPEN))
    assert trip_h(opened, "tenggarong", "sendawar", roads) == pytest.approx(4.0, abs=1e-9)


def test_the_present_road_shares_its_hours_by_length(network: Network) -> None:
    first, second = (network.link("resak_bongan", other, "road") for other in ("kota_bangun", "melak"))
    assert first is not None
    assert second is not None
    assert first.travel_time_h + second.travel_time_h == pytest.approx(6.2)
    assert first.speed_km_h == pytest.approx(second.speed_km_h)


def test_the_newest_published_row_wins_and_the_others_stand_beside_it(notes: tuple[LinkNote, ...]) -> None:
    road = of(notes, "tering-ujoh_bilang.road", DISTANCE)
    assert (road.value, road.how, road.source_id) == (145, "newest_published", "suara-kaltim-kubar-mahulu-2025")
    assert road.alternatives == (136.0,)


def test_hours_printed_with_another_length_are_scaled_to_the_chosen_one(notes: tuple[LinkNote, ...]) -> None:
    bontang = of(notes, "bontang-sangatta.road", TIME)
    assert bontang.how == "scaled_to_length"
    assert bontang.value == pytest.approx(1.25 * 83 / 58)
    assert bontang.alternatives == (1.25,)


def test_an_assumption_is_taken_only_when_nothing_is_published(tables: Tables, notes: tuple[LinkNote, ...]) -> None:
    assert of(notes, "melak-sendawar.road", DISTANCE).how == "on_file"
    spoilt = with_cell(tables, "link_facts", row=SENDAWAR, column="confidence", value="secondary")
    assert note(spoilt, "melak-sendawar.road", DISTANCE).how == "newest_published"


def test_a_missing_time_follows_from_the_length_and_a_missing_length_from_the_time(
    tables: Tables, notes: tuple[LinkNote, ...]
) -> None:
    planned = of(notes, "tering-ujoh_bilang.road", TIME)
    assert (planned.value, planned.how, planned.confidence) == (145 / 40, "from_distance", "assumption")
    known = {"mode": "road", "class": "provincial"}
    measured = with_cell(tables, "link_speeds", row=known, column="confidence", value="secondary")
    assert note(measured, "tering-ujoh_bilang.road", TIME).confidence == "derived"
    hours_only = without(tables, "link_facts", **SENDAWAR, quantity=DISTANCE)
    made = note(hours_only, "melak-sendawar.road", DISTANCE)
    assert (made.value, made.how) == (pytest.approx(16.0), "from_time")


def test_a_length_from_hours_is_never_shorter_than_the_great_circle(tables: Tables) -> None:
    sea = {"link": "balikpapan-parepare.sea"}
    quick = with_cell(tables, "link_facts", row=sea, column="value", value=1.0)
    made = note(without(quick, "link_facts", **sea, quantity=DISTANCE), sea["link"], DISTANCE)
    places = tables["places"].set_index("id")[["latitude", "longitude"]]
    straight = great_circle_km(tuple(places.loc["balikpapan"]), tuple(places.loc["parepare"]))
    assert made.value == pytest.approx(straight)


def test_a_trip_against_its_links_gives_the_hours_back(notes: tuple[LinkNote, ...]) -> None:
    back = of(notes, "tering-long_bagun.river", BACK)
    assert (back.how, back.source_id) == ("from_trip", "antara-kapal-mahulu-samarinda-dipenuhi-pemudik")
    assert back.value == pytest.approx(28 * 115 / 525)
    river = ("samarinda-melak.river", "melak-tering.river", "tering-long_bagun.river")
    for quantity, hours in ((TIME, 55.0), (BACK, 28.0)):
        assert sum(of(notes, link, quantity).value for link in river) == pytest.approx(hours)


def test_hours_back_on_file_come_first_and_those_of_the_class_last(tables: Tables, notes: tuple[LinkNote, ...]) -> None:
    chain = of(notes, "muara_pahu-melak.river", BACK)
    assert (chain.how, chain.value) == ("from_distance", pytest.approx(117 / 18.75))
    fact = {"link": "muara_pahu-melak.river"}
    told = with_row(tables, "link_facts", like=fact, quantity=BACK, value=5.0)
    assert note(told, "muara_pahu-melak.river", BACK).value == 5.0
    assert load_network(told).link("melak", "muara_pahu", "river").hours == (pytest.approx(117 / 16), 5.0)


def test_a_road_without_a_capacity_of_its_own_has_that_of_its_class_and_lanes(notes: tuple[LinkNote, ...]) -> None:
    counted, of_class = (of(notes, link, PCU) for link in ("loa_janan-samarinda.road", "samboja-loa_janan.road"))
    assert (counted.value, counted.how, counted.source_id) == (2646.16, "newest_published", "soekarno-hatta-mkji")
    assert (of_class.value, of_class.how, of_class.confidence) == (3000.0, "from_class", "derived")
    assert of(notes, "balikpapan-penajam.road", PCU).value == 8400.0
    assert of(notes, "kota_bangun-melak.road", PCU).value == 2730.0
    assert [n.link for n in notes if n.quantity == TONNES] == ["kariangau-penajam.ferry"]


@pytest.mark.parametrize("hours", [0.2, 2.0])
def test_a_road_with_an_implausible_speed_is_reported(tables: Tables, hours: float) -> None:
    road = {"link": "samarinda-tenggarong.road", "quantity": TIME}
    spoilt = with_cell(tables, "link_facts", row=road, column="value", value=hours)
    assert codes(spoilt) == [("link_speed_implausible", "samarinda-tenggarong.road", f"{27.5 / hours:.1f}")]


@pytest.mark.parametrize(
    ("link", "hours", "speed"),
    [
        ("samarinda-jongkang.road", None, "100.0"),
        ("kariangau-penajam.ferry", 0.1, "80.0"),
        ("balikpapan-parepare.sea", 5.0, "90.0"),
        ("apt_pranoto-apt_melalan.air", 2.0, "83.5"),
        ("tering-ujoh_bilang.river", 1.0, "95.0"),
    ],
)
def test_every_mode_has_speeds_of_its_own(tables: Tables, link: str, hours: float | None, speed: str) -> None:
    if hours is None:
        trip = {"with_link": link}
        spoilt = with_cell(tables, "trips", row=trip, column="travel_time_h", value=0.22)
        assert codes(spoilt)[0] == ("link_speed_implausible", link, speed)
    else:
        fact = {"link": link, "quantity": TIME}
        spoilt = with_cell(tables, "link_facts", row=fact, column="value", value=hours)
        assert ("link_speed_implausible", link, speed) in codes(spoilt)


def test_a_speed_back_is_looked_at_too(tables: Tables) -> None:
    fact = {"link": "muara_pahu-melak.river"}
    spoilt = with_row(tables, "link_facts", like=fact, quantity=BACK, value=1.0)
    assert codes(spoilt) == [("link_speed_implausible", "muara_pahu-melak.river", "117.0")]


def test_a_toll_road_may_be_fast_but_not_faster_than_a_car(tables: Tables) -> None:
    trip = {"from": "balikpapan", "to": "samarinda", "with_link": "balikpapan-samboja.toll"}
    spoilt = with_cell(tables, "trips", row=trip, column="travel_time_h", value=0.9)
    tolls = ("balikpapan-samboja.toll", "samboja-samarinda.toll")
    assert codes(spoilt) == [("link_speed_implausible", toll, "108.1") for toll in tolls]


LINKS = [
    ({"to": "sendwar"}, ("link_place_unknown", "melak-sendawar.road", "sendwar")),
    ({"to": "melak"}, ("same_ends", "melak-sendawar.road", "")),
    ({"state": "opn"}, ("link_state_unknown", "melak-sendawar.road", "opn")),
    ({"mode": "rail"}, ("unknown_mode", "melak-sendawar.road", "rail")),
    ({"one_way": 2}, ("unknown_word", "melak-sendawar.road, one_way", "2")),
    ({"classes": "people cars"}, ("unknown_class", "melak-sendawar.road", "cars")),
    ({"opens": "2024"}, ("bad_month", "melak-sendawar.road", "2024")),
    ({"closes": "2024-13"}, ("bad_month", "melak-sendawar.road", "2024-13")),
    ({"opens": "2024-08", "closes": "2024-08"}, ("dates_reversed", "melak-sendawar.road", "2024-08")),
    ({"opens": "2024-08", "state": "planned"}, ("link_state_dated", "melak-sendawar.road", "planned")),
    ({"lanes": 6}, ("road_capacity_missing", "melak-sendawar.road", "provincial, 6")),
]


@pytest.mark.parametrize(("cells", "fault"), LINKS)
def test_a_wrong_row_of_a_link_is_reported(tables: Tables, cells: dict, fault: tuple[str, str, str]) -> None:
    for column, value in cells.items():
        tables = with_cell(tables, "links", row=SENDAWAR, column=column, value=value)
    assert fault in codes(tables)


def test_a_wrong_place_brings_no_other_fault_with_it(tables: Tables) -> None:
    bad = with_cell(tables, "links", row=SENDAWAR, column="to", value="sendwar")
    assert codes(bad) == [("link_place_unknown", "melak-sendawar.road", "sendwar")]


def test_all_faults_are_told_at_once(tables: Tables) -> None:
    bad = with_cell(tables, "links", row=SENDAWAR, column="mode", value="rail")
    bad = with_cell(bad, "links", row={"link": "melak-tering.river"}, column="opens", value="soon")
    bad = with_cell(bad, "terminals", row={"place": "melak"}, column="side", value="bank")
    fact = {"link": "kariangau-penajam.ferry", "quantity": TIME}
    bad = with_cell(bad, "link_facts", row=fact, column="value", value=0.1)
    assert {code for code, *_ in codes(bad)} == {"unknown_mode", "bad_month", "unknown_side", "link_speed_implausible"}


def test_two_links_with_the_same_ends_and_mode_are_reported(tables: Tables) -> None:
    twice = with_row(tables, "links", like=SENDAWAR)
    assert codes(twice) == [("link_twice", "melak-sendawar.road", "")] * 2
    turned = with_row(tables, "links", like=SENDAWAR, **{"link": "x", "from": "sendawar", "to": "melak"})
    turned = with_row(turned, "link_facts", like=SENDAWAR, link="x")
    assert codes(turned) == [("link_twice", "melak-sendawar.road", ""), ("link_twice", "x", "")]


def test_facts_of_unknown_links_and_quantities_are_reported(tables: Tables) -> None:
    grogot = {"link": "grogot-laut_dunia.sea"}
    bad = with_cell(tables, "link_facts", row=grogot, column="link", value="grogot.sea")
    assert codes(bad) == [("link_unknown", "", "grogot.sea"), ("link_without_length", "grogot-laut_dunia.sea", "")]
    bad = with_row(tables, "link_facts", like=grogot, quantity="width_m")
    assert codes(bad) == [("unknown_word", "quantity", "width_m")]
    bad = with_cell(tables, "link_facts", row=grogot, column="value", value=0.0)
    assert ("out_of_range", "grogot-laut_dunia.sea.distance_km", "0") in codes(bad)


def test_a_link_whose_speed_is_not_in_the_table_is_reported(tables: Tables) -> None:
    bad = with_table(tables, "link_speeds", lambda frame: frame[frame["class"] != "ocean"])
    assert {code for code, _, _ in codes(bad)} == {"link_speed_missing"}


def test_a_trip_that_its_links_contradict_is_reported(tables: Tables) -> None:
    new = {"with_link": "kota_bangun-melak.road"}
    short = with_cell(tables, "trips", row=new, column="travel_time_h", value=1.5)
    assert ("trip_time_differs", "tenggarong-sendawar", "1.5") in codes(short)
    over = "samarinda-tenggarong.road|tenggarong-kota_bangun.road"
    ends = {"from": "samarinda", "to": "kota_bangun"}
    longer = with_row(tables, "trips", like=new, over=over, travel_time_h=3.0, **ends)
    assert codes(longer) == [("trip_time_differs", "samarinda-kota_bangun", "3")]
    upstream = {"from": "samarinda", "to": "muara_pahu"}
    over = "kota_bangun-muara_pahu.river|tenggarong-kota_bangun.river|samarinda-tenggarong.river"
    turned = {"from": "muara_pahu", "to": "samarinda", "over": over, "travel_time_h": 12.0}
    spoilt = with_row(tables, "trips", like=upstream, **turned)
    known = with_row(spoilt, "trips", like=upstream, **turned | {"travel_time_h": 13.0})
    assert codes(known) == [("trip_time_differs", "muara_pahu-samarinda", "13")]


def test_a_trip_over_links_that_do_not_join_is_reported(tables: Tables) -> None:
    new = {"with_link": "kota_bangun-melak.road"}
    for over in ("tenggarong-kota_bangun.road|melak-sendawar.road", "tenggarong-kota_bangun.road"):
        bad = with_row(tables, "trips", like=new, over=over)
        assert codes(bad) == [("trip_broken", "tenggarong-sendawar", over)]


def test_a_trip_over_a_link_without_length_is_reported(tables: Tables) -> None:
    bad = without(tables, "link_facts", link="kota_bangun-melak.road")
    assert codes(bad) == [
        ("trip_link_without_length", "tenggarong-sendawar", "kota_bangun-melak.road"),
        ("link_without_length", "kota_bangun-melak.road", ""),
    ]


TERMINALS = [
    ({"place": "melk"}, [("link_place_unknown", "melk.river", "melk")]),
    ({"side": "bank"}, [("unknown_side", "melak.bank", "bank")]),
    ({"side": "sea"}, [("terminal_without_link", "melak.sea", "sea")]),
    ({"classes": "cars"}, [("unknown_class", "melak.river", "cars")]),
    ({"handling_rp_t": -1.0}, [("out_of_range", "melak.river, handling_rp_t", "-1")]),
    ({"capacity_t_month": 0.0}, [("out_of_range", "melak.river, capacity_t_month", "0")]),
    ({"place": "tering"}, [("world_row_twice", "", "tering.river")] * 2),
]


@pytest.mark.parametrize(("cells", "faults"), TERMINALS)
def test_a_wrong_row_of_a_terminal_is_reported(tables: Tables, cells: dict, faults: list[tuple[str, str, str]]) -> None:
    for column, value in cells.items():
        bad = with_cell(tables, "terminals", row={"place": "melak"}, column=column, value=value)
    assert codes(bad) == faults


def test_a_region_that_is_cut_off_is_reported(tables: Tables) -> None:
    def close_mahulu(frame: pd.DataFrame) -> pd.DataFrame:
        mahulu = set(tables["places"].query("region == 'mahulu'")["id"])
        out = (frame["from"].isin(mahulu) != frame["to"].isin(mahulu)) & (frame["opens"] == "")
        return frame.assign(state=frame["state"].mask(out, "closed"))

    # until the airport of Samarinda opens nothing leads out; then people fly, and cargo still cannot leave
    faults = codes(with_table(tables, "links", close_mahulu))
    assert faults[0] == ("region_isolated", "mahulu", "")
    assert ("place_cut_off", "ujoh_bilang", "general") in faults
    assert ("place_cut_off", "ujoh_bilang", "people") not in faults


def test_a_class_that_cannot_leave_is_reported_once(tables: Tables) -> None:
    river = with_cell(tables, "links", row={"link": "tering-ujoh_bilang.river"}, column="classes", value="people")
    boats = with_cell(
        river, "links", row={"link": "tering-long_bagun.river"}, column="classes", value="people container"
    )
    goods = ("dry_bulk", "general", "perishable", "liquid", "construction")
    assert codes(boats) == [("place_cut_off", "ujoh_bilang", kind) for kind in goods]
    terminal = with_cell(tables, "terminals", row={"place": "ujoh_bilang"}, column="classes", value="people")
    assert ("place_cut_off", "ujoh_bilang", "container") in codes(terminal)
    one_way = with_cell(tables, "links", row={"link": "tanjung_redeb-tanjung_selor.road"}, column="one_way", value=1)
    assert ("place_cut_off", "tanjung_selor", "general") in codes(one_way)


def test_a_date_that_cuts_a_region_off_is_reported_with_its_month(tables: Tables) -> None:
    road = {"link": "tanjung_redeb-tanjung_selor.road"}
    bad = with_cell(tables, "links", row=road, column="closes", value="2030-01")
    assert ("place_cut_off", "tanjung_selor", "general") in codes(bad)
    assert ("place_cut_off", "tanjung_selor", "people") not in codes(bad)


def test_a_place_without_a_link_is_reported(tables: Tables) -> None:
    bad = with_row(tables, "places", like={"id": "melak"}, id="muara_lawa")
    assert codes(bad) == [("place_without_link", "muara_lawa", "")]


def test_every_number_of_a_link_has_a_source(tables: Tables, notes: tuple[LinkNote, ...]) -> None:
    for quantity in (DISTANCE, TIME):
        assert {n.link for n in notes if n.quantity == quantity} == set(tables["links"]["link"])
    assert {n.quantity for n in notes} == set(QUANTITIES)
    assert all(n.source_id in tables.register.sources for n in notes)
    ways = {"newest_published", "on_file", "scaled_to_length", "from_trip", "from_distance", "from_time", "from_class"}
    assert {n.how for n in notes} == ways
