"""What is recorded is what was chosen: a slice of the whole record."""

import numpy as np
import pytest

from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.errors import ResultError
from simulasi.results.choice import Choice, check_whole, recorded
from simulasi.results.indicators import yearly
from simulasi.results.results import open_results
from simulasi.results.variables import VARIABLES
from simulasi.scenario.scenario import Scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

P = load_parameters()


def run_of(world, *words, **options):
    scenario = Scenario("diam", "", "", Month(2022, 7), Month(2024, 6), "world", (), {}, {}, world)
    return simulate(scenario, P, record=words, **options)


@pytest.fixture(scope="module")
def world():
    return made_up_world(3, 4, 1)


@pytest.fixture(scope="module")
def whole(world):
    return run_of(world)


def test_a_choice_is_told_in_the_words_it_was_made_of():
    words = ("grdp", "trade", "region:kubar", "sector:tani", "yearly")
    assert Choice.of(words).words == words
    assert Choice.of(()).words == ()


def test_chosen_variables_are_those_of_the_whole_record_and_no_others(world, whole):
    some = run_of(world, "grdp", "trade", "link_units", "modes").data
    assert set(some.data_vars) == {"grdp", "trade", "link_units", "modes", "base_grdp", "base_grdp_2010"}
    for name in some.data_vars:
        assert some[name].identical(whole.data[name]), name


def test_chosen_regions_and_sectors_are_a_slice_of_the_whole_record(world, whole):
    some = run_of(world, "region:region_3", "region:region_1", "sector:goods_1").data
    assert some.region.values.tolist() == ["region_1", "region_3"]
    assert some.sector.values.tolist() == ["goods_1"]
    assert {"trade", "travel_time_h", "link_units"}.isdisjoint(some.data_vars)
    for name in some.data_vars:
        expected = whole.data[name].isel(region=[0, 2])
        if "sector" in expected.dims:
            expected = expected.sel(sector=["goods_1"])
        assert np.array_equal(some[name], expected), name
    assert len(some.data_vars) == sum("region" in variable.dims for variable in VARIABLES.values())


def test_years_are_the_means_of_their_months(world, whole):
    some = run_of(world, "grdp", "gross_output", "yearly").data
    for name in ("grdp", "gross_output"):
        assert some[name].dims == tuple("year" if axis == "month" else axis for axis in VARIABLES[name].dims)
        expected = whole.data[name].groupby("month.year").mean("month")
        assert some[name].to_numpy() == pytest.approx(expected.transpose(*some[name].dims).to_numpy(), rel=1e-13)


def test_yearly_indicators_are_the_same_where_enough_was_recorded_and_no_number_elsewhere(world, whole):
    every = yearly(whole)
    some = yearly(run_of(world, "grdp", "population", "unserved", "yearly"))
    assert some.sel(indicator="grdp").values == pytest.approx(every.sel(indicator="grdp").values, rel=1e-13)
    assert some.sel(indicator="grdp_per_head").values == pytest.approx(every.sel(indicator="grdp_per_head").values)
    # of the mean of a year nothing is known of its December
    for name in ("unserved", "wage", "trade_inflow"):
        assert np.isnan(some.sel(indicator=name)).all(), name


def test_the_province_has_no_number_when_a_region_was_left_out(world, whole):
    some, every = yearly(run_of(world, "grdp", "region:region_2")), yearly(whole)
    assert np.isnan(some.sel(region="kaltim")).all()
    one = {"indicator": "grdp", "region": "region_2"}
    assert np.array_equal(some.sel(one), every.sel(one))


def test_a_part_is_saved_and_opened_like_the_whole(world, tmp_path):
    some = run_of(world, "grdp", "jobs_by_sector", "yearly", "sector:goods_1")
    some.save(tmp_path / "hasil")
    found = open_results(tmp_path / "hasil").data
    assert found.attrs["recorded"] == "grdp jobs_by_sector sector:goods_1 yearly"
    assert found.identical(some.data.transpose(*found.dims)) or all(
        np.array_equal(found[name], some.data[name]) for name in some.data.data_vars
    )


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["gdrp"], ["unknown_variable"]),
        (["region:kubr", "sector:x", "y"], ["unknown_variable", "unknown_region", "unknown_sector"]),
        (["region:region_1", "trade", "modes"], ["record_needs_all_regions"] * 2),
    ],
)
def test_a_choice_that_cannot_be_is_told_with_all_its_faults(world, words, codes):
    with pytest.raises(ResultError) as error:
        run_of(world, *words)
    assert [fault.code for fault in error.value.faults] == codes


def test_of_an_ensemble_nothing_is_chosen(world):
    with pytest.raises(ResultError, match="record_of_members"):
        run_of(world, "grdp", members=2)


def test_what_was_not_recorded_is_told_when_it_is_asked_for(world, whole):
    run = run_of(world, "grdp")
    some = run.data
    with pytest.raises(ResultError, match=r"--record = trade: not_recorded \(words: grdp\)"):
        recorded(some, "trade")
    with pytest.raises(ResultError, match="diam, --record = grdp: recorded_in_part"):
        check_whole(run)
    check_whole(whole)


def test_every_run_of_which_a_part_was_recorded_is_named(world, whole):
    with pytest.raises(ResultError) as error:
        check_whole(run_of(world, "grdp", "yearly"), whole, run_of(world, "region:region_1"))
    assert [fault.value for fault in error.value.faults] == ["grdp yearly", "region:region_1"]


def test_a_world_of_few_pairs_records_what_is_told_by_region_and_what_was_cut():
    few = made_up_world(30, 4, 1, origins=8)
    run = run_of(few)
    data = run.data
    assert set(data.data_vars) == {name for name, variable in VARIABLES.items() if "region" in variable.dims}
    assert data.attrs["trade_cut"] == few.cut_share > 0.0
    assert (yearly(run_of(few, "grdp")).sel(indicator="grdp") > 0.0).all()
    with pytest.raises(ResultError, match="record_needs_routes"):
        run_of(few, "trade")
    with pytest.raises(ResultError, match="recorded_without_routes") as error:
        check_whole(run)
    assert "trade" in error.value.faults[0].value
