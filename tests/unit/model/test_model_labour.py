"""Jobs, unemployment and wages (eq. 10)."""

import numpy as np
import pytest
from tiny import changed_parameters

from simulasi.data.load_parameters import load_parameters
from simulasi.model.labour import counted_at_home, paid_wage, usual_pay_at_home, work
from simulasi.model.structure import first_state


@pytest.fixture
def hire(still, p):
    """Hire for an output of the tiny world, with everything else as in the base year."""
    s, now = still

    def hire_for(output, *, price=1.0, labour=s.labour, production=s.production, present=None, **state):
        before = first_state(s)._replace(**state)
        outside = now._replace(**(present or {}))
        return work(output, before, np.full((1, 3), price), outside, labour, production, p.labour)

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


@pytest.fixture
def at_home(still):
    """Constants of labour in which nobody works in another region."""
    base = still[0].labour
    return base._replace(commuters=np.diag(base.commuters.sum(axis=1)))


def test_twice_the_unemployment_halves_the_wage_that_the_curve_aims_at(hire, still, at_home, p):
    s, _ = still
    fewer = s.labour.jobs.copy()
    fewer[1, 0, 0] -= 4_000.0  # of 48,000: unemployment rises from 1/12 to 2/12
    done = hire(fewer / s.production.jobs_per_output, jobs=fewer, labour=at_home)
    assert done.unemployment[0, 0] == pytest.approx(2 / 12, rel=1e-13)
    assert done.wage[0, 0] == pytest.approx(1.0 + p.labour.wage_speed * (0.5 - 1.0), rel=1e-13)


def test_work_lost_in_one_region_is_lost_to_commuters_from_others(hire, still):
    s, _ = still
    fewer = s.labour.jobs.copy()
    fewer[:, :, 0] *= 0.5
    done = hire(fewer / s.production.jobs_per_output, jobs=fewer)
    assert (done.unemployment > s.labour.unemployment).all()
    assert done.unemployment[0, 0] > done.unemployment[0, 1] > done.unemployment[0, 2]


def test_wages_follow_what_living_costs(hire, still, p):
    assert hire(output_of(still), price=2.0).wage == pytest.approx(1.0 + p.labour.wage_speed, rel=1e-13)


def test_jobs_beyond_the_residents_are_filled_from_elsewhere(hire, still, p):
    done = hire(output_of(still) * 1.5, jobs=still[0].labour.jobs * 1.5)
    least = p.labour.least_unemployment
    assert done.unemployment[0] == pytest.approx(least, rel=1e-12)
    assert done.employed[0].sum(axis=1) == pytest.approx((1 - least) * np.array([48_000, 40_000, 20_000]), rel=1e-14)
    assert done.employed.sum(axis=1) + done.elsewhere == pytest.approx(done.jobs.sum(axis=0), rel=1e-14)


def test_most_of_the_new_jobs_of_mobile_plant_go_to_camps(hire, still, p):
    s, _ = still
    mobile = s.production._replace(mobile=np.array([False, True])[:, None, None])
    more = output_of(still).copy()
    more[1, 0, 0] += 1.0  # a thousand jobs
    done = hire(more, production=mobile)
    assert done.jobs[1, 0, 0] == pytest.approx(25_000.0, rel=1e-14)
    assert done.elsewhere[0] == pytest.approx([(1 - p.labour.camp_local_share) * 1_000.0, 0.0, 0.0], abs=1e-8)


def test_the_labour_force_grows_with_the_people(hire, still, at_home):
    done = hire(output_of(still), labour=at_home, people=2.0 * still[0].demand.people)
    assert done.labour_force[0].tolist() == [96_000.0, 80_000.0, 40_000.0]
    assert done.unemployment[0, 1] == pytest.approx(1.0 - 36_000 / 80_000, rel=1e-14)


def test_a_job_makes_more_where_output_grows_faster_than_people(hire, still):
    s, _ = still
    twice = {"growth": np.full(3, 2.2), "people": np.full(3, 1.1)}
    done = hire(2.2 * output_of(still), present=twice, people=1.1 * s.demand.people, jobs=2.2 * s.labour.jobs)
    held = done.employed.sum(axis=1) + done.elsewhere
    assert held == pytest.approx(1.1 * s.labour.jobs.sum(axis=0), rel=1e-12)
    assert done.unemployment == pytest.approx(s.labour.unemployment, rel=1e-11)
    assert done.wages / held == pytest.approx(2.0 * (s.labour.pay_per_job * s.labour.jobs).sum(axis=0)
                                              / s.labour.jobs.sum(axis=0), rel=1e-12)  # fmt: skip


def paid_at(still, wage, *, minimum=1.0, level=1.0, floor=None, cover=1.0):
    s, now = still
    p = changed_parameters(load_parameters(), minimum_wage_cover=cover).labour
    base = s.labour if floor is None else s.labour._replace(floor=np.full_like(s.labour.floor, floor))
    return paid_wage(wage * np.ones((1, 3)), now._replace(minimum_wage=np.full(3, minimum), numeraire=level), base, p)


def test_the_minimum_wage_binds_where_pay_would_be_below_it_and_only_upward(still):
    assert (paid_at(still, 0.9, floor=0.8) == 0.9).all()
    assert (paid_at(still, 0.7, floor=0.8) == 0.8).all()
    assert paid_at(still, 1.0, floor=0.8, minimum=1.5) == pytest.approx(1.2, rel=1e-15)
    assert (paid_at(still, 1.0, floor=0.8, minimum=0.1) == 1.0).all()


def test_only_those_whom_the_minimum_wage_covers_get_more_for_it(still):
    assert paid_at(still, 0.7, floor=0.8, cover=0.5) == pytest.approx(0.75, rel=1e-15)


def test_the_minimum_wage_follows_the_price_level(still):
    assert paid_at(still, 1.0, floor=0.8, level=2.0) == pytest.approx(1.6, rel=1e-15)


def test_no_wage_of_the_base_year_is_below_the_minimum(still):
    floor = still[0].labour.floor
    assert (floor <= 1.0).all()
    assert (paid_at(still, 1.0) == 1.0).all()


def test_a_wage_law_raises_what_firms_pay_for_the_same_jobs(hire, still):
    usual, dear = (hire(output_of(still), present={"minimum_wage": np.full(3, k)}) for k in (1.0, 3.0))
    assert (dear.wages > usual.wages).any()
    assert (dear.wages >= usual.wages).all()
    assert np.array_equal(dear.jobs, usual.jobs)


def test_residents_promised_the_new_jobs_of_mobile_plant_get_them(hire, still):
    s, _ = still
    mobile = s.production._replace(mobile=np.array([False, True])[:, None, None])
    more = output_of(still).copy()
    more[1, 0, 0] += 1.0  # a thousand jobs
    done = hire(more, production=mobile, present={"local_hire": np.array([0.9, 0.0, 0.0])})
    assert done.elsewhere[0] == pytest.approx([100.0, 0.0, 0.0], abs=1e-8)


def test_a_job_is_counted_where_it_is_done_and_its_worker_where_he_lives(hire, still):
    done = hire(output_of(still) * 0.9)
    without = done._replace(unemployment=np.full((1, 3), 0.5))
    assert counted_at_home(without).unemployment == pytest.approx(done.unemployment, rel=1e-15)


def test_pay_of_the_base_year_goes_home_with_the_commuters(still):
    base = still[0].labour
    assert usual_pay_at_home(base).sum() == pytest.approx((base.pay_per_job * base.jobs).sum(), rel=1e-12)


def test_nobody_works_for_nothing_where_the_base_year_knows_no_unemployment(hire, still):
    full = still[0].labour._replace(unemployment=np.zeros((1, 3)))
    assert np.isfinite(hire(output_of(still), labour=full).wage).all()
