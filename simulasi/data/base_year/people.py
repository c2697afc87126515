"""People of the base year: residents, labour force and jobs by region and sector (model.md 4.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulasi.data.base_year.industries import PROVINCE, Frames, Industries
from simulasi.data.base_year.jobs import Survey, jobs_by_sector
from simulasi.errors import Fault, TableError

MID_YEAR = ("bps_interim", "bps_projection_sp2010", "implied_by_grdp")
SURVEY_YEAR = 2015
CENSUS, CENSUS_YEAR = "census_2020", 2020
PROJECTED, PROJECTED_YEAR = "bps_projection_sp2020", 2023
INTERIM, INTERIM_YEAR = "bps_interim", 2022
TOLD_BY_THE_PLAN = ("ppu",)
"""Regions whose projection of 2023 already holds what BPS assumed of the new capital; their trend ends before it."""


@dataclass(frozen=True)
class People:
    """Residents, labour force and jobs of the base year, persons.

    population, labour_force : (bps region,)
    jobs                     : (sector, bps region)
    """

    population: np.ndarray
    labour_force: np.ndarray
    jobs: np.ndarray


def people(tables: Frames, wages: np.ndarray, fitted: Industries, *, year: int) -> People:
    """Make jobs of the survey of 2015 and of pay by industry, and the labour force of jobs.

    wages : (sector, bps region), pay by sector, bn Rp
    """
    regions = fitted.layout.regions
    jobs = jobs_by_sector(survey_of_jobs(tables, fitted, year=year), wages, groups_of_sectors(tables))
    rate = _unemployment(tables, regions, year=year)
    return People(population(tables, regions, year=year), jobs.sum(axis=0) / (1.0 - rate), jobs)


def survey_of_jobs(tables: Frames, fitted: Industries, *, year: int) -> Survey:
    """Read the survey, scaled to the employed of the year, those before it, and where output was published.

    The output of an industry of the survey counts as published where the share of one of its letters was.
    """
    regions = fitted.layout.regions
    surveys = [_survey(tables, regions, year=year) for year in _survey_years(tables)]
    published = pd.DataFrame(np.zeros(surveys[-1].shape, dtype=bool), surveys[-1].index, surveys[-1].columns)
    for cell in fitted.cells[fitted.cells["confidence"] != "assumption"].itertuples():
        published.loc[_group(cell.industry, tuple(published.index)), cell.region] = True
    shares = np.stack([(one / one.sum()).where(one > 0.0).to_numpy(dtype=float) for one in surveys])
    scaled = surveys[-1] * (_employed(tables, regions, year=year) / surveys[-1].to_numpy().sum())
    return Survey(scaled.to_numpy(dtype=float), shares, published.to_numpy())


def groups_of_sectors(tables: Frames) -> np.ndarray:
    """Return the row of the survey's industry of each sector, (sector,)."""
    groups = industries_of_survey(tables)
    return np.array([groups.index(_group(letters, groups)) for letters in tables["sectors"]["kbli"]])


def population(tables: Frames, regions: tuple[str, ...], *, year: int) -> np.ndarray:
    """Residents by BPS region in the mid-year series; the one region it leaves out is the rest of the province."""
    rows = tables["population"].dropna(subset=["persons"])
    usable = rows[(rows["year"] == year) & rows["basis"].isin(MID_YEAR)]
    ranked = usable.assign(rank=usable["basis"].map(MID_YEAR.index)).sort_values("rank", kind="stable")
    found = ranked.drop_duplicates("region").set_index("region")["persons"]
    known = found.reindex(regions).to_numpy(dtype=float)
    missing = np.isnan(known)
    if missing.sum() > 1:
        raise TableError(
            [Fault("population_missing", "population.csv", regions[i], str(year)) for i in np.flatnonzero(missing)]
        )
    rest = float(found.get(PROVINCE, np.nan)) - np.nansum(known)
    return np.where(missing, rest, known)


def people_trend(tables: Frames, regions: tuple[str, ...]) -> np.ndarray:
    """Annual growth of the people since the census of 2020 by BPS region, (bps region,).

    To the projection of 2023, which starts from that census; the interim series before it was set back in 2023, and
    serves only where the projection holds an assumption on the new capital.
    """
    rows = tables["population"].dropna(subset=["persons"])

    def persons(basis: str, year: int) -> np.ndarray:
        found = rows[(rows["basis"] == basis) & (rows["year"] == year)].drop_duplicates("region").set_index("region")
        known = found["persons"].reindex(regions).to_numpy(dtype=float)
        rest = float(found["persons"].get(PROVINCE, np.nan)) - np.nansum(known)
        return np.where(np.isnan(known), rest, known)

    def growth(basis: str, year: int) -> np.ndarray:
        factor = persons(basis, year) / persons(CENSUS, CENSUS_YEAR)
        return np.asarray(factor ** (1.0 / (year - CENSUS_YEAR)) - 1.0)

    is_told = np.isin(regions, TOLD_BY_THE_PLAN)
    return np.where(is_told, growth(INTERIM, INTERIM_YEAR), growth(PROJECTED, PROJECTED_YEAR))


def _survey(tables: Frames, regions: tuple[str, ...], *, year: int) -> pd.DataFrame:
    """Employed persons by industry and region in the survey of a year; zero where it met nobody."""
    rows = tables["employment"]
    rows = rows[rows["year"].astype(str) == str(year)]
    return (
        rows.pivot_table(index="industry_group", columns="region", values="persons", aggfunc="first")
        .reindex(index=list(industries_of_survey(tables)), columns=list(regions))
        .fillna(0.0)
    )


def _survey_years(tables: Frames) -> list[int]:
    """Years in which the survey was told by industry and region, up to the one that is used."""
    rows = tables["employment"]
    rows = rows[rows["industry_group"].isin(industries_of_survey(tables)) & (rows["region"] != PROVINCE)]
    years = sorted({int(year) for year in rows["year"]})
    return [year for year in years if year <= SURVEY_YEAR]


def industries_of_survey(tables: Frames) -> tuple[str, ...]:
    """Return the industries of the survey in order: letters of KBLI, joined by commas."""
    groups = tables["employment"]["industry_group"].astype(str)
    return tuple(sorted({group for group in groups if re.fullmatch(r"[A-U](,[A-U])*", group)}))


def _employed(tables: Frames, regions: tuple[str, ...], *, year: int) -> float:
    """Employed persons of the province: as published, else the sum of the regions in the survey of the year."""
    rows = tables["labour"]
    found = rows[
        (rows["region"] == PROVINCE) & (rows["year"].astype(str) == str(year)) & (rows["indicator"] == "employed")
    ]
    if len(found):
        return float(found["value"].iloc[0])
    survey = tables["employment"]
    counted = survey[
        (survey["year"].astype(str) == str(year))
        & (survey["industry_group"] == "total")
        & survey["region"].isin(regions)
    ]
    return float(counted["persons"].sum())


def _unemployment(tables: Frames, regions: tuple[str, ...], *, year: int) -> np.ndarray:
    """Unemployment rate by region, share, of the published year nearest to ``year``."""
    rows = tables["labour"]
    rate = rows[(rows["indicator"] == "unemployment_rate_TPT") & rows["region"].isin(regions) & rows["value"].notna()]
    distance = (pd.to_numeric(rate["year"].astype(str).str[:4]) - year).abs()
    nearest = rate.assign(distance=distance).sort_values("distance", kind="stable").drop_duplicates("region")
    return nearest.set_index("region")["value"].reindex(regions).to_numpy(dtype=float) / 100.0


def _group(letters: str, groups: tuple[str, ...]) -> str:
    """Find the survey's industry that holds the first letter of a sector."""
    first = letters.split(maxsplit=1)[0]
    return next(group for group in groups if first in group.split(","))
