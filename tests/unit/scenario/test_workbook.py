"""Scenarios as Excel workbooks: what is filled in is what a file says, and faults name sheet and cell."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from simulasi.data.build_world import default_world
from simulasi.errors import ScenarioError
from simulasi.report.template import write_template
from simulasi.scenario.find import list_scenarios, written_document
from simulasi.scenario.form import forms_of
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.scenario import read_scenario
from simulasi.scenario.workbook import CHANGES, FIRST_ROW, HEAD, KEY_ROW, LISTS, read_workbook
from simulasi.text.say import say_fault

SHIPPED = [path.stem for path in sorted((Path(__file__).parents[3] / "scenarios").glob("*.toml"))]


@pytest.fixture(scope="module")
def east_kalimantan():
    return default_world()


@pytest.fixture
def filled(tmp_path, east_kalimantan):
    """Write a workbook from a scenario, change some cells, and return its path."""

    def write(name: str, **cells) -> Path:
        path = tmp_path / "isian.xlsx"
        write_template(path, east_kalimantan, filled=written_document(name))
        if not cells:
            return path
        book = load_workbook(path)
        for place, value in cells.items():
            sheet, _, key = place.partition("__")
            column = [cell.value for cell in book[sheet][KEY_ROW]].index(key.replace("__", ".")) + 1
            book[sheet].cell(FIRST_ROW, column).value = value
        book.save(path)
        return path

    return write


@pytest.mark.parametrize("name", [name for name in SHIPPED if name in list_scenarios()])
def test_a_shipped_scenario_survives_the_way_through_a_workbook(filled, east_kalimantan, name):
    through = read_scenario(str(filled(name)), east_kalimantan)
    straight = read_scenario(name, east_kalimantan)
    assert through.interventions == straight.interventions
    assert (through.title, through.start, through.end) == (straight.title, straight.start, straight.end)


def test_a_fault_names_sheet_and_cell(filled, east_kalimantan):
    path = filled("jalan-kukar-kubar", link__mode="raod", link__travel_time_h="dua", link__opens=dt.date(2027, 1, 2))
    with pytest.raises(ScenarioError) as error:
        read_scenario(str(path), east_kalimantan)
    columns = [field.name for field in forms_of(east_kalimantan)["link"]]
    found = {fault.code: fault.at for fault in error.value.faults}
    assert set(found) == {"unknown_mode", "wrong_type", "bad_date"}
    sheet = load_workbook(path)["link"]
    for code, name in (("unknown_mode", "mode"), ("wrong_type", "travel_time_h"), ("bad_date", "opens")):
        cell = sheet.cell(FIRST_ROW, columns.index(name) + 1).coordinate
        assert found[code] == f"link!{cell}"
    assert "isian.xlsx:link!" in say_fault(error.value.faults[0])


def test_a_column_and_a_sheet_that_nobody_knows_are_told(filled, east_kalimantan):
    path = filled("jalan-kukar-kubar")
    book = load_workbook(path)
    book["link"].cell(KEY_ROW, 30).value = "travel_tme_h"
    book["link"].cell(FIRST_ROW, 30).value = 2.0
    book.create_sheet("lnk")
    book.save(path)
    with pytest.raises(ScenarioError) as error:
        read_scenario(str(path), east_kalimantan)
    assert {(fault.code, fault.at) for fault in error.value.faults} == {
        ("unknown_key", "link!AD4"),
        ("unknown_key", "lnk!A1"),
    }


def test_what_is_no_workbook_is_told(tmp_path, east_kalimantan):
    (tmp_path / "isian.xlsx").write_text("bukan buku kerja")
    with pytest.raises(ScenarioError, match="unreadable"):
        read_scenario(str(tmp_path / "isian.xlsx"), east_kalimantan)


def test_an_empty_form_has_a_sheet_for_every_kind_and_a_column_for_every_field(tmp_path, east_kalimantan):
    write_template(tmp_path / "kosong.xlsx", east_kalimantan)
    book = load_workbook(tmp_path / "kosong.xlsx")
    assert set(book.sheetnames) == {HEAD, CHANGES, LISTS, *KINDS}
    for kind, fields in forms_of(east_kalimantan).items():
        assert {cell.value for cell in book[kind][KEY_ROW]} == {f.name for f in fields if f.form != "tables"}
    assert read_workbook(tmp_path / "kosong.xlsx").document == {"extends": "dasar"}


def test_words_can_be_chosen_from_a_list(tmp_path, east_kalimantan):
    write_template(tmp_path / "kosong.xlsx", east_kalimantan)
    book = load_workbook(tmp_path / "kosong.xlsx")
    lists = {cell.value: [row.value for row in column[1:] if row.value] for column in book[LISTS].columns
             for cell in column[:1]}  # fmt: skip
    assert any(words == ["road", "toll", "company_road", "ferry", "river", "sea", "air"] for words in lists.values())
    assert len(book["link"].data_validations.dataValidation) >= 4
