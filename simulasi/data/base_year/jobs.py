"""Jobs by industry and region: a small survey, weighed against the output that the accounts hold (model.md 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulasi.data.base_year.balancing import fit


@dataclass(frozen=True)
class Survey:
    """What is asked of a survey of the employed.

    counted   : (group, region), persons at work; zero where the survey met nobody
    shares    : (survey, group, region), of the workers of a region, in all surveys in turn; NaN where not told
    published : (group, region), whether the output of the cell was published, or spread by an indicator
    """

    counted: np.ndarray
    shares: np.ndarray
    published: np.ndarray


@dataclass(frozen=True)
class Trust:
    """Variances of the log of jobs per output, over that of the province, by what makes them; and what is kept.

    productivity : that regions do differ
    output       : that the output of an unpublished cell is off
    survey       : (group, region), that few were asked; infinite where nobody was met
    kept         : (group, region), share of a measured difference that is taken for one of productivity
    """

    productivity: float
    output: float
    survey: np.ndarray
    kept: np.ndarray


def jobs_by_sector(survey: Survey, wages: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Estimate jobs, (sector, region), that add up to the survey's groups of the province and to its regions.

    wages  : (sector, region), pay that the accounts hold
    groups : (sector,), row of the survey's group that a sector belongs to
    """
    expected = jobs_of_province(survey.counted, wages, groups)
    in_group = _summed(expected, groups, len(survey.counted))
    kept = trust(survey, in_group).kept
    seed = in_group * np.exp(kept * _distance(survey.counted, in_group))
    fitted = fit(seed, survey.counted.sum(axis=1), survey.counted.sum(axis=0))
    return expected * _over(fitted, in_group)[groups]


def jobs_of_province(counted: np.ndarray, wages: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the jobs, (sector, region), if all regions worked as the province does.

    A sector's jobs in the province are what it has where the sectors of a group share its workers by pay; where the
    survey met nobody, the group's pay a job of the province stands in.

    >>> counted, wages = np.array([[30.0, 10.0]]), np.array([[1.0, 1.0], [2.0, 0.0]])
    >>> jobs_of_province(counted, wages, np.array([0, 0])).tolist()
    [[10.0, 10.0], [20.0, 0.0]]
    """
    paid = _summed(wages, groups, len(counted))
    usual = _over(counted.sum(axis=1), paid.sum(axis=1))[:, None] * paid
    shared = wages * _over(np.where(counted > 0.0, counted, usual), paid)[groups]
    expected = wages * _over(shared.sum(axis=1), wages.sum(axis=1))[:, None]
    in_group = _summed(expected, groups, len(counted)).sum(axis=1)
    return np.asarray(expected * _over(counted.sum(axis=1), in_group)[groups, None])


def trust(survey: Survey, expected: np.ndarray) -> Trust:
    """Tell the differences of productivity between regions from those of small samples and of guessed output.

    expected : (group, region), jobs if all regions worked as the province does

    A composite estimator of small areas (Fay and Herriot 1979), by moments: where output was published, jobs over
    those expected differ by productivity and by the sample; where it was not, by what output is off, too. Jobs are
    wanted that fit the output of the accounts, so that the error of output counts as noise, as that of the sample.
    """
    known = (survey.counted > 0.0) & (expected > 0.0)
    share = survey.counted / survey.counted.sum(axis=0)
    of_survey = np.where(known, noise(survey.shares) * _odds(share), np.inf)
    beyond = np.square(_distance(survey.counted, expected)) - np.where(known, of_survey, 0.0)
    productivity = _variance(beyond[known & survey.published])
    output = max(0.0, _variance(beyond[known & ~survey.published]) - productivity)
    kept = productivity / (productivity + of_survey + np.where(survey.published, 0.0, output))
    return Trust(productivity, output, of_survey, kept)


def noise(shares: np.ndarray) -> float:
    """Return the variance of the log of a share between surveys, in multiples of its odds (1 - p) / p: 1 / sample.

    shares : (survey, group, region); what changed in truth from one survey to the next counts as noise, too

    >>> round(noise(np.array([[[0.5]], [[0.55]]])), 4)
    0.005
    """
    change = np.diff(np.log(shares), axis=0)
    odds = _odds(shares)
    return float(np.nanmean(np.square(change) / (odds[1:] + odds[:-1])))


def _distance(counted: np.ndarray, expected: np.ndarray) -> np.ndarray:
    known = (counted > 0.0) & (expected > 0.0)
    return np.log(np.where(known, counted, 1.0) / np.where(known, expected, 1.0))


def _variance(squares: np.ndarray) -> float:
    """Mean of what squares leave beyond the noise, never below zero; none where there is nothing to learn from."""
    return max(0.0, float(squares.mean())) if squares.size else 0.0


def _odds(share: np.ndarray) -> np.ndarray:
    return (1.0 - share) / np.where(share > 0.0, share, np.nan)


def _summed(values: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Sum sectors to groups, (group, region)."""
    return np.stack([values[groups == group].sum(axis=0) for group in range(count)])


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)
