"""People of the base year: residents, labour force and jobs by region and sector (model.md 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulasi.data.base_year.industries import PROVINCE, Frames
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


def people(tables: Frames, wages: np.ndarray, regions: tuple[str, ...], *, year: int) -> People:
    """Scale the survey of 2015, by nine industries, to the employed of the year, and split it by wages.

    wages : (sector, bps region), pay by sector, bn Rp; sectors of one industry share its jobs in proportion
    """
    survey = _survey(tables, regions)
    employed = survey.sum() * _employed(tables, regions, year=year) / survey.to_numpy().sum()
    rate = _unemployment(tables, regions, year=year)
    groups = [_group(letters, tuple(survey.index)) for letters in tables["sectors"]["kbli"]]
    jobs = np.zeros_like(wages)
    for group in survey.index:
        rows = [row for row, name in enumerate(groups) if name == group]
        counted, paid = survey.loc[group].to_numpy(dtype=float), wages[rows].sum(axis=0)
        # where the survey met nobody in an industry that pays wages, the province's jobs per rupiah stand in
        counted = np.where(counted > 0.0, counted, paid * counted.sum() / paid.sum())
        jobs[rows] = wages[rows] / np.where(paid > 0.0, paid, 1.0) * counted
    jobs *= employed.to_numpy(dtype=float) / jobs.sum(axis=0)
    return People(population(tables, regions, year=year), jobs.sum(axis=0) / (1.0 - rate), jobs)


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


def _survey(tables: Frames, regions: tuple[str, ...]) -> pd.DataFrame:
    rows = tables["employment"]
    rows = rows[
        (rows["year"].astype(str) == str(SURVEY_YEAR))
        & rows["industry_group"].astype(str).str.match(r"^[A-U](,[A-U])*$")
    ]
    return (
        rows.pivot_table(index="industry_group", columns="region", values="persons", aggfunc="first")
        .reindex(columns=list(regions))
        .fillna(0.0)
    )


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
