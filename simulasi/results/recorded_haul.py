"""What traffic adds up to in a region: tonne-kilometres, carbon dioxide, and how full its fullest link is.

A link counts half for the region of each of its ends; the half of an end outside the province counts for nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.haulage import Opened
    from simulasi.model.parameters import EmissionParameters, Parameters
    from simulasi.world.network import Link

AIR, FERRY, RIVER, SEA = "air", "ferry", "river", "sea"
UNITS_PER_MILLION = 1e6
KG_PER_KT = 1e6
BOTH_WAYS = 2
HALF = 0.5
OF_HAULS = frozenset({"tonne_km", "person_km", "co2", "fullest_link"})
"""What ``hauled`` adds up; it needs routes."""


class Links(NamedTuple):
    """What is asked of the links of a run, (link,) unless noted; a link that is not open has no length.

    ends        : (link, region), half a link for each end
    distance_km : of each link
    kg          : (class, link), kilograms of carbon dioxide for a unit of traffic that passes
    """

    ends: np.ndarray
    distance_km: np.ndarray
    kg: np.ndarray


def hauled(
    loads: np.ndarray, volume: np.ndarray, opened: Opened, names: Sequence[str], vehicles: np.ndarray, p: Parameters
) -> dict[str, np.ndarray]:
    """Add up a year of traffic by region, by name as in ``VARIABLES``, (member, region).

    loads    : (class, gate, member), units that passed in the year; links there, links back, then terminals
    volume   : (link, member), passenger car units in the peak hour at the end of the year
    vehicles : (class,), vehicles for a unit, empty returns among them
    """
    links = links_of(opened, names, vehicles, p.emissions)
    count = len(names)
    both_ways = loads[:, : BOTH_WAYS * count].reshape(len(loads), BOTH_WAYS, count, -1).sum(axis=1)
    is_people = np.array([kind == PEOPLE for kind in TRAFFIC_CLASSES])
    km = both_ways * links.distance_km[:, None]
    fullness = np.where(links.distance_km[:, None] > 0.0, volume / opened.roads.limits.capacity[:, None], 0.0)
    return {
        "tonne_km": _by_region(km[~is_people].sum(axis=0), links) / UNITS_PER_MILLION,
        "person_km": _by_region(km[is_people].sum(axis=0), links) / UNITS_PER_MILLION,
        "co2": _by_region((links.kg[..., None] * both_ways).sum(axis=0), links) / KG_PER_KT,
        "fullest_link": np.where(links.ends[:, :, None] > 0.0, fullness[:, None], 0.0).max(axis=0, initial=0.0).T,
    }


def links_of(opened: Opened, names: Sequence[str], vehicles: np.ndarray, p: EmissionParameters) -> Links:
    """Find region, length and emissions of every link that is open."""
    network, regions = opened.of.network, list(opened.of.region_ids)
    known = {link.name: link for link in network.open_links}
    ends, distance, kg = (
        np.zeros((len(names), len(regions))),
        np.zeros(len(names)),
        np.zeros((len(vehicles), len(names))),
    )
    for place, link in ((place, known[name]) for place, name in enumerate(names) if name in known):
        distance[place] = link.distance_km
        kg[:, place] = link.distance_km * kg_per_km(link, vehicles, p)
        for end in link.between:
            if network.places[end].region in regions:
                ends[place, regions.index(network.places[end].region)] += HALF
    return Links(ends, distance, kg)


def kg_per_km(link: Link, vehicles: np.ndarray, p: EmissionParameters) -> np.ndarray:
    """Kilograms of carbon dioxide a kilometre and unit, (class,): of vehicles on roads, of tonnes or persons elsewhere.

    vehicles : (class,), vehicles for a unit, empty returns among them

    >>> from types import SimpleNamespace as Some
    >>> from simulasi.world.network import Link
    >>> factors = Some(truck=0.7, car=0.2, river=0.03, sea=0.02, ferry=0.1, boat=0.1, air=0.15)
    >>> [float(kg_per_km(Link(("a", "b"), mode, 10.0, 1.0), np.full(7, 0.5), factors)[0]) for mode in ("road", "sea")]
    [0.35, 0.02]
    """
    is_people = np.array([kind == PEOPLE for kind in TRAFFIC_CLASSES])
    of_cargo, of_people = {
        AIR: (0.0, p.air),
        FERRY: (p.ferry, p.boat),
        RIVER: (p.river, p.boat),
        SEA: (p.sea, p.boat),
    }.get(link.mode, (p.truck * vehicles, p.car * vehicles))
    return np.where(is_people, of_people, of_cargo)


def _by_region(of_links: np.ndarray, links: Links) -> np.ndarray:
    """Share what is measured on links between the regions of their ends, (member, region)."""
    shared: np.ndarray = of_links.T @ links.ends
    return shared
