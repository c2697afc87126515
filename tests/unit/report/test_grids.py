"""Tables in words hold the numbers of the run, to the printed digit."""

import pytest
from made_up_case import made_up_case

from simulasi.report.grids import HEADLINES, as_text, change_grid, haul_grid, years_grid
from simulasi.report.verdict import told_sign

BLANK = "\N{NO-BREAK SPACE}"


def read(cell):
    return float(cell.replace(".", "").replace(",", ".").replace(f"{BLANK}%", "").replace("+", ""))


def decimals(cell):
    return len(cell.replace(f"{BLANK}%", "").partition(",")[2])


@pytest.mark.parametrize("indicator", HEADLINES)
def test_printed_numbers_equal_the_results_to_the_printed_digit(case, indicator):
    grid = change_grid(case, indicator)
    areas = [*case.areas, "kaltim"]
    assert [row[0] for row in grid.rows] == [case.words.area(area) for area in areas]
    for area, (_, baseline, value, difference, share) in zip(areas, grid.rows, strict=True):
        change = case.change(area, indicator)
        assert read(baseline) == round(change.baseline, decimals(baseline))
        assert read(value) == round(change.value, decimals(value))
        if change.sign:
            assert read(difference) == round(change.difference, decimals(difference))
        if told_sign(change, indicator):
            assert read(share) == pytest.approx(round(100 * change.share, decimals(share)))


def test_all_regions_and_ppu_on_bps_basis_are_told(case):
    names = [row[0] for row in change_grid(case, "grdp").rows]
    assert len(names) == 11 + 2
    assert names[-2:] == ["PPU + IKN (basis BPS)", "Kalimantan Timur"]


def test_a_title_has_the_indicator_the_year_and_the_unit(case):
    assert change_grid(case, "grdp").title == "PDRB 2035 (miliar Rp, harga 2021)"
    assert change_grid(case, "delivered_price").title == "Harga sampai di tempat 2035 (indeks, 2021 = 1)"


def test_what_does_not_differ_is_said_so(unchanged):
    for indicator in HEADLINES:
        assert {row[3] for row in change_grid(unchanged, indicator).rows} == {"tidak berbeda"}
    assert {cell for row in years_grid(unchanged).rows for cell in row[1:]} == {"0,0"}
    assert haul_grid(unchanged).rows == ()


def test_a_change_too_small_to_plan_with_is_grey(case):
    grid = change_grid(case, "grdp")
    place = next(place for place, row in enumerate(grid.rows) if row[0] == "Berau")
    assert grid.rows[place][4] == f"< 0,01{BLANK}%"
    assert {(place, 3), (place, 4)} <= grid.pale
    paser = next(place for place, row in enumerate(grid.rows) if row[0] == "Paser")
    assert (paser, 4) not in grid.pale


def test_without_such_a_change_nothing_is_grey(unchanged):
    grid = change_grid(unchanged, "grdp")
    assert grid.pale == frozenset()
    assert grid.note == ""


def test_several_runs_add_the_range_of_the_difference(world):
    grid = change_grid(made_up_case(world=world, members=3), "grdp")
    assert grid.head[-2:] == ("Rentang selisih", "Peluang naik")
    assert all(len(row) == len(grid.head) == len(grid.kinds) for row in grid.rows)
    kubar = next(row for row in grid.rows if row[0] == "Kutai Barat")
    assert " sampai " in kubar[-2]
    assert kubar[-1] == f"100{BLANK}%"


def test_classes_that_go_alike_share_a_row(case):
    rows = haul_grid(case).rows
    change = f"-40,00{BLANK}%"
    route = "Kutai Kartanegara – Kutai Barat"  # noqa: RUF001
    assert rows[0] == (route, "curah kering", "laut", "8,0", "jalan", "4,0", change)
    assert rows[1][:3] == (route, "umum, peti kemas, mudah rusak, curah cair, bahan bangunan, orang", "jalan")
    assert rows[2][:3] == ("Samarinda – Kutai Barat", "semua", "jalan")  # noqa: RUF001


def test_the_table_behind_the_figure_has_every_year(case):
    grid = years_grid(case)
    assert grid.head[1:] == tuple(str(year) for year in case.comparison.years)


def test_columns_of_a_printed_table_line_up(case):
    title, *lines, note = as_text(change_grid(case, "grdp")).splitlines()
    assert title.startswith("PDRB 2035")
    assert note.endswith("berarti hampir tidak berubah.")
    assert len({len(line) for line in lines}) == 1
