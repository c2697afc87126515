"""A barrier between regions that is lifted or put up: for goods, for services, for people who commute."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import SEVERAL, Intervention, Target, named_targets, said_fields
from simulasi.scenario.words import Regions, fault
from simulasi.world.month import Month
from simulasi.world.pairs import Pairs
from simulasi.world.world import World

FACTORS = ("goods_factor", "services_factor", "commuters_factor")

Factor = Annotated[float, Field(ge=0.1, le=10)]


class BarrierIntervention(Intervention):
    """How readily regions buy from each other, and people take work across their borders, beyond price, freight, hours.

    It holds between any two of the regions, both ways, and leaves what stays within a region as it is; the factor grows
    in equal steps while it is phased in. Above 1 a barrier is lifted, below 1 one is put up. As much is bought as
    before: what a neighbour sells more, the region itself and others sell less.

    regions          : two or more
    goods_factor     : on the weight of each as a supplier of goods at the others
    services_factor  : the same of services
    commuters_factor : on the pull of work in each on residents of the others

    >>> zone = BarrierIntervention(id="zona", kind="barrier", regions=("kukar", "ppu"), goods_factor=1.2,
    ...     opens=Month(2027, 1), phase_in_months=4, source="own", confidence="assumption")
    >>> [round(zone.factor_at(Month(2027, month), 1.2), 2) for month in (1, 2, 3, 4, 5)]
    [1.05, 1.1, 1.15, 1.2, 1.2]
    """

    regions: Regions
    goods_factor: Factor | None = None
    services_factor: Factor | None = None
    commuters_factor: Annotated[Factor | None, Field(validate_default=True)] = None

    @field_validator("regions")
    @classmethod
    def _are_several(cls, regions: tuple[str, ...]) -> tuple[str, ...]:
        if len(regions) < SEVERAL:
            raise fault("wrong_length", min_length=str(SEVERAL), actual_length=str(len(regions)))
        return regions

    @field_validator("commuters_factor")
    @classmethod
    def _changes_something(cls, commuters: float | None, info: ValidationInfo) -> float | None:
        said = [info.data[name] for name in said_fields(FACTORS[:-1], info) if name in info.data]
        is_wrong = any(name not in info.data for name in FACTORS[:-1])
        if not is_wrong and all(factor in {None, 1.0} for factor in (*said, commuters)):
            raise fault("no_effect", instead="regions", known=", ".join(FACTORS))
        return commuters

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return what is changed between each two regions."""
        regions = fields.get("regions")
        names = sorted(name for name in regions if isinstance(name, str)) if isinstance(regions, list | tuple) else []
        pairs = [f"{first}-{second}" for first, second in combinations(names, 2)]
        said = [name.removesuffix("_factor") for name in FACTORS if fields.get(name) is not None]
        return named_targets("barrier", "{}.{}", pairs, said)

    def factor_at(self, month: Month, full: float | None) -> float:
        """Return a factor as far as it is in force in a month."""
        return 1.0 if full is None else 1.0 + self.progress(month) * (full - 1.0)

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the barrier as far as it is changed in a month."""
        here = np.isin(world.region_ids, self.regions)
        nodes = np.pad(here, (0, len(world.partners)))
        traded, worked = _between(nodes, world.accounts.pairs), _between(here, world.neighbours)
        goods, services, commuters = (self.factor_at(month, getattr(self, name)) for name in FACTORS)
        of_sector = np.where([sector.holds_stock for sector in world.sectors], goods, services)
        of_sector = of_sector.reshape(-1, *[1] * traded.ndim)
        return replace(
            world,
            preference=world.preference * np.where(traded, of_sector, 1.0),
            commuting=world.commuting * np.where(worked, commuters, 1.0),
        )


def _between(here: np.ndarray, pairs: Pairs) -> np.ndarray:
    """Say which pairs join two different ones of some nodes, (*pairs*).

    here : (node,)
    """
    return pairs.of_origin(here) & pairs.of_destination(here) & pairs.is_apart(len(here))
