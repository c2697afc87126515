"""The tables by region and year hold every fifth year, the year told of, and both ends."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.report.over_years import TABULATED, detail_grid, shown_years
from simulasi.results.compare import compare


def test_the_first_the_told_the_last_and_every_fifth_year_are_shown(case):
    assert shown_years(case) == (2022, 2025, 2030, 2035)
    assert shown_years(replace(case, year=2028)) == (2022, 2025, 2028, 2030, 2035)


def test_baseline_scenario_and_difference_stand_below_each_other(case):
    grid = detail_grid(case, "grdp")
    rows = {row[0]: row[1:] for row in grid.rows}
    assert len(rows) == 3 * (len(case.areas) + 1)
    assert grid.head[1:] == ("2022", "2025", "2030", "2035")
    change = case.change("kubar", "grdp")
    for name, value in (("dasar", change.baseline), ("skenario", change.value), ("selisih", change.difference)):
        cell = rows[f"Kutai Barat, {name}"][-1]
        assert float(cell.replace(".", "").replace(",", ".")) == pytest.approx(value, abs=0.0051)
    assert rows["Kutai Barat, selisih"][-1].startswith("+")
    assert set(rows["Bontang, selisih"]) == {"0,00"}


def test_differences_that_are_hardly_anything_are_grey(case):
    grid = detail_grid(case, "grdp")
    names = {grid.rows[row][0] for row, _ in grid.pale}
    assert names == {"Berau, selisih", "Kalimantan Timur, selisih"}


@pytest.mark.parametrize("indicator", TABULATED)
def test_every_indicator_has_a_table_with_name_and_unit(case, indicator):
    grid = detail_grid(case, indicator)
    assert grid.title.startswith(case.words.say_or(f"indicator.{indicator}", ""))
    assert all(len(row) == len(grid.head) == len(grid.kinds) for row in grid.rows)


def test_hours_are_told_of_regions_only_and_a_missing_way_is_a_dash(case):
    shut = case.scenario.data.copy(deep=True)
    shut["travel_time_h"].loc[{"origin": "berau", "destination": "samarinda", "year": 2035}] = np.inf
    scenario = replace(case.scenario, data=shut)
    cut = replace(case, comparison=compare(case.comparison.baseline, scenario), scenario=scenario)
    rows = {row[0]: row[1:] for row in detail_grid(cut, "hours_samarinda_general").rows}
    assert not any(name.startswith("Kalimantan Timur") for name in rows)
    assert rows["Berau, skenario"][-1] == "–"  # noqa: RUF001
    assert rows["Berau, dasar"][-1] != "–"  # noqa: RUF001


def test_an_indicator_that_this_world_has_not_gives_an_empty_table(case):
    data = case.scenario.data.sel(region=["paser", "kubar"])
    run = replace(case.scenario, data=data)
    without = replace(case, comparison=compare(run, run), scenario=run)
    assert detail_grid(without, "hours_samarinda_general").rows == ()
    assert len(detail_grid(without, "grdp").rows) == 3 * 3
