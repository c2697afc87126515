"""The five decisions of a region: what it plans, orders, pays for, hires and builds.

Each is a pure function over all regions at once. An agent class may put its own in the columns of its regions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.model import demand, investment, labour, prices, production

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from simulasi.model.conditions import Conditions
    from simulasi.model.investment import Building
    from simulasi.model.labour import Work
    from simulasi.model.parameters import Parameters
    from simulasi.model.production import Plan
    from simulasi.model.state import State
    from simulasi.model.structure import Structure


class Offer(NamedTuple):
    """What a seller sees when it sets its price, ``[sector, member, region]``.

    cost   : unit cost, freight of inputs included
    orders : first orders of the month
    supply : what could be sold
    """

    cost: np.ndarray
    orders: np.ndarray
    supply: np.ndarray


class Decisions(NamedTuple):
    """The decisions in force; a run passes one of these to every month."""

    plan: Callable[[State, Structure, Parameters], Plan]
    order: Callable[[np.ndarray, State, Structure, Parameters], np.ndarray]
    hire: Callable[[np.ndarray, State, np.ndarray, Conditions, Structure, Parameters], Work]
    price: Callable[[Offer, State, Structure, Parameters], np.ndarray]
    invest: Callable[[Offer, State, np.ndarray, Structure, Parameters], Building]


def plan(state: State, s: Structure, p: Parameters) -> Plan:
    """Plan output for expected demand and stock (eq. 4)."""
    return production.plan(state, s.production, p)


def order(planned: np.ndarray, state: State, s: Structure, p: Parameters) -> np.ndarray:
    """Order inputs for the planned output and the wanted stock (eq. 5)."""
    return demand.input_orders(planned, state, s.production, p)


def hire(
    output: np.ndarray, state: State, living_cost: np.ndarray, now: Conditions, s: Structure, p: Parameters
) -> Work:
    """Hire for the output made, and pay along the wage curve (eq. 10)."""
    return labour.work(output, state, living_cost, now, s.labour, s.production, p.labour)


def price(offer: Offer, state: State, s: Structure, p: Parameters) -> np.ndarray:
    """Set prices by cost and scarcity (eq. 11)."""
    return prices.follow_cost_and_scarcity(state.price, *offer, s.prices, p.prices)


def invest(offer: Offer, state: State, trend: np.ndarray, s: Structure, p: Parameters) -> Building:
    """Order capacity where it is used and pays (eq. 12)."""
    margin = 1.0 - offer.cost / state.price
    return investment.invest(state, offer.orders, margin, trend, s.capital, s.production, p)


SHARED = Decisions(plan, order, hire, price, invest)
