"""A region: who it is, not how it fares."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """The identity of a region; it never holds a number that changes.

    ``bps_code`` and ``kemendagri_code`` belong to two systems that collide
    (Kutai Barat is 6402 at BPS, Kutai Kartanegara is 64.02 at Kemendagri):
    neither is ever used as a key.
    """

    id: str
    name_id: str
    name_en: str
    kind: str
    bps_code: str
    kemendagri_code: str
    place: str
    area_km2: float


@dataclass(frozen=True, slots=True)
class PartnerInfo:
    """A trading partner outside the regions: elastic supply at a given price."""

    id: str
    name_id: str
    name_en: str
    place: str
    is_foreign: bool
