"""When the accounts of a world agree: uses, shipments and freight, checked and settled together (model.md 4.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.errors import Fault, WorldError
from simulasi.model.market import Market, market
from simulasi.model.published import freight
from simulasi.model.structure import origin_shares
from simulasi.model.transport import carriage_of
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Freight
    from simulasi.world.world import World

SETTLED = 1e-15
MOST_GAPS = 10
"""Cells out of balance that are listed, the largest gaps first."""


class Needs(NamedTuple):
    """What shipments have to meet.

    coefficients : (input, sector), input from anywhere per unit of output
    final        : (sector, region), delivered to final users
    exported     : (sector, partner), shipped to partners
    carrier      : index of the sector that sells freight by land and river
    """

    coefficients: np.ndarray
    final: np.ndarray
    exported: np.ndarray
    carrier: int


class Settled(NamedTuple):
    """Shipments that meet the needs, (sector, *pairs*), and what their carriers use, (region,)."""

    flows: np.ndarray
    land_freight: np.ndarray


def settle(needs: Needs, shares: np.ndarray, tau: Freight, pairs: Pairs = ALL, *, rounds: int = 5000) -> Settled:
    """Ship what industries, carriers and final users need, from origins in fixed shares, until nothing changes.

    shares : (sector, *pairs*), share of each origin in the shipments to each destination
    pairs  : which origins each destination buys from

    What spoils is shipped on top; a region's industries need inputs for all that it ships.
    Raises WorldError (``not_settled``) when the needs still grow after ``rounds``.
    """
    kernel = market(shares, tau, tau, sigma=np.zeros(len(shares)), regions=needs.final.shape[1], pairs=pairs)
    arriving = pairs.by_destination(kernel.arriving)[:, : needs.final.shape[1]]
    wanted, carried = needs.final, np.zeros(needs.final.shape[1])
    for _ in range(rounds):
        pull = _pull(wanted, arriving, needs.exported)
        output = pairs.weighed(kernel.weight, pull)[:, : needs.final.shape[1]]
        carried = _carried(kernel, pull)[: needs.final.shape[1]]
        before, wanted = wanted, _wanted(output, carried, needs)
        change = float((abs(wanted - before) / (before + (before == 0.0))).max())
        if change <= SETTLED:
            return Settled(kernel.weight * pairs.of_destination(pull), carried)
    raise WorldError([Fault("not_settled", key="flows", value=f"{change:.3g}", fields={"tolerance": f"{SETTLED:g}"})])


def resettle(world: World, p: Parameters) -> World:
    """Settle a balanced world anew under other parameters of freight; recipes, final uses and exports stay.

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> dear = load_parameters({"freight.tariff_road": 900.0})
    >>> [bool(use_gap(world, dear).max() < 1e-12) for world in (default_world(), resettle(default_world(), dear))]
    [False, True]
    """
    accounts, regions = world.accounts, len(world.regions)
    tau = freight(carriage_of(world), p, scale=accounts.freight_scale)
    final = accounts.households + accounts.government + accounts.investment
    exported = accounts.pairs.by_destination(accounts.flows)[:, regions:]
    needs = Needs(accounts.technical_coefficients, final, exported, carrier_of(world))
    settled = settle(needs, origin_shares(accounts), tau, accounts.pairs)
    output = accounts.pairs.by_origin(settled.flows)[:, :regions]
    changed = replace(accounts, gross_output=output, flows=settled.flows, land_freight=settled.land_freight)
    return replace(world, accounts=changed)


def _pull(wanted: np.ndarray, arriving: np.ndarray, exported: np.ndarray) -> np.ndarray:
    """Shipments to each destination, (sector, node)."""
    return np.concatenate([wanted / np.where(arriving > 0.0, arriving, 1.0), exported], axis=1)


def _carried(kernel: Market, pull: np.ndarray) -> np.ndarray:
    """Freight that the carriers of each node earn on shipments of ``pull`` to each destination, (node,)."""
    at_origin = kernel.pairs.weighed(kernel.at_origin, pull).sum(axis=0)
    earned = at_origin + (kernel.pairs.by_destination(kernel.at_destination) * pull).sum(axis=0)
    for zone, region in enumerate(kernel.zones.tolist()):
        earned[region] += float((kernel.pairs.by_destination(kernel.at_zone[:, zone]) * pull).sum())
    return np.asarray(earned)


def _wanted(output: np.ndarray, carried: np.ndarray, needs: Needs) -> np.ndarray:
    wanted = needs.coefficients @ output + needs.final
    wanted[needs.carrier] += carried
    return wanted


def use_gap(world: World, p: Parameters) -> np.ndarray:
    """Arrivals less uses, relative to uses, (sector, region); carriers use what the freight of the flows pays."""
    accounts, regions = world.accounts, len(world.regions)
    tau = freight(carriage_of(world), p, scale=accounts.freight_scale)
    pairs = accounts.pairs
    kernel = market(accounts.flows, tau, tau, sigma=np.zeros(len(world.sectors)), regions=regions, pairs=pairs)
    arrived = pairs.by_destination(kernel.arriving)[:, :regions]
    final = accounts.households + accounts.government + accounts.investment
    needs = Needs(accounts.technical_coefficients, final, np.zeros(0), carrier_of(world))
    carried = _carried(kernel, np.ones((len(accounts.flows), pairs.nodes_of(accounts.flows))))[:regions]
    used = _wanted(accounts.gross_output, carried, needs)
    return abs(arrived - used) / (used + (used == 0.0))


def price_paid(flows: np.ndarray, tau: Freight, pairs: Pairs = ALL, *, regions: int) -> np.ndarray:
    """Price paid for a delivered unit at producer prices of 1, freight and spoilage included, (sector, region)."""
    kernel = market(flows, tau, tau, sigma=np.zeros(len(flows)), regions=regions, pairs=pairs)
    paid, arrived = (pairs.by_destination(part)[:, :regions] for part in (kernel.paid, kernel.arriving))
    return np.where(arrived > 0.0, paid / np.where(arrived > 0.0, arrived, 1.0), 1.0)


def carrier_of(world: World) -> int:
    """Index of the sector that sells freight by land and river."""
    return next(index for index, sector in enumerate(world.sectors) if sector.is_carrier)


def check_balance(world: World, p: Parameters, *, tolerance: float) -> None:
    """Raise WorldError that names the cells whose output is not sold, or whose use is not what arrives.

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> check_balance(default_world(), load_parameters(), tolerance=1e-12)
    """
    gaps = {"output_not_sold": world.accounts.sales_gap(), "use_not_met": use_gap(world, p)}
    faults = [fault for code, gap in gaps.items() for fault in gap_faults(code, gap, world, tolerance=tolerance)]
    if faults:
        raise WorldError(faults)


def gap_faults(code: str, gap: np.ndarray, world: World, *, tolerance: float) -> Iterator[Fault]:
    """Yield a fault for the sectors and regions with the largest gaps beyond the tolerance, (sector, region)."""
    worst = np.argsort(-gap, axis=None, kind="stable")[:MOST_GAPS]
    for row, column in zip(*np.unravel_index(worst, gap.shape), strict=True):
        if not gap[row, column] <= tolerance:
            names = {"sector": world.sectors[row].id, "region": world.regions[column].id}
            yield Fault(code, value=f"{gap[row, column]:.3g}", fields={**names, "tolerance": f"{tolerance:g}"})
