"""The network as the edges that cargo may take: every place has a land, a river and a sea side (eq. 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.model.parameters import FreightParameters
    from simulasi.world.network import Network

LAND, RIVER, SEA = range(3)
SIDES = 3
SIDE_OF_MODE = {"road": LAND, "toll": LAND, "ferry": LAND, "company_road": LAND, "river": RIVER, "sea": SEA}
WHEELS = ("road", "company_road", "toll", "ferry")
TRANSFER = "transfer"


class Edge(NamedTuple):
    """A directed edge: a link in one direction, or the change from one side of a place to another.

    tariff       : Rp/t-km
    vehicle_time : Rp/t-h
    handling     : Rp/t
    """

    tail: int
    head: int
    distance_km: float
    time_h: float
    tariff: float
    vehicle_time: float
    handling: float
    is_sea: bool
    mode: str


class Edges(NamedTuple):
    """All edges, as one array for each quantity of ``Edge``; ``place_index`` gives the land side of each place."""

    tail: np.ndarray
    head: np.ndarray
    distance_km: np.ndarray
    time_h: np.ndarray
    tariff: np.ndarray
    vehicle_time: np.ndarray
    handling: np.ndarray
    is_sea: np.ndarray
    mode: tuple[str, ...]
    nodes: int
    place_index: dict[str, int]


def layered_edges(network: Network, p: FreightParameters) -> Edges:
    """Lay out the open links, both ways, and the transfers between the sides of each place."""
    place_index = {place: index for index, place in enumerate(sorted(network.places))}
    edges = [*_links(network, p, place_index), *_transfers(len(place_index), p)]
    numbers = ("distance_km", "time_h", "tariff", "vehicle_time", "handling")
    return Edges(
        np.array([edge.tail for edge in edges], dtype=np.intp),
        np.array([edge.head for edge in edges], dtype=np.intp),
        **{name: np.array([getattr(edge, name) for edge in edges], dtype=float) for name in numbers},
        is_sea=np.array([edge.is_sea for edge in edges], dtype=bool),
        mode=tuple(edge.mode for edge in edges),
        nodes=SIDES * len(place_index),
        place_index=place_index,
    )


def generalised_cost(edges: Edges, *, cargo_time: float) -> np.ndarray:
    """Cost of each edge, Rp/t (eq. 1): ``tariff km + handling + (vehicle time + cargo time) hours``.

    cargo_time : Rp/t-h, value of time of the cargo and what spoils of it
    """
    return edges.tariff * edges.distance_km + edges.handling + (edges.vehicle_time + cargo_time) * edges.time_h


def _links(network: Network, p: FreightParameters, place_index: dict[str, int]) -> Iterator[Edge]:
    tariff = {"road": p.tariff_road, "company_road": p.tariff_road, "toll": p.tariff_toll,
              "river": p.tariff_river, "sea": p.tariff_sea, "ferry": p.tariff_ferry}  # fmt: skip
    for link in network.open_links:
        side = SIDE_OF_MODE[link.mode]
        truck = p.vehicle_time if link.mode in WHEELS else 0.0
        first, second = (place_index[place] + side * len(place_index) for place in link.between)
        for tail, head in ((first, second), (second, first)):
            yield Edge(
                tail, head, link.distance_km, link.travel_time_h, tariff[link.mode], truck, 0.0, side == SEA, link.mode
            )


def _transfers(places: int, p: FreightParameters) -> Iterator[Edge]:
    """Yield the changes between land and river or sea at every place, with the time and handling of one end."""
    ends = {RIVER: (p.transfer_time_river_h, p.handling_river), SEA: (p.transfer_time_sea_h, p.handling_sea)}
    for place in range(places):
        for side, (time_h, handling) in ends.items():
            ashore, afloat = place, place + side * places
            for tail, head in ((ashore, afloat), (afloat, ashore)):
                yield Edge(tail, head, 0.0, time_h, 0.0, 0.0, handling, side == SEA, TRANSFER)
