"""What must always hold: goods, money and people of a month, from records that were kept apart (invariants 1-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.errors import Fault, WorldError
from simulasi.model.money import accounts_of, closing_gap, financing_gap
from simulasi.model.state import INPUTS, State
from simulasi.model.trade import Between, between, divided
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.conditions import Conditions
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters
    from simulasi.model.structure import Structure

TOLERANCE = 1e-9
SMALL = 0.01
"""A gap is measured against use, or this part of base use where use is smaller."""


class Gaps(NamedTuple):
    """Largest relative gap of each identity in a month.

    goods    : opening + output + arrivals = use + shipments + closing, by commodity and region
    spoilage : shipments = arrivals + what spoils, by commodity
    money    : what buyers pay = what producers, carriers and ships earn, by commodity
    accounts : saving of all who earn and spend = what capital cost, over all regions and partners
    gates    : tonnes that wait at gates = tonnes of the goods that have left and not arrived, over all goods
    credit   : what firms and carriers borrow = what they put in store, by region
    people   : residents at work and workers from elsewhere = jobs, by region; residents at work and jobless = labour
               force, by region
    residents : people = those of the month before + who came - who left, by region
    """

    goods: float
    spoilage: float
    money: float
    accounts: float
    gates: float
    credit: float
    people: float
    residents: float


def check(before: State, after: State, ledger: Ledger, now: Conditions, s: Structure, p: Parameters) -> None:
    """Raise WorldError that names every identity of the month which does not hold to 1e-9."""
    gaps = measure(before, after, ledger, now, s, p)
    broken = [
        Fault("identity_broken", key=name, value=f"{gap:.3g}", fields={"tolerance": f"{TOLERANCE:g}"})
        for name, gap in gaps._asdict().items()
        if not gap <= TOLERANCE
    ]
    if broken:
        raise WorldError(broken)


def measure(before: State, after: State, ledger: Ledger, now: Conditions, s: Structure, p: Parameters) -> Gaps:
    """Measure the gaps of all identities of a month."""
    met = between(ledger.sales, ledger.way.market)
    accounts = accounts_of(ledger, met, before.people / s.demand.people, now, s, p)
    return Gaps(
        goods=float(goods_gap(before, after, ledger, met, s).max()),
        spoilage=float(spoilage_gap(ledger, met).max()),
        money=float(money_gap(ledger, met).max()),
        accounts=float(closing_gap(accounts).max()),
        gates=float(gates_gap(after, ledger, now, s).max()),
        credit=float(financing_gap(accounts, ledger, s).max()),
        people=float(people_gap(ledger, now, s.labour.pairs).max()),
        residents=float(residents_gap(before, after, ledger, now, s.migration.pairs).max()),
    )


def goods_gap(before: State, after: State, ledger: Ledger, met: Between, s: Structure) -> np.ndarray:
    """Relative gap in the goods of each commodity and region, ``[sector, member, region]`` (invariant 1).

    Shipments and arrivals are summed from the flows by origin; no entry is a residual.
    """
    regions, market = before.price.shape[2], met.market
    sent = market.pairs.by_origin(ledger.flows)[..., :regions]
    arrived = market.pairs.by_destination(met.by(market.arriving))[..., :regions]
    delivered = ledger.sales.arrivals[:, INPUTS + 1 :, :, :regions].sum(axis=1) + ledger.received[:, 1]
    opening = before.stock + before.inputs - before.owed + _at_gates(before)
    closing = after.stock + after.inputs - after.owed + _at_gates(after)
    use = ledger.used + delivered
    gap = abs(opening + ledger.output + arrived - use - sent - closing)
    base = SMALL * (s.production.recipe @ s.production.output[:, 0])[:, None, :]
    return divided(gap, np.maximum(np.maximum(use, ledger.output), base), otherwise=0.0)


def _at_gates(state: State) -> np.ndarray | float:
    """Add up what is on its way to each region and waits at a gate, ``[sector, member, region]``."""
    regions = state.price.shape[2]
    return state.waiting[..., :regions].sum(axis=(1, 3)) if len(state.waiting) else 0.0


def gates_gap(after: State, ledger: Ledger, now: Conditions, s: Structure) -> np.ndarray:
    """Relative gap between what waits at gates and the goods that wait on their pairs, ``[member]``.

    The first is counted gate by gate from the routes, the second commodity by commodity; goods whose only way has
    closed wait at no gate.
    """
    at_gates = after.traffic.queue.sum(axis=0)
    weight, on_pairs = s.haulage.tonnes.sum(axis=0), np.zeros_like(at_gates)
    if len(after.waiting):
        roads = now.network.roads
        has_way = np.zeros((len(s.haulage.tonnes) + 1) * roads.ends**2)
        has_way[roads.groups] = 1.0
        has_way = has_way.reshape(-1, roads.ends, roads.ends)[s.haulage.kind]
        on_pairs = weight @ (after.waiting.sum(axis=1) * has_way[:, None]).sum(axis=(2, 3))
    carried = weight @ ledger.sales.shipped.sum(axis=2)
    return divided(abs(at_gates - on_pairs), carried, otherwise=0.0)


def spoilage_gap(ledger: Ledger, met: Between) -> np.ndarray:
    """Relative gap between shipments on the one hand, deliveries and spoilage on the other, by commodity.

    Shipments are counted twice, at their origins and as the trade of pairs that is recorded: the larger gap counts.
    """
    spoiled = _total(met.by(met.market.weight - met.market.arriving))
    shipped, arrived = ledger.sales.shipped.sum(axis=(1, 2)), ledger.sales.arrivals.sum(axis=(1, 2, 3))
    gap = np.maximum(abs(shipped - arrived - spoiled), abs(_total(ledger.flows) - arrived - spoiled))
    return divided(gap, shipped, otherwise=0.0)


def money_gap(ledger: Ledger, met: Between) -> np.ndarray:
    """Relative gap between what buyers pay and what sellers, carriers and ships earn, by commodity (invariant 2)."""
    sales, market = ledger.sales, met.market
    price = market.pairs.of_origin(ledger.price)
    paid = sales.payments.sum(axis=(1, 2, 3))
    producers = (ledger.price * sales.shipped).sum(axis=(1, 2))
    carriage, land = market.paid - market.weight, market.land
    carriers, ships = (_total(price * met.by(kernel)) for kernel in (land, carriage - land))
    return divided(abs(paid - producers - carriers - ships), paid, otherwise=0.0)


def _total(table: np.ndarray) -> np.ndarray:
    """Sum over all but the first axis."""
    return np.asarray(table.sum(axis=tuple(range(1, table.ndim))))


def people_gap(ledger: Ledger, now: Conditions, pairs: Pairs = ALL) -> np.ndarray:
    """Relative gap between jobs and the people who hold them, ``[member, region]`` (invariant 3).

    Counted at the place of work, against the jobs; and at home, against the labour force.
    """
    work = ledger.work
    jobs = work.jobs.sum(axis=0) * now.people / now.growth
    held = pairs.by_destination(work.employed) + work.elsewhere
    at_home = pairs.by_origin(work.employed) + work.unemployment * work.labour_force
    at_work = divided(abs(jobs - held), jobs, otherwise=0.0)
    return np.maximum(at_work, divided(abs(at_home - work.labour_force), work.labour_force, otherwise=0.0))


def residents_gap(before: State, after: State, ledger: Ledger, now: Conditions, pairs: Pairs = ALL) -> np.ndarray:
    """Relative gap between the people of the next month and those who stayed or came, ``[member, region]``."""
    came, left = pairs.by_destination(ledger.moved)[:, :-1], pairs.by_origin(ledger.moved)[:, :-1]
    expected = now.births * (before.people + came - left) + now.arrivals
    return divided(abs(after.people - expected), after.people, otherwise=0.0)
