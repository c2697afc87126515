"""Who uses chosen edges: the part of each group's traffic whose routes pass them; no region, no month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable


class Users(NamedTuple):
    """Groups whose routes pass chosen edges, (group, member) each.

    units : units that pass them
    total : all units of the group, whatever their way
    """

    units: np.ndarray
    total: np.ndarray

    @property
    def share(self) -> np.ndarray:
        """What part of the group's units passes, (group, member); 0 where the group has none."""
        return np.asarray(np.divide(self.units, self.total, out=np.zeros_like(self.units), where=self.total > 0.0))


def users_of(on: csr_array, group: np.ndarray, units: np.ndarray, edges: Iterable[int], *, groups: int) -> Users:
    """Find who uses a set of edges; a route that passes several of them counts once.

    on    : (route, edge), not 0 where the route uses the edge
    group : (route,), number of the group of each route: what is carried, from where, to where
    units : (route, member)

    >>> on = csr_array([[1, 1, 0], [0, 0, 1], [0, 1, 0]])
    >>> found = users_of(on, np.array([0, 0, 1]), np.array([[6.0], [2.0], [5.0]]), [0, 1], groups=2)
    >>> found.units[:, 0].tolist(), found.share[:, 0].tolist()
    ([6.0, 5.0], [0.75, 1.0])
    """
    chosen = np.zeros(on.shape[1])
    chosen[list(edges)] = 1.0
    passes = on @ chosen > 0.0
    route = np.arange(len(group))
    of_group = csr_array((np.ones(len(group)), (group, route)), shape=(groups, len(group)))
    return Users(np.asarray(of_group @ (units * passes[:, None])), np.asarray(of_group @ units))
