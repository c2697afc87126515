"""Output multipliers: type I from the interregional table of a world, and the same from the model in its linear limit.

Inputs come from the origins of the base year in fixed shares; what spoils on the way is produced on top, and
carriers order the transport that goods need. Households, investors, government and partners do not react.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from simulasi.model.conditions import conditions_of
from simulasi.model.draws import no_chance
from simulasi.model.haulage import open_network
from simulasi.model.market import market as market_on
from simulasi.model.step import step
from simulasi.model.structure import calibrate, first_state
from simulasi.model.trade import divided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.conditions import Conditions
    from simulasi.model.market import Market
    from simulasi.model.parameters import Parameters
    from simulasi.model.state import State
    from simulasi.model.structure import Structure
    from simulasi.world.world import World

MADE, BOUGHT = "made", "bought"
MONTHS = 240
AMPLE = 1e6
"""Capacity and overtime, over those of the base year, that never bind."""
NUDGE = 0.01
"""Extra demand at any origin over what it makes: small enough for its stock."""
SHARED_BY_ALL = ("traffic", "waiting")
"""Parts of a state that all demands share."""
MEMBERS = 64
"""Demands that are followed at once."""


class Table(NamedTuple):
    """Interregional table in coefficients; rows and columns run over sectors, and regions within each sector.

    inputs    : (output, output), what a unit of output takes from each producer, carriers' orders included
    delivered : (output, sector x region), what is produced to deliver a unit, before anybody orders inputs
    """

    inputs: np.ndarray
    delivered: np.ndarray


def type_one(world: World, p: Parameters, *, of: str = MADE) -> pd.DataFrame:
    """Type I output multipliers of every sector and region: output of all regions for one unit more of demand.

    of : ``made``, a unit that is made in the region (the textbook's multiplier, at least 1), or ``bought``, a unit
         that is delivered there, part of which comes from elsewhere

    Returns sector, region, multiplier (output of all regions, bn Rp per bn Rp) and of_which_own_region; NaN where
    the region makes none.

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> table = type_one(default_world(), load_parameters())
    >>> round(float(table.set_index(["sector", "region"])["multiplier"]["construction", "paser"]), 1)
    1.3
    """
    sectors, regions, table = len(world.sectors), len(world.regions), interregional_table(world, p)
    # a row for each region weighs its own outputs by one
    reached = np.linalg.solve((np.eye(len(table.inputs)) - table.inputs).T, np.tile(np.eye(regions), sectors).T).T
    is_made = np.where(world.accounts.gross_output.ravel() > 0.0, 1.0, np.nan)
    outputs = reached * is_made if of == MADE else reached @ table.delivered
    return _frame(world, [(s, r) for s in range(sectors) for r in range(regions)], outputs)


def interregional_table(world: World, p: Parameters) -> Table:
    """Distribute the recipe over the origins of the base year, carriers' orders included."""
    world.check_all_pairs()
    s = calibrate(world, p)
    regions, carrier = len(world.regions), s.carrier
    market = market_on(s.shares, s.freight, s.freight, sigma=s.sigma, regions=regions)
    sectors, recipe = len(world.sectors), s.production.recipe
    arriving = market.arriving.sum(axis=1)
    sent = divided(market.weight, np.broadcast_to(arriving[:, None], market.weight.shape), otherwise=0.0)
    sent = sent[:, :regions, :regions]
    delivered = np.zeros((sectors, regions, sectors, regions))
    rows = np.arange(sectors)
    delivered[rows, :, rows] = sent
    delivered[carrier] += np.einsum(
        "or,rsd->osd", sent[carrier], _carriage(market, arriving, s.paid[carrier, 0], regions)
    )
    inputs = np.einsum("tosd,sc->tocd", delivered, recipe, optimize=True)
    size = sectors * regions
    return Table(inputs.reshape(size, size), delivered.reshape(size, size))


def _carriage(market: Market, arriving: np.ndarray, paid: np.ndarray, regions: int) -> np.ndarray:
    """Transport that carriers of each region order for a unit delivered, (carriers' region, sector, destination)."""
    at_origin = market.at_origin[:, :regions, :regions].transpose(1, 0, 2)
    at_destination = market.at_destination.sum(axis=1)[:, :regions] * np.eye(regions)[:, None]
    earned = at_origin + at_destination
    for zone, region in enumerate(market.zones.tolist()):
        earned[region] += market.at_zone[:, zone].sum(axis=1)[:, :regions]
    earned = divided(earned, np.broadcast_to(arriving[:, :regions], at_origin.shape), otherwise=0.0)
    return earned / paid[:regions, None, None]


def dynamic(world: World, p: Parameters, *, sectors: Sequence[str] | None = None, months: int = MONTHS) -> pd.DataFrame:
    """Run the model in its linear limit with one unit more bought every month; it must equal ``type_one`` bought.

    sectors : of which a unit is bought, in every region in turn; all when left out

    Returns sector, region, multiplier (output of all regions in the last month) and of_which_own_region.
    """
    names = world.sector_ids if sectors is None else sectors
    pairs = [(world.sector_ids.index(name), region) for name in names for region in range(len(world.regions))]
    return _frame(world, pairs, extra_output(world, p, pairs, months=months).sum(axis=0).T)


def extra_output(world: World, p: Parameters, pairs: Sequence[tuple[int, int]], *, months: int = MONTHS) -> np.ndarray:
    """Output of a month per unit more bought, when that has gone on for ``months``, (sector, pair, region).

    pairs : sector and region of each purchase, by their indices

    Prices and incomes stand still, nothing binds, and nobody invests beyond the base year.
    """
    world.check_all_pairs()
    s, limit = linear_limit(calibrate(world, p), p)
    now = _conditions(world, s, limit)
    units = np.array([_unit(s, *pair) for pair in pairs])
    spending = np.zeros((len(world.sectors), len(pairs), len(world.regions)))
    for member, (sector, region) in enumerate(pairs):
        spending[sector, member, region] = units[member] * s.paid[sector, 0, region]
    parts = np.array_split(spending, range(MEMBERS, len(pairs), MEMBERS), axis=1)
    extra = [_last_output(part, now, s, limit, months) for part in parts]
    return np.concatenate(extra, axis=1) / units[:, None]


def linear_limit(s: Structure, p: Parameters) -> tuple[Structure, Parameters]:
    """Constants and parameters under which output answers demand in proportion.

    Prices and wages stand still, nobody moves, households and governments spend what they spent, nothing is critical,
    staff and plant suffice, and investment stays as it was.
    """
    demand, production = s.demand, s.production
    fixed_income = demand.transfer + demand.spent_share * demand.income
    none_critical = np.full_like(production.critical, len(production.recipe))
    structure = s._replace(
        demand=demand._replace(spent_share=0.0, transfer=fixed_income),
        production=production._replace(
            critical=none_critical, capacity=np.full_like(production.capacity, AMPLE * production.output.max())
        ),
        capital=s.capital._replace(replacement_share=0.0),
        haulage=s.haulage._replace(waits=False),
        migration=s.migration._replace(usual=np.zeros_like(s.migration.usual)),
    )
    parameters = replace(
        p,
        prices=replace(p.prices, cost_speed=0.0, pressure_speed=0.0),
        labour=replace(p.labour, hiring_speed=1.0, overtime=AMPLE, wage_speed=0.0, camp_local_spending=0.0),
        public=replace(p.public, spent_share=0.0),
        investment=replace(p.investment, adjustment_speed=0.0),
        production=replace(p.production, mobile_adjustment_months=np.inf),
    )
    return structure, parameters


def _conditions(world: World, s: Structure, p: Parameters) -> Conditions:
    """Conditions of a month in which nothing comes from outside."""
    opened = open_network(world, s, p)._replace(is_elastic=False)
    calm = no_chance(len(world.sectors), len(world.regions))
    return conditions_of(world, world, opened, p, (calm, calm))


def _unit(s: Structure, sector: int, region: int) -> float:
    """Purchase that no origin feels much, bn Rp a month."""
    output = s.production.output[sector, 0]
    share = s.shares[sector, : len(output), region]
    felt = (share > 0.0) & (output > 0.0)
    return NUDGE * float((output[felt] / share[felt]).min() if felt.any() else s.production.output.mean())


def _last_output(spending: np.ndarray, now: Conditions, s: Structure, p: Parameters, months: int) -> np.ndarray:
    """Output of the last month beyond that of a run without the spending, (sector, member, region)."""
    regions = spending.shape[2]
    programme = np.concatenate([np.zeros((len(spending), 1, regions)), spending], axis=1)
    now, state = now._replace(programme=programme), _for_members(first_state(s), programme.shape[1])
    for _ in range(months):
        state, ledger = step(state, now, s, p)
    output: np.ndarray = ledger.output
    return output[:, 1:] - output[:, :1]


def _for_members(state: State, members: int) -> State:
    """Repeat a state of one member."""
    repeated: dict[str, Any] = {
        name: np.repeat(array, members, axis=-2) for name, array in state._asdict().items() if name not in SHARED_BY_ALL
    }
    return state._replace(**repeated)


def _frame(world: World, pairs: Sequence[tuple[int, int]], outputs: np.ndarray) -> pd.DataFrame:
    """Lay out multipliers, one demand a row; ``outputs`` is (region, pair)."""
    return pd.DataFrame(
        {
            "sector": [world.sector_ids[sector] for sector, _ in pairs],
            "region": [world.region_ids[region] for _, region in pairs],
            "multiplier": outputs.sum(axis=0),
            "of_which_own_region": [outputs[region, pair] for pair, (_, region) in enumerate(pairs)],
        }
    )
