"""The catalogue lists exactly the files that are shipped, with what they say and what their runs change."""

import sys
from pathlib import Path

import catalogue
import pytest
from catalogue import PAGE, broken_rows, conflicts, files, names, page, promises, reasons, record, row, scenario

from simulasi.scenario.find import PROJECT

sys.path.append(str(Path(__file__).parents[2] / "regression"))
from effects import asked, digest

RUNS = "the record does not fit this file: run `make catalogue`"


def test_the_catalogue_is_made_from_the_files():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_file_has_its_row_and_the_baseline_comes_first():
    lines = page().partition("## Isi\n\n")[2].partition("\n\n")[0].splitlines()[2:]
    listed = [line.split("`")[1] for line in lines]
    assert listed[0] == "dasar"
    assert sorted(listed) == sorted(file.stem for file in PROJECT.glob("*.toml"))


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_no_cell_is_empty(file):
    assert all(row(file))


def test_rows_tell_own_changes_changed_ones_and_what_is_taken_out():
    rows = {file.stem: row(file) for file in files()}
    assert rows["ikn-terhenti"][2] == "program belanja `ikn`"
    assert rows["tanpa-ikn"][2:] == ("tanpa `ikn`", "–", "–", "–")  # noqa: RUF001
    assert rows["jalan-kukar-kubar"][2:] == (
        "ruas jaringan `kota_bangun-melak.road`", "–", "`bappeda-kaltim-2014`", "diterbitkan, dibulatkan",  # noqa: RUF001
    )  # fmt: skip
    assert rows["paket-berau"][2] == "dengan `wisata-derawan`, `zona-pengembangan-3`"
    assert rows["bendungan-sepaku-semoi"][3] == "836"


@pytest.mark.parametrize("name", names())
def test_the_record_is_of_this_file_and_holds_what_is_promised(name):
    assert record()[name]["digest"] == digest(scenario(name)), RUNS
    assert {f"{indicator}.{area}.{year}" for indicator, area, year in asked(scenario(name))} <= record()[name].keys()
    assert promises(name)


def test_a_changed_file_and_a_changed_promise_are_seen_in_the_digest():
    before, alone = scenario("jalan-kukar-kubar"), scenario("jalan-kukar-kubar").without("jalan-kukar-kubar")
    assert len({digest(before), digest(alone), digest(scenario("jalan-kukar-kubar-146km"))}) == 3


def test_every_promise_that_is_not_met_has_its_reason_and_no_other():
    broken = {f"{name}.{key}" for name in names() for key, *_, is_met in promises(name) if not is_met}
    assert broken == reasons().keys()
    assert all(reason.endswith(".") for reason in reasons().values())
    assert len(broken_rows()) == len(broken)


def test_a_promise_is_met_by_its_sign_and_only_if_the_change_can_be_seen(monkeypatch):
    key = "grdp.kubar.2035"
    for change, is_met in ((5.0, True), (-5.0, False), (1e-4, False)):
        spoilt = {"jalan-kukar-kubar": record()["jalan-kukar-kubar"] | {key: [100.0, change]}}
        monkeypatch.setattr(catalogue, "record", lambda spoilt=spoilt: spoilt)
        (found,) = [promise[-1] for promise in catalogue.promises("jalan-kukar-kubar") if promise[0] == key]
        assert found == is_met


def test_pairs_that_cannot_be_joined_are_named():
    assert "- `jalan-kukar-kubar` dan `jalan-kukar-kubar-146km`: `kota_bangun-melak.road`" in conflicts()
