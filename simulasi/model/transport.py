"""Distance and freight (eq. 1-3): which ways a tonne goes, how long it takes and what it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.roads import RP_PER_MILLION, Fares
from simulasi.model.traffic import Choice, by_pair, choose
from simulasi.world.cargo import FREIGHT_CLASSES, PEOPLE, TRAFFIC_CLASSES
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.parameters import FreightParameters, Parameters
    from simulasi.model.roads import Roads
    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Network
    from simulasi.world.region import PartnerInfo, RegionInfo
    from simulasi.world.sector import Sector
    from simulasi.world.world import World


NO_LINK = -1
BY_SECTOR = ("land", "sea", "loss", "reachable")


class Trips(NamedTuple):
    """Trips by class of traffic between the nodes (regions, then partners), the mean over the routes taken.

    The arrays are (class, *pairs*), or (class, member, *pairs*) where members differ; people come last.

    land_cost, sea_cost : Rp a unit that is paid; infinite where there is no way
    loss                : share of the quantity that spoils on the way
    local_cost          : (zone, class, ...), part of the land cost that is earned at each zone
    zone_region         : (zone,), the region of each zone
    """

    land_cost: np.ndarray
    sea_cost: np.ndarray
    loss: np.ndarray
    local_cost: np.ndarray
    zone_region: np.ndarray


class Journeys(NamedTuple):
    """How long and how far trips are, in the form of ``Trips``; infinite where there is no way."""

    time_h: np.ndarray
    distance_km: np.ndarray


class Freight(NamedTuple):
    """Freight of each commodity on one state of the network; arrays are (sector, [member,] *pairs*).

    land, sea   : freight per unit of producer value, by who carries it
    loss        : share of the quantity that spoils on the way
    reachable   : whether there is a way
    local       : (zone, sector, ...), part of the land freight that is earned at each zone
    zone_region : (zone,), the region of each zone
    """

    land: np.ndarray
    sea: np.ndarray
    loss: np.ndarray
    reachable: np.ndarray
    local: np.ndarray
    zone_region: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Freight per unit of producer value, land and sea (eq. 3)."""
        return self.land + self.sea

    def of_sectors(self, rows: np.ndarray) -> Freight:
        """Return the freight of some sectors."""
        parts = {name: getattr(self, name)[rows] for name in BY_SECTOR}
        return self._replace(**parts, local=self.local[:, rows])

    def of_one_member(self) -> Freight:
        """Drop the axis of members, which there is one of."""
        parts = {name: getattr(self, name)[:, 0] for name in BY_SECTOR}
        return self._replace(**parts, local=self.local[:, :, 0])


class Carriage(NamedTuple):
    """What freight is worked out for.

    places          : places of the nodes, regions first
    region_ids      : ids of the regions
    own_trip_km     : (region,), mean trip inside each region
    cargo           : classes of traffic
    value_per_tonne : (sector,), million rupiah
    pairs           : which origins each destination buys from
    neighbours      : between which regions people travel
    """

    network: Network
    places: tuple[str, ...]
    region_ids: tuple[str, ...]
    own_trip_km: tuple[float, ...]
    cargo: tuple[CargoClass, ...]
    sectors: tuple[Sector, ...]
    value_per_tonne: np.ndarray
    pairs: Pairs = ALL
    neighbours: Pairs = ALL


def carriage_of(world: World) -> Carriage:
    """Gather from a world what its freight depends on."""
    found = carriage(
        world.network, world.regions, world.partners, world.cargo, world.sectors, world.accounts.value_per_tonne
    )
    return found._replace(pairs=world.accounts.pairs, neighbours=world.neighbours)


def carriage(
    network: Network,
    regions: Sequence[RegionInfo],
    partners: Sequence[PartnerInfo],
    cargo: tuple[CargoClass, ...],
    sectors: tuple[Sector, ...],
    value_per_tonne: np.ndarray,
) -> Carriage:
    """Gather what freight depends on; the trip inside a region is two thirds of the radius of a circle of its area."""
    own_trips = tuple(2.0 / 3.0 * math.sqrt(region.area_km2 / math.pi) for region in regions)
    places = (*(region.place for region in regions), *(partner.place for partner in partners))
    return Carriage(network, places, tuple(region.id for region in regions), own_trips, cargo, sectors, value_per_tonne)


def at_rest(roads: Roads, p: Parameters) -> Choice:
    """Choose routes at the published hours."""
    return choose(roads, Fares(*(fare[:, None] for fare in roads.published)), p.traffic)


def trips_on(roads: Roads, taken: Choice, of: Carriage) -> Trips:
    """Average the routes taken into trips between nodes, (class, member, node, node) (eq. 2)."""
    (share, fares), classes, regions = taken, len(of.cargo), np.arange(len(of.region_ids))
    land = by_pair(roads, share * fares.land, classes=classes, otherwise=np.inf)
    sea = by_pair(roads, share * fares.sea, classes=classes)
    loss = by_pair(roads, share * -np.expm1(-roads.spoilage[:, None] * fares.hours), classes=classes)
    local = [by_pair(roads, share * fares.land * part[:, None], classes=classes) for part in roads.zone_share]
    own_cost, own_loss = roads.own
    land[:, :, regions, regions], loss[:, :, regions, regions] = own_cost[:, None], own_loss[:, None]
    return Trips(land, sea, loss, np.array(local).reshape(-1, *land.shape), roads.zone_region)


def journeys_on(roads: Roads, taken: Choice, of: Carriage, p: FreightParameters) -> Journeys:
    """Average hours and kilometres over the routes taken, (class, member, node, node)."""
    share, classes, regions = taken.share, len(of.cargo), np.arange(len(of.region_ids))
    values = (taken.fares.hours, roads.distance_km[:, None])
    hours, km = (by_pair(roads, share * value, classes=classes, otherwise=np.inf) for value in values)
    km[:, :, regions, regions] = np.array(of.own_trip_km)
    hours[:, :, regions, regions] = np.array(of.own_trip_km) / p.own_trip_speed_km_h
    return Journeys(hours, km)


def hours_of_people(roads: Roads, taken: Choice, of: Carriage, p: FreightParameters) -> np.ndarray:
    """Hours of people's trips between regions, one way, (region, region)."""
    regions = len(of.region_ids)
    people = TRAFFIC_CLASSES.index(PEOPLE)
    return np.asarray(journeys_on(roads, taken, of, p).time_h[people, 0, :regions, :regions])


def freight_on(trips: Trips, of: Carriage, *, scale: np.ndarray, rows: np.ndarray | None = None) -> Freight:
    """Turn the cost of trips into freight per unit of producer value, (sector, member, *pairs*) (eq. 3).

    rows : sectors that are asked for; all when left out
    """
    rows = np.arange(len(of.sectors)) if rows is None else rows
    kind = np.array([cargo_index(sector) for sector in of.sectors])[rows]
    carried = kind >= 0
    value = of.value_per_tonne[rows] * RP_PER_MILLION
    by_sector = (-1, *[1] * (trips.land_cost.ndim - 1))
    share = np.where(carried, scale[rows] / np.where(carried, value, 1.0), 0.0).reshape(by_sector)
    is_carried = carried.reshape(by_sector)
    way = np.isfinite(trips.land_cost)
    land, sea = (share * np.where(way, cost, 0.0)[kind] for cost in (trips.land_cost, trips.sea_cost))
    return Freight(
        land,
        sea,
        loss=trips.loss[kind] * is_carried,
        reachable=way[kind] | ~is_carried,
        local=share * trips.local_cost[:, kind],
        zone_region=trips.zone_region,
    )


def cargo_index(sector: Sector) -> int:
    """Return the index of the cargo class of a sector, or -1 when it pays no freight on the network."""
    return FREIGHT_CLASSES.index(sector.cargo) if sector.cargo in FREIGHT_CLASSES else -1


def most_used(roads: Roads, share: np.ndarray) -> np.ndarray:
    """Return the most used route of every group, the first of equal ones, (group,).

    share : (route,)
    """
    if not len(share):
        return roads.starts
    best = np.flatnonzero(share == np.maximum.reduceat(share, roads.starts)[roads.place])
    return best[np.searchsorted(best, roads.starts)]


def modes_between(roads: Roads, best: np.ndarray) -> np.ndarray:
    """Modes of one route of each group in order of travel, like ``river+road``, (class, node, node), text.

    best : (group,), routes
    Empty inside a region and where there is no way.
    """
    ends, found = roads.ends, np.full(len(TRAFFIC_CLASSES) * roads.ends**2, "", dtype=object)
    if len(best):
        sequences, which = np.unique(_modes_in_order(roads, best), axis=0, return_inverse=True)
        names = np.unique(np.array(roads.edges.mode))
        words = ["+".join(_without_repeats(names[row[row != NO_LINK]].tolist())) for row in sequences]
        found[roads.groups] = np.array(words, dtype=object)[which]
    return found.reshape(len(TRAFFIC_CLASSES), ends, ends).astype(str)


def _modes_in_order(roads: Roads, best: np.ndarray) -> np.ndarray:
    """Follow routes from their start, all at once: the mode of each edge in order of travel, (route, place).

    Modes are numbers of their sorted names; -1 where an edge is no link, and beyond the end.
    """
    edges, on = roads.edges, roads.on[best]
    row = np.repeat(np.arange(len(best)), np.diff(on.indptr))
    tail, head = (row * edges.nodes + ends[on.indices] for ends in (edges.tail, edges.head))
    order = np.argsort(tail)
    tails, heads, used = tail[order], head[order], on.indices[order]
    _, mode = np.unique(np.array(edges.mode), return_inverse=True)
    mode = np.where(edges.link >= 0, mode, NO_LINK)
    now, places = np.flatnonzero(~np.isin(tails, heads)), []
    while len(now):
        place = np.full(len(best), NO_LINK)
        place[tails[now] // edges.nodes] = mode[used[now]]
        places.append(place)
        onward = np.minimum(np.searchsorted(tails, heads[now]), len(tails) - 1)
        now = onward[tails[onward] == heads[now]]
    return np.array(places, dtype=int).reshape(len(places), len(best)).T


def _without_repeats(words: list[str]) -> list[str]:
    """Drop words that follow themselves."""
    return [word for word, before in zip(words, ["", *words], strict=False) if word != before]
