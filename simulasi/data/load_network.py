"""From the tables of places, links and terminals to the network of the base world."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulasi.data.cells import classes_of, month_of
from simulasi.data.choose_links import choose_numbers
from simulasi.data.link_faults import row_faults, speed_faults
from simulasi.data.link_notes import BACK, DISTANCE, PCU, TIME, TONNES
from simulasi.data.load_cargo import load_cargo
from simulasi.data.network_checks import cut_off, isolated, without_link
from simulasi.errors import Fault, TableError
from simulasi.world.month import Month
from simulasi.world.network import Link, Network, Place, Terminal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from simulasi.data.load_tables import Tables

    Row = dict[Hashable, Any]

FIRST_MONTH = Month(2010, 7)
"""Month of the first base year; from it on no region may be cut off."""


def load_network(tables: Tables) -> Network:
    """Build the network; `network_notes` says how its numbers were chosen, `Network.at` gives the one of a month.

    Every fault of the tables is told at once; then, of tables without one, whether a region is ever cut off.

    >>> from simulasi.data.load_tables import load_tables
    >>> network = load_network(load_tables())
    >>> link = network.link("melak", "resak_bongan", "road")
    >>> link.state, round(link.distance_km, 1), round(link.travel_time_h, 2)
    ('open', 125.2, 3.14)
    >>> toll = ("balikpapan", "samboja", "toll")
    >>> [network.at(Month(2021, month)).link(*toll).state for month in (7, 8)]
    ['planned', 'open']
    """
    notes, faults = choose_numbers(tables)
    numbers: dict[str, dict[str, float]] = {}
    for note in notes:
        numbers.setdefault(note.link, {})[note.quantity] = note.value
    faults += [*row_faults(tables), *speed_faults(tables, numbers)]
    if faults:
        raise TableError(faults)
    links = tuple(_link(row, numbers[row["link"]]) for row in tables["links"].to_dict("records"))
    network = Network.of(_places(tables), links, tuple(map(_terminal, tables["terminals"].to_dict("records"))))
    if faults := list(_reach_faults(network, tables)):
        raise TableError(faults)
    return network


def _places(tables: Tables) -> tuple[Place, ...]:
    """Make the places of their table; a position that was not found is None."""
    return tuple(
        Place(row["id"], row["name_id"], row["region"], _or_none(row["latitude"]), _or_none(row["longitude"]))
        for row in tables["places"].to_dict("records")
    )


def _link(row: Row, numbers: dict[str, float]) -> Link:
    return Link(
        between=(row["from"], row["to"]),
        mode=row["mode"],
        distance_km=numbers[DISTANCE],
        travel_time_h=numbers[TIME],
        state=row["state"],
        travel_time_back_h=numbers.get(BACK),
        opens=month_of(row["opens"]),
        closes=month_of(row["closes"]),
        is_one_way=bool(row["one_way"]),
        classes=classes_of(row["classes"]),
        capacity_pcu_h=numbers.get(PCU, math.inf),
        capacity_t_month=numbers.get(TONNES, math.inf),
        road_class=row["class"],
        lanes=0 if math.isnan(row["lanes"]) else int(row["lanes"]),
        condition=row["condition"],
    )


def _terminal(row: Row) -> Terminal:
    capacity, storage = (_or_none(row[column]) for column in ("capacity_t_month", "storage_t"))
    return Terminal(
        place=row["place"],
        side=row["side"],
        handling_rp_t=_or_none(row["handling_rp_t"]),
        transfer_time_h=_or_none(row["transfer_time_h"]),
        capacity_t_month=math.inf if capacity is None else capacity,
        storage_t=math.inf if storage is None else storage,
        classes=classes_of(row["classes"]),
    )


def _or_none(value: float) -> float | None:
    """Return a number, or None for an empty cell."""
    return None if math.isnan(value) else float(value)


def _reach_faults(network: Network, tables: Tables) -> Iterator[Fault]:
    """Yield a fault for every place without a link, and for every region that is alone or cut off at some time."""
    yield from (Fault("place_without_link", "places.csv", key=place) for place in without_link(network))
    home = {row["id"]: row["place"] for name in ("regions", "partners") for row in tables[name].to_dict("records")}
    cargo, told = load_cargo(tables), set()
    for month in (FIRST_MONTH, *(month for month in network.dates if month > FIRST_MONTH)):
        now = network.at(month)
        alone = isolated(now, home)
        found = [Fault("region_isolated", "links.csv", region, fields={"month": str(month)}) for region in alone]
        reached = [place for region, place in home.items() if region not in alone]
        found += [
            Fault("place_cut_off", "links.csv", place, kind, {"month": str(month)})
            for kind, place in cut_off(now, reached, cargo)
        ]
        yield from (fault for fault in found if (fault.key, fault.value) not in told)
        told |= {(fault.key, fault.value) for fault in found}
