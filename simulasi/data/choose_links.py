"""One rule for every link: which of its published lengths and hours the network takes, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulasi.errors import Fault, TableError, nearest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import pandas as pd

    from simulasi.data.load_tables import Tables

DISTANCE, TIME = "distance_km", "travel_time_h"
PUBLISHED = ("secondary", "published-rounded", "published-exact")
EARTH_RADIUS_KM = 6371.0
TRIP_TOLERANCE_H = 0.05


@dataclass(frozen=True, slots=True)
class LinkNote:
    """How one number of one link was chosen.

    ``how`` is ``newest_published``, ``on_file`` (derived or assumed in the table), ``scaled_to_length``
    (hours printed with another length), ``from_trip``, ``from_distance`` or ``from_time``;
    ``basis`` is the number it was made from, or the note in the table.
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


def network_notes(tables: Tables) -> tuple[LinkNote, ...]:
    """Choose length and hours of every link; two notes a link, in the order of the table of links.

    The newest published row wins; hours that were printed with another length are scaled to the chosen one;
    without a published row the one on file is taken. Links on the way of a published trip that have no hours
    of their own share the rest of the trip by length. What is still missing follows from the other number
    with a speed by mode and class; a length is then never shorter than the great circle.

    >>> from simulasi.data.load_tables import load_tables
    >>> notes = {(note.link, note.quantity): note for note in network_notes(load_tables())}
    >>> road = notes["kota_bangun-melak.road", "travel_time_h"]
    >>> round(road.value, 6), road.how
    (2.2, 'from_trip')
    """
    chosen = _on_file(tables)
    faults = [*_unknown_links(tables)]
    faults += _share_trips(tables, chosen)
    faults += _complete(tables, chosen)
    if faults:
        raise TableError(faults)
    return tuple(chosen[link, quantity] for link in tables["links"]["link"] for quantity in (DISTANCE, TIME))


def great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the shortest way over the globe between two points in degrees of latitude and longitude.

    >>> round(great_circle_km((0.0, 117.0), (0.0, 118.0)), 1)
    111.2
    """
    (north, east), (north_2, east_2) = ((math.radians(a), math.radians(b)) for a, b in (first, second))
    half = math.sin((north_2 - north) / 2) ** 2
    half += math.cos(north) * math.cos(north_2) * math.sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def _on_file(tables: Tables) -> dict[tuple[str, str], LinkNote]:
    """Choose among the rows on file: lengths first, since hours are scaled to them."""
    facts = tables["link_facts"]
    chosen: dict[tuple[str, str], LinkNote] = {}
    for quantity in (DISTANCE, TIME):
        for link, rows in facts[facts["quantity"] == quantity].groupby("link", sort=False):
            chosen[str(link), quantity] = _choose(rows)
    lengths = facts[facts["quantity"] == DISTANCE]
    for (link, quantity), note in list(chosen.items()):
        if quantity == TIME and (link, DISTANCE) in chosen:
            chosen[link, quantity] = _scaled(note, chosen[link, DISTANCE], lengths[lengths["link"] == link])
    return chosen


def _choose(rows: pd.DataFrame) -> LinkNote:
    """Choose one of the rows of a fact: published before others, then the newest, the most exact, the last."""
    published = rows[rows["confidence"].isin(PUBLISHED)]
    pool = rows if published.empty else published
    rank = pool["confidence"].map(lambda word: PUBLISHED.index(word) if word in PUBLISHED else -1)
    order = pool.assign(rank=rank, place=range(len(pool))).sort_values(["year", "rank", "place"], na_position="first")
    row = order.iloc[-1]
    return LinkNote(
        link=row["link"],
        quantity=row["quantity"],
        value=float(row["value"]),
        how="on_file" if published.empty else "newest_published",
        source_id=row["source_id"],
        confidence=row["confidence"],
        basis=row["note"],
        alternatives=tuple(float(value) for value in rows["value"].drop(index=row.name)),
    )


def _scaled(hours: LinkNote, length: LinkNote, lengths: pd.DataFrame) -> LinkNote:
    """Scale hours to the chosen length when their source printed them with another one."""
    printed = lengths[(lengths["source_id"] == hours.source_id) & lengths["confidence"].isin(PUBLISHED)]
    if hours.how != "newest_published" or printed.empty or length.source_id == hours.source_id:
        return hours
    with_km = float(printed["value"].iloc[-1])
    return LinkNote(
        hours.link,
        TIME,
        hours.value * length.value / with_km,
        "scaled_to_length",
        hours.source_id,
        "derived",
        f"{hours.value:g} h for {with_km:g} km",
        (hours.value, *hours.alternatives),
    )


def _share_trips(tables: Tables, chosen: dict[tuple[str, str], LinkNote]) -> list[Fault]:
    """Give the links on the way of each trip that have no hours their share of it; check the trips that have all."""
    faults = []
    for trip in tables["trips"].to_dict("records"):
        links = str(trip["over"]).split("|")
        name, total = f"{trip['from']}-{trip['to']}", float(trip["travel_time_h"])
        known = sum(chosen[link, TIME].value for link in links if (link, TIME) in chosen)
        missing = [link for link in links if (link, TIME) not in chosen]
        without_length = [link for link in missing if (link, DISTANCE) not in chosen]
        if without_length:
            faults += [Fault("trip_link_without_length", file="trips.csv", key=name, value=v) for v in without_length]
        elif (missing and total <= known) or (not missing and abs(total - known) > TRIP_TOLERANCE_H):
            fields = {"links_h": f"{known:g}"}
            faults.append(Fault("trip_time_differs", file="trips.csv", key=name, value=f"{total:g}", fields=fields))
        else:
            chosen.update(_shares(trip, missing, chosen, rest_h=total - known))
    return faults


def _shares(
    trip: dict[Hashable, Any], links: Sequence[str], chosen: dict[tuple[str, str], LinkNote], *, rest_h: float
) -> dict[tuple[str, str], LinkNote]:
    """Share the rest of a trip among links by their length."""
    lengths = {link: chosen[link, DISTANCE].value for link in links}
    source, basis = str(trip["source_id"]), f"{rest_h:g} h of {trip['travel_time_h']} h {trip['from']}-{trip['to']}"
    return {
        (link, TIME): LinkNote(
            link, TIME, rest_h * lengths[link] / sum(lengths.values()), "from_trip", source, "derived", basis
        )
        for link in links
    }


def _complete(tables: Tables, chosen: dict[tuple[str, str], LinkNote]) -> list[Fault]:
    """Derive a missing length or time from the other with the speed of the mode and class of the link."""
    speeds = {(row["mode"], row["class"]): row for row in tables["link_speeds"].to_dict("records")}
    positions = _positions(tables)
    faults = []
    for link in tables["links"].to_dict("records"):
        name, speed = link["link"], speeds.get((link["mode"], link["class"]))
        have = [quantity for quantity in (DISTANCE, TIME) if (name, quantity) in chosen]
        if len(have) == 2:  # noqa: PLR2004 - both
            continue
        if not have:
            faults.append(Fault("link_without_length", file="link_facts.csv", key=name))
        elif speed is None:
            kind = f"{link['mode']}, {link['class']}"
            faults.append(Fault("link_speed_missing", file="link_speeds.csv", key=name, value=kind))
        else:
            made = _made(chosen[name, have[0]], speed, straight_km=_straight_km(link, positions))
            chosen[name, made.quantity] = made
    return faults


def _made(known: LinkNote, speed: dict[Hashable, Any], *, straight_km: float) -> LinkNote:
    """Make the missing number of a link from the known one; a length is at least the great circle."""
    km_h, source = float(speed["speed_km_h"]), str(speed["source_id"])
    if known.quantity == DISTANCE:
        basis = f"{known.value:g} km at {km_h:g} km/h"
        return LinkNote(known.link, TIME, known.value / km_h, "from_distance", source, "derived", basis)
    basis = f"{known.value:g} h at {km_h:g} km/h, at least the great circle"
    return LinkNote(known.link, DISTANCE, max(known.value * km_h, straight_km), "from_time", source, "derived", basis)


def _positions(tables: Tables) -> dict[object, tuple[float, float]]:
    """Return latitude and longitude of every place whose position was found."""
    places = tables["places"].dropna(subset=["latitude", "longitude"])
    return dict(zip(places["id"], zip(places["latitude"], places["longitude"], strict=True), strict=True))


def _straight_km(link: dict[Hashable, Any], positions: dict[object, tuple[float, float]]) -> float:
    """Return the great circle between the ends of a link, 0 when a position is not known."""
    if link["from"] not in positions or link["to"] not in positions:
        return 0.0
    return great_circle_km(positions[link["from"]], positions[link["to"]])


def _unknown_links(tables: Tables) -> Iterator[Fault]:
    """Yield a fault for every link that is named in facts or trips, but is not in the table of links."""
    known = set(tables["links"]["link"])
    named = {"link_facts.csv": list(tables["link_facts"]["link"])}
    named["trips.csv"] = [link for over in tables["trips"]["over"] for link in over.split("|")]
    for file, links in named.items():
        for link in sorted(set(links) - known):
            yield Fault("link_unknown", file=file, value=link, fields={"nearest": nearest(link, known)})
