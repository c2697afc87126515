"""Who fills the jobs: residents at home, commuters from other regions, and workers from elsewhere (eq. 10b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import LabourParameters

ROUNDS = 60
"""Rounds of fitting after which the commuters of the base year meet the jobs but for rounding."""


class Commuters(NamedTuple):
    """Who fills the jobs of a month.

    employed : (member, home, workplace), residents at work, persons
    unfilled : (member, workplace), jobs that residents of no region fill
    """

    employed: np.ndarray
    unfilled: np.ndarray


def usual_commuters(jobs: np.ndarray, hours: np.ndarray, *, friction: float, abroad: float) -> np.ndarray:
    """Commuters of the base year, ``[home, workplace]``: gravity in hours, fitted to the jobs.

    jobs   : (region,), persons; as many residents work
    hours  : (region, region), one way between regions; within a region they count as none
    abroad : how often a job in another region is taken beside one as far away at home

    Nobody published who works where. As many come as go, and the friction is an assumption, so these numbers are, too.

    >>> hours = np.array([[0.0, 0.5], [0.5, 0.0]])
    >>> np.round(usual_commuters(np.array([10.0, 30.0]), hours, friction=4.0, abroad=0.1), 2)
    array([[ 9.77,  0.23],
           [ 0.23, 29.77]])
    """
    apart = ~np.eye(len(jobs), dtype=bool)
    pull = np.where(apart, abroad, 1.0) * _deterrence((hours + hours.T) / 2.0, friction)
    size = np.sqrt(jobs)
    for _ in range(ROUNDS):
        size = np.sqrt(size * divided(jobs, pull @ size, otherwise=0.0))
    found = size[:, None] * pull * size
    return np.asarray(found + np.diag(jobs - found.sum(axis=1)))


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
) -> Commuters:
    """Let residents choose where to look for work, and fill the jobs there (eq. 10b).

    jobs    : (member, workplace), open to residents
    willing : (member, home), who would work at the employment of the base year
    most    : (member, home), who could work at most
    pay     : (member, workplace), wage
    usual   : (home, workplace), commuters of the base year
    reach   : (home, workplace), deterrence of the hours of today over that of the base year
    promised : (member, workplace), of the jobs, those in camps that are kept for residents of the regions
    hours   : (region, region), one way between regions

    Residents choose a workplace by a logit in wage less hours: ``pi ~ usual x (pay / pay at home)^kappa x reach``.
    The jobs of a place go to those who look there, in proportion; no region can give more than ``most``. What is then
    still open is offered once more, to those without a job who look there; and what is promised of the rest to those
    without a job anywhere, who then live in a camp and go home by the week: ``~ jobless x exp(-hours / decay)``.
    """
    pull = usual * reach * pay[:, None, :] ** p.commuting_elasticity
    looking = divided(pull, pull.sum(axis=2, keepdims=True), otherwise=0.0)
    seekers = willing[:, :, None] * looking
    asked = seekers * divided(jobs, seekers.sum(axis=1), otherwise=0.0)[:, None, :]
    first = asked * np.minimum(1.0, divided(most, asked.sum(axis=2), otherwise=1.0))[:, :, None]
    still_open = np.maximum(jobs - first.sum(axis=1), 0.0)
    jobless = np.maximum(most - first.sum(axis=2), 0.0)[:, :, None] * looking
    second = jobless * np.minimum(1.0, divided(still_open, jobless.sum(axis=1), otherwise=0.0))[:, None, :]
    daily = first + second
    spare = np.maximum(most - daily.sum(axis=2), 0.0)
    employed = daily + _by_the_week(jobs - daily.sum(axis=1), spare, promised, hours, p)
    return Commuters(employed, np.maximum(jobs - employed.sum(axis=1), 0.0))


def _by_the_week(
    still_open: np.ndarray, spare: np.ndarray, promised: np.ndarray, hours: np.ndarray, p: LabourParameters
) -> np.ndarray:
    """Residents without a job who take what is promised in the camps of any region, ``[member, home, workplace]``."""
    kept = np.clip(still_open, 0.0, promised)[:, None, :]
    near = np.exp(-hours / p.camp_decay_h)
    aim = kept * near
    offered = spare[:, :, None] * near * divided(aim, aim.sum(axis=2, keepdims=True), otherwise=0.0)
    taken = np.minimum(1.0, divided(kept, offered.sum(axis=1, keepdims=True), otherwise=0.0))
    return np.asarray(offered * taken)


def reach_today(hours: np.ndarray, usual_hours: np.ndarray, *, friction: float) -> np.ndarray:
    """Deterrence of the hours of today over that of the base year, ``[home, workplace]``; 1 where nothing changed.

    A pair without a way in the base year has no usual commuters, and none today.
    """
    today, before = _deterrence(hours, friction), _deterrence(usual_hours, friction)
    return divided(today, before, otherwise=0.0)


def _deterrence(hours: np.ndarray, friction: float) -> np.ndarray:
    apart = ~np.eye(len(hours), dtype=bool)
    return np.exp(-friction * np.where(apart, hours, 0.0))
