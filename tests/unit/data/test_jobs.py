"""Jobs by industry and region: what a survey says is believed as far as it and the output can tell."""

import dataclasses

import numpy as np
import pytest

from simulasi.data.base_year.jobs import Survey, jobs_by_sector, jobs_of_province, noise, trust
from simulasi.data.base_year.quality import failed, quality_sheet
from simulasi.data.build_world import build_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import shipped_tables

ASKED = 300
REGIONS, GROUPS = 400, 5
PRODUCTIVITY, OUTPUT = 0.4, 0.9


@pytest.fixture(scope="module")
def built():
    return build_world(shipped_tables(), load_parameters())


def surveys(share, *, years):
    """Shares that ``years`` surveys of ASKED workers in each region find, (survey, group, region)."""
    draw = np.random.default_rng(1)
    found = np.stack([[draw.multinomial(ASKED, one) for one in share.T] for _ in range(years)])
    return np.swapaxes(found, 1, 2) / ASKED


@pytest.fixture(scope="module")
def planted():
    """Return a province whose regions differ by PRODUCTIVITY, with output off by OUTPUT in half of the cells."""
    draw = np.random.default_rng(2)
    published = np.arange(GROUPS)[:, None] % 2 == np.arange(REGIONS) % 2
    output = draw.uniform(50.0, 200.0, (GROUPS, REGIONS))
    jobs = output * np.exp(PRODUCTIVITY * draw.standard_normal(output.shape))
    wages = output * np.exp(np.where(published, 0.0, OUTPUT) * draw.standard_normal(output.shape))
    shares = surveys(jobs / jobs.sum(axis=0), years=4)
    survey = Survey(shares[-1] * jobs.sum(axis=0), np.where(shares > 0.0, shares, np.nan), published)
    return survey, wages


def test_noise_is_one_over_those_who_were_asked():
    share = np.tile([[0.05], [0.2], [0.35], [0.4]], (1, 50))
    assert noise(surveys(share, years=6)) == pytest.approx(1.0 / ASKED, rel=0.15)


def test_what_makes_regions_differ_is_found_again(planted):
    survey, wages = planted
    found = trust(survey, jobs_of_province(survey.counted, wages, np.arange(GROUPS)))
    assert found.productivity == pytest.approx(PRODUCTIVITY**2, rel=0.3)
    assert found.output == pytest.approx(OUTPUT**2, rel=0.3)
    assert found.kept[survey.published].mean() > 0.8
    assert found.kept[~survey.published].mean() < 0.3


def test_totals_of_the_survey_are_kept(planted):
    survey, wages = planted
    jobs = jobs_by_sector(survey, wages, np.arange(GROUPS))
    assert jobs.sum(axis=0) == pytest.approx(survey.counted.sum(axis=0), rel=1e-10)
    assert jobs.sum(axis=1) == pytest.approx(survey.counted.sum(axis=1), rel=1e-10)


def test_nobody_met_counts_as_the_productivity_of_the_province():
    counted = np.array([[90.0, 0.0], [60.0, 50.0]])
    survey = Survey(counted, np.array([counted, 1.1 * counted]) / 500.0, np.ones((2, 2), dtype=bool))
    survey = dataclasses.replace(survey, shares=np.where(survey.shares > 0.0, survey.shares, np.nan))
    jobs = jobs_by_sector(survey, np.array([[9.0, 1.0], [5.0, 5.0]]), np.array([0, 1]))
    assert 0.0 < jobs[0, 1] < 20.0


def test_where_no_output_was_published_no_difference_is_believed():
    counted = np.array([[90.0, 10.0], [50.0, 50.0]])
    shares = np.array([[[0.6, 0.2], [0.4, 0.8]], [[0.5, 0.3], [0.5, 0.7]]])
    assert not trust(Survey(counted, shares, np.zeros((2, 2), dtype=bool)), counted[:, ::-1]).kept.any()


def test_sectors_of_a_group_work_as_in_the_province(built):
    accounts, ids = built.world.accounts, built.world.sector_ids
    rows, region = [ids.index("trade"), ids.index("accommodation_food")], built.world.region_ids.index("mahulu")
    per_output = accounts.jobs[rows] / accounts.gross_output[rows]
    province = accounts.jobs[rows].sum(axis=1) / accounts.gross_output[rows].sum(axis=1)
    assert per_output[0, region] / per_output[1, region] == pytest.approx(province[0] / province[1], rel=0.05)


def test_no_industry_works_with_five_times_the_persons_of_the_province(built):
    """Before, trade in Mahulu had 28 times as many, for all of its survey of 2015 was held against its output."""
    accounts = built.world.accounts
    expected = accounts.gross_output * (
        accounts.jobs.sum(axis=1) / np.maximum(accounts.gross_output.sum(axis=1), 1e-9)
    )[:, None]  # fmt: skip
    made = expected > 0.0
    assert (accounts.jobs[made] < 5.0 * expected[made]).all()
    assert (accounts.jobs[made] > expected[made] / 5.0).all()


def test_moved_jobs_are_seen_by_the_quality_sheet(built):
    jobs = built.world.accounts.jobs.copy()
    jobs[built.world.sector_ids.index("trade"), built.world.region_ids.index("mahulu")] += 1_000.0
    accounts = dataclasses.replace(built.world.accounts, jobs=jobs)
    spoilt = dataclasses.replace(built, world=dataclasses.replace(built.world, accounts=accounts))
    sheet = quality_sheet(spoilt, shipped_tables().frames)
    assert set(failed(sheet)["check"]) == {"jobs of a region", "jobs of an industry"}
    beyond = sheet[sheet["check"] == "jobs per output beyond 3"]
    assert "trade mahulu" in set(beyond["item"])
    assert not beyond.isin(["trade samarinda"]).to_numpy().any()
