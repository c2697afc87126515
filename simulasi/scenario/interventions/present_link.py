"""What a change of a link is checked against: the link as it is in the month before."""

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import ValidationInfo

from simulasi.errors import nearest
from simulasi.scenario.words import fault
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import OPEN, Link, Network, plausible_speeds_km_h

if TYPE_CHECKING:
    from simulasi.world.world import World

NEW, BETTER, WORSE, SHUT = "new", "better", "worse", "closed"
IS_KEPT: Mapping[str, Callable[[float, float], bool]] = MappingProxyType({BETTER: operator.le, WORSE: operator.ge})
"""Whether hours keep the word of a state; of capacities it is the other way round."""


def is_placed(info: ValidationInfo) -> bool:
    """Whether ends, mode and opening are sound and there is a world to compare them with."""
    return info.context is not None and {"opens", "from_", "to", "between", "mode"} <= info.data.keys()


def is_directed(info: ValidationInfo) -> bool:
    """Whether one direction alone is meant."""
    return info.data.get("between", "wrong, and told") is None and info.data.get("from_") is not None


def present_link(info: ValidationInfo) -> Link | None:
    """Return the link of the month before; None where there is none, or where it cannot be told which."""
    if not is_placed(info):
        return None
    network, _ = _before(info)
    return network.link(*_ends(info), info.data["mode"])


def present_hours(info: ValidationInfo) -> tuple[float, ...]:
    """Hours of the month before, in the direction of the change and back; nothing where there is no link."""
    now = present_link(info)
    if now is None:
        return ()
    return now.hours if now.between == _ends(info) else now.hours[::-1]


def check_ends(between: tuple[str, str] | None, start: str | None, end: str | None) -> None:
    """Refuse ends that are missing, said twice or the same."""
    if between is None and start is None and end is None:
        raise fault("missing_key")
    if between is None and (start is None or end is None):
        raise fault("missing_key", instead="from" if start is None else "to")
    if between is not None and (start or end):
        raise fault("between_or_direction", instead="from" if start else "to", value=str(start or end))
    first, second = between or (start, end)
    if first == second:
        raise fault("same_ends", place=str(first), **({} if between else {"instead": "to", "value": str(end)}))


def check_state(state: str, info: ValidationInfo) -> None:
    """Refuse a new link that is open, another one that is not, and a direction that a one-way link does not have."""
    network, month = _before(info)
    now = present_link(info)
    name = Link(_ends(info), info.data["mode"], 0.0, 1.0).name
    is_open = now is not None and now.state == OPEN
    if state == NEW and now is not None and is_open:
        raise fault("link_exists", link=name, present_h=f"{now.travel_time_h:g}", before=str(month))
    if state != NEW and not is_open:
        near = nearest(name, [link.name for link in network.open_links])
        raise fault("no_such_link", link=name, before=str(month), nearest=near)
    if state != NEW and now is not None and now.is_one_way and is_directed(info) and now.between != _ends(info):
        raise fault("wrong_way", link=name, start=now.between[0], end=now.between[1])


def check_hours(hours: float, present: Iterable[float], info: ValidationInfo) -> None:
    """Refuse hours that do not keep the word of the state."""
    state = info.data.get("state", NEW)
    for present_h in present if state in IS_KEPT else ():
        if not IS_KEPT[state](hours, present_h):
            _, month = _before(info)
            raise fault("state_disagrees", state=state, present_h=f"{present_h:g}", before=str(month))


def check_capacity(capacity: float, info: ValidationInfo) -> None:
    """Refuse a capacity that does not keep the word of the state."""
    now, state = present_link(info), info.data.get("state", NEW)
    if now is None or state not in IS_KEPT:
        return
    present = float(getattr(now, str(info.field_name)))
    if not IS_KEPT[state](present, capacity):
        if math.isinf(present):
            raise fault("capacity_unlimited", state=state)
        raise fault("capacity_disagrees", state=state, present=f"{present:g}")


def check_classes(classes: Iterable[str], info: ValidationInfo) -> None:
    """Refuse a better link that shuts a class out, and a worse one that lets another in."""
    now, state = present_link(info), info.data.get("state", NEW)
    if now is None or state not in IS_KEPT:
        return
    wanted, present = set(classes), set(TRAFFIC_CLASSES if now.classes is None else now.classes)
    if wrong := present - wanted if state == BETTER else wanted - present:
        listed = ", ".join(name for name in TRAFFIC_CLASSES if name in wrong)
        raise fault("classes_disagree", state=state, classes=listed)


def check_speeds(hours: Iterable[float], info: ValidationInfo, **place: str) -> None:
    """Refuse a length and hours that no vehicle of the mode can do; ``place`` is of a fault."""
    now = present_link(info)
    length = float(info.data.get("distance_km") or (now.distance_km if now else 0.0))
    low, high = plausible_speeds_km_h(info.data.get("mode", ""))
    for time_h in hours if length else ():
        if not low <= length / time_h <= high:
            found = {"speed": f"{length / time_h:.1f}", "distance": f"{length:g}", "hours": f"{round(time_h, 3)}"}
            raise fault("implied_speed", **found, range=f"{low:g}-{high:g}", **place)


def _ends(info: ValidationInfo) -> tuple[str, str]:
    return info.data["between"] or (info.data["from_"], info.data["to"])


def _before(info: ValidationInfo) -> tuple[Network, Month]:
    """Return the network of the month before the change, and that month."""
    world: World = info.context  # type: ignore[assignment]  # asked for only when there is one
    month = info.data["opens"].after(-1)
    return world.network.at(month), month
