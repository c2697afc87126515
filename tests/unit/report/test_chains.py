"""Supply chains are told with the numbers of the run, baseline and scenario beside each other."""

import pytest
from made_up_case import made_up_case

from simulasi.report.chains import chain_grid, chain_sentences, origin_grid

BLANK = "\N{NO-BREAK SPACE}"


def rows_of(grid):
    return {row[0]: row[1:] for row in grid.rows}


def read(cell):
    return float(cell.replace(".", "").replace(",", "."))


def test_every_area_has_volume_links_and_diversity_without_and_with_the_scenario(case):
    grid = chain_grid(case)
    assert len(grid.rows) == len(case.areas) + 1
    for area in (*case.areas, "kaltim"):
        row = rows_of(grid)[case.words.area(area)]
        for places, name in (((0, 1), "trade_inflow"), ((3, 4), "supply_links"), ((5, 6), "supply_diversity")):
            change = case.change(area, name)
            assert read(row[places[0]]) == pytest.approx(change.baseline, rel=1e-3, abs=0.006)
            assert read(row[places[1]]) == pytest.approx(change.value, rel=1e-3, abs=0.006)


def test_origins_are_told_in_percent_of_all_that_is_bought(case):
    row = rows_of(origin_grid(case))["Ibu Kota Nusantara"]
    names = ("hinterland_share", "dependence_jawa", "dependence_sulawesi")
    expected = [getattr(case.change("ikn", name), part) for name in names for part in ("baseline", "value")]
    assert [read(cell) for cell in row] == pytest.approx(expected, abs=0.0051)


def test_the_sentence_names_the_largest_change_and_its_amount(case):
    volume, capital = (sentence.replace(BLANK, " ") for sentence in chain_sentences(case))
    regions = case.comparison.regions
    most = max(regions, key=lambda region: abs(case.change(region, "trade_inflow").difference))
    assert f"Perubahan terbesar: {case.words.area(most)}, " in volume
    assert case.words.signed_rupiah(case.change(most, "trade_inflow").difference) in volume
    assert "wilayah" in volume
    share = case.words.part(case.change("ikn", "hinterland_share").value).replace(BLANK, " ")
    assert capital.startswith(f"Dari semua yang dibeli Ibu Kota Nusantara pada 2035, {share} berasal dari wilayah lain")


def test_counts_of_nothing_are_left_out(case):
    counts = chain_sentences(case)[0].partition("Perubahan terbesar")[0]
    assert " 0 wilayah" not in counts


def test_without_a_change_the_sentence_says_so(unchanged):
    assert chain_sentences(unchanged)[0].startswith("Pembelian dari luar wilayah pada 2035 tidak berbeda")
    assert chain_grid(unchanged).pale == frozenset()


def test_links_that_hardly_change_are_grey(case):
    grid = chain_grid(case)
    assert grid.pale
    assert all(grid.rows[row][column] == f"< 0,01{BLANK}%" for row, column in grid.pale)
    assert "hampir tidak berubah" in grid.note


def test_english_has_the_same_tables(world):
    case = made_up_case(world=world, lang="en")
    assert chain_grid(case).head[1] == "Volume, baseline"
    assert origin_grid(case).head[-1] == "Sulawesi, scenario"
