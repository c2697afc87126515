"""A comparison is the effect of the scenario, or it is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulasi.errors import ResultError
from simulasi.results.compare import COLUMNS, Change, compare, write_comparison
from simulasi.results.made_up import made_up_results


@pytest.fixture
def both():
    return compare(made_up_results(), made_up_results(name="jalan", lift={"kubar": 0.02, "ikn": -0.01}))


def told(results, **story):
    return replace(results, story={**results.story, **story})


def test_the_table_has_exactly_the_promised_columns(both):
    assert tuple(both.table().columns) == COLUMNS


def test_a_scenario_without_effect_differs_nowhere():
    table = compare(made_up_results(), made_up_results(name="sama")).table()
    assert (table["difference"] == 0).all()


def test_a_difference_is_the_scenario_less_the_baseline(both):
    table = both.table()
    assert np.allclose(table["difference"], table["value"] - table["baseline"], rtol=1e-12, atol=1e-12)
    change = both.change("jalan", "kubar", "grdp", 2023)
    assert change.difference == pytest.approx(0.02 * change.baseline)
    assert (change.sign, change.share) == (1, pytest.approx(0.02))


def test_regions_are_sorted_by_what_happens_to_them(both):
    assert both.verdicts("jalan", "grdp", 2023) == (("kubar",), ("ikn",), ("ppu",))


def test_a_difference_below_rounding_is_no_difference():
    assert Change(1e6, 1e6 + 1e-4, 1e-4, np.nan, np.nan).sign == 0
    assert Change(1e6, 1e6 - 1.0, -1.0, np.nan, np.nan).sign == -1
    assert Change(0.0, 0.0, 0.0, np.nan, np.nan).sign == 0
    assert np.isnan(Change(0.0, 1.0, 1.0, np.nan, np.nan).share)


def test_a_single_run_has_no_range_and_many_have_one(both):
    assert both.table()[["low", "high"]].isna().to_numpy().all()
    many = compare(made_up_results(members=3), made_up_results(members=3, lift={"ppu": 0.1}))
    change = many.change("dasar", "ppu", "grdp", 2022)
    assert change.low < change.difference < change.high


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("different_worlds", told(made_up_results(name="lain"), world_digest="another")),
        ("different_seeds", told(made_up_results(name="lain"), seed=2)),
        ("different_parameters", told(made_up_results(name="lain"), parameters_digest="another")),
        ("different_periods", made_up_results(name="lain", years=(2022, 2023, 2024))),
        ("different_members", made_up_results(name="lain", members=2)),
    ],
)
def test_runs_that_do_not_match_are_refused_and_both_are_named(code, other):
    with pytest.raises(ResultError) as error:
        compare(made_up_results(), other)
    fault = error.value.faults[0]
    assert fault.code == code
    assert (fault.fields["baseline"], fault.fields["scenario"]) == ("dasar", "lain")


def test_every_mismatch_is_told_at_once():
    with pytest.raises(ResultError) as error:
        compare(made_up_results(), told(made_up_results(), seed=2, world_digest="another"), made_up_results(members=2))
    assert len(error.value.faults) == 3


def test_the_written_table_is_read_back_to_the_last_digit(both, tmp_path):
    write_comparison(both, tmp_path / "comparison.csv")
    text = (tmp_path / "comparison.csv").read_bytes()
    assert text.startswith(",".join(COLUMNS).encode())
    assert b"\r" not in text
    table = both.table()
    found = pd.read_csv(tmp_path / "comparison.csv")
    pd.testing.assert_frame_equal(found, table, check_dtype=False, check_exact=True)


def test_a_table_that_cannot_be_written_is_a_fault(both, tmp_path):
    with pytest.raises(ResultError):
        write_comparison(both, tmp_path / "missing" / "comparison.csv")


def test_a_trip_that_opens_has_no_difference_but_stands_in_the_table():
    shut = made_up_results(regions=("samarinda", "kubar"))
    shut.data["travel_time_h"].loc[{"origin": "kubar"}] = np.inf
    table = compare(shut, made_up_results(name="jalan", regions=("samarinda", "kubar"))).table()
    row = table.query("indicator == 'hours_samarinda_dry_bulk' and region == 'kubar' and year == 2022").iloc[0]
    assert np.isnan(row["baseline"])
    assert row["value"] == 1.0


def test_the_table_handed_out_is_a_copy(both):
    table = both.table()
    table["value"] = 0.0
    assert (both.table()["value"] != 0).any()
