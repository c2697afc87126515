"""Loading tables: every check is shown to fail once, and all faults come at once."""

from pathlib import Path

import pandas as pd
import pytest

from simulasi.data.load_tables import load_tables
from simulasi.data.sources import REGISTER, TABLES, draft_entry, register_hashes
from simulasi.errors import TableError

SOURCE = """
[[source]]
id = "bps"
title = "Tabel"
publisher = "BPS"
date = "2020"
licence = "free"
retrieved = "2026"
method = ""

"""
GOOD = """region,code,year,value,source_id,confidence,note
kubar,6402,2021,1.5,bps,derived,
kukar,0603,2021,,bps,derived,x
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / TABLES).mkdir()
    table = tmp_path / TABLES / "people.csv"
    table.write_text(GOOD, encoding="utf-8")
    entry = draft_entry(table, title="People", unit="persons", keys=["region", "year"], numbers=["year", "value"])
    (tmp_path / REGISTER).write_text(SOURCE + entry + "\n", encoding="utf-8")
    return tmp_path


def spoilt(folder: Path, old: str, new: str) -> list[tuple[str, str, str]]:
    """Spoil the table, renew its hash, load, and return the faults."""
    path = folder / TABLES / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    register_hashes(folder)
    return faults_of(folder)


def faults_of(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(TableError) as error:
        load_tables(folder)
    return [(fault.code, fault.key, fault.value) for fault in error.value.faults]


def test_codes_stay_text_and_numbers_become_numbers(folder: Path) -> None:
    people = load_tables(folder)["people"]
    assert people["code"].tolist() == ["6402", "0603"]
    assert people["year"].tolist() == [2021, 2021]
    assert people["year"].dtype == "int64"
    assert people["value"].iloc[0] == 1.5
    assert pd.isna(people["value"].iloc[1])
    assert people["note"].tolist() == ["", "x"]


def test_a_table_that_is_handed_out_is_a_copy(folder: Path) -> None:
    tables = load_tables(folder)
    people = tables["people"]
    people.loc[0, "value"] = 9.0
    assert tables["people"]["value"].iloc[0] == 1.5


def test_an_altered_table_does_not_load(folder: Path) -> None:
    path = folder / TABLES / "people.csv"
    path.write_text(GOOD.replace("1.5", "1.6"), encoding="utf-8")
    assert faults_of(folder) == [("table_altered", "", "")]


def test_a_missing_table_is_reported(folder: Path) -> None:
    (folder / TABLES / "people.csv").unlink()
    assert faults_of(folder) == [("table_missing", "", "")]


def test_a_table_without_a_row_in_the_register_is_reported(folder: Path) -> None:
    (folder / TABLES / "stray.csv").write_text("a\n1\n", encoding="utf-8")
    assert faults_of(folder) == [("table_unregistered", "", "")]


def test_a_missing_column_is_reported(folder: Path) -> None:
    assert spoilt(folder, "code,year", "kode,year") == [("table_column_missing", "code", "")]


def test_missing_columns_of_sources_and_numbers_are_reported_without_a_crash(folder: Path) -> None:
    assert spoilt(folder, "year,value,source_id,confidence", "year,v,s,c") == [
        ("table_column_missing", "value", ""),
        ("table_column_missing", "source_id", ""),
        ("table_column_missing", "confidence", ""),
    ]


def test_an_unknown_source_is_reported_with_its_line(folder: Path) -> None:
    assert spoilt(folder, "2021,,bps", "2021,,bsp") == [("source_unknown", "line 3", "bsp")]


def test_an_unknown_confidence_is_reported_with_its_line(folder: Path) -> None:
    assert spoilt(folder, "1.5,bps,derived", "1.5,bps,sure") == [("confidence_unknown", "line 2", "sure")]


def test_a_number_that_is_none_is_reported_with_its_line(folder: Path) -> None:
    assert spoilt(folder, "1.5", "1;5") == [("number_malformed", "value, line 2", "1;5")]


def test_all_faults_come_at_once(folder: Path) -> None:
    (folder / TABLES / "stray.csv").write_text("a\n1\n", encoding="utf-8")
    path = folder / TABLES / "people.csv"
    path.write_text(GOOD.replace("bps", "bsp").replace("derived", "sure").replace("1.5", "?"), encoding="utf-8")
    assert [code for code, _, _ in faults_of(folder)] == [
        "table_unregistered",
        "table_altered",
        "source_unknown",
        "confidence_unknown",
        "number_malformed",
    ]


def test_the_digest_follows_the_tables(folder: Path) -> None:
    before = load_tables(folder).digest
    assert load_tables(folder).digest == before
    path = folder / TABLES / "people.csv"
    path.write_text(GOOD.replace("1.5", "1.6"), encoding="utf-8")
    register_hashes(folder)
    assert load_tables(folder).digest != before
