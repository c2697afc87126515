"""Hours of the fastest trip between two places over the links that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.routing.paths import least_cost_paths

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulasi.world.network import Network


def trip_h(network: Network, origin: str, destination: str, modes: Collection[str]) -> float:
    """Hours of the fastest trip by ``modes``; infinite where no such trip exists.

    Only the hours of links count: no waiting and no handling at a change of mode.

    >>> from simulasi.world.network import Link, Network, Place
    >>> places = tuple(Place(name, name, "kukar", None, None) for name in ("tenggarong", "melak", "sendawar"))
    >>> network = Network.of(places, (Link(("tenggarong", "melak"), "road", 317.0, 7.6),
    ...                               Link(("melak", "sendawar"), "road", 18.0, 0.4)))
    >>> trip_h(network, "tenggarong", "sendawar", ("road",))
    8.0
    """
    node = {place: index for index, place in enumerate(network.places)}
    links = [link for link in network.open_links if link.mode in modes]
    first = np.array([node[link.between[0]] for link in links], dtype=np.intp)
    second = np.array([node[link.between[1]] for link in links], dtype=np.intp)
    hours = np.array([link.travel_time_h for link in links])
    paths = least_cost_paths(
        np.concatenate([first, second]),
        np.concatenate([second, first]),
        np.concatenate([hours, hours]),
        nodes=len(node),
        sources=np.array([node[origin]]),
    )
    return float(paths.cost[0, node[destination]])
