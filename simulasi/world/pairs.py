"""Which origins every destination deals with: all of them, or few; sums over either end are written here alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Block(NamedTuple):
    """Destinations that deal with the same origins; both are numbers of nodes."""

    origins: np.ndarray
    destinations: np.ndarray


@dataclass(frozen=True, eq=False)
class FewPairs:
    """Some pairs, in blocks: destinations near each other deal with the same origins, so that sums are small products.

    Every node is the destination of one block. What belongs to the pairs has the axis (..., pair): block by block,
    origin by origin. All members share their kernels.
    """

    nodes: int
    blocks: tuple[Block, ...]

    axes = 1

    @cached_property
    def origin(self) -> np.ndarray:
        """Number of the node that each pair comes from, (pair,)."""
        return np.concatenate([np.repeat(block.origins, len(block.destinations)) for block in self.blocks])

    @cached_property
    def destination(self) -> np.ndarray:
        """Number of the node that each pair leads to, (pair,)."""
        return np.concatenate([np.tile(block.destinations, len(block.origins)) for block in self.blocks])

    @cached_property
    def _parts(self) -> tuple[tuple[Block, slice], ...]:
        """Blocks, and where their pairs stand."""
        ends = np.cumsum([0, *(len(block.origins) * len(block.destinations) for block in self.blocks)]).tolist()
        return tuple((block, slice(*ends[row : row + 2])) for row, block in enumerate(self.blocks))

    def _of_blocks(self, table: np.ndarray) -> Iterator[tuple[Block, np.ndarray]]:
        """Yield blocks and their part of a table, (..., origin, destination)."""
        for block, at in self._parts:
            yield block, table[..., at].reshape(*table.shape[:-1], len(block.origins), len(block.destinations))

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
        return np.take(values, self.origin, axis=-1)

    def of_destination(self, values: np.ndarray) -> np.ndarray:
        """Give every pair what its destination has, (..., node) to (..., pair)."""
        return np.take(values, self.destination, axis=-1)

    def by_origin(self, table: np.ndarray) -> np.ndarray:
        """Sum over destinations, (..., pair) to (..., node)."""
        found = np.zeros((*table.shape[:-1], self.nodes))
        for block, part in self._of_blocks(table):
            found[..., block.origins] += part.sum(axis=-1)
        return found

    def by_destination(self, table: np.ndarray) -> np.ndarray:
        """Sum over origins, (..., pair) to (..., node).

        >>> pairs = FewPairs(3, (Block(np.array([0, 1]), np.array([0, 2])), Block(np.array([1]), np.array([1]))))
        >>> pairs.by_destination(np.array([1.0, 2.0, 4.0, 8.0, 16.0])).tolist()
        [5.0, 16.0, 10.0]
        """
        found = np.zeros((*table.shape[:-1], self.nodes))
        for block, part in self._of_blocks(table):
            found[..., block.destinations] = part.sum(axis=-2)
        return found

    @cached_property
    def _with_itself(self) -> np.ndarray:
        """Where pairs stand whose ends are the same node."""
        return np.flatnonzero(self.origin == self.destination)

    def own(self, table: np.ndarray) -> np.ndarray:
        """Take what nodes have with themselves, (..., pair) to (..., node); zero where they are no pair."""
        found, at = np.zeros((*table.shape[:-1], self.nodes)), self._with_itself
        found[..., self.origin[at]] = table[..., at]
        return found

    def with_own(self, table: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return a copy in which nodes have ``values`` (..., node) with themselves; the first ones where few are."""
        found, at = table.copy(), self._with_itself
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
        return self._at(self.origin * self.nodes + self.destination)

    @cached_property
    def _named(self) -> tuple[np.ndarray, np.ndarray]:
        """Names of the pairs in order, ``destination * nodes + origin``, and where they stand."""
        name = self.destination * self.nodes + self.origin
        order = np.argsort(name, kind="stable")
        return name[order], order

    def _at(self, name: np.ndarray) -> np.ndarray:
        """Where pairs stand, by name; ValueError when one is not among them."""
        names, order = self._named
        found = np.minimum(np.searchsorted(names, name), len(names) - 1)
        if not np.array_equal(names[found], name):
            raise ValueError(name[names[found] != name])
        return order[found]

    def at(self, table: np.ndarray, few: FewPairs) -> np.ndarray:
        """Take what belongs to some of the pairs, (..., pair); ValueError when one is not among them."""
        return table[..., self._at(few.destination * few.nodes + few.origin)]

    def to_destinations(self, volumes: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """Sum volumes of origins at their destinations, weighed by a kernel; a product a sector and block.

        >>> pairs = FewPairs(2, (Block(np.array([0, 1]), np.array([0])), Block(np.array([1]), np.array([1]))))
        >>> pairs.to_destinations(np.array([[[2.0, 4.0]]]), np.array([[0.5, 0.5, 1.0]])).tolist()
        [[[3.0, 4.0]]]
        """
        flat = volumes.reshape(len(volumes), -1, self.nodes)
        found = np.zeros(flat.shape)
        for block, weights in self._of_blocks(kernel.reshape(len(kernel), -1)):
            found[..., block.destinations] = np.take(flat, block.origins, axis=-1) @ weights
        return found.reshape(volumes.shape)

    def to_origins(self, volumes: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """Sum volumes of destinations at their origins, weighed by a kernel."""
        flat = volumes.reshape(len(volumes), -1, self.nodes)
        found = np.zeros(flat.shape)
        for block, weights in self._of_blocks(kernel.reshape(len(kernel), -1)):
            found[..., block.origins] += np.take(flat, block.destinations, axis=-1) @ weights.swapaxes(-1, -2)
        return found.reshape(volumes.shape)

    def weighed(self, kernel: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Sum values of destinations, weighed by a kernel: (..., pair) and (..., node) to (..., node)."""
        return self.to_origins(values.reshape(-1, 1, self.nodes), kernel.reshape(-1, len(self.origin))).reshape(
            values.shape
        )

    def joined(self, at_origin: np.ndarray, at_destination: np.ndarray) -> np.ndarray:
        """Multiply what both ends of a pair have and sum over buyers, two volumes to (sector, member, pair)."""
        found = np.empty((len(at_origin), at_origin.shape[2], len(self.origin)))
        for block, at in self._parts:
            here = at_origin[..., block.origins].transpose(0, 2, 3, 1)
            there = at_destination[..., block.destinations].transpose(0, 2, 1, 3)
            found[..., at] = (here @ there).reshape(*found.shape[:2], -1)
        return found

    def block(self, table: np.ndarray, origins: slice, destinations: slice) -> np.ndarray:
        """Return what belongs to the pairs of some origins and destinations, (..., origin, destination); else zero."""
        rows, columns = (np.arange(self.nodes)[part] for part in (origins, destinations))
        is_in = np.isin(self.origin, rows) & np.isin(self.destination, columns)
        found = np.zeros((*table.shape[:-1], len(rows), len(columns)))
        at = np.searchsorted(rows, self.origin[is_in]), np.searchsorted(columns, self.destination[is_in])
        found[..., at[0], at[1]] = table[..., is_in]
        return found

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what tells these pairs from others."""
        return {"origin": self.origin, "destination": self.destination}

    def joining_outside(self, table: np.ndarray, outside: np.ndarray) -> tuple[np.ndarray, FewPairs]:
        """Return a table and its pairs with one more node, which has ``outside`` (node,) with every other both ways."""
        blocks = [Block(np.append(origins, self.nodes), destinations) for origins, destinations in self.blocks]
        blocks.append(Block(np.arange(self.nodes), np.array([self.nodes])))
        parts = [part for block, at in self._parts for part in (table[at], outside[block.destinations])]
        return np.concatenate([*parts, outside]), FewPairs(self.nodes + 1, tuple(blocks))


Pairs = AllPairs | FewPairs
ALL = AllPairs()
