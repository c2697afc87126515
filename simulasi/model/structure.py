"""What stays the same in a run: constants of every equation, drawn once from the base year and the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.budgets import BudgetBase, budget_base
from simulasi.model.demand import DemandBase, demand_base
from simulasi.model.edges import Catalogue
from simulasi.model.haulage import HaulageBase, haulage_base
from simulasi.model.investment import CapitalBase, capital_base
from simulasi.model.labour import LabourBase, labour_base, usual_pay_at_home
from simulasi.model.market import market
from simulasi.model.migration import MigrationBase, migration_base
from simulasi.model.prices import PriceBase, price_base, unit_cost
from simulasi.model.production import ProductionBase, production_base
from simulasi.model.published import freight, published
from simulasi.model.state import State, Traffic
from simulasi.model.trade import divided
from simulasi.model.transport import Freight, carriage_of, freight_on
from simulasi.model.water import WaterBase, water_base
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulasi.model.parameters import Parameters
    from simulasi.world.accounts import Accounts
    from simulasi.world.network import Network
    from simulasi.world.world import World


class Structure(NamedTuple):
    """Constants of a run, by the equation that uses them.

    shares  : (sector, *pairs*), base share of each origin
    sigma   : (sector,), elasticity of substitution between origins
    paid    : (sector, 1, node), base price paid
    freight : of the base year, at published hours
    carrier : index of the sector that sells freight by land and river
    pairs   : which origins each destination buys from
    """

    shares: np.ndarray
    sigma: np.ndarray
    freight: Freight
    paid: np.ndarray
    carrier: int
    haulage: HaulageBase
    production: ProductionBase
    demand: DemandBase
    labour: LabourBase
    migration: MigrationBase
    budgets: BudgetBase
    water: WaterBase
    prices: PriceBase
    capital: CapitalBase
    pairs: Pairs = ALL


def calibrate(world: World, p: Parameters, networks: Iterable[Network] = ()) -> Structure:
    """Draw the constants of a run, so that the base month is a steady state (invariant 4).

    networks : states of the network that the run will see, beside that of the base year
    """
    regions, of, states = len(world.regions), carriage_of(world), (world.network, *networks)
    rest, pairs = published(of, p, Catalogue.of(states)), of.pairs
    tau = freight_on(rest.trips, of, scale=world.accounts.freight_scale).of_one_member()
    shares = origin_shares(world.accounts)
    sigma = np.where([s.holds_stock for s in world.sectors], p.trade.sigma_goods, p.trade.sigma_services)
    base = market(shares, tau, tau, sigma=sigma, regions=regions, pairs=pairs)
    paid, arriving = pairs.by_destination(base.paid), pairs.by_destination(base.arriving)
    paid = divided(paid, arriving, otherwise=1.0)[:, None, :]
    production, labour = production_base(world, p), labour_base(world, rest.hours, p.labour)
    here, output = paid[:, :, :regions], production.output
    margin = 1.0 - unit_cost(here, labour.wage_coefficient * np.ones_like(here), production.recipe)
    wages = labour.wage_coefficient * output
    value_added = margin * output + wages
    public = (here * world.accounts.government[:, None, :]).sum(axis=0)
    return Structure(
        shares=shares,
        sigma=sigma,
        freight=tau,
        paid=paid,
        carrier=next(index for index, sector in enumerate(world.sectors) if sector.is_carrier),
        haulage=haulage_base(world, p, rest, states),
        production=production,
        demand=demand_base(
            world, p, paid=paid, loss=tau.loss, surplus=(margin * output).sum(axis=0), wages=usual_pay_at_home(labour)
        ),
        labour=labour,
        migration=migration_base(world.accounts.population, rest.hours, p.migration, world.neighbours),
        budgets=budget_base(world, p.public, value_added=value_added, purchases=public),
        water=water_base(world),
        prices=price_base(
            production, here, labour.wage_coefficient, np.array([sector.takes_price for sector in world.sectors])
        ),
        capital=capital_base(world, production, p, value_added=value_added, margin=margin),
        pairs=pairs,
    )


def freight_of(world: World, p: Parameters) -> Freight:
    """Freight on the network of a world at published hours, at the scale that the margins hold (eq. 1-3)."""
    return freight(carriage_of(world), p, scale=world.accounts.freight_scale)


def origin_shares(accounts: Accounts) -> np.ndarray:
    """Share of each origin in the shipments to each destination, (sector, *pairs*); sums to 1 over origins.

    Where a destination buys nothing of a commodity in the base year, the gravity of the accounts says where it would
    buy. A pair without trade stays without, when the destination buys elsewhere.
    """
    bought = accounts.pairs.of_destination(accounts.pairs.by_destination(accounts.flows))
    recorded: np.ndarray = divided(accounts.flows, np.broadcast_to(bought, accounts.flows.shape), otherwise=0.0)
    return np.where(bought > 0.0, recorded, accounts.gravity)


def first_state(s: Structure) -> State:
    """Return the steady state of the base year, ``[sector, 1, region]``."""
    production, output = s.production, s.production.output
    use = (production.recipe @ output[:, 0])[:, None, :]
    one, none = np.ones_like(output), np.zeros_like(output)
    return State(
        price=one,
        stock=production.stock_months * output,
        inputs=production.input_months * use,
        owed=none,
        expected=output,
        capacity=production.capacity,
        building=none,
        jobs=s.labour.jobs,
        wage=one[0],
        income=s.demand.spent_share * s.demand.income,
        people=s.demand.people,
        houses=s.demand.people,
        rent=one[0],
        public=none[0],
        capital_orders=none[0],
        backlog=np.zeros((len(output), 2, *output.shape[1:])),
        traffic=Traffic(s.haulage.usual.volume[:, None], *np.zeros((2, s.haulage.catalogue.gates, 1))),
        waiting=np.zeros((len(output) * s.haulage.waits, 2, 1, *s.shares.shape[1:])),
    )


def consumer_price(paid: np.ndarray, s: Structure) -> np.ndarray:
    """Cost of the base basket of households, base = 1, ``[member, region]``.

    paid : (sector, member, region), price paid
    """
    basket = s.demand.households
    cost: np.ndarray = (basket * paid).sum(axis=0) / (basket * s.paid[:, :, : basket.shape[2]]).sum(axis=0)
    return cost
