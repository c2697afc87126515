"""Worlds of benchmarks: others' networks with other limits and more places."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from simulasi.world.network import Link, Network, Place

if TYPE_CHECKING:
    from simulasi.world.world import World

ROAD_PCU_H = 2_000.0
"""Capacity that made-up roads get, about that of a two-lane road."""


def without_limits(world: World) -> World:
    """Return the world with links and terminals that pass everything."""
    endless = {"capacity_pcu_h": math.inf, "capacity_t_month": math.inf}
    links = tuple(replace(link, **endless) for link in world.network.links.values())
    terminals = tuple(replace(at, capacity_t_month=math.inf) for at in world.network.terminals.values())
    return replace(world, network=Network.of(tuple(world.network.places.values()), links, terminals))


def with_limits(world: World) -> World:
    """Return the world with roads that slow down."""
    links = tuple(
        replace(link, capacity_pcu_h=ROAD_PCU_H) if link.mode == "road" else link
        for link in world.network.links.values()
    )
    terminals = tuple(world.network.terminals.values())
    return replace(world, network=Network.of(tuple(world.network.places.values()), links, terminals))


def with_new_network(world: World) -> World:
    """Return the world with an equal network whose routes are not known yet."""
    return world.with_network(replace(world.network))


def with_places_between(world: World, *, places: int) -> World:
    """Cut the roads of a world in pieces until it has so many places."""
    known, links = dict(world.network.places), []
    for turn, link in enumerate(world.network.links.values()):
        left = sum(other.mode == "road" for other in list(world.network.links.values())[turn:])
        pieces = 1 + round((places - len(known)) / left) if link.mode == "road" and left else 1
        stops = [f"{link.name}-{number}" for number in range(1, pieces)]
        known |= {stop: Place(stop, stop, known[link.between[0]].region, None, None) for stop in stops}
        ends = [link.between[0], *stops, link.between[1]]
        links += [
            Link(pair, link.mode, link.distance_km / pieces, link.travel_time_h / pieces) for pair in pairwise(ends)
        ]
    return replace(world, network=Network.of(tuple(known.values()), tuple(links)))
