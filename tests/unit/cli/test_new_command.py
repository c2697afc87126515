"""New scenarios from questions and from an Excel form, the list of scenarios, and the schema."""

import json
import tomllib

import pytest
from typer.testing import CliRunner

from simulasi.cli.main import app
from simulasi.report.commented import toml_value
from simulasi.scenario.form import answer, written_answer

ANSWERS = ["opens=2027-01-01", "source=own-assumption", "confidence=assumption", "mode=road",
           "between=kota_bangun, melak", "distance_km=146", "travel_time_h=2.2"]  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def values(*answers):
    return [part for value in answers for part in ("--value", value)]


def test_a_file_from_answers_is_sound_and_explains_every_key(simulasi, here):
    answer = simulasi("new", "jalan-uji", "--kind", "link", "--no-ask", *values("title=Jalan uji", *ANSWERS))
    assert answer.code == 0, answer.err
    text = (here / "scenarios" / "jalan-uji.toml").read_text(encoding="utf-8")
    (item,) = tomllib.loads(text)["intervention"]
    assert item["between"] == ["kota_bangun", "melak"]
    assert item["travel_time_h"] == 2.2
    assert "travel_time_h = 2.2   # waktu tempuh (jam); angka, ≥ 0.01, ≤ 1000" in text
    assert "# lanes =" in text
    assert simulasi("check", "jalan-uji").code == 0


def test_questions_are_asked_again_until_an_answer_fits(here):
    given = ["lnk", "policy", "upah-uji", "Upah", "", "", "ppu, kukr", "ppu, kukar", "2027-13-01", "2027-01-01"]
    given += ["", "", "", "", "", "", "", "", "", "9", "1.2"] + [""] * 20
    done = CliRunner().invoke(app, ["new"], input="\n".join(given) + "\n")
    text = (here / "scenarios" / "upah-uji.toml").read_text(encoding="utf-8")
    (item,) = tomllib.loads(text)["intervention"]
    assert item["regions"] == ["ppu", "kukar"]
    assert 1.2 in item.values()
    assert done.output.count("tidak dikenal") == 2
    assert done.output.count("tidak sesuai") == 2


def test_what_is_wrong_in_the_whole_is_told_and_the_answers_are_kept(simulasi, here):
    answer = simulasi("new", "jalan-uji", "--kind", "link", "--no-ask", *values("mode=raod"))
    assert answer.code == 2
    assert "jalan-uji.toml:" in answer.err
    assert (here / "scenarios" / "jalan-uji.toml").exists()


@pytest.mark.usefixtures("here")
def test_no_file_is_replaced_and_no_name_leads_elsewhere(simulasi):
    first = simulasi("new", "jalan-uji", "--kind", "link", "--no-ask", *values(*ANSWERS))
    assert first.code == 0
    again = simulasi("new", "jalan-uji", "--kind", "link", "--no-ask", *values(*ANSWERS))
    assert again.code == 2
    assert "sudah ada" in again.err
    assert simulasi("new", "../luar", "--kind", "link", "--no-ask").code == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--kind", "lnk"], "link"),
        (["--kind", "link", "--value", "mode"], "FIELD=VALUE"),
        (["--kind", "link", "--value", "mod=road"], "mode"),
    ],
)
def test_a_wrong_option_is_told_with_the_nearest(simulasi, arguments, told):
    answer = simulasi("new", "jalan-uji", "--no-ask", *arguments)
    assert answer.code == 2
    assert told in answer.err


def test_a_form_is_written_filled_in_and_checked(simulasi, here):
    assert simulasi("template", "--xlsx", here / "isian.xlsx", "--from", "jalan-kukar-kubar").code == 0
    answer = simulasi("check", here / "isian.xlsx")
    assert answer.code == 0
    assert "isian.xlsx:link!" in answer.out


def test_the_schedule_is_drawn(simulasi, here):
    assert simulasi("check", "jalan-kukar-kubar", "--chart", here / "jadwal.png").code == 0
    assert (here / "jadwal.png").read_bytes().startswith(b"\x89PNG")
    assert simulasi("check", "jalan-kukar-kubar", "--chart", here / "tidak" / "\0.png").code == 2


def test_scenarios_are_listed_and_searched(simulasi):
    assert "jalan-kukar-kubar " in simulasi("scenarios").out
    found = simulasi("scenarios", "kubar", "tembus", "--lang", "en").out
    assert "1 scenarios" in found
    assert "holds 'tidakada'" in simulasi("scenarios", "tidakada", "--lang", "en").out
    assert simulasi("scenarios", "--kind", "lnk").code == 2


def test_the_schema_is_written(simulasi, here):
    assert simulasi("schema", "-o", here / "skema.json", "--lang", "en").code == 0
    schema = json.loads((here / "skema.json").read_text(encoding="utf-8"))
    assert schema["definitions"]["link"]["properties"]["travel_time_h"]["description"] == "travel time (hours)"


@pytest.mark.parametrize(
    ("value", "form"),
    [(2.2, "number"), (3, "whole_number"), ([1, 2], "list"), ({"2026": 5, "later": 0.5}, "table"), (True, "yes_or_no")],
)
def test_an_answer_that_is_written_is_read_again(value, form):
    assert answer(written_answer(value), form) == value
    assert tomllib.loads(f"x = {toml_value(value)}")["x"] == value
