"""User equilibrium on random networks: no nonsense, balance, and no harm from more capacity side by side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulasi.routing.equilibrium import equilibrium
from simulasi.routing.made_up_roads import random_roads
from simulasi.routing.road_network import road_network, trip_table

NUMBERS = st.floats(0.1, 100.0)
MANY, HARD = 20_000, 1e-3
"""How many networks, and the gap that the hardest of them must reach; nearly all reach 1e-6."""


def check(seed):
    found = equilibrium(*random_roads(seed), 1e-6)
    assert np.isfinite(found.flow).all()
    assert (found.flow >= 0.0).all()
    assert not np.isnan(found.time).any()
    assert found.imbalance <= 1e-6
    assert found.relative_gap <= HARD
    return found.converged


@settings(max_examples=200, derandomize=True)
@given(st.integers(0, 10**9))
def test_random_networks_are_solved_without_nonsense(seed):
    check(seed)


@pytest.mark.slow
def test_twenty_thousand_random_networks_are_solved_without_nonsense():
    assert sum(check(seed) for seed in range(MANY)) >= 0.999 * MANY


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=5), NUMBERS, st.floats(1.0, 5.0))
def test_more_capacity_side_by_side_never_raises_the_cost(routes, trips, factor):
    free, capacity = (np.array(column) for column in zip(*routes, strict=True))

    def cost(capacity):
        roads = road_network([1] * len(free), [2] * len(free), capacity=capacity, free_flow_time=free)
        found = equilibrium(roads, trip_table([1], [2], trips), 1e-9)
        return found.cost[np.argmax(found.flow)]

    wider = capacity.copy()
    wider[0] *= factor
    assert cost(wider) <= cost(capacity) * (1.0 + 1e-6)
