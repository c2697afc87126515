"""Who fills the jobs (eq. 10b)."""

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.commuting import fill_jobs, reach_today, usual_commuters
from simulasi.model.structure import calibrate

P = load_parameters().labour
HOURS = np.array([[0.0, 0.5, 2.0], [0.7, 0.0, 1.0], [2.0, 1.0, 0.0]])
JOBS = np.array([1_000.0, 5_000.0, 300.0])
ONE, AS_USUAL = np.ones((1, 3)), np.ones((3, 3))


@pytest.fixture
def usual():
    return usual_commuters(JOBS, HOURS, friction=4.0, abroad=0.1)


@pytest.fixture
def fill(usual):
    """Fill the jobs of the base year, a tenth of the residents without work, with something else than usual."""

    def with_other(
        *, jobs=JOBS[None], willing=JOBS[None], most=JOBS[None] / 0.9, pay=ONE, reach=AS_USUAL, promised=0.0 * ONE
    ):
        return fill_jobs(jobs, willing, most, pay, usual, reach, promised, HOURS, P)

    return with_other


def test_as_many_come_as_go_and_fill_all_jobs(usual):
    assert usual.sum(axis=0) == pytest.approx(JOBS, rel=1e-12)
    assert usual.sum(axis=1) == pytest.approx(JOBS, rel=1e-15)
    assert usual == pytest.approx(usual.T, rel=1e-12)
    assert (usual > 0.0).all()


def test_the_base_year_of_the_default_world_fills_its_jobs_exactly():
    s = calibrate(default_world(), load_parameters())
    jobs = s.labour.jobs.sum(axis=(0, 1))
    assert s.labour.commuters.sum(axis=0) == pytest.approx(jobs, rel=1e-12)
    assert s.labour.commuters.sum(axis=1) == pytest.approx(jobs, rel=1e-12)
    assert s.labour.commuters.min() >= 0.0


def test_fewer_commute_further():
    even = usual_commuters(np.full(3, 1_000.0), HOURS, friction=4.0, abroad=0.1)
    assert even[0, 1] > even[1, 2] > even[0, 2] > 0.0


def test_nobody_commutes_without_a_way():
    hours = np.where(np.eye(3) > 0.0, 0.0, np.inf)
    assert np.array_equal(usual_commuters(JOBS, hours, friction=4.0, abroad=0.1), np.diag(JOBS))


def test_in_the_base_year_everybody_works_where_he_usually_does(fill, usual):
    found = fill()
    assert found.employed[0] == pytest.approx(usual, rel=1e-12)
    assert found.unfilled == pytest.approx(0.0, abs=1e-9)


def test_a_dearer_wage_draws_commuters_and_leaves_jobs_open_elsewhere_to_those_without_one(fill, usual):
    # there are jobs for all who look there, in the region that pays more
    found = fill(pay=np.array([[1.0, 1.2, 1.0]]), jobs=JOBS[None] * [1.0, 1.5, 1.0])
    assert (found.employed[0, [0, 2], 1] > usual[[0, 2], 1]).all()
    assert found.employed[0, 1, 0] < usual[1, 0]


def test_what_camps_keep_for_residents_goes_to_those_without_a_job_anywhere_and_more_to_those_who_live_near(fill):
    jobs = JOBS[None] + np.array([[0.0, 0.0, 3_000.0]])
    without, kept = fill(jobs=jobs), fill(jobs=jobs, promised=np.array([[0.0, 0.0, 300.0]]))
    more = (kept.employed - without.employed)[0]
    assert more[:, :2] == pytest.approx(0.0, abs=1e-9)
    assert more[:, 2].sum() == pytest.approx(300.0, rel=1e-12)
    assert more[1, 2] / JOBS[1] > more[0, 2] / JOBS[0] > 0.0
    assert kept.unfilled[0, 2] == pytest.approx(without.unfilled[0, 2] - 300.0, rel=1e-12)


def test_shares_of_workplaces_sum_to_one(fill):
    # with jobs beyond number, all who would work look somewhere, and no more than can
    found = fill(jobs=1e6 * JOBS[None], pay=np.array([[0.5, 2.0, 1.3]]))
    assert found.employed.sum(axis=2) == pytest.approx(JOBS[None] / 0.9, rel=1e-12)


def test_a_way_that_closes_lets_nobody_pass(fill):
    shut = np.where(np.eye(3) > 0.0, HOURS, np.inf)
    reach = reach_today(shut, HOURS, friction=4.0)
    assert np.array_equal(reach, np.eye(3))
    found = fill(reach=reach)
    assert np.array_equal(found.employed[0], np.diag(np.diag(found.employed[0])))


def test_longer_hours_keep_commuters_at_home(fill, usual):
    found = fill(reach=reach_today(HOURS + 0.5 * (HOURS > 0.0), HOURS, friction=4.0))
    apart = ~np.eye(3, dtype=bool)
    assert (found.employed[0][apart] < usual[apart]).all()


def test_a_pair_without_a_way_in_the_base_year_has_no_commuters_when_one_opens():
    before = HOURS.copy()
    before[0, 2] = before[2, 0] = np.inf
    assert reach_today(HOURS, before, friction=4.0)[0, 2] == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_nobody_works_twice_and_no_job_is_filled_twice(fill, seed):
    numbers = np.random.default_rng(seed)
    jobs, most = (JOBS * numbers.uniform(0.0, 3.0, (4, 3)) for _ in range(2))
    pay, reach = numbers.uniform(0.5, 2.0, (4, 3)), numbers.uniform(0.0, 3.0, (3, 3))
    found = fill(jobs=jobs, most=most, willing=0.9 * most, pay=pay, reach=reach)
    assert (found.employed >= 0.0).all()
    assert (found.employed.sum(axis=2) <= most * (1.0 + 1e-12)).all()
    assert (found.employed.sum(axis=1) <= jobs * (1.0 + 1e-12)).all()
    assert found.employed.sum(axis=1) + found.unfilled == pytest.approx(jobs, rel=1e-12, abs=1e-9)


def test_what_the_first_round_leaves_open_is_offered_once_more(fill):
    # twice the jobs in the first region: its own residents do not suffice, others without a job come
    found = fill(jobs=JOBS[None] * [2.0, 0.5, 1.0])
    first_alone = 2.0 * JOBS[0] - JOBS[0] / 0.9
    assert 0.0 < found.unfilled[0, 0] < first_alone
    assert found.unfilled[0, 1] == pytest.approx(0.0, abs=1e-9)


def test_a_region_without_people_or_jobs_is_no_trouble(fill):
    none = JOBS[None] * [1.0, 1.0, 0.0]
    found = fill(jobs=none, willing=none, most=none)
    assert np.isfinite(found.employed).all()
    assert (found.employed[0, 2] == 0.0).all()
    assert (found.employed[0, :, 2] == 0.0).all()
