"""A link of the network that is new, better, worse or closed, in both directions or in one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from simulasi.routing.trips import trip_h
from simulasi.scenario.interventions.base import Intervention, Target, link_target, moved, only_some
from simulasi.scenario.interventions.present_link import (
    BETTER,
    IS_KEPT,
    NEW,
    SHUT,
    WORSE,
    check_capacity,
    check_classes,
    check_ends,
    check_hours,
    check_speeds,
    check_state,
    is_directed,
    is_placed,
    present_hours,
    present_link,
)
from simulasi.scenario.schema import Part
from simulasi.scenario.words import (
    Classes,
    Ends,
    FirstOfMonth,
    Hours,
    Mode,
    PlaceId,
    TonnesAMonth,
    fault,
    listed,
    one_of,
)
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, OPEN, Link
from simulasi.world.world import World

EFFECTS = ("distance_km", "travel_time_h", "travel_time_back_h", "classes", "capacity_t_month", "capacity_pcu_h")
TRIP_MODES = frozenset({"road", "toll", "ferry", "river"})
TRIP_TOLERANCE_H = 0.05

State = Annotated[str, one_of(NEW, BETTER, WORSE, SHUT), listed((NEW, BETTER, WORSE, SHUT))]


class Expectation(Part):
    """What the planner believes of today: the hours of a trip over the links open now (road, toll, ferry, river)."""

    trip: Ends
    travel_time_h: Hours

    @field_validator("travel_time_h")
    @classmethod
    def _agrees_with_today(cls, hours: float, info: ValidationInfo) -> float:
        if info.context is None or "trip" not in info.data:
            return hours
        origin, destination = info.data["trip"]
        found = trip_h(info.context.network, origin, destination, TRIP_MODES)
        if found == float("inf"):
            raise fault("no_trip", origin=origin, destination=destination)
        if abs(found - hours) > TRIP_TOLERANCE_H + 1e-9:
            raise fault("expectation_failed", expected=f"{hours:g}", found=f"{found:.2f}")
        return hours


class LinkIntervention(Intervention):
    """A link that opens, becomes better or worse, or closes; it is compared with the network of the month before.

    Phasing in concerns a link that becomes better or worse; a new link opens, and a closed one shuts, at once. What
    cannot change in steps (classes, lanes, a capacity that is not limited today) changes when the rest is complete.

    between       : both ends, for both ways; or
    from, to      : both ends, for this direction alone: the way back stays as it is
    one_way       : a new link with ``from`` and ``to`` leads only there
    distance_km   : length; that of the present link when left out
    travel_time_h, travel_time_back_h : hours of the journey when the change is complete, from the first to the second
                    end and back; without hours back, those there count both ways
    classes       : classes of traffic that may use it
    capacity_t_month, capacity_pcu_h : as of a link; a new one that was not planned binds nothing unless they are said
    lanes         : what is built; it changes nothing by itself

    >>> road = LinkIntervention(id="jalan", kind="link", opens=Month(2027, 1), between=("kota_bangun", "melak"),
    ...     mode="road", distance_km=146.48, travel_time_h=2.2, source="own", confidence="assumption")
    >>> road.progress(Month(2026, 12)), road.progress(Month(2027, 1))
    (0.0, 1.0)
    """

    opens: FirstOfMonth
    from_: Annotated[PlaceId | None, Field(alias="from")] = None
    to: PlaceId | None = None
    between: Annotated[Ends | None, Field(validate_default=True)] = None
    mode: Mode
    state: Annotated[State, Field(validate_default=True)] = NEW
    one_way: Annotated[bool, Field(validate_default=True)] = False
    distance_km: Annotated[Annotated[float, Field(ge=0.1, le=10_000)] | None, Field(validate_default=True)] = None
    travel_time_back_h: Hours | None = None
    travel_time_h: Annotated[Hours | None, Field(validate_default=True)] = None
    classes: Classes | None = None
    capacity_t_month: TonnesAMonth | None = None
    capacity_pcu_h: Annotated[float, Field(ge=0, le=100_000)] | None = None
    lanes: Annotated[Annotated[int, Field(ge=1, le=20)] | None, Field(validate_default=True)] = None
    expects: Expectation | None = None

    @field_validator("between")
    @classmethod
    def _names_two_ends_once(cls, between: tuple[str, str] | None, info: ValidationInfo) -> tuple[str, str] | None:
        if {"from_", "to"} <= info.data.keys():
            check_ends(between, info.data["from_"], info.data["to"])
        return between

    @field_validator("state")
    @classmethod
    def _fits_the_present_network(cls, state: str, info: ValidationInfo) -> str:
        if is_placed(info):
            check_state(state, info)
        return state

    @field_validator("one_way")
    @classmethod
    def _is_one_way_when_new(cls, one_way: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - a field of a file
        state = info.data.get("state")
        if one_way and state not in {NEW, None}:
            raise fault("does_not_apply", target=f'state = "{state}"', allowed=f'state = "{NEW}"')
        if one_way and info.data.get("between"):
            raise fault("does_not_apply", target="between", allowed="from, to")
        if not one_way and state == NEW and is_directed(info):
            raise fault("new_one_way")
        return one_way

    @field_validator(*EFFECTS, "lanes")
    @classmethod
    def _belongs_to_the_state(cls, value: object, info: ValidationInfo) -> object:
        state = info.data.get("state", NEW)
        if value is not None and state == SHUT:
            raise fault("does_not_apply", target=f'state = "{SHUT}"', allowed=f'state = "{NEW}", "{BETTER}", "{WORSE}"')
        back = info.field_name == "travel_time_back_h"
        if value is not None and is_directed(info) and (back or (state != NEW and info.field_name != "travel_time_h")):
            raise fault("does_not_apply", target="from, to", allowed="between")
        return value

    @field_validator("distance_km")
    @classmethod
    def _has_a_length(cls, distance_km: float | None, info: ValidationInfo) -> float | None:
        if distance_km is None and is_placed(info) and info.data.get("state") == NEW and present_link(info) is None:
            raise fault("missing_key")
        return distance_km

    @field_validator("travel_time_back_h")
    @classmethod
    def _is_a_possible_way_back(cls, hours: float | None, info: ValidationInfo) -> float | None:
        if hours is not None and info.data.get("state") in IS_KEPT and (now := present_link(info)) and now.is_one_way:
            raise fault("does_not_apply", target="one_way", allowed="between")
        if hours is not None:
            check_speeds((hours,), info)
            check_hours(hours, present_hours(info)[1:], info)
        return hours

    @field_validator("travel_time_h")
    @classmethod
    def _is_a_possible_journey(cls, hours: float | None, info: ValidationInfo) -> float | None:
        if hours is not None:
            counts_both_ways = not is_directed(info) and info.data.get("travel_time_back_h", hours) is None
            check_speeds((hours,), info)
            check_hours(hours, present_hours(info)[: 2 if counts_both_ways else 1], info)
        elif is_placed(info) and info.data.get("state") == NEW and present_link(info) is None:
            raise fault("missing_key")
        elif info.data.get("distance_km") is not None:
            length = {"instead": "distance_km", "value": str(info.data["distance_km"])}
            check_speeds(present_hours(info), info, **length)
        return hours

    @field_validator("classes")
    @classmethod
    def _lets_more_or_fewer_in(cls, classes: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        if classes is not None:
            check_classes(classes, info)
        return classes

    @field_validator("capacity_t_month", "capacity_pcu_h")
    @classmethod
    def _holds_more_or_less(cls, capacity: float | None, info: ValidationInfo) -> float | None:
        if capacity is not None:
            check_capacity(capacity, info)
        return capacity

    @field_validator("lanes")
    @classmethod
    def _changes_something(cls, lanes: int | None, info: ValidationInfo) -> int | None:
        values = [info.data.get(name, "wrong, and told") for name in EFFECTS]
        if info.data.get("state") in IS_KEPT and values == [None] * len(EFFECTS):
            raise fault("no_effect", instead="state", known=", ".join(EFFECTS))
        return lanes

    @classmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return the link, whichever end comes first and whichever direction is meant."""
        return link_target(fields.get("between", [fields.get("from"), fields.get("to")]), fields.get("mode"))

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends, in the direction of ``travel_time_h``."""
        return self.between or (str(self.from_), str(self.to))

    @property
    def changes_network(self) -> bool:
        """Whether the network of a month may differ because of it."""
        return True

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the link as it is in a month; what is counted changes in step with the progress."""
        share = self.progress(month)
        now = world.network.link(*self.ends, self.mode)
        if share == 0 or (now is None and self.state != NEW):
            return world
        return world.with_network(world.network.with_link(changed_link(self, now, share)))


def changed_link(item: LinkIntervention, now: Link | None, share: float) -> Link:
    """Return the link with a share of a change in force; ``now`` is the present one, None where there is none.

    >>> road = LinkIntervention(id="jalan", kind="link", opens=Month(2027, 1), between=("kota_bangun", "melak"),
    ...     mode="road", travel_time_h=2.2, source="own", confidence="assumption")
    >>> track = Link(("melak", "kota_bangun"), "road", 150.0, 5.0, travel_time_back_h=6.0, state="planned")
    >>> opened = changed_link(road, track, 1.0)
    >>> opened.state, opened.distance_km, opened.hours
    ('open', 150.0, (2.2, 2.2))
    """
    if now is not None and item.state == SHUT:
        both = item.between is not None or now.is_one_way
        return replace(now, state=CLOSED, opens=None, closes=None) if both else _leading(now, item.ends[::-1])
    if now is not None and item.state != NEW:
        return _moved(item, now, share)
    plan = now or Link(item.ends, item.mode, item.distance_km or 0.0, item.travel_time_h or 0.0)
    link = replace(_moved(item, plan, 1.0), state=OPEN, opens=None, closes=None)
    return _leading(link, item.ends) if item.one_way else replace(link, is_one_way=False)


def _moved(item: LinkIntervention, now: Link, share: float) -> Link:
    """Return the present link on its way to what is wanted."""
    there, back = (moved(*pair, share) for pair in zip(now.hours, _wanted_hours(item, now), strict=True))
    is_complete = share == 1.0
    return replace(
        now,
        distance_km=moved(now.distance_km, item.distance_km, share),
        travel_time_h=there,
        travel_time_back_h=None if back == there else back,
        classes=only_some(item.classes) if item.classes and is_complete else now.classes,
        capacity_t_month=moved(now.capacity_t_month, item.capacity_t_month, share),
        capacity_pcu_h=moved(now.capacity_pcu_h, item.capacity_pcu_h, share),
        lanes=item.lanes if item.lanes and is_complete else now.lanes,
    )


def _wanted_hours(item: LinkIntervention, now: Link) -> tuple[float | None, float | None]:
    """Hours that are wanted in the two directions of the present link."""
    there, back = item.travel_time_h, item.travel_time_back_h
    if back is None and item.between is not None:
        back = there
    return (there, back) if now.between == item.ends else (back, there)


def _leading(link: Link, ends: tuple[str, str]) -> Link:
    """Return a link that leads from the first of two ends to the second alone."""
    there, back = link.hours
    hours = there if link.between == ends else back
    return replace(link, between=ends, travel_time_h=hours, travel_time_back_h=None, is_one_way=True)
