"""The baseline of 2021 to 2023 beside the record: what is compared, what is not said, and where growth comes from."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.calibrate.backtest import COLUMNS, OUTSIDE_PPU, backtest, comparable, measures, misses, regional
from simulasi.calibrate.backtest_parts import REST, contributions, variants
from simulasi.calibrate.backtest_quantities import FITTED, GIVEN, role_of
from simulasi.calibrate.backtest_run import Run
from simulasi.calibrate.backtest_targets import Key
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import ResultError
from simulasi.results.indicators import yearly
from simulasi.results.results import Results
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

LETTERS = "A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,R,S,T,U"
RENT = Key("rent_q4", "balikpapan", 2022)


@pytest.fixture(scope="module")
def scenario():
    return replace(read_scenario("dasar", default_world()), end=Month(2023, 12))


@pytest.fixture(scope="module")
def run(scenario):
    return Run(simulate(scenario, load_parameters()), scenario.base)


@pytest.fixture(scope="module")
def tables():
    return dict(shipped_tables().frames)


@pytest.fixture(scope="module")
def found(run, tables):
    return backtest(run, tables)


def row_of(found, key):
    return next(row for row in found.rows if row.key == key)


def without(run, *names):
    return Run(Results(run.results.data.drop_vars(names, errors="ignore"), run.results.story), run.world)


def test_the_table_has_its_columns_and_one_row_for_every_target(found):
    table = found.table()
    assert tuple(table.columns) == COLUMNS
    assert not table.duplicated(["target", "region", "year"]).any()
    assert table["observed"].notna().all()
    told = table.dropna(subset=["model"])
    assert told["error"].to_numpy() == pytest.approx((told["model"] - told["observed"]).to_numpy(), abs=2e-6)
    assert table["year"].isin([2022, 2023]).all()


def test_industries_of_the_base_year_sum_to_its_grdp(run):
    for region in ("paser", "ikn", "ppu_bps", "kaltim"):
        members = run.members(region)
        expected = run.data["base_grdp_2010"].to_numpy()[members].sum()
        assert run.made_in_base(LETTERS, region) == pytest.approx(expected, rel=1e-9)


def test_industries_together_grow_as_grdp_does(run, found):
    whole = run.made(LETTERS, "ppu_bps", run.when(2023), real=True)
    growth = 100 * (whole / run.made(LETTERS, "ppu_bps", run.when(2022), real=True) - 1)
    assert row_of(found, Key("grdp_2010_growth", "ppu_bps", 2023)).model == pytest.approx(growth)


def test_an_observation_that_is_altered_is_seen_in_table_measures_and_misses(run, tables, found):
    growth = tables["grdp_growth"].copy()
    growth.loc[(growth["region"] == "berau") & (growth["year"] == 2023), "growth_pct"] = 50.0
    spoilt = backtest(run, {**tables, "grdp_growth": growth})
    key = Key("grdp_2010_growth", "berau", 2023)
    assert row_of(spoilt, key).error == pytest.approx(row_of(found, key).model - 50.0)
    assert key in {row.key for row in misses(spoilt)}
    assert key not in {row.key for row in misses(found)}
    before, after = (measures(each)[0].errors.root_mean_square for each in (found, spoilt))
    assert after > 2 * before


def test_a_variable_that_results_lack_is_listed_with_its_name(run, tables):
    found = backtest(without(run, "rent"), tables)
    row = row_of(found, RENT)
    assert (row.unsaid.reason, row.unsaid.variable) == ("no_variable", "rent")
    assert found.table().set_index(["target", "region", "year"]).loc[tuple(RENT), ["model", "error"]].isna().all()
    lacking = backtest(without(run, "unemployment"), tables)
    assert row_of(lacking, Key("unemployment", "paser", 2022)).unsaid.variable == "unemployment"


def test_a_variable_is_compared_as_soon_as_results_hold_it(run, tables):
    data = run.results.data
    rent = 1.0 + 0.04 * (data.region == "balikpapan") + 0 * data.consumer_price
    told = Run(Results(data.assign(rent=rent), run.results.story), run.world)
    row = row_of(backtest(told, tables), RENT)
    assert row.unsaid is None
    assert row.model == pytest.approx(4.0)


def test_unemployment_of_a_region_is_what_was_recorded_in_august(run, found):
    recorded = run.data.unemployment.sel(region="samarinda", month="2023-08-01").item()
    assert row_of(found, Key("unemployment", "samarinda", 2023)).model == pytest.approx(100 * recorded)


def test_a_recorded_labour_force_counts_before_a_derived_one(run, tables):
    force = run.results.data.jobs * 0 + 1000.0
    told = backtest(Run(Results(run.results.data.assign(labour_force=force), run.results.story), run.world), tables)
    assert row_of(told, Key("labour_force", "kaltim", 2023)).model == pytest.approx(11_000.0)


def test_jobs_by_industry_are_compared_as_soon_as_results_hold_them(run, tables):
    data = run.results.data
    share = data.value_added / data.value_added.sum("sector")
    told = Run(Results(data.assign(jobs_by_sector=data.jobs * share), run.results.story), run.world)
    found = backtest(told, tables)
    assert not [row.key for row in found.unsaid if row.unsaid.variable == "jobs_by_sector"]
    assert 0 < row_of(found, Key("employment_share.B", "kaltim", 2023)).model < 100


def test_what_was_fitted_or_given_is_not_measured(found):
    measured = [row for row in comparable(found.rows) if role_of(row.key) in {FITTED, GIVEN}]
    assert measured == []
    assert role_of(Key("industry_growth.F", "ppu_bps", 2023)) == FITTED
    assert abs(row_of(found, Key("industry_growth.F", "ppu_bps", 2023)).error) < 0.1


def test_the_regions_are_measured_with_and_without_ppu(found):
    counts = {(measure.group, measure.forecast): measure.errors.targets for measure in measures(found)}
    assert counts["regions", "model"] == counts["regions", "naive_trend"] == 22
    assert counts[OUTSIDE_PPU, "model"] == 18
    assert len(regional(found)) == 20


def test_misses_follow_one_rule(found):
    told = misses(found, most=2)
    assert len(told) == 8
    first = [row for row in told if row.key.target == "grdp_2010_growth"]
    assert abs(first[0].error) == max(abs(row.error) for row in regional(found))


def test_a_run_that_tells_nothing_of_the_record_is_refused(run, tables):
    early = Run(Results(run.results.data, {**run.results.story, "base_year": 2010}), run.world)
    with pytest.raises(ResultError) as caught:
        backtest(early, tables)
    assert caught.value.faults[0].code == "backtest_other_world"


def test_parts_are_the_interventions_of_their_subject_and_the_trend(scenario):
    found = variants(scenario)
    assert list(found) == ["ikn", "refinery", "coal", "trend"]
    gone = {
        name: set(scenario.resolved["interventions"]) - set(changed.resolved["interventions"])
        for name, changed in found.items()
    }
    assert gone == {"ikn": {"ikn"}, "refinery": {"kilang-balikpapan"}, "coal": {"batu-bara"}, "trend": set()}
    assert (found["trend"].trend, found["trend"].resolved["settings"]["trend"]) == ("none", "none")
    assert "coal" not in variants(scenario.without("batu-bara"))
    assert "trend" not in variants(found["trend"])


def test_contributions_and_the_rest_add_up_to_growth(run, scenario):
    p = load_parameters()
    without_ikn = simulate(variants(scenario)["ikn"], p)
    parted = contributions(run.results, {"ikn": without_ikn})
    assert {(row.area, row.year) for row in parted} >= {("ppu_bps", 2022), ("kaltim", 2023)}
    for row in parted:
        assert sum(row.parts.values()) == pytest.approx(row.growth, abs=1e-12)
        assert list(row.parts)[-1] == REST
    ppu = next(row for row in parted if (row.area, row.year) == ("ppu_bps", 2023))
    growth = [yearly(each).sel(indicator="grdp_2010_growth", region="ppu_bps", year=2023) for each in
              (run.results, without_ikn)]  # fmt: skip
    assert ppu.parts["ikn"] == pytest.approx(float(growth[0].item() - growth[1].item()))
    assert ppu.parts["ikn"] > 10
    assert np.isfinite(ppu.growth)
