"""The published numbers of 2022 and 2023 in the tables of accounts, labour and trade, and the whole record together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.calibrate.backtest_targets import (
    AREAS,
    BEFORE,
    CAPITAL,
    KNOWN_YEAR,
    LAST_YEAR,
    NOMINAL,
    UNKNOWN,
    YEARS,
    Key,
    Placed,
    Target,
    area_of,
    first_of_each,
    latest_year,
    unit_of,
    until,
    validation_rows,
)
from simulasi.calibrate.record import LEVELS, published_growth
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

REAL, PERCENT = "adhk2010", 100.0
INDUSTRIES = ("A", "B", "C", "D,E", "F", "G", "H", "I", "J", "K", "L,M,N", "O", "P,Q", "R,S,T,U")
"""Industries of BPS, joined where the model holds them together."""
LABOUR = {
    "unemployment_rate_TPT": "unemployment",
    "employed": "employed",
    "unemployed": "unemployed",
    "labour_force": "labour_force",
    "employment_change_mining": "employment_change.B",
    "employment_share_agriculture": "employment_share.A",
    "employment_share_mining": "employment_share.B",
    "employment_share_trade": "employment_share.G",
}
BY_INDUSTRY = ("employment_share", "employment_change", "employment_growth")
WORKERS = {
    "construction_workers": "construction_workers",
    "construction_workers_from_elsewhere": "workers_from_elsewhere",
}
"""What was counted at the building sites of the capital; the month stands behind the target."""
NOT_MODELLED = {
    "participation_rate_TPAK": "ages",
    "working_age_population": "ages",
    "minimum_wage_UMP": "policy",
    "construction_workers_local": "workers_detail",
    "construction_workers_from_Kalimantan": "workers_detail",
    "construction_workers_from_outside_Kalimantan": "workers_detail",
    "construction_workers_recruited_phase1": "workers_detail",
}
CODES = {"horticulture": ("I-02",), "quarry": ("I-11",)}
"""Goods of IRIO 2016 whose origin is compared."""
GOODS_CODES = tuple(f"I-{number:02d}" for number in range(1, 28))
ORIGINS = (("jawa", "goods"), ("sulsel", "horticulture"), ("sulteng", "quarry"))


class Published(NamedTuple):
    """All that was published to the end of 2023.

    targets : by key, each once
    placed  : every row of the record, with its target or its reason
    """

    targets: Mapping[Key, Target]
    placed: tuple[Placed, ...]


def published(tables: Mapping[str, pd.DataFrame]) -> Published:
    """Gather the targets of all tables; the same number told twice counts once, accounts before newspapers."""
    known = {**tables, **{name: until(tables[name], LAST_YEAR) for name in ("grdp_region", "grdp_growth", "labour")}}
    validation, told = validation_rows(tables["validation_targets"])
    regions, accounts = _account_rows(known)
    labour, work = _labour_rows(known["labour"])
    others = [*_province_industries(tables), *_industry_facts(tables), *_origins(tables)]
    targets = first_of_each([*accounts, *told, *work, *others])
    return Published(targets, (*validation, *regions, *labour))


def best_levels(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one level of real GRDP for each region and year, the best method first (region, year, value_bn_rp)."""
    real = frame[frame["basis"] == REAL]
    order = real["method"].map({method: rank for rank, method in enumerate(LEVELS)})
    ordered = real.assign(order=order).sort_values("order", kind="stable")
    return ordered.drop_duplicates(["region", "year"])


def _account_rows(tables: Mapping[str, pd.DataFrame]) -> tuple[list[Placed], list[Target]]:
    """Place the rows of regional accounts of the years compared: real levels and growth count, nominal ones do not."""
    levels, growth = tables["grdp_region"], tables["grdp_growth"]
    placed = [
        Placed(
            name, row.region, str(row.year), str(getattr(row, "basis", "growth")), f"{getattr(row, column):g}", *where
        )
        for name, frame, column in (("grdp_region", levels, "value_bn_rp"), ("grdp_growth", growth, "growth_pct"))
        for row in frame[frame["year"].isin(YEARS)].itertuples()
        for where in [_account_target(name, row.region, int(row.year), str(getattr(row, "basis", REAL)))]
    ]
    rates = [
        Target(
            Key("grdp_2010_growth", area_of(region), year), "percent", rate, confidence, _growth_source(growth, region)
        )
        for year in YEARS
        for region, (rate, confidence) in published_growth(tables, year).items()
    ]
    amounts = [
        Target(Key("grdp_2010", area_of(row.region), int(row.year)), "bn_rp_2010", float(row.value_bn_rp),
               row.confidence, row.source_id)
        for row in best_levels(levels).itertuples() if int(row.year) in YEARS
    ]  # fmt: skip
    return placed, [*rates, *amounts]


def _account_target(name: str, region: str, year: int, basis: str) -> tuple[Key | None, str]:
    if basis != REAL:
        return None, NOMINAL
    return Key("grdp_2010" if name == "grdp_region" else "grdp_2010_growth", area_of(region), year), ""


def _growth_source(growth: pd.DataFrame, region: str) -> str:
    rows = growth[growth["region"] == region]["source_id"]
    return str(rows.iloc[0]) if len(rows) else "own-derivation"


def _labour_rows(frame: pd.DataFrame) -> tuple[list[Placed], list[Target]]:
    """Place the rows of labour of the years compared; those of the base year and before are known or given."""
    rows = [row for row in frame.itertuples() if latest_year(row.year) in YEARS]
    placed = [
        Placed("labour", row.region, str(row.year), row.indicator, f"{row.value:g} {row.unit}", *where)
        for row in rows
        for where in [labour_target(row.indicator, row.region, str(row.year))]
    ]
    targets = [
        Target(where.key, unit_of(where.key.target), float(row.value), row.confidence, row.source_id)
        for row, where in zip(rows, placed, strict=True)
        if where.key
    ]
    return placed, targets


def labour_target(indicator: str, region: str, period: str) -> tuple[Key | None, str]:
    """Return the target of a row about labour, or none and the reason.

    >>> labour_target("unemployment_rate_TPT", "ppu", "2022")
    (Key(target='unemployment', region='ppu_bps', year=2022), '')
    >>> labour_target("minimum_wage_UMP", "kaltim", "2023"), labour_target("employed", "kaltim", "2020")
    ((None, 'policy'), (None, 'before'))
    """
    year = latest_year(period)
    if year < YEARS[0]:
        return None, BEFORE
    if indicator in NOT_MODELLED:
        return None, NOT_MODELLED[indicator]
    if region == CAPITAL:
        month = period.partition("-")[2]
        return (Key(f"{WORKERS[indicator]}.{month}", CAPITAL, year), "") if indicator in WORKERS else (None, UNKNOWN)
    head, _, letters = indicator.partition(".")
    name = LABOUR.get(indicator, indicator if head in BY_INDUSTRY and letters else "")
    return (Key(name, area_of(region), year), "") if name and area_of(region) in AREAS else (None, UNKNOWN)


def industry_levels(frame: pd.DataFrame, *, basis: str = REAL) -> pd.DataFrame:
    """Return value added of the province by year, joined as the model holds industries, (year, industry)."""
    wide = frame[frame["basis"] == basis].pivot_table(index="year", columns="industry", values="value_bn_rp")
    joined = {name: wide[parts_of(name, wide.columns)].sum(axis=1) for name in INDUSTRIES}
    return wide[["total"]].assign(**joined)


def parts_of(name: str, published_as: pd.Index) -> list[str]:
    """Return the columns that make an industry: itself, or letters that lie in it.

    >>> import pandas as pd
    >>> parts_of("L,M,N", pd.Index(["K", "L", "M,N", "R,S,T,U"]))
    ['L', 'M,N']
    """
    letters = set(name.split(","))
    return [column for column in published_as if set(column.split(",")) <= letters]


def _province_industries(tables: Mapping[str, pd.DataFrame]) -> Iterator[Target]:
    """Yield real growth of every industry of the province."""
    frame = until(tables["grdp_province_industry"], LAST_YEAR)
    growth = PERCENT * (industry_levels(frame).pct_change())
    for year in YEARS:
        for name in INDUSTRIES:
            key = Key(f"industry_growth.{name}", KALTIM, year)
            yield Target(key, "percent", float(growth.loc[year, name]), "derived", "bps-kaltim-pdrb-industri")


def _industry_facts(tables: Mapping[str, pd.DataFrame]) -> Iterator[Target]:
    """Yield real growth of an industry in a region, as far as it was printed."""
    frame = until(tables["industry_facts"], LAST_YEAR)
    rows = frame[(frame["measure"] == "growth") & (frame["basis"] == REAL)]
    for row in rows[rows["year"].astype(str).isin([str(year) for year in YEARS])].itertuples():
        key = Key(f"industry_growth.{row.industry}", area_of(row.region), int(row.year))
        yield Target(key, "percent", float(row.value), row.confidence, row.source_id)


def _origins(tables: Mapping[str, pd.DataFrame]) -> Iterator[Target]:
    """Yield shares of partners in what the province bought from other provinces in 2016, beside the first year."""
    trade = tables["irio_2016_trade"]
    partners = tables["partners"].set_index("id")["irio_provinces"]
    bought = trade[trade["direction"] == "in"]
    for partner, goods in ORIGINS:
        rows = bought[bought["irio_code"].isin(CODES.get(goods, GOODS_CODES))]
        share = (
            rows[rows["province"].isin(partners[partner].split("|"))]["value_bn_rp"].sum() / rows["value_bn_rp"].sum()
        )
        key = Key(f"origin_share.{partner}.{goods}", KALTIM, KNOWN_YEAR + 1)
        yield Target(key, "percent", PERCENT * float(share), "derived", "bps-irio-2016")
