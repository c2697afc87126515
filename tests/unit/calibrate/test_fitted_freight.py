"""The tariffs in force are those that the published hauls give, and every published haul is in the table."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from simulasi.calibrate.fit_page import ASKED, BEGIN, END, FOUND, PAGE, freight_files, save_files
from simulasi.calibrate.freight import FREE, PAYS, fit_freight, match_hauls, model_charge, read_hauls
from simulasi.data.load_cargo import shipped_cargo
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import ParameterError
from simulasi.world.network import MODES

TABLES, CARGO, FACTS = shipped_tables(), shipped_cargo(), parameter_facts()
P = load_parameters().freight
HAULS = read_hauls(TABLES.frames, CARGO)
BY_ID = {haul.id: haul for haul in HAULS}
FOLDER = Path(__file__).parents[3] / "calibration" / "fits" / "2026-11-angkutan"
ROUNDED = 3e-3
"""The parameters in force are the fitted ones, rounded to three digits."""

PAYS_WORDS = ("Rp/kg", "Rp/trip", "Rp/20 ft", "Rp/container", "Rp/person", "Rp/m3", "Rp")
LEFT_OUT = {
    "FFB haulage tariff": "no distance, and in Sumatra",
    "route cost saving by toll": "a saving; the costs that it implies are in the table",
    "toll": "the tolls of the whole road of 2021 are in the table, at the same rates a km",
    "base toll in concession contract": "a rate of a contract",
    "ferry tariff gol. I": "bicycles",
    "ferry tariff gol. III": "of no class of traffic",
    "tol laut freight, 20 ft": "subsidised",
    "tol laut against private freight, example": "of an unnamed route",
    "container cleaning charge, 20 ft": "no haul",
    "container cleaning charge, 40 ft": "no haul",
}


def fitted(hauls=HAULS, p=P):
    return fit_freight(hauls, p, FACTS)


def spoilt(**factors):
    """The hauls with some published figures multiplied."""
    return tuple(replace(haul, published=haul.published * factors.get(haul.id, 1.0)) for haul in HAULS)


def unexplained(rows, hauls):
    """Published prices of ways that are neither in the table of hauls nor left out for a reason."""
    told = {(haul["source_id"], haul["value"]) for haul in hauls}
    return [
        row["item"]
        for row in rows
        if row["unit"].split(" (")[0].split(" delivered")[0] in PAYS_WORDS
        and (row["source_id"], row["value"]) not in told
        and row["item"] not in LEFT_OUT
    ]


def test_the_tariffs_in_force_are_those_that_the_command_finds():
    found = fitted().fitted
    assert found == pytest.approx({name: FACTS[name].value for name in found}, rel=ROUNDED)
    assert {FACTS[name].confidence for name in found} == {"calibrated"}
    assert {FACTS[name].source for name in found} == {"own-fit-2026-11-angkutan"}


def test_what_stone_pays_on_ships_is_what_the_command_finds():
    (construction,) = [kind for kind in CARGO if kind.id == "construction"]
    assert fitted().afloat == pytest.approx(construction.afloat_factor, rel=ROUNDED)
    assert fitted(spoilt(stone_palu=1.3)).afloat > 1.2 * construction.afloat_factor


def test_stone_from_palu_by_sea_costs_less_than_stone_by_land_from_elsewhere_in_kalimantan():
    models = {match.haul.id: match.model for match in fitted().matches}
    assert models["stone_palu"] < 0.8 * models["stone_kalimantan"]


def test_the_files_of_the_fit_are_those_that_the_command_writes(tmp_path):
    files = freight_files(fitted(), FACTS)
    assert (FOLDER / ASKED).read_text(encoding="utf-8") == files[ASKED]
    kept, found = (tomllib.loads(text) for text in ((FOLDER / FOUND).read_text(encoding="utf-8"), files[FOUND]))
    assert kept["fitted"] == pytest.approx(found["fitted"], rel=1e-6)
    page = (FOLDER / PAGE).read_text(encoding="utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0].strip() == files[PAGE]
    assert tomllib.loads((save_files(files, tmp_path / "fit") / FOUND).read_text(encoding="utf-8")) == found


def test_the_fit_does_not_depend_on_where_it_starts():
    start = replace(
        P, tariff_road=300.0, vehicle_time=9_000.0, handling_road=0.0, tariff_toll=310.0, tariff_river=200.0
    )
    assert fitted(p=start).fitted == pytest.approx(fitted().fitted, rel=1e-6)


def test_trucks_and_barge_are_met_exactly_and_the_rest_in_the_mean_of_logarithms():
    ratios = {match.haul.id: match.ratio for match in fitted().matches}
    for name in ("kernel_truck", "cpo_truck", "cpo_barge"):
        assert ratios[name] == pytest.approx(1.0, abs=1e-9)
    assert ratios["toll_car"] * ratios["toll_truck"] * ratios["toll_trailer"] == pytest.approx(1.0, rel=1e-6)
    assert ratios["container_merauke"] > 1.0 > ratios["container_manokwari"]


def test_two_hauls_of_trucks_solved_by_hand():
    factor = (3411.23512 / 2582.48192) / (1804.2358 / 1756.77877)
    kernel, palm_oil = 395_000.0 * factor, 55_000.0 * factor
    level = (kernel - palm_oil) / ((500.0 * 400.0 + 15_000.0 * 16.5) - (500.0 * 20.0 + 15_000.0 * 1.25))
    loading = (palm_oil - level * (500.0 * 20.0 + 15_000.0 * 1.25)) / 2.0
    found = fitted(p=replace(P, tariff_road=500.0, vehicle_time=15_000.0)).after
    assert found.tariff_road == pytest.approx(500.0 * level, rel=1e-6)
    assert found.vehicle_time == pytest.approx(15_000.0 * level, rel=1e-6)
    assert found.handling_road == pytest.approx(loading, rel=1e-5)


@pytest.mark.parametrize(
    ("spoil", "moved"),
    [
        ({"kernel_truck": 1.1}, "freight.tariff_road"),
        ({"cpo_truck": 1.1}, "freight.handling_road"),
        ({"cpo_barge": 0.9}, "freight.tariff_river"),
        ({"container_merauke": 1.1}, "freight.tariff_sea"),
        ({"toll_truck": 1.1}, "freight.tariff_toll"),
    ],
)
def test_a_spoilt_haul_moves_its_tariff(spoil, moved):
    found = fitted(spoilt(**spoil)).fitted[moved]
    assert abs(found / FACTS[moved].value - 1.0) > 5 * ROUNDED


def test_a_spoilt_check_moves_nothing():
    assert fitted(spoilt(stone_kalimantan=10.0, boat_melak=0.1)).fitted == fitted().fitted


def test_a_tariff_beyond_its_range_is_refused_by_name():
    with pytest.raises(ParameterError) as error:
        fitted(spoilt(cpo_barge=10.0))
    (fault,) = error.value.faults
    assert (fault.code, fault.key) == ("parameter_out_of_range", "freight.tariff_river")


def test_what_a_carrier_asks_by_hand():
    p = replace(P, tariff_road=500.0, vehicle_time=15_000.0, handling_road=25_000.0, tariff_river=350.0,
                handling_river=30_000.0, tariff_toll=600.0, tariff_sea=250.0, handling_sea=60_000.0)  # fmt: skip
    charge = {name: model_charge(haul, p) for name, haul in BY_ID.items()}
    assert charge["kernel_truck"] == pytest.approx(500 * 400 + 15_000 * 16.5 + 2 * 25_000)
    assert charge["cpo_barge"] == pytest.approx(350 * 230 + 2 * 30_000)
    assert charge["toll_car"] == pytest.approx(100 * 97.27)
    assert charge["arterial_truck_2a"] == pytest.approx(500 * 115 + 15_000 * 2.5)
    assert charge["ferry_bus"] == pytest.approx(p.tariff_ferry * 8)
    last = 500 * 30 + 15_000 * 0.63 + 25_000
    afloat = BY_ID["stone_palu"].cargo.afloat_factor
    assert charge["stone_palu"] == pytest.approx(1.5 * (afloat * (250 * 340 + 2 * 60_000) + last + 125_000))


def test_the_time_of_the_cargo_is_no_charge_of_a_carrier():
    dear = tuple(replace(kind, value_of_time=1e6, spoilage=0.5) for kind in CARGO)
    assert [match.model for match in match_hauls(read_hauls(TABLES.frames, dear), P)] == [
        match.model for match in match_hauls(HAULS, P)
    ]


def test_a_load_is_spread_over_what_it_carries():
    assert BY_ID["container_merauke"].published == pytest.approx(10_500_000 * BY_ID["container_merauke"].factor / 10)
    assert BY_ID["toll_car"].published == pytest.approx(125_500 / 2.5)
    truck = next(kind for kind in CARGO if kind.id == "general")
    assert BY_ID["toll_truck"].published == pytest.approx(188_000 * 1.5 / (truck.payload * truck.load_share))


def test_the_table_has_every_published_haul():
    hauls = TABLES["hauls"].to_dict("records")
    rows = TABLES["freight_costs"].to_dict("records")
    assert unexplained(rows, hauls) == []
    assert unexplained(rows, hauls[1:]) == ["palm kernel haulage"]
    stone = TABLES["ikn_materials"]
    delivered = stone[stone["item"].str.startswith("delivered cost")]
    assert set(delivered["value"]) <= {haul["value"] for haul in hauls if haul["product"] == "quarry"}


def test_the_words_of_the_table_are_known_and_what_is_assumed_is_a_column():
    table = TABLES["hauls"]
    assert set(table["mode"]) <= set(MODES)
    assert set(table["pays"]) <= set(PAYS)
    assert set(table["role"]) == {"fit", "afloat", "check"}
    assert set(" ".join(table["assumed"]).split()) <= set(table.columns)
    assert table["id"].is_unique
    assert len(FREE) == len(fitted().fitted)
