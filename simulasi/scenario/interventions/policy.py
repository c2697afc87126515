"""What governments decide: minimum wages, jobs for residents, purchases close by, taxes and subsidies."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, named_targets, said_fields
from simulasi.scenario.schema import Part
from simulasi.scenario.words import Regions, Sectors, Share, fault
from simulasi.world.month import Month
from simulasi.world.pairs import ALL, Pairs
from simulasi.world.world import World

MEASURES = ("minimum_wage_factor", "local_hire_share", "local_content", "tax", "subsidy")
POLICY = "policy"


class LocalContent(Part):
    """How much more readily buyers take to suppliers.

    suppliers : regions that are preferred
    factor    : on the weight of each of them in what is bought; 1 is usual
    """

    suppliers: Regions
    factor: Annotated[float, Field(ge=0.1, le=10)]


class Levy(Part):
    """Money between makers and the local budget.

    sectors : those whose products it is raised on, or given for
    share   : of the producer price
    """

    sectors: Sectors
    share: Annotated[float, Field(gt=0, le=0.5)]


class PolicyIntervention(Intervention):
    """One measure in some regions; it grows in steps to its full size while it is phased in.

    regions             : where it holds; for local content, where the buyers are
    minimum_wage_factor : on the minimum wage of the base year
    local_hire_share    : share of new construction jobs that is promised to residents; a promise below what residents
                          get anyway changes nothing
    local_content       : buyers of all sectors take ``factor`` times as readily to ``suppliers``
    tax, subsidy        : share of the producer price of ``sectors``, to or from the local budget

    >>> wages = PolicyIntervention(id="upah", kind="policy", regions=("ppu",), minimum_wage_factor=1.2,
    ...     opens=Month(2027, 1), phase_in_months=4, source="own", confidence="assumption")
    >>> [round(wages.factor_at(Month(2027, month), 1.2), 2) for month in (1, 2, 3, 4, 5)]
    [1.05, 1.1, 1.15, 1.2, 1.2]
    """

    regions: Regions
    minimum_wage_factor: Annotated[float, Field(ge=0.5, le=3)] | None = None
    local_hire_share: Share | None = None
    local_content: LocalContent | None = None
    tax: Levy | None = None
    subsidy: Annotated[Levy | None, Field(validate_default=True)] = None

    @field_validator("subsidy")
    @classmethod
    def _is_exactly_one_measure(cls, subsidy: Levy | None, info: ValidationInfo) -> Levy | None:
        said = said_fields(MEASURES[:-1], info) + ["subsidy"] * (subsidy is not None)
        if len(said) != 1:
            raise fault("one_measure", instead="kind", known=", ".join(MEASURES))
        return subsidy

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the measure in each region; a tax and a subsidy on the same sector change the same thing."""
        regions = fields.get("regions")
        content, tax, subsidy = (fields.get(name) for name in ("local_content", "tax", "subsidy"))
        simple = [name for name in ("minimum_wage_factor", "local_hire_share") if fields.get(name) is not None]
        levied = [part["sectors"] for part in (tax, subsidy) if isinstance(part, Mapping) and "sectors" in part]
        suppliers = content.get("suppliers") if isinstance(content, Mapping) else None
        return frozenset().union(
            *(named_targets(POLICY, f"{{}}.{name}", regions) for name in simple),
            *(named_targets(POLICY, "{}.tax.{}", regions, sectors) for sectors in levied),
            named_targets(POLICY, "{1}-{0}.local_content", regions, suppliers),
        )

    def factor_at(self, month: Month, full: float) -> float:
        """Return a factor as far as it is in force in a month."""
        return 1.0 + self.progress(month) * (full - 1.0)

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the measure as far as it is in force in a month."""
        share = self.progress(month)
        here = np.isin(world.region_ids, self.regions)
        if self.minimum_wage_factor is not None:
            factor = self.factor_at(month, self.minimum_wage_factor)
            return replace(world, minimum_wage=world.minimum_wage * np.where(here, factor, 1.0))
        if self.local_hire_share is not None:
            return replace(world, local_hire=np.where(here, share * self.local_hire_share, world.local_hire))
        if self.local_content is not None:
            suppliers = np.isin(world.region_ids, self.local_content.suppliers)
            factor = self.factor_at(month, self.local_content.factor)
            pairs = world.accounts.pairs
            partners = pairs.nodes_of(world.affinity) - len(here)
            preferred = _preferred(suppliers, here, partners, pairs)
            return replace(world, affinity=world.affinity * np.where(preferred, factor, 1.0))
        return replace(world, tax=world.tax + share * self._levied(world, here))

    def _levied(self, world: World, here: np.ndarray) -> np.ndarray:
        """Share of the producer price that goes to the local budget, (sector, region); negative is a subsidy."""
        signs = ((self.tax, 1.0), (self.subsidy, -1.0))
        parts = [
            sign * levy.share * np.outer(np.isin(world.sector_ids, levy.sectors), here) for levy, sign in signs if levy
        ]
        return np.asarray(sum(parts, np.zeros_like(world.tax)))


def _preferred(suppliers: np.ndarray, buyers: np.ndarray, partners: int, pairs: Pairs = ALL) -> np.ndarray:
    """Say of which pairs ``buyers`` buy from ``suppliers``, both (region,); partners come after the regions.

    >>> _preferred(np.array([True, False]), np.array([False, True]), 1) * 1
    array([[0, 1, 0],
           [0, 0, 0],
           [0, 0, 0]])
    """
    origins, destinations = (np.pad(chosen, (0, partners)) for chosen in (suppliers, buyers))
    return np.asarray(pairs.of_origin(origins) & pairs.of_destination(destinations))
