"""``simulasi compare`` prints numbers of the run, and writes a folder whole or not at all."""

import re
import shutil
from typing import NamedTuple

import matplotlib.image
import pandas as pd
import pytest

from simulasi.results.compare import COLUMNS, compare
from simulasi.results.results import open_results
from simulasi.text.say import say
from simulasi.world.cargo import TRAFFIC_CLASSES

BLANK = "\N{NO-BREAK SPACE}"
FILES = {
    "channels-jalan-kukar-kubar.png",
    "channels.csv",
    "cost_benefit.csv",
    "comparison.csv",
    "comparison-id.csv",
    "grdp-jalan-kukar-kubar.png",
    "lalu-lintas.png",
    "network-jalan-kukar-kubar.png",
    "page.html",
    "results",
}

ARGUMENTS = ["compare", "dasar", "jalan-kukar-kubar", "--until", "2028-12", "--csv-id"]


class Compared(NamedTuple):
    folder: object
    out: str
    table: pd.DataFrame


@pytest.fixture(scope="module")
def compared(simulasi_once, tmp_path_factory):
    """The road beside the baseline until 2028, compared once for all tests of this file, by two processes."""
    folder = tmp_path_factory.mktemp("banding") / "hasil"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMULASI_PROCESSES", "2")
        answer = simulasi_once(*ARGUMENTS, "-o", folder)
    return Compared(folder, answer.out.replace(BLANK, " "), pd.read_csv(folder / "comparison.csv"))


def test_all_promised_files_are_written(compared):
    assert {path.name for path in compared.folder.iterdir()} == FILES
    for name in FILES - {"results"}:
        assert str(compared.folder / name) in compared.out


def test_one_process_writes_the_same_bytes_as_two(compared, simulasi, tmp_path, monkeypatch):
    monkeypatch.setenv("SIMULASI_PROCESSES", "1")
    answer = simulasi(*ARGUMENTS, "-o", tmp_path / "hasil")
    assert answer.code == 0
    one, two = (
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (tmp_path / "hasil", compared.folder)
    )
    assert one == two
    here, there = str(tmp_path / "hasil"), str(compared.folder)
    assert answer.out.replace(BLANK, " ").replace(here, "") == compared.out.replace(there, "")


def test_channels_and_streams_add_up_to_the_table(compared):
    known = compared.table.query("indicator == 'grdp'").set_index(["region", "year"])["difference"]
    sums = pd.read_csv(compared.folder / "channels.csv").groupby(["region", "year"])["value_bn_rp"].sum()
    assert sums.to_dict() == pytest.approx(known.to_dict(), abs=1e-6)
    streams = pd.read_csv(compared.folder / "cost_benefit.csv")
    income = compared.table.query("indicator == 'regional_income' and region == 'kaltim'").set_index("year")[
        "difference"
    ]
    gained = streams.query("stream == 'benefit'").groupby("year")["value_bn_rp"].sum()
    assert gained.to_dict() == pytest.approx(income.to_dict(), abs=1e-6)


def test_the_table_holds_all_areas_and_years(compared):
    assert tuple(compared.table.columns) == COLUMNS
    assert set(compared.table["year"]) == set(range(2022, 2029))
    assert set(compared.table.query("indicator == 'grdp'")["region"]) >= {"kubar", "ikn", "ppu_bps", "kaltim"}
    assert len(set(compared.table.query("indicator == 'grdp'")["region"])) == 13


def test_the_trip_is_printed_before_and_after(compared):
    assert "8,0 jam pada skenario Dasar, 4,0 jam dengan skenario ini" in compared.out


def test_every_class_between_samarinda_and_kubar_is_printed_with_its_hours(compared):
    lines = [line for line in compared.out.splitlines() if "Samarinda – Kutai Barat" in line]  # noqa: RUF001
    before, after = (open_results(compared.folder / "results" / name).data for name in ("dasar", "jalan-kukar-kubar"))
    for cargo in TRAFFIC_CLASSES:
        name = "semua" if len(lines) == 1 else say(f"report.cargo.{cargo}")
        (line,) = (line for line in lines if re.search(rf"[ ,]{name}[ ,]", line))
        trip = {"year": 2028, "cargo": cargo, "origin": "samarinda", "destination": "kubar"}
        for data in (before, after):
            assert f"{float(data.travel_time_h.sel(trip)):.1f}".replace(".", ",") in line


@pytest.mark.parametrize("indicator", ["grdp", "purchases", "delivered_price"])
def test_the_printed_change_of_kubar_is_that_of_the_table(compared, indicator):
    rows = compared.table[compared.table["indicator"] == indicator].query("region == 'kubar' and year == 2028")
    share = 100 * rows["difference"].iloc[0] / rows["baseline"].iloc[0]
    assert f"{share:+.3f} %".replace(".", ",") in compared.out


def test_the_saved_results_give_the_same_table_again(compared):
    runs = [open_results(compared.folder / "results" / name) for name in ("dasar", "jalan-kukar-kubar")]
    pd.testing.assert_frame_equal(compare(*runs).table(), compared.table, check_dtype=False, rtol=1e-12)


def test_the_figures_are_pictures_and_the_page_is_a_page(compared):
    for name in ("grdp-jalan-kukar-kubar", "network-jalan-kukar-kubar", "lalu-lintas"):
        assert matplotlib.image.imread(compared.folder / f"{name}.png").std() > 0.01
    assert (compared.folder / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_table_for_spreadsheets_is_in_words(compared):
    text = (compared.folder / "comparison-id.csv").read_text(encoding="utf-8-sig")
    assert "jalan-kukar-kubar;Kutai Barat;2028;PDRB;miliar Rp, harga 2021;" in text


def test_a_baseline_compared_with_itself_differs_nowhere(simulasi, tmp_path):
    answer = simulasi("compare", "dasar", "dasar", "-o", tmp_path / "sama", "--until", "2022-12", "--lang", "en")
    assert answer.code == 0
    assert "no different in 11" in answer.out
    assert (pd.read_csv(tmp_path / "sama" / "comparison.csv")["difference"] == 0).all()


def test_a_former_comparison_is_replaced_and_another_folder_is_not(simulasi, compared, tmp_path):
    (tmp_path / "surat.txt").write_text("penting")
    answer = simulasi("compare", "dasar", "dasar", "-o", tmp_path, "--until", "2022-12")
    assert answer.code == 2
    assert "bukan hasil simulasi" in answer.err
    assert answer.out == ""
    former = shutil.copytree(compared.folder, tmp_path / "lagi")
    assert simulasi("compare", "dasar", "dasar", "-o", former, "--until", "2022-12").code == 0
    assert set(pd.read_csv(former / "comparison.csv")["scenario"]) == {"dasar"}


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--year", "2090"], "2022 sampai 2045"),
        (["--until", "2022-06"], "satu tahun kalender penuh"),
        (["--until", "2021-06"], "mendahului awal skenario"),
        (["--until", "juni"], "bukan bulan"),
        (["--set", "trade.sigma_goods"], "nama=angka"),
        (["--set", "trade.sigma_goods=99"], "di luar kisaran"),
    ],
)
def test_a_wrong_option_is_answered_with_a_sentence_and_code_2(simulasi, tmp_path, options, part):
    answer = simulasi("compare", "dasar", "jalan-kukar-kubar", "-o", tmp_path / "hasil", *options)
    assert answer.code == 2
    assert part in answer.err
    assert not (tmp_path / "hasil").exists()


def test_two_different_scenarios_of_one_name_are_refused(simulasi, tmp_path):
    (tmp_path / "dasar.toml").write_text('title = "Lain"\nextends = "tanpa-ikn"\n')
    answer = simulasi("compare", "dasar", tmp_path / "dasar.toml", "-o", tmp_path / "hasil", "--until", "2022-12")
    assert answer.code == 2
    assert "Dua skenario bernama 'dasar'" in answer.err


OWN_SCENARIO = """
title   = "Setengah jalan"
summary = "Ruas Kota Bangun-Melak dibuka dengan waktu tempuh lebih lama."
extends = "jalan-kukar-kubar"

[change.jalan-kukar-kubar]
travel_time_h = 3.2
"""


@pytest.mark.slow
def test_assumptions_are_moved_for_a_scenario_in_a_file_of_its_own(simulasi, tmp_path):
    own, folder = tmp_path / "setengah-jalan.toml", tmp_path / "hasil"
    own.write_text(OWN_SCENARIO, encoding="utf-8")
    answer = simulasi("compare", "dasar", own, "-o", folder, "--until", "2028-12", "--sensitivity")
    assert answer.code == 0, answer.err
    assert {path.name for path in folder.glob("*.png")} >= {"sensitivity-setengah-jalan.png", "grdp-setengah-jalan.png"}
    assert "bila satu asumsi digeser" in answer.out
