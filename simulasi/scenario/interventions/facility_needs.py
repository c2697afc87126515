"""What a facility is said to need, beside what the recipes and jobs of its industries say."""

from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.money import MONTHS
from simulasi.scenario.schema import Part
from simulasi.scenario.words import fault
from simulasi.world.world import World

POWER = "D"
"""Section of KBLI that sells power."""
HOURS_A_MONTH = 365.0 * 24.0 / MONTHS
KW_PER_MW = 1000.0
RP_PER_BILLION = 1e9


class FacilityNeeds(Part):
    """What a facility is said to need when all of its capacity is in use.

    raw_water_lps : raw water, litres a second; it counts where a shortage is known
    power_mw      : power, megawatts on average over the year
    power_rp_kwh  : price of it, Rp a kWh at the price level of the base year
    workers       : persons; held against the jobs of its industries, which are what the model uses
    """

    raw_water_lps: Annotated[float, Field(ge=0, le=100_000)] | None = None
    power_mw: Annotated[float, Field(ge=0, le=100_000)] | None = None
    power_rp_kwh: Annotated[Annotated[float, Field(ge=0, le=100_000)] | None, Field(validate_default=True)] = None
    workers: Annotated[float, Field(ge=0, le=10_000_000)] | None = None

    @field_validator("power_rp_kwh")
    @classmethod
    def _goes_with_power(cls, price: float | None, info: ValidationInfo) -> float | None:
        if (price is None) != (info.data.get("power_mw", price) is None):
            raise fault("missing_key", instead="power_rp_kwh" if price is None else "power_mw")
        return price

    @property
    def power_bn_rp(self) -> float:
        """Cost of the power of a month with all capacity in use, billion rupiah.

        >>> round(FacilityNeeds(power_mw=100.0, power_rp_kwh=1000.0).power_bn_rp, 6)
        73.0
        """
        return (self.power_mw or 0.0) * KW_PER_MW * HOURS_A_MONTH * (self.power_rp_kwh or 0.0) / RP_PER_BILLION


class Claim(NamedTuple):
    """One need as it is stated, and as the accounts have it for as much output.

    what : ``workers`` in persons, or ``power`` in billion rupiah a year
    """

    what: str
    stated: float
    accounts: float


def claims_of(needs: FacilityNeeds | None, full: np.ndarray, world: World) -> list[Claim]:
    """List what is stated of workers and power beside what the accounts say of as much output.

    full : (sector, region), output when all capacity is in use, bn Rp a month
    """
    if needs is None:
        return []
    found = [] if needs.workers is None else [Claim("workers", needs.workers, jobs_of(full, world))]
    if needs.power_mw is not None:
        recipe = float((_power_in_recipe(world) @ full).sum())
        found.append(Claim("power", MONTHS * needs.power_bn_rp, MONTHS * recipe))
    return found


def jobs_of(full: np.ndarray, world: World) -> float:
    """Return the jobs that the accounts have for as much output of the same industries in the same region, persons.

    full : (sector, region), output when all capacity is in use, bn Rp a month
    """
    output, jobs = world.accounts.gross_output, world.accounts.jobs
    return float((np.divide(jobs, output, out=np.zeros_like(full), where=output > 0.0) * full).sum())


def beyond_recipe(needs: FacilityNeeds, full: np.ndarray, world: World) -> np.ndarray:
    """Power that is bought in a month beside what the recipes of its industries hold already, (sector, region), bn Rp.

    full : (sector, region), output when all capacity is in use, bn Rp a month
    Where the recipes hold more than is stated nothing is bought besides.
    """
    here = full.sum(axis=0) > 0.0
    more = np.maximum(needs.power_bn_rp * here - _power_in_recipe(world) @ full, 0.0)
    return np.outer(_sells_power(world), np.where(here, more, 0.0))


def _power_in_recipe(world: World) -> np.ndarray:
    """Power that goes into a unit of output, (sector,)."""
    return np.asarray(_sells_power(world) @ world.accounts.technical_coefficients)


def _sells_power(world: World) -> np.ndarray:
    return np.array([1.0 * (POWER in sector.kbli.split()) for sector in world.sectors])
