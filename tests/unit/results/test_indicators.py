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


def test_income_that_stays_is_pay_surplus_and_revenue_at_base_prices(results):
    dearer = changed(results, "consumer_price", kubar=2.0)
    parts = ("resident_pay", "kept_surplus", "own_revenue", "shared_revenue")
    year = results.data.month.dt.year == 2023
    nominal = sum(float(results.data[name].sel(region="kubar", member=0, month=year).sum()) for name in parts)
    assert value(results, "regional_income", "kubar") == pytest.approx(nominal)
    assert value(dearer, "regional_income", "kubar") == pytest.approx(nominal / 2.0)
    assert value(dearer, "regional_income", "ppu") == value(results, "regional_income", "ppu")


def test_inflation_is_the_rise_of_consumer_prices_from_the_base_year_on(results):
    dearer = changed(results, "consumer_price", kubar=np.repeat([1.02, 1.0404], 12))
    assert value(dearer, "inflation", "kubar", 2022) == pytest.approx(2.0)
    assert value(dearer, "inflation", "kubar", 2023) == pytest.approx(2.0)
    weight = results.data.base_grdp.to_series()
    assert value(dearer, "inflation", "kaltim", 2022) == pytest.approx(2.0 * weight["kubar"] / weight.sum())


def test_logistics_cost_of_the_province_is_a_ratio_of_sums(results):
    dearer = changed(results, "freight_paid", kubar=0.0)
    year = results.data.month.dt.year == 2023
    paid, worth = (
        float(dearer.data[name].sel(member=0, month=year).sum()) for name in ("freight_paid", "purchase_value")
    )
    assert value(dearer, "logistics_cost", "kubar") == 0.0
    assert value(dearer, "logistics_cost", "kaltim") == pytest.approx(100.0 * paid / worth)


def test_traffic_of_a_year_adds_up_and_its_fullest_link_is_the_fullest_of_all(results):
    data = results.data.copy(deep=True)
    data["fullest_link"].loc[{"region": "kubar", "year": 2023}] = 1.3
    fuller = replace(results, data=data)
    assert value(fuller, "fullest_link", "kaltim") == 1.3
    assert value(fuller, "fullest_link", "ppu_bps") == 0.5
    for name in ("tonne_km", "person_km", "co2"):
        assert value(results, name, "kaltim") == pytest.approx(sum(value(results, name, region) for region in REGIONS))


def test_supply_chains_grow_from_the_second_year_on(results):
    assert np.isnan(value(results, "trade_inflow_growth", "kubar", 2022))
    assert value(results, "trade_inflow_growth", "kubar") == pytest.approx(3.0)


def test_sales_and_purchases_are_with_other_regions_or_with_partners(results):
    for region in (*REGIONS, "ppu_bps", "kaltim"):
        sold = value(results, "sales_to_regions", region) + value(results, "sales_to_partners", region)
        bought = value(results, "purchases_from_regions", region) + value(results, "purchases_from_partners", region)
        assert sold == pytest.approx(value(results, "trade_outflow", region))
        assert bought == pytest.approx(value(results, "trade_inflow", region))
    assert value(results, "sales_to_regions", "kaltim") == 0.0


def test_services_are_as_far_as_the_nearer_city_and_there_at_home(results):
    # the regions lie on a line, an hour apart, Samarinda first; Balikpapan is not among them
    assert value(results, "service_hours", "samarinda") == 0.0
    assert [value(results, "service_hours", region) for region in ("kubar", "ppu")] == [1.0, 2.0]
    people = np.array([value(results, "population", region) for region in REGIONS])
    hours = np.array([value(results, "service_hours", region) for region in REGIONS])
    assert value(results, "service_hours", "kaltim") == pytest.approx((people * hours).sum() / people.sum())


def test_a_world_without_the_cities_has_no_hours_to_them():
    assert np.isnan(value(made_up_results(regions=("kubar", "ppu")), "service_hours", "kubar"))


def test_water_that_is_short_is_need_less_what_is_served(results):
    dry = changed(changed(results, "water_served", kubar=0.75), "water_need", ppu=0.0)
    assert value(dry, "water_short", "kubar") == pytest.approx(0.25 * value(dry, "water_need", "kubar"))
    assert value(dry, "water_short", "kaltim") == pytest.approx(value(dry, "water_short", "kubar"))
    assert np.isnan(value(dry, "water_need", "ppu"))
