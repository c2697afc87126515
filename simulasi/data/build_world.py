"""From tables to a balanced world of the base year (model.md 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from simulasi.data.base_year.exchange import Openness, elasticity_of_group, gravity_weights, openness
from simulasi.data.base_year.industries import Frames, Industries, industries, provincial_value_added, regional_totals
from simulasi.data.base_year.people import people, people_trend
from simulasi.data.base_year.raw_water import raw_water
from simulasi.data.base_year.recipes import Recipes, recipes
from simulasi.data.base_year.settle import Known, Settled, settle
from simulasi.data.base_year.uses import Totals, final_totals, mixes_2010
from simulasi.data.kept_world import kept
from simulasi.data.load_cargo import load_cargo
from simulasi.data.load_network import load_network
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import Tables, shipped_tables
from simulasi.model.published import distances_km, freight
from simulasi.model.transport import Carriage, Freight, cargo_index, carriage
from simulasi.world.accounts import Accounts
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.month import Month
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector
from simulasi.world.world import World, as_in_the_base_year

if TYPE_CHECKING:
    import pandas as pd

    from simulasi.model.parameters import Parameters
    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Network

MONTHS_A_YEAR = 12.0
MIDDLE = 7
"""The accounts of a year stand for its middle, and so does its network."""
TREND_YEARS = (2014, 2019)


@dataclass(frozen=True)
class Built:
    """A world and what its making leaves to look at, for the quality sheet.

    spread      : (bps region, region), share of each BPS region in each region
    recipe_2010 : (input, sector), coefficients of 2010 before scaling
    raw         : freight at raw tariffs
    """

    world: World
    industries: Industries
    spread: np.ndarray
    recipe_notes: pd.DataFrame
    recipe_2010: np.ndarray
    openness: Openness
    raw: Freight
    settled: Settled


@cache
def default_world(p: Parameters | None = None) -> World:
    """Return the world of the tables that come with the package; built once, and then kept (``kept_world``).

    p : parameters that freight and trade of the base year are built with; those in force when left out

    >>> default_world().region_ids[-1]
    'ikn'
    """
    chosen = p or load_parameters()
    return kept(chosen, lambda: build_world(shipped_tables(), chosen).world)


def build_world(tables: Tables, p: Parameters, *, year: int = 2021) -> Built:
    """Build the balanced world of a year from registered tables."""
    network, cargo = load_network(tables).at(Month(year, MIDDLE)), load_cargo(tables)
    built = build(tables.frames, network, cargo, p, year=year, digest=world_digest(tables, p, year=year))
    return replace(built, world=replace(built.world, source_ids=frozenset(tables.register.sources)))


def world_digest(tables: Tables, p: Parameters, *, year: int) -> str:
    """Fingerprint of all that a base world is made from: tables, year, parameters of freight and trade."""
    made_from = f"{tables.digest} {year} {p.freight} {p.traffic} {p.trade}"
    return blake2b(made_from.encode(), digest_size=16).hexdigest()


def build(
    tables: Frames, network: Network, cargo: tuple[CargoClass, ...], p: Parameters, *, year: int, digest: str
) -> Built:
    """Build the balanced world of ``year`` from tables (model.md 4).

    Raises WorldError where totals cannot be met or a provincial residual is negative.
    """
    regions, partners, sectors = read_regions(tables), read_partners(tables), read_sectors(tables)
    fitted, recipe = industries(tables, year=year), recipes(tables)
    spread = parts_of_bps_regions(tables, fitted.layout.regions)
    value_per_tonne = _by_sector(tables, "value_per_tonne", "value_million_rp_per_t")
    of = carriage(network, regions, partners, cargo, sectors, value_per_tonne)
    known = _known(tables, fitted, spread, recipe, of, p, year=year)
    settled = settle(known)
    accounts = _accounts(tables, settled, known, value_per_tonne, spread, fitted, year=year)
    told = {"people_trend": people_trend(tables, fitted.layout.regions) @ (spread > 0.0), **raw_water(tables)}
    world = World(
        base_year=year,
        regions=regions,
        partners=partners,
        sectors=sectors,
        cargo=cargo,
        network=network,
        accounts=accounts,
        trend_growth=_trend(tables, spread),
        numeraire=1.0,
        source_ids=frozenset(),
        digest=digest,
        **as_in_the_base_year(len(sectors), len(regions), len(partners)) | told,
    )
    return Built(world, fitted, spread, recipe.notes, recipe.before, known.openness, known.raw, settled)


def read_regions(tables: Frames) -> tuple[RegionInfo, ...]:
    """Read the identities of the regions."""
    rows = tables["regions"].fillna("").astype({"bps_code": str, "kemendagri_code": str})
    return tuple(
        RegionInfo(r.id, r.name_id, r.name_en, r.kind, r.bps_code, r.kemendagri_code, r.place, float(r.area_km2))
        for r in rows.itertuples()
    )


def read_partners(tables: Frames) -> tuple[PartnerInfo, ...]:
    """Read the identities of the partners."""
    return tuple(
        PartnerInfo(r.id, r.name_id, r.name_en, r.place, bool(r.is_foreign)) for r in tables["partners"].itertuples()
    )


def read_sectors(tables: Frames) -> tuple[Sector, ...]:
    """Read the sectors; those that hold stock come first."""
    return tuple(
        Sector(
            r.id,
            r.name_id,
            r.name_en,
            r.kbli,
            r.cargo,
            bool(r.holds_stock),
            bool(r.local_only),
            bool(r.resource),
            bool(r.mobile),
            bool(r.carrier),
            bool(r.price_taker),
            bool(r.needs_inputs),
        )
        for r in tables["sectors"].itertuples()
    )


def parts_of_bps_regions(tables: Frames, bps: tuple[str, ...]) -> np.ndarray:
    """Share of each BPS region that lies in each region of the model, (bps region, region); rows sum to 1."""
    ids = list(tables["regions"]["id"])
    shares = np.zeros((len(bps), len(ids)))
    for row, name in enumerate(bps):
        shares[row, ids.index(name)] = 1.0
    for part in tables["region_parts"].itertuples():
        share = part.persons_part / part.persons_whole
        row = bps.index(part.whole)
        shares[row, ids.index(part.part)] = share
        shares[row, ids.index(part.whole)] -= share
    return shares


def _known(
    tables: Frames, fitted: Industries, spread: np.ndarray, recipe: Recipes, of: Carriage, p: Parameters, *, year: int
) -> Known:
    totals = final_totals(tables, fitted.layout.regions, year=year)
    raw = freight(of, p, scale=np.ones(len(of.sectors)))
    return Known(
        value_added=fitted.value_added @ spread,
        recipes=recipe,
        openness=openness(tables, p.trade),
        totals=Totals(totals.province, {name: values @ spread for name, values in totals.regions.items()}),
        mixes=mixes_2010(tables),
        margin=p.freight.share_of_margin * _margins_2010(tables),
        raw=raw,
        gravity=_gravity(tables, of, raw, p),
        tradable=np.array([not sector.local_only for sector in of.sectors]),
        sectors=fitted.layout.sectors,
        regions=tuple(tables["regions"]["id"]),
    )


def _gravity(tables: Frames, of: Carriage, raw: Freight, p: Parameters) -> np.ndarray:
    """Weights of trade before fitting, (sector, origin, destination); what is used on the spot stays there."""
    regions, nodes = len(of.own_trip_km), len(of.places)
    exponent, groups = elasticity_of_group(tables), tables["sectors"]["group"]
    general = FREIGHT_CLASSES.index("general")
    weights, km = np.zeros((len(of.sectors), nodes, nodes)), distances_km(of, p)
    for row, (sector, group) in enumerate(zip(of.sectors, groups, strict=True)):
        kind = cargo_index(sector)
        distance = km[kind if kind >= 0 else general]
        weights[row] = gravity_weights(raw.total[row], distance, elasticity=exponent[group], regions=regions)
        if not sector.holds_stock:
            weights[row][np.diag_indices(regions)] *= p.trade.service_home_bias
        if sector.local_only:
            weights[row] = np.eye(nodes)
    weights[:, regions:, regions:] = 0.0
    return weights


def _accounts(
    tables: Frames,
    year_accounts: Settled,
    known: Known,
    value_per_tonne: np.ndarray,
    spread: np.ndarray,
    fitted: Industries,
    *,
    year: int,
) -> Accounts:
    """Bring the settled accounts of the year to a month, and add people."""
    wages = known.recipes.wages[:, None] * fitted.value_added
    persons = people(tables, wages, fitted, year=year)
    uses, month = year_accounts.uses, 1.0 / MONTHS_A_YEAR
    constant = provincial_value_added(tables, year=year, basis="adhk2010")
    current = provincial_value_added(tables, year=year, basis="adhb")
    return Accounts(
        gross_output=year_accounts.output * month,
        technical_coefficients=year_accounts.coefficients,
        flows=year_accounts.flows * month,
        households=uses.households * month,
        government=uses.government * month,
        investment=uses.investment * month,
        wage_coefficient=known.recipes.wages,
        value_per_tonne=value_per_tonne,
        freight_scale=year_accounts.freight_scale,
        land_freight=year_accounts.land_freight * month,
        gravity=_shares_without_trade(known.gravity, year_accounts),
        jobs=persons.jobs @ spread,
        labour_force=persons.labour_force @ spread,
        population=persons.population @ spread,
        constant_price_weight=np.where(current > 0.0, constant / np.where(current > 0.0, current, 1.0), 1.0),
    )


def _shares_without_trade(weights: np.ndarray, settled: Settled) -> np.ndarray:
    """Share of each origin where nothing was traded: gravity weighs what the origins sell, (sector, node, node)."""
    sold = settled.flows.sum(axis=2)
    pull = weights * sold[:, :, None]
    total = pull.sum(axis=1, keepdims=True)
    return np.where(total > 0.0, pull / np.where(total > 0.0, total, 1.0), 0.0)


def _by_sector(tables: Frames, table: str, column: str) -> np.ndarray:
    values = tables[table].set_index("sector")[column]
    return values.reindex(tables["sectors"]["id"]).fillna(1.0).to_numpy(dtype=float)


def _margins_2010(tables: Frames) -> np.ndarray:
    """Trade and transport margin of goods in 2010, share of the purchaser's price, (sector,)."""
    rows, sectors = tables["io_2010_sectors"], tables["sectors"]
    known = (
        rows[rows["quantity"] == "trade_transport_margin_share"].astype({"number": int}).set_index("number")["value"]
    )
    margin = known.reindex(sectors["number_2010"].astype(int)).fillna(0.0).to_numpy(dtype=float)
    return np.where(sectors["holds_stock"] == 1, np.maximum(margin, 0.0), 0.0)


def _trend(tables: Frames, spread: np.ndarray) -> np.ndarray:
    """Annual growth of real GRDP 2014-19 by region; a part grows like its whole."""
    first, last = (regional_totals(tables, year=year, basis="adhk2010") for year in TREND_YEARS)
    growth = (last / first) ** (1.0 / (TREND_YEARS[1] - TREND_YEARS[0])) - 1.0
    belongs = spread > 0.0
    return np.array([growth[belongs[:, region]][0] for region in range(spread.shape[1])])
