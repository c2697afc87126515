"""User equilibrium beside textbooks, another implementation and itself."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from simulasi.errors import TableError
from simulasi.routing.equilibrium import equilibrium, imbalance
from simulasi.routing.made_up_roads import grid_of_streets
from simulasi.routing.road_network import road_network, trip_table

SIX = trip_table(["o"], ["d"], 6.0)


def braess(*, middle):
    tails, heads = ["o", "o", "a", "b", "a"], ["a", "b", "d", "d", "b"]
    free, delay = [0.0, 50.0, 50.0, 0.0, 10.0], [10.0, 1.0, 1.0, 10.0, 1.0]
    count = 5 if middle else 4
    return road_network(
        tails[:count], heads[:count], capacity=1.0, power=1.0, free_flow_time=free[:count], delay=delay[:count]
    )


@pytest.mark.parametrize(("middle", "each", "flows"), [(True, 92.0, [4, 2, 2, 4, 2]), (False, 83.0, [3, 3, 3, 3])])
def test_braess_needs_92_with_the_link_and_83_without(middle, each, flows):
    found = equilibrium(braess(middle=middle), SIX, 1e-12)
    assert found.converged
    assert found.total_time / 6.0 == pytest.approx(each, rel=1e-9)
    assert found.flow == pytest.approx(flows, abs=1e-6)


def test_two_routes_take_equally_long():
    # 10 + f = 20 + 2 g, f + g = 30: f = 70/3
    roads = road_network([1, 1], [2, 2], capacity=1.0, power=1.0, free_flow_time=[10.0, 20.0], delay=[1.0, 2.0])
    found = equilibrium(roads, trip_table([1], [2], 30.0), 1e-12)
    assert found.flow == pytest.approx([70 / 3, 20 / 3], rel=1e-9)
    assert found.time == pytest.approx([100 / 3] * 2, rel=1e-9)


def test_a_route_that_is_too_slow_is_not_used_and_a_toll_counts_as_time():
    roads = road_network(
        [1, 1], [2, 2], capacity=1.0, power=1.0, free_flow_time=[10.0, 10.0], delay=1.0, toll=[0.0, 50.0]
    )
    found = equilibrium(roads, trip_table([1], [2], 30.0), 1e-9)
    assert found.flow == pytest.approx([30.0, 0.0], abs=1e-6)
    assert found.cost[1] == pytest.approx(60.0, abs=1e-6)
    assert found.time[1] == pytest.approx(10.0, abs=1e-6)


def test_streets_reach_a_small_gap_and_balance():
    found = equilibrium(*grid_of_streets(4, 6, trips=150_000.0), 1e-6)
    assert found.converged
    assert found.iterations < 100
    assert found.imbalance < 1e-12
    assert found.bound <= found.objective
    finer = equilibrium(*grid_of_streets(4, 6, trips=150_000.0), 1e-10)
    assert finer.objective == pytest.approx(found.objective, rel=2e-6)


def test_flows_do_not_depend_on_the_order_of_rows_and_come_back_bit_for_bit():
    roads, trips = grid_of_streets(3, 4, trips=40_000.0)
    order = np.random.default_rng(1).permutation(len(roads.tail))
    mixed = type(roads)(*(column[order] for column in roads))
    one, again, other = (equilibrium(net, trips, 1e-8) for net in (roads, roads, mixed))
    assert np.array_equal(one.flow, again.flow)
    assert other.flow == pytest.approx(one.flow[order], rel=1e-9, abs=1e-9)


def test_centroids_are_not_passed_through():
    # 1 - 2 - 3 is short, 1 - 9 - 3 long; 2 is a centroid
    roads = road_network([1, 2, 1, 9], [2, 3, 9, 3], capacity=10.0, free_flow_time=[1.0, 1.0, 5.0, 5.0])
    free = equilibrium(roads, trip_table([1], [3], 1.0), 1e-9)
    bound = equilibrium(roads, trip_table([1, 1], [3, 2], [1.0, 2.0]), 1e-9, centroids_below=4)
    assert free.flow.tolist() == pytest.approx([1.0, 1.0, 0.0, 0.0])
    assert bound.flow.tolist() == pytest.approx([2.0, 0.0, 1.0, 1.0])


def test_flat_and_steep_links_and_links_without_capacity():
    # flat links, then a step of power 20, then a closed one
    roads = road_network([1, 1, 1], [2, 2, 2], capacity=[5.0, 10.0, 0.0], free_flow_time=[3.0, 2.0, 1.0],
                         b=[0.0, 0.5, 0.15], power=[4.0, 20.0, 4.0])  # fmt: skip
    found = equilibrium(roads, trip_table([1, 1], [2, 1], [30.0, 4.0]), 1e-10)
    assert found.converged
    assert found.time[:2] == pytest.approx([3.0, 3.0], rel=1e-8)
    assert found.flow == pytest.approx([20.0, 10.0, 0.0], rel=1e-6)
    assert found.inside == 4.0
    assert np.isinf(found.cost[2])


def test_no_trips_are_no_flow():
    found = equilibrium(braess(middle=True), trip_table(["o"], ["d"], 0.0), 1e-9)
    assert (found.flow == 0.0).all()
    assert found.converged


def test_trips_without_a_way_are_listed():
    with pytest.raises(TableError) as error:
        equilibrium(braess(middle=True), trip_table(["o", "d", "d"], ["d", "o", "a"], 1.0), 1e-6)
    assert [fault.value for fault in error.value.faults] == ["d - a", "d - o"]


def test_it_never_claims_what_is_not_so():
    found = equilibrium(braess(middle=True), SIX, 1e-9)
    assert found.converged
    assert not replace(found, imbalance=1e-6).converged
    assert not replace(found, objective=found.bound * 0.999).converged
    assert not replace(found, relative_gap=1e-8).converged
    spoilt = found.flow.copy()
    spoilt[0] += 1e-3
    assert imbalance(braess(middle=True), SIX, spoilt) == pytest.approx(1e-3 / 6.0)


def test_a_gap_that_is_not_reached_is_told_with_the_best_flows():
    found = equilibrium(*grid_of_streets(4, 6, trips=300_000.0), 1e-12, max_iterations=3)
    assert not found.converged
    assert found.iterations == 3
    assert found.is_balanced


def test_the_objective_is_that_of_another_implementation():
    """Braess with curves of power 4, its three paths by a solver of scipy."""
    free, capacity = np.array([1.0, 5.0, 5.0, 1.0, 1.0]), 2.0
    on = np.array([[1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 0, 1, 1]], dtype=float)
    roads = road_network(
        ["o", "o", "a", "b", "a"], ["a", "b", "d", "d", "b"], capacity=capacity, free_flow_time=free, b=1.0
    )

    def objective(paths):
        flow = paths @ on
        return float((free * (flow + flow**5 / (5.0 * capacity**4))).sum())

    other = minimize(objective, [2.0, 2.0, 2.0], bounds=[(0, 6)] * 3, method="SLSQP", tol=1e-13,
                     constraints={"type": "eq", "fun": lambda paths: paths.sum() - 6.0})  # fmt: skip
    found = equilibrium(roads, SIX, 1e-10)
    assert found.objective == pytest.approx(other.fun, rel=1e-8)
    assert found.flow == pytest.approx(other.x @ on, abs=1e-3)
