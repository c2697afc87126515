"""The parameters of the model: frozen, in groups, without a default in the code.

Values, units, ranges and sources stand in ``simulasi/data/parameters.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FreightParameters:
    """Tariffs, times and handling of cargo (eq. 1-3)."""

    tariff_road: float
    tariff_toll: float
    tariff_river: float
    tariff_sea: float
    tariff_ferry: float
    tariff_air: float
    vehicle_time: float
    handling_road: float
    handling_river: float
    handling_sea: float
    handling_air: float
    transfer_time_river_h: float
    transfer_time_sea_h: float
    transfer_time_air_h: float
    own_trip_speed_km_h: float
    share_of_margin: float


@dataclass(frozen=True, slots=True)
class TrafficParameters:
    """Choice of route, congestion and trips of people (eq. 1a-1d)."""

    routes: float
    route_spread: float
    longest_detour: float
    congestion: float
    congestion_power: float
    peak_hour_share: float
    adjustment_speed: float
    trips_a_head: float
    trip_decay_h: float


@dataclass(frozen=True, slots=True)
class TradeParameters:
    """Choice of origin and demand of partners (eq. 6-7)."""

    sigma_goods: float
    sigma_services: float
    export_elasticity: float
    service_home_bias: float
    foreign_import_share_goods: float
    foreign_import_share_services: float


@dataclass(frozen=True, slots=True)
class ProductionParameters:
    """Plans, stocks and capacity (eq. 4, 9)."""

    finished_stock_days: float
    input_stock_days: float
    stock_adjustment_months: float
    expectation_speed: float
    critical_coefficient: float
    target_utilisation: float
    resource_slack: float
    mobile_adjustment_months: float


@dataclass(frozen=True, slots=True)
class HouseholdParameters:
    """Income that is spent and needs that come first (eq. 5)."""

    retained_surplus: float
    subsistence_share: float


@dataclass(frozen=True, slots=True)
class LabourParameters:
    """Hiring, wages and commuting (eq. 10)."""

    hiring_speed: float
    overtime: float
    wage_curve: float
    wage_speed: float
    least_unemployment: float
    participation_response: float
    camp_local_share: float
    camp_local_spending: float
    camp_decay_h: float
    minimum_wage_rp: float
    minimum_wage_cover: float
    commuting_friction: float
    commuting_abroad: float
    commuting_elasticity: float


@dataclass(frozen=True, slots=True)
class MigrationParameters:
    """Who moves where (eq. 13)."""

    moves_between: float
    moves_outside: float
    income_elasticity: float
    decay_h: float
    most: float
    household: float


@dataclass(frozen=True, slots=True)
class HousingParameters:
    """Houses and rents (eq. 14)."""

    supply_elasticity: float
    rent_speed: float
    building_months: float
    wear: float
    spending_share: float
    camp_share: float


@dataclass(frozen=True, slots=True)
class PublicParameters:
    """Budgets of local governments (eq. 15)."""

    local_tax: float
    shared_revenue: float
    producer_share: float
    spent_share: float
    works_share: float
    delay_months: float


@dataclass(frozen=True, slots=True)
class WaterParameters:
    """Raw water (eq. 16)."""

    household_share: float
    output_elasticity: float


@dataclass(frozen=True, slots=True)
class PriceParameters:
    """How prices follow cost and scarcity (eq. 11)."""

    cost_speed: float
    pressure_speed: float
    pressure_limit: float


@dataclass(frozen=True, slots=True)
class InvestmentParameters:
    """How capacity follows use and profit (eq. 12)."""

    capital_output: float
    depreciation: float
    adjustment_speed: float
    delay_months: float


@dataclass(frozen=True, slots=True)
class ChanceParameters:
    """How strongly chance moves a member of an ensemble, and how long it lasts: correlation with the month before."""

    harvest_deviation: float
    harvest_memory: float
    exports_deviation: float
    exports_memory: float
    price_deviation: float
    price_memory: float
    delay_deviation: float
    delay_memory: float
    moving_deviation: float
    moving_memory: float
    year_late_share: float
    two_years_late_share: float


@dataclass(frozen=True, slots=True)
class EmissionParameters:
    """Carbon dioxide of traffic; no equation of a month depends on it."""

    truck: float
    car: float
    river: float
    sea: float
    ferry: float
    boat: float
    air: float


@dataclass(frozen=True, slots=True)
class AppraisalParameters:
    """How cost and benefit of different years are weighed; no equation of a month depends on it."""

    discount_rate: float


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters of a run, by group."""

    freight: FreightParameters
    traffic: TrafficParameters
    trade: TradeParameters
    production: ProductionParameters
    households: HouseholdParameters
    labour: LabourParameters
    migration: MigrationParameters
    housing: HousingParameters
    public: PublicParameters
    water: WaterParameters
    prices: PriceParameters
    investment: InvestmentParameters
    chance: ChanceParameters
    emissions: EmissionParameters
    appraisal: AppraisalParameters


def with_values(p: Parameters, values: Mapping[str, float]) -> Parameters:
    """Return parameters with other values by ``group.name``; nothing checks them against their ranges.

    >>> from simulasi.data.load_parameters import load_parameters
    >>> with_values(load_parameters(), {"trade.sigma_goods": 3.0}).trade.sigma_goods
    3.0
    """
    groups: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        group, _, field = name.partition(".")
        groups.setdefault(group, {})[field] = value
    return replace(p, **{group: replace(getattr(p, group), **fields) for group, fields in groups.items()})
