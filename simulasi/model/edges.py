"""The network as the edges that traffic may take: every place has a land, a river, a sea and an air side (eq. 1)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.world.network import AIR, LAND, RIVER, SEA, SIDE_OF_MODE, SIDES, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulasi.model.parameters import FreightParameters
    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Link, Network

WHEELS = frozenset({"road", "company_road", "toll", "ferry"})
AFLOAT = (RIVER, SEA)
TRANSFER = "transfer"


class Catalogue(NamedTuple):
    """Names of all links and terminals that are open at some time of a run, so that their numbers stay the same.

    A gate is what traffic passes and may have to wait for: each direction of a link, and each terminal.
    """

    links: tuple[str, ...]
    terminals: tuple[str, ...]

    @classmethod
    def of(cls, networks: Iterable[Network]) -> Catalogue:
        """List what is open in any of several networks, in order of names."""
        states = tuple(networks)
        links = {link.name for network in states for link in network.open_links}
        terminals = {terminal.name for network in states for terminal in _terminals(network)}
        return cls(tuple(sorted(links)), tuple(sorted(terminals)))

    @property
    def gates(self) -> int:
        """Number of gates: links there, links back, terminals."""
        return 2 * len(self.links) + len(self.terminals)


class Edge(NamedTuple):
    """A directed edge: a link in one direction, or the change from one side of a place to another.

    tariff   : Rp a unit and km, before the factor of a class
    handling : Rp a unit, before the factor of a class
    saving   : share of empty return trips that consolidation saves
    link     : number in the catalogue; -1 for a transfer
    gate     : number of the gate that it passes
    """

    tail: int
    head: int
    distance_km: float
    time_h: float
    tariff: float
    handling: float
    saving: float
    is_wheeled: bool
    is_afloat: bool
    is_sea: bool
    link: int
    gate: int
    mode: str


class Edges(NamedTuple):
    """All edges, as one array for each quantity of ``Edge``.

    allowed     : (class, edge), who may use it
    place_index : land side of each place
    """

    tail: np.ndarray
    head: np.ndarray
    distance_km: np.ndarray
    time_h: np.ndarray
    tariff: np.ndarray
    handling: np.ndarray
    saving: np.ndarray
    is_wheeled: np.ndarray
    is_afloat: np.ndarray
    is_sea: np.ndarray
    link: np.ndarray
    gate: np.ndarray
    allowed: np.ndarray
    mode: tuple[str, ...]
    nodes: int
    place_index: dict[str, int]


class Limits(NamedTuple):
    """What a state of the network can pass.

    capacity : (link,), passenger car units an hour, both directions; infinite where nothing binds
    passing  : (gate,), tonnes a month; infinite where nothing binds
    storage  : (gate,), tonnes that find room while they wait
    """

    capacity: np.ndarray
    passing: np.ndarray
    storage: np.ndarray


def layered_edges(
    network: Network, cargo: tuple[CargoClass, ...], p: FreightParameters, catalogue: Catalogue | None = None
) -> Edges:
    """Lay out the open links, both ways unless one-way, and the transfers between the sides of each place.

    What may pass nothing at all, with a capacity of zero, is left out.
    """
    place_index = {place: index for index, place in enumerate(sorted(network.places))}
    numbers = catalogue or Catalogue.of([network])
    laid = [*_links(network, p, place_index, numbers), *_transfers(network, p, place_index, numbers)]
    edges, users = [edge for edge, _ in laid], [classes for _, classes in laid]
    whole, flags = ("tail", "head", "link", "gate"), ("is_wheeled", "is_afloat", "is_sea")
    dtypes = {**dict.fromkeys(whole, np.intp), **dict.fromkeys(flags, bool)}
    columns = {
        name: np.array([getattr(edge, name) for edge in edges], dtype=dtypes.get(name, float))
        for name in Edge._fields
        if name != "mode"
    }
    allowed = [
        [(edge.mode == TRANSFER or edge.mode in kind.modes) and (only is None or kind.id in only)
         for edge, only in zip(edges, users, strict=True)]
        for kind in cargo
    ]  # fmt: skip
    return Edges(
        **columns,
        allowed=np.array(allowed, dtype=bool).reshape(len(cargo), len(edges)),
        mode=tuple(edge.mode for edge in edges),
        nodes=len(SIDES) * len(place_index),
        place_index=place_index,
    )


def limits(network: Network, catalogue: Catalogue) -> Limits:
    """Gather the capacities of a network; what is not open binds nothing."""
    links = {link.name: link for link in network.open_links}
    terminals = {terminal.name: terminal for terminal in _terminals(network)}
    there = [links[name].capacity_t_month if name in links else math.inf for name in catalogue.links]
    ashore = [terminals[name].capacity_t_month if name in terminals else math.inf for name in catalogue.terminals]
    room = [terminals[name].storage_t if name in terminals else math.inf for name in catalogue.terminals]
    return Limits(
        capacity=np.array([links[name].capacity_pcu_h if name in links else math.inf for name in catalogue.links]),
        passing=np.array([*there, *there, *ashore]),
        storage=np.array([*[math.inf] * (2 * len(there)), *room]),
    )


def paid_by_class(edges: Edges, kind: CargoClass, p: FreightParameters) -> tuple[np.ndarray, np.ndarray]:
    """Return what a class pays on each edge, Rp a unit, and what it pays for an hour of the vehicle (eq. 1).

    What consolidation saves of empty return trips comes off the tariff and the time of vehicles.
    """
    kept = 1.0 - edges.saving * kind.empty_return / (1.0 + kind.empty_return)
    factor = kind.tariff_factor * np.where(edges.is_afloat, kind.afloat_factor, 1.0)
    fixed = factor * (edges.tariff * edges.distance_km * kept + edges.handling)
    return fixed, kind.tariff_factor * p.vehicle_time * kept


def generalised_cost(
    edges: Edges, cargo: tuple[CargoClass, ...], which: int, p: FreightParameters, *, hour: float = 0.0
) -> np.ndarray:
    """Cost of each edge to a class, Rp a unit (eq. 1): ``tariff km + handling + (vehicle time + value of time) hours``.

    which : number of the class
    hour  : Rp a unit and hour beyond the value of time, for what spoils
    Infinite where the class may not go.
    """
    fixed, vehicle = paid_by_class(edges, cargo[which], p)
    hours = (vehicle * edges.is_wheeled + cargo[which].value_of_time + hour) * edges.time_h
    return np.where(edges.allowed[which], fixed + hours, np.inf)


def _links(
    network: Network, p: FreightParameters, place_index: dict[str, int], numbers: Catalogue
) -> Iterator[tuple[Edge, frozenset[str] | None]]:
    tariff = {"road": p.tariff_road, "company_road": p.tariff_road, "toll": p.tariff_toll, "river": p.tariff_river,
              "sea": p.tariff_sea, "ferry": p.tariff_ferry, "air": p.tariff_air}  # fmt: skip
    number = {name: index for index, name in enumerate(numbers.links)}
    for link in network.open_links:
        if link.capacity_t_month == 0.0 or link.capacity_pcu_h == 0.0:
            continue
        side, index = SIDE_OF_MODE[link.mode], number[link.name]
        first, second = (place_index[place] + SIDES.index(side) * len(place_index) for place in link.between)
        ways = ((first, second, link.hours[0], index), (second, first, link.hours[1], len(number) + index))
        for tail, head, hours, gate in ways[: 1 if link.is_one_way else 2]:
            yield (
                Edge(tail, head, link.distance_km, hours, tariff[link.mode], 0.0, _saved(link, network),
                     link.mode in WHEELS, side in AFLOAT, side == SEA, index, gate, link.mode),
                link.classes,
            )  # fmt: skip


def _saved(link: Link, network: Network) -> float:
    """Share of empty return trips that yards and terminals at the ends of a road save."""
    if link.mode not in WHEELS:
        return 0.0
    return max(network.terminal(place, side).consolidation for place in link.between for side in SIDES)


def _transfers(
    network: Network, p: FreightParameters, place_index: dict[str, int], numbers: Catalogue
) -> Iterator[tuple[Edge, frozenset[str] | None]]:
    """Yield the changes between land and another side at every terminal, with the time and handling of one end."""
    usual = {RIVER: (p.transfer_time_river_h, p.handling_river), SEA: (p.transfer_time_sea_h, p.handling_sea),
             AIR: (p.transfer_time_air_h, p.handling_air)}  # fmt: skip
    number = {name: 2 * len(numbers.links) + index for index, name in enumerate(numbers.terminals)}
    for terminal in _terminals(network):
        if terminal.capacity_t_month == 0.0:
            continue
        hours, handling = usual[terminal.side]
        hours = hours if terminal.transfer_time_h is None else terminal.transfer_time_h
        handling = handling if terminal.handling_rp_t is None else terminal.handling_rp_t
        ashore = place_index[terminal.place]
        afloat = ashore + SIDES.index(terminal.side) * len(place_index)
        for tail, head in ((ashore, afloat), (afloat, ashore)):
            yield (
                Edge(tail, head, 0.0, hours, 0.0, handling, 0.0, is_wheeled=False, is_afloat=terminal.side in AFLOAT,
                     is_sea=terminal.side == SEA, link=-1, gate=number[terminal.name], mode=TRANSFER),
                terminal.classes,
            )  # fmt: skip


def _terminals(network: Network) -> tuple[Terminal, ...]:
    """Terminals in use: every place with an open link by river, sea or air has one on that side."""
    sides = {(place, SIDE_OF_MODE[link.mode]) for link in network.open_links for place in link.between}
    return tuple(network.terminal(place, side) for place, side in sorted(sides) if side != LAND)
