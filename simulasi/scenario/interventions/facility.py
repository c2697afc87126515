"""A facility: an industrial area, a plant, a port estate or a farm area that makes something where it is."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, named_target, named_targets
from simulasi.scenario.interventions.facility_needs import Claim, FacilityNeeds, beyond_recipe, claims_of, jobs_of
from simulasi.scenario.interventions.money import MONTHS
from simulasi.scenario.interventions.replaced import Replaced, check_replaced, moved_buyers
from simulasi.scenario.words import FirstOfMonth, RegionId, SectorShares, fault
from simulasi.world.month import Month
from simulasi.world.world import World

FROM_OUTSIDE = frozenset({"state", "private", "ikn"})
"""Payers whose money would not be spent in the regions otherwise."""


class FacilityIntervention(Intervention):
    """New capacity of some industries in one region, with the recipe, the jobs and the markets of those industries.

    It looks for buyers as the industries of its region do: their weight in every market, and what partners ask of them,
    grow with their plant, and price and freight decide. Capacity that finds no buyers stays empty. An industry with no
    output in the region in the base year has no markets there, and is refused.

    sectors        : share of each industry in the capacity; sums to 1
    capacity_bn_rp : output a year when all of it is in use, billion rupiah at prices of the base year
    fills_in_years : years from opening until all of the capacity is in use, in equal steps; instead of phase_in_months
    needs          : raw water, power and workers that it is said to need when all of it is in use
    builds_with    : what its investment buys, share by sector; without it, building it is no demand. Only the part that
                     the state, the authority of the capital or private investors pay is: what the province and regions
                     pay they do not spend otherwise
    replaces       : purchases elsewhere that move to it

    >>> from simulasi.data.build_world import default_world
    >>> mill = FacilityIntervention(id="pabrik", kind="facility", region="kubar", sectors={"palm_oil": 1.0},
    ...     capacity_bn_rp=1200.0, fills_in_years=2.0, opens=Month(2029, 1), source="own", confidence="assumption")
    >>> built = mill.applied_to(default_world(), Month(2029, 6)).facilities
    >>> round(float(built.sum()), 6)
    25.0
    """

    opens: FirstOfMonth
    region: RegionId
    sectors: SectorShares
    capacity_bn_rp: Annotated[float, Field(gt=0, le=1_000_000)]
    fills_in_years: Annotated[float, Field(ge=0, le=50)]
    needs: FacilityNeeds | None = None
    builds_with: SectorShares | None = None
    replaces: Replaced | None = None

    @field_validator("sectors")
    @classmethod
    def _are_made_here_today(cls, sectors: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        world, region = info.context, info.data.get("region")
        if world is None or region is None:
            return sectors
        made = world.accounts.gross_output[:, world.region_ids.index(region)]
        known = [name for name, output in zip(world.sector_ids, made, strict=True) if output > 0.0]
        for name in sectors:
            if name not in known:
                raise fault("not_made_here", at=name, sector=name, region=region)
        return sectors

    @field_validator("fills_in_years")
    @classmethod
    def _grows_in_one_way(cls, years: float, info: ValidationInfo) -> float:
        if info.data.get("phase_in_months"):
            raise fault("not_together", other="phase_in_months")
        return years

    @field_validator("builds_with")
    @classmethod
    def _is_paid_by_somebody(cls, bought: dict[str, float] | None, info: ValidationInfo) -> dict[str, float] | None:
        for name in ("investment_bn_rp", "payer"):
            if bought is not None and not info.data.get(name, "wrong, and told"):
                raise fault("missing_key", instead=name)
        return bought

    @field_validator("replaces")
    @classmethod
    def _replaces_what_is_bought(cls, replaced: Replaced | None, info: ValidationInfo) -> Replaced | None:
        if replaced is not None and {"region", "sectors", "capacity_bn_rp"} <= info.data.keys():
            check_replaced(replaced, info)
        return replaced

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the facility itself, and what it replaces elsewhere."""
        region, name, replaced, sectors = (fields.get(key) for key in ("region", "id", "replaces", "sectors"))
        own = named_target("facility", f"{region}.{name}" if isinstance(region, str) else None)
        if not isinstance(replaced, Mapping) or not isinstance(sectors, Mapping):
            return own
        return own | named_targets("replaced", "{}.{}", [replaced.get("from")], list(sectors))

    @property
    def months_until_complete(self) -> int:
        """Months until all of the capacity is in use."""
        return round(MONTHS * self.fills_in_years)

    def claims(self, world: World) -> list[Claim]:
        """Hold the workers and the power that it is said to need against the jobs and recipes of its industries."""
        return claims_of(self.needs, self._full(world), world)

    def jobs(self, world: World) -> float:
        """Return the jobs that it has in the model with all of its capacity in use, persons, before wages move."""
        return jobs_of(self._full(world), world)

    def built_bn_rp(self, month: Month) -> float:
        """Investment of a month that is demand, billion rupiah: equal months, paid from outside the regions."""
        paid = sum(share for name, share in (self.payer or {}).items() if name in FROM_OUTSIDE)
        return paid * self.investment_bn_rp.get(str(month.year), 0.0) / MONTHS if self.builds_with else 0.0

    def signature(self, month: Month) -> Hashable:
        """Months with as much capacity and as much building see the same facility."""
        return self.progress(month), self.built_bn_rp(month)

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the facility as far as it is built and in use in a month."""
        share, full = self.progress(month), self._full(world)
        spent = self.built_bn_rp(month) * np.outer(_vector(self.builds_with, world), self._here(world))
        if self.needs is not None:
            spent = spent + share * beyond_recipe(self.needs, full, world)
            drawn = share * (self.needs.raw_water_lps or 0.0) * self._here(world)
            world = replace(world, water_drawn=world.water_drawn + drawn)
        captive = np.zeros_like(full)
        if self.replaces is not None:
            captive = share * self.replaces.bn_rp_a_year / self.capacity_bn_rp * full
            world = replace(world, preference=world.preference * moved_buyers(self.replaces, captive, world))
        return replace(
            world.with_programme(world.numeraire * spent),
            facilities=world.facilities + (share * full - captive),
            captive=world.captive + captive,
        )

    def _here(self, world: World) -> np.ndarray:
        return 1.0 * np.isin(world.region_ids, [self.region])

    def _full(self, world: World) -> np.ndarray:
        """Capacity by sector and region when all of it is in use, bn Rp a month."""
        return self.capacity_bn_rp / MONTHS * np.outer(_vector(self.sectors, world), self._here(world))


def _vector(shares: Mapping[str, float] | None, world: World) -> np.ndarray:
    return np.array([(shares or {}).get(name, 0.0) for name in world.sector_ids])
