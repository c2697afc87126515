"""Ratios of earlier runs: what counts as worse, and what is told of it."""

import pytest

from benchmarks import bench
from benchmarks.history import LAST, append_history, entries_of, read_history, regressions
from benchmarks.machine import Circumstances
from benchmarks.rows import Row

RATIOS = {"646 cells": 20.0, "trade": 9.0, "paths": 0.7}
HERE = Circumstances("EPYC x 2, Linux, Python 3.11", 0.0, "2026-01-31", "abc1234567")


def rows(**spoilt):
    values = RATIOS | spoilt
    return [
        Row("no peer", 1.0, "s"),
        *(Row(name, 1.0, "steps/s", None, "BoARIO 0.7.2: 3", r) for name, r in values.items()),
    ]


def entries(machine=HERE.machine, **spoilt):
    return entries_of(rows(**spoilt), date=HERE.date, commit=HERE.commit, machine=machine)


def test_rows_without_a_ratio_leave_no_entry():
    assert [entry.name for entry in entries()] == list(RATIOS)


def test_entries_are_read_as_they_were_written(tmp_path):
    file = tmp_path / "history.csv"
    assert read_history(file) == []
    append_history(entries(), file)
    append_history(entries(trade=8.0), file)
    assert read_history(file) == entries() + entries(trade=8.0)
    assert file.read_text(encoding="utf-8").splitlines()[0] == "date,commit,machine,name,ratio,peer"


def test_equal_ratios_are_no_regression():
    assert regressions(entries() * 3, entries()) == []


@pytest.mark.parametrize("name", RATIOS)
def test_one_spoilt_ratio_is_told_and_no_other(name):
    found = regressions(entries() * 3, entries(**{name: 0.69 * RATIOS[name]}))
    assert [(regression.name, regression.before) for regression in found] == [(name, RATIOS[name])]
    assert name in str(found[0])
    assert regressions(entries() * 3, entries(**{name: 0.71 * RATIOS[name]})) == []


def test_another_kind_of_machine_and_a_new_row_are_not_compared():
    assert regressions(entries(machine="Xeon x 64"), entries(trade=0.1)) == []
    assert regressions([], entries(trade=0.1)) == []


def test_only_the_last_entries_count():
    assert regressions(entries(trade=90.0) * 3 + entries() * LAST, entries()) == []
    assert [found.name for found in regressions(entries() + entries(trade=90.0) * LAST, entries())] == ["trade"]


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Runs of the benchmarks whose rows are given, with a history of their own."""
    monkeypatch.setattr(bench, "HISTORY", tmp_path / "history.csv")
    monkeypatch.setattr(bench, "circumstances", lambda: HERE)
    monkeypatch.setattr(bench, "LAST", ())

    def run(*arguments, **spoilt):
        monkeypatch.setattr(bench, "ALWAYS", (lambda suite: suite.rows.extend(rows(**spoilt)),))
        return bench.main(["--quick", *arguments])

    return run


def test_a_regression_is_told_and_ends_with_1_only_where_it_counts(measured, capsys):
    assert measured("--record") == 0
    assert measured("--strict") == 0
    assert "worse than before" not in capsys.readouterr().out
    assert measured(trade=3.0) == 0
    assert "worse than before: trade: ratio 3, median of the past 9" in capsys.readouterr().out
    assert measured("--strict", trade=3.0) == 1


def test_only_a_run_that_is_to_be_recorded_is(measured):
    measured()
    assert read_history(bench.HISTORY) == []
    measured("--record")
    assert read_history(bench.HISTORY) == entries()
