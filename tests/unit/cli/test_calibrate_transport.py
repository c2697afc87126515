"""The commands that fit tariffs and trips print model against record, and write the fit where they are told to."""

import pytest


def test_freight_prints_every_haul_in_both_languages_and_writes_nothing_unasked(simulasi, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = simulasi("calibrate", "freight")
    assert told.code == 0
    assert "Inti sawit, truk, Muara Wahau-Samarinda" in told.out
    assert "508.037" in told.out
    assert "pemeriksaan" in told.out
    assert "Palm kernel, truck" in simulasi("calibrate", "freight", "--lang", "en").out
    assert list(tmp_path.iterdir()) == []


def test_freight_writes_its_three_files_and_keeps_what_stands_around_its_table(simulasi, tmp_path):
    folder = tmp_path / "fit"
    assert simulasi("calibrate", "freight", "-o", folder).code == 0
    assert {path.name for path in folder.iterdir()} == {"fit.toml", "fitted.toml", "README.md"}
    page = folder / "README.md"
    page.write_text("# Why\n\n" + page.read_text(encoding="utf-8") + "\nBecause.\n", encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    assert simulasi("calibrate", "freight", "-o", folder).code == 0
    assert page.read_text(encoding="utf-8") == before


def test_a_folder_that_cannot_be_written_is_told(simulasi, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = simulasi("calibrate", "freight", "-o", tmp_path / "file")
    assert told.code == 2
    assert "file" in told.err


@pytest.mark.slow
def test_traffic_prints_every_count_and_writes_its_fit(simulasi, tmp_path):
    told = simulasi("calibrate", "traffic", "-o", tmp_path)
    assert told.code == 0
    assert "Terminal Peti Kemas Kariangau" in told.out
    assert (tmp_path / "fitted.toml").exists()
    assert "Kariangau container terminal" in simulasi("calibrate", "traffic", "--lang", "en").out
