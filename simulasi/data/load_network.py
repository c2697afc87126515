"""From the tables of places and links to the network of the base world."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulasi.data.choose_links import DISTANCE, TIME, network_notes
from simulasi.errors import Fault, TableError, nearest
from simulasi.world.network import CLOSED, OPEN, PLANNED, Link, Network, Place, plausible_speeds_km_h

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.data.load_tables import Tables

STATES = (OPEN, CLOSED, PLANNED)


def load_network(tables: Tables) -> Network:
    """Build the network; `network_notes` says how each length and each hour was chosen.

    >>> from simulasi.data.load_tables import load_tables
    >>> network = load_network(load_tables())
    >>> link = network.link("melak", "resak_bongan", "road")
    >>> link.state, round(link.distance_km, 1), round(link.travel_time_h, 2)
    ('open', 125.2, 3.14)
    """
    numbers = {(note.link, note.quantity): note.value for note in network_notes(tables)}
    faults = list(_row_faults(tables))
    links = tuple(
        Link(
            (row["from"], row["to"]),
            row["mode"],
            numbers[row["link"], DISTANCE],
            numbers[row["link"], TIME],
            row["state"],
        )
        for row in tables["links"].to_dict("records")
    )
    names = dict(zip((link.key for link in links), tables["links"]["link"], strict=True))
    faults += [fault for link in links for fault in _speed_faults(link, names[link.key])]
    if faults:
        raise TableError(faults)
    return Network.of(_places(tables), links)


def _places(tables: Tables) -> tuple[Place, ...]:
    """Make the places of their table; a position that was not found is None."""
    return tuple(
        Place(row["id"], row["name_id"], row["region"], _or_none(row["latitude"]), _or_none(row["longitude"]))
        for row in tables["places"].to_dict("records")
    )


def _or_none(degrees: float) -> float | None:
    """Return a position, or None for an empty cell."""
    return None if math.isnan(degrees) else float(degrees)


def _row_faults(tables: Tables) -> Iterator[Fault]:
    """Yield a fault for every link with an end or a state that is not known."""
    places = set(tables["places"]["id"])
    for row in tables["links"].to_dict("records"):
        for end in ("from", "to"):
            if row[end] not in places:
                fields = {"nearest": nearest(row[end], places)}
                yield Fault("link_place_unknown", file="links.csv", key=row["link"], value=row[end], fields=fields)
        if row["state"] not in STATES:
            yield Fault("link_state_unknown", file="links.csv", key=row["link"], value=row["state"])


def _speed_faults(link: Link, name: str) -> Iterator[Fault]:
    """Yield a fault when length and hours of a road imply a speed that no road has."""
    low, high = plausible_speeds_km_h(link.mode)
    if not low <= link.speed_km_h <= high:
        fields = {"low_km_h": f"{low:g}", "high_km_h": f"{high:g}"}
        yield Fault("link_speed_implausible", "link_facts.csv", name, f"{link.speed_km_h:.1f}", fields)
