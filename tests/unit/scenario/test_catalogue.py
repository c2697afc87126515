"""The catalogue lists exactly the files that are shipped, with what they say."""

import pytest
from catalogue import PAGE, files, page, row, table

from simulasi.scenario.find import PROJECT


def test_the_catalogue_is_made_from_the_files():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_file_has_its_row_and_the_baseline_comes_first():
    names = [line.split("`")[1] for line in table().splitlines()[2:]]
    assert names[0] == "dasar"
    assert sorted(names) == sorted(file.stem for file in PROJECT.glob("*.toml"))


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_no_cell_is_empty(file):
    assert all(row(file))


def test_rows_tell_own_changes_changed_ones_and_what_is_taken_out():
    rows = {file.stem: row(file) for file in files()}
    assert rows["ikn-terhenti"][2] == "program belanja `ikn`"
    assert rows["tanpa-ikn"][2:] == ("tanpa `ikn`", "–", "–")  # noqa: RUF001
    assert rows["jalan-kukar-kubar"][2:] == (
        "ruas jaringan `kota_bangun-melak.road`", "`bappeda-kaltim-2014`", "diterbitkan, dibulatkan",
    )  # fmt: skip
