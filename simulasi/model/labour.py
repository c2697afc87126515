"""Jobs, pay, unemployment and wages (eq. 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.commuting import fill_jobs, reach_today, usual_commuters
from simulasi.model.trade import divided
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.conditions import Conditions
    from simulasi.model.parameters import LabourParameters
    from simulasi.model.production import ProductionBase
    from simulasi.model.state import State
    from simulasi.world.world import World

RP_PER_BILLION = 1e9


class LabourBase(NamedTuple):
    """Constants of labour.

    jobs             : (sector, 1, region), persons
    pay_per_job      : (sector, 1, region), bn Rp a month
    floor            : (sector, 1, region), minimum wage over the pay of the base year, at most 1: where less is paid,
                       what is paid counts as the minimum
    wage_coefficient : (sector, 1, 1), wages per unit of output
    participation    : (1, region), residents who work or look for work, share of the people
    unemployment     : (1, region), base rate
    hours            : (*pairs*), hours of the way to work between regions, one way
    commuters        : (*pairs*), persons by home and workplace
    pairs            : homes and workplaces between which people may go to work
    """

    jobs: np.ndarray
    pay_per_job: np.ndarray
    floor: np.ndarray
    wage_coefficient: np.ndarray
    participation: np.ndarray
    unemployment: np.ndarray
    hours: np.ndarray
    commuters: np.ndarray
    pairs: Pairs = ALL


class Work(NamedTuple):
    """Who works in a month; ``[member, region]`` unless noted.

    jobs         : filled jobs at the productivity of the base year, ``[sector, member, region]``
    wages        : pay of all jobs, bn Rp
    employed     : residents at work by home and workplace, ``[member, *pairs*]``, persons
    elsewhere    : workers who live elsewhere, in camps or where residents do not suffice, persons
    labour_force : residents who work or look for work, persons
    unemployment : rate among residents
    wage         : of the next month
    """

    jobs: np.ndarray
    wages: np.ndarray
    employed: np.ndarray
    elsewhere: np.ndarray
    labour_force: np.ndarray
    unemployment: np.ndarray
    wage: np.ndarray


def labour_base(world: World, hours: np.ndarray, p: LabourParameters) -> LabourBase:
    """Draw the constants of labour from the base year.

    hours : (*pairs*), of people's trips between neighbours
    """
    accounts = world.accounts
    jobs, coefficient = accounts.jobs[:, None, :], accounts.wage_coefficient[:, None, None]
    pay = divided(coefficient * accounts.gross_output[:, None, :], jobs, otherwise=0.0)
    return LabourBase(
        jobs=jobs,
        pay_per_job=pay,
        floor=np.minimum(1.0, divided(p.minimum_wage_rp / RP_PER_BILLION, pay, otherwise=0.0)),
        wage_coefficient=coefficient,
        participation=(accounts.labour_force / accounts.population)[None, :],
        unemployment=1.0 - jobs.sum(axis=0) / accounts.labour_force,
        hours=hours,
        commuters=usual_commuters(
            accounts.jobs.sum(axis=0),
            hours,
            friction=p.commuting_friction,
            abroad=p.commuting_abroad,
            pairs=world.neighbours,
        ),
        pairs=world.neighbours,
    )


def paid_wage(wage: np.ndarray, now: Conditions, base: LabourBase, p: LabourParameters) -> np.ndarray:
    """Wage that each industry pays, base = 1, ``[sector, member, region]`` (eq. 10a).

    wage : (member, region)
    Who is covered by the minimum wage gets no less; who works for himself or without a contract is not.
    """
    raised = np.maximum(base.floor * now.minimum_wage * now.numeraire - wage, 0.0)
    return np.asarray(wage + p.minimum_wage_cover * raised)


def work(
    output: np.ndarray,
    state: State,
    consumer_price: np.ndarray,
    now: Conditions,
    base: LabourBase,
    production: ProductionBase,
    p: LabourParameters,
) -> Work:
    """Hire towards what output needs, fill the jobs, and let wages follow the wage curve (eq. 10).

    Residents fill jobs first, down to the least unemployment; the rest, and most of the construction jobs that are new,
    go to workers from elsewhere, whose pay leaves the region. A job makes more from year to year where output grows
    faster than people, and is paid for it.
    """
    speed = np.where(production.mobile, 1.0, p.hiring_speed)
    jobs = state.jobs + speed * (production.jobs_per_output * output - state.jobs)
    productivity = now.growth / now.people
    new_mobile = np.where(production.mobile, np.maximum(jobs - base.jobs * now.growth, 0.0), 0.0).sum(axis=0)
    promised = np.maximum(p.camp_local_share, now.local_hire) * new_mobile / productivity
    camp = new_mobile / productivity - promised
    force = base.participation * state.people
    usual = (1.0 - base.unemployment) * force
    filled = fill_jobs(
        jobs.sum(axis=0) / productivity - camp,
        usual,
        most_at_work(force, usual, base, p),
        state.wage,
        base.commuters,
        now.commuting * reach_today(now.hours, base.hours, friction=p.commuting_friction, pairs=base.pairs),
        promised,
        now.hours,
        p,
        base.pairs,
    )
    at_work = base.pairs.by_origin(filled.employed)
    force = force + p.participation_response * (at_work - usual)
    rate = 1.0 - at_work / force
    lowest = p.least_unemployment
    curve = (np.maximum(rate, lowest) / np.maximum(base.unemployment, lowest)) ** p.wage_curve
    return Work(
        jobs=jobs,
        wages=(paid_wage(state.wage, now, base, p) * base.pay_per_job * jobs).sum(axis=0),
        employed=filled.employed,
        elsewhere=camp + filled.unfilled,
        labour_force=force,
        unemployment=rate,
        wage=state.wage + p.wage_speed * (consumer_price * curve - state.wage),
    )


def most_at_work(force: np.ndarray, usual: np.ndarray, base: LabourBase, p: LabourParameters) -> np.ndarray:
    """Residents who can be at work at most, ``[member, home]``: down to the least unemployment (eq. 10).

    force, usual : labour force and residents at work at the employment of the base year
    More of them look for work where more of them find it: ``F = F0 + eta (E - E0)``, so ``1 - E/F >= u_least`` holds up
    to ``E = (1 - u_least) (F0 - eta E0) / (1 - eta (1 - u_least))``.
    """
    share = 1.0 - np.minimum(p.least_unemployment, base.unemployment)
    return np.asarray(share * (force - p.participation_response * usual) / (1.0 - p.participation_response * share))


def counted_at_home(done: Work, pairs: Pairs = ALL) -> Work:
    """Return a copy whose unemployment is that of those who are at work."""
    return done._replace(unemployment=1.0 - pairs.by_origin(done.employed) / done.labour_force)


def usual_pay_at_home(base: LabourBase) -> np.ndarray:
    """Pay of residents of the base year by the region where they live, bn Rp a month, ``[1, region]``."""
    wages, jobs = (base.pay_per_job * base.jobs).sum(axis=0), base.jobs.sum(axis=0)
    return base.pairs.weighed(base.commuters, divided(wages, jobs, otherwise=0.0))


def pay_at_home(done: Work, pairs: Pairs = ALL) -> np.ndarray:
    """Pay of residents by the region where they live, wherever they work, bn Rp, ``[member, region]``."""
    workers = pairs.by_destination(done.employed) + done.elsewhere
    a_head = divided(done.wages, workers, otherwise=0.0)
    return pairs.by_origin(done.employed * pairs.of_destination(a_head))


def pay_of_camps(done: Work, pairs: Pairs = ALL) -> np.ndarray:
    """Pay of workers from elsewhere by the region where they work, bn Rp, ``[member, region]``."""
    workers = pairs.by_destination(done.employed) + done.elsewhere
    return divided(done.wages, workers, otherwise=0.0) * done.elsewhere
