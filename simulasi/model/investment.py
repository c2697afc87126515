"""Investment and capacity (eq. 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.production import ProductionBase
    from simulasi.model.state import State
    from simulasi.world.world import World

MONTHS_A_YEAR = 12


class CapitalBase(NamedTuple):
    """Constants of investment.

    coefficient       : (sector, 1, region), capital for a unit of monthly capacity
    capital           : (1, region), capital of the base year
    replacement_share : part of base investment that replaces what wears out; the rest is an outside constant
    depreciation      : part of capital that wears out in a month
    margin            : (sector, 1, region), base surplus over price
    """

    coefficient: np.ndarray
    capital: np.ndarray
    replacement_share: float
    depreciation: float
    margin: np.ndarray


class Building(NamedTuple):
    """Capacity ordered and capacity in use, ``[sector, member, region]``, and the net order of capital."""

    capacity: np.ndarray
    building: np.ndarray
    net_capital: np.ndarray


def capital_base(
    world: World, production: ProductionBase, p: Parameters, *, value_added: np.ndarray, margin: np.ndarray
) -> CapitalBase:
    """Draw capital from value added and the capital-output ratio.

    value_added : (sector, 1, region), bn Rp a month in the base year
    margin      : (sector, 1, region), surplus over price in the base year
    """
    capital = p.investment.capital_output * MONTHS_A_YEAR * np.maximum(value_added, 0.0)
    wear = 1.0 - (1.0 - p.investment.depreciation) ** (1.0 / MONTHS_A_YEAR)
    invested = float(world.accounts.investment.sum())
    return CapitalBase(
        coefficient=divided(capital, production.capacity, otherwise=0.0),
        capital=capital.sum(axis=0),
        replacement_share=min(1.0, wear * float(capital.sum()) / invested) if invested else 0.0,
        depreciation=wear,
        margin=margin,
    )


def invest(
    state: State,
    orders: np.ndarray,
    margin: np.ndarray,
    trend: np.ndarray,
    base: CapitalBase,
    production: ProductionBase,
    p: Parameters,
) -> Building:
    """Order capacity where its use is above target and profit covers the cost of capital (eq. 12).

    orders : (sector, member, region), orders of the month
    margin : (sector, member, region), surplus over price; the base margin stands for the cost of capital
    trend  : (region,), growth of this month
    Resource sectors follow permits, area or schedule: the trend alone. Mobile plant follows orders within months.
    Others close a gap slowly, never shrink faster than they wear out, and use new capacity after a delay.
    """
    wanted = state.expected / p.production.target_utilisation
    gap = p.investment.adjustment_speed * (wanted - state.capacity - state.building)
    worthwhile = np.clip(divided(margin, base.margin, otherwise=1.0), 0.0, 1.0)
    ordered = np.where(gap > 0.0, worthwhile * gap, np.maximum(gap, -base.depreciation * state.capacity))
    ordered = np.where(production.resource | production.mobile, 0.0, ordered)
    finished = state.building / p.investment.delay_months
    moved = (orders / p.production.target_utilisation - state.capacity) / p.production.mobile_adjustment_months
    fixed_plant = state.capacity * trend + finished + np.minimum(ordered, 0.0)
    return Building(
        capacity=np.where(production.mobile, state.capacity + moved, fixed_plant),
        building=state.building - finished + np.maximum(ordered, 0.0),
        net_capital=(base.coefficient * ordered).sum(axis=0),
    )


def investment_wanted(
    net_capital: np.ndarray, capacity: np.ndarray, growth: np.ndarray, base: CapitalBase, volumes: np.ndarray
) -> np.ndarray:
    """Investment goods wanted, ``[sector, member, region]``: an outside constant, replacement, and new capacity.

    net_capital : (member, region), capital ordered beyond replacement
    volumes     : (sector, 1, region), base investment, whose mix all investment has
    """
    worn = divided((base.coefficient * capacity).sum(axis=0), base.capital, otherwise=1.0)
    scale = (1.0 - base.replacement_share) * growth + base.replacement_share * worn
    total = volumes.sum(axis=0)
    new = divided(net_capital, np.broadcast_to(total, net_capital.shape), otherwise=0.0)
    return volumes * np.maximum(scale + new, 0.0)
