"""``simulasi world network``: what it tells of the shipped network and of a saved one, and the map that it draws."""

import json
from dataclasses import replace

import pytest

from simulasi.cli.networks import Shown, check_grid, class_names, link_grid
from simulasi.data.load_cargo import shipped_cargo
from simulasi.data.load_network import load_network
from simulasi.data.load_tables import shipped_tables
from simulasi.data.made_up import made_up_world
from simulasi.data.world_file import save_world
from simulasi.world.network import Link, Place


@pytest.fixture(scope="module")
def network():
    return load_network(shipped_tables())


def line_of(text, *parts):
    (found,) = [line for line in text.splitlines() if all(part in line for part in parts)]
    return found


def test_the_shipped_network_is_told_with_sources_and_checks(simulasi):
    told = simulasi("world", "network")
    assert told.code == 0
    assert told.out.startswith("Jaringan pada 2021-07: 47 tempat, 108 ruas")
    road = line_of(told.out, "Resak (Bongan)", "Melak")
    for part in ("jalan", "nasional, rusak", "125,2", "3,14", "3.000", "terbuka", "narasi-kukar-kubar-2025"):
        assert part in road
    boat = line_of(told.out, "Samarinda", "Melak", "kapal sungai")
    assert "20,00" in boat
    assert "17,33" in boat
    assert "16/19" in boat
    assert "184.000" in line_of(told.out, "Kariangau", "Penajam")
    assert "70.800" in line_of(told.out, "Kariangau", "laut", "333.000")
    assert line_of(told.out, "saling terjangkau").endswith(" ya")
    assert "274 angka, semua bersumber" in told.out


def test_the_year_decides_what_is_open(simulasi):
    by_year = {year: simulasi("world", "network", "--year", year, "--lang", "en").out for year in (2021, 2025)}
    for year, state in ((2021, "planned"), (2025, "open")):
        assert state in line_of(by_year[year], "Balikpapan", "Penajam", "2024-08")
    assert by_year[2025].startswith("Network in 2025-07")
    assert "derived from published figures" in by_year[2021]
    assert "all but containers" in by_year[2021]


def test_a_saved_world_tells_its_network_without_sources(simulasi, tmp_path):
    save_world(made_up_world(3, 3, 1), tmp_path / "w")
    told = simulasi("world", "network", "--world", tmp_path / "w")
    assert told.code == 0
    assert "Keyakinan" not in told.out
    assert "Asal angka ruas" not in told.out
    assert "Town 1" in told.out or "town_1" in told.out


@pytest.mark.parametrize("name", ["kaltim.png", "kaltim.svg"])
def test_the_map_is_drawn_where_it_is_asked_for(simulasi, tmp_path, name):
    save_world(made_up_world(3, 3, 1), tmp_path / "w")
    told = simulasi("world", "network", "--world", tmp_path / "w", "-o", tmp_path / name)
    assert told.code == 0
    assert str(tmp_path / name) in told.out
    assert (tmp_path / name).stat().st_size > 1000


def test_a_picture_of_another_kind_is_refused(simulasi, tmp_path):
    told = simulasi("world", "network", "-o", tmp_path / "kaltim.gif")
    assert told.code == 2
    assert ".png" in told.err


def test_a_map_below_needs_a_picture(simulasi, tmp_path):
    told = simulasi("world", "network", "--map", tmp_path / "kaltim.geojson")
    assert told.code == 2
    assert "--output" in told.err


def test_a_map_of_the_user_is_drawn_below_and_its_licence_is_told(simulasi, tmp_path):
    save_world(made_up_world(3, 3, 1), tmp_path / "w")
    ring = [[100.0, -10.0], [130.0, -10.0], [130.0, 10.0], [100.0, 10.0], [100.0, -10.0]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    land = {"type": "FeatureCollection", "license": "CC0", "features": [feature]}
    (tmp_path / "land.geojson").write_text(json.dumps(land))
    picture = tmp_path / "kaltim.png"
    told = simulasi("world", "network", "--world", tmp_path / "w", "-o", picture, "--map", tmp_path / "land.geojson")
    assert told.code == 0
    assert "land.geojson" in told.err
    assert picture.exists()


def test_what_does_not_hold_is_named(network):
    nodes = made_up_world(2, 3, 1).regions
    homes = [replace(node, id=name, name_id=name, place=name) for node, name in zip(nodes, ("melak", "x"), strict=True)]
    places = {**network.places, "x": Place("x", "Tepi", "x", None, None)}
    fast = Link(("melak", "tering"), "road", 100.0, 0.5)
    shown = Shown(replace(network.with_link(fast), places=places), shipped_cargo(), tuple(homes))
    said = dict(check_grid(shown).rows)
    assert said["Setiap tempat punya ruas"] == "tidak: Tepi"
    assert said["Kecepatan setiap ruas masuk akal untuk modanya"] == "tidak: melak-tering.road"
    assert "x (peti kemas)" in said["Semua wilayah dan mitra saling terjangkau, setiap golongan"]
    assert "x" in said["Setiap wilayah punya ruas terbuka ke luar"]


def test_one_way_links_and_words_of_other_tables_are_shown_as_they_are(network):
    link = Link(
        ("melak", "tering"), "road", 30.0, 1.0, is_one_way=True, road_class="desa", classes=frozenset({"people"})
    )
    only = replace(network, links={link.key: link})
    (row,) = link_grid(Shown(only, shipped_cargo(), ())).rows
    assert row[0] == "Melak → Tering (searah)"
    assert row[2] == "desa"
    assert row[9] == "orang"


def test_classes_are_named_shortly():
    most = frozenset(kind.id for kind in shipped_cargo()) - {"people"}
    assert class_names(most) == "semua, kecuali orang"
