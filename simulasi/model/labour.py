"""Jobs, unemployment and wages (eq. 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import LabourParameters
    from simulasi.model.production import ProductionBase
    from simulasi.model.state import State
    from simulasi.world.world import World


class LabourBase(NamedTuple):
    """Constants of labour.

    jobs             : (sector, 1, region), persons
    pay_per_job      : (sector, 1, region), bn Rp a month
    wage_coefficient : (sector, 1, 1), wages per unit of output
    labour_force     : (1, region), residents who work or look for work
    unemployment     : (1, region), base rate
    """

    jobs: np.ndarray
    pay_per_job: np.ndarray
    wage_coefficient: np.ndarray
    labour_force: np.ndarray
    unemployment: np.ndarray


class Work(NamedTuple):
    """Who works in a month; ``[member, region]`` unless noted.

    jobs      : filled jobs, ``[sector, member, region]``
    wages     : pay of all jobs, bn Rp
    residents : who work, persons
    elsewhere : workers who live elsewhere, in camps or where residents do not suffice, persons
    """

    jobs: np.ndarray
    wages: np.ndarray
    residents: np.ndarray
    elsewhere: np.ndarray
    unemployment: np.ndarray
    wage: np.ndarray


def labour_base(world: World) -> LabourBase:
    """Draw the constants of labour from the base year."""
    accounts = world.accounts
    jobs = accounts.jobs[:, None, :]
    coefficient = accounts.wage_coefficient[:, None, None]
    return LabourBase(
        jobs=jobs,
        pay_per_job=divided(coefficient * accounts.gross_output[:, None, :], jobs, otherwise=0.0),
        wage_coefficient=coefficient,
        labour_force=accounts.labour_force[None, :],
        unemployment=1.0 - jobs.sum(axis=0) / accounts.labour_force,
    )


def work(
    output: np.ndarray,
    state: State,
    consumer_price: np.ndarray,
    growth: np.ndarray,
    base: LabourBase,
    production: ProductionBase,
    p: LabourParameters,
) -> Work:
    """Hire towards what output needs, count who works where, and let wages follow the wage curve (eq. 10).

    Residents fill jobs first, down to the least unemployment; the rest, and most of the construction jobs that
    are new, go to workers from elsewhere, whose pay leaves the region. The labour force follows the trend.
    """
    need = production.jobs_per_output * output
    speed = np.where(production.mobile, 1.0, p.hiring_speed)
    jobs = state.jobs + speed * (need - state.jobs)
    new_mobile = np.where(production.mobile, np.maximum(jobs - base.jobs * growth, 0.0), 0.0).sum(axis=0)
    camp, force = (1.0 - p.camp_local_share) * new_mobile, base.labour_force * growth
    open_to_residents = jobs.sum(axis=0) - camp
    rate = np.maximum(1.0 - open_to_residents / force, p.least_unemployment)
    curve = (rate / np.maximum(base.unemployment, p.least_unemployment)) ** p.wage_curve
    return Work(
        jobs=jobs,
        wages=state.wage * (base.pay_per_job * jobs).sum(axis=0),
        residents=(1.0 - rate) * force,
        elsewhere=camp + np.maximum(open_to_residents - (1.0 - p.least_unemployment) * force, 0.0),
        unemployment=rate,
        wage=state.wage + p.wage_speed * (consumer_price * curve - state.wage),
    )
