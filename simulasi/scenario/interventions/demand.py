"""A programme that spends, and may move civil servants: what is built and bought, where and when."""

from collections.abc import Hashable, Mapping
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, named_target
from simulasi.scenario.words import (
    LATER,
    Id,
    PersonsByYear,
    RegionId,
    RegionShares,
    SectorShares,
    Share,
    SharesByYear,
    SpendingByYear,
    check_sum,
    fault,
)
from simulasi.world.month import Month
from simulasi.world.world import World

CONSTRUCTION = "construction"
BN_PER_TRILLION = 1000
MONTHS = 12
MIDDLE = 7
FLAT = (1 / MONTHS,) * MONTHS

Profile = Annotated[tuple[Share, ...], Field(strict=False, min_length=MONTHS, max_length=MONTHS)]


class DemandIntervention(Intervention):
    """The spending of a programme in the years it is paid, and what it buys.

    spending_trillion_rp : by year of payment, trillion rupiah (nominal); nothing in other years
    booked               : share that becomes construction where it is placed, by year; ``later`` for all others
    place                : share by region; sums to 1
    purchases            : what the rest buys at the same places, share by sector; sums to 1
    lag_months           : months from payment to work
    monthly_profile      : share of a year's payment by month, January first; equal when left out
    officials            : civil servants whom it has moved by the middle of each year, persons, all told; in a straight
                           line between the years, from nobody a year before the first; constant after the last
    officials_place      : region where they come to live and work

    >>> town = DemandIntervention(id="kota", kind="demand", programme="kota", spending_trillion_rp={"2023": 12.0},
    ...     booked={"later": 0.25}, place={"ppu": 1.0}, purchases={"machinery": 1.0},
    ...     officials={"2025": 1200.0, "2027": 2400.0}, officials_place="ppu", source="own", confidence="assumption")
    >>> town.spending_bn_rp(Month(2023, 5)), town.booked_share(2023)
    (1000.0, 0.25)
    >>> [town.officials_in(Month(year, 7)) for year in (2024, 2025, 2026, 2027, 2030)]
    [0.0, 1200.0, 1800.0, 2400.0, 2400.0]
    """

    programme: Id
    spending_trillion_rp: SpendingByYear
    booked: SharesByYear
    place: RegionShares
    purchases: SectorShares
    lag_months: Annotated[int, Field(ge=0, le=12)] = 0
    monthly_profile: Profile = FLAT
    officials: PersonsByYear = Field(default_factory=dict)
    officials_place: Annotated[RegionId | None, Field(validate_default=True)] = None

    @field_validator("booked")
    @classmethod
    def _covers_every_year(cls, booked: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        spending = info.data.get("spending_trillion_rp", {})
        missing = [year for year in sorted(spending) if year not in booked]
        if missing and LATER not in booked:
            raise fault("missing_key", at=missing[0])
        return booked

    @field_validator("monthly_profile")
    @classmethod
    def _spends_the_whole_year(cls, profile: tuple[float, ...]) -> tuple[float, ...]:
        check_sum(profile)
        return profile

    @field_validator("officials_place")
    @classmethod
    def _says_where_they_come(cls, place: str | None, info: ValidationInfo) -> str | None:
        officials = info.data.get("officials")
        if officials and place is None:
            raise fault("missing_key")
        if place is not None and officials == {}:
            raise fault("missing_key", instead="officials")
        return place

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the programme."""
        return named_target("programme", fields.get("programme"))

    def spending_bn_rp(self, month: Month) -> float:
        """Spending that becomes work and purchases in a month, billion rupiah."""
        paid = month.after(-self.lag_months)
        yearly = self.spending_trillion_rp.get(str(paid.year), 0.0) * BN_PER_TRILLION
        return self.progress(month) * yearly * self.monthly_profile[paid.month - 1]

    def booked_share(self, year: int) -> float:
        """Share of a year's payments that becomes construction."""
        return self.booked.get(str(year), self.booked.get(LATER, 0.0))

    def officials_in(self, month: Month) -> float:
        """Civil servants whom the programme has moved by a month, persons."""
        if not self.officials:
            return 0.0
        years = sorted(int(year) for year in self.officials)
        middles = [year * MONTHS + MIDDLE for year in (years[0] - 1, *years)]
        persons = [0.0, *(self.officials[str(year)] for year in years)]
        return self.progress(month) * float(np.interp(month.year * MONTHS + month.month, middles, persons))

    def strength(self, month: Month) -> float:
        """Return 1 in a year in which it pays, or while civil servants move; else 0."""
        moves = self.officials_in(month) != self.officials_in(month.after(-1))
        return 1.0 if moves or self.spending_trillion_rp.get(str(month.year)) else 0.0

    def signature(self, month: Month) -> Hashable:
        """Months of equal spending, equal booked share and equally many officials see the same programme."""
        booked = self.booked_share(month.after(-self.lag_months).year)
        return self.spending_bn_rp(month), booked, self.officials_in(month)

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the programme's spending of a month, bn Rp by sector and region, and its officials."""
        if officials := self.officials_in(month):
            world = world.with_officials(officials * np.isin(world.region_ids, [self.officials_place or ""]))
        spending = self.spending_bn_rp(month)
        if spending == 0:
            return world
        booked = self.booked_share(month.after(-self.lag_months).year)
        bought = (1 - booked) * _vector(self.purchases, world.sector_ids)
        built = booked * _vector({CONSTRUCTION: 1.0}, world.sector_ids)
        place = _vector(self.place, world.region_ids)
        return world.with_programme(spending * np.outer(built + bought, place))


def _vector(shares: dict[str, float], ids: tuple[str, ...]) -> np.ndarray:
    return np.array([shares.get(name, 0.0) for name in ids])
