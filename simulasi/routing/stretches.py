"""Edges in a row without a junction between them, joined into stretches: a path that passes one passes all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

NONE = -1
BOTH_SIDES = 2
"""Neighbours of a node that only joins two stretches."""


class Stretches(NamedTuple):
    """Ways from one junction to the next.

    tail, head : (stretch,), nodes
    stretch    : (edge,), the one that an edge is on; -1 where it leads to no other junction
    """

    tail: np.ndarray
    head: np.ndarray
    stretch: np.ndarray


def joined(tail: np.ndarray, head: np.ndarray, *, nodes: int, ends: np.ndarray) -> Stretches:
    """Join edges between junctions and ends.

    tail, head : (edge,), nodes that a directed edge joins
    ends       : (end,), nodes where paths begin or end

    >>> found = joined(np.array([0, 1, 1]), np.array([1, 2, 0]), nodes=3, ends=np.array([0, 2]))
    >>> found.tail.tolist(), found.head.tolist(), found.stretch.tolist()
    ([0], [2], [0, 0, -1])
    """
    is_joint = _is_joint(tail, head, nodes=nodes, ends=ends)
    following = _following(tail, head, is_joint, nodes=nodes)
    first = np.flatnonzero(~is_joint[tail])
    last, row, edge = first.copy(), np.arange(len(first)), first
    stretch = np.full(len(tail), NONE)
    while len(row):
        stretch[edge] = row
        going = is_joint[head[edge]]
        row, edge = row[going], following[edge[going]]
        last[row] = edge
        row, edge = row[edge != NONE], edge[edge != NONE]
    leads_on = (last != NONE) & (tail[first] != head[last])
    number = np.append(np.where(leads_on, np.cumsum(leads_on) - 1, NONE), NONE)
    return Stretches(tail[first[leads_on]], head[last[leads_on]], number[stretch])


def _is_joint(tail: np.ndarray, head: np.ndarray, *, nodes: int, ends: np.ndarray) -> np.ndarray:
    """Whether a node only joins two others, or ends in nothing, (node,): no choice is made there, nothing ends there.

    Where two edges lead from one node to the same other there is a choice between them.
    """
    names, count = np.unique(tail * nodes + head, return_counts=True)
    first, second = np.divmod(names, nodes)
    both = np.unique(np.minimum(first, second) * nodes + np.maximum(first, second))
    neighbours = np.bincount(np.concatenate(np.divmod(both, nodes)), minlength=nodes)
    is_joint = neighbours <= BOTH_SIDES
    is_joint[np.concatenate([first[count > 1], second[count > 1]])] = False
    is_joint[ends] = False
    return is_joint


def _following(tail: np.ndarray, head: np.ndarray, is_joint: np.ndarray, *, nodes: int) -> np.ndarray:
    """Find the edge that goes on where an edge comes to a joint, (edge,); -1 elsewhere and where none does."""
    leaving = np.flatnonzero(is_joint[tail])
    one, two = np.full((2, nodes), NONE)
    one[tail[leaving]] = leaving
    two[tail[leaving[::-1]]] = leaving[::-1]
    # of the two edges that leave a joint, the one that does not turn back
    found = np.full(len(tail), NONE)
    for ahead in (one[head], two[head]):
        goes_on = (ahead != NONE) & (head[ahead] != tail)
        found[goes_on] = ahead[goes_on]
    return found
