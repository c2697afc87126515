"""The network of the base world: one rule chooses, and a wrong row is reported."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from simulasi.data.choose_links import DISTANCE, TIME, LinkNote, great_circle_km, network_notes
from simulasi.data.load_network import load_network
from simulasi.data.load_tables import Tables, load_tables
from simulasi.errors import TableError
from simulasi.routing.trips import trip_h
from simulasi.world.network import OPEN, Network


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


@pytest.fixture(scope="module")
def network(tables: Tables) -> Network:
    return load_network(tables)


def with_table(tables: Tables, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Tables:
    return replace(tables, frames={**tables.frames, name: change(tables[name])})


def with_cell(tables: Tables, name: str, *, row: tuple[str, str], column: str, value: object) -> Tables:
    key, where = row

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        assert (frame[key] == where).any()
        frame.loc[frame[key] == where, column] = value
        return frame

    return with_table(tables, name, change)


def note(tables: Tables, link: str, quantity: str) -> LinkNote:
    return next(n for n in network_notes(tables) if (n.link, n.quantity) == (link, quantity))


def codes(tables: Tables) -> list[tuple[str, str, str]]:
    with pytest.raises(TableError) as error:
        load_network(tables)
    return [(fault.code, fault.key, fault.value) for fault in error.value.faults]


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


def test_what_is_not_there_yet_is_planned_and_the_company_road_is_closed(tables: Tables, network: Network) -> None:
    states = {link.key: link.state for link in network.links.values()}
    assert states["kota_bangun", "melak", "road"] == "planned"
    assert states["balikpapan", "penajam", "road"] == "planned"
    assert states["balikpapan", "ikn_kipp", "toll"] == "planned"
    assert states["melak", "samarinda", "company_road"] == "closed"
    notes = tables["links"].set_index("link")["note"]
    assert "closed in the base world" in notes["samarinda-melak.company_road"]


def test_every_place_can_be_reached(network: Network) -> None:
    modes = {link.mode for link in network.open_links}
    hours = [trip_h(network, "samarinda", place, tuple(modes)) for place in network.places]
    assert max(hours) < 200


def test_the_newest_published_row_wins_and_the_others_stand_beside_it(tables: Tables) -> None:
    toll = note(tables, "balikpapan-samarinda.toll", DISTANCE)
    assert (toll.value, toll.how, toll.source_id) == (99.02, "newest_published", "kaltim-faktual-balsam-2024")
    assert toll.alternatives == (99.35, 97.27, 99.0)


def test_hours_printed_with_another_length_are_scaled_to_the_chosen_one(tables: Tables) -> None:
    bontang = note(tables, "bontang-sangatta.road", TIME)
    assert bontang.how == "scaled_to_length"
    assert bontang.value == pytest.approx(1.25 * 83 / 58)
    assert bontang.alternatives == (1.25,)


def test_an_assumption_is_taken_only_when_nothing_is_published(tables: Tables) -> None:
    assert note(tables, "melak-sendawar.road", DISTANCE).how == "on_file"
    spoilt = with_cell(
        tables, "link_facts", row=("link", "melak-sendawar.road"), column="confidence", value="secondary"
    )
    assert note(spoilt, "melak-sendawar.road", DISTANCE).how == "newest_published"


def test_a_missing_time_follows_from_the_length_and_a_missing_length_from_the_time(tables: Tables) -> None:
    planned = note(tables, "tering-ujoh_bilang.road", TIME)
    assert (planned.value, planned.how, planned.confidence) == (145 / 40, "from_distance", "derived")

    def without_length(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[~((frame["link"] == "melak-sendawar.road") & (frame["quantity"] == DISTANCE))]

    made = note(with_table(tables, "link_facts", without_length), "melak-sendawar.road", DISTANCE)
    assert (made.value, made.how) == (pytest.approx(16.0), "from_time")


def test_a_length_from_hours_is_never_shorter_than_the_great_circle(tables: Tables) -> None:
    def hours_only(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[frame["link"] == "balikpapan-parepare.sea", "value"] = 1.0
        return frame[~((frame["link"] == "balikpapan-parepare.sea") & (frame["quantity"] == DISTANCE))]

    made = note(with_table(tables, "link_facts", hours_only), "balikpapan-parepare.sea", DISTANCE)
    places = tables["places"].set_index("id")[["latitude", "longitude"]]
    straight = great_circle_km(tuple(places.loc["balikpapan"]), tuple(places.loc["parepare"]))
    assert made.value == pytest.approx(straight)


@pytest.mark.parametrize("hours", [0.2, 2.0])
def test_a_road_with_an_implausible_speed_is_reported(tables: Tables, hours: float) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[(frame["link"] == "samarinda-tenggarong.road") & (frame["quantity"] == TIME), "value"] = hours
        return frame

    speed = f"{27.5 / hours:.1f}"
    spoilt = with_table(tables, "link_facts", change)
    assert codes(spoilt) == [("link_speed_implausible", "samarinda-tenggarong.road", speed)]


def test_a_toll_road_may_be_fast_but_not_faster_than_a_car(tables: Tables) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[(frame["link"] == "balikpapan-samarinda.toll") & (frame["quantity"] == TIME), "value"] = 0.9
        return frame

    assert codes(with_table(tables, "link_facts", change)) == [
        ("link_speed_implausible", "balikpapan-samarinda.toll", "110.0")
    ]


def test_unknown_places_states_and_links_are_reported(tables: Tables) -> None:
    bad = with_cell(tables, "links", row=("link", "melak-sendawar.road"), column="to", value="sendwar")
    assert codes(bad) == [("link_place_unknown", "melak-sendawar.road", "sendwar")]
    bad = with_cell(tables, "links", row=("link", "melak-sendawar.road"), column="state", value="opn")
    assert codes(bad) == [("link_state_unknown", "melak-sendawar.road", "opn")]
    bad = with_cell(tables, "link_facts", row=("link", "grogot-laut_dunia.sea"), column="link", value="grogot.sea")
    assert codes(bad) == [("link_unknown", "", "grogot.sea"), ("link_without_length", "grogot-laut_dunia.sea", "")]


def test_a_link_whose_speed_is_not_in_the_table_is_reported(tables: Tables) -> None:
    bad = with_table(tables, "link_speeds", lambda frame: frame[frame["class"] != "ocean"])
    assert {code for code, _, _ in codes(bad)} == {"link_speed_missing"}


def test_a_trip_that_its_links_contradict_is_reported(tables: Tables) -> None:
    short = with_cell(tables, "trips", row=("with_link", "kota_bangun-melak.road"), column="travel_time_h", value=1.5)
    assert ("trip_time_differs", "tenggarong-sendawar", "1.5") in codes(short)

    def add(frame: pd.DataFrame) -> pd.DataFrame:
        row = frame.iloc[[0]].assign(over="samarinda-tenggarong.road|tenggarong-kota_bangun.road", travel_time_h=3.0)
        return pd.concat([frame, row], ignore_index=True)

    assert codes(with_table(tables, "trips", add)) == [("trip_time_differs", "tenggarong-sendawar", "3")]


def test_a_trip_over_a_link_without_length_is_reported(tables: Tables) -> None:
    bad = with_table(tables, "link_facts", lambda frame: frame[frame["link"] != "kota_bangun-melak.road"])
    assert codes(bad) == [
        ("trip_link_without_length", "tenggarong-sendawar", "kota_bangun-melak.road"),
        ("link_without_length", "kota_bangun-melak.road", ""),
    ]


def test_every_link_has_two_notes_with_a_source(tables: Tables) -> None:
    notes = network_notes(tables)
    assert len(notes) == 2 * len(tables["links"])
    assert all(n.source_id in tables.register.sources for n in notes)
    assert {n.how for n in notes} == {"newest_published", "on_file", "scaled_to_length", "from_trip", "from_distance"}
