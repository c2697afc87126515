"""``simulasi link``: who uses a link, and what closing each link costs; and the map below the maps."""

import json

import matplotlib.image
import pandas as pd
import pytest

from simulasi.data.made_up import made_up_world
from simulasi.data.world_file import save_world
from simulasi.experiment.critical_links import COLUMNS
from simulasi.experiment.link_users import COLUMNS as USER_COLUMNS
from simulasi.world.network import AIR

BLANK = "\N{NO-BREAK SPACE}"
PLAIN = 'title = "Polos: tanpa perubahan"\n[settings]\nstart = 2022-01-01\nend = 2024-12-01\n'
FILES = {f"{name}.{kind}" for name in ("ruas-kritis", "peta-ruas-kritis") for kind in ("png", "svg")} | {
    "ruas-kritis.csv"
}


@pytest.fixture(scope="module")
def small():
    return made_up_world(3, 3, 1)


@pytest.fixture(scope="module")
def home(small, tmp_path_factory):
    """A made-up world of three regions, a plain scenario, and a map of where they lie."""
    home = tmp_path_factory.mktemp("ruas")
    save_world(small, home / "kecil")
    (home / "polos.toml").write_text(PLAIN, encoding="utf-8")
    return home


def map_around(world, file, **members):
    """Write a map of the sea around the places of a world."""
    points = [(place.longitude, place.latitude) for place in world.network.places.values() if place.longitude]
    west, east = min(x for x, _ in points) - 1, max(x for x, _ in points) + 1
    south, north = min(y for _, y in points) - 1, max(y for _, y in points) + 1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    shore = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [shore], **members}), encoding="utf-8")
    return file


def a_road(world):
    return next(link for link in world.network.open_links if link.mode == "road")


def call(simulasi, home, *arguments):
    options = ("--scenario", home / "polos.toml", "--world", home / "kecil")
    return simulasi("link", *arguments, *options)


def test_the_users_of_a_link_are_printed_and_written(simulasi, home, small, tmp_path):
    name = a_road(small).name
    answer = call(simulasi, home, "users", name, "--year", "2023", "--csv", tmp_path / "pemakai.csv")
    assert answer.code == 0, answer.err
    assert "skenario Polos, 2023" in answer.out
    for part in ("Kendaraan sehari: ", "v/c jam sibuk", "Jam tempuh", "Golongan", str(tmp_path / "pemakai.csv")):
        assert part in answer.out
    table = pd.read_csv(tmp_path / "pemakai.csv")
    assert tuple(table.columns) == ("scenario", "link", "year", *USER_COLUMNS)
    assert set(table["link"]) == {name}
    assert table["vehicles_day"].is_monotonic_decreasing


def test_english_is_spoken_when_asked_for(simulasi, home, small):
    answer = call(simulasi, home, "users", a_road(small).name, "--year", "2023", "--lang", "en")
    assert answer.code == 0
    assert "Vehicles a day: " in answer.out


def test_an_unknown_link_is_an_error_with_the_nearest_names(simulasi, home, small):
    name = a_road(small).name
    answer = call(simulasi, home, "users", name[:-1], "--year", "2023")
    assert answer.code == 2
    assert f"Mungkin maksud Anda '{name}'" in answer.err
    assert answer.out == ""


def test_a_year_outside_the_scenario_is_an_error(simulasi, home, small):
    answer = call(simulasi, home, "users", a_road(small).name, "--year", "2030")
    assert answer.code == 2
    assert "2022 sampai 2024" in answer.err


def test_a_file_that_cannot_be_written_is_an_error(simulasi, home, small, tmp_path):
    answer = call(
        simulasi, home, "users", a_road(small).name, "--year", "2022", "--csv", tmp_path / "tidak" / "ada.csv"
    )
    assert answer.code == 2
    assert "tidak dapat ditulis" in answer.err


@pytest.fixture
def critical(simulasi, home, small, tmp_path):
    """Links closed for half a year, with a map below; the folder and the answer."""
    sea = map_around(small, tmp_path / "laut.geojson", license="contoh CC0")
    folder = tmp_path / "kritis"
    arguments = ("critical", "--year", "2022", "--months", "6", "-o", folder, "--map", sea)
    return folder, call(simulasi, home, *arguments)


def test_closing_every_link_writes_table_bars_and_map(critical, small):
    folder, answer = critical
    assert answer.code == 0, answer.err
    assert {path.name for path in folder.iterdir()} == FILES
    table = pd.read_csv(folder / "ruas-kritis.csv")
    assert tuple(table.columns) == COLUMNS
    open_links = {link.name for link in small.network.open_links if link.mode != AIR}
    assert set(table["link"]) <= open_links
    assert len(table) == table["link"].nunique() * 4
    totals = table[table["region"] == "kaltim"]["grdp_loss_bn_rp"]
    assert totals.is_monotonic_decreasing
    for name in ("ruas-kritis.png", "peta-ruas-kritis.png"):
        assert matplotlib.image.imread(folder / name).std() > 0.01
    assert "contoh CC0" in (folder / "peta-ruas-kritis.svg").read_text(encoding="utf-8")
    assert "contoh CC0" in answer.err


def test_the_links_that_cost_most_are_printed_with_dates(critical):
    _, answer = critical
    out = answer.out.replace(BLANK, " ")
    for part in ("6 bulan sejak Januari 2022", "Desember 2023", "PDRB hilang", "Jam tambahan", "Terputus"):
        assert part in out


def test_without_a_folder_nothing_is_written(simulasi, home):
    answer = call(simulasi, home, "critical", "--year", "2022", "--months", "1", "--lang", "en")
    assert answer.code == 0
    assert "GRDP lost" in answer.out
    assert "ruas-kritis" not in answer.out


def test_a_foreign_folder_is_refused_before_anything_is_run(simulasi, home, tmp_path):
    (tmp_path / "surat.txt").write_text("penting")
    answer = call(simulasi, home, "critical", "--year", "2022", "-o", tmp_path)
    assert answer.code == 2
    assert (answer.out, "Menutup" in answer.err) == ("", False)
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]


def test_a_broken_map_is_refused_before_anything_is_run(simulasi, home, tmp_path):
    (tmp_path / "peta.geojson").write_text('{"type": "Topology"}')
    answer = call(simulasi, home, "critical", "--year", "2022", "--map", tmp_path / "peta.geojson")
    assert answer.code == 2
    assert "peta.geojson: Berkas ini memuat 'Topology'" in answer.err
    assert answer.out == ""


def test_a_map_without_a_licence_is_said_so_and_named(simulasi, home, small, tmp_path):
    sea = map_around(small, tmp_path / "laut.geojson")
    folder = tmp_path / "banding"
    polos = home / "polos.toml"
    answer = simulasi(
        "compare", polos, polos, "-o", folder, "--until", "2022-12", "--map", sea, "--world", home / "kecil"
    )
    assert answer.code == 0, answer.err
    assert "laut.geojson tidak menyebut lisensinya" in answer.err
    assert matplotlib.image.imread(folder / "lalu-lintas.png").std() > 0.01
    assert "Latar peta: laut.geojson." in (folder / "page.html").read_text(encoding="utf-8")
