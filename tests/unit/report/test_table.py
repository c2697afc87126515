"""The table in words is one that a spreadsheet with decimal commas opens."""

from simulasi.report.table import table_in_words, write_table_in_words


def test_ids_become_names(case):
    table = table_in_words(case)
    assert list(table.columns[:4]) == ["skenario", "wilayah", "tahun", "indikator"]
    assert "PPU + IKN (basis BPS)" in set(table["wilayah"])
    assert "miliar Rp, harga 2021" in set(table["satuan"])


def test_cells_are_parted_by_semicolons_and_decimals_by_commas(case, tmp_path):
    write_table_in_words(case, tmp_path / "tabel.csv")
    text = (tmp_path / "tabel.csv").read_text(encoding="utf-8-sig")
    head, first, *_ = text.splitlines()
    assert head.startswith("skenario;wilayah;tahun")
    assert "," in first.split(";")[5]
    assert (tmp_path / "tabel.csv").read_bytes().startswith(b"\xef\xbb\xbf")
