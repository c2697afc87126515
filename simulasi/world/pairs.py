"""Which origins every destination deals with: all of them, or few; sums over either end are written here alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

SHARED_KERNEL = 3
"""Axes of a full kernel that all members share."""


class AllPairs:
    """Every node with every other: what belongs to pairs has the axes (..., origin, destination).

    A *kernel* is (sector, [member,] *pairs*), a *volume* (sector, [buyer,] member, node).
    """

    axes = 2

    def shape(self, nodes: int) -> tuple[int, ...]:
        """Axes of what belongs to the pairs of some nodes."""
        return nodes, nodes

    def nodes_of(self, table: np.ndarray) -> int:
        """Return the number of nodes whose pairs a table is about."""
        return table.shape[-1]

    def of_origin(self, values: np.ndarray) -> np.ndarray:
        """Give every pair what its origin has, (..., node) to (..., *pairs*); to be broadcast."""
        return values[..., :, None]

    def of_destination(self, values: np.ndarray) -> np.ndarray:
        """Give every pair what its destination has, (..., node) to (..., *pairs*); to be broadcast."""
        return values[..., None, :]

    def by_origin(self, table: np.ndarray) -> np.ndarray:
        """Sum over destinations, (..., *pairs*) to (..., node)."""
        return np.asarray(table.sum(axis=-1))

    def by_destination(self, table: np.ndarray) -> np.ndarray:
        """Sum over origins, (..., *pairs*) to (..., node)."""
        return np.asarray(table.sum(axis=-2))

    def own(self, table: np.ndarray) -> np.ndarray:
        """Take what nodes have with themselves, (..., *pairs*) to (..., node)."""
        return np.diagonal(table, axis1=-2, axis2=-1)

    def with_own(self, table: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return a copy in which nodes have ``values`` (..., node) with themselves; of the first ones where few are."""
        nodes, found = np.arange(values.shape[-1]), table.copy()
        found[..., nodes, nodes] = values
        return found

    def is_apart(self, nodes: int) -> np.ndarray:
        """Say of which pairs the ends are two nodes."""
        return ~np.eye(nodes, dtype=bool)

    def both_ways(self, table: np.ndarray) -> np.ndarray:
        """Return the mean of what pairs have there and back; every pair has its opposite."""
        return np.asarray((table + table.swapaxes(-1, -2)) / 2.0)

    def to_destinations(self, volumes: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """Sum volumes of origins at their destinations, weighed by a kernel; one matrix product a sector.

        >>> half = np.array([[[0.5, 0.0], [0.5, 1.0]]])
        >>> ALL.to_destinations(np.array([[[2.0, 4.0]]]), half).tolist()
        [[[3.0, 4.0]]]
        """
        if kernel.ndim == SHARED_KERNEL or kernel.shape[1] == 1:
            flat = volumes.reshape(volumes.shape[0], -1, volumes.shape[-1])
            return (flat @ kernel.reshape(len(kernel), *kernel.shape[-2:])).reshape(volumes.shape)
        if volumes.ndim == SHARED_KERNEL:
            return (volumes[:, :, None] @ kernel)[:, :, 0]
        return (volumes.swapaxes(1, 2) @ kernel).swapaxes(1, 2)

    def to_origins(self, volumes: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """Sum volumes of destinations at their origins, weighed by a kernel."""
        return self.to_destinations(volumes, kernel.swapaxes(-1, -2))

    def weighed(self, kernel: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Sum values of destinations, weighed by a kernel: (..., *pairs*) and (..., node) to (..., node)."""
        return np.asarray((kernel @ values[..., None])[..., 0])

    def joined(self, at_origin: np.ndarray, at_destination: np.ndarray) -> np.ndarray:
        """Multiply what both ends of a pair have and sum over buyers, two volumes to (sector, member, *pairs*)."""
        return at_origin.transpose(0, 2, 3, 1) @ at_destination.transpose(0, 2, 1, 3)

    def block(self, table: np.ndarray, origins: slice, destinations: slice) -> np.ndarray:
        """Return what belongs to the pairs of some origins and destinations, (..., origin, destination)."""
        return table[..., origins, destinations]

    def at(self, table: np.ndarray, few: FewPairs) -> np.ndarray:
        """Take what belongs to some of the pairs, (..., pair)."""
        return table[..., few.origin, few.destination]

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what tells these pairs from others; nothing, for all are all."""
        return {}

    def joining_outside(self, table: np.ndarray, outside: np.ndarray) -> tuple[np.ndarray, AllPairs]:
        """Return a table and its pairs with one more node, which has ``outside`` (node,) with every other both ways."""
        found = np.zeros((len(outside) + 1, len(outside) + 1))
        found[:-1, :-1], found[:-1, -1], found[-1, :-1] = table, outside, outside
        return found, self


@dataclass(frozen=True, eq=False)
class FewPairs:
    """Some pairs, sorted by destination and then by origin: what belongs to them has the axis (..., pair).

    All members share their kernels.

    nodes  : how many there are
    origin : (pair,), number of the node
    first  : (node + 1,), where the pairs of each destination begin
    """

    nodes: int
    origin: np.ndarray
    first: np.ndarray

    axes = 1

    @classmethod
    def of(cls, origin: np.ndarray, destination: np.ndarray, *, nodes: int) -> FewPairs:
        """Sort pairs; each counts once.

        >>> pairs = FewPairs.of(np.array([1, 0, 1, 1]), np.array([1, 1, 0, 1]), nodes=2)
        >>> pairs.origin.tolist(), pairs.destination.tolist()
        ([1, 0, 1], [0, 1, 1])
        """
        name = np.unique(destination.astype(np.int64) * nodes + origin)
        first = np.searchsorted(name, nodes * np.arange(nodes + 1, dtype=np.int64))
        return cls(nodes, (name % nodes).astype(np.int32), first.astype(np.int32))

    @cached_property
    def destination(self) -> np.ndarray:
        """Number of the node that each pair leads to, (pair,)."""
        return np.repeat(np.arange(self.nodes, dtype=np.int32), np.diff(self.first))

    def shape(self, nodes: int) -> tuple[int, ...]:
        """Axes of what belongs to the pairs."""
        if nodes != self.nodes:
            raise ValueError(nodes, self.nodes)
        return (len(self.origin),)

    def nodes_of(self, table: np.ndarray) -> int:
        """Return the number of nodes whose pairs a table is about."""
        if table.shape[-1] != len(self.origin):
            raise ValueError(table.shape)
        return self.nodes

    def of_origin(self, values: np.ndarray) -> np.ndarray:
        """Give every pair what its origin has, (..., node) to (..., pair)."""
        return values[..., self.origin]

    def of_destination(self, values: np.ndarray) -> np.ndarray:
        """Give every pair what its destination has, (..., node) to (..., pair)."""
        return np.repeat(values, np.diff(self.first), axis=-1)

    def by_origin(self, table: np.ndarray) -> np.ndarray:
        """Sum over destinations, (..., pair) to (..., node)."""
        rows = table.reshape(-1, len(self.origin))
        sums = [np.bincount(self.origin, row, minlength=self.nodes) for row in rows]
        return np.array(sums).reshape(*table.shape[:-1], self.nodes)

    def by_destination(self, table: np.ndarray) -> np.ndarray:
        """Sum over origins, (..., pair) to (..., node).

        >>> FewPairs.of(np.array([0, 1, 1]), np.array([0, 0, 2]), nodes=3).by_destination(np.array([1.0, 2.0, 4.0]))
        array([3., 0., 4.])
        """
        sums = np.zeros((*table.shape[:-1], self.nodes))
        some = np.flatnonzero(np.diff(self.first))
        sums[..., some] = np.add.reduceat(table, self.first[some], axis=-1)
        return sums

    def own(self, table: np.ndarray) -> np.ndarray:
        """Take what nodes have with themselves, (..., pair) to (..., node); zero where they are no pair."""
        found = np.zeros((*table.shape[:-1], self.nodes))
        at = np.flatnonzero(~self.is_apart(self.nodes))
        found[..., self.origin[at]] = table[..., at]
        return found

    def with_own(self, table: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return a copy in which nodes have ``values`` (..., node) with themselves; of the first ones where few are."""
        at, found = np.flatnonzero(~self.is_apart(self.nodes)), table.copy()
        at = at[self.origin[at] < values.shape[-1]]
        found[..., at] = values[..., self.origin[at]]
        return found

    def is_apart(self, nodes: int) -> np.ndarray:
        """Say of which pairs the ends are two nodes, (pair,)."""
        self.shape(nodes)
        return self.origin != self.destination

    def both_ways(self, table: np.ndarray) -> np.ndarray:
        """Return the mean of what pairs have there and back; every pair has its opposite."""
        return np.asarray((table + table[..., self._opposite]) / 2.0)

    @cached_property
    def _opposite(self) -> np.ndarray:
        """Where the way back of each pair stands, (pair,); ValueError when it is no pair."""
        order = np.lexsort((self.destination, self.origin))
        if not (
            np.array_equal(self.origin[order], self.destination)
            and np.array_equal(self.destination[order], self.origin)
        ):
            raise ValueError(self)
        return order

    def to_destinations(self, volumes: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """Sum volumes of origins at their destinations, weighed by a kernel; one sparse product a sector.

        >>> pairs = FewPairs.of(np.array([0, 1, 1]), np.array([0, 0, 1]), nodes=2)
        >>> pairs.to_destinations(np.array([[[2.0, 4.0]]]), np.array([[0.5, 0.5, 1.0]])).tolist()
        [[[3.0, 4.0]]]
        """
        return self._summed(volumes, kernel, is_onward=True)

    def to_origins(self, volumes: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """Sum volumes of destinations at their origins, weighed by a kernel."""
        return self._summed(volumes, kernel, is_onward=False)

    def _summed(self, volumes: np.ndarray, kernel: np.ndarray, *, is_onward: bool) -> np.ndarray:
        rows, found = kernel.reshape(len(volumes), len(self.origin)), np.empty(volumes.shape)
        for sector, weights in enumerate(rows):
            matrix = csr_array((weights, self.origin, self.first), shape=(self.nodes, self.nodes))
            columns = np.ascontiguousarray(volumes[sector].reshape(-1, self.nodes).T)
            summed = (matrix if is_onward else matrix.T) @ columns
            found[sector] = summed.T.reshape(volumes.shape[1:])
        return found

    def weighed(self, kernel: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Sum values of destinations, weighed by a kernel: (..., pair) and (..., node) to (..., node)."""
        return self.to_origins(values.reshape(-1, 1, self.nodes), kernel).reshape(values.shape)

    def joined(self, at_origin: np.ndarray, at_destination: np.ndarray) -> np.ndarray:
        """Multiply what both ends of a pair have and sum over buyers, two volumes to (sector, member, pair)."""
        found = np.zeros((len(at_origin), at_origin.shape[2], len(self.origin)))
        for buyer in range(at_origin.shape[1]):
            found += self.of_origin(at_origin[:, buyer]) * self.of_destination(at_destination[:, buyer])
        return found

    def block(self, table: np.ndarray, origins: slice, destinations: slice) -> np.ndarray:
        """Return what belongs to the pairs of some origins and destinations, (..., origin, destination); else zero."""
        first_origin, last_origin, _ = origins.indices(self.nodes)
        first, last, _ = destinations.indices(self.nodes)
        some = slice(self.first[first], self.first[last])
        origin, destination = self.origin[some] - first_origin, self.destination[some] - first
        inside = (origin >= 0) & (origin < last_origin - first_origin)
        found = np.zeros((*table.shape[:-1], last_origin - first_origin, last - first))
        found[..., origin[inside], destination[inside]] = table[..., some][..., inside]
        return found

    @cached_property
    def _name(self) -> np.ndarray:
        return self.destination.astype(np.int64) * self.nodes + self.origin

    def at(self, table: np.ndarray, few: FewPairs) -> np.ndarray:
        """Take what belongs to some of the pairs, (..., pair); ValueError when one is not among them."""
        found = np.minimum(np.searchsorted(self._name, few._name), len(self._name) - 1)  # noqa: SLF001 - of the same class
        if not np.array_equal(self._name[found], few._name):  # noqa: SLF001
            raise ValueError(few)
        return table[..., found]

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what tells these pairs from others."""
        return {"origin": self.origin, "first": self.first}

    def joining_outside(self, table: np.ndarray, outside: np.ndarray) -> tuple[np.ndarray, FewPairs]:
        """Return a table and its pairs with one more node, which has ``outside`` (node,) with every other both ways."""
        inside, last = np.arange(self.nodes), np.full(self.nodes, self.nodes)
        origin = np.concatenate([self.origin, last, inside])
        destination = np.concatenate([self.destination, inside, last])
        pairs = FewPairs.of(origin, destination, nodes=self.nodes + 1)
        region = np.minimum(pairs.origin, pairs.destination)
        is_outside = np.maximum(pairs.origin, pairs.destination) == self.nodes
        found = np.append(outside, 0.0)[region]
        found[~is_outside] = table
        return found, pairs


Pairs = AllPairs | FewPairs
ALL = AllPairs()
