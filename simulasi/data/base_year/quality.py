"""The quality sheet of a base world: every check and every published figure beside what the accounts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.data.base_year.industries import PROVINCE, Frames, provincial_value_added, regional_totals
from simulasi.data.base_year.people import groups_of_sectors, industries_of_survey, survey_of_jobs
from simulasi.data.base_year.uses import final_totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.data.build_world import Built

COLUMNS = ("check", "item", "unit", "value", "reference", "distance", "limit", "ok")
EXACT, DEFLATED, MOVED = 1e-9, 0.05, 3.0
BALANCED = 1e-13
MONTHS = 12.0
Row = tuple[str, str, str, float, float, float]


def quality_sheet(built: Built, tables: Frames) -> pd.DataFrame:
    """List all checks of a built world, one a row.

    ``distance`` is relative to the reference, or the value itself where there is none; ``ok`` is empty where no
    limit applies.
    """
    parts = (
        _balances,
        _regional_totals,
        _cells,
        _deflators,
        _final_demand,
        _food,
        _imports,
        _partners,
        _recipes,
        _freight,
        _overruled,
        _survey,
        _productivity,
    )
    rows = [row for part in parts for row in part(built, tables)]
    sheet = pd.DataFrame(rows, columns=list(COLUMNS[:-2]))
    limits = [LIMITS.get(check, np.nan) for check in sheet["check"]]
    sheet["limit"] = limits
    sheet["ok"] = [
        "" if np.isnan(limit) else str(abs(distance) <= limit).lower()
        for distance, limit in zip(sheet["distance"], limits, strict=True)
    ]
    return sheet


LIMITS = {
    "balance": BALANCED,
    "regional GRDP": EXACT,
    "held cell": EXACT,
    "constant-price total": DEFLATED,
    "final demand": EXACT,
    "jobs of a region": EXACT,
    "jobs of an industry": EXACT,
}


def failed(sheet: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose distance is beyond its limit."""
    return sheet[sheet["ok"] == "false"]


def _balances(built: Built, _: Frames) -> Iterator[Row]:
    accounts = built.world.accounts
    regions = len(built.world.regions)
    arrived = (accounts.flows * (1.0 - built.raw.loss))[:, :, :regions].sum(axis=1)
    carriers = np.zeros_like(arrived)
    carriers[[sector.is_carrier for sector in built.world.sectors]] = accounts.land_freight
    used = accounts.intermediate_use() + carriers + accounts.households + accounts.government + accounts.investment
    gap = abs(arrived - used) / np.where(used > 0.0, used, 1.0)
    yield (
        "balance",
        "output = shipments",
        "relative",
        float(accounts.sales_gap().max()),
        0.0,
        float(accounts.sales_gap().max()),
    )
    yield "balance", "arrivals = use", "relative", float(gap.max()), 0.0, float(gap.max())
    yield "balance", "last round of settling", "relative", built.settled.residue, 0.0, built.settled.residue


def _regional_totals(built: Built, tables: Frames) -> Iterator[Row]:
    year, layout = built.world.base_year, built.industries.layout
    found = _value_added(built) @ (built.spread.T > 0.0)
    province = provincial_value_added(tables, year=year, basis="adhb").sum()
    published = regional_totals(tables, year=year, basis="adhb")
    for region, value, reference in zip(
        layout.regions, found.sum(axis=0), published * province / published.sum(), strict=True
    ):
        yield "regional GRDP", region, "bn Rp", float(value), float(reference), float(value / reference - 1.0)


def _cells(built: Built, _: Frames) -> Iterator[Row]:
    for cell in built.industries.cells.itertuples():
        item = f"{cell.region} {cell.industry}"
        yield f"{cell.use} cell", item, "share of GRDP", cell.fitted, cell.value, cell.fitted / cell.value - 1.0


def _deflators(built: Built, tables: Frames) -> Iterator[Row]:
    """Cells times the deflators of the province must give the exact totals at constant prices."""
    year, layout = built.world.base_year, built.industries.layout
    constant = built.world.accounts.constant_price_weight @ built.industries.value_added
    published = regional_totals(tables, year=year, basis="adhk2010")
    for region, value, reference in zip(layout.regions, constant, published, strict=True):
        yield (
            "constant-price total",
            region,
            "bn Rp 2010",
            float(value),
            float(reference),
            float(value / reference - 1.0),
        )


def _final_demand(built: Built, tables: Frames) -> Iterator[Row]:
    settled, layout = built.settled, built.industries.layout
    province = final_totals(tables, layout.regions, year=built.world.base_year).province
    found = {
        "households": settled.uses.households,
        "government": settled.uses.government,
        "fixed_capital": settled.uses.investment,
    }
    for name, volume in found.items():
        value = float((volume * settled.paid).sum())
        yield "final demand", name, "bn Rp", value, province[name], value / province[name] - 1.0
    spent = sum(float((volume * settled.paid).sum()) for volume in found.values())
    external = float(_value_added(built).sum()) - spent
    yield "net exports", "kaltim", "bn Rp", external, province["net_exports"], external / province["net_exports"] - 1.0
    yield "left out", "change of inventories", "bn Rp", 0.0, province["inventories"], -1.0


FOOD = ("paddy", "other_crops", "livestock", "fisheries", "palm_oil", "food_manufacturing", "accommodation_food")
"""Sectors that sell what Susenas counts as food: prepared food is among it, tobacco too."""


def _food(built: Built, tables: Frames) -> Iterator[Row]:
    """Compare the food share of households with the survey of expenditure, which holds the margins of shops, too."""
    facts = tables["region_facts"]
    published = facts[(facts["region"] == PROVINCE) & (facts["quantity"] == "food_share_of_expenditure")]["value"]
    spent = built.world.accounts.households.sum(axis=1)
    share = float(spent[np.isin(built.world.sector_ids, FOOD)].sum() / spent.sum())
    for reference in published:
        yield "food share of households", PROVINCE, "share", share, float(reference), float(share / reference - 1.0)


def _imports(built: Built, _: Frames) -> Iterator[Row]:
    start, used = built.openness.import_share, built.settled.import_share
    for sector, first, last in zip(built.world.sector_ids, start, used, strict=True):
        yield (
            "import share",
            sector,
            "share of use",
            float(last),
            float(first),
            float(last / first - 1.0) if first else 0.0,
        )


def _partners(built: Built, _: Frames) -> Iterator[Row]:
    """Share of each partner in imports and exports of a commodity, beside its share in IRIO and the assumptions."""
    regions, flows = len(built.world.regions), built.settled.flows
    sold = {"import": (flows[:, regions:, :regions].sum(axis=2), built.openness.sellers),
            "export": (flows[:, :regions, regions:].sum(axis=1), built.openness.buyers)}  # fmt: skip
    for direction, (volume, shares) in sold.items():
        total = volume.sum(axis=1)
        for row, sector in enumerate(built.world.sector_ids):
            for column, partner in enumerate(built.world.partner_ids):
                if total[row] > 0.0 and shares[row, column] > 0.0:
                    value = float(volume[row, column] / total[row])
                    reference = float(shares[row, column])
                    yield (
                        f"partner's {direction} share",
                        f"{sector} {partner}",
                        "share",
                        value,
                        reference,
                        value / reference - 1.0,
                    )


def _recipes(built: Built, _: Frames) -> Iterator[Row]:
    for note in built.recipe_notes.itertuples():
        if note.factor > 0.0:
            yield "recipe column", note.sector, "factor on 2010", note.factor, 1.0, note.factor - 1.0
    before, after = built.recipe_2010, built.settled.coefficients
    both = (before > 0.0) & (after > 0.0)
    moved = both & ((after > MOVED * before) | (after < before / MOVED))
    for row, column in np.argwhere(moved):
        item = f"{built.world.sector_ids[row]} in {built.world.sector_ids[column]}"
        value, reference = float(after[row, column]), float(before[row, column])
        yield "coefficient moved by more than 3", item, "share of output", value, reference, value / reference - 1.0


def _freight(built: Built, _: Frames) -> Iterator[Row]:
    for sector, scale in zip(built.world.sectors, built.settled.freight_scale, strict=True):
        if sector.holds_stock:
            yield "freight scale", sector.id, "share of raw tariff", float(scale), 1.0, float(scale - 1.0)
    land, sea = float(built.settled.land_freight.sum()), built.settled.sea_freight
    yield "freight", "land and river", "bn Rp", land, np.nan, land
    yield "freight", "sea, of what regions buy", "bn Rp", sea, np.nan, sea


def _overruled(built: Built, _: Frames) -> Iterator[Row]:
    for component, regions in built.settled.uses.overruled.items():
        for region in regions:
            yield "regional total overruled", f"{region} {component}", "", np.nan, np.nan, np.nan


def _survey(built: Built, tables: Frames) -> Iterator[Row]:
    """Compare jobs with the survey: they add up to its totals; the cells are estimated (jobs.py)."""
    groups, regions = industries_of_survey(tables), built.industries.layout.regions
    counted = survey_of_jobs(tables, built.industries, year=built.world.base_year).counted
    by_sector = built.world.accounts.jobs @ (built.spread.T > 0.0)
    row = groups_of_sectors(tables)
    found = np.stack([by_sector[row == group].sum(axis=0) for group in range(len(groups))])
    for check, names, axis in (("jobs of a region", regions, 0), ("jobs of an industry", groups, 1)):
        for name, value, reference in zip(names, found.sum(axis=axis), counted.sum(axis=axis), strict=True):
            yield check, name, "persons", float(value), float(reference), float(value / reference - 1.0)
    for group, region in np.ndindex(*counted.shape):
        value, reference = float(found[group, region]), float(counted[group, region])
        distance = value / reference - 1.0 if reference else np.nan
        yield "jobs beside the survey", f"{regions[region]} {groups[group]}", "persons", value, reference, distance


def _productivity(built: Built, _: Frames) -> Iterator[Row]:
    """List industries of a region that work with many more, or fewer, persons than those of the province."""
    accounts = built.world.accounts
    output, jobs = accounts.gross_output * MONTHS, accounts.jobs
    province = jobs.sum(axis=1) / np.where(output.any(axis=1), output.sum(axis=1), 1.0)
    expected = province[:, None] * output
    far = (jobs > MOVED * expected) | (jobs < expected / MOVED)
    for row, column in np.argwhere(far):
        item = f"{built.world.sector_ids[row]} {built.world.region_ids[column]}"
        value, reference = float(jobs[row, column] / output[row, column]), float(province[row])
        yield "jobs per output beyond 3", item, "persons/bn Rp", value, reference, value / reference - 1.0


def _value_added(built: Built) -> np.ndarray:
    """Value added of the settled accounts at the prices that buyers pay, (sector, region), bn Rp a year."""
    settled = built.settled
    return settled.output * (1.0 - settled.coefficients.T @ settled.paid)
