"""Links and terminals that a shock disturbs: which there are, what is known of them, and what becomes of them."""

import math
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationInfo, field_validator

from simulasi.errors import nearest
from simulasi.scenario.interventions.base import moved
from simulasi.scenario.schema import Part
from simulasi.scenario.words import Ends, Mode, PlaceId, WaterOrAir, fault
from simulasi.world.network import CLOSED, LAND, OPEN, SIDE_OF_MODE, Link, Network, Terminal, plausible_speeds_km_h

if TYPE_CHECKING:
    from simulasi.world.world import World

SECTOR, LINK, TERMINAL = "sector", "link", "terminal"
INSTEAD_OF = MappingProxyType({"transfer_time_h": "travel_time_factor", "capacity_t_month": "capacity_factor"})
"""Values that a file may write instead of a factor."""


class DisturbedLink(Part):
    """The link that is disturbed, both ways."""

    between: Ends
    mode: Mode

    @field_validator("between")
    @classmethod
    def _joins_two_places(cls, between: tuple[str, str]) -> tuple[str, str]:
        if between[0] == between[1]:
            raise fault("same_ends", place=between[0])
        return between


class DisturbedTerminal(Part):
    """The landing, port or airport that is disturbed."""

    place: PlaceId
    side: WaterOrAir


class Disturbance(NamedTuple):
    """What a shock does to a link or a terminal; None where it does nothing.

    share : part of it that is in force
    """

    share: float
    is_closed: bool = False
    travel_time_factor: float | None = None
    transfer_time_h: float | None = None
    capacity_factor: float | None = None
    capacity_t_month: float | None = None

    def of_link(self, now: Link) -> Link:
        """Return the link as it is disturbed; one that is not in use stays as it is.

        >>> cut = Disturbance(0.5, travel_time_factor=3.0, capacity_factor=0.0)
        >>> found = cut.of_link(Link(("samarinda", "bontang"), "road", 127.0, 3.5, capacity_pcu_h=2000.0))
        >>> found.travel_time_h, found.capacity_pcu_h, found.capacity_t_month
        (7.0, 1000.0, inf)
        """
        if now.state != OPEN:
            return now
        if self.is_closed:
            return replace(now, state=CLOSED, opens=None, closes=None)
        back = now.travel_time_back_h
        return replace(
            now,
            travel_time_h=self._scaled(now.travel_time_h, self.travel_time_factor),
            travel_time_back_h=None if back is None else self._scaled(back, self.travel_time_factor),
            capacity_t_month=self._capacity(now.capacity_t_month),
            capacity_pcu_h=self._scaled(now.capacity_pcu_h, self.capacity_factor),
        )

    def of_terminal(self, now: Terminal) -> Terminal:
        """Return the terminal as it is disturbed.

        >>> Disturbance(1.0, is_closed=True).of_terminal(Terminal("maloy", "sea")).classes
        frozenset()
        """
        if self.is_closed:
            return replace(now, classes=frozenset())
        hours = now.transfer_time_h
        slower = None if hours is None else self._scaled(hours, self.travel_time_factor)
        return replace(
            now,
            transfer_time_h=moved(slower, self.transfer_time_h, self.share),
            capacity_t_month=self._capacity(now.capacity_t_month),
        )

    def _capacity(self, now: float) -> float:
        return moved(self._scaled(now, self.capacity_factor), self.capacity_t_month, self.share)

    def _scaled(self, now: float, factor: float | None) -> float:
        """Multiply what is known and limited."""
        return now if factor is None or math.isinf(now) else now * (1.0 + self.share * (factor - 1.0))


def disturbed_word(info: ValidationInfo) -> str | None:
    """Return the word for what a shock disturbs; None where a file does not say it soundly."""
    said = [word for word in (SECTOR, LINK, TERMINAL) if info.data.get(word) is not None]
    return said[0] if len(said) == 1 else None


def check_link(link: DisturbedLink, info: ValidationInfo) -> None:
    """Refuse a link that is not in use when the shock begins."""
    network, name = _network(info), Link(link.between, link.mode, 0.0, 1.0).name
    if network is None:
        return
    known = [other.name for other in network.open_links]
    if name not in known:
        raise fault("no_link_to_disturb", link=name, nearest=nearest(name, known))


def check_terminal(terminal: DisturbedTerminal, info: ValidationInfo) -> None:
    """Refuse a terminal that no link in use makes."""
    network, name = _network(info), f"{terminal.place}.{terminal.side}"
    if network is None:
        return
    sides = {(place, SIDE_OF_MODE[link.mode]) for link in network.open_links for place in link.between}
    known = [f"{place}.{side}" for place, side in sorted(sides) if side != LAND]
    if name not in known:
        here = [other for other in known if other.startswith(f"{terminal.place}.")]
        raise fault("no_terminal_to_disturb", terminal=name, nearest=nearest(name, here) or nearest(name, known))


def check_factor(factor: float, info: ValidationInfo) -> None:
    """Refuse a factor on what is not known or not limited, and one that makes a vehicle faster than it can be."""
    network, name, word = _network(info), str(info.field_name), disturbed_word(info)
    if network is None or word not in {LINK, TERMINAL}:
        return
    if word == LINK:
        link: DisturbedLink = info.data[LINK]
        now = network.link(*link.between, link.mode)
        known = [] if now is None else [now.capacity_t_month, now.capacity_pcu_h]
        if name == "travel_time_factor":
            _check_speed(factor, now)
            return
    else:
        terminal: DisturbedTerminal = info.data[TERMINAL]
        there = network.terminal(terminal.place, terminal.side)
        hours = math.inf if there.transfer_time_h is None else there.transfer_time_h
        known = [hours if name == "travel_time_factor" else there.capacity_t_month]
    if all(map(math.isinf, known)):
        field = next(value for value, other in INSTEAD_OF.items() if other == name)
        raise fault("not_known_today", field=field)


def _check_speed(factor: float, now: Link | None) -> None:
    """Refuse a factor that makes a link faster than its mode can be."""
    if now is None:
        return
    low, high = plausible_speeds_km_h(now.mode)
    speed = now.distance_km / (factor * min(now.hours))
    if factor < 1.0 and speed > high:
        raise fault("too_fast", speed=f"{speed:.1f}", range=f"{low:g}-{high:g}")


def _network(info: ValidationInfo) -> Network | None:
    """Return the network when the shock begins; None without a world or a sound date."""
    world: World | None = info.context
    if world is None or "opens" not in info.data:
        return None
    opens = info.data["opens"]
    return world.network if opens is None else world.network.at(opens)
