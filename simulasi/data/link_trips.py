"""Published hours of whole trips: links on the way without hours of their own share the rest by length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulasi.data.link_notes import BACK, DISTANCE, TIME, LinkNote
from simulasi.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from simulasi.data.link_notes import Chosen
    from simulasi.data.load_tables import Tables

TRIP_TOLERANCE_H = 0.05

Trip = dict["Hashable", Any]
Step = tuple[str, str]
"""A link of a trip, and which of its hours the trip takes."""


def share_trips(tables: Tables, chosen: Chosen) -> list[Fault]:
    """Give the links on the way of each trip that have no hours their share of it; check the trips that have all.

    chosen : numbers by link and quantity; the shares are added

    A trip that runs against a link takes the hours back, where those of the link differ by direction. A trip over
    a link that is not known, or leads to a place that is not, is left out.
    """
    places = set(tables["places"]["id"])
    rows = (row for row in tables["links"].to_dict("records") if {row["from"], row["to"]} <= places)
    ends = {row["link"]: (row["from"], row["to"]) for row in rows}
    directed = _directed(tables, chosen)
    faults = []
    for trip in tables["trips"].to_dict("records"):
        if not set(_links(trip)) <= ends.keys():
            continue
        way = _way(trip, ends, directed)
        if way is None:
            faults.append(Fault("trip_broken", file="trips.csv", key=_name(trip), value=str(trip["over"])))
        else:
            faults += _share(trip, way, chosen)
    return faults


def _name(trip: Trip) -> str:
    return f"{trip['from']}-{trip['to']}"


def _links(trip: Trip) -> list[str]:
    return str(trip["over"]).split("|")


def _directed(tables: Tables, chosen: Chosen) -> set[str]:
    """Name the links whose hours differ by direction."""
    speeds = tables["link_speeds"].dropna(subset=["speed_back_km_h"])
    kinds = set(zip(speeds["mode"], speeds["class"], strict=True))
    links = tables["links"].to_dict("records")
    return {row["link"] for row in links if (row["mode"], row["class"]) in kinds or (row["link"], BACK) in chosen}


def _way(trip: Trip, ends: dict[str, tuple[str, str]], directed: set[str]) -> list[Step] | None:
    """Follow the links of a trip from its origin; None where they do not lead to its destination."""
    here, way = trip["from"], []
    for link in _links(trip):
        first, second = ends[link]
        if here not in (first, second):
            return None
        way.append((link, BACK if here == second and link in directed else TIME))
        here = second if here == first else first
    return way if here == trip["to"] else None


def _share(trip: Trip, way: Sequence[Step], chosen: Chosen) -> list[Fault]:
    """Share the hours of a trip, or check them."""
    name, total = _name(trip), float(trip["travel_time_h"])
    known = sum(chosen[step].value for step in way if step in chosen)
    missing = [step for step in way if step not in chosen]
    if without_length := [link for link, _ in missing if (link, DISTANCE) not in chosen]:
        return [Fault("trip_link_without_length", file="trips.csv", key=name, value=link) for link in without_length]
    if (missing and total <= known) or (not missing and abs(total - known) > TRIP_TOLERANCE_H):
        fields = {"links_h": f"{known:g}"}
        return [Fault("trip_time_differs", file="trips.csv", key=name, value=f"{total:g}", fields=fields)]
    rest_h, basis = total - known, f"{total - known:g} h of {trip['travel_time_h']} h {name}"
    whole_km = sum(chosen[link, DISTANCE].value for link, _ in missing)
    for link, quantity in missing:
        hours = rest_h * chosen[link, DISTANCE].value / whole_km
        chosen[link, quantity] = LinkNote(link, quantity, hours, "from_trip", str(trip["source_id"]), "derived", basis)
    return []
