"""Which pairs a world of many regions keeps: every destination's nearest and the largest origins, and every partner."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulasi.data.trade_balance import Needs, carrier_of, settle
from simulasi.errors import Fault, WorldError
from simulasi.model.edges import Catalogue, generalised_cost, layered_edges
from simulasi.model.published import freight
from simulasi.model.roads import spoilage_costs
from simulasi.model.structure import origin_shares
from simulasi.model.transport import carriage_of
from simulasi.routing.paths import least_cost_paths, sums_along
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.pairs import ALL, FewPairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Carriage
    from simulasi.world.world import World

LEAST_ORIGINS = 4
MOST_CUT = 0.5
"""Share of the base trade that may be cut; beyond it the origins that are kept do not stand for the rest."""
CELLS = 2_000_000
"""Destinations times nodes that are looked at in one go."""


class Selection:
    """Chooses pairs while distances come in, a block of destinations at a time.

    Every destination that is a region buys from ``origins`` regions: one half are the largest by people, the others
    the nearest of the rest; itself is one of the former or nearest of the latter. It buys from every partner too, and partners buy from every region. People
    commute and move between a region and as many of its nearest as half of ``origins``, in both directions.

    people : (region,), persons
    nodes  : regions and partners
    """

    def __init__(self, people: np.ndarray, nodes: int, *, origins: int) -> None:
        self.regions, self.nodes = len(people), nodes
        count = min(origins, self.regions)
        self._largest = np.argsort(-people, kind="stable")[: count // 2]
        self._rest = np.setdiff1d(np.arange(self.regions), self._largest)
        self._nearest = count - len(self._largest)
        self._near_people = self.regions if origins >= self.regions else self._nearest
        self._trade: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._near: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, destinations: np.ndarray, km: np.ndarray) -> None:
        """Choose the pairs of some nodes; ``km`` (destination, node) is how far each origin is."""
        here = destinations < self.regions
        regions, far = destinations[here], km[here, : self.regions]
        # a region is its own nearest origin, however long trips inside it are
        far[np.arange(len(regions)), regions] = 0.0
        chosen = np.concatenate([
            self._rest[_least(far[:, self._rest], self._nearest)],
            np.tile([*self._largest, *range(self.regions, self.nodes)], (len(regions), 1)),
        ], axis=1)  # fmt: skip
        self._keep(chosen, regions, km[here])
        everywhere = np.tile(np.arange(self.regions), ((~here).sum(), 1))
        self._keep(everywhere, destinations[~here], km[~here])
        near = _least(far, self._near_people)
        self._near.append((near.ravel(), np.repeat(regions, near.shape[1])))

    def _keep(self, origin: np.ndarray, destination: np.ndarray, km: np.ndarray) -> None:
        found = np.take_along_axis(km, origin, axis=1)
        self._trade.append((origin.ravel(), np.repeat(destination, origin.shape[1]), found.ravel()))

    @cached_property
    def _kept(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        origin, destination, km = (np.concatenate(part) for part in zip(*self._trade, strict=True))
        order = np.lexsort((origin, destination))
        return origin[order], destination[order], km[order]

    @property
    def pairs(self) -> FewPairs:
        """Which origins each destination buys from."""
        return FewPairs.of(*self._kept[:2], nodes=self.nodes)

    @property
    def km(self) -> np.ndarray:
        """How far the origin of each pair is, (pair,)."""
        return self._kept[2]

    @property
    def neighbours(self) -> FewPairs:
        """Between which regions people travel."""
        home, work = (np.concatenate(side) for side in zip(*self._near, strict=True))
        both = np.concatenate([home, work]), np.concatenate([work, home])
        return FewPairs.of(*both, nodes=self.regions)


def _least(values: np.ndarray, count: int) -> np.ndarray:
    """Columns of the least values of each row, (row, count)."""
    if count >= values.shape[1]:
        return np.broadcast_to(np.arange(values.shape[1]), values.shape)
    return np.argpartition(values, count - 1, axis=1)[:, :count]


def km_blocks(of: Carriage, p: Parameters) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield some nodes and the kilometres to each from every node by general cargo, (destination, node).

    Memory grows with the nodes, not with their square. Within a region it is the mean trip there.
    """
    which, regions = FREIGHT_CLASSES.index("general"), len(of.region_ids)
    edges = layered_edges(of.network, of.cargo, p.freight, Catalogue.of([of.network]))
    cost = generalised_cost(edges, of.cargo, which, p.freight, hour=spoilage_costs(of)[which])
    ends = np.array([edges.place_index[place] for place in of.places], dtype=np.intp)
    usable = np.flatnonzero(np.isfinite(cost))
    labels = np.unique(np.concatenate([edges.tail[usable], edges.head[usable], ends]))
    tail, head, at = (np.searchsorted(labels, part) for part in (edges.tail[usable], edges.head[usable], ends))
    own, block = np.array(of.own_trip_km), max(1, CELLS // len(labels))
    for first in range(0, len(at), block):
        some = np.arange(first, min(first + block, len(at)))
        back = least_cost_paths(head, tail, cost[usable], nodes=len(labels), sources=at[some])
        km = sums_along(back, edges.distance_km[usable])[:, at]
        inside = some < regions
        km[np.flatnonzero(inside), some[inside]] = own[some[inside]]
        yield some, km


def check_origins(origins: int) -> None:
    """Raise WorldError unless there are enough origins for a near one and a large one."""
    if origins < LEAST_ORIGINS:
        fields = {"range": f"≥ {LEAST_ORIGINS}", "unit": "none"}
        raise WorldError([Fault("out_of_range", key="origins", value=str(origins), fields=fields)])


def check_cut(cut: float, *, most: float = MOST_CUT) -> None:
    """Raise WorldError when more of the base trade is cut than may be."""
    if not cut <= most:
        raise WorldError([Fault("trade_cut", key="origins", value=f"{cut:.3f}", fields={"most": f"{most:g}"})])


def thinned(world: World, p: Parameters, *, origins: int, most_cut: float = MOST_CUT) -> World:
    """Return a balanced world of few pairs, without what was bought from other origins than those of ``Selection``.

    A destination buys from the origins that are left what it bought from those that are cut, in proportion; what comes
    from partners stays as it was. Final uses, exports and recipes stay, output is settled anew. Raises WorldError when
    more than ``most_cut`` of the trade inside the regions would be cut.
    """
    check_origins(origins)
    of, accounts, regions = carriage_of(world), world.accounts, len(world.regions)
    selection = Selection(accounts.population, len(of.places), origins=origins)
    for some, km in km_blocks(of, p):
        selection.add(some, km)
    pairs = selection.pairs
    shares, cut = kept_shares(accounts.pairs.at(origin_shares(accounts), pairs), pairs, regions=regions)
    bought = accounts.pairs.by_destination(accounts.flows)
    check_cut(float((cut * bought).sum() / bought.sum()), most=most_cut)
    draft = replace(
        world,
        accounts=replace(accounts, flows=shares, gravity=shares, pairs=pairs),
        affinity=accounts.pairs.at(world.affinity, pairs),
        neighbours=selection.neighbours,
        cut=cut,
    )
    tau = freight(carriage_of(draft), p, scale=accounts.freight_scale)
    final = accounts.households + accounts.government + accounts.investment
    needs = Needs(accounts.technical_coefficients, final, bought[:, regions:], carrier_of(world))
    settled = settle(needs, shares, tau, pairs)
    output = pairs.by_origin(settled.flows)[:, :regions]
    return replace(
        draft,
        accounts=replace(
            draft.accounts, gross_output=output, flows=settled.flows, land_freight=settled.land_freight
        ),
    )


def kept_shares(shares: np.ndarray, pairs: FewPairs, *, regions: int) -> tuple[np.ndarray, np.ndarray]:
    """Raise the shares of regions until each destination buys as much as before; and what was cut, (sector, node).

    shares : (sector, pair), shares of the origins that are kept, among all
    """
    is_region = pairs.origin < regions
    inside, left = pairs.by_destination(shares * is_region), pairs.by_destination(shares)
    cut = np.where(left > 0.0, np.maximum(1.0 - left, 0.0), 0.0)
    factor = np.where(inside > 0.0, (inside + cut) / np.where(inside > 0.0, inside, 1.0), 1.0)
    return shares * np.where(is_region, pairs.of_destination(factor), 1.0), cut
