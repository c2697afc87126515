"""The few least-cost routes between places, against a search that knows them all."""

from itertools import islice, takewhile

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulasi.routing.routes import TRIES, least_cost_routes

QUICK = settings(derandomize=True, max_examples=60)
MANY = 1e9
AGREED = 1e-12


class Graph:
    """Directed edges with a cost each; two may join the same nodes."""

    def __init__(self, tail, head, cost, nodes):
        self.tail, self.head = np.array(tail, dtype=np.intp), np.array(head, dtype=np.intp)
        self.cost, self.nodes = np.array(cost, dtype=float), nodes

    def routes(self, *, ends, k, longest=MANY, wanted=None):
        """Routes found, as lists of edges in order of travel, by pair of numbers of ends."""
        found = least_cost_routes(
            self.tail, self.head, self.cost, nodes=self.nodes, ends=np.array(ends, dtype=np.intp), k=k, longest=longest,
            wanted=wanted,
        )  # fmt: skip
        assert found.pair.tolist() == sorted(found.pair.tolist())
        by_pair = {}
        for pair, cost, row in zip(found.pair.tolist(), found.cost.tolist(), found.on.toarray(), strict=True):
            used = self.in_order(np.flatnonzero(row), ends[pair // len(ends)])
            assert cost == pytest.approx(self.cost[used].sum(), rel=AGREED)
            by_pair.setdefault(divmod(pair, len(ends)), []).append(used)
        return by_pair

    def in_order(self, edges, node):
        """The edges of one route as they follow each other from a node; fails where they do not."""
        left, used = {int(self.tail[edge]): int(edge) for edge in edges}, []
        while node in left:
            used.append(left.pop(node))
            node = int(self.head[used[-1]])
        assert not left
        return used

    def all_routes(self, first, last):
        """Every simple way, the least costly first, as lists of edges."""
        # an edge is a node of its own, so that parallel edges can be told apart
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.nodes))
        for edge, (tail, head, cost) in enumerate(zip(self.tail.tolist(), self.head.tolist(), self.cost, strict=True)):
            if np.isfinite(cost):
                graph.add_edge(tail, ("edge", edge), weight=cost)
                graph.add_edge(("edge", edge), head, weight=0.0)
        if not nx.has_path(graph, first, last):
            return
        for nodes in nx.shortest_simple_paths(graph, first, last, weight="weight"):
            yield [node[1] for node in nodes if isinstance(node, tuple)]

    def length(self, route):
        return float(self.cost[route].sum())

    def nodes_of(self, route):
        return [int(self.tail[route[0]]), *self.head[route].tolist()]


@st.composite
def graphs(draw, *, only_onward=False, both_ways=False):
    """Graphs of up to seven nodes whose costs have nothing in common, so that no two ways cost the same."""
    nodes = draw(st.integers(2, 7))
    pairs = [(a, b) for a in range(nodes) for b in range(nodes) if a != b and (a < b or not only_onward)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=16))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    costs = numbers.uniform(0.5, 2.0, len(chosen)).tolist()
    if both_ways:
        chosen, costs = chosen + [(b, a) for a, b in chosen], costs + costs
    return Graph(*zip(*chosen, strict=True), costs, nodes)


def others_that_cost_less(graph, ends, cost):
    """Ways over one edge that are cheaper than ``cost``: what the search has to look at first, beside the least."""
    hops = nx.DiGraph()
    hops.add_nodes_from(range(graph.nodes))
    for tail, head, price in zip(graph.tail.tolist(), graph.head.tolist(), graph.cost.tolist(), strict=True):
        if price < hops.get_edge_data(tail, head, {"weight": np.inf})["weight"]:
            hops.add_edge(tail, head, weight=price)
    onward = nx.single_source_dijkstra_path_length(hops, ends[0])
    back = nx.single_source_dijkstra_path_length(hops.reverse(), ends[1])
    ways = {
        round(onward[tail] + price + back[head], 9)
        for tail, head, price in zip(graph.tail.tolist(), graph.head.tolist(), graph.cost.tolist(), strict=True)
        if tail in onward and head in back
    }
    return sum(way < cost * (1.0 - 1e-8) for way in ways) - 1


@QUICK
@given(graphs())
def test_the_first_route_is_the_least_path_of_all(graph):
    ends = list(range(graph.nodes))
    found = graph.routes(ends=ends, k=3)
    for origin in ends:
        for destination in set(ends) - {origin}:
            best = next(graph.all_routes(origin, destination), None)
            assert found.get((origin, destination), [None])[0] == best


@QUICK
@given(graphs(), st.integers(1, 4), st.floats(1.0, 3.0))
def test_further_routes_are_simple_different_in_order_of_cost_and_not_too_long(graph, k, longest):
    ends = list(range(graph.nodes))
    for (origin, destination), routes in graph.routes(ends=ends, k=k, longest=longest).items():
        costs = [graph.length(route) for route in routes]
        assert len(routes) <= k
        assert costs == sorted(costs)
        assert costs[-1] <= longest * costs[0] * (1.0 + AGREED)
        assert len({tuple(route) for route in routes}) == len(routes)
        for route in routes:
            nodes = graph.nodes_of(route)
            assert (nodes[0], nodes[-1]) == (origin, destination)
            assert len(set(nodes)) == len(nodes)


@QUICK
@given(graphs(only_onward=True), st.floats(1.0, 3.0))
def test_where_no_way_leads_back_the_second_route_is_the_second_of_all(graph, longest):
    ends = list(range(graph.nodes))
    found = graph.routes(ends=ends, k=2, longest=longest)
    for (origin, destination), routes in found.items():
        of_all = graph.all_routes(origin, destination)
        near = takewhile(lambda way, best=routes[0]: graph.length(way) <= longest * graph.length(best), of_all)
        assert routes == list(islice(near, 2))


@QUICK
@given(st.one_of(graphs(), graphs(both_ways=True)))
def test_the_second_route_is_the_second_of_all_where_it_leaves_the_first_by_one_edge(graph):
    ends = list(range(graph.nodes))
    for pair, routes in graph.routes(ends=ends, k=2).items():
        best, second = [*islice(graph.all_routes(*pair), 2), None][:2]
        if second is None:
            assert routes == [best]
        elif len(set(second) - set(best)) == 1 and others_that_cost_less(graph, pair, graph.length(second)) < TRIES:
            assert routes[1] == second


def roads_of(towns, seed):
    """Roads between near towns on a plane, both ways."""
    numbers = np.random.default_rng(seed)
    at = numbers.uniform(0.0, 1.0, (towns, 2))
    apart = np.hypot(*(np.subtract.outer(axis, axis) for axis in at.T)) + 9.0 * np.eye(towns)
    near = {tuple(sorted((a, int(b)))) for a in range(towns) for b in np.argsort(apart[a])[:3]}
    cost = [apart[pair] * numbers.uniform(1.0, 1.5) for pair in sorted(near)]
    tail, head = zip(*sorted(near), strict=True)
    return Graph([*tail, *head], [*head, *tail], [*cost, *cost], towns)


def test_between_towns_most_second_routes_are_the_second_of_all():
    right = []
    for seed in range(8):
        graph, ends = roads_of(24, seed), [0, 6, 12, 18]
        for pair, routes in graph.routes(ends=ends, k=3, longest=2.0).items():
            best, second = islice(graph.all_routes(*(ends[end] for end in pair)), 2)
            if graph.length(second) <= 2.0 * graph.length(best):
                right.append(routes[1:2] == [second])
    assert len(right) > 50
    assert np.mean(right) > 0.8


def test_only_the_least_route_is_looked_for_when_one_is_wanted():
    graph = Graph([0, 0, 1], [2, 1, 2], [3.0, 1.0, 1.0], 3)
    assert graph.routes(ends=[0, 2], k=1) == {(0, 1): [[1, 2]]}
    assert graph.routes(ends=[0, 2], k=2) == {(0, 1): [[1, 2], [0]]}


def test_parallel_edges_are_ways_of_their_own():
    graph = Graph([0, 0, 0], [1, 1, 1], [2.0, 1.0, 4.0], 2)
    assert graph.routes(ends=[0, 1], k=3) == {(0, 1): [[1], [0], [2]]}


def test_of_ways_that_cost_the_same_one_is_kept():
    graph = Graph([0, 0, 0], [1, 1, 1], [1.0, 1.0, 2.0], 2)
    assert graph.routes(ends=[0, 1], k=3) == {(0, 1): [[0], [2]]}


def test_a_one_way_road_leads_there_and_not_back():
    graph = Graph([0, 1, 0], [1, 2, 2], [1.0, 1.0, 5.0], 3)
    assert graph.routes(ends=[0, 2], k=2).keys() == {(0, 1)}


def test_what_costs_for_ever_is_not_used_and_keeps_its_number():
    graph = Graph([0, 0, 1], [1, 2, 2], [np.inf, 4.0, 1.0], 3)
    assert graph.routes(ends=[0, 1, 2], k=2) == {(0, 2): [[1]], (1, 2): [[2]]}


@pytest.mark.parametrize("k", [1, 3])
def test_where_there_is_no_way_there_is_no_route(k):
    assert Graph([0], [1], [1.0], 4).routes(ends=[2, 3], k=k) == {}
    assert Graph([], [], [], 4).routes(ends=[2, 3], k=k) == {}


@pytest.mark.parametrize("ends", [[], [1]])
def test_without_two_ends_there_is_no_route(ends):
    assert Graph([0, 1], [1, 0], [1.0, 1.0], 2).routes(ends=ends, k=3) == {}


def test_only_pairs_that_are_asked_for_are_answered():
    graph = Graph([0, 1, 2], [1, 2, 0], [1.0, 1.0, 1.0], 3)
    wanted = np.zeros((3, 3), dtype=bool)
    wanted[0, 2] = wanted[1, 1] = True
    assert graph.routes(ends=[0, 1, 2], k=2, wanted=wanted) == {(0, 2): [[0, 1]]}


def test_a_way_through_an_end_is_a_way():
    graph = Graph([0, 1, 0], [1, 2, 2], [1.0, 1.0, 2.5], 3)
    assert graph.routes(ends=[0, 1, 2], k=2)[0, 2] == [[0, 1], [2]]
