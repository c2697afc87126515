"""Water and waste across a border: raw water that one region sends to another, waste that one treats for another."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, named_target
from simulasi.scenario.words import RegionId, Share, fault
from simulasi.world.month import Month
from simulasi.world.world import World

DAYS_A_MONTH = 365.0 / 12.0
SECONDS_A_DAY = 86_400.0
LITRES_A_M3 = 1000.0
RP_PER_BILLION = 1e9
WATER, WASTE = "quantity_l_s", "quantity_t_day"
BELONGS_TO = {"tariff_rp_m3": WATER, "tax_share": WATER, "tariff_rp_t": WASTE}
"""The quantity that each of the other fields goes with."""


class UtilityIntervention(Intervention):
    """Raw water from one region to another, or waste that one region treats for another; exactly one of them.

    Water adds to what can be had in ``to``, and counts where a shortage is known; its price moves from the budget of
    ``to`` to that of ``from``. Nothing else is moved: not the cost of the pipe, and no water of ``from``, whose rivers
    are not known to be short. Without ``from`` (a dam of the state) nothing is paid. Waste only moves money: from the
    region where it arises (``from``) to the one that treats it (``to``).

    quantity_l_s   : raw water, litres a second
    tariff_rp_m3   : Rp a m3, at the price level of the base year
    tax_share      : tax on the water that goes to the budget of ``from`` besides, share of the tariff
    quantity_t_day : waste, tonnes a day
    tariff_rp_t    : Rp a tonne, at the price level of the base year

    >>> pipe = UtilityIntervention(**{"from": "kukar"}, id="pipa", kind="utility", to="balikpapan", quantity_l_s=1000.0,
    ...     tariff_rp_m3=1000.0, tax_share=0.1, source="own", confidence="assumption")
    >>> round(pipe.paid_bn_rp(Month(2028, 1)), 4)
    2.8908
    """

    from_: Annotated[RegionId | None, Field(alias="from")] = None
    to: RegionId
    quantity_l_s: Annotated[float, Field(gt=0, le=100_000)] | None = None
    quantity_t_day: Annotated[Annotated[float, Field(gt=0, le=100_000)] | None, Field(validate_default=True)] = None
    tariff_rp_m3: Annotated[Annotated[float, Field(ge=0, le=1_000_000)] | None, Field(validate_default=True)] = None
    tariff_rp_t: Annotated[Annotated[float, Field(ge=0, le=10_000_000)] | None, Field(validate_default=True)] = None
    tax_share: Share = 0.0

    @field_validator("to")
    @classmethod
    def _is_another_region(cls, to: str, info: ValidationInfo) -> str:
        if to == info.data.get("from_"):
            raise fault("same_region", region=to)
        return to

    @field_validator(WATER)
    @classmethod
    def _is_where_water_is_short(cls, quantity: float | None, info: ValidationInfo) -> float | None:
        is_paid = info.data.get("from_", "wrong, and told") is not None
        if quantity is not None and info.context is not None and "to" in info.data and not is_paid:
            _check_shortage(info.context, info.data["to"])
        return quantity

    @field_validator(WASTE)
    @classmethod
    def _is_water_or_waste(cls, quantity: float | None, info: ValidationInfo) -> float | None:
        if (quantity is None) == (info.data.get(WATER, "wrong, and told") is None):
            raise fault("water_or_waste", instead="kind")
        if quantity is not None and info.data.get("from_", "wrong, and told") is None:
            raise fault("missing_key", instead="from")
        return quantity

    @field_validator(*BELONGS_TO)
    @classmethod
    def _goes_with_its_quantity(cls, value: float | None, info: ValidationInfo) -> float | None:
        quantity = BELONGS_TO[str(info.field_name)]
        others = [other for other in (WATER, WASTE) if other != quantity and info.data.get(other) is not None]
        if value and others:
            raise fault("does_not_apply", target=others[0], allowed=quantity)
        return value

    @field_validator("tariff_rp_m3", "tariff_rp_t")
    @classmethod
    def _is_paid_to_somebody(cls, tariff: float | None, info: ValidationInfo) -> float | None:
        if info.data.get(BELONGS_TO[str(info.field_name)]) is None or "from_" not in info.data:
            return tariff
        if tariff is None and info.data["from_"] is not None:
            raise fault("missing_key")
        if tariff is not None and info.data["from_"] is None:
            raise fault("nobody_is_paid")
        return tariff

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return what goes from one region to the other: water of several origins may reach the same region."""
        origin, destination = fields.get("from"), fields.get("to")
        if not isinstance(destination, str) or not isinstance(origin, str | None):
            return frozenset()
        what = "waste" if fields.get(WASTE) is not None else "water"
        ends = [end for end in (origin, destination) if end is not None]
        return named_target("utility", f"{'-'.join(ends)}.{what}")

    def paid_bn_rp(self, month: Month) -> float:
        """Return what one budget pays to the other in a month, billion rupiah at the price level of the base year."""
        if self.quantity_l_s is not None:
            quantity = self.quantity_l_s * SECONDS_A_DAY / LITRES_A_M3
            tariff = (self.tariff_rp_m3 or 0.0) * (1.0 + self.tax_share)
        else:
            quantity, tariff = self.quantity_t_day or 0.0, self.tariff_rp_t or 0.0
        return self.progress(month) * quantity * DAYS_A_MONTH * tariff / RP_PER_BILLION

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the water and the payment of a month."""
        origin, destination = (np.isin(world.region_ids, [end]) for end in (self.from_ or "", self.to))
        water = world.water_supply + self.progress(month) * (self.quantity_l_s or 0.0) * destination
        paid = world.numeraire * self.paid_bn_rp(month)
        seller, buyer = (origin, destination) if self.quantity_l_s is not None else (destination, origin)
        return replace(world, water_supply=water, payments=world.payments + paid * (1.0 * seller - 1.0 * buyer))


def _check_shortage(world: World, region: str) -> None:
    """Refuse water that nobody is paid for, for a region that is not known to be short of it."""
    known = [name for name, supply in zip(world.region_ids, world.water_supply, strict=True) if np.isfinite(supply)]
    if region not in known:
        raise fault("no_shortage_known", region=region, known=", ".join(known))
