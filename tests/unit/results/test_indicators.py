"""Yearly indicators are what a planner would work out by hand from the months."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.results.areas import all_areas
from simulasi.results.indicators import indicators, whole_years, yearly
from simulasi.results.made_up import made_up_results
from simulasi.results.register import INDICATORS
from simulasi.text.say import LANGUAGES, say

REGIONS = ("samarinda", "kubar", "ppu", "ikn")


@pytest.fixture
def results():
    return made_up_results(regions=REGIONS)


def value(results, indicator, region, year=2023):
    return float(yearly(results).sel(indicator=indicator, region=region, year=year, member=0))


def changed(results, name, **values):
    """The results with months of a variable set for a region."""
    data = results.data.copy(deep=True)
    for region, months in values.items():
        data[name].loc[{"region": region}] = months
    return replace(results, data=data)


def test_a_volume_of_a_year_is_the_sum_of_its_months(results):
    months = results.data.grdp.sel(region="kubar", member=0, month=results.data.month.dt.year == 2023)
    assert value(results, "grdp", "kubar") == pytest.approx(float(months.sum()), rel=1e-12)


def test_a_price_of_a_year_is_the_mean_of_its_months(results):
    rising = np.arange(24.0)
    assert value(changed(results, "delivered_price", kubar=rising), "delivered_price", "kubar") == rising[12:].mean()


def test_ppu_as_bps_counts_it_is_ppu_and_ikn(results):
    for indicator in ("grdp", "purchases", "jobs", "population", "backlog"):
        parts = [value(results, indicator, region) for region in ("ppu", "ikn")]
        assert value(results, indicator, "ppu_bps") == pytest.approx(sum(parts), rel=1e-12)


def test_the_price_of_an_area_is_weighted_by_grdp_of_the_base_year(results):
    results = changed(results, "delivered_price", ppu=2.0, ikn=1.0)
    weight = results.data.base_grdp.sel(region=["ppu", "ikn"]).to_numpy()
    assert value(results, "delivered_price", "ppu_bps") == pytest.approx((2 * weight[0] + weight[1]) / weight.sum())


def test_unemployment_of_an_area_is_weighted_by_its_labour_force(results):
    results = changed(changed(results, "unemployment", ppu=0.1, ikn=0.0), "labour_force", ppu=3.0, ikn=1.0)
    assert value(results, "unemployment", "ppu_bps") == pytest.approx(7.5)


def test_the_province_holds_all_regions(results):
    assert value(results, "grdp", "kaltim") == pytest.approx(sum(value(results, "grdp", name) for name in REGIONS))


def test_growth_of_the_first_year_is_over_the_base_year(results):
    assert value(results, "grdp_growth", "kubar", 2022) == pytest.approx(3.0)
    later = made_up_results(regions=REGIONS, years=(2024, 2025))
    assert np.isnan(value(later, "grdp_growth", "kubar", 2024))
    assert value(later, "grdp_growth", "kubar", 2025) == pytest.approx(3.0)


def test_the_backlog_of_a_year_is_that_of_december(results):
    assert value(changed(results, "backlog", kubar=np.arange(24.0)), "backlog", "kubar") == 23.0


def test_grdp_per_head_is_in_million_rupiah(results):
    expected = 1000 * value(results, "grdp", "kubar") / value(results, "population", "kubar")
    assert value(results, "grdp_per_head", "kubar") == pytest.approx(expected)


def test_a_trip_to_a_hub_is_that_of_the_results_and_missing_without_the_hub(results):
    assert value(results, "hours_samarinda_dry_bulk", "ppu") == 2.0
    assert np.isnan(value(results, "hours_balikpapan_dry_bulk", "ppu"))


def test_a_trip_without_a_way_has_no_number(results):
    data = results.data.copy(deep=True)
    data["travel_time_h"].loc[{"origin": "kubar"}] = np.inf
    assert np.isnan(value(replace(results, data=data), "hours_samarinda_dry_bulk", "kubar"))


def test_inequality_is_told_of_the_province_only_and_counts_ppu_with_ikn(results):
    results = changed(results, "grdp", ppu=10.0, ikn=0.0)
    table = indicators(results).query("indicator in ['williamson', 'theil']")
    assert set(table.region) == {"kaltim"}
    even = changed(
        changed(results, "grdp", samarinda=1.0, kubar=1.0, ppu=2.0, ikn=0.0),
        "population",
        samarinda=1.0,
        kubar=1.0,
        ppu=1.0,
        ikn=1.0,
    )
    assert value(even, "williamson", "kaltim") == pytest.approx(0.0, abs=1e-12)
    assert value(even, "theil", "kaltim") == pytest.approx(0.0, abs=1e-12)


def test_only_whole_years_count(results):
    cut = replace(results, data=results.data.isel(month=slice(0, 20)))
    assert whole_years(cut).years == [2022]
    assert set(indicators(cut).year) == {2022}
    stub = replace(results, data=results.data.isel(month=slice(0, 3)))
    assert indicators(stub).empty


def test_the_tidy_table_has_no_holes_and_one_row_a_number(results):
    table = indicators(results)
    assert list(table.columns) == ["region", "year", "indicator", "unit", "value"]
    assert not table.isna().to_numpy().any()
    assert not table.duplicated(["region", "year", "indicator"]).any()
    assert set(table.region) == set(all_areas(REGIONS))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_a_name_and_a_unit_in_words(name, lang):
    assert say(f"indicator.{name}", lang=lang)
    assert say(f"report.unit.{INDICATORS[name].unit}", lang=lang, base_year=2021)
