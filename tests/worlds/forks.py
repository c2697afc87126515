"""Small networks with a choice of ways between a few towns, whose routes can be counted by hand.

The first towns are regions, ``dunia`` is a partner; any other place lies in the first region. Everything is rice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from tiny import CARGO, FISH, HAULAGE, RICE, tiny_parameters

from simulasi.model.roads import find_roads
from simulasi.model.state import Traffic
from simulasi.model.traffic import Usual
from simulasi.model.transport import Carriage
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import Link, Network, Place, Terminal

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.roads import Roads
    from simulasi.world.cargo import CargoClass

GENERAL, PERISHABLE, PEOPLE = (TRAFFIC_CLASSES.index(name) for name in ("general", "perishable", "people"))
DUNIA = "dunia"


def forked(
    *parts: Link | Terminal, regions: tuple[str, ...] = ("a", "b"), cargo: tuple[CargoClass, ...] = CARGO
) -> Carriage:
    """What freight is worked out for on these links and terminals."""
    links = tuple(part for part in parts if isinstance(part, Link))
    terminals = tuple(part for part in parts if isinstance(part, Terminal))
    names = sorted({*regions, DUNIA, *(place for link in links for place in link.between)})
    places = tuple(Place(name, name, name if name in (*regions, DUNIA) else regions[0], None, None) for name in names)
    network = Network.of(places, links, terminals)
    return Carriage(
        network,
        (*regions, DUNIA),
        regions,
        (50.0,) * len(regions),
        cargo,
        (RICE, FISH, HAULAGE),
        np.array([1.0, 2.0, 1.0]),
    )


def road(
    first: str, second: str, *, km: float = 100.0, hours: float = 2.5, mode: str = "road", **facts: object
) -> Link:
    """A link of 100 km and 2.5 hours, unless told otherwise."""
    return Link((first, second), mode, km, hours, **facts)


def parallel(*kilometres: float, **facts: object) -> tuple[Link, ...]:
    """Roads from a to b beside each other, each over a village of its own half way; 40 km/h."""
    return tuple(
        road(end, f"v{number}", km=km / 2.0, hours=km / 80.0, **facts)
        for number, km in enumerate(kilometres)
        for end in ("a", "b")
    )


def routes_between(roads: Roads, kind: int, origin: int, destination: int) -> np.ndarray:
    """Numbers of the routes of a class between two nodes."""
    return np.flatnonzero(roads.group == (kind * roads.ends + origin) * roads.ends + destination)


def edges_on(roads: Roads, route: int) -> np.ndarray:
    """Numbers of the edges that a route uses."""
    return roads.on[[route]].indices


def through(roads: Roads) -> csr_array:
    """Which gates a route passes, (route, gate)."""
    edges = np.arange(len(roads.edges.gate))
    shape = (len(edges), len(roads.limits.passing))
    return csr_array(roads.on @ csr_array((np.ones(len(edges)), (edges, roads.edges.gate)), shape=shape))


def peak_by_route(roads: Roads) -> csr_array:
    """Passenger car units in the peak hour for a unit a month on a route, (link, route)."""
    return csr_array(roads.peak @ roads.over.T)


def places_on(roads: Roads, route: int) -> list[str]:
    """Places that a route passes, in order of travel, each side of a place once."""
    name = {index: place for place, index in roads.edges.place_index.items()}
    used = edges_on(roads, route)
    after = {int(roads.edges.tail[edge]): int(roads.edges.head[edge]) for edge in used}
    node = next(tail for tail in after if tail not in after.values())
    passed = [node]
    while node in after:
        node = after[node]
        passed.append(node)
    return [name[node % len(name)] for node in passed]


def roads_on(*parts: Link | Terminal, p: Parameters | None = None, **facts: object) -> Roads:
    """Routes on these links and terminals."""
    return find_roads(forked(*parts, **facts), p or tiny_parameters())


def empty(roads: Roads, members: int = 1) -> Traffic:
    """Nothing on the road and nobody waiting."""
    links, gates = len(roads.limits.capacity), len(roads.limits.passing)
    return Traffic(*(np.zeros((rows, members)) for rows in (links, gates, gates)))


def usual_at(roads: Roads, volume: float = 0.0) -> Usual:
    """A base year with one volume on every link."""
    return Usual(np.full(len(roads.limits.capacity), volume), roads.limits.capacity)


def units_between(roads: Roads, **units: float) -> np.ndarray:
    """What is carried from the first region to the second, by class, (class, member, node, node)."""
    carried = np.zeros((len(TRAFFIC_CLASSES), 1, roads.ends, roads.ends))
    for name, amount in units.items():
        carried[TRAFFIC_CLASSES.index(name), 0, 0, 1] = amount
    return carried
