"""Value added of each industry in each region: known totals and cells, filled by fitting (model.md 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulasi.data.base_year.balancing import Held, fit

PROVINCE = "kaltim"
OF_REGION, OF_PROVINCE, WEIGHT = "share_of_grdp_2021", "share_of_province", "relative_weight"
CELLS_YEAR = 2021
METHOD_RANK = {"published": 0, "derived": 1, "reprint": 2}
INDICATOR_COLUMNS = {
    "agriculture": ("item", "value"),
    "employment": ("industry_group", "persons"),
    "industry_facts": ("industry", "value"),
}
Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Layout:
    """Order of the rows (sectors, with their letters of KBLI) and columns (BPS regions)."""

    sectors: tuple[str, ...]
    letters: tuple[str, ...]
    regions: tuple[str, ...]

    def rows(self, industry: str) -> np.ndarray:
        """Rows of the sectors that make up an industry: a letter of KBLI, or the id of one sector.

        >>> Layout(("paddy", "coal", "livestock"), ("A", "B", "A"), ()).rows("A").tolist()
        [0, 2]
        """
        pairs = zip(self.sectors, self.letters, strict=True)
        return np.array([row for row, pair in enumerate(pairs) if industry in pair], dtype=np.intp)


@dataclass(frozen=True)
class Industries:
    """Value added by sector and BPS region in a year, bn Rp.

    value_added : (sector, bps region)
    cells       : published shares of a region's GRDP, with their use (held or seed) and the share they took
    """

    value_added: np.ndarray
    layout: Layout
    cells: pd.DataFrame


def industries(tables: Frames, *, year: int) -> Industries:
    """Fit value added by industry and region to the province's industries and the regions' totals."""
    layout = Layout(tuple(tables["sectors"]["id"]), tuple(tables["sectors"]["kbli"]), bps_regions(tables))
    province = provincial_value_added(tables, year=year, basis="adhb")
    totals = regional_totals(tables, year=year, basis="adhb")
    columns = totals * province.sum() / totals.sum()
    cells = cells_of(tables, layout, year=year)
    seed = with_seed_cells(_indicator_seed(tables, layout, province, year=year), cells, columns, layout)
    value_added = fit(seed, province, columns, held=_held(layout, cells, province, columns))
    return Industries(value_added, layout, _cell_outcomes(cells, value_added, columns, layout))


def cells_of(tables: Frames, layout: Layout, *, year: int) -> pd.DataFrame:
    """Return the cells that are known of a year: region, industry, value, unit, use, confidence.

    The table of cells is that of 2021. Of it, another year keeps weights and shares of a sector; shares of a region
    come from what was published for that year, as seeds.
    """
    cells = tables["industry_cells"]
    if year == CELLS_YEAR:
        return cells
    facts = tables["industry_facts"]
    published = facts[
        (facts["year"].astype(str) == str(year)) & (facts["basis"] == "adhb") & (facts["measure"] == "share")
        & facts["region"].isin(layout.regions) & facts["industry"].isin(layout.letters)
    ]  # fmt: skip
    shares = published.assign(value=published["value"] / 100.0, unit=OF_REGION, use="seed")
    columns = ["region", "industry", "value", "unit", "use", "confidence"]
    return pd.concat([cells.loc[cells["unit"] != OF_REGION, columns], shares[columns]], ignore_index=True)


def bps_regions(tables: Frames) -> tuple[str, ...]:
    """Return the regions that BPS counts: all but those it counts inside another."""
    regions = tables["regions"]
    return tuple(regions.loc[regions["id"] == regions["bps_region"], "id"])


def provincial_value_added(tables: Frames, *, year: int, basis: str) -> np.ndarray:
    """Value added of the province by sector, bn Rp, from published subsectors and industries."""
    frames = (
        tables["grdp_province_subsector"].rename(columns={"subsector": "code"}),
        tables["grdp_province_industry"].rename(columns={"industry": "code"}),
    )
    known: dict[str, float] = {}
    for frame in frames:
        rows = frame[(frame["year"] == year) & (frame["basis"] == basis)]
        known |= dict(zip(rows["code"], rows["value_bn_rp"], strict=True))
    parts = tables["sector_subsectors"]
    shares = parts["share"] * parts["subsector"].map(known)
    by_sector = shares.groupby(parts["sector"]).sum()
    return by_sector.reindex(tables["sectors"]["id"]).to_numpy(dtype=float)


def regional_totals(tables: Frames, *, year: int, basis: str) -> np.ndarray:
    """GRDP by BPS region, bn Rp; a published row wins over a derived one, that over a reprint."""
    frame = tables["grdp_region"]
    rows = frame[(frame["year"] == year) & (frame["basis"] == basis)].copy()
    rows["rank"] = rows["method"].map(METHOD_RANK)
    best = rows.sort_values("rank", kind="stable").drop_duplicates("region").set_index("region")["value_bn_rp"]
    return best.reindex(bps_regions(tables)).to_numpy(dtype=float)


def _indicator_seed(tables: Frames, layout: Layout, province: np.ndarray, *, year: int) -> np.ndarray:
    """Spread each sector over regions by its indicator (sector_seeds.csv)."""
    chosen = tables["sector_seeds"].set_index("sector").loc[list(layout.sectors)]
    weights = np.stack(
        [_indicator(tables, row.table, row.series, layout.regions, year=year) for row in chosen.itertuples()]
    )
    return province[:, None] * weights / weights.sum(axis=1, keepdims=True)


def _indicator(tables: Frames, table: str, series: str, regions: tuple[str, ...], *, year: int) -> np.ndarray:
    """Return one indicator by region: the value of the year nearest to ``year``, zero where none was found."""
    if table == "regions":
        return tables[table].set_index("id")[series].reindex(regions).to_numpy(dtype=float)
    column, value = INDICATOR_COLUMNS[table]
    frame = tables[table]
    rows = frame[(frame[column] == series) & frame["region"].isin(regions) & frame[value].notna()]
    rows = rows[rows["basis"] == "adhb_2000_series"] if table == "industry_facts" else rows
    when = pd.to_numeric(rows["year"].astype(str).str[:4])
    nearest = rows.assign(distance=(when - year).abs()).sort_values("distance", kind="stable").drop_duplicates("region")
    return nearest.set_index("region")[value].reindex(regions).fillna(0.0).to_numpy(dtype=float)


def with_seed_cells(seed: np.ndarray, cells: pd.DataFrame, columns: np.ndarray, layout: Layout) -> np.ndarray:
    """Put known cells into the seed: weights of a sector, shares of a sector, shares of a region, in this order.

    columns : (bps region,), GRDP
    """
    result = seed.copy()
    for name, group in cells[cells["unit"] == WEIGHT].groupby("industry", sort=False):
        rows = layout.rows(str(name))
        weights = group.set_index("region")["value"].reindex(layout.regions).fillna(0.0).to_numpy(dtype=float)
        result[rows] = seed[rows].sum() * weights / weights.sum()
    for name, group in cells[cells["unit"] == OF_PROVINCE].groupby("industry", sort=False):
        rows, known = layout.rows(str(name)), [layout.regions.index(region) for region in group["region"]]
        shares = group["value"].to_numpy(dtype=float)
        others = np.setdiff1d(np.arange(len(layout.regions)), known)
        result[np.ix_(rows, others)] *= (
            max(0.0, 1.0 - shares.sum()) * seed[rows].sum() / seed[np.ix_(rows, others)].sum()
        )
        result[rows, known] = shares * seed[rows].sum()
    known_rows = np.concatenate([layout.rows(name) for name in cells.loc[cells["unit"] == OF_PROVINCE, "industry"]])
    for cell in cells[cells["unit"] == OF_REGION].itertuples():
        rows, column = layout.rows(cell.industry), layout.regions.index(cell.region)
        free = np.setdiff1d(rows, known_rows)
        rest = cell.value * columns[column] - result[np.intersect1d(rows, known_rows), column].sum()
        # a share that its own refining or chemicals already fill leaves the indicators of the others as they are
        result[free, column] *= rest / result[free, column].sum() if rest > 0.0 else 1.0
    return result


def _held(layout: Layout, cells: pd.DataFrame, province: np.ndarray, columns: np.ndarray) -> tuple[Held, ...]:
    known = cells[(cells["use"] == "held") & cells["unit"].isin([OF_REGION, OF_PROVINCE])]
    return tuple(
        Held(rows, column, cell.value * (columns[column] if cell.unit == OF_REGION else province[rows].sum()))
        for cell in known.itertuples()
        for rows, column in [(layout.rows(cell.industry), layout.regions.index(cell.region))]
    )


def _cell_outcomes(cells: pd.DataFrame, value_added: np.ndarray, columns: np.ndarray, layout: Layout) -> pd.DataFrame:
    """Add to each share of a region the share it took in the fitted table."""
    shares = cells[cells["unit"] == OF_REGION].copy()
    places = [(layout.rows(cell.industry), layout.regions.index(cell.region)) for cell in shares.itertuples()]
    shares["fitted"] = [value_added[rows, column].sum() / columns[column] for rows, column in places]
    return shares
