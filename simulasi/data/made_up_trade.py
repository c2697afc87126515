"""Who buys from whom in a made-up world: gravity by size and distance, between all nodes or few pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.data.few_pairs import kept_pairs, kept_shares
from simulasi.model.published import distances_km
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Carriage

NEAR_KM, DECAY, SERVICE_AT_HOME = 50.0, 1.5, 10.0
MADE, SPECIALISED = 0.7, 1.0
"""Chance that a region makes a good, and the spread of how much."""
IMPORTED_GOODS, IMPORTED_SERVICES, FROM_JAVA = (0.2, 0.6), (0.02, 0.1), (0.4, 0.9)


@dataclass(frozen=True)
class Land:
    """Towns on a plane: where they lie, east and north in km, (region,) each, and how many live there."""

    east_km: np.ndarray
    north_km: np.ndarray
    area_km2: np.ndarray
    population: np.ndarray


class Trade(NamedTuple):
    """Who buys from whom: pairs, the share of each origin in what each destination buys, and what was cut."""

    pairs: Pairs
    neighbours: Pairs
    shares: np.ndarray
    cut: np.ndarray | None


class Taste(NamedTuple):
    """What gravity rests on.

    size     : (sector, region), how much of each sector a region makes
    imported : (sector,), share of what regions buy that comes from partners
    java     : (sector,), share of the first partner in it
    """

    size: np.ndarray
    imported: np.ndarray
    java: np.ndarray

    @property
    def by_partner(self) -> np.ndarray:
        """Share of each partner in what regions buy, (sector, partner)."""
        return (self.imported * np.stack([self.java, 1.0 - self.java])).T


def trade_by_gravity(of: Carriage, land: Land, draw: np.random.Generator, origins: int | None, p: Parameters) -> Trade:
    """Share of each origin in what each destination buys, by gravity, (sector, *pairs*)."""
    goods = np.array([kind.holds_stock for kind in of.sectors])
    size = _size(goods, land, draw)
    imported = np.where(goods, draw.uniform(*IMPORTED_GOODS, len(goods)), draw.uniform(*IMPORTED_SERVICES, len(goods)))
    taste = Taste(size, imported, draw.uniform(*FROM_JAVA, len(goods)))
    return _all(of, taste, p) if origins is None else _few(of, land, taste, origins, p)


def _all(of: Carriage, taste: Taste, p: Parameters) -> Trade:
    """Trade between all nodes."""
    regions, nodes = taste.size.shape[1], len(of.places)
    km = distances_km(of, p)[FREIGHT_CLASSES.index("general")][:regions]
    pull = _pull(of, taste.size[:, :, None], km, np.eye(regions, nodes, dtype=bool))
    inside = pull / pull.sum(axis=1, keepdims=True)
    shares = np.zeros((len(pull), nodes, nodes))
    shares[:, :regions, :regions] = (1.0 - taste.imported)[:, None, None] * inside[:, :, :regions]
    shares[:, regions:, :regions] = taste.by_partner[:, :, None]
    shares[:, :regions, regions:] = inside[:, :, regions:]
    shares[[kind.local_only for kind in of.sectors]] = np.diag(np.arange(nodes) < regions)
    return Trade(ALL, ALL, shares, None)


def _few(of: Carriage, land: Land, taste: Taste, origins: int, p: Parameters) -> Trade:
    """Trade of few pairs; they share what gravity gives to all of them."""
    regions, nodes = taste.size.shape[1], len(of.places)
    total = np.zeros((len(of.sectors), nodes))

    def add_up(some: np.ndarray, km: np.ndarray) -> None:
        """Add up what pulls at some destinations; services more strongly at home."""
        own = some[some < regions]
        near, size = km[np.arange(len(own)), own], taste.size[:, own]
        total[:, some] = taste.size @ _decay(km[:, :regions].T)
        total[:, own] += _pull(of, size, near, np.ones(len(own), dtype=bool)) - size * _decay(near)

    pairs, km, neighbours = kept_pairs(of, land.population, p, origins=origins, seen=add_up)
    made = np.append(taste.size, np.zeros((len(taste.size), nodes - regions)), axis=1)
    pull = _pull(of, pairs.of_origin(made), km, ~pairs.is_apart(nodes)) / pairs.of_destination(total)
    at_home = np.where(np.arange(nodes) < regions, 1.0 - taste.imported[:, None], 1.0)
    shares = pull * pairs.of_destination(at_home)
    from_partner = pairs.origin >= regions
    shares[:, from_partner] = taste.by_partner[:, pairs.origin[from_partner] - regions]
    shares[[kind.local_only for kind in of.sectors]] = ~pairs.is_apart(nodes) & (pairs.origin < regions)
    kept, cut = kept_shares(shares, pairs, regions=regions)
    return Trade(pairs, neighbours, kept, cut)


def _decay(km: np.ndarray) -> np.ndarray:
    return np.asarray((1.0 + km / NEAR_KM) ** -DECAY)


def _pull(of: Carriage, size: np.ndarray, km: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Pull of origins by what they make and how far they are, (sector, ...); services are bought at home."""
    pull = size * _decay(km)
    services = np.array([not kind.holds_stock for kind in of.sectors]).reshape(-1, *[1] * km.ndim)
    return np.where(services & own, SERVICE_AT_HOME * pull, pull)


def _size(goods: np.ndarray, land: Land, draw: np.random.Generator) -> np.ndarray:
    """Size of every industry; a good is not made everywhere, (sector, region)."""
    shape = (len(goods), len(land.population))
    special = draw.lognormal(0.0, SPECIALISED, shape)
    is_made = (draw.random(shape) < MADE) | (special == special.max(axis=1, keepdims=True)) | ~goods[:, None]
    return land.population * np.where(goods[:, None], special, 1.0) * is_made
