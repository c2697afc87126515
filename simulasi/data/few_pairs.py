"""Which pairs a world of many regions keeps: the nearest and the largest origins of every cell, and every partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.errors import Fault, WorldError
from simulasi.model.edges import Catalogue, generalised_cost, layered_edges
from simulasi.model.roads import spoilage_costs
from simulasi.routing.paths import least_cost_paths, sums_along
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.pairs import Block, FewPairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Carriage

LEAST_ORIGINS = 8
MOST_CUT = 0.25
"""Share of the base trade that may be cut; beyond it the origins that are kept do not stand for the rest."""
IN_A_CELL, LARGEST, NEIGHBOURS = 4, 4, 2
"""Parts of the origins: the regions of a cell at most, the largest regions, the regions that people travel between."""
MOST_NAMED = 3
"""Places that an error names."""


class Kept(NamedTuple):
    """The pairs that are kept.

    pairs      : which origins each destination buys from
    km         : (pair,), how far each origin is
    neighbours : between which regions people commute and move
    """

    pairs: FewPairs
    km: np.ndarray
    neighbours: FewPairs


def kept_pairs(
    of: Carriage,
    people: np.ndarray,
    p: Parameters,
    *,
    origins: int,
    seen: Callable[[np.ndarray, np.ndarray], None] | None = None,
) -> Kept:
    """Choose the pairs of a world, so that every region buys from ``origins`` regions.

    people : (region,), persons
    seen   : is told the kilometres to some nodes from all, (destination, node), while they are looked at

    Regions are put in cells of near ones, of at most a quarter of ``origins``. All of a cell buy from the same origins:
    the cell itself, the largest regions by people, a quarter of ``origins``, and those that are nearest on average.
    They buy from every partner too, and partners buy from every region. People commute and move between the regions of
    a cell and of the cells nearest to it, half of ``origins`` in all, and of those that it is near to.
    Raises WorldError when origins are fewer than 8, or the place of a region has no position.
    """
    _check(of, origins)
    regions, nodes = len(people), len(of.places)
    cells = _cells(of, regions, most=regions if origins >= regions else origins // IN_A_CELL)
    partners, distance = np.arange(regions, nodes), Distances(of, p)
    largest = np.argsort(-people, kind="stable")[: origins // LARGEST]
    blocks, far, apart = [], [], np.empty((len(cells), len(cells)))
    for row, cell in enumerate(cells):
        km = distance.km(cell)
        first = np.union1d(cell, largest)
        mean = km[:, :regions].mean(axis=0)
        others = np.setdiff1d(np.argsort(mean, kind="stable"), first, assume_unique=True)
        chosen = np.sort(np.concatenate([first, others[: max(0, origins - len(first))], partners]))
        blocks.append(Block(chosen, cell))
        far.append(km[:, chosen].T.ravel())
        apart[row] = [mean[other].mean() for other in cells]
        if seen:
            seen(cell, km)
    km = distance.km(partners)
    blocks.append(Block(np.arange(regions), partners))
    far.append(km[:, :regions].T.ravel())
    if seen:
        seen(partners, km)
    near = _near_cells(
        apart, [len(cell) for cell in cells], most=regions if origins >= regions else origins // NEIGHBOURS
    )
    neighbours = [Block(np.sort(np.concatenate([cells[n] for n in row])), cells[c]) for c, row in enumerate(near)]
    return Kept(FewPairs(nodes, tuple(blocks)), np.concatenate(far), FewPairs(regions, tuple(neighbours)))


def check_cut(cut: float, *, most: float = MOST_CUT) -> None:
    """Raise WorldError when more of the base trade is cut than may be."""
    if not cut <= most:
        raise WorldError([Fault("trade_cut", key="origins", value=f"{cut:.3f}", fields={"most": f"{most:g}"})])


def kept_shares(shares: np.ndarray, pairs: FewPairs, *, regions: int) -> tuple[np.ndarray, np.ndarray]:
    """Raise the shares of regions until each destination buys as much as before; and what was cut, (sector, node).

    shares : (sector, pair), shares of the origins that are kept, among all
    What comes from partners stays. Raises WorldError when a destination is left without any region to buy from.
    """
    is_region = pairs.origin < regions
    inside, left = pairs.by_destination(shares * is_region), pairs.by_destination(shares)
    cut = np.where(left > 0.0, np.maximum(1.0 - left, 0.0), 0.0)
    if ((inside == 0.0) & (cut > 0.0)).any():
        raise WorldError([Fault("no_origin_kept", key="origins")])
    factor = (inside + cut) / np.where(inside > 0.0, inside, 1.0)
    return shares * np.where(is_region, pairs.of_destination(np.where(inside > 0.0, factor, 1.0)), 1.0), cut


class Distances:
    """Kilometres by general cargo on a network, for a few nodes at a time: memory grows with the nodes alone."""

    def __init__(self, of: Carriage, p: Parameters) -> None:
        which = FREIGHT_CLASSES.index("general")
        edges = layered_edges(of.network, of.cargo, p.freight, Catalogue.of([of.network]))
        cost = generalised_cost(edges, of.cargo, which, p.freight, hour=spoilage_costs(of)[which])
        ends = np.array([edges.place_index[place] for place in of.places], dtype=np.intp)
        usable = np.flatnonzero(np.isfinite(cost))
        self._labels = np.unique(np.concatenate([edges.tail[usable], edges.head[usable], ends]))
        tail, head, ends = (
            np.searchsorted(self._labels, part) for part in (edges.tail[usable], edges.head[usable], ends)
        )
        self._edges, self._ends = (tail, head, cost[usable], edges.distance_km[usable]), ends
        self._own = np.array(of.own_trip_km)

    def km(self, nodes: np.ndarray) -> np.ndarray:
        """How far it is to some nodes from all, (destination, node); within a region the mean trip there."""
        tail, head, cost, km = self._edges
        back = least_cost_paths(head, tail, cost, nodes=len(self._labels), sources=self._ends[nodes])
        found = sums_along(back, km)[:, self._ends]
        regions = nodes[nodes < len(self._own)]
        found[: len(regions), :][np.arange(len(regions)), regions] = self._own[regions]
        return found


def _check(of: Carriage, origins: int) -> None:
    if origins < LEAST_ORIGINS:
        fields = {"range": f"≥ {LEAST_ORIGINS}", "unit": "none"}
        raise WorldError([Fault("out_of_range", key="origins", value=str(origins), fields=fields)])
    places = [of.network.places[place] for place in of.places[: len(of.region_ids)]]
    lost = [place.id for place in places if place.latitude is None or place.longitude is None]
    if lost:
        raise WorldError([Fault("place_without_position", value=", ".join(lost[:MOST_NAMED]))])


def _cells(of: Carriage, regions: int, *, most: int) -> list[np.ndarray]:
    """Halve the regions along the longer side of the land they lie on, until no part has more than ``most``."""
    places = [of.network.places[place] for place in of.places[:regions]]
    position = np.array([(place.latitude, place.longitude) for place in places], dtype=float)
    found, left = [], [np.arange(regions)]
    while left:
        some = left.pop()
        if len(some) <= most:
            found.append(np.sort(some))
            continue
        axis = int(np.ptp(position[some], axis=0).argmax())
        order = some[np.argsort(position[some, axis], kind="stable")]
        left += [order[: len(order) // 2], order[len(order) // 2 :]]
    return found


def _near_cells(apart: np.ndarray, sizes: list[int], *, most: int) -> list[np.ndarray]:
    """Choose for every cell the nearest ones, up to ``most`` regions, and those that chose it; itself always.

    apart : (cell, cell), how far every cell is from every other on average
    """
    near = np.eye(len(apart), dtype=bool)
    for cell, distance in enumerate(apart):
        order = np.argsort(np.where(np.arange(len(apart)) == cell, -1.0, distance), kind="stable")
        near[cell, order[np.cumsum(np.array(sizes)[order]) <= most]] = True
    return [np.flatnonzero(row) for row in near | near.T]
