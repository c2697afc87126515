"""Distance and freight (eq. 1-3): which way a tonne goes, how long it takes and what it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.edges import Edges, generalised_cost, layered_edges
from simulasi.routing.paths import Paths, edges_on_path, least_cost_paths, sums_along

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.parameters import FreightParameters
    from simulasi.world.network import Network
    from simulasi.world.region import PartnerInfo, RegionInfo
    from simulasi.world.sector import Sector
    from simulasi.world.world import World

CARGO_CLASSES = ("bulk", "general", "fresh")
RP_PER_MILLION = 1e6


@dataclass(frozen=True)
class Trips:
    """Least-cost trips by cargo class between the nodes (regions, then partners).

    land_cost, sea_cost : (class, node, node), Rp/t; infinite where there is no way
    time_h, distance_km : (class, node, node)
    """

    land_cost: np.ndarray
    sea_cost: np.ndarray
    time_h: np.ndarray
    distance_km: np.ndarray


@dataclass(frozen=True)
class Freight:
    """Freight of each commodity on one state of the network.

    land, sea : (sector, node, node), freight per unit of producer value, by who carries it
    loss      : (sector, node, node), share of the quantity that spoils on the way
    reachable : (sector, node, node)
    """

    land: np.ndarray
    sea: np.ndarray
    loss: np.ndarray
    reachable: np.ndarray
    trips: Trips

    @property
    def total(self) -> np.ndarray:
        """Freight per unit of producer value, land and sea (eq. 3)."""
        return self.land + self.sea


class Carriage(NamedTuple):
    """What freight is worked out for.

    terminals       : places of the nodes, regions first
    own_trip_km     : (region,), mean trip inside each region
    value_per_tonne : (sector,), million rupiah
    """

    network: Network
    terminals: tuple[str, ...]
    own_trip_km: tuple[float, ...]
    sectors: tuple[Sector, ...]
    value_per_tonne: np.ndarray


def carriage_of(world: World) -> Carriage:
    """Gather from a world what its freight depends on."""
    return carriage(world.network, world.regions, world.partners, world.sectors, world.accounts.value_per_tonne)


def carriage(
    network: Network,
    regions: Sequence[RegionInfo],
    partners: Sequence[PartnerInfo],
    sectors: tuple[Sector, ...],
    value_per_tonne: np.ndarray,
) -> Carriage:
    """Gather what freight depends on; the trip inside a region is two thirds of the radius of a circle of its area."""
    own_trips = tuple(2.0 / 3.0 * math.sqrt(region.area_km2 / math.pi) for region in regions)
    terminals = (*(region.place for region in regions), *(partner.place for partner in partners))
    return Carriage(network, terminals, own_trips, sectors, value_per_tonne)


def freight(of: Carriage, p: FreightParameters, *, scale: np.ndarray) -> Freight:
    """Freight per unit of producer value on a state of the network (eq. 1-3).

    scale : (sector,), share of the raw tariff that the margins of the accounts hold
    Services and commodities with terminals of their own pay none.
    """
    trips = trips_between(of, p)
    kind = np.array([cargo_index(sector) for sector in of.sectors])
    carried = kind >= 0
    value = of.value_per_tonne * RP_PER_MILLION
    share = np.where(carried, scale / np.where(carried, value, 1.0), 0.0)[:, None, None]
    rate = np.where(kind == CARGO_CLASSES.index("fresh"), p.spoilage_fresh, 0.0)[:, None, None]
    on_network = np.isfinite(trips.land_cost)[kind] & carried[:, None, None]
    land, sea, hours = (
        np.where(on_network, cost[kind], 0.0) for cost in (trips.land_cost, trips.sea_cost, trips.time_h)
    )
    reachable = on_network | ~carried[:, None, None]
    return Freight(share * land, share * sea, -np.expm1(-rate * hours), reachable, trips)


def cargo_index(sector: Sector) -> int:
    """Return the index of the cargo class of a sector, or -1 when it pays no freight on the network."""
    return CARGO_CLASSES.index(sector.cargo) if sector.cargo in CARGO_CLASSES else -1


def trips_between(of: Carriage, p: FreightParameters) -> Trips:
    """Find the least-cost trips of every cargo class between regions and partners (eq. 1-2)."""
    edges = layered_edges(of.network, p)
    ends = _ends(of, edges)
    cargo_times = _cargo_times(p)
    totals = []
    for paths, cargo_time in zip(_paths_by_class(of, p, edges), cargo_times, strict=True):
        paid = generalised_cost(edges, cargo_time=cargo_time)
        parts = (np.where(edges.is_sea, 0.0, paid), np.where(edges.is_sea, paid, 0.0), edges.time_h, edges.distance_km)
        totals.append([sums_along(paths, part)[:, ends] for part in parts])
    land, sea, hours, km = (np.stack(part) for part in zip(*totals, strict=True))
    for region, distance in enumerate(of.own_trip_km):
        time = distance / p.own_trip_speed_km_h
        km[:, region, region], hours[:, region, region] = distance, time
        land[:, region, region] = p.tariff_road * distance + (p.vehicle_time + cargo_times) * time
    return Trips(land, sea, hours, km)


def modes_between(of: Carriage, p: FreightParameters) -> np.ndarray:
    """Modes of the least-cost trips in order of travel, like ``river+road``, (class, node, node), text.

    Empty inside a region and where there is no way.
    """
    edges = layered_edges(of.network, p)
    ends = _ends(of, edges)
    found = [
        [
            ["+".join(_modes_in_order(edges_on_path(paths, origin, end), edges)) for end in ends.tolist()]
            for origin in range(len(ends))
        ]
        for paths in _paths_by_class(of, p, edges)
    ]
    return np.array(found, dtype=str)


def _ends(of: Carriage, edges: Edges) -> np.ndarray:
    return np.array([edges.place_index[place] for place in of.terminals])


def _cargo_times(p: FreightParameters) -> np.ndarray:
    return np.array([p.cargo_time_bulk, p.cargo_time_general, p.cargo_time_fresh])


def _paths_by_class(of: Carriage, p: FreightParameters, edges: Edges) -> list[Paths]:
    """Find the paths of each cargo class; what spoils counts in the choice of the way, and is not paid to carriers."""
    ends, weights = _ends(of, edges), _cargo_times(p) + np.array(_spoilage_costs(of, p))
    return [
        least_cost_paths(
            edges.tail, edges.head, generalised_cost(edges, cargo_time=weight), nodes=edges.nodes, sources=ends
        )
        for weight in weights.tolist()
    ]


def _spoilage_costs(of: Carriage, p: FreightParameters) -> tuple[float, ...]:
    """Cost of what spoils in an hour by cargo class, Rp/t-h, at the mean value of the class."""
    rate = {"fresh": p.spoilage_fresh}
    return tuple(rate.get(name, 0.0) * RP_PER_MILLION * _class_value(name, of) for name in CARGO_CLASSES)


def _class_value(name: str, of: Carriage) -> float:
    members = [value for sector, value in zip(of.sectors, of.value_per_tonne, strict=True) if sector.cargo == name]
    return float(np.mean(members)) if members else 0.0


def _modes_in_order(used: list[int], edges: Edges) -> tuple[str, ...]:
    names = [edges.mode[edge] for edge in used if edges.distance_km[edge] > 0]
    return tuple(name for before, name in zip([None, *names], names, strict=False) if name != before)
