"""What industries, households, government, investors and programmes want (eq. 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.production import inputs_for
from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.conditions import Conditions
    from simulasi.model.parameters import MigrationParameters, Parameters
    from simulasi.model.production import ProductionBase
    from simulasi.model.state import State
    from simulasi.world.world import World

ADMINISTRATION = "O"
"""Section of KBLI that civil servants work in."""


class DemandBase(NamedTuple):
    """Constants of final demand, ``[sector, 1, region]`` unless noted.

    people            : (1, region), residents of the base year, persons
    households, government, investment : base volumes
    per_official      : administration that a civil servant makes, bn Rp a month; nothing elsewhere
    subsistence       : household needs that come first
    spare_share       : shares of spending beyond subsistence, by value
    spent_share       : share of income that is consumed
    transfer          : (1, region), net transfers that make base income pay base consumption
    exports_by_origin : (sector, region, partner), base volumes that arrive
    paid              : (sector, 1, node), base price paid
    """

    people: np.ndarray
    households: np.ndarray
    government: np.ndarray
    investment: np.ndarray
    per_official: np.ndarray
    subsistence: np.ndarray
    spare_share: np.ndarray
    spent_share: float
    transfer: np.ndarray
    income: np.ndarray
    exports_by_origin: np.ndarray
    paid: np.ndarray


def demand_base(
    world: World, p: Parameters, *, paid: np.ndarray, loss: np.ndarray, surplus: np.ndarray, wages: np.ndarray
) -> DemandBase:
    """Draw the constants of final demand from the base year.

    paid           : (sector, 1, node), price paid for a delivered unit
    loss           : (sector, *pairs*), share of the quantity that spoils on the way
    surplus, wages : (1, region), of the firms that are here and of the residents, bn Rp a month
    """
    accounts, regions = world.accounts, len(world.regions)
    use, here = accounts.households[:, None, :], paid[:, :, :regions]
    poorest = (use / accounts.population).min(axis=2, keepdims=True)
    subsistence = p.households.subsistence_share * poorest * accounts.population
    spare = here * (use - subsistence)
    income = wages + p.households.retained_surplus * surplus
    is_administration = np.array([sector.kbli == ADMINISTRATION for sector in world.sectors])[:, None, None]
    spent_share = float((here * use).sum() / income.sum())
    return DemandBase(
        people=accounts.population[None, :],
        households=use,
        government=accounts.government[:, None, :],
        investment=accounts.investment[:, None, :],
        per_official=_output_of_a_job(world) * is_administration,
        subsistence=subsistence,
        spare_share=spare / spare.sum(axis=0),
        spent_share=spent_share,
        transfer=(here * use).sum(axis=0) - spent_share * income,
        income=income,
        exports_by_origin=accounts.pairs.block(accounts.flows * (1.0 - loss), slice(regions), slice(regions, None)),
        paid=paid,
    )


def _output_of_a_job(world: World) -> np.ndarray:
    """Output of a job by sector and region, of the province where a region has none, bn Rp a month."""
    output, jobs = world.accounts.gross_output[:, None, :], world.accounts.jobs[:, None, :]
    of_all = divided(output.sum(axis=2, keepdims=True), jobs.sum(axis=2, keepdims=True), otherwise=0.0)
    return divided(output, jobs, otherwise=of_all)


def input_orders(planned: np.ndarray, state: State, base: ProductionBase, p: Parameters) -> np.ndarray:
    """Orders of inputs: use at the planned output, what is owed, and the gap to the wanted stock (eq. 5)."""
    use = inputs_for(planned, base)
    months = np.where(base.input_months > 0.0, p.production.stock_adjustment_months, 1.0)
    gap = (base.input_months * use - (state.inputs - state.owed)) / months
    return np.maximum(use + gap, 0.0)


def consumption(income: np.ndarray, paid: np.ndarray, crowd: np.ndarray, base: DemandBase) -> np.ndarray:
    """Household consumption by Stone-Geary, ``[sector, member, region]`` (eq. 5).

    income : (member, region), income that can be spent, bn Rp
    paid   : (sector, member, region), price paid
    crowd  : (member, region), people over those of the base year
    Needs come first; if income does not pay them, they shrink in proportion, at most to nothing.
    """
    needs = base.subsistence * crowd
    cost = (paid * needs).sum(axis=0)
    affordable = np.clip(divided(income, cost, otherwise=1.0), 0.0, 1.0)
    spare = np.maximum(income - cost, 0.0)
    return needs * affordable + base.spare_share * spare / paid


def made_by_officials(now: Conditions, base: DemandBase) -> np.ndarray:
    """Administration that the civil servants make who were moved here, at the productivity of the month."""
    return base.per_official * (now.officials * now.growth / now.people)


def made_by_newcomers(now: Conditions, base: DemandBase, p: MigrationParameters) -> np.ndarray:
    """Administration that the civil servants make who come until the next month: they come with their posts."""
    return base.per_official * (now.arrivals / p.household * now.growth / now.people)


def government(now: Conditions, crowd: np.ndarray, extra: np.ndarray, here: np.ndarray, base: DemandBase) -> np.ndarray:
    """Return what governments want to buy, ``[sector, member, region]``: services follow people, budgets their revenue.

    crowd : (member, region), people over their trend
    extra : (member, region), spending beyond the trend, bn Rp; where it is negative, less is bought of everything
    here  : (sector, member, region), price paid
    """
    services = base.government * now.growth * crowd + made_by_officials(now, base)
    usual = np.maximum(services + now.public, 0.0)
    scale = 1.0 + divided(extra, (here * usual).sum(axis=0), otherwise=0.0)
    return np.asarray(usual * np.maximum(scale, 0.0))


def exports(
    paid: np.ndarray, size: np.ndarray, outside: np.ndarray, base: DemandBase, *, elasticity: float
) -> np.ndarray:
    """Demand of partners, ``E0 (P / (P0 p*))^-eta``, ``[sector, member, partner]`` (eq. 5).

    paid   : (sector, member, node), price paid for a delivered unit
    size    : (sector, 1, region), trend index of each origin
    outside : (sector, 1, partner), producer price at partners, p*
    """
    partners = base.exports_by_origin.shape[2]
    volume = size @ base.exports_by_origin
    relative = paid[:, :, -partners:] / (outside * base.paid[:, :, -partners:])
    return volume * relative**-elasticity
