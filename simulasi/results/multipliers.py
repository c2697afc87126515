"""Output multipliers: type I from the interregional table of a world, and the same from the model in its linear limit.

Inputs come from the origins of the base year in fixed shares; what spoils on the way is produced on top, and
carriers order the transport that goods need. Households, investors, government and partners do not react.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulasi.model.state import State
from simulasi.model.step import Conditions, step
from simulasi.model.structure import calibrate, first_state, freight_of, market_of
from simulasi.model.trade import divided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.market import Market
    from simulasi.model.parameters import Parameters
    from simulasi.model.structure import Structure
    from simulasi.world.world import World

MADE, BOUGHT = "made", "bought"
MONTHS = 240
AMPLE = 1e6
"""Capacity and overtime over those of the base year that never bind."""
NUDGE = 1e-3
"""Extra demand over what is bought in the base year: small enough for the stocks of every origin."""
FEWEST = 1e-6
"""The same where nothing is bought, over all that is made of the commodity."""
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

    Returns sector, region, multiplier (output of all regions, bn Rp per bn Rp) and of_which_own_region.

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> table = type_one(default_world(), load_parameters())
    >>> bool((table["multiplier"] >= table["of_which_own_region"]).all())
    True
    """
    regions, table = len(world.regions), interregional_table(world, p)
    # every region's output and their sum, as rows that weigh outputs
    own = np.tile(np.eye(regions), len(world.sectors))
    reached = np.linalg.solve((np.eye(len(table.inputs)) - table.inputs).T, own.T).T
    weights = reached if of == MADE else reached @ table.delivered
    outputs = weights.reshape(regions, len(world.sectors), regions)
    return _frame(world, outputs, [(s, r) for s in range(len(world.sectors)) for r in range(regions)])


def interregional_table(world: World, p: Parameters) -> Table:
    """Distribute the recipe over the origins of the base year, carriers' orders included."""
    s = calibrate(world, p)
    market, regions, carrier = market_of(world, s.freight, s), len(world.regions), s.carrier
    sectors, recipe = len(world.sectors), s.production.recipe
    arriving = market.arriving.sum(axis=1)
    sent = divided(market.weight, np.broadcast_to(arriving[:, None], market.weight.shape), otherwise=0.0)
    sent = sent[:, :regions, :regions]
    delivered = np.zeros((sectors, regions, sectors, regions))
    rows = np.arange(sectors)
    delivered[rows, :, rows] = sent
    delivered[carrier] += np.einsum("or,rsd->osd", sent[carrier], _carriage(market, arriving, s.paid[carrier, 0], regions))
    inputs = np.einsum("tosd,sc->tocd", delivered, recipe, optimize=True)
    size = sectors * regions
    return Table(inputs.reshape(size, size), delivered.reshape(size, size))


def _carriage(market: Market, arriving: np.ndarray, paid: np.ndarray, regions: int) -> np.ndarray:
    """Transport that carriers of each region order for a unit delivered, (carriers' region, sector, destination)."""
    at_origin = market.at_origin[:, :regions, :regions].transpose(1, 0, 2)
    at_destination = market.at_destination.sum(axis=1)[:, :regions] * np.eye(regions)[:, None]
    earned = divided(at_origin + at_destination, np.broadcast_to(arriving[:, :regions], at_origin.shape), otherwise=0.0)
    return earned / paid[:regions, None, None]


def dynamic(
    world: World, p: Parameters, *, sectors: Sequence[str] | None = None, months: int = MONTHS
) -> pd.DataFrame:
    """Run the model in its linear limit with one unit more bought, month after month; compare ``type_one`` bought.

    sectors : of which a unit is bought, in every region in turn; all when left out

    Prices and incomes stand still, nothing binds and nobody invests beyond replacement, so that after ``months``
    the extra output of a month is the type I multiplier.
    """
    names = list(sectors) if sectors is not None else list(world.sector_ids)
    pairs = [(world.sector_ids.index(name), r) for name in names for r in range(len(world.regions))]
    s, limit = linear_limit(calibrate(world, p), p)
    parts = [_extra_output(world, pairs[i : i + MEMBERS], s, limit, months) for i in range(0, len(pairs), MEMBERS)]
    outputs = np.concatenate(parts, axis=1)
    return _frame(world, outputs.transpose(2, 1, 0).sum(axis=2)[:, :, None], pairs)
