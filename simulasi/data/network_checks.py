"""What must hold of every network: all places can be reached, no region stands alone, no speed is a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from simulasi.world.network import LAND, SIDE_OF_MODE, SIDES, Terminal, plausible_speeds_km_h

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Link, Network

    Node = tuple[str, str]
    """A side of a place."""


def may_pass(kind: CargoClass, way: Link | Terminal) -> bool:
    """Say whether a class of traffic may use a link or a terminal.

    >>> from simulasi.data.load_cargo import shipped_cargo
    >>> from simulasi.world.network import Link
    >>> flight = Link(("melalan", "pranoto"), "air", 167.0, 0.5, classes=frozenset({"people"}))
    >>> [kind.id for kind in shipped_cargo() if may_pass(kind, flight)]
    ['people']
    """
    is_served = way.classes is None or kind.id in way.classes
    return is_served and (isinstance(way, Terminal) or way.mode in kind.modes)


def cut_off(network: Network, places: Collection[str], cargo: Iterable[CargoClass]) -> tuple[tuple[str, str], ...]:
    """Find the places that a class of traffic cannot go to and come back from: (class, place).

    places : that must reach each other over open links and their terminals

    >>> from simulasi.data.load_cargo import shipped_cargo
    >>> from simulasi.world.network import Link, Network
    >>> flight = Link(("melalan", "pranoto"), "air", 167.0, 0.5, classes=frozenset({"people"}))
    >>> network = Network.of((), (flight,))
    >>> [kind for kind, _ in cut_off(network, ("pranoto", "melalan"), shipped_cargo()[-2:])]
    ['construction']
    """
    return tuple(
        (kind.id, place)
        for kind in cargo
        for reached in [_largest_part(_ways(network, kind), places)]
        for place in places
        if place not in reached
    )


def _largest_part(ways: Iterable[tuple[Node, Node]], places: Collection[str]) -> set[str]:
    """Find the places that reach each other by land over some ways: those with the most of ``places``."""
    pairs = list(ways)
    number: dict[Node, int] = {}
    for node in (*(node for pair in pairs for node in pair), *((place, LAND) for place in places)):
        number.setdefault(node, len(number))
    ends = np.array([(number[first], number[second]) for first, second in pairs], dtype=np.intp).reshape(-1, 2)
    open_ways = np.ones(len(ends), dtype=np.float64)
    graph = csr_array((open_ways, (ends[:, 0], ends[:, 1])), shape=(len(number), len(number)))
    count, part_of = connected_components(graph, connection="strong")
    parts: list[set[str]] = [set() for _ in range(count)]
    for (place, side), part in zip(number, part_of.tolist(), strict=True):
        if side == LAND:
            parts[part].add(place)
    return max(parts, key=lambda part: len(part & set(places)))


def _ways(network: Network, kind: CargoClass) -> Iterator[tuple[Node, Node]]:
    """Yield where a class of traffic may go: between the sides of places by open links, at one place by terminals."""
    joined: set[str] = set()
    for link in (link for link in network.open_links if may_pass(kind, link)):
        first, second = ((place, SIDE_OF_MODE[link.mode]) for place in link.between)
        joined |= {*link.between}
        yield from [(first, second)] if link.is_one_way else [(first, second), (second, first)]
    for place in sorted(joined):
        for side in SIDES:
            if side != LAND and may_pass(kind, network.terminal(place, side)):
                yield from [((place, LAND), (place, side)), ((place, side), (place, LAND))]


def isolated(network: Network, regions: Iterable[str]) -> tuple[str, ...]:
    """Find the regions from which no open link leads out."""
    region_of = {place.id: place.region for place in network.places.values()}
    ends = [[region_of[place] for place in link.between] for link in network.open_links]
    linked = {region for pair in ends if len(set(pair)) > 1 for region in pair}
    return tuple(region for region in regions if region not in linked)


def speeds_km_h(link: Link) -> tuple[float, float]:
    """Speed there and back that length and hours imply."""
    there, back = link.hours
    return link.distance_km / there, link.distance_km / back


def implausible(network: Network) -> tuple[Link, ...]:
    """Find the links with a speed, there or back, that their mode does not have."""
    return tuple(link for link in network.links.values() if not has_plausible_speed(link))


def has_plausible_speed(link: Link) -> bool:
    """Say whether both speeds of a link lie within those of its mode."""
    low, high = plausible_speeds_km_h(link.mode)
    return all(low <= speed <= high for speed in speeds_km_h(link))


def without_link(network: Network) -> tuple[str, ...]:
    """Find the places that no link, open or not, leads to."""
    linked = {place for link in network.links.values() for place in link.between}
    return tuple(place for place in network.places if place not in linked)
