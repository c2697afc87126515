"""One month in the hinterland, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.model import budgets, demand, investment, labour, production, trade
from simulasi.model.clearing import clear
from simulasi.model.decisions import SHARED, Decisions, Offer
from simulasi.model.haulage import haul, way
from simulasi.model.homes import households
from simulasi.model.ledger import Ledger
from simulasi.model.prices import posted, unit_cost
from simulasi.model.state import FINAL, INPUTS, INVESTMENT, State
from simulasi.model.structure import consumer_price
from simulasi.model.water import water

if TYPE_CHECKING:
    from simulasi.model.conditions import Conditions
    from simulasi.model.haulage import Way
    from simulasi.model.parameters import Parameters
    from simulasi.model.structure import Structure


def step(
    state: State, now: Conditions, s: Structure, p: Parameters, decide: Decisions = SHARED
) -> tuple[State, Ledger]:
    """Turn one month into the next. The order of these lines is the model.

    Equation numbers follow docs/model.md. A region is one column (the last axis) of every array.
    """
    regions = state.price.shape[2]
    state = state._replace(price=posted(state.price, now.world_price, s.prices))
    taken = preferred(way(state.traffic, now.network, s, p, delay=now.draws.delay), now.affinity)  # eq. 1-3
    terms = quote(state, taken, now, s)  # eq. 6-7
    here = terms.paid[:, :, :regions]
    living_cost = consumer_price(here, s)
    plans = decide.plan(state, s, p)  # eq. 4
    crowd = state.people / s.demand.people
    raw_water = water(plans.output, crowd, now.water, s.water, p.water, now.drawn)  # eq. 16
    allowed = production.allowed_by_inputs(plans, state, s.production) * raw_water.allowed  # eq. 9
    made = plans.output * allowed
    supply = in_order(s, goods=state.stock + made, services=plans.most * allowed)
    orders = decide.order(plans.output, with_what_waits(state), s, p)
    public = demand.government(now, crowd / now.people, (1.0 - p.public.works_share) * state.public, here, s.demand)
    wanted, sales, carried = clear(wants(orders, public, state, terms, now, s, p), supply, terms, taken, s)  # eq. 5, 8
    hauled = haul(sales, taken, now.network, state, s, p, delay=now.draws.delay)  # eq. 1
    received = left_gates(state, hauled.waiting)
    shipped, ordered = sales.shipped[:, :, :regions], sales.orders[:, :, :regions]
    output = in_order(s, goods=made, services=shipped)
    used = production.inputs_for(output, s.production) + carried
    held = state.inputs - state.owed + sales.arrivals[:, INPUTS, :, :regions] + received[:, 0] - used
    work = decide.hire(output, state, living_cost, now, s, p)  # eq. 10
    wages = s.labour.wage_coefficient * labour.paid_wage(state.wage, now, s.labour, p.labour)
    taxes = now.tax * state.price
    cost = unit_cost(here, wages + taxes, s.production.recipe)
    limits = in_order(s, goods=supply, services=state.capacity)
    offer = Offer(cost, ordered, limits)
    plant = decide.invest(offer, state, now.trend, s, p)  # eq. 12
    surplus = (output * (state.price - cost + wages)).sum(axis=0) - work.wages
    home = households(state, work, living_cost, crowd, surplus, now, s, p)  # eq. 13-14
    scale = now.growth * now.numeraire
    officials = (here * demand.made_by_officials(now, s.demand)).sum(axis=0)
    grant = scale * crowd / now.people * s.budgets.grant + officials
    revenue = budgets.revenue(output, state.price, grant, s.budgets, p.public)  # eq. 15
    revenue = revenue._replace(own=revenue.own + now.payments)
    levied, moved_here = (output * taxes).sum(axis=0), (here * now.public).sum(axis=0)
    to_spend = revenue._replace(own=revenue.own + levied - moved_here)
    posts = demand.made_by_newcomers(now, s.demand, p.migration)
    after = State(
        price=decide.price(offer, state, s, p),  # eq. 11
        stock=in_order(s, goods=np.maximum(supply - shipped, 0.0), services=state.stock),
        inputs=np.maximum(held, 0.0),
        owed=np.maximum(-held, 0.0),
        expected=state.expected + p.production.expectation_speed * (ordered - state.expected),
        capacity=plant.capacity + posts / p.production.target_utilisation,
        building=plant.building,
        jobs=work.jobs + posts * s.production.jobs_per_output,
        wage=work.wage,
        income=home.income,
        people=home.people,
        houses=home.housing.houses,
        rent=home.housing.rent,
        public=budgets.spending(state.public, to_spend, scale, s.budgets, p.public),
        capital_orders=plant.net_capital,
        backlog=np.maximum(wanted - sales.arrivals, 0.0)[:, INVESTMENT:, :, :regions],
        traffic=hauled.traffic,
        waiting=hauled.waiting,
    )
    ledger = Ledger(output, wanted, sales, terms.price, terms.paid, used, carried[s.carrier], surplus, work,
                    home.moved, public, revenue, levied, raw_water, living_cost, received, hauled.loads, taken,
                    hauled.flows)  # fmt: skip
    return after, ledger


def preferred(taken: Way, affinity: np.ndarray | None) -> Way:
    """Weigh the market of a month by what buyers take to beyond price; as it is where they take to nothing."""
    return taken if affinity is None else taken.weighed(affinity)


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
    if not len(waiting) or waiting is state.waiting:
        return np.zeros((sectors, 2, members, regions))
    change: np.ndarray = (state.waiting - waiting)[..., :regions].sum(axis=3)
    return change


def quote(state: State, taken: Way, now: Conditions, s: Structure) -> trade.Quote:
    """Terms of trade at these prices; partners follow the mean trend of the sector, facilities apart (eq. 6-7)."""
    output, outside, goods = s.production.output, now.outside, s.production.goods
    mean = trade.divided((output * (now.size - now.built)).sum(axis=2), output.sum(axis=2), otherwise=1.0)
    attractor = np.concatenate([now.size, np.repeat(mean[:, :, None], outside.shape[2], axis=2)], axis=2)
    partners = np.broadcast_to(outside, (*state.price.shape[:2], outside.shape[2]))
    price, base_paid = np.concatenate([state.price, partners], axis=2), now.numeraire * s.paid
    parts = (slice(None, goods), taken.goods), (slice(goods, None), taken.services)
    terms = [
        trade.quote(price[rows], attractor[rows], market, base_paid[rows], sigma=s.sigma[rows, None, None])
        for rows, market in parts
    ]
    return trade.Quote(*map(np.concatenate, zip(*terms, strict=True)))


def wants(
    orders: np.ndarray, public: np.ndarray, state: State, terms: trade.Quote, now: Conditions, s: Structure,
    p: Parameters,
) -> np.ndarray:  # fmt: skip
    """Gather the wants of the four classes of buyers, ``[sector, buyer, member, node]`` (eq. 5)."""
    regions = orders.shape[2]
    here = terms.paid[:, :, :regions]
    crowd = state.people / s.demand.people
    transfer = now.growth * now.numeraire * crowd / now.people * s.demand.transfer
    private = demand.consumption(state.income + transfer, here, crowd, s.demand)
    orders_of_plant = state.capital_orders + p.public.works_share * state.public / now.numeraire
    plant = investment.investment_wanted(orders_of_plant, state.capacity, now.growth, s.capital, s.demand.investment)
    investors, programmes = plant + state.backlog[:, 0], now.programme / here + state.backlog[:, 1]
    wanted = np.zeros((len(orders), 4, *terms.paid.shape[1:]))
    wanted[..., :regions] = np.stack([orders, private + public, investors, programmes], axis=1)
    wanted[:, FINAL, :, regions:] = now.draws.exports * demand.exports(
        terms.paid, now.size, now.outside, s.demand, elasticity=p.trade.export_elasticity
    )
    return wanted
