"""What chance does: month by month, when programmes open and, where asked, with parameters.

By month: harvests, demand of partners, the world's price, delays on the road, taste for moving.
Every member of an ensemble has draws of its own; a scenario and its baseline share them decision by decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.parameters import with_values
from simulasi.model.randomness import normals, uniforms, wandering

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from simulasi.model.distributions import Distribution
    from simulasi.model.parameters import ChanceParameters, Parameters
    from simulasi.world.world import World

AGRICULTURE = "A"
"""Section of KBLI whose resource sectors have harvests."""


MONTHS_A_YEAR = 12


class Draws(NamedTuple):
    """Chance in a month; factors are 1 at the median.

    harvest     : (sector, member, region), factor of the size of crops, catches and herds
    exports     : (sector, member, 1), factor of what partners want
    world_price : (sector, member, 1), factor of the price of the world, for commodities that take it
    delay       : (member,), factor of the hours on links with a capacity
    moving      : (member, region), added to the attraction of a region
    """

    harvest: np.ndarray
    exports: np.ndarray
    world_price: np.ndarray
    delay: np.ndarray
    moving: np.ndarray


class Chance:
    """The draws of all months of a run, for some members.

    months : from the first month that is run, one more than the run has

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> luck = Chance(default_world(), load_parameters().chance, seed=1, members=[0, 1], months=25)
    >>> luck.at(3).world_price.shape
    (37, 2, 1)
    """

    def __init__(self, world: World, p: ChanceParameters, *, seed: int, members: Sequence[int], months: int) -> None:
        sectors, regions = world.sectors, world.region_ids

        def series(decision: str, entity: str, *, memory: float, deviation: float) -> np.ndarray:
            shocks = normals(seed, decision, entity, members=members, months=months)
            return wandering(shocks, memory=memory, deviation=deviation)

        grows = [sector.is_resource and sector.kbli.startswith(AGRICULTURE) for sector in sectors]
        self._harvest = _stacked(
            [
                [f"{region}.{sector.id}" if grows[row] else "" for region in regions]
                for row, sector in enumerate(sectors)
            ],
            lambda name: series("harvest", name, memory=p.harvest_memory, deviation=p.harvest_deviation),
            (len(members), months),
        )
        self._exports = _stacked(
            [[sector.id] for sector in sectors],
            lambda name: series("exports", name, memory=p.exports_memory, deviation=p.exports_deviation),
            (len(members), months),
        )
        self._price = _stacked(
            [["world" if sector.takes_price else ""] for sector in sectors],
            lambda name: series("world_price", name, memory=p.price_memory, deviation=p.price_deviation),
            (len(members), months),
        )
        self._delay = series("delay", "roads", memory=p.delay_memory, deviation=p.delay_deviation)
        self._moving = np.stack(
            [series("moving", name, memory=p.moving_memory, deviation=p.moving_deviation) for name in regions], axis=1
        )

    def at(self, month: int) -> Draws:
        """Return the draws of a month, counted from the first."""
        return Draws(
            harvest=np.exp(self._harvest[month]),
            exports=np.exp(self._exports[month]),
            world_price=np.exp(self._price[month]),
            delay=np.exp(self._delay[:, month]),
            moving=self._moving[..., month],
        )


def no_chance(sectors: int, regions: int) -> Draws:
    """Return the draws of a month in which nothing is left to chance, for one member."""
    return Draws(
        np.ones((sectors, 1, regions)),
        np.ones((sectors, 1, 1)),
        np.ones((sectors, 1, 1)),
        np.ones(1),
        np.zeros((1, regions)),
    )


def months_late(programme: str, p: ChanceParameters, *, seed: int, members: Sequence[int]) -> np.ndarray:
    """Draw how many months later than planned a programme opens, ``[member]``: none, a year, or two.

    programme : id of the intervention; whatever else a scenario holds, its draw stays

    >>> from simulasi.data.load_parameters import load_parameters
    >>> months_late("jalan", load_parameters().chance, seed=1, members=range(8))
    array([ 0, 24,  0, 24, 12,  0, 12, 12])
    """
    drawn = uniforms(seed, "programme delay", programme, members=members, months=1)[:, 0]
    is_late = drawn < p.two_years_late_share + p.year_late_share
    return np.where(drawn < p.two_years_late_share, 2 * MONTHS_A_YEAR, is_late * MONTHS_A_YEAR)


def drawn_parameters(p: Parameters, varied: Mapping[str, Distribution], *, seed: int, member: int) -> Parameters:
    """Return the parameters of a member: those that are varied have values of its own.

    varied : distributions by ``group.name``; a parameter more shifts no draw of the others
    """
    shares = {name: uniforms(seed, "parameter", name, members=[member], months=1)[0, 0] for name in varied}
    return with_values(p, {name: float(varied[name].quantile(share)) for name, share in shares.items()})


def _stacked(names: Sequence[Sequence[str]], draw: Callable[[str], np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    """Series of entities by row and column, (month, row, member, column); zero where there is no name.

    shape : (member, month)
    """
    members, months = shape
    found = np.zeros((months, len(names), members, len(names[0])))
    for row, of_row in enumerate(names):
        for column, name in enumerate(of_row):
            if name:
                found[:, row, :, column] = draw(name).T
    return found
