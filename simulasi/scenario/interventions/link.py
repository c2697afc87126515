"""A link of the network that is new, better, worse or closed."""

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from simulasi.routing.trips import trip_h
from simulasi.scenario.interventions.base import Intervention
from simulasi.scenario.schema import Part
from simulasi.scenario.words import FirstOfMonth, Mode, PlaceId, fault, one_of
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, OPEN, Link, plausible_speeds_km_h
from simulasi.world.world import World

NEW, BETTER, WORSE, SHUT = "new", "better", "worse", "closed"
KEEPS_ITS_WORD: dict[str, Callable[[float, float], bool]] = {BETTER: operator.le, WORSE: operator.ge}
TRIP_MODES = frozenset({"road", "toll", "ferry", "river"})
TRIP_TOLERANCE_H = 0.05

Ends = Annotated[tuple[PlaceId, PlaceId], Field(strict=False)]
State = Annotated[str, one_of(NEW, BETTER, WORSE, SHUT)]
Hours = Annotated[float, Field(ge=0.01, le=1000)]


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
    """A link that opens, becomes faster or slower, or closes; the same in both directions.

    Phasing in concerns a link that becomes better or worse; a new link opens, and a closed one shuts, at once.

    distance_km   : length; that of the present link when left out
    travel_time_h : hours of the journey when the change is complete; not needed for a closed link

    >>> road = LinkIntervention(id="jalan", kind="link", opens=Month(2027, 1), between=("kota_bangun", "melak"),
    ...     mode="road", distance_km=146.48, travel_time_h=2.2, source="own", confidence="assumption")
    >>> road.progress(Month(2026, 12)), road.progress(Month(2027, 1))
    (0.0, 1.0)
    """

    target_keys: ClassVar[tuple[str, ...]] = ("between", "mode")
    changes_network: ClassVar[bool] = True

    opens: FirstOfMonth
    between: Ends
    mode: Mode
    state: Annotated[State, Field(validate_default=True)] = NEW
    distance_km: Annotated[Annotated[float, Field(ge=0.1, le=10_000)] | None, Field(validate_default=True)] = None
    travel_time_h: Annotated[Hours | None, Field(validate_default=True)] = None
    expects: Expectation | None = None

    @field_validator("between")
    @classmethod
    def _joins_two_places(cls, between: tuple[str, str]) -> tuple[str, str]:
        if between[0] == between[1]:
            raise fault("same_ends", place=between[0])
        return between

    @field_validator("state")
    @classmethod
    def _fits_the_present_network(cls, state: str, info: ValidationInfo) -> str:
        if _is_placed(info) and (state == NEW) == _is_open(now := _present(info)):
            ends = " - ".join(info.data["between"])
            hours = f"{now.travel_time_h:g}" if now else ""
            raise fault("link_exists" if state == NEW else "no_such_link", link=ends, present_h=hours)
        return state

    @field_validator("distance_km")
    @classmethod
    def _has_a_length(cls, distance_km: float | None, info: ValidationInfo) -> float | None:
        if distance_km is None and _is_placed(info) and _present(info) is None and _needs_hours(info):
            raise fault("missing_key")
        return distance_km

    @field_validator("travel_time_h")
    @classmethod
    def _is_a_possible_journey(cls, hours: float | None, info: ValidationInfo) -> float | None:
        if hours is None:
            if _needs_hours(info):
                raise fault("missing_key")
            return hours
        if _is_placed(info):
            _check_direction(hours, info)
            _check_speed(hours, info)
        return hours

    def applied_to(self, world: World, month: Month) -> World:
        """Return the world with the link as it is in a month; hours change in step with the progress."""
        share = self.progress(month)
        if share == 0:
            return world
        now = world.network.link(*self.between, self.mode)
        return world.with_network(world.network.with_link(self._link(now, share)))

    def _link(self, now: Link | None, share: float) -> Link:
        if self.state == SHUT and now is not None:
            return replace(now, state=CLOSED)
        hours = self.travel_time_h or 0.0
        length = self.distance_km or (now.distance_km if now else 0.0)
        if now is None or not _is_open(now):
            return Link(self.between, self.mode, length, hours)
        return replace(
            now,
            distance_km=now.distance_km + share * (length - now.distance_km),
            travel_time_h=now.travel_time_h + share * (hours - now.travel_time_h),
        )


def _is_open(link: Link | None) -> bool:
    return link is not None and link.state == OPEN


def _is_placed(info: ValidationInfo) -> bool:
    """Whether the ends and the mode are sound and there is a world to compare them with."""
    return info.context is not None and {"between", "mode"} <= info.data.keys()


def _needs_hours(info: ValidationInfo) -> bool:
    return bool(info.data.get("state", SHUT) != SHUT)


def _present(info: ValidationInfo) -> Link | None:
    world: World = info.context  # type: ignore[assignment]  # asked for only when there is one
    first, second = info.data["between"]
    return world.network.link(first, second, info.data["mode"])


def _check_direction(hours: float, info: ValidationInfo) -> None:
    now, state = _present(info), info.data.get("state", NEW)
    keeps = KEEPS_ITS_WORD.get(state)
    if now is not None and keeps and not keeps(hours, now.travel_time_h):
        raise fault("state_disagrees", state=state, present_h=f"{now.travel_time_h:g}")


def _check_speed(hours: float, info: ValidationInfo) -> None:
    now = _present(info)
    length = info.data.get("distance_km") or (now.distance_km if now else None)
    low, high = plausible_speeds_km_h(info.data["mode"])
    if length is not None and not low <= length / hours <= high:
        raise fault("implied_speed", speed=f"{length / hours:.1f}", distance=f"{length:g}", range=f"{low:g}-{high:g}")
