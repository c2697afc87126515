"""Jobs, unemployment and wages (eq. 10)."""

import numpy as np
import pytest

from simulasi.model.labour import work
from simulasi.model.structure import first_state

ONE = np.ones(3)


@pytest.fixture
def hire(still, p):
    """Hire for an output of the tiny world, with everything else as in the base year."""
    s, _ = still

    def hire_for(output, *, price=1.0, growth=ONE, labour=s.labour, production=s.production, **state):
        before = first_state(s)._replace(**state)
        return work(output, before, np.full((1, 3), price), growth, labour, production, p.labour)

    return hire_for


def output_of(still):
    return still[0].production.output


def test_base_output_keeps_base_jobs_wages_and_unemployment(hire, still):
    done = hire(output_of(still))
    assert np.array_equal(done.jobs, still[0].labour.jobs)
    assert done.unemployment[0] == pytest.approx([1 / 12, 1 / 10, 1 / 10], rel=1e-14)
    assert done.wage == pytest.approx(1.0, rel=1e-14)
    assert done.wages[0] == pytest.approx([0.4 * 64, 0.4 * 56, 0.4 * 28], rel=1e-15)


def test_half_of_the_jobs_that_output_needs_are_filled_in_a_month(hire, still):
    done = hire(output_of(still) * 1.1)
    assert done.jobs[:, 0, 0] == pytest.approx([21_000.0, 25_200.0], rel=1e-14)


def test_twice_the_unemployment_halves_the_wage_that_the_curve_aims_at(hire, still, p):
    s, _ = still
    fewer = s.labour.jobs.copy()
    fewer[1, 0, 0] -= 4_000.0  # of 48,000: unemployment rises from 1/12 to 2/12
    done = hire(fewer / s.production.jobs_per_output, jobs=fewer)
    assert done.wage[0, 0] == pytest.approx(1.0 + p.labour.wage_speed * (0.5 - 1.0), rel=1e-13)


def test_wages_follow_what_living_costs(hire, still, p):
    assert hire(output_of(still), price=2.0).wage == pytest.approx(1.0 + p.labour.wage_speed, rel=1e-13)


def test_jobs_beyond_the_residents_are_filled_from_elsewhere(hire, still, p):
    done = hire(output_of(still) * 1.5, jobs=still[0].labour.jobs * 1.5)
    least = p.labour.least_unemployment
    assert done.unemployment[0].tolist() == [least] * 3
    assert done.residents[0] == pytest.approx((1 - least) * np.array([48_000, 40_000, 20_000]), rel=1e-15)
    assert done.residents + done.elsewhere == pytest.approx(done.jobs.sum(axis=0), rel=1e-15)


def test_most_of_the_new_jobs_of_mobile_plant_go_to_camps(hire, still, p):
    s, _ = still
    mobile = s.production._replace(mobile=np.array([False, True])[:, None, None])
    more = output_of(still).copy()
    more[1, 0, 0] += 1.0  # a thousand jobs
    done = hire(more, production=mobile)
    assert done.jobs[1, 0, 0] == pytest.approx(25_000.0, rel=1e-14)
    assert done.elsewhere[0] == pytest.approx([(1 - p.labour.camp_local_share) * 1_000.0, 0.0, 0.0], abs=1e-8)


def test_the_labour_force_grows_with_the_trend(hire, still):
    done = hire(output_of(still), growth=2.0 * ONE)
    assert done.unemployment[0, 1] == pytest.approx(1.0 - 36_000 / 80_000, rel=1e-14)


def test_nobody_works_for_nothing_where_the_base_year_knows_no_unemployment(hire, still):
    full = still[0].labour._replace(unemployment=np.zeros((1, 3)))
    assert np.isfinite(hire(output_of(still), labour=full).wage).all()
