"""The course of a scenario: what each month brings from outside, with routes found once a network event."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from simulasi.model.conditions import conditions_of
from simulasi.model.draws import Chance, no_chance
from simulasi.model.haulage import open_network
from simulasi.model.state import for_members
from simulasi.model.structure import calibrate, first_state
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.conditions import Conditions
    from simulasi.model.draws import Draws
    from simulasi.model.haulage import Opened
    from simulasi.model.parameters import Parameters
    from simulasi.model.state import State
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.network import Network
    from simulasi.world.world import World

MID_YEAR = 7
"""The accounts of a year stand for its middle: with a trend, a run starts there and records from its own start."""


class Luck(NamedTuple):
    """Whose draws a run takes: the seed of the ensemble, and which of its members run together."""

    seed: int
    members: Sequence[int]


class Course:
    """Conditions of every month of a scenario.

    luck      : whose draws are taken; without it nothing is left to chance

    structure : constants of the run, drawn from the base world
    """

    def __init__(self, scenario: Scenario, p: Parameters, luck: Luck | None = None) -> None:
        self.scenario, self.parameters = scenario, p
        self.structure = calibrate(scenario.base, p, self._networks())
        self._calm = no_chance(len(scenario.base.sectors), len(scenario.base.regions))
        self._opened: dict[int, tuple[Network, Opened]] = {}
        self._draw(luck)

    def with_luck(self, luck: Luck) -> Course:
        """Return the course for other draws; constants and routes are found once for all of them."""
        other = copy(self)
        other._draw(luck)  # noqa: SLF001 - of the same class
        return other

    def opening_at(self, scenario: Scenario) -> Course:
        """Return the course for other dates of the same changes; constants stay those of the dates that are planned.

        scenario : this one, with programmes that open later
        """
        other = copy(self)
        other.scenario, other._opened = scenario, dict(self._opened)  # noqa: SLF001 - of the same class
        return other

    def _draw(self, luck: Luck | None) -> None:
        scenario, p = self.scenario, self.parameters.chance
        self.members = len(luck.members) if luck else 1
        months = scenario.end.since(self.first_month) + 2
        self._chance = luck and Chance(scenario.base, p, seed=luck.seed, members=luck.members, months=months)

    def at(self, month: Month) -> Conditions:
        """Return what a month brings from outside."""
        world, following = self.scenario.world_at(month), self.scenario.world_at(month.after(1))
        chance = self._draws(month), self._draws(month.after(1))
        return conditions_of(world, following, self.network(world), self.parameters, chance)

    def _draws(self, month: Month) -> Draws:
        return self._chance.at(month.since(self.first_month)) if self._chance else self._calm

    def network(self, world: World) -> Opened:
        """Return routes and market on the network of a world; worlds that share a network share them."""
        key = id(world.network)
        if key not in self._opened:
            # the network is kept beside what was found, so that its id cannot be given to another one
            self._opened[key] = world.network, open_network(world, self.structure, self.parameters)
        return self._opened[key][1]

    def first_state(self) -> State:
        """Return the state of the base year for every member; its plant holds what chance does to the first harvest."""
        state = for_members(first_state(self.structure), self.members)
        return state._replace(capacity=state.capacity * self._draws(self.first_month).harvest)

    @property
    def first_month(self) -> Month:
        """First month to be run: the middle of the base year when there is a trend, else the scenario's start."""
        middle = Month(self.scenario.base.base_year, MID_YEAR)
        return middle if self.scenario.trend != "none" else self.scenario.start

    def _networks(self) -> list[Network]:
        """States of the network that the run will see."""
        first = self.first_month
        months = [first.after(step) for step in range(self.scenario.end.since(first) + 2)]
        found = {id(network): network for network in (self.scenario.world_at(month).network for month in months)}
        return list(found.values())
