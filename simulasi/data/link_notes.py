"""The numbers of a link, and how each was chosen."""

from __future__ import annotations

from dataclasses import dataclass

DISTANCE, TIME, BACK = "distance_km", "travel_time_h", "travel_time_back_h"
PCU, TONNES = "capacity_pcu_h", "capacity_t_month"
QUANTITIES = (DISTANCE, TIME, BACK, PCU, TONNES)
"""Numbers of a link; only the first two are always there."""


@dataclass(frozen=True, slots=True)
class LinkNote:
    """How one number of one link was chosen.

    ``how`` is ``newest_published``, ``on_file`` (derived or assumed in the table), ``scaled_to_length``
    (hours printed with another length), ``from_trip``, ``from_distance``, ``from_time`` or ``from_class``
    (capacity of the class of the road); ``basis`` is the number it was made from, or the note in the table.
    ``alternatives`` are the other values on file.
    """

    link: str
    quantity: str
    value: float
    how: str
    source_id: str
    confidence: str
    basis: str
    alternatives: tuple[float, ...] = ()


Chosen = dict[tuple[str, str], LinkNote]
"""Notes by link and quantity."""
