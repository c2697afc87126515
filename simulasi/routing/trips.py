"""Hours of the fastest trip between two places over the links that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.routing.paths import least_cost_paths
from simulasi.world.cargo import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from simulasi.world.network import Link, Network

ROADS = frozenset({"road", "toll", "company_road"})


def trip_h(network: Network, origin: str, destination: str, modes: Collection[str]) -> float:
    """Hours of the fastest trip by ``modes``; infinite where no such trip exists.

    Only the hours of links count, in the direction of travel: no waiting and no handling at a change of mode. Boats
    that take people alone do not count: a trip is one of a vehicle and its load.

    >>> from simulasi.world.network import Link, Network, Place
    >>> places = tuple(Place(name, name, "kukar", None, None) for name in ("tenggarong", "melak", "sendawar"))
    >>> network = Network.of(places, (Link(("tenggarong", "melak"), "road", 317.0, 7.6),
    ...                               Link(("melak", "sendawar"), "road", 18.0, 0.4)))
    >>> trip_h(network, "tenggarong", "sendawar", ("road",))
    8.0
    """
    node = {place: index for index, place in enumerate(network.places)}
    links = [link for link in network.open_links if link.mode in modes and not _is_for_people(link)]
    ways = [way for link in links for way in _ways(link)]
    paths = least_cost_paths(
        np.array([node[tail] for tail, _, _ in ways], dtype=np.intp),
        np.array([node[head] for _, head, _ in ways], dtype=np.intp),
        np.array([hours for _, _, hours in ways]),
        nodes=len(node),
        sources=np.array([node[origin]]),
    )
    return float(paths.cost[0, node[destination]])


def _is_for_people(link: Link) -> bool:
    return link.mode not in ROADS and link.classes == frozenset({PEOPLE})


def _ways(link: Link) -> Iterator[tuple[str, str, float]]:
    first, second = link.between
    there, back = link.hours
    yield first, second, there
    if not link.is_one_way:
        yield second, first, back
