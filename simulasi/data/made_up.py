"""Balanced made-up worlds of any size, for tests, benchmarks and teaching; no place on earth stands behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulasi.data.few_pairs import check_cut
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up_roads import roads_between
from simulasi.data.made_up_trade import Land, Trade, trade_by_gravity
from simulasi.data.tables_world import Parts
from simulasi.data.trade_balance import Needs, price_paid, settle
from simulasi.data.world_file import world_of
from simulasi.errors import Fault, WorldError
from simulasi.model.published import freight
from simulasi.model.transport import carriage
from simulasi.world.accounts import Accounts
from simulasi.world.network import Link, Network, Place
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Carriage, Freight
    from simulasi.world.world import World

YEAR = 2021
MOST_CELLS = 25_000_000
"""Sectors times pairs of a world that keeps all pairs."""
LEAST_REGIONS, LEAST_SECTORS = 1, 2
WITH_CONSTRUCTION, WITH_RESOURCE, WITH_FRESH = 3, 4, 6
"""Number of sectors from which there is construction, a resource, and a fresh good."""

LARGEST_TOWN, RANK_SIZE = 800_000.0, 0.8
SIDE_KM, KM_A_DEGREE, MERIDIAN = 100.0, 111.0, 116.0
WINDING, SHORTEST_KM = 1.3, 5.0
ROAD_KM_H, PORT_KM, PORT_H = (30.0, 60.0), 10.0, 0.4
PARTNERS = (("jawa", "Jawa", "Java", False, 900.0, 40.0), ("dunia", "Dunia", "World", True, 3000.0, 120.0))
"""Id, names, foreign or not, kilometres and hours by sea."""

MOST_FREIGHT = 0.25
"""Freight of the dearest trip, per unit of producer value."""
VALUE_PER_TONNE = (1.0, 15.0)
CARRIED_AS = ("dry_bulk", "general")
"""Classes of cargo of goods, in turn."""
INPUTS, LUMPED, FEW_REPAIRS = (0.25, 0.6), 0.5, 0.1
"""Inputs per unit of output, how unequal they are, and how little of them is construction."""
HOUSEHOLDS, GOVERNMENT, INVESTMENT, EXPORTS = 0.0012, 0.0005, 0.0012, 0.003
"""Spending of buyers, bn Rp a head and month."""
BUILT, RESOURCE_EXPORTS = 0.6, 4.0
"""Share of construction in investment, and the weight of the resource in exports."""
PAY_SHARE, EMPLOYED, JOBLESS = (0.3, 0.6), 0.45, (0.03, 0.09)
TREND, UNEVEN = (0.02, 0.05), (0.6, 1.0)
"""Growth a year, and the random factor of areas, of spending by head and of prices since 2010."""


def made_up_world(
    regions: int, sectors: int, seed: int, *, origins: int | None = None, p: Parameters | None = None
) -> World:
    """Make up a balanced world: towns by rank and size on a plane, roads, a port, and random recipes.

    origins : regions that each destination buys from (``few_pairs.kept_pairs``), for worlds of many regions; all when
              left out
    p       : parameters of freight under which it balances; those in force when left out

    Partners are ``jawa`` and ``dunia``. Sectors are goods, then services; ``transport`` carries. From 3 sectors on
    there is ``construction``, from 4 a ``resource``, from 6 a ``fresh`` good. Raises WorldError when fewer than
    1 region or 2 sectors are asked for, when all pairs are too many, or when too much trade is cut.

    >>> world = made_up_world(3, 4, 1)
    >>> world.sector_ids
    ('resource', 'goods_1', 'construction', 'transport')
    >>> world.digest == made_up_world(3, 4, 1).digest != made_up_world(3, 4, 2).digest
    True
    """
    _check_size(regions, sectors, origins)
    draw = np.random.Generator(np.random.PCG64([seed, regions, sectors]))
    land, kinds = _land(regions, draw), _sectors(sectors)
    network = _network(land, draw)
    parts = Parts(_regions(land), _partners(), kinds, network, frozenset({"own-assumption"}), {})
    accounts, trade = _accounts(parts, land, draw, origins, p or load_parameters())
    trend = draw.uniform(*TREND, regions)
    world = world_of(
        replace(parts, arrays={"trend_growth": trend}),
        accounts,
        base_year=YEAR,
        neighbours=trade.neighbours,
        cut=trade.cut,
    )
    check_cut(world.cut_share)
    return world


def _check_size(regions: int, sectors: int, origins: int | None) -> None:
    sizes = (("regions", regions, LEAST_REGIONS), ("sectors", sectors, LEAST_SECTORS))
    faults = [
        Fault("out_of_range", key=name, value=str(size), fields={"range": f"≥ {least}", "unit": "none"})
        for name, size, least in sizes
        if size < least
    ]
    if not faults and origins is None and sectors * regions**2 > MOST_CELLS:
        faults.append(Fault("too_many_pairs", key="regions", value=str(regions), fields={"sectors": str(sectors)}))
    if faults:
        raise WorldError(faults)


def _land(regions: int, draw: np.random.Generator) -> Land:
    side = SIDE_KM * np.sqrt(regions)
    rank = draw.permutation(regions) + 1.0
    return Land(
        east_km=draw.uniform(0.0, side, regions),
        north_km=draw.uniform(-side / 2.0, side / 2.0, regions),
        area_km2=SIDE_KM**2 * draw.uniform(*UNEVEN, regions),
        population=np.round(LARGEST_TOWN * rank**-RANK_SIZE),
    )


def _regions(land: Land) -> tuple[RegionInfo, ...]:
    return tuple(
        RegionInfo(f"region_{n}", f"Wilayah {n}", f"Region {n}", "kabupaten", "", "", f"town_{n}", float(area))
        for n, area in enumerate(land.area_km2, start=1)
    )


def _partners() -> tuple[PartnerInfo, ...]:
    return tuple(PartnerInfo(id_, own, english, f"port_{id_}", foreign) for id_, own, english, foreign, *_ in PARTNERS)


def _sectors(count: int) -> tuple[Sector, ...]:
    """Make goods, then services; the special ones first."""
    services = max(count // 2, 2 if count >= WITH_CONSTRUCTION else 1)
    goods = [name for name, least in (("resource", WITH_RESOURCE), ("fresh", WITH_FRESH)) if count >= least]
    goods += [f"goods_{n}" for n in range(1, count - services - len(goods) + 1)]
    others = ["construction"] * (count >= WITH_CONSTRUCTION) + ["transport"]
    others += [f"services_{n}" for n in range(1, services - len(others) + 1)]
    return (*(_good(name, row) for row, name in enumerate(goods)), *map(_service, others))


def _good(name: str, row: int) -> Sector:
    cargo = {"resource": "dry_bulk", "fresh": "perishable"}.get(name, CARRIED_AS[row % 2])
    title = name.replace("_", " ").capitalize()
    is_resource = name == "resource"
    return Sector(
        name, title, title, "C", cargo, holds_stock=True, local_only=False, is_resource=is_resource, is_mobile=False,
        takes_price=is_resource,
    )  # fmt: skip


def _service(name: str) -> Sector:
    title = name.replace("_", " ").capitalize()
    is_built = name == "construction"
    return Sector(
        name, title, title, "F" if is_built else "S", "none", holds_stock=False, local_only=is_built,
        is_resource=False, is_mobile=is_built, is_carrier=name == "transport",
    )  # fmt: skip


def _network(land: Land, draw: np.random.Generator) -> Network:
    """Join every town to its nearest ones and all of them in a tree; the largest has the port."""
    largest, count = int(land.population.argmax()) + 1, len(land.population)
    roads = [
        Link((f"town_{a + 1}", f"town_{b + 1}"), "road", length, length / float(draw.uniform(*ROAD_KM_H)))
        for a, b, apart in roads_between(land.east_km, land.north_km)
        for length in (max(WINDING * apart, SHORTEST_KM),)
    ]
    ships = [Link(("port", f"port_{id_}"), "sea", km, hours) for id_, _, _, _, km, hours in PARTNERS]
    towns = [
        Place(f"town_{n + 1}", f"Kota {n + 1}", f"region_{n + 1}", float(north) / KM_A_DEGREE,
              MERIDIAN + float(east) / KM_A_DEGREE)
        for n, north, east in zip(range(count), land.north_km, land.east_km, strict=True)
    ]  # fmt: skip
    ports = [Place("port", "Pelabuhan", f"region_{largest}", None, None)]
    ports += [Place(f"port_{id_}", f"Pelabuhan {own}", id_, None, None) for id_, own, *_ in PARTNERS]
    quay = Link((f"town_{largest}", "port"), "road", PORT_KM, PORT_H)
    return Network.of((*towns, *ports), (*roads, quay, *ships))


def _accounts(
    parts: Parts, land: Land, draw: np.random.Generator, origins: int | None, p: Parameters
) -> tuple[Accounts, Trade]:
    regions, kinds = len(parts.regions), parts.sectors
    value = np.where([kind.holds_stock for kind in kinds], draw.uniform(*VALUE_PER_TONNE, len(kinds)), 1.0)
    of = carriage(parts.network, parts.regions, parts.partners, parts.cargo, kinds, value)
    coefficients, uses = _recipes(kinds, draw), _uses(kinds, land, draw)
    trade, exported = trade_by_gravity(of, land, draw, origins, p), _exported(kinds, land, draw)
    tau, scale = _freight(of._replace(pairs=trade.pairs, neighbours=trade.neighbours), value, p)
    carrier = next(row for row, kind in enumerate(kinds) if kind.is_carrier)
    needs = Needs(coefficients, np.sum(list(uses.values()), axis=0), exported, carrier)
    settled = settle(needs, trade.shares, tau, trade.pairs)
    output = trade.pairs.by_origin(settled.flows)[:, :regions]
    left = 1.0 - coefficients.T @ price_paid(settled.flows, tau, trade.pairs, regions=regions)
    wages = draw.uniform(*PAY_SHARE, len(kinds)) * left.min(axis=1)
    jobs, force = _people(wages[:, None] * output, land, draw)
    accounts = Accounts(
        gross_output=output,
        technical_coefficients=coefficients,
        flows=settled.flows,
        households=uses["households"],
        government=uses["government"],
        investment=uses["investment"],
        wage_coefficient=wages,
        value_per_tonne=value,
        freight_scale=scale,
        land_freight=settled.land_freight,
        gravity=trade.shares,
        jobs=jobs,
        labour_force=force,
        population=land.population,
        constant_price_weight=draw.uniform(*UNEVEN, len(kinds)),
        pairs=trade.pairs,
    )
    return accounts, trade


def _freight(of: Carriage, value: np.ndarray, p: Parameters) -> tuple[Freight, np.ndarray]:
    """Freight at the tariffs in force, and the share of it that keeps the dearest trip within bounds."""
    raw = freight(of, p, scale=np.ones(len(value)))
    scale = np.minimum(1.0, MOST_FREIGHT / np.maximum(raw.total.reshape(len(value), -1).max(axis=1), MOST_FREIGHT))
    by_sector = scale.reshape(-1, *[1] * (raw.land.ndim - 1))
    return raw._replace(land=raw.land * by_sector, sea=raw.sea * by_sector), scale


def _recipes(kinds: tuple[Sector, ...], draw: np.random.Generator) -> np.ndarray:
    """Random coefficients whose columns stay well below 1, (input, sector)."""
    weight = draw.gamma(LUMPED, size=(len(kinds), len(kinds)))
    weight[[kind.is_mobile for kind in kinds]] *= FEW_REPAIRS
    return weight / weight.sum(axis=0) * draw.uniform(*INPUTS, len(kinds))


def _uses(kinds: tuple[Sector, ...], land: Land, draw: np.random.Generator) -> dict[str, np.ndarray]:
    """Set final demand by head: households buy all but construction, government services, investors plant."""
    built = np.array([kind.id == "construction" for kind in kinds])
    services = np.array([kind.id.startswith("services") for kind in kinds])
    plant = np.array([kind.id.startswith("goods") for kind in kinds])
    public = services if services.any() else np.array([kind.is_carrier for kind in kinds])
    taste = (1.0 - built) * draw.gamma(1.0, size=len(kinds))
    invested = BUILT * built + (1.0 - BUILT * built.any()) * plant / plant.sum()
    mixes = {"households": (HOUSEHOLDS, taste / taste.sum()), "government": (GOVERNMENT, public / public.sum()),
             "investment": (INVESTMENT, invested)}  # fmt: skip
    return {
        name: amount * mix[:, None] * land.population * draw.uniform(*UNEVEN, len(land.population))
        for name, (amount, mix) in mixes.items()
    }


def _exported(kinds: tuple[Sector, ...], land: Land, draw: np.random.Generator) -> np.ndarray:
    """Sales to partners, (sector, partner)."""
    weight = draw.gamma(LUMPED, size=(len(kinds), len(PARTNERS))) * [[not kind.local_only] for kind in kinds]
    weight[[kind.id == "resource" for kind in kinds]] *= RESOURCE_EXPORTS
    return EXPORTS * land.population.sum() * weight / weight.sum()


def _people(bill: np.ndarray, land: Land, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Jobs in proportion to pay, (sector, region), and the labour force, (region,)."""
    jobs = EMPLOYED * land.population * bill / bill.sum(axis=0)
    return jobs, jobs.sum(axis=0) / (1.0 - draw.uniform(*JOBLESS, len(land.population)))
