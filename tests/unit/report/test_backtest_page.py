"""The backtest in words and pictures, on a few made-up rows that can be checked by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from simulasi.calibrate.backtest import Backtest, Row
from simulasi.calibrate.backtest_naive import NOTHING, Naive
from simulasi.calibrate.backtest_parts import Contribution
from simulasi.calibrate.backtest_quantities import Unsaid
from simulasi.calibrate.backtest_targets import AREAS, Key, Placed, Target
from simulasi.report.backtest_figures import growth_figure, industries_caption, industries_figure
from simulasi.report.backtest_grids import (
    aims_grid,
    contribution_grid,
    errors_grid,
    growth_grid,
    misses_grid,
    skipped_grid,
    unsaid_grid,
)
from simulasi.report.backtest_page import backtest_page, headlines
from simulasi.report.backtest_words import Shown
from simulasi.report.words import Words

STORY = {"version": "0.1.0", "world_digest": "w" * 32, "parameters_digest": "p" * 32, "scenario_name": "dasar"}
REASON = [
    "grdp_2010_growth",
    "kubar",
    "*",
    "Sebab yang tercatat.",
    "A recorded reason.",
    "own-derivation",
    "assumption",
]
COLUMNS = ["target", "region", "year", "reason_id", "reason_en", "source_id", "confidence"]


def row(name, region, observed, model=None, *, year=2023, unit="percent", naive=NOTHING):
    target = Target(Key(name, region, year), unit, observed, "published-exact", "own-derivation")
    if model is None:
        return Row(target, float("nan"), Unsaid("no_variable", "rent"), naive)
    return Row(target, model, None, naive)


def rows(**spoilt):
    """Growth of all areas, one point too low, but for what is named; two industries of PPU; a rent that is not said."""
    regions = [
        row("grdp_2010_growth", area, 3.0 + at, spoilt.get(area, 2.0 + at), naive=Naive(1.0, 2.0, 0.0))
        for at, area in enumerate(AREAS)
    ]
    industries = [row("industry_growth.F", "ppu_bps", 110.4, 110.4), row("industry_growth.G", "ppu_bps", 6.0, 5.0)]
    return (*regions, *industries, row("rent_q4", "balikpapan", 2.5, year=2022))


@pytest.fixture
def shown(world):
    return make(world)


def make(world, lang="id", **spoilt):
    placed = Placed("validation_targets", "indonesia", "", "ex_ante_model: jobs", "14000 jobs", None, "ex_ante")
    parts = [Contribution("ppu_bps", 2023, 7.0, {"ikn": 6.0, "rest": 1.0})]
    reasons = pd.DataFrame([REASON], columns=COLUMNS)
    return Shown(Backtest(rows(**spoilt), (placed,)), parts, reasons, STORY, Words(lang, world))


def test_regions_stand_in_order_of_published_growth_and_the_province_last(shown):
    grid = growth_grid(shown, 2023)
    assert [cells[1] for cells in grid.rows[:2]] == ["12,0", "11,0"]
    assert grid.rows[-1] == ("Kalimantan Timur", "13,0", "12,0", "-1,0", "1,0", "2,0")


def test_a_number_that_is_off_is_the_first_miss_with_its_reason(world):
    first = misses_grid(make(world, kubar=60.0)).rows[0]
    assert first[1:6] == ("Kutai Barat", "2023", "4,0", "60,0", "+56,0")
    assert first[6:] == ("Sebab yang tercatat.", "asumsi")
    assert misses_grid(make(world, paser=60.0)).rows[0][6] == "belum diketahui"
    assert misses_grid(make(world, lang="en", kubar=60.0)).rows[0][6] == "A recorded reason."
    assert len(misses_grid(make(world), reasons=False).head) == 6


def test_aims_turn_from_met_to_missed_when_one_number_is_spoilt(world):
    assert {cells[-1] for cells in aims_grid(make(world)).rows} == {"tercapai"}
    verdicts = [cells[-1] for cells in aims_grid(make(world, ppu_bps=30.0)).rows]
    assert "meleset" in verdicts
    assert headlines(make(world))[0] == "4 dari 4 sasaran tercapai."


def test_errors_are_told_for_the_model_and_both_naive_forecasts(shown):
    told = errors_grid(shown)
    assert [cells[:4] for cells in told.rows[:3]] == [
        ("Pertumbuhan wilayah", "Model", "11", "1,00"),
        ("Pertumbuhan wilayah", "2021 berulang", "11", "7,00"),
        ("Pertumbuhan wilayah", "Tren 2015–2019 berlanjut", "11", "6,00"),  # noqa: RUF001 - as printed
    ]
    industries = next(cells for cells in told.rows if cells[0].startswith("Industri PPU"))
    assert industries[1:4] == ("Model", "1", "1,00")


def test_contributions_name_their_parts(shown):
    grid = contribution_grid(shown, 2023)
    assert grid.head == ("Wilayah", "Terbitan", "Model", "IKN", "Sisa")
    assert grid.rows[0][1:] == ("8,0", "7,0", "+6,0", "+1,0")


def test_what_is_not_said_and_what_is_no_target_are_listed_with_the_reason(shown):
    assert "rent" in unsaid_grid(shown).rows[0][-1]
    grid = skipped_grid(shown, "ex_ante")
    assert grid.rows == (("validation_targets", "ex_ante_model: jobs", "indonesia", "", "14000 jobs"),)


def test_the_figures_draw_what_was_told_and_name_what_lies_outside(shown):
    axes = growth_figure(shown).axes[0]
    assert len(axes.get_yticklabels()) == len(AREAS)
    assert axes.get_yticklabels()[-1].get_text() == "Provinsi"
    assert next(line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D") == 11.0
    assert "Konstruksi di PPU + IKN (basis BPS) (terbitan 110,4, model 110,4)" in industries_caption(shown).unit
    assert [label.get_text() for label in industries_figure(shown).axes[0].get_yticklabels()] == ["Perdagangan"]


def test_the_page_is_whole_in_both_languages_and_loads_nothing(world):
    for lang, heading in (("id", "Apa yang meleset dan mengapa"), ("en", "What is off, and why")):
        page = backtest_page(make(world, lang=lang), ())
        assert heading in page
        assert f'<html lang="{lang}">' in page
        assert "src=" not in page
        assert "default-src" in page


def test_a_calibrated_model_wears_no_badge(shown):
    assert len(replace(shown, is_calibrated=True).feet()) == len(shown.feet()) - 1
