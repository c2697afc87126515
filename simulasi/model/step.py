"""One month in the hinterland, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model import demand, investment, production, trade
from simulasi.model.clearing import clear
from simulasi.model.decisions import SHARED, Decisions, Offer
from simulasi.model.haulage import haul, way
from simulasi.model.prices import posted, unit_cost
from simulasi.model.state import FINAL, INPUTS, INVESTMENT, Ledger, State
from simulasi.model.structure import consumer_price

if TYPE_CHECKING:
    from simulasi.model.haulage import Opened
    from simulasi.model.market import Market
    from simulasi.model.parameters import Parameters
    from simulasi.model.structure import Structure


class Conditions(NamedTuple):
    """What the month brings from outside.

    network       : what the last event of the network left: routes, and the market at published hours
    growth        : (region,), trend index of people, public services and transfers
    size          : (sector, 1, region), trend index of each industry: the region's, times permits and schedules
    trend         : (sector, 1, region), growth of that size in the month
    programme     : (sector, 1, region), spending of programmes, bn Rp (nominal)
    outside       : (sector, 1, partner), producer price at partners
    world_price   : (sector, 1, 1), price of the world
    numeraire     : price level that transfers scale with
    """

    network: Opened
    growth: np.ndarray
    size: np.ndarray
    trend: np.ndarray
    programme: np.ndarray
    outside: np.ndarray
    world_price: np.ndarray
    numeraire: float


def step(
    state: State, now: Conditions, s: Structure, p: Parameters, decide: Decisions = SHARED
) -> tuple[State, Ledger]:
    """Turn one month into the next. The order of these lines is the model.

    Equation numbers follow docs/model.md. A region is one column (the last axis) of every array.
    """
    regions = state.price.shape[2]
    state = state._replace(price=posted(state.price, now.world_price, s.prices))
    taken = way(state.traffic, now.network, s, p)  # eq. 1-3
    terms = quote(state, taken.market, now, s)  # eq. 6-7
    here = terms.paid[:, :, :regions]
    living_cost = consumer_price(here, s)
    plans = decide.plan(state, s, p)  # eq. 4
    allowed = production.allowed_by_inputs(plans, state, s.production)  # eq. 9
    made = plans.output * allowed
    supply = in_order(s, goods=state.stock + made, services=plans.most * allowed)
    orders = decide.order(plans.output, with_what_waits(state), s, p)
    wanted, sales, carried = clear(wants(orders, state, terms, now, s, p), supply, terms, taken.market, s)  # eq. 5, 8
    flows = trade.shipments(sales, taken.market)
    hauled = haul(flows, sales, taken, now.network, state, now.growth, s, p)  # eq. 1
    received = left_gates(state, hauled.waiting)
    shipped, ordered = sales.shipped[:, :, :regions], sales.orders[:, :, :regions]
    output = in_order(s, goods=made, services=shipped)
    used = production.inputs_for(output, s.production) + carried
    held = state.inputs - state.owed + sales.arrivals[:, INPUTS, :, :regions] + received[:, 0] - used
    work = decide.hire(output, state, living_cost, now.growth, s, p)  # eq. 10
    cost = unit_cost(here, state.wage, s.production.recipe, s.labour.wage_coefficient)
    limits = in_order(s, goods=supply, services=state.capacity)
    offer = Offer(cost, ordered, limits)
    plant = decide.invest(offer, state, now.trend, s, p)  # eq. 12
    materials = cost - s.labour.wage_coefficient * state.wage
    surplus = (output * (state.price - materials)).sum(axis=0) - work.wages
    local_pay = work.wages * trade.divided(work.residents, work.residents + work.elsewhere, otherwise=1.0)
    after = State(
        price=decide.price(offer, state, s, p),  # eq. 11
        stock=in_order(s, goods=np.maximum(supply - shipped, 0.0), services=state.stock),
        inputs=np.maximum(held, 0.0),
        owed=np.maximum(-held, 0.0),
        expected=state.expected + p.production.expectation_speed * (ordered - state.expected),
        capacity=plant.capacity,
        building=plant.building,
        jobs=work.jobs,
        wage=work.wage,
        income=s.demand.spent_share * (local_pay + p.households.retained_surplus * surplus),
        capital_orders=plant.net_capital,
        backlog=np.maximum(wanted - sales.arrivals, 0.0)[:, INVESTMENT:, :, :regions],
        traffic=hauled.traffic,
        waiting=hauled.waiting,
    )
    ledger = Ledger(output, wanted, sales, terms.price, terms.paid, used, carried[s.carrier], surplus, work.wages,
                    work.residents, work.elsewhere, work.unemployment, living_cost, flows, received, hauled.loads,
                    taken)  # fmt: skip
    return after, ledger


def in_order(s: Structure, *, goods: np.ndarray, services: np.ndarray) -> np.ndarray:
    """Join the rows of goods from one array with the rows of services from another."""
    count = s.production.goods
    return np.concatenate([goods[:count], services[count:]])


def with_what_waits(state: State) -> State:
    """Count inputs that wait at gates among those held: they have been ordered."""
    if not len(state.waiting):
        return state
    regions = state.inputs.shape[2]
    return state._replace(inputs=state.inputs + state.waiting[:, 0, ..., :regions].sum(axis=2))


def left_gates(state: State, waiting: np.ndarray) -> np.ndarray:
    """Goods that came out of gates less those that went to wait, by use, ``[sector, 2, member, region]``."""
    sectors, members, regions = state.price.shape
    if not len(waiting):
        return np.zeros((sectors, 2, members, regions))
    change: np.ndarray = (state.waiting - waiting)[..., :regions].sum(axis=3)
    return change


def quote(state: State, kernels: Market, now: Conditions, s: Structure) -> trade.Quote:
    """Terms of trade at this month's prices; partners grow with the mean trend of the sector (eq. 6-7)."""
    output, outside = s.production.output, now.outside
    mean = trade.divided((output * now.size).sum(axis=2), output.sum(axis=2), otherwise=1.0)
    attractor = np.concatenate([now.size, np.repeat(mean[:, :, None], outside.shape[2], axis=2)], axis=2)
    partners = np.broadcast_to(outside, (*state.price.shape[:2], outside.shape[2]))
    price = np.concatenate([state.price, partners], axis=2)
    return trade.quote(price, attractor, kernels, now.numeraire * s.paid, sigma=s.sigma[:, None, None])


def wants(
    orders: np.ndarray, state: State, terms: trade.Quote, now: Conditions, s: Structure, p: Parameters
) -> np.ndarray:
    """Gather the wants of the four classes of buyers, ``[sector, buyer, member, node]`` (eq. 5)."""
    regions = orders.shape[2]
    here = terms.paid[:, :, :regions]
    income = state.income + now.growth * now.numeraire * s.demand.transfer
    private = demand.consumption(income, here, now.growth, s.demand)
    public = s.demand.government * now.growth
    plant = investment.investment_wanted(
        state.capital_orders, state.capacity, now.growth, s.capital, s.demand.investment
    )
    investors, programmes = plant + state.backlog[:, 0], now.programme / here + state.backlog[:, 1]
    wanted = np.zeros((len(orders), 4, *terms.paid.shape[1:]))
    wanted[..., :regions] = np.stack([orders, private + public, investors, programmes], axis=1)
    wanted[:, FINAL, :, regions:] = demand.exports(
        terms.paid, now.size, now.outside, s.demand, elasticity=p.trade.export_elasticity
    )
    return wanted
