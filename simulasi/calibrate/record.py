"""The record beside a run: growth of every region as published, and as the model has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from simulasi.results.indicators import yearly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.results.results import Results

AREA_OF = {"ppu": "ppu_bps"}
"""BPS counts the area of the capital inside PPU."""
COLUMNS = ("region", "year", "published", "confidence", "model", "error")
EXACT = "published-exact"
TABLES = ("grdp_region", "grdp_growth")
"""Tables that the record is read from."""
LEVELS = ("published", "derived", "reprint")


def growth_record(results: Results, tables: Mapping[str, pd.DataFrame], *, years: tuple[int, ...]) -> pd.DataFrame:
    """Put published growth of real GRDP beside that of a run, percent a year, one region and year a row.

    A published rate counts; where there is none, the ratio of the levels (``derived``).
    """
    modelled = _modelled(results)
    rows = [
        (AREA_OF.get(region, region), year, rate, confidence, modelled[AREA_OF.get(region, region), year])
        for year in years
        for region, (rate, confidence) in published_growth(tables, year).items()
        if (AREA_OF.get(region, region), year) in modelled
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    return frame.assign(error=frame["model"] - frame["published"])


def published_growth(tables: Mapping[str, pd.DataFrame], year: int) -> dict[str, tuple[float, str]]:
    """Growth of real GRDP in a year by region, percent, with its confidence."""
    levels = tables["grdp_region"]
    real = levels[levels["basis"] == "adhk2010"].copy()
    real["rank"] = real["method"].map({method: rank for rank, method in enumerate(LEVELS)})
    best = real.sort_values("rank", kind="stable").drop_duplicates(["region", "year"])
    wide = best.pivot_table(index="region", columns="year", values="value_bn_rp")
    ratio = (100.0 * (wide[year] / wide[year - 1] - 1.0)).dropna()
    found = {str(region): (float(rate), "derived") for region, rate in ratio.items()}
    printed = tables["grdp_growth"]
    rows = printed[printed["year"] == year].drop_duplicates("region")
    return found | {row.region: (float(row.growth_pct), row.confidence) for row in rows.itertuples()}


def _modelled(results: Results) -> dict[tuple[str, int], float]:
    growth = yearly(results).sel(indicator="grdp_2010_growth").mean("member").to_series().dropna()
    return {(str(region), int(year)): float(value) for (region, year), value in growth.items()}
