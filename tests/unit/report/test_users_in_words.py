"""How a link is used is told in sentences and a table."""

import math

import pandas as pd
import pytest

from simulasi.experiment.link_users import COLUMNS, LinkUsers
from simulasi.report.users import use_lines, user_grid
from simulasi.report.words import Words
from simulasi.world.network import Link

ROAD = Link(("samarinda", "bontang"), "road", 127.0, 3.7, capacity_pcu_h=3000.0)
USERS = pd.DataFrame(
    [("people", "kutim", "samarinda", 590_352.4, 647.0, 1.0), ("general", "jawa", "bontang", 1234.5, 1.2, 0.25)],
    columns=list(COLUMNS),
)


def found(link=ROAD, *, hours=(3.75, 3.75), capacity=3000.0):
    return LinkUsers(link, 2030, 10_259.2, 2043.0, capacity, hours, USERS)


@pytest.fixture(scope="module")
def words(world):
    return Words("id", world)


def test_a_road_is_told_with_vehicles_ratio_and_hours(words):
    assert use_lines(words, found(), "Dasar: yang terjadi") == (
        "Ruas Bontang – Samarinda (jalan), skenario Dasar, 2030",  # noqa: RUF001
        "  Kendaraan sehari: 10.259 (rata-rata setahun, kedua arah)",
        "  v/c jam sibuk: 0,68 (2.043 dari 3.000 smp per jam, Desember)",
        "  Jam tempuh: 3,75 (terbitan: 3,70)",
    )


def test_a_river_has_truckloads_and_no_capacity(words):
    river = Link(("samarinda", "melak"), "river", 325.0, 20.0, travel_time_back_h=15.0)
    lines = use_lines(words, found(river, hours=(20.0, 15.0), capacity=math.inf), "Dasar")
    assert lines[1].startswith("  Setara muatan truk sehari")
    assert "tidak membatasi" in lines[2]
    assert lines[3:] == (
        "  Jam tempuh Samarinda ke Melak: 20,0 (terbitan: 20,0)",
        "  Jam tempuh Melak ke Samarinda: 15,0 (terbitan: 15,0)",
    )


def test_the_way_that_a_one_way_link_does_not_lead_is_left_out(words):
    lines = use_lines(words, found(hours=(3.75, math.inf)), "Dasar")
    assert lines[3:] == ("  Jam tempuh Samarinda ke Bontang: 3,75 (terbitan: 3,70)",)


def test_pairs_are_told_with_their_units(words):
    grid = user_grid(words, found(), 15)
    rows = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in grid.rows]
    assert rows[0] == ["Kutai Timur ke Samarinda", "orang", "590.352 orang", "647", "100,0 %"]
    assert rows[1] == ["Jawa ke Bontang", "umum", "1.234 t", "1", "25,0 %"]
    assert "2 dari 2" in grid.title
    assert len(user_grid(words, found(), 1).rows) == 1
