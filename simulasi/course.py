"""The course of a scenario: what each month brings from outside, with the market found once a network event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.model.step import Conditions
from simulasi.model.structure import calibrate, freight_of, market_of
from simulasi.world.month import Month

if TYPE_CHECKING:
    import numpy as np

    from simulasi.model.market import Market
    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Freight
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.network import Network
    from simulasi.world.world import World

MID_YEAR = 7
"""The accounts of a year stand for its middle: with a trend, a run starts there and records from its own start."""


class Course:
    """Conditions of every month of a scenario.

    structure : constants of the run, drawn from the base world
    """

    def __init__(self, scenario: Scenario, p: Parameters) -> None:
        self.scenario, self.parameters = scenario, p
        self.structure = calibrate(scenario.base, p)
        foreign = [column for column, partner in enumerate(scenario.base.partners) if partner.is_foreign]
        self._foreign = foreign[:1] or [0]
        self._networks: dict[int, tuple[Network, Freight, Market]] = {}

    def at(self, month: Month) -> Conditions:
        """Return what a month brings from outside."""
        world, following = self.scenario.world_at(month), self.scenario.world_at(month.after(1))
        size = _size(world)
        return Conditions(
            market=self.market(world),
            growth=world.growth_index,
            size=size,
            trend=_size(following) / size,
            programme=world.programme[:, None, :],
            outside=world.numeraire * world.partner_price[:, None, :],
            world_price=world.numeraire * world.partner_price[:, None, self._foreign],
            numeraire=world.numeraire,
        )

    def market(self, world: World) -> Market:
        """Return the market of a world; worlds that share a network share it."""
        return self._found(world)[2]

    def freight(self, world: World) -> Freight:
        """Return the freight on the network of a world, with the trips behind it."""
        return self._found(world)[1]

    def _found(self, world: World) -> tuple[Network, Freight, Market]:
        key = id(world.network)
        if key not in self._networks:
            now = freight_of(world, self.parameters)
            # the network is kept beside its market, so that its id cannot be given to another one
            self._networks[key] = world.network, now, market_of(world, now, self.structure)
        return self._networks[key]

    @property
    def first_month(self) -> Month:
        """First month to be run: the middle of the base year when there is a trend, else the scenario's start."""
        middle = Month(self.scenario.base.base_year, MID_YEAR)
        return middle if self.scenario.trend != "none" else self.scenario.start


def _size(world: World) -> np.ndarray:
    """Size of each industry beside what is invested: trend, permits, schedules and harvests, (sector, 1, region)."""
    return (world.growth_index * world.capacity_index)[:, None, :]
