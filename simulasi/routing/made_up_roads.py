"""Made-up road networks and trips, for tests and benchmarks; no town on earth stands behind them."""

from __future__ import annotations

import numpy as np

from simulasi.routing.road_network import RoadNetwork, TripTable, road_network, trip_table

CAPACITY, MINUTES = (3_000.0, 20_000.0), (2.0, 10.0)
CLOSED, TIMELESS, FLAT, TOLLED, UNWANTED = 0.05, 0.1, 0.25, 0.2, 0.15
"""How many random links are closed, take no time, never slow down or cost a toll, and how many pairs nobody travels."""


def grid_of_streets(rows: int, columns: int, *, trips: float, seed: int = 1) -> tuple[RoadNetwork, TripTable]:
    """Two-way streets on a grid, of random capacity and time, with trips between all nodes.

    trips : of all pairs together

    >>> roads, table = grid_of_streets(4, 6, trips=150_000.0)
    >>> len(roads.tail), len(table.trips)
    (76, 552)
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    node = np.arange(rows * columns).reshape(rows, columns)
    along, across = (np.stack([a.ravel(), b.ravel()]) for a, b in ((node[:, :-1], node[:, 1:]), (node[:-1], node[1:])))
    ends = np.concatenate([along, across], axis=1)
    capacity, minutes = (draw.uniform(*span, ends.shape[1]) for span in (CAPACITY, MINUTES))
    origin, destination = np.nonzero(~np.eye(node.size, dtype=bool))
    wanted = draw.gamma(1.0, 1.0, len(origin))
    roads = road_network(
        np.append(ends[0], ends[1]), np.append(ends[1], ends[0]), capacity=np.tile(capacity, 2),
        free_flow_time=np.tile(minutes, 2),
    )  # fmt: skip
    return roads, trip_table(origin, destination, wanted * trips / wanted.sum())


def random_roads(seed: int) -> tuple[RoadNetwork, TripTable]:
    """Up to eight nodes on a ring with random links beside it, some parallel, free, flat, steep, tolled or closed."""
    draw = np.random.Generator(np.random.PCG64(seed))
    nodes = int(draw.integers(2, 9))
    ring, more = draw.permutation(nodes), int(draw.integers(0, 3 * nodes))
    tail, head = (
        np.append(ring, draw.integers(0, nodes, more)),
        np.append(np.roll(ring, -1), draw.integers(0, nodes, more)),
    )
    twice = draw.integers(0, len(tail), int(draw.integers(0, 4)))
    tail, head = np.append(tail, tail[twice]), np.append(head, head[twice])
    links = len(tail)
    roads = road_network(
        tail, head,
        # the ring stays open
        capacity=np.where((draw.random(links) < CLOSED) & (np.arange(links) >= nodes), 0.0,
                          10.0 ** draw.uniform(0.0, draw.uniform(0.0, 3.0), links)),
        free_flow_time=draw.uniform(0.0, 10.0, links) * (draw.random(links) > TIMELESS),
        b=np.where(draw.random(links) < FLAT, 0.0, draw.choice([0.15, 0.5, 1.0], links)),
        power=draw.choice([0.0, 1.0, 2.0, 4.0, 20.0, draw.uniform(0.0, 20.0)], links),
        toll=np.where(draw.random(links) < TOLLED, draw.uniform(0.0, 5.0, links), 0.0),
    )  # fmt: skip
    pairs = int(draw.integers(1, nodes * (nodes - 1) + 1))
    wanted = 10.0 ** draw.uniform(-1.0, draw.uniform(0.0, 3.5), pairs) * (draw.random(pairs) > UNWANTED)
    return roads, trip_table(draw.integers(0, nodes, pairs), draw.integers(0, nodes, pairs), wanted)
