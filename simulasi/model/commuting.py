"""Who fills the jobs: residents at home, commuters from other regions, and workers from elsewhere (eq. 10b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.parameters import LabourParameters

ROUNDS = 60
"""Rounds of fitting after which the commuters of the base year meet the jobs but for rounding."""


class Commuters(NamedTuple):
    """Who fills the jobs of a month.

    employed : (member, *pairs*), by home and workplace, residents at work, persons
    unfilled : (member, workplace), jobs that residents of no region fill
    """

    employed: np.ndarray
    unfilled: np.ndarray


def usual_commuters(
    jobs: np.ndarray, hours: np.ndarray, *, friction: float, abroad: float, pairs: Pairs = ALL
) -> np.ndarray:
    """Commuters of the base year by home and workplace, (*pairs*): gravity in hours, fitted to the jobs.

    jobs   : (region,), persons; as many residents work
    hours  : (*pairs*), one way between regions; within a region they count as none
    abroad : how often a job in another region is taken beside one as far away at home
    pairs  : regions between which people may commute

    Nobody published who works where. As many come as go, and the friction is an assumption, so these numbers are, too.

    >>> hours = np.array([[0.0, 0.5], [0.5, 0.0]])
    >>> np.round(usual_commuters(np.array([10.0, 30.0]), hours, friction=4.0, abroad=0.1), 2)
    array([[ 9.77,  0.23],
           [ 0.23, 29.77]])
    """
    pull = np.where(pairs.is_apart(len(jobs)), abroad, 1.0) * _deterrence(pairs.both_ways(hours), friction, pairs)
    size = np.sqrt(jobs)
    for _ in range(ROUNDS):
        size = np.sqrt(size * divided(jobs, pairs.weighed(pull, size), otherwise=0.0))
    found = pairs.of_origin(size) * pull * pairs.of_destination(size)
    return pairs.with_own(found, pairs.own(found) + (jobs - pairs.by_origin(found)))


def fill_jobs(
    jobs: np.ndarray,
    willing: np.ndarray,
    most: np.ndarray,
    pay: np.ndarray,
    usual: np.ndarray,
    reach: np.ndarray,
    promised: np.ndarray,
    hours: np.ndarray,
    p: LabourParameters,
    pairs: Pairs = ALL,
) -> Commuters:
    """Let residents choose where to look for work, and fill the jobs there (eq. 10b).

    jobs    : (member, workplace), open to residents
    willing : (member, home), who would work at the employment of the base year
    most    : (member, home), who could work at most
    pay     : (member, workplace), wage
    usual   : (*pairs*), commuters of the base year by home and workplace
    reach   : (*pairs*), deterrence of the hours of today over that of the base year
    promised : (member, workplace), of the jobs, those in camps that are kept for residents of the regions
    hours   : (*pairs*), one way between regions
    pairs   : homes and workplaces between which people may go to work

    Residents choose a workplace by a logit in wage less hours: ``pi ~ usual x (pay / pay at home)^kappa x reach``.
    The jobs of a place go to those who look there, in proportion; no region can give more than ``most``. What is then
    still open is offered once more, to those without a job who look there; and what is promised of the rest to those
    without a job anywhere, who then live in a camp and go home by the week: ``~ jobless x exp(-hours / decay)``.
    """
    at_home, at_work, by_home, by_work = pairs.of_origin, pairs.of_destination, pairs.by_origin, pairs.by_destination
    pull = usual * reach * at_work(pay**p.commuting_elasticity)
    looking = divided(pull, at_home(by_home(pull)), otherwise=0.0)
    seekers = at_home(willing) * looking
    asked = seekers * at_work(divided(jobs, by_work(seekers), otherwise=0.0))
    first = asked * at_home(np.minimum(1.0, divided(most, by_home(asked), otherwise=1.0)))
    still_open = np.maximum(jobs - by_work(first), 0.0)
    jobless = at_home(np.maximum(most - by_home(first), 0.0)) * looking
    second = jobless * at_work(np.minimum(1.0, divided(still_open, by_work(jobless), otherwise=0.0)))
    daily = first + second
    spare = np.maximum(most - by_home(daily), 0.0)
    employed = daily + _by_the_week(jobs - by_work(daily), spare, promised, hours, p, pairs)
    return Commuters(employed, np.maximum(jobs - by_work(employed), 0.0))


def _by_the_week(
    still_open: np.ndarray,
    spare: np.ndarray,
    promised: np.ndarray,
    hours: np.ndarray,
    p: LabourParameters,
    pairs: Pairs,
) -> np.ndarray:
    """Residents without a job who take what is promised in the camps of any region, ``[member, *pairs*]``."""
    kept = np.clip(still_open, 0.0, promised)
    near = np.exp(-hours / p.camp_decay_h)
    aim = pairs.of_destination(kept) * near
    offered = pairs.of_origin(spare) * near * divided(aim, pairs.of_origin(pairs.by_origin(aim)), otherwise=0.0)
    taken = np.minimum(1.0, divided(kept, pairs.by_destination(offered), otherwise=0.0))
    return np.asarray(offered * pairs.of_destination(taken))


def reach_today(hours: np.ndarray, usual_hours: np.ndarray, *, friction: float, pairs: Pairs = ALL) -> np.ndarray:
    """Deterrence of the hours of today over that of the base year, (*pairs*); 1 where nothing changed.

    A pair without a way in the base year has no usual commuters, and none today.
    """
    today, before = (_deterrence(each, friction, pairs) for each in (hours, usual_hours))
    return divided(today, before, otherwise=0.0)


def _deterrence(hours: np.ndarray, friction: float, pairs: Pairs) -> np.ndarray:
    return np.exp(-friction * np.where(pairs.is_apart(pairs.nodes_of(hours)), hours, 0.0))
