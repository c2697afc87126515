"""Few pairs do what all pairs do, on the pairs that there are."""

import numpy as np
import pytest

from simulasi.world.pairs import ALL, Block, FewPairs

NODES = 5
PAIRS = FewPairs(NODES, (Block(np.array([0, 1, 3]), np.array([0, 4])), Block(np.array([1, 2, 4]), np.array([1, 2, 3]))))
NUMBERS = np.random.default_rng(3)
VOLUMES = NUMBERS.random((2, 4, 3, NODES))
TABLE = NUMBERS.random((2, len(PAIRS.origin)))


def whole(table):
    """The same with all pairs: zero where there is no pair."""
    found = np.zeros((*table.shape[:-1], NODES, NODES))
    found[..., PAIRS.origin, PAIRS.destination] = table
    return found


@pytest.mark.parametrize("sums", ["by_origin", "by_destination", "own"])
def test_sums_over_an_end_are_those_of_the_whole_table(sums):
    assert getattr(PAIRS, sums)(TABLE) == pytest.approx(getattr(ALL, sums)(whole(TABLE)), rel=1e-15)


@pytest.mark.parametrize("product", ["to_origins", "to_destinations"])
@pytest.mark.parametrize("volumes", [VOLUMES, VOLUMES[:, 0]])
def test_products_are_those_of_the_whole_kernel(product, volumes):
    dense = getattr(ALL, product)(volumes, whole(TABLE))
    assert getattr(PAIRS, product)(volumes, TABLE) == pytest.approx(dense, rel=1e-14)
    assert getattr(PAIRS, product)(volumes, TABLE[:, None]) == pytest.approx(dense, rel=1e-14)


def test_a_product_is_what_plain_loops_add_up():
    found = np.zeros_like(VOLUMES)
    for pair, (o, d) in enumerate(zip(PAIRS.origin, PAIRS.destination, strict=True)):
        for sector in range(2):
            found[sector, ..., d] += TABLE[sector, pair] * VOLUMES[sector, ..., o]
    assert PAIRS.to_destinations(VOLUMES, TABLE) == pytest.approx(found, rel=1e-14)
    spoilt = TABLE.copy()
    spoilt[1, 4] *= 1.001
    assert PAIRS.to_destinations(VOLUMES, spoilt) != pytest.approx(found, rel=1e-14)


def test_both_ends_are_given_to_every_pair():
    values = NUMBERS.random((2, NODES))
    for few, every in ((PAIRS.of_origin, ALL.of_origin), (PAIRS.of_destination, ALL.of_destination)):
        everywhere = np.broadcast_to(every(values), (2, NODES, NODES))
        assert np.array_equal(few(values), everywhere[:, PAIRS.origin, PAIRS.destination])


def test_what_both_ends_have_is_joined_over_the_buyers():
    other = NUMBERS.random(VOLUMES.shape)
    dense = ALL.joined(VOLUMES, other)[..., PAIRS.origin, PAIRS.destination]
    assert PAIRS.joined(VOLUMES, other) == pytest.approx(dense, rel=1e-14)


def test_a_block_of_the_table_is_cut_out_with_zeros_where_there_is_no_pair():
    assert np.array_equal(PAIRS.block(TABLE, slice(1, 4), slice(3, None)), whole(TABLE)[:, 1:4, 3:])


def test_a_node_outside_is_joined_to_every_other_both_ways():
    outside = np.arange(1.0, NODES + 1.0)
    table, pairs = PAIRS.joining_outside(TABLE[0], outside)
    dense, _ = ALL.joining_outside(whole(TABLE[0]), outside)
    assert np.array_equal(table, dense[pairs.origin, pairs.destination])
    assert pairs.by_origin(table) == pytest.approx(ALL.by_origin(dense), rel=1e-15)


def test_the_way_back_needs_an_opposite_of_every_pair():
    both = FewPairs(3, (Block(np.array([0, 1]), np.array([0, 1])), Block(np.array([2]), np.array([2]))))
    assert both.both_ways(np.array([1.0, 2.0, 4.0, 8.0, 16.0])).tolist() == [1.0, 3.0, 3.0, 8.0, 16.0]
    with pytest.raises(ValueError, match=r"\["):
        PAIRS.both_ways(TABLE)


def test_pairs_are_taken_from_larger_ones_and_only_from_those():
    some = FewPairs(NODES, (Block(np.array([1, 3]), np.array([0])), Block(np.array([4]), np.array([1, 2, 3, 4]))))
    with pytest.raises(ValueError, match=r"\["):
        PAIRS.at(TABLE, some)
    fewer = FewPairs(NODES, (Block(np.array([3]), np.array([4, 0])), Block(np.array([2]), np.array([1, 2, 3]))))
    assert np.array_equal(PAIRS.at(TABLE, fewer), ALL.at(whole(TABLE), fewer))


def test_a_table_of_other_pairs_is_refused():
    with pytest.raises(ValueError, match="3"):
        PAIRS.nodes_of(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="4"):
        PAIRS.shape(4)
