"""Of a run that was recorded in part no page is drawn: an error says which run, what was recorded and what to do."""

from dataclasses import replace

import pytest
from made_up_case import ASSUMPTIONS

from simulasi import notebook
from simulasi.data.load_tables import load_tables
from simulasi.errors import ResultError
from simulasi.report.page import page
from simulasi.results.choice import ATTRIBUTE
from simulasi.results.compare import compare
from simulasi.results.explain import explain
from simulasi.results.indicators import yearly
from simulasi.results.made_up import made_up_results
from simulasi.results.results import open_results
from simulasi.text.say import LANGUAGES, catalogue


def in_part(results, *names):
    """The run as it is with ``--record`` and some names."""
    others = set(results.data.data_vars) - {*names, "base_grdp", "base_grdp_2010"}
    return replace(results, data=results.data.drop_vars(others).assign_attrs({ATTRIBUTE: " ".join(names)}))


@pytest.fixture(scope="module")
def saved(case, tmp_path_factory):
    """Baseline and scenario, recorded in part, saved and opened again."""
    found = []
    for run in (case.comparison.baseline, case.scenario):
        folder = tmp_path_factory.mktemp(run.name) / "hasil"
        in_part(run, "grdp", "trade").save(folder)
        found.append(open_results(folder))
    return found


@pytest.fixture(scope="module")
def partial_case(case, saved):
    return replace(case, comparison=compare(*saved), scenario=saved[1])


def assert_named(error, *names):
    faults = error.value.faults
    assert [(fault.code, fault.file, fault.key, fault.value) for fault in faults] == [
        ("recorded_in_part", name, "--record", "grdp trade") for name in names
    ]


def test_no_page_is_drawn_and_both_runs_are_named(partial_case):
    with pytest.raises(ResultError) as error:
        page([partial_case], ASSUMPTIONS, load_tables().register.sources)
    assert_named(error, "dasar", "jalan")


def test_a_page_is_drawn_when_all_was_recorded(case):
    assert page([case], ASSUMPTIONS, load_tables().register.sources).startswith("<!DOCTYPE html>")


def test_one_run_in_part_is_enough(case, saved):
    mixed = replace(case, comparison=compare(case.comparison.baseline, saved[1]), scenario=saved[1])
    with pytest.raises(ResultError) as error:
        page([mixed], ASSUMPTIONS, load_tables().register.sources)
    assert_named(error, "jalan")


def test_grdp_is_not_explained(saved, world):
    with pytest.raises(ResultError) as error:
        explain(*saved, world, [2035])
    assert_named(error, "dasar", "jalan")


def test_the_notebook_draws_no_indicator_that_was_not_recorded(saved):
    with pytest.raises(ResultError) as error:
        notebook.plot(compare(*saved), "jobs")
    assert_named(error, "dasar", "jalan")


def test_trips_that_were_not_recorded_are_unknown_and_no_error():
    run = made_up_results(regions=("samarinda", "balikpapan", "ikn"))
    assert yearly(run).sel(indicator="service_hours", region="ikn").notnull().all()
    values = yearly(in_part(run, "grdp"))
    assert values.sel(indicator="service_hours").isnull().all()
    assert values.sel(indicator="grdp").notnull().all()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["recorded_in_part", "recorded_without_routes"])
def test_the_error_is_said_in_words(lang, code):
    text = catalogue(lang)[f"fault.{code}"]
    assert "{value}" in text
