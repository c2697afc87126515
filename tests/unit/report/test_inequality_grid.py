"""The gap between regions is told by two indices of the province."""

import pytest

from simulasi.report.inequality import inequality_grid


def test_both_indices_are_told_without_and_with_the_scenario(case):
    grid = inequality_grid(case)
    assert [row[0] for row in grid.rows] == ["Indeks Williamson", "Indeks Theil"]
    for name, row in zip(("williamson", "theil"), grid.rows, strict=True):
        change = case.change("kaltim", name)
        assert [float(cell.replace(",", ".")) for cell in row[1:3]] == pytest.approx(
            [change.baseline, change.value], abs=5.1e-5
        )


def test_an_index_that_stays_is_said_to(unchanged):
    assert {row[3] for row in inequality_grid(unchanged).rows} == {"tidak berbeda"}
