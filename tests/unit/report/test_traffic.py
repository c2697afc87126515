"""The table of links holds the numbers of the runs; goods that waited are told of."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_case import BUSY, NEW_ROAD, made_up_case

from simulasi.report.grids import as_text
from simulasi.report.traffic import link_changes, link_text, told_links, traffic_grid, waiting_sentence

BLANK = "\N{NO-BREAK SPACE}"


def changed_run(case, **changes):
    """The case with numbers of links or terminals of its scenario replaced, as {variable: {name: value}}."""
    data = case.scenario.data.copy(deep=True)
    for variable, values in changes.items():
        axis = "terminal" if variable.startswith("terminal") else "link"
        for name, value in values.items():
            data[variable].loc[{axis: name}] = value
    return replace(case, scenario=replace(case.scenario, data=data))


def row_of(case, name):
    grid = traffic_grid(case)
    return next(row for row in grid.rows if row[0] == name)


def test_the_busiest_and_most_changed_links_are_told(case):
    told = [change.link.name for change in told_links(case)]
    assert told[:2] == [NEW_ROAD.name, BUSY]
    assert len(told) == len(set(told))
    assert row_of(case, "Bontang – Samarinda (jalan)") == (  # noqa: RUF001
        "Bontang – Samarinda (jalan)", "1.000", "1.000", "1,23", "1,23", "100,00", "100,00",  # noqa: RUF001
    )  # fmt: skip


def test_a_link_that_the_scenario_opens_has_no_numbers_before(case):
    row = row_of(case, "Kota Bangun – Melak (jalan)")  # noqa: RUF001
    nothing = case.words.say("nothing")
    assert row[1:] == (nothing, "3.000", nothing, nothing, nothing, "100,00")


def test_only_ways_that_carry_vehicles_are_in_the_table(case):
    modes = {change.link.mode for change in told_links(case)}
    assert modes <= {"road", "toll", "company_road", "ferry"}
    assert {"river", "sea"} <= {change.link.mode for change in link_changes(case)}


def test_a_one_way_link_has_the_hours_of_its_way(case):
    data = case.scenario.data.copy(deep=True)
    data["link_time_h"].loc[{"link": BUSY, "direction": "back"}] = np.inf
    changed = replace(case, scenario=replace(case.scenario, data=data))
    found = next(change for change in link_changes(changed) if change.link.name == BUSY)
    assert found.after.hours == 100.0


def test_a_closed_link_is_told_as_not_open(case):
    closed = changed_run(case, link_time_h={BUSY: np.inf}, link_vehicles_day={BUSY: 0.0})
    row = row_of(closed, "Bontang – Samarinda (jalan)")  # noqa: RUF001
    assert row[2] == row[4] == row[6] == case.words.say("nothing")


def test_goods_that_waited_are_told_with_terminal_and_tonnes(case):
    assert waiting_sentence(case).replace(BLANK, " ") == (
        "Antrean barang terpanjang pada 2035: dermaga Tenggarong 100 ton (dasar: 0 ton). Di akhir tahun barang yang "
        "masih tertahan bernilai Rp0 juta (dasar: Rp0 juta)."
    )
    on_road = changed_run(case, link_queue_t={BUSY: 700.0})
    assert "2035: Bontang – Samarinda (jalan) 700 ton" in waiting_sentence(on_road)  # noqa: RUF001
    elsewhere = changed_run(case, terminal_queue_t={"tenggarong.river": 0.0})
    assert waiting_sentence(elsewhere) == ""


def test_the_mode_of_a_link_can_be_left_out(case):
    assert link_text(case.words, NEW_ROAD, with_mode=False) == "Kota Bangun – Melak"  # noqa: RUF001


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_table_can_be_printed_in_both_languages(world, lang):
    grid = traffic_grid(made_up_case(world=world, lang=lang))
    assert len(grid.rows[0]) == len(grid.head) == len(grid.kinds)
    assert "v/c" in as_text(grid)
