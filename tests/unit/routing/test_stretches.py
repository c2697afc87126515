"""Edges joined between junctions, and the nodes that paths pass."""

import numpy as np
import pytest

from simulasi.routing.paths import edges_on_path, least_cost_paths, nodes_on_paths
from simulasi.routing.stretches import joined


def both_ways(*pairs):
    """Edges there, then the same edges back."""
    first, second = zip(*pairs, strict=True)
    return np.array([*first, *second]), np.array([*second, *first])


def stretches_of(tail, head, *, ends):
    """Stretches by their two nodes, each a set of edges, and the edges on none."""
    found = joined(tail, head, nodes=10, ends=np.array(ends))
    names = list(zip(found.tail.tolist(), found.head.tolist(), strict=True))
    return [(*name, set(np.flatnonzero(found.stretch == row).tolist())) for row, name in enumerate(names)], set(
        np.flatnonzero(found.stretch < 0).tolist()
    )


def test_edges_in_a_row_are_one_stretch_there_and_one_back():
    found, nowhere = stretches_of(*both_ways((0, 1), (1, 2), (2, 3)), ends=[0, 3])
    assert sorted(found) == [(0, 3, {0, 1, 2}), (3, 0, {3, 4, 5})]
    assert nowhere == set()


def test_a_stretch_ends_at_a_junction_and_at_an_end():
    found, _ = stretches_of(*both_ways((0, 1), (1, 2), (2, 3), (2, 4)), ends=[0, 3, 4])
    assert {(tail, head) for tail, head, _ in found} == {(0, 2), (2, 0), (2, 3), (3, 2), (2, 4), (4, 2)}
    found, _ = stretches_of(*both_ways((0, 1), (1, 2)), ends=[0, 1, 2])
    assert len(found) == 4


def test_what_leads_to_nothing_and_what_comes_round_to_where_it_left_is_on_no_stretch():
    # 1 leads to the dead end 4, and by 5 and 6 back to itself
    tail, head = both_ways((0, 1), (1, 2), (1, 4), (1, 5), (5, 6), (6, 1))
    found, nowhere = stretches_of(tail, head, ends=[0, 2])
    assert {(first, last) for first, last, _ in found} == {(0, 1), (1, 0), (1, 2), (2, 1)}
    assert nowhere == {2, 3, 4, 5, 8, 9, 10, 11}


def test_a_circle_without_an_end_is_on_no_stretch():
    assert stretches_of(*both_ways((1, 2), (2, 3), (3, 1)), ends=[0]) == ([], {0, 1, 2, 3, 4, 5})


def test_between_parallel_edges_there_is_a_choice():
    found, _ = stretches_of(np.array([0, 0, 1]), np.array([1, 1, 2]), ends=[0, 2])
    assert found == [(0, 1, {0}), (0, 1, {1}), (1, 2, {2})]


def test_a_one_way_row_is_a_stretch_one_way():
    found, nowhere = stretches_of(np.array([0, 1, 2]), np.array([1, 2, 1]), ends=[0, 2])
    assert found == [(0, 2, {0, 1})]
    assert nowhere == {2}


@pytest.mark.parametrize("nodes", [5, 64, 65, 150])
def test_bits_name_the_nodes_of_every_path(nodes):
    numbers = np.random.default_rng(nodes)
    tail, head = numbers.integers(0, nodes, (2, 2 * nodes))
    paths = least_cost_paths(tail, head, numbers.uniform(1.0, 2.0, len(tail)), nodes=nodes, sources=np.arange(3))
    bits = nodes_on_paths(paths)
    for source in range(3):
        for node in range(nodes):
            edges = edges_on_path(paths, source, node)
            passed = {other for other in range(nodes) if int(bits[source, node, other // 64]) >> (other % 64) & 1}
            assert passed == {node, *tail[edges].tolist()}
