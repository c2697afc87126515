"""What is counted of the sums over pairs."""

from collections import Counter

import numpy as np
import pytest

from benchmarks.where import clocks
from simulasi.world.pairs import ALL, Block, FewPairs

NODES, SECTORS, BUYERS, MEMBERS = 3, 2, 4, 5


def multiplied_and_read(pairs, kernel):
    """What one sum over origins multiplies and reads."""
    counted = Counter()
    with clocks(Counter(), counted):
        pairs.to_destinations(np.ones((SECTORS, BUYERS, MEMBERS, NODES)), kernel)
    return counted["multiplied"], counted["read"]


@pytest.mark.parametrize("members", [1, MEMBERS])
def test_every_buyer_of_every_member_meets_every_pair_once(members):
    kernel = np.ones((SECTORS, members, NODES, NODES))
    assert multiplied_and_read(ALL, kernel) == (2 * SECTORS * BUYERS * MEMBERS * NODES**2, 8 * kernel.size)


def test_few_pairs_are_counted_as_few():
    few = FewPairs(NODES, (Block(np.array([0, 1]), np.array([0, 2])), Block(np.array([1]), np.array([1]))))
    kernel = np.ones((SECTORS, 1, len(few.origin)))
    assert multiplied_and_read(few, kernel) == (2 * SECTORS * BUYERS * MEMBERS * 5, 8 * kernel.size)


def test_the_clocks_are_taken_down_again():
    before = type(ALL).to_destinations
    with clocks(Counter(), Counter()):
        assert type(ALL).to_destinations is not before
    assert type(ALL).to_destinations is before
