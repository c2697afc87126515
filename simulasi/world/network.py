"""The transport network: places and the links between them; it knows no route and no month."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN, CLOSED, PLANNED = "open", "closed", "planned"
SPEEDS_KM_H = {"road": (15.0, 80.0), "company_road": (15.0, 80.0), "toll": (15.0, 100.0)}


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
    """A way between two places by one mode, the same in both directions.

    ``state`` is ``open``, ``closed`` (exists, but may not be used) or ``planned``.
    """

    between: tuple[str, str]
    mode: str
    distance_km: float
    travel_time_h: float
    state: str = OPEN

    @property
    def key(self) -> tuple[str, str, str]:
        """Name of the link: its ends in alphabetical order, and its mode."""
        first, second = sorted(self.between)
        return first, second, self.mode

    @property
    def speed_km_h(self) -> float:
        """Speed implied by length and time."""
        return self.distance_km / self.travel_time_h


@dataclass(frozen=True)
class Network:
    """Places by id, and links by their key."""

    places: Mapping[str, Place]
    links: Mapping[tuple[str, str, str], Link]

    @classmethod
    def of(cls, places: tuple[Place, ...], links: tuple[Link, ...]) -> Network:
        """Build a network from its parts."""
        return cls(
            MappingProxyType({place.id: place for place in places}),
            MappingProxyType({link.key: link for link in links}),
        )

    def link(self, first: str, second: str, mode: str) -> Link | None:
        """Return the link between two places by one mode, in either direction."""
        return self.links.get((*sorted((first, second)), mode))  # type: ignore[arg-type]

    def with_link(self, link: Link) -> Network:
        """Return a copy in which ``link`` replaces the one of its key, or is new."""
        return replace(self, links=MappingProxyType({**self.links, link.key: link}))

    @property
    def open_links(self) -> tuple[Link, ...]:
        """Return the links that may be used, in order of their keys."""
        return tuple(self.links[key] for key in sorted(self.links) if self.links[key].state == OPEN)
