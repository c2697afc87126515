"""Where every row of the record goes, that nothing later than 2023 is used, and what naive forecasters knew."""

import pandas as pd
import pytest

from simulasi.calibrate.backtest_naive import histories, naive
from simulasi.calibrate.backtest_quantities import QUANTITIES, kind_of
from simulasi.calibrate.backtest_reasons import ANY, reason_for, reasons
from simulasi.calibrate.backtest_tables import published
from simulasi.calibrate.backtest_targets import HELD_BACK, UNKNOWN, Key, place
from simulasi.data.load_tables import shipped_tables
from simulasi.data.sources import CONFIDENCES
from simulasi.text.say import LANGUAGES, catalogue

RECORD = ("validation_targets", "grdp_region", "grdp_growth", "labour")
LATE = {
    "validation_targets": {"category": "grdp_growth", "region": "ppu", "period": "2024", "variable": "growth"},
    "grdp_region": {"region": "ppu", "year": 2024, "basis": "adhk2010", "value_bn_rp": 1e6, "method": "published"},
    "grdp_growth": {"region": "ppu", "year": 2024, "growth_pct": 999.0},
    "labour": {"region": "ppu", "year": "2024", "indicator": "unemployment_rate_TPT", "value": 99.0},
    "grdp_province_industry": {"year": 2024, "basis": "adhk2010", "industry": "F", "value_bn_rp": 1e9},
    "industry_facts": {"region": "ppu", "year": "2024", "basis": "adhk2010", "industry": "A", "measure": "growth",
                       "value": 99.0},
    "grdp_province_quarter": {"year": 2024, "quarter": 1, "basis": "adhk2010", "industry": "F", "value_bn_rp": 1e9},
}  # fmt: skip
VALUES = {"grdp_region": "value_bn_rp", "labour": "value", "grdp_province_industry": "value_bn_rp",
          "grdp_province_quarter": "value_bn_rp"}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return dict(shipped_tables().frames)


@pytest.fixture(scope="module")
def record(tables):
    return published(tables)


def with_row(tables, name, **cells):
    frame = tables[name]
    row = {column: cells.get(column, frame[column].iloc[-1]) for column in frame.columns}
    return {**tables, name: pd.concat([frame, pd.DataFrame([row])], ignore_index=True)}


def unplaced(record):
    """Rows that are neither a target nor have a reason that the catalogue can tell."""
    return [
        row
        for row in record.placed
        if row.key not in record.targets
        if row.reason == UNKNOWN or f"backtest.skipped.{row.reason}" not in catalogue("id")
    ]


def test_every_row_of_the_validation_targets_is_compared_or_listed_with_a_reason(tables, record):
    rows = [row for row in record.placed if row.table == "validation_targets"]
    assert len(rows) == len(tables["validation_targets"])
    assert unplaced(record) == []
    assert sum(row.key is not None for row in rows) > 50


def test_a_row_that_has_no_place_is_seen(tables):
    spoilt = with_row(tables, "validation_targets", category="weather", region="paser", period="2023", variable="rain")
    (row,) = unplaced(published(spoilt))
    assert (row.what, row.reason) == ("weather: rain", UNKNOWN)


def test_rows_of_accounts_and_labour_of_the_years_compared_are_all_placed(tables, record):
    for name in RECORD[1:]:
        wanted = tables[name][tables[name]["year"].astype(str).str[:4].isin(["2022", "2023"])]
        assert len([row for row in record.placed if row.table == name]) == len(wanted), name


@pytest.mark.parametrize("name", LATE)
def test_no_figure_later_than_2023_is_used_even_if_a_table_holds_it(tables, record, name):
    late = with_row(tables, name, **LATE[name])
    assert published(late).targets == record.targets
    assert histories(late) == histories(tables)


def test_a_later_row_of_the_record_is_listed_as_held_back(tables):
    late = published(with_row(tables, "validation_targets", **LATE["validation_targets"]))
    assert [row.period for row in late.placed if row.reason == HELD_BACK] == ["2024"]


def test_a_figure_of_2023_that_is_altered_is_seen(tables, record):
    spoilt = with_row(tables, "labour", region="ppu", year="2023", indicator="unemployed", value=7.0)
    new = set(published(spoilt).targets) - set(record.targets)
    assert new == {Key("unemployed", "ppu_bps", 2023)}


def test_a_number_told_twice_counts_once_and_accounts_come_first(record):
    assert record.targets[Key("grdp_2010", "paser", 2022)].observed == pytest.approx(36982.3)
    assert record.targets[Key("grdp_2010_growth", "ppu_bps", 2023)].observed == pytest.approx(29.85)
    assert record.targets[Key("origin_share.jawa.goods", "kaltim", 2022)].observed == pytest.approx(77.5, abs=0.05)


def test_all_thirteen_industries_of_ppu_are_targets(record):
    found = {key.target for key in record.targets if key.region == "ppu_bps" and key.year == 2023}
    assert len({name for name in found if name.startswith("industry_growth.")}) == 13
    assert place("contribution", "kaltim", "2023 H1", "construction contribution to growth of 6.8%") == Key(
        "industry_contribution_h1.F", "kaltim", 2023
    )


def test_every_target_has_a_quantity_and_a_name_in_both_languages(record):
    for key in record.targets:
        name = key.target.partition(".")[0]
        assert kind_of(key) == QUANTITIES[name].kind
        assert all(f"backtest.target.{name}" in catalogue(lang) for lang in LANGUAGES), name


@pytest.mark.parametrize("name", VALUES)
def test_naive_forecasts_know_nothing_of_2022_and_later(tables, name):
    frame, column = tables[name].copy(), VALUES[name]
    when = frame["year"].astype(str).str[:4].astype(int)
    later = frame.assign(**{column: frame[column].where(when <= 2021, 7.0 * frame[column])})
    earlier = frame.assign(**{column: frame[column].where(when > 2021, 7.0 * frame[column].where(when == 2021, 0.1))})
    assert histories({**tables, name: later}) == histories(tables)
    assert histories({**tables, name: earlier}) != histories(tables)


def test_naive_forecasts_are_those_of_the_published_levels(tables):
    known = histories(tables)
    level = known["grdp_2010", "ppu_bps"]
    found = naive(Key("grdp_2010_growth", "ppu_bps", 2022), known)
    assert found.growth == pytest.approx(100 * (level[2021] / level[2020] - 1))
    rates = [100 * (level[year] / level[year - 1] - 1) for year in range(2015, 2020)]
    assert found.trend == pytest.approx(sum(rates) / 5)
    ahead = naive(Key("grdp_2010", "ppu_bps", 2023), known)
    assert ahead.trend == pytest.approx(level[2021] * (1 + found.trend / 100) ** 2)
    assert ahead.standstill == level[2021]


def test_a_rate_stays_or_moves_on_but_not_below_zero():
    known = {("unemployment", "paser"): {2015: 9.0, 2019: 1.0, 2021: 3.0}}
    assert naive(Key("unemployment", "paser", 2022), known) == (3.0, 1.0, 3.0)
    assert naive(Key("unemployment", "paser", 2023), known).trend == 0.0
    assert naive(Key("unemployment", "paser", 2023), {}).growth != 3.0


def test_every_reason_has_a_source_a_confidence_and_both_languages(record):
    sources = shipped_tables().register.sources
    for row in reasons().itertuples():
        assert row.source_id in sources
        assert row.confidence in CONFIDENCES
        assert row.reason_id.endswith(".")
        assert row.reason_en.endswith(".")
        assert any(key.target == row.target and row.region in {key.region, ANY} for key in record.targets), row.target


def test_the_first_reason_that_fits_counts():
    assert "LNG" in reason_for(Key("grdp_2010_growth", "bontang", 2023), reasons()).texts["id"]
    assert reason_for(Key("grdp_2010_growth", "kaltim", 2023), reasons()) is None
