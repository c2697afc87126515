"""What stretches of the network are made of, and which routes pass them: tables that routes are told in (eq. 1-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from simulasi.model.edges import Edges
    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Carriage

DAYS_A_MONTH = 365.0 / 12.0
NOWHERE = -1


class Uses(NamedTuple):
    """Which edges a stretch is made of: one entry for every edge of every stretch of every class."""

    stretch: np.ndarray
    edge: np.ndarray
    kind: np.ndarray
    stretches: int

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sum over the edges of each stretch, (stretch,)."""
        return np.bincount(self.stretch, values, minlength=self.stretches)


def side_by_side(parts: list[csr_array]) -> csr_array:
    """Put tables of ones below each other, each in columns of its own."""
    first = np.cumsum([0, *(part.shape[1] for part in parts)])
    indices = np.concatenate([part.indices + before for part, before in zip(parts, first, strict=False)])
    return _ones(parts, indices, columns=int(first[-1]))


def stacked(parts: list[csr_array]) -> csr_array:
    """Put tables of ones below each other, in the same columns."""
    return _ones(parts, np.concatenate([part.indices for part in parts]), columns=parts[0].shape[1])


def _ones(parts: list[csr_array], indices: np.ndarray, *, columns: int) -> csr_array:
    lengths = np.concatenate([np.diff(part.indptr) for part in parts])
    begin = np.concatenate([[0], np.cumsum(lengths)])
    return csr_array((np.ones(len(indices)), indices, begin), shape=(len(lengths), columns))


def limited_gates(gate: np.ndarray, is_cargo: np.ndarray, uses: Uses, over: csr_array, gates: np.ndarray) -> csr_array:
    """Which of chosen gates the cargo of a route passes, (chosen gate, route).

    gate, is_cargo : of each use
    """
    at = np.searchsorted(gates, gate)
    some = is_cargo & (np.append(gates, NOWHERE)[at] == gate)
    entries = (np.ones(int(some.sum())), (uses.stretch[some], at[some]))
    return csr_array((over @ csr_array(entries, shape=(uses.stretches, len(gates)))).T)


def path_size(cost: np.ndarray, group: np.ndarray, over: csr_array) -> np.ndarray:
    """How much of a route is its own, (route,): each edge counts by its cost over the routes of the pair that use it.

    Ben-Akiva and Bierlaire (1999).

    cost : (stretch,)
    """
    if (np.diff(group) > 0).all():
        return np.ones(len(group))
    route = np.repeat(np.arange(len(group)), np.diff(over.indptr))
    key = group[route] * over.shape[1] + over.indices
    _, which, sharing = np.unique(key, return_inverse=True, return_counts=True)
    own, whole = (
        np.bincount(route, part, minlength=len(group))
        for part in (cost[over.indices] / sharing[which], cost[over.indices])
    )
    return np.asarray(own / np.where(whole > 0.0, whole, 1.0))


def peak_units(of: Carriage, p: Parameters, edges: Edges, uses: Uses, *, links: int) -> csr_array:
    """Passenger car units in the peak hour that a unit a month brings on each link, (link, stretch)."""
    on_road = edges.is_wheeled[uses.edge]
    kind, stretch, edge = uses.kind[on_road], uses.stretch[on_road], uses.edge[on_road]
    loaded = np.array([cargo.pcu / (cargo.payload * cargo.load_share) for cargo in of.cargo])[kind]
    empty = np.array([cargo.empty_return for cargo in of.cargo])[kind] * (1.0 - edges.saving[edge])
    peak = loaded * (1.0 + empty) * p.traffic.peak_hour_share / DAYS_A_MONTH
    return csr_array((peak, (edges.link[edge], stretch)), shape=(links, uses.stretches))


def zones(of: Carriage, edges: Edges, over: csr_array, stretches: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Regions of the places that earn a part of the land freight of what passes, and that part by route."""
    number = {region: row for row, region in enumerate(of.region_ids)}
    earned: dict[str, float] = {}
    for terminal in of.network.terminals.values():
        if terminal.local_share > 0.0 and of.network.places[terminal.place].region in number:
            earned[terminal.place] = max(terminal.local_share, earned.get(terminal.place, 0.0))
    shares = np.zeros((len(earned), over.shape[0]))
    for row, (place, share) in enumerate(sorted(earned.items())):
        node = edges.place_index[place]
        touches = (edges.tail == node) | (edges.head == node)
        shares[row] = np.where(over @ (stretches @ touches.astype(float)) > 0.0, share, 0.0)
    shares /= np.maximum(shares.sum(axis=0), 1.0)
    regions = [number[of.network.places[place].region] for place in sorted(earned)]
    return np.array(regions, dtype=np.intp), shares
