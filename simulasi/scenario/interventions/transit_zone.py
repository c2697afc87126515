"""A transit zone: a place where cargo changes over faster or cheaper, finds room, or is gathered into full loads."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.base import Intervention, Target, moved, only_some, terminal_targets
from simulasi.scenario.schema import Part
from simulasi.scenario.words import Classes, FirstOfMonth, PlaceId, Share, TonnesAMonth, fault
from simulasi.world.month import Month
from simulasi.world.network import LAND, PLANNED, SIDE_OF_MODE, Network, Terminal
from simulasi.world.world import World

AT_TERMINALS = ("transfer_time_h", "handling_rp_t", "capacity_t_month", "storage_t", "classes")
"""What only a place where cargo changes between land and another side can have."""
ANYWHERE = ("consolidation", "local_share")
TOLERANCE_H = 0.05

TransferHours = Annotated[float, Field(ge=0, le=1000)]


class TransferExpectation(Part):
    """What the planner believes of today: hours of one end at the place."""

    transfer_time_h: TransferHours


class TransitZoneIntervention(Intervention):
    """A zone at a place: it changes all its terminals (river, sea, air), or is a yard by the road where it has none.

    What is counted moves in step with the progress. What is not known to the network (hours and handling that follow
    the parameter of a side), not limited today, or a list of classes cannot: it changes when the rest is complete.
    A terminal is there from the month in which the place has a link of that side that is not merely planned.

    transfer_time_h  : hours of waiting and handling at one end
    handling_rp_t    : Rp a tonne for one end
    capacity_t_month : tonnes a month, both directions together
    storage_t        : tonnes that find room while they wait
    classes          : classes of traffic that it serves
    consolidation    : share of empty return trips that it saves on the roads from and to the place
    local_share      : share of the land freight of what passes that is earned in the region of the place
    expects          : hours of one end today; where the network does not know them, they cannot be checked

    >>> zone = TransitZoneIntervention(id="zona", kind="transit_zone", place="melak", opens=Month(2027, 7),
    ...     phase_in_months=4, consolidation=0.4, transfer_time_h=1.0, source="own", confidence="assumption")
    >>> zone.changed(Terminal("melak", "river"), 0.25)  # doctest: +ELLIPSIS
    Terminal(place='melak', side='river', handling_rp_t=None, transfer_time_h=None, ... consolidation=0.1, ...)
    >>> zone.changed(Terminal("melak", "river", transfer_time_h=5.0), 0.25).transfer_time_h
    4.0
    """

    stage: ClassVar[int] = 1
    """After the links, which decide which terminals the place has."""

    opens: FirstOfMonth
    place: PlaceId
    transfer_time_h: TransferHours | None = None
    handling_rp_t: Annotated[float, Field(ge=0, le=10_000_000)] | None = None
    capacity_t_month: TonnesAMonth | None = None
    storage_t: Annotated[float, Field(ge=0, le=1e9)] | None = None
    classes: Classes | None = None
    consolidation: Share | None = None
    local_share: Annotated[Annotated[float, Field(ge=0, le=0.5)] | None, Field(validate_default=True)] = None
    expects: TransferExpectation | None = None

    @field_validator(*AT_TERMINALS)
    @classmethod
    def _is_where_cargo_changes_over(cls, value: object, info: ValidationInfo) -> object:
        if value is not None:
            _check_terminals(info)
        return value

    @field_validator("local_share")
    @classmethod
    def _changes_something(cls, local_share: float | None, info: ValidationInfo) -> float | None:
        others = (*AT_TERMINALS, ANYWHERE[0])
        if local_share is None and all(info.data.get(name, "wrong, and told") is None for name in others):
            raise fault("no_effect", instead="place", known=", ".join((*AT_TERMINALS, *ANYWHERE)))
        return local_share

    @field_validator("expects")
    @classmethod
    def _agrees_with_today(cls, expects: TransferExpectation | None, info: ValidationInfo) -> object:
        if expects is None or info.context is None or "place" not in info.data:
            return expects
        _check_terminals(info)
        network, place = info.context.network, info.data["place"]
        stated = (network.terminal(place, side).transfer_time_h for side in _sides(network, place))
        for found in stated:
            if found is not None and abs(found - expects.transfer_time_h) > TOLERANCE_H + 1e-9:
                hours = {"expected": f"{expects.transfer_time_h:g}", "found": f"{found:g}"}
                raise fault("transfer_expectation_failed", at="transfer_time_h", place=place, **hours)
        return expects

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the place and all its terminals."""
        return terminal_targets(fields.get("place"))

    @property
    def changes_network(self) -> bool:
        """Whether the network of a month may differ because of it."""
        return True

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the zone as far as it is in force in a month."""
        share, network = self.progress(month), world.network
        if share == 0:
            return world
        for side in _sides(network, self.place):
            network = network.with_terminal(self.changed(network.terminal(self.place, side), share))
        return world.with_network(network)

    def changed(self, now: Terminal, share: float) -> Terminal:
        """Return a terminal with a share of the change in force."""
        return replace(
            now,
            handling_rp_t=moved(now.handling_rp_t, self.handling_rp_t, share),
            transfer_time_h=moved(now.transfer_time_h, self.transfer_time_h, share),
            capacity_t_month=moved(now.capacity_t_month, self.capacity_t_month, share),
            storage_t=moved(now.storage_t, self.storage_t, share),
            classes=only_some(self.classes) if self.classes and share == 1.0 else now.classes,
            consolidation=moved(now.consolidation, self.consolidation, share),
            local_share=moved(now.local_share, self.local_share, share),
        )


def _sides(network: Network, place: str) -> tuple[str, ...]:
    """Sides of the terminals of a place; land alone where it has only roads."""
    links = (link for link in network.links.values() if place in link.between and link.state != PLANNED)
    sides = {SIDE_OF_MODE[link.mode] for link in links} - {LAND}
    return tuple(sorted(sides)) or (LAND,)


def _check_terminals(info: ValidationInfo) -> None:
    """Refuse what has no meaning at a place that has only roads, planned links included."""
    if info.context is None or "place" not in info.data:
        return
    place = info.data["place"]
    links = (link for link in info.context.network.links.values() if place in link.between)
    if not any(SIDE_OF_MODE[link.mode] != LAND for link in links):
        raise fault("only_roads_here", place=place, allowed=", ".join(ANYWHERE))
