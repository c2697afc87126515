"""The model as Mesa sees it: regions, partners and the Otorita as live views of the arrays.

Arrays do the work; an agent reads its own column and may decide otherwise for it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from simulasi.course import Course
from simulasi.model.decisions import SHARED, Decisions
from simulasi.model.haulage import way
from simulasi.model.labour import counted_at_home
from simulasi.model.step import step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.course import Luck
    from simulasi.model.conditions import Conditions
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters
    from simulasi.model.state import State
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.month import Month
    from simulasi.world.region import PartnerInfo, RegionInfo


class Column:
    """An attribute of a region that lives in its column of the state; reading it copies nothing.

    Writing it between two months makes a new state.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Region, owner: type | None = None) -> np.ndarray:
        column: np.ndarray = getattr(agent.model.state, self.name)[..., agent.column]
        return column

    def __set__(self, agent: Region, value: float | np.ndarray) -> None:
        whole = getattr(agent.model.state, self.name).copy()
        whole[..., agent.column] = value
        agent.model.state = agent.model.state._replace(**{self.name: whole})


class Region(mesa.Agent):  # type: ignore[misc]  # mesa is not typed
    """A region: its numbers are a column of the arrays, its decisions those of all, unless a subclass overrides them.

    A decision is one of the fields of ``Decisions``; a subclass defines a method of that name which takes the same
    arguments and returns the same arrays, of which its own column counts.
    """

    model: HinterlandModel
    price, stock, inputs, owed, expected, capacity = (Column() for _ in range(6))
    jobs, wage, income = (Column() for _ in range(3))

    def __init__(self, model: HinterlandModel, info: RegionInfo, column: int) -> None:
        super().__init__(model)
        self.info, self.column = info, column

    @property
    def output(self) -> np.ndarray:
        """Output of the last month by sector, bn Rp at base prices, (sector, member)."""
        return self.model.last.output[..., self.column]

    def suppliers(self, sector: str) -> dict[str, float]:
        """Share of each origin in what the region buys of a commodity at present prices (eq. 6)."""
        return self.model.suppliers(sector, self.column)


class Partner(mesa.Agent):  # type: ignore[misc]  # mesa is not typed
    """A partner: elastic supply at a given price, and a demand that falls with the price delivered there."""

    model: HinterlandModel

    def __init__(self, model: HinterlandModel, info: PartnerInfo, column: int) -> None:
        super().__init__(model)
        self.info, self.column = info, column

    @property
    def bought(self) -> np.ndarray:
        """What reached the partner in the last month, bn Rp at base prices, (sector, member)."""
        return self.model.last.sales.arrivals[..., self.column].sum(axis=1)


class Otorita(mesa.Agent):  # type: ignore[misc]  # mesa is not typed
    """The Otorita IKN and other programmes: what they spend this month, where and on what."""

    model: HinterlandModel

    @property
    def spending(self) -> np.ndarray:
        """Spending of the month to come, bn Rp, (sector, region)."""
        return self.model.conditions.programme[:, 0]

    @property
    def delivered(self) -> np.ndarray:
        """What programmes received in the last month, bn Rp at base prices, (sector, region)."""
        regions = len(self.model.regions)
        return self.model.last.sales.arrivals[:, -1, 0, :regions]


class HinterlandModel(mesa.Model):  # type: ignore[misc]  # mesa is not typed
    """One run of a scenario, month by month.

    agent_classes : class by region id, for regions that decide otherwise than ``Region``
    luck          : whose draws the run takes; without it nothing is left to chance
    course        : that of this scenario and these parameters, where it is known; its luck counts

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.data.load_parameters import load_parameters
    >>> from simulasi.scenario.scenario import read_scenario
    >>> model = HinterlandModel(read_scenario("dasar", default_world()), load_parameters())
    >>> model.step()
    >>> round(float(model.region("kubar").wage[0]), 2)
    1.0
    """

    def __init__(
        self,
        scenario: Scenario,
        p: Parameters,
        agent_classes: dict[str, type[Region]] | None = None,
        luck: Luck | None = None,
        course: Course | None = None,
    ) -> None:
        super().__init__()
        world, classes = scenario.base, agent_classes or {}
        self.scenario, self.parameters = scenario, p
        self.course = course or Course(scenario, p, luck)
        self.month = self.course.first_month
        self.state: State = self.course.first_state()
        self._last: Ledger | None = None
        self._conditions: tuple[Month, Conditions] | None = None
        self.regions = [classes.get(info.id, Region)(self, info, column) for column, info in enumerate(world.regions)]
        self.partners = [Partner(self, info, len(world.regions) + column) for column, info in enumerate(world.partners)]
        self.otorita = Otorita(self)
        if any(hasattr(type(region), "hire") for region in self.regions):
            # who works where has an axis of pairs, of which a region is no column
            world.check_all_pairs()
        self.decisions = with_overrides(self.regions)

    @property
    def conditions(self) -> Conditions:
        """What the month to come brings from outside."""
        if self._conditions is None or self._conditions[0] != self.month:
            self._conditions = self.month, self.course.at(self.month)
        return self._conditions[1]

    @property
    def last(self) -> Ledger:
        """The ledger of the last month; there is none before the first."""
        if self._last is None:
            raise AttributeError("last")
        return self._last

    def step(self) -> None:
        """Run one month."""
        self.state, self._last = step(
            self.state, self.conditions, self.course.structure, self.parameters, self.decisions
        )
        self.month = self.month.after(1)

    def region(self, name: str) -> Region:
        """Return the agent of a region by its id."""
        return self.regions[self.scenario.base.region_ids.index(name)]

    def suppliers(self, sector: str, column: int) -> dict[str, float]:
        """Share of each origin in what one region buys of a commodity at present prices (eq. 6)."""
        row, world = self.scenario.base.sector_ids.index(sector), self.scenario.base
        world.check_all_pairs()
        price = np.concatenate([self.state.price[row, 0], world.numeraire * world.partner_price[row]])
        sigma = self.course.structure.sigma[row]
        taken = way(self.state.traffic, self.conditions.network, self.course.structure, self.parameters)
        pull = taken.market.weight[row, 0, :, column] * price**-sigma
        return dict(zip((*world.region_ids, *world.partner_ids), (pull / pull.sum()).tolist(), strict=True))


def with_overrides(regions: list[Region]) -> Decisions:
    """Return the shared decisions with the columns of regions that override them replaced by theirs."""
    chosen: dict[str, Any] = {}
    for name in Decisions._fields:
        deviating = [region for region in regions if hasattr(type(region), name)]
        if deviating:
            chosen[name] = _merged(name, deviating)
    return SHARED._replace(**chosen)


def _merged(name: str, deviating: list[Region]) -> Any:  # noqa: ANN401 - one of the callables of Decisions
    shared = getattr(SHARED, name)

    def decide(*arguments: Any) -> Any:  # noqa: ANN401 - the arguments and result of that decision
        result = shared(*arguments)
        for region in deviating:
            result = _with_column(result, getattr(region, name)(*arguments), region.column)
        # who works in a region that hires otherwise may live in another one
        return counted_at_home(result) if name == "hire" else result

    return decide


def _with_column(whole: Any, own: Any, column: int) -> Any:  # noqa: ANN401 - an array, or a named tuple of arrays
    if isinstance(whole, tuple):
        return type(whole)(*(_with_column(a, b, column) for a, b in zip(whole, own, strict=True)))
    merged = whole.copy()
    merged[..., column] = own[..., column]
    return merged


@contextmanager
def running(model: HinterlandModel) -> Iterator[HinterlandModel]:
    """Use a model and let it go: Mesa 3.3 keeps every model alive in the ids of its agents."""
    try:
        yield model
    finally:
        mesa.Agent._ids.pop(model, None)  # noqa: SLF001 - there is no public way
