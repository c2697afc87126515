"""Balanced made-up worlds of any size, for tests, benchmarks and teaching; no place on earth stands behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree

from simulasi.data.load_parameters import load_parameters
from simulasi.data.tables_world import Parts
from simulasi.data.trade_balance import Needs, price_paid, settle
from simulasi.data.world_file import world_of
from simulasi.errors import Fault, WorldError
from simulasi.model.published import distances_km, freight
from simulasi.model.transport import Carriage, Freight, carriage
from simulasi.world.accounts import Accounts
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.network import Link, Network, Place
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.world.world import World

YEAR = 2021
LEAST_REGIONS, LEAST_SECTORS = 1, 2
WITH_CONSTRUCTION, WITH_RESOURCE, WITH_FRESH = 3, 4, 6
"""Number of sectors from which there is construction, a resource, and a fresh good."""

LARGEST_TOWN, RANK_SIZE = 800_000.0, 0.8
SIDE_KM, KM_A_DEGREE, MERIDIAN = 100.0, 111.0, 116.0
WINDING, SHORTEST_KM, NEIGHBOURS = 1.3, 5.0, 2
ROAD_KM_H, PORT_KM, PORT_H = (30.0, 60.0), 10.0, 0.4
PARTNERS = (("jawa", "Jawa", "Java", False, 900.0, 40.0), ("dunia", "Dunia", "World", True, 3000.0, 120.0))
"""Id, names, foreign or not, kilometres and hours by sea."""

NEAR_KM, DECAY, SERVICE_AT_HOME = 50.0, 1.5, 10.0
MOST_FREIGHT = 0.25
"""Freight of the dearest trip, per unit of producer value."""
VALUE_PER_TONNE = (1.0, 15.0)
CARRIED_AS = ("dry_bulk", "general")
"""Classes of cargo of goods, in turn."""
MADE, SPECIALISED = 0.7, 1.0
"""Chance that a region makes a good, and the spread of how much."""
INPUTS, LUMPED, FEW_REPAIRS = (0.25, 0.6), 0.5, 0.1
"""Inputs per unit of output, how unequal they are, and how little of them is construction."""
IMPORTED_GOODS, IMPORTED_SERVICES, FROM_JAVA = (0.2, 0.6), (0.02, 0.1), (0.4, 0.9)
HOUSEHOLDS, GOVERNMENT, INVESTMENT, EXPORTS = 0.0012, 0.0005, 0.0012, 0.003
"""Spending of buyers, bn Rp a head and month."""
BUILT, RESOURCE_EXPORTS = 0.6, 4.0
"""Share of construction in investment, and the weight of the resource in exports."""
PAY_SHARE, EMPLOYED, JOBLESS = (0.3, 0.6), 0.45, (0.03, 0.09)
TREND, UNEVEN = (0.02, 0.05), (0.6, 1.0)
"""Growth a year, and the random factor of areas, of spending by head and of prices since 2010."""


@dataclass(frozen=True)
class Land:
    """Towns on a plane: where they lie, east and north in km, (region,) each, and how many live there."""

    east_km: np.ndarray
    north_km: np.ndarray
    area_km2: np.ndarray
    population: np.ndarray


def made_up_world(regions: int, sectors: int, seed: int) -> World:
    """Make up a balanced world: towns by rank and size on a plane, roads, a port, and random recipes.

    Partners are ``jawa`` and ``dunia``. Sectors are goods, then services; ``transport`` carries. From 3 sectors on
    there is ``construction``, from 4 a ``resource``, from 6 a ``fresh`` good. Raises WorldError when fewer than
    1 region or 2 sectors are asked for.

    >>> world = made_up_world(3, 4, 1)
    >>> world.sector_ids
    ('resource', 'goods_1', 'construction', 'transport')
    >>> world.digest == made_up_world(3, 4, 1).digest != made_up_world(3, 4, 2).digest
    True
    """
    _check_size(regions, sectors)
    draw = np.random.Generator(np.random.PCG64([seed, regions, sectors]))
    land, kinds = _land(regions, draw), _sectors(sectors)
    network = _network(land, draw)
    parts = Parts(_regions(land), _partners(), kinds, network, frozenset({"own-assumption"}), {})
    accounts = _accounts(parts, land, draw)
    trend = draw.uniform(*TREND, regions)
    return world_of(replace(parts, arrays={"trend_growth": trend}), accounts, base_year=YEAR)


def _check_size(regions: int, sectors: int) -> None:
    sizes = (("regions", regions, LEAST_REGIONS), ("sectors", sectors, LEAST_SECTORS))
    faults = [
        Fault("out_of_range", key=name, value=str(size), fields={"range": f"≥ {least}", "unit": "none"})
        for name, size, least in sizes
        if size < least
    ]
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
    apart = np.hypot(*(np.subtract.outer(axis, axis) for axis in (land.east_km, land.north_km)))
    largest, count = int(land.population.argmax()) + 1, len(apart)
    roads = [
        Link((f"town_{a + 1}", f"town_{b + 1}"), "road", length, length / float(draw.uniform(*ROAD_KM_H)))
        for a, b in _roads(apart)
        for length in (max(WINDING * float(apart[a, b]), SHORTEST_KM),)
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


def _roads(apart: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of towns with a road between them, in order."""
    tree = np.argwhere(minimum_spanning_tree(apart).toarray() > 0.0).tolist()
    nearest = np.argsort(apart + np.diag(np.full(len(apart), np.inf)), axis=1)[:, : min(NEIGHBOURS, len(apart) - 1)]
    near = [(town, int(other)) for town, others in enumerate(nearest) for other in others]
    return iter(sorted({(min(pair), max(pair)) for pair in (*map(tuple, tree), *near)}))


def _accounts(parts: Parts, land: Land, draw: np.random.Generator) -> Accounts:
    regions, kinds = len(parts.regions), parts.sectors
    value = np.where([kind.holds_stock for kind in kinds], draw.uniform(*VALUE_PER_TONNE, len(kinds)), 1.0)
    of = carriage(parts.network, parts.regions, parts.partners, parts.cargo, kinds, value)
    tau, scale = _freight(of, value)
    coefficients, uses = _recipes(kinds, draw), _uses(kinds, land, draw)
    shares, exported = _shares(kinds, distances_km(of, load_parameters()), land, draw), _exported(kinds, land, draw)
    carrier = next(row for row, kind in enumerate(kinds) if kind.is_carrier)
    settled = settle(Needs(coefficients, np.sum(list(uses.values()), axis=0), exported, carrier), shares, tau)
    output = settled.flows[:, :regions].sum(axis=2)
    left = 1.0 - coefficients.T @ price_paid(settled.flows, tau, regions=regions)
    wages = draw.uniform(*PAY_SHARE, len(kinds)) * left.min(axis=1)
    jobs, force = _people(wages[:, None] * output, land, draw)
    return Accounts(
        gross_output=output,
        technical_coefficients=coefficients,
        flows=settled.flows,
        **uses,
        wage_coefficient=wages,
        value_per_tonne=value,
        freight_scale=scale,
        land_freight=settled.land_freight,
        gravity=shares,
        jobs=jobs,
        labour_force=force,
        population=land.population,
        constant_price_weight=draw.uniform(*UNEVEN, len(kinds)),
    )


def _freight(of: Carriage, value: np.ndarray) -> tuple[Freight, np.ndarray]:
    """Freight at the tariffs in force, and the share of it that keeps the dearest trip within bounds."""
    raw = freight(of, load_parameters(), scale=np.ones(len(value)))
    scale = np.minimum(1.0, MOST_FREIGHT / np.maximum(raw.total.max(axis=(1, 2)), MOST_FREIGHT))
    return raw._replace(land=raw.land * scale[:, None, None], sea=raw.sea * scale[:, None, None]), scale


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


def _shares(kinds: tuple[Sector, ...], km: np.ndarray, land: Land, draw: np.random.Generator) -> np.ndarray:
    """Share of each origin in what each destination buys, by gravity, (sector, node, node).

    km : (class, node, node)
    """
    goods, local = (np.array([getattr(kind, flag) for kind in kinds]) for flag in ("holds_stock", "local_only"))
    regions, nodes = len(land.population), len(land.population) + len(PARTNERS)
    km = km[FREIGHT_CLASSES.index("general")][:regions]
    pull = _size(goods, land, draw)[:, :, None] * (1.0 + km / NEAR_KM) ** -DECAY
    stays = ~goods[:, None, None] & np.eye(regions, nodes, dtype=bool)
    pull = np.where(stays, SERVICE_AT_HOME * pull, pull)
    inside = pull / pull.sum(axis=1, keepdims=True)
    imported = np.where(goods, draw.uniform(*IMPORTED_GOODS, len(goods)), draw.uniform(*IMPORTED_SERVICES, len(goods)))
    java = draw.uniform(*FROM_JAVA, len(goods))
    shares = np.zeros((len(goods), nodes, nodes))
    shares[:, :regions, :regions] = (1.0 - imported)[:, None, None] * inside[:, :, :regions]
    shares[:, regions:, :regions] = (imported * np.stack([java, 1.0 - java])).T[:, :, None]
    shares[:, :regions, regions:] = inside[:, :, regions:]
    shares[local] = np.diag(np.arange(nodes) < regions)
    return shares


def _size(goods: np.ndarray, land: Land, draw: np.random.Generator) -> np.ndarray:
    """Size of every industry; a good is not made everywhere, (sector, region)."""
    shape = (len(goods), len(land.population))
    special = draw.lognormal(0.0, SPECIALISED, shape)
    is_made = (draw.random(shape) < MADE) | (special == special.max(axis=1, keepdims=True)) | ~goods[:, None]
    return land.population * np.where(goods[:, None], special, 1.0) * is_made


def _people(bill: np.ndarray, land: Land, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Jobs in proportion to pay, (sector, region), and the labour force, (region,)."""
    jobs = EMPLOYED * land.population * bill / bill.sum(axis=0)
    return jobs, jobs.sum(axis=0) / (1.0 - draw.uniform(*JOBLESS, len(land.population)))
