"""Classes of traffic: what is carried, in what, and what an hour of it costs."""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = "people"
FREIGHT_CLASSES = ("dry_bulk", "general", "container", "perishable", "liquid", "construction")
"""Classes of cargo, in the order of the arrays."""
TRAFFIC_CLASSES = (*FREIGHT_CLASSES, PEOPLE)
"""All who use the network; people come last."""


@dataclass(frozen=True, slots=True)
class CargoClass:
    """One class of traffic; its unit is the tonne, that of people the person.

    modes         : modes of transport that it may use
    payload       : what a full vehicle carries, units
    load_share    : mean load of a loaded vehicle, share of the payload
    empty_return  : share of vehicles that come back empty
    pcu           : passenger car units of a vehicle
    value_of_time : Rp a unit and hour
    spoilage      : share lost in an hour
    tariff_factor : tariff of this class over the tariff of the mode
    afloat_factor : the same for tariff and handling on boats and ships, on top
    """

    id: str
    name_id: str
    name_en: str
    modes: frozenset[str]
    payload: float
    load_share: float
    empty_return: float
    pcu: float
    value_of_time: float
    spoilage: float
    tariff_factor: float
    afloat_factor: float

    @property
    def pcu_per_unit(self) -> float:
        """Passenger car units on the road for one unit carried, empty returns included.

        >>> CargoClass("x", "X", "X", frozenset({"road"}), 10.0, 0.8, 0.5, 2.0, 0.0, 0.0, 1.0, 1.0).pcu_per_unit
        0.375
        """
        return self.vehicles_per_unit * self.pcu

    @property
    def vehicles_per_unit(self) -> float:
        """Vehicle trips, loaded and empty, for one unit carried."""
        return (1.0 + self.empty_return) / (self.payload * self.load_share)
