"""Schools and health care across a border: places that one region keeps for the people of others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, named_targets
from simulasi.scenario.words import RegionId, Regions, fault
from simulasi.world.cargo import PEOPLE
from simulasi.world.month import Month
from simulasi.world.world import World

EDUCATION_AND_HEALTH = frozenset({"P", "Q"})
"""Sections of KBLI."""
MONTHS = 12
MILLION_PER_BILLION = 1000.0
RP_PER_BILLION = 1e9


class Benefit(NamedTuple):
    """What the users of a service save in a year.

    hours  : hours of travel
    bn_rp  : their value at the value of time of people, billion rupiah
    """

    hours: float
    bn_rp: float


class ServiceIntervention(Intervention):
    """Places in schools or health care in ``provider`` that people of ``users`` use, and their governments pay for.

    What governments buy of education and health moves to the provider, at the prices of the base year, and the money
    moves from the budgets of the users to that of the provider. Each user takes part by its share of their people.

    places                     : pupils or patients at a time, all of them from ``users``
    cost_million_rp_place_year : cost of a place, million Rp a year at the price level of the base year
    travel_saved_h             : hours that one trip is shorter than to what they use today, both ways together
    trips_a_year               : trips to a place in a year

    >>> school = ServiceIntervention(id="sma", kind="service", provider="kukar", users=("kutim",), places=500.0,
    ...     cost_million_rp_place_year=12.0, travel_saved_h=1.5, trips_a_year=200.0, source="own",
    ...     confidence="assumption")
    >>> school.cost_bn_rp_month(Month(2028, 1)), school.hours_saved(Month(2028, 1))
    (0.5, 150000.0)
    """

    provider: RegionId
    users: Regions
    places: Annotated[float, Field(gt=0, le=10_000_000)]
    cost_million_rp_place_year: Annotated[float, Field(gt=0, le=10_000)]
    travel_saved_h: Annotated[float, Field(ge=0, le=1000)] = 0.0
    trips_a_year: Annotated[float, Field(ge=0, le=1000)] = 0.0

    @field_validator("users")
    @classmethod
    def _are_other_regions(cls, users: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("provider") in users:
            raise fault("same_region", region=info.data["provider"])
        return users

    @field_validator("cost_million_rp_place_year")
    @classmethod
    def _is_bought_today(cls, cost: float, info: ValidationInfo) -> float:
        """Refuse more than the governments of the users buy: it could not move."""
        if info.context is None or not {"users", "places"} <= info.data.keys():
            return cost
        world, users = info.context, info.data["users"]
        moved = _yearly_bn_rp(info.data["places"], cost) / MONTHS * _share_of_people(world, users)
        bought = np.where(_sold(world)[:, None], world.accounts.government, 0.0).sum(axis=0)
        for user in users:
            column = world.region_ids.index(user)
            if moved[column] > bought[column]:
                amounts = (f"{MONTHS * value[column]:.1f}" for value in (moved, bought))
                raise fault("more_than_is_bought", region=user, **dict(zip(("moved", "bought"), amounts, strict=True)))
        return cost

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the provider and each user."""
        return named_targets("service", "{}-{}.service", [fields.get("provider")], fields.get("users"))

    def cost_bn_rp_month(self, month: Month) -> float:
        """Cost of the places in use in a month, billion rupiah at the price level of the base year."""
        return self.progress(month) * _yearly_bn_rp(self.places, self.cost_million_rp_place_year) / MONTHS

    def hours_saved(self, month: Month) -> float:
        """Hours of travel that users save in a year with as many places as are in use in a month."""
        return self.progress(month) * self.places * self.trips_a_year * self.travel_saved_h

    def benefit(self, world: World, month: Month) -> Benefit:
        """Return what users save in a year with as many places as are in use in a month."""
        hours = self.hours_saved(month)
        (value_of_time,) = (cargo.value_of_time for cargo in world.cargo if cargo.id == PEOPLE)
        return Benefit(hours, hours * world.numeraire * value_of_time / RP_PER_BILLION)

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the purchases and the payments of a month moved."""
        provider = np.isin(world.region_ids, [self.provider])
        moved = self.cost_bn_rp_month(month) * (1.0 * provider - _share_of_people(world, self.users))
        return replace(
            world,
            public=world.public + np.outer(_shares_of_sectors(world), moved),
            payments=world.payments + world.numeraire * moved,
        )


def _yearly_bn_rp(places: float, cost_million_rp: float) -> float:
    return places * cost_million_rp / MILLION_PER_BILLION


def _sold(world: World) -> np.ndarray:
    """Tell which sectors sell education or health, (sector,)."""
    return np.array([not EDUCATION_AND_HEALTH.isdisjoint(sector.kbli.split()) for sector in world.sectors])


def _shares_of_sectors(world: World) -> np.ndarray:
    """Share of each sector in what governments buy of education and health, (sector,)."""
    bought = np.where(_sold(world), world.accounts.government.sum(axis=1), 0.0)
    return np.asarray(bought / bought.sum())


def _share_of_people(world: World, users: tuple[str, ...]) -> np.ndarray:
    """Share of each region in the people of all ``users``, (region,)."""
    people = np.where(np.isin(world.region_ids, users), world.accounts.population, 0.0)
    return np.asarray(people / people.sum())
