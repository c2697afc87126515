"""What may be wrong in the rows of the tables of links and terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulasi.data.cells import PATTERNS, classes_of
from simulasi.data.link_notes import BACK, DISTANCE, TIME
from simulasi.errors import Fault, nearest
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import CLOSED, MODES, OPEN, PLANNED, SIDE_OF_MODE, SIDES, plausible_speeds_km_h

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping

    from simulasi.data.load_tables import Tables

    Row = dict[Hashable, Any]

STATES = (OPEN, CLOSED, PLANNED)
FLAGS = (0, 1)
COSTS, LIMITS = ("handling_rp_t", "transfer_time_h"), ("capacity_t_month", "storage_t")
"""Numbers of a terminal that may be zero, and those that may not."""


def row_faults(tables: Tables) -> Iterator[Fault]:
    """Yield everything that is wrong in the rows of links and terminals, whatever their numbers."""
    places, links = set(tables["places"]["id"]), tables["links"].to_dict("records")
    for row in links:
        yield from _link_faults(row, places)
    keys = [(*sorted((row["from"], row["to"])), row["mode"]) for row in links]
    names = [row["link"] for row in links]
    for name, key in zip(names, keys, strict=True):
        if names.count(name) > 1 or keys.count(key) > 1:
            yield Fault("link_twice", "links.csv", name)
    yield from _terminal_faults(tables, places)


def speed_faults(tables: Tables, numbers: Mapping[str, Mapping[str, float]]) -> Iterator[Fault]:
    """Yield a fault where length and hours of a link imply a speed, there or back, that its mode does not have.

    numbers : by link and quantity
    """
    for row in tables["links"].to_dict("records"):
        found = numbers.get(row["link"], {})
        low, high = plausible_speeds_km_h(row["mode"])
        for quantity in (TIME, BACK):
            speed = found[DISTANCE] / found[quantity] if DISTANCE in found and quantity in found else low
            if not low <= speed <= high:
                fields = {"low_km_h": f"{low:g}", "high_km_h": f"{high:g}"}
                yield Fault("link_speed_implausible", "link_facts.csv", row["link"], f"{speed:.1f}", fields)


def _link_faults(row: Row, places: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong in a row of links."""
    name = row["link"]
    for end in (row["from"], row["to"]):
        if end not in places:
            yield Fault("link_place_unknown", "links.csv", name, end, {"nearest": nearest(end, places)})
    if row["from"] == row["to"]:
        yield Fault("same_ends", "links.csv", name, fields={"place": row["from"]})
    if row["mode"] not in MODES:
        yield Fault("unknown_mode", "links.csv", name, row["mode"], {"nearest": nearest(row["mode"], MODES)})
    if row["state"] not in STATES:
        yield Fault("link_state_unknown", "links.csv", name, row["state"])
    if row["one_way"] not in FLAGS:
        yield Fault("unknown_word", "links.csv", f"{name}, one_way", str(row["one_way"]), {"known": "0, 1"})
    yield from _class_faults(row, "links.csv", name)
    yield from _date_faults(row, name)


def _class_faults(row: Row, file: str, name: str) -> Iterator[Fault]:
    for kind in sorted((classes_of(row["classes"]) or frozenset()) - set(TRAFFIC_CLASSES)):
        yield Fault("unknown_class", file, name, kind, {"nearest": nearest(kind, TRAFFIC_CLASSES)})


def _date_faults(row: Row, name: str) -> Iterator[Fault]:
    """Yield what is wrong in the dates of a link; a link with dates is open between them, so no other state fits."""
    opens, closes = row["opens"], row["closes"]
    wrong = [cell for cell in (opens, closes) if not PATTERNS["month"].fullmatch(cell)]
    yield from (Fault("bad_month", "links.csv", name, cell) for cell in wrong)
    if opens and closes and not wrong and closes <= opens:
        yield Fault("dates_reversed", "links.csv", name, closes, {"opens": opens})
    if (opens or closes) and row["state"] != OPEN:
        yield Fault("link_state_dated", "links.csv", name, row["state"])


def _terminal_faults(tables: Tables, places: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong in the table of terminals."""
    links, rows, file = tables["links"].to_dict("records"), tables["terminals"].to_dict("records"), "terminals.csv"
    sides = {(end, SIDE_OF_MODE.get(row["mode"])) for row in links for end in (row["from"], row["to"])}
    keys = [(row["place"], row["side"]) for row in rows]
    for key, row in zip(keys, rows, strict=True):
        name, (place, side) = ".".join(key), key
        if place not in places:
            yield Fault("link_place_unknown", file, name, place, {"nearest": nearest(place, places)})
        elif side not in SIDES:
            yield Fault("unknown_side", file, name, side, {"nearest": nearest(side, SIDES)})
        elif key not in sides:
            yield Fault("terminal_without_link", file, name, side)
        if keys.count(key) > 1:
            yield Fault("world_row_twice", file, value=name)
        yield from _class_faults(row, file, name)
        yield from _limit_faults(row, file, name)


def _limit_faults(row: Row, file: str, name: str) -> Iterator[Fault]:
    low = [column for column in COSTS if row[column] < 0.0] + [column for column in LIMITS if row[column] <= 0.0]
    for column in low:
        bounds = {"range": "≥ 0" if column in COSTS else "> 0", "unit": "none"}
        yield Fault("out_of_range", file, f"{name}, {column}", f"{row[column]:g}", bounds)
