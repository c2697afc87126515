"""What the outside world does for a time to a commodity, a link or a terminal: prices, cuts, floods, low water."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, link_target, named_target, terminal_targets
from simulasi.scenario.interventions.disturbed import (
    INSTEAD_OF,
    LINK,
    SECTOR,
    TERMINAL,
    Disturbance,
    DisturbedLink,
    DisturbedTerminal,
    check_factor,
    check_link,
    check_terminal,
    disturbed_word,
)
from simulasi.scenario.words import (
    LATER,
    Hours,
    IndexByYear,
    SectorId,
    Share,
    TonnesAMonth,
    YearlyIndex,
    fault,
)
from simulasi.world.month import Month
from simulasi.world.network import Network
from simulasi.world.world import World

MIDDLE = 7
MONTHS = 12
BELONGS_TO = {
    "world_price": (SECTOR,),
    "volume": (SECTOR,),
    "travel_time_factor": (LINK, TERMINAL),
    "transfer_time_h": (TERMINAL,),
    "capacity_factor": (LINK, TERMINAL),
    "capacity_t_month": (LINK, TERMINAL),
    "closed": (LINK, TERMINAL),
    "months": (LINK, TERMINAL),
}
"""What each field may disturb."""
EFFECTS = ("travel_time_factor", "transfer_time_h", "capacity_factor", "capacity_t_month")
"""Fields that disturb a link or a terminal without closing it."""

CalendarMonth = Annotated[int, Field(ge=1, le=MONTHS)]


class ShockIntervention(Intervention):
    """A commodity, a link or a terminal that is disturbed for a time; exactly one of them.

    The price of the world and the permitted volume of a commodity (``sector``) are indices on the base year:

    world_price : by year, base year = 1; ``later`` for all other years, else 1; only for a commodity that is sold at
                  the price of the world
    volume      : by year, base year = 1, in every region alike; between the middles of the years it moves in a
                  straight line, after the last year it grows with the trend of each region; only for a commodity
                  whose capacity follows permits, area or schedule

    A ``link`` (both ways) or a ``terminal`` is slower, holds less or is closed, beside what it would be in that month:

    travel_time_factor : on the hours of a link, or on the transfer time of a terminal where it is known
    transfer_time_h    : hours of one end of a terminal, instead of a factor
    capacity_factor    : on the capacities of a link or a terminal that are known
    capacity_t_month   : tonnes a month, instead of a factor
    closed             : nothing and nobody may use it, at once
    months             : calendar months in which it holds, every year between opening and closing; all when left out

    >>> coal = ShockIntervention(id="batu-bara", kind="shock", sector="coal", world_price={"2022": 1.6},
    ...     volume={"2022": 1.05}, source="bps", confidence="derived")
    >>> coal.price_index(Month(2022, 3)), coal.price_index(Month(2023, 3))
    (1.6, 1.0)
    >>> round(coal.volume_index(Month(2022, 1), 2021), 3), coal.volume_index(Month(2030, 1), 2021)
    (1.025, 1.05)
    >>> low = ShockIntervention(id="surut", kind="shock", link={"between": ("melak", "tering"), "mode": "river"},
    ...     travel_time_factor=2.0, months=(8, 9), source="own", confidence="assumption")
    >>> [low.strength(Month(2030, month)) for month in (7, 8, 9, 10)]
    [0.0, 1.0, 1.0, 0.0]
    """

    link: DisturbedLink | None = None
    terminal: DisturbedTerminal | None = None
    sector: Annotated[SectorId | None, Field(validate_default=True)] = None
    world_price: IndexByYear = Field(default_factory=dict)
    volume: Annotated[YearlyIndex, Field(validate_default=True)] = Field(default_factory=dict)
    travel_time_factor: Annotated[float, Field(ge=0.1, le=100)] | None = None
    transfer_time_h: Hours | None = None
    capacity_factor: Share | None = None
    capacity_t_month: TonnesAMonth | None = None
    closed: Annotated[bool, Field(validate_default=True)] = False
    months: Annotated[tuple[CalendarMonth, ...], Field(strict=False, min_length=1)] | None = None

    @field_validator("link")
    @classmethod
    def _is_an_open_link(cls, link: DisturbedLink | None, info: ValidationInfo) -> DisturbedLink | None:
        if link is not None:
            check_link(link, info)
        return link

    @field_validator("terminal")
    @classmethod
    def _is_a_terminal(cls, terminal: DisturbedTerminal | None, info: ValidationInfo) -> DisturbedTerminal | None:
        if terminal is not None and info.data.get(LINK) is not None:
            raise fault("one_target")
        if terminal is not None:
            check_terminal(terminal, info)
        return terminal

    @field_validator("sector")
    @classmethod
    def _is_the_only_one(cls, sector: str | None, info: ValidationInfo) -> str | None:
        has_other = any(info.data.get(name, "wrong, and told") is not None for name in (LINK, TERMINAL))
        if (sector is not None) == has_other:
            raise fault("one_target")
        return sector

    @field_validator(*BELONGS_TO)
    @classmethod
    def _belongs_to_what_is_disturbed(cls, value: object, info: ValidationInfo) -> object:
        about, allowed = disturbed_word(info), BELONGS_TO[str(info.field_name)]
        if value and about is not None and about not in allowed:
            raise fault("does_not_apply", target=about, allowed=", ".join(allowed))
        return value

    @field_validator("world_price")
    @classmethod
    def _has_a_world_price(cls, prices: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if prices and disturbed_word(info) == SECTOR:
            _check_flag(info, "takes_price", "no_world_price")
        return prices

    @field_validator("volume")
    @classmethod
    def _follows_permits(cls, volume: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if not volume and disturbed_word(info) == SECTOR and not info.data.get("world_price", {"": 0.0}):
            raise fault("missing_key")
        if volume and disturbed_word(info) == SECTOR:
            _check_flag(info, "is_resource", "no_permitted_volume")
        return volume

    @field_validator("travel_time_factor", "capacity_factor")
    @classmethod
    def _has_something_to_multiply(cls, factor: float | None, info: ValidationInfo) -> float | None:
        if factor is not None:
            check_factor(factor, info)
        return factor

    @field_validator(*INSTEAD_OF)
    @classmethod
    def _stands_instead_of_a_factor(cls, value: float | None, info: ValidationInfo) -> float | None:
        factor = INSTEAD_OF[str(info.field_name)]
        if value is not None and info.data.get(factor) is not None:
            raise fault("not_together", other=factor)
        return value

    @field_validator("closed")
    @classmethod
    def _disturbs_in_one_way(cls, closed: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - a field of a file
        said = [name for name in EFFECTS if info.data.get(name, "wrong, and told") is not None]
        gradual = ["phase_in_months"] if info.data.get("phase_in_months") else []
        if closed and said + gradual:
            raise fault("not_together", other=", ".join(said + gradual))
        if gradual and info.data.get("opens", "wrong, and told") is None:
            raise fault("missing_key", instead="opens")
        if not closed and not said and disturbed_word(info) in {LINK, TERMINAL}:
            raise fault("no_effect", known=", ".join((*EFFECTS, "closed")))
        return closed

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the commodity, the link or the terminal."""
        link, terminal = (fields.get(word) for word in (LINK, TERMINAL))
        way, ashore = (part if isinstance(part, Mapping) else {} for part in (link, terminal))
        return frozenset().union(
            named_target(SECTOR, fields.get(SECTOR)),
            link_target(way.get("between"), way.get("mode")),
            terminal_targets(ashore.get("place"), ashore.get("side")),
        )

    @property
    def changes_network(self) -> bool:
        """Whether the network of a month may differ because of it."""
        return self.sector is None

    def strength(self, month: Month) -> float:
        """Share of the shock that is in force in a month, 0 to 1; 0 out of season."""
        return self.progress(month) if self.months is None or month.month in self.months else 0.0

    def price_index(self, month: Month) -> float:
        """Price of the world in a month, base year = 1."""
        share = self.progress(month)
        return 1.0 + share * (self.world_price.get(str(month.year), self.world_price.get(LATER, 1.0)) - 1.0)

    def volume_index(self, month: Month, base_year: int) -> float:
        """Permitted volume in a month before the trend of later years, base year = 1."""
        years = [base_year, *sorted(int(year) for year in self.volume)]
        values = [1.0, *(self.volume[str(year)] for year in years[1:])]
        middles = [year * MONTHS + MIDDLE for year in years]
        return float(np.interp(month.year * MONTHS + month.month, middles, values))

    def signature(self, month: Month) -> Hashable:
        """Months of equal price and volume, or equal strength, see the same shock.

        The base year only shifts all volumes alike.
        """
        if self.sector is None:
            return self.strength(month)
        return self.price_index(month), self.progress(month), month if self.volume else None

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with what is disturbed in a month."""
        if self.sector is None:
            return world.with_network(self._disturbed(world.network, self.strength(month)))
        row = world.sector_ids.index(self.sector)
        price, capacity = world.partner_price.copy(), world.capacity_index.copy()
        price[row] *= self.price_index(month)
        capacity[row] *= 1.0 + self.progress(month) * (self._beside_the_trend(world, month) - 1.0)
        return replace(world, partner_price=price, capacity_index=capacity)

    def _disturbed(self, network: Network, share: float) -> Network:
        """Return the network with the link or the terminal disturbed; the same network where nothing differs."""
        effects = (self.travel_time_factor, self.transfer_time_h, self.capacity_factor, self.capacity_t_month)
        disturbance = Disturbance(share, self.closed, *effects)
        if share > 0 and self.terminal is not None:
            now = network.terminal(self.terminal.place, self.terminal.side)
            return network if (there := disturbance.of_terminal(now)) == now else network.with_terminal(there)
        if share > 0 and self.link is not None and (way := network.link(*self.link.between, self.link.mode)):
            return network if (link := disturbance.of_link(way)) == way else network.with_link(link)
        return network

    def _beside_the_trend(self, world: World, month: Month) -> np.ndarray:
        """Factor (region,) that turns the trend of each region into the volume, until its last year."""
        if not self.volume:
            return np.ones(len(world.regions))
        elapsed = month.since(Month(world.base_year, MIDDLE)) + 1
        known = (max(int(year) for year in self.volume) - world.base_year) * MONTHS + 1
        share = min(1.0, known / elapsed) if elapsed > 0 else 0.0
        return self.volume_index(month, world.base_year) / world.growth_index**share


def _check_flag(info: ValidationInfo, flag: str, code: str) -> None:
    """Refuse a commodity without the flag that a field needs."""
    world: World | None = info.context
    fitting = [sector.id for sector in world.sectors if getattr(sector, flag)] if world else [info.data[SECTOR]]
    if info.data[SECTOR] not in fitting:
        raise fault(code, sector=info.data[SECTOR], known=", ".join(fitting))
