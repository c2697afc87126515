"""One rule for every link: which of its published numbers the network takes, and why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulasi.data.link_notes import BACK, DISTANCE, PCU, QUANTITIES, TIME, LinkNote
from simulasi.data.link_trips import share_trips
from simulasi.errors import Fault, TableError, nearest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from simulasi.data.link_notes import Chosen
    from simulasi.data.load_tables import Tables

    Row = dict[Hashable, Any]

ROADS = ("road", "toll", "company_road")
"""Modes whose capacity follows from the class of the road where none is on file."""
PUBLISHED = ("secondary", "published-rounded", "published-exact")
EARTH_RADIUS_KM = 6371.0


def network_notes(tables: Tables) -> tuple[LinkNote, ...]:
    """Choose the numbers of every link, in the order of the table of links; TableError tells what is wrong.

    The newest published row wins; hours that were printed with another length are scaled to the chosen one;
    without a published row the one on file is taken. Links on the way of a published trip that have no hours
    of their own share the rest of the trip by length; a trip against the direction of its links gives hours back.
    What is still missing follows from the other number with a speed by mode and class; a length is then never
    shorter than the great circle. Roads without a capacity of their own have that of their class.

    >>> from simulasi.data.load_tables import load_tables
    >>> notes = {(note.link, note.quantity): note for note in network_notes(load_tables())}
    >>> road = notes["kota_bangun-melak.road", "travel_time_h"]
    >>> round(road.value, 6), road.how
    (2.2, 'from_trip')
    >>> [round(notes["samarinda-melak.river", hours].value, 1) for hours in ("travel_time_h", "travel_time_back_h")]
    [20.0, 17.3]
    """
    notes, faults = choose_numbers(tables)
    if faults:
        raise TableError(faults)
    return notes


def choose_numbers(tables: Tables) -> tuple[tuple[LinkNote, ...], list[Fault]]:
    """Choose the numbers of every link, with everything that is wrong; notes of a wrong link may be missing."""
    faults = [*_unknown_names(tables), *_values_too_small(tables)]
    chosen = _on_file(tables)
    for rule in (share_trips, _complete, _capacities):
        faults += rule(tables, chosen)
    names = ((link, quantity) for link in tables["links"]["link"] for quantity in QUANTITIES)
    return tuple(chosen[name] for name in names if name in chosen), faults


def great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the shortest way over the globe between two points in degrees of latitude and longitude.

    >>> round(great_circle_km((0.0, 117.0), (0.0, 118.0)), 1)
    111.2
    """
    (north, east), (north_2, east_2) = ((math.radians(a), math.radians(b)) for a, b in (first, second))
    half = math.sin((north_2 - north) / 2) ** 2
    half += math.cos(north) * math.cos(north_2) * math.sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def _on_file(tables: Tables) -> Chosen:
    """Choose among the rows on file: lengths first, since hours are scaled to them."""
    facts = [row for row in tables["link_facts"].to_dict("records") if row["value"] > 0.0]
    of_fact: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(facts, key=lambda row: _place(row["quantity"])):
        of_fact.setdefault((row["link"], row["quantity"]), []).append(row)
    chosen: Chosen = {name: _choose(rows) for name, rows in of_fact.items() if name[1] in QUANTITIES}
    for (link, quantity), note in list(chosen.items()):
        if quantity in (TIME, BACK) and (link, DISTANCE) in chosen:
            chosen[link, quantity] = _scaled(note, chosen[link, DISTANCE], of_fact[link, DISTANCE])
    return chosen


def _place(quantity: str) -> int:
    return QUANTITIES.index(quantity) if quantity in QUANTITIES else len(QUANTITIES)


def _choose(rows: list[Row]) -> LinkNote:
    """Choose one of the rows of a fact: published before others, then the newest, the most exact, the last."""
    published = [row for row in rows if row["confidence"] in PUBLISHED]
    row = max(reversed(published or rows), key=_newest_and_most_exact)
    return LinkNote(
        link=row["link"],
        quantity=row["quantity"],
        value=float(row["value"]),
        how="newest_published" if published else "on_file",
        source_id=row["source_id"],
        confidence=row["confidence"],
        basis=row["note"],
        alternatives=tuple(float(other["value"]) for other in rows if other is not row),
    )


def _newest_and_most_exact(row: Row) -> tuple[float, int]:
    """Rank a row by its year, then by its confidence; one without a year comes first."""
    year, word = float(row["year"]), row["confidence"]
    return -math.inf if math.isnan(year) else year, PUBLISHED.index(word) if word in PUBLISHED else -1


def _scaled(hours: LinkNote, length: LinkNote, lengths: list[Row]) -> LinkNote:
    """Scale hours to the chosen length when their source printed them with another one."""
    printed = [row for row in lengths if row["source_id"] == hours.source_id and row["confidence"] in PUBLISHED]
    if hours.how != "newest_published" or not printed or length.source_id == hours.source_id:
        return hours
    with_km = float(printed[-1]["value"])
    return LinkNote(
        hours.link,
        hours.quantity,
        hours.value * length.value / with_km,
        "scaled_to_length",
        hours.source_id,
        "derived",
        f"{hours.value:g} h for {with_km:g} km",
        (hours.value, *hours.alternatives),
    )


def _complete(tables: Tables, chosen: Chosen) -> list[Fault]:
    """Derive what is missing of length and hours from the other with the speed of the mode and class of the link."""
    speeds = {(row["mode"], row["class"]): row for row in tables["link_speeds"].to_dict("records")}
    positions = _positions(tables)
    faults = []
    for link in tables["links"].to_dict("records"):
        name, speed = link["link"], speeds.get((link["mode"], link["class"]))
        have = [quantity for quantity in (DISTANCE, TIME) if (name, quantity) in chosen]
        if not have:
            faults.append(Fault("link_without_length", file="link_facts.csv", key=name))
        elif len(have) == 1 and speed is None:
            kind = f"{link['mode']}, {link['class']}"
            faults.append(Fault("link_speed_missing", file="link_speeds.csv", key=name, value=kind))
        elif speed is not None:
            if len(have) == 1:
                made = _made(chosen[name, have[0]], speed, straight_km=_straight_km(link, positions))
                chosen[name, made.quantity] = made
            if (name, BACK) not in chosen and not math.isnan(speed["speed_back_km_h"]):
                chosen[name, BACK] = _hours(chosen[name, DISTANCE], BACK, speed, "speed_back_km_h")
    return faults


def _made(known: LinkNote, speed: dict[Hashable, Any], *, straight_km: float) -> LinkNote:
    """Make the missing number of a link from the known one; a length is at least the great circle."""
    if known.quantity == DISTANCE:
        return _hours(known, TIME, speed, "speed_km_h")
    km_h = float(speed["speed_km_h"])
    basis = f"{known.value:g} h at {km_h:g} km/h, at least the great circle"
    return _by_speed(known, DISTANCE, max(known.value * km_h, straight_km), speed, basis)


def _hours(length: LinkNote, quantity: str, speed: dict[Hashable, Any], column: str) -> LinkNote:
    """Make hours of a length and a speed."""
    km_h = float(speed[column])
    return _by_speed(length, quantity, length.value / km_h, speed, f"{length.value:g} km at {km_h:g} km/h")


def _by_speed(known: LinkNote, quantity: str, value: float, speed: dict[Hashable, Any], basis: str) -> LinkNote:
    """Note a number that was made with a speed; it is assumed where one of the two is."""
    confidence = "assumption" if "assumption" in (known.confidence, speed["confidence"]) else "derived"
    how = "from_distance" if known.quantity == DISTANCE else "from_time"
    return LinkNote(known.link, quantity, value, how, str(speed["source_id"]), confidence, basis)


def _capacities(tables: Tables, chosen: Chosen) -> list[Fault]:
    """Give every road that has no capacity on file the one of its class and lanes; with few lanes where not known."""
    of_class = tables["road_capacities"].sort_values("lanes").to_dict("records")
    faults = []
    for link in tables["links"].to_dict("records"):
        name, lanes = link["link"], link["lanes"]
        if link["mode"] not in ROADS or (name, PCU) in chosen:
            continue
        rows = [
            row for row in of_class if row["class"] == link["class"] and (math.isnan(lanes) or row["lanes"] == lanes)
        ]
        if rows:
            basis = f"{link['class']}, {rows[0]['lanes']:g} lanes: {rows[0]['note']}"
            source, confidence = rows[0]["source_id"], rows[0]["confidence"]
            value = float(rows[0]["capacity_pcu_h"])
            chosen[name, PCU] = LinkNote(name, PCU, value, "from_class", source, confidence, basis)
        else:
            kind = f"{link['class']}, {lanes:g}"
            faults.append(Fault("road_capacity_missing", file="road_capacities.csv", key=name, value=kind))
    return faults


def _positions(tables: Tables) -> dict[object, tuple[float, float]]:
    """Return latitude and longitude of every place whose position was found."""
    places = tables["places"].dropna(subset=["latitude", "longitude"])
    return dict(zip(places["id"], zip(places["latitude"], places["longitude"], strict=True), strict=True))


def _straight_km(link: dict[Hashable, Any], positions: dict[object, tuple[float, float]]) -> float:
    """Return the great circle between the ends of a link, 0 when a position is not known."""
    if link["from"] not in positions or link["to"] not in positions:
        return 0.0
    return great_circle_km(positions[link["from"]], positions[link["to"]])


def _unknown_names(tables: Tables) -> Iterator[Fault]:
    """Yield a fault for every link and quantity that is named in facts or trips, but is not known."""
    known = set(tables["links"]["link"])
    named = {"link_facts.csv": list(tables["link_facts"]["link"])}
    named["trips.csv"] = [link for over in tables["trips"]["over"] for link in over.split("|")]
    for file, links in named.items():
        for link in sorted(set(links) - known):
            yield Fault("link_unknown", file=file, value=link, fields={"nearest": nearest(link, known)})
    for quantity in sorted(set(tables["link_facts"]["quantity"]) - set(QUANTITIES)):
        fields = {"nearest": nearest(quantity, QUANTITIES), "known": ", ".join(QUANTITIES)}
        yield Fault("unknown_word", "link_facts.csv", "quantity", quantity, fields)


def _values_too_small(tables: Tables) -> Iterator[Fault]:
    """Yield a fault for every number of a link that is missing or not above zero."""
    facts = tables["link_facts"]
    for row in facts[~(facts["value"] > 0.0)].itertuples():
        fields = {"range": "> 0", "unit": "none"}
        yield Fault("out_of_range", "link_facts.csv", f"{row.link}.{row.quantity}", f"{row.value:g}", fields)
