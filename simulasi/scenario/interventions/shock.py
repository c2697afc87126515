"""What the outside world does to a commodity for a time: its price, or the volume that may be produced."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention
from simulasi.scenario.words import LATER, IndexByYear, SectorId, YearlyIndex, fault
from simulasi.world.month import Month
from simulasi.world.world import World

MIDDLE = 7
MONTHS = 12


class ShockIntervention(Intervention):
    """The price of the world and the permitted volume of one commodity, as indices on the base year.

    world_price : by year, base year = 1; ``later`` for all other years, else 1; only for a commodity that is sold at
                  the price of the world
    volume      : by year, base year = 1, in every region alike; between the middles of the years it moves in a
                  straight line, after the last year it grows with the trend of each region; only for a commodity
                  whose capacity follows permits, area or schedule

    >>> coal = ShockIntervention(id="batu-bara", kind="shock", sector="coal", world_price={"2022": 1.6},
    ...     volume={"2022": 1.05}, source="bps", confidence="derived")
    >>> coal.price_index(Month(2022, 3)), coal.price_index(Month(2023, 3))
    (1.6, 1.0)
    >>> round(coal.volume_index(Month(2022, 1), 2021), 3), coal.volume_index(Month(2030, 1), 2021)
    (1.025, 1.05)
    """

    target_keys: ClassVar[tuple[str, ...]] = ("sector",)

    sector: SectorId
    world_price: IndexByYear = Field(default_factory=dict)
    volume: Annotated[YearlyIndex, Field(validate_default=True)] = Field(default_factory=dict)

    @field_validator("world_price")
    @classmethod
    def _has_a_world_price(cls, prices: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if prices and info.context is not None and "sector" in info.data:
            _check_flag(info, "takes_price", "no_world_price")
        return prices

    @field_validator("volume")
    @classmethod
    def _follows_permits(cls, volume: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if not volume and not info.data.get("world_price", {"": 0.0}):
            raise fault("missing_key")
        if volume and info.context is not None and "sector" in info.data:
            _check_flag(info, "is_resource", "no_permitted_volume")
        return volume

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
        """Months of equal price and volume see the same shock; the base year only shifts all volumes alike."""
        return self.price_index(month), self.progress(month), month if self.volume else None

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the price and the permitted volume of a month."""
        row = world.sector_ids.index(self.sector)
        price, capacity = world.partner_price.copy(), world.capacity_index.copy()
        price[row] *= self.price_index(month)
        capacity[row] *= 1.0 + self.progress(month) * (self._beside_the_trend(world, month) - 1.0)
        return replace(world, partner_price=price, capacity_index=capacity)

    def _beside_the_trend(self, world: World, month: Month) -> np.ndarray:
        """Factor (region,) that turns the trend of each region into the volume, until its last year."""
        if not self.volume:
            return np.ones(len(world.regions))
        elapsed = month.since(Month(world.base_year, MIDDLE)) + 1
        known = (max(int(year) for year in self.volume) - world.base_year) * MONTHS + 1
        share = min(1.0, known / elapsed) if elapsed > 0 else 0.0
        return self.volume_index(month, world.base_year) / world.growth_index**share


def _check_flag(info: ValidationInfo, flag: str, code: str) -> None:
    world: World = info.context  # type: ignore[assignment]  # asked for only when there is one
    fitting = [sector.id for sector in world.sectors if getattr(sector, flag)]
    if info.data["sector"] not in fitting:
        raise fault(code, sector=info.data["sector"], known=", ".join(fitting))
