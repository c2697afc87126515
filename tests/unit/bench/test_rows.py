"""Targets, ratios, the table and the page of the benchmarks."""

import csv
import doctest
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.bench import PAGE
from benchmarks.page import BEGIN, END, with_measured
from benchmarks.rows import COLUMNS, Row, as_line, at_least, at_most, ratio_of, times_faster, write_rows

PURE = ("rows", "history", "sizes", "suite", "page", "made_up_trade", "made_up_streets")
ROWS = [
    Row("a run", 0.25, "CPU s", at_most(0.3)),
    Row("steps", 135.0, "steps/s", times_faster(20.0), "BoARIO 0.7.2: 31.4", 4.3),
    Row("a large month", None, "CPU s", at_most(2.0), note="(stopped after 90 s)"),
]


@pytest.mark.parametrize("name", PURE)
def test_examples_run(name):
    assert doctest.testmod(import_module(f"benchmarks.{name}")).failed == 0


@pytest.mark.parametrize(
    ("target", "reached", "missed"),
    [
        (at_most(0.5), (0.5, None), (0.51, None)),
        (at_least(6), (6, None), (5.9, None)),
        (times_faster(20), (1.0, 20.0), (1e9, 19.9)),
    ],
)
def test_a_target_is_met_at_its_bound_and_missed_beyond(target, reached, missed):
    assert target.met(*reached) is True
    assert target.met(*missed) is False


def test_what_was_not_measured_neither_meets_nor_misses():
    assert Row("a run", None, "CPU s", at_most(1.0)).met is None
    assert Row("beside nobody", 5.0, "steps/s", times_faster(20.0), "BoARIO: not installed").met is None


def test_the_ratio_is_the_cost_of_the_peer_over_ours():
    assert ratio_of(0.5, 5.0) == 10.0
    assert ratio_of(5.0, 0.5) == 0.1
    assert ratio_of(None, 5.0) is None
    assert ratio_of(0.5, None) is None


def test_the_table_has_exactly_its_columns(tmp_path):
    write_rows(ROWS, tmp_path / "bench.csv")
    lines = list(csv.reader((tmp_path / "bench.csv").read_text(encoding="utf-8").splitlines()))
    assert lines[0] == list(COLUMNS) == ["name", "value", "unit", "target", "met", "peer", "ratio"]
    assert lines[1:] == [
        ["a run", "0.25", "CPU s", "<= 0.3", "true", "", ""],
        ["steps", "135", "steps/s", ">= 20 x", "false", "BoARIO 0.7.2: 31.4", "4.3"],
        ["a large month", "not available", "CPU s", "<= 2", "", "", ""],
    ]


def test_a_printed_row_says_why_it_has_no_figure():
    assert as_line(ROWS[2]).endswith("(stopped after 90 s)")
    assert "MISSED" in as_line(ROWS[1])
    assert "MISSED" not in as_line(ROWS[0])


def test_only_the_measured_part_of_the_page_is_replaced():
    page = with_measured(f"# Speed\n\n{BEGIN}\nold\n{END}\n\n## Large worlds\n", ROWS, told="today")
    assert page.startswith(f"# Speed\n\n{BEGIN}\nMeasured today.")
    assert page.endswith(f"{END}\n\n## Large worlds\n")
    assert "old" not in page
    assert "| steps | 135 | steps/s | BoARIO 0.7.2: 31.4 | 4.3 | >= 20 x | **missed** |" in page
    assert with_measured(page, ROWS, told="today") == page


def test_a_page_without_a_measured_part_is_refused():
    with pytest.raises(ValueError, match="has no part between"):
        with_measured("# Speed\n", ROWS, told="today")


def test_the_page_of_the_docs_has_a_measured_part():
    assert with_measured(Path(PAGE).read_text(encoding="utf-8"), ROWS, told="today").count(END) == 1
