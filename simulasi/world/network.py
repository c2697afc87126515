"""The transport network: places, the links between them and terminals; it knows no route."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.world.month import Month

OPEN, CLOSED, PLANNED = "open", "closed", "planned"
LAND, RIVER, SEA, AIR = SIDES = ("land", "river", "sea", "air")
"""Sides of a place; cargo and people change between them at terminals."""
SIDE_OF_MODE = MappingProxyType({
    "road": LAND, "toll": LAND, "company_road": LAND, "ferry": LAND, "river": RIVER, "sea": SEA, "air": AIR,
})  # fmt: skip
MODES = tuple(SIDE_OF_MODE)
SPEEDS_KM_H = MappingProxyType({
    "road": (15.0, 80.0), "company_road": (15.0, 80.0), "toll": (15.0, 100.0),
    "ferry": (5.0, 40.0), "river": (5.0, 60.0), "sea": (5.0, 60.0), "air": (100.0, 900.0),
})  # fmt: skip


def plausible_speeds_km_h(mode: str) -> tuple[float, float]:
    """Return the lowest and the highest speed that length and hours of a link may imply.

    >>> plausible_speeds_km_h("toll")
    (15.0, 100.0)
    """
    return SPEEDS_KM_H.get(mode, (0.0, math.inf))


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the network; ``region`` is the id of the region or partner it lies in."""

    id: str
    name_id: str
    region: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Link:
    """A way between two places by one mode.

    travel_time_h      : hours from the first to the second place
    travel_time_back_h : hours the other way; None for the same
    state              : ``open``, ``closed`` (exists, but may not be used) or ``planned``
    opens, closes      : first month in use, and first month no longer in use, where known
    is_one_way         : whether only the way from the first to the second place may be used
    classes            : classes of traffic that may use it; None for all
    capacity_pcu_h     : passenger car units an hour, both directions together; infinite where nothing binds
    capacity_t_month   : tonnes a month in each direction, what does not pass waits; infinite where nothing binds
    road_class, lanes, condition : what the road is, in words of the table; 0 lanes where not known
    """

    between: tuple[str, str]
    mode: str
    distance_km: float
    travel_time_h: float
    state: str = OPEN
    travel_time_back_h: float | None = None
    opens: Month | None = None
    closes: Month | None = None
    is_one_way: bool = False
    classes: frozenset[str] | None = None
    capacity_pcu_h: float = math.inf
    capacity_t_month: float = math.inf
    road_class: str = ""
    lanes: int = 0
    condition: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Name of the link: its ends in alphabetical order, and its mode."""
        first, second = sorted(self.between)
        return first, second, self.mode

    @property
    def name(self) -> str:
        """Name of the link in files and figures.

        >>> Link(("melak", "kota_bangun"), "road", 146.5, 2.2).name
        'kota_bangun-melak.road'
        """
        first, second, mode = self.key
        return f"{first}-{second}.{mode}"

    @property
    def speed_km_h(self) -> float:
        """Speed implied by length and time."""
        return self.distance_km / self.travel_time_h

    @property
    def hours(self) -> tuple[float, float]:
        """Hours there and back."""
        back = self.travel_time_back_h
        return self.travel_time_h, self.travel_time_h if back is None else back


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where traffic changes between land and another side of a place: landing, port, airport.

    Every place with a link by river, sea or air has one; only what is known of it needs to be said. One whose side is
    ``land`` is a yard that trucks pass: nothing changes sides there, but it may consolidate loads and earn freight.

    handling_rp_t      : Rp a tonne for one end; None for the parameter of its side
    transfer_time_h    : hours of waiting and handling at one end; None for the parameter of its side
    capacity_t_month   : tonnes a month, both directions together, what does not pass waits; infinite where none binds
    storage_t          : tonnes that find room while they wait; what waits beyond it waits in its vehicles
    classes            : classes of traffic that it serves; None for all
    consolidation      : share of empty return trips that it saves on the roads from and to its place
    local_share        : share of the land freight of what passes that is earned in the region of its place
    """

    place: str
    side: str
    handling_rp_t: float | None = None
    transfer_time_h: float | None = None
    capacity_t_month: float = math.inf
    storage_t: float = math.inf
    classes: frozenset[str] | None = None
    consolidation: float = 0.0
    local_share: float = 0.0

    @property
    def key(self) -> tuple[str, str]:
        """Name of the terminal: its place and its side."""
        return self.place, self.side

    @property
    def name(self) -> str:
        """Name of the terminal in files and figures.

        >>> Terminal("melak", "river").name
        'melak.river'
        """
        return f"{self.place}.{self.side}"


@dataclass(frozen=True)
class Network:
    """Places by id, links by their key, terminals by place and side."""

    places: Mapping[str, Place]
    links: Mapping[tuple[str, str, str], Link]
    terminals: Mapping[tuple[str, str], Terminal] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, places: tuple[Place, ...], links: tuple[Link, ...], terminals: tuple[Terminal, ...] = ()) -> Network:
        """Build a network from its parts."""
        return cls(
            MappingProxyType({place.id: place for place in places}),
            MappingProxyType({link.key: link for link in links}),
            MappingProxyType({terminal.key: terminal for terminal in terminals}),
        )

    def link(self, first: str, second: str, mode: str) -> Link | None:
        """Return the link between two places by one mode, in either direction."""
        return self.links.get((*sorted((first, second)), mode))  # type: ignore[arg-type]

    def terminal(self, place: str, side: str) -> Terminal:
        """Return what is known of the terminal at a place."""
        return self.terminals.get((place, side), Terminal(place, side))

    def with_link(self, link: Link) -> Network:
        """Return a copy in which ``link`` replaces the one of its key, or is new."""
        return replace(self, links=MappingProxyType({**self.links, link.key: link}))

    def with_terminal(self, terminal: Terminal) -> Network:
        """Return a copy in which ``terminal`` replaces the one of its key, or is new."""
        return replace(self, terminals=MappingProxyType({**self.terminals, terminal.key: terminal}))

    def at(self, month: Month) -> Network:
        """Return the network of a month: links with dates are open between them, and planned or closed outside.

        >>> from simulasi.world.month import Month
        >>> toll = Link(("balikpapan", "samarinda"), "toll", 97.3, 1.0, opens=Month(2019, 12))
        >>> network = Network.of((), (toll,))
        >>> [network.at(Month(year, 1)).links[toll.key].state for year in (2019, 2021)]
        ['planned', 'open']
        """
        dated = {key: _at(link, month) for key, link in self.links.items() if link.opens or link.closes}
        return replace(self, links=MappingProxyType({**self.links, **dated})) if dated else self

    @property
    def dates(self) -> tuple[Month, ...]:
        """Months in which a link opens or closes by itself, in order."""
        found = {month for link in self.links.values() for month in (link.opens, link.closes) if month is not None}
        return tuple(sorted(found))

    @property
    def open_links(self) -> tuple[Link, ...]:
        """Return the links that may be used, in order of their keys."""
        return tuple(self.links[key] for key in sorted(self.links) if self.links[key].state == OPEN)


def _at(link: Link, month: Month) -> Link:
    if link.opens is not None and month < link.opens:
        return replace(link, state=PLANNED)
    return replace(link, state=CLOSED if link.closes is not None and month >= link.closes else OPEN)
