"""Plans and output (eq. 4, 9): what industries mean to make, and what labour and critical inputs allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.state import State
    from simulasi.world.world import World

DAYS_A_MONTH = 365.0 / 12.0


class ProductionBase(NamedTuple):
    """Constants of production.

    goods           : number of sectors that hold stock; they come first
    recipe          : (input, sector), technical coefficients
    critical        : (k, sector), indices of inputs without which a sector stops; ``len(recipe)`` fills up the rows
    resource        : (sector, 1, 1), capacity follows permits, area or schedule
    mobile          : (sector, 1, 1), plant that moves to where the orders are
    output, capacity: (sector, 1, region), base volumes
    stock_months    : (sector, 1, 1), finished stock wanted, months of expected demand; zero for services
    input_months    : (sector, 1, 1), stock of inputs wanted, months of use; zero for services
    jobs_per_output : (sector, 1, region), persons per bn Rp a month
    """

    goods: int
    recipe: np.ndarray
    critical: np.ndarray
    resource: np.ndarray
    mobile: np.ndarray
    output: np.ndarray
    capacity: np.ndarray
    stock_months: np.ndarray
    input_months: np.ndarray
    jobs_per_output: np.ndarray


class Plan(NamedTuple):
    """What industries mean to make and the most they could, ``[sector, member, region]``."""

    output: np.ndarray
    most: np.ndarray


def production_base(world: World, p: Parameters) -> ProductionBase:
    """Draw the constants of production from the base year."""
    accounts, sectors = world.accounts, world.sectors
    holds_stock, resource, mobile = (
        np.array([getattr(sector, flag) for sector in sectors])[:, None, None]
        for flag in ("holds_stock", "is_resource", "is_mobile")
    )
    output = accounts.gross_output[:, None, :]
    room = np.where(resource, 1.0 + p.production.resource_slack, 1.0 / p.production.target_utilisation)
    return ProductionBase(
        goods=int(holds_stock.sum()),
        recipe=accounts.technical_coefficients,
        critical=critical_inputs(
            accounts.technical_coefficients * np.array([sector.needs_inputs for sector in sectors]),
            holds_stock[:, 0, 0],
            threshold=p.production.critical_coefficient,
        ),
        resource=resource,
        mobile=mobile,
        output=output,
        capacity=output * room,
        stock_months=holds_stock * p.production.finished_stock_days / DAYS_A_MONTH,
        input_months=holds_stock * p.production.input_stock_days / DAYS_A_MONTH,
        jobs_per_output=divided(accounts.jobs[:, None, :], output, otherwise=0.0),
    )


def critical_inputs(recipe: np.ndarray, holds_stock: np.ndarray, *, threshold: float) -> np.ndarray:
    """List the stored inputs of each sector above ``threshold``, (k, sector); the number of inputs fills up.

    >>> critical_inputs(np.array([[0.3, 0.0], [0.1, 0.2]]), np.array([True, False]), threshold=0.02)
    array([[0, 2]])
    """
    is_critical = (recipe > threshold) & holds_stock[:, None]
    ranked = np.where(is_critical, np.arange(len(recipe))[:, None], len(recipe))
    return np.sort(ranked, axis=0)[: max(1, int(is_critical.sum(axis=0).max()))]


def plan(state: State, base: ProductionBase, p: Parameters) -> Plan:
    """Plan goods for expected demand and stock, services for expected demand (eq. 4).

    ``Y* = max(0, min(K, D + (F_target - F) / T_F))``; jobs, with overtime, limit all but mobile plant.
    """
    staff = (1.0 + p.labour.overtime) * divided(state.jobs, base.jobs_per_output, otherwise=np.inf)
    most = np.minimum(state.capacity, np.where(base.mobile, np.inf, staff))
    gap = (base.stock_months * state.expected - state.stock) / p.production.stock_adjustment_months
    return Plan(np.clip(state.expected + gap, 0.0, most), most)


def allowed_by_inputs(plans: Plan, state: State, base: ProductionBase) -> np.ndarray:
    """Share of its plan that each industry can make with the critical inputs in stock (eq. 9), at most 1.

    A region's stock of an input is shared in proportion to what all its industries could use at most.
    """
    most = np.concatenate([plans.output[: base.goods], plans.most[base.goods :]])
    need = inputs_for(most, base)
    cover = np.minimum(divided(state.inputs, need, otherwise=1.0), 1.0)
    enough = np.concatenate([cover, np.ones_like(cover[:1])])
    limit: np.ndarray = enough[base.critical].min(axis=0)
    return limit


def inputs_for(output: np.ndarray, base: ProductionBase) -> np.ndarray:
    """Return the inputs that an output takes (Leontief), ``[input, member, region]``."""
    return (base.recipe @ output.reshape(len(output), -1)).reshape(output.shape)
