"""Showing the network of a world: its places, links and terminals, what holds of it, and its map."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import typer

from simulasi.cli.backgrounds import background_of
from simulasi.cli.opening import world_at
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import tell, text
from simulasi.cli.worlds import BASE_YEARS, figure
from simulasi.data.build_world import MIDDLE, default_world, read_partners, read_regions
from simulasi.data.choose_links import PUBLISHED, network_notes
from simulasi.data.link_notes import DISTANCE, TIME
from simulasi.data.load_cargo import load_cargo
from simulasi.data.load_network import load_network
from simulasi.data.load_tables import shipped_tables
from simulasi.data.network_checks import cut_off, implausible, isolated, speeds_km_h, without_link
from simulasi.report.grids import Grid, as_text
from simulasi.report.network_map import network_map
from simulasi.text.say import catalogue, number
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from simulasi.data.link_notes import LinkNote
    from simulasi.data.load_tables import Tables
    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Link, Network, Terminal
    from simulasi.world.region import PartnerInfo, RegionInfo
    from simulasi.world.world import World

    Node = RegionInfo | PartnerInfo

HOURS_DIGITS = 2


@dataclass(frozen=True)
class Shown:
    """A network to show.

    nodes : regions, then partners
    notes : how the numbers of a link were chosen, by its name; empty where the world does not tell
    """

    network: Network
    cargo: tuple[CargoClass, ...]
    nodes: tuple[Node, ...]
    notes: Mapping[str, tuple[LinkNote, ...]] = field(default_factory=dict)

    def area(self, place: str) -> str:
        """Name of the region or partner that a place lies in."""
        region = self.network.places[place].region
        return next((str(getattr(n, f"name_{LANGUAGE.get()}")) for n in self.nodes if n.id == region), region)

    def name(self, place: str) -> str:
        """Name of a place."""
        return self.network.places[place].name_id


def print_network(
    folder: Path | None, *, year: int | None, picture: Path | None = None, map_file: Path | None = None
) -> None:
    """Print the network of a saved world, or of the shipped tables, as it is in July of a year; draw it if asked.

    year     : the base year of the world when left out
    picture  : file for the map
    map_file : GeoJSON to draw below it
    """
    world = None if folder is None else world_at(folder)
    shown = _of_tables(shipped_tables()) if world is None else _of_world(world)
    month = Month(year or (BASE_YEARS[-1] if world is None else world.base_year), MIDDLE)
    shown = replace(shown, network=shown.network.at(month))
    counts = {"places": len(shown.network.places), "links": len(shown.network.links)}
    tell("cli.network_title", month=month, open=len(shown.network.open_links), **counts)
    for grid in (place_grid(shown), link_grid(shown), terminal_grid(shown), check_grid(shown)):
        typer.echo(f"\n{as_text(grid)}")
    if picture is not None:
        drawn = world or default_world()
        drawn = drawn.with_network(drawn.network.at(month))
        network_map(drawn, picture, lang=LANGUAGE.get(), background=background_of(map_file, drawn))
        tell("cli.written")
        typer.echo(f"  {picture}")


def _of_tables(tables: Tables) -> Shown:
    """Take the network of the shipped tables with what they tell of its numbers."""
    keys = {row["link"]: (row["from"], row["to"], row["mode"]) for row in tables["links"].to_dict("records")}
    notes: dict[str, list[LinkNote]] = {}
    for note in network_notes(tables):
        first, second, mode = keys[note.link]
        notes.setdefault(".".join(("-".join(sorted((first, second))), mode)), []).append(note)
    nodes: tuple[Node, ...] = (*read_regions(tables.frames), *read_partners(tables.frames))
    return Shown(load_network(tables), load_cargo(tables), nodes, {name: tuple(rows) for name, rows in notes.items()})


def _of_world(world: World) -> Shown:
    return Shown(world.network, world.cargo, (*world.regions, *world.partners))


def place_grid(shown: Shown) -> Grid:
    """Lay out the places: where they lie, and in which region or partner."""
    rows = tuple(
        (place.name_id, place.id, shown.area(place.id), degrees(place.latitude), degrees(place.longitude))
        for place in shown.network.places.values()
    )
    head = ("network_place", "world_id", "network_area", "network_latitude", "network_longitude")
    return Grid(text("cli.network_places"), "wwwnn", heads(head), rows)


def link_grid(shown: Shown) -> Grid:
    """Lay out the links, with what is known of their numbers where the world tells it."""
    links = shown.network.links.values()
    head = ["network_link", "network_mode", "network_class", "network_km", "network_hours", "network_back",
            "network_speed", "network_pcu", "network_t_month", "network_for", "network_opens", "network_closes",
            "network_state"]  # fmt: skip
    told = ["network_confidence", "network_source"] if shown.notes else []
    rows = tuple((*_link_row(shown, link), *(_told(shown, link) if told else ())) for link in links)
    kinds = "wwwnnnnnnwwww" + "w" * len(told)
    return Grid(
        text("cli.network_links", count=len(rows)), kinds, heads([*head, *told]), rows, text("cli.network_note")
    )


def _link_row(shown: Shown, link: Link) -> tuple[str, ...]:
    there, back = (amount(hours, HOURS_DIGITS) for hours in link.hours)
    speeds = dict.fromkeys(amount(speed) for speed in speeds_km_h(link))
    ends = text("cli.network_one_way" if link.is_one_way else "cli.network_ends", **_ends(shown, link))
    return (
        ends,
        text(f"report.mode.{link.mode}"),
        _road(link),
        amount(link.distance_km, 1),
        there,
        text("report.nothing") if link.travel_time_back_h is None else back,
        "/".join(speeds),
        amount(link.capacity_pcu_h),
        amount(link.capacity_t_month),
        class_names(link.classes),
        str(link.opens or text("report.nothing")),
        str(link.closes or text("report.nothing")),
        text(f"cli.network_{link.state}"),
    )


def _road(link: Link) -> str:
    """Say class, lanes and condition, as far as they are known."""
    lanes = text("cli.network_lanes", count=link.lanes) if link.lanes else ""
    words = [_word(link.road_class), lanes, _word(link.condition)]
    return ", ".join(filter(None, words)) or text("report.nothing")


def _word(word: str) -> str:
    """Return a word of the tables in the language; one that the catalogue does not know as it stands."""
    key = f"cli.network_word.{word.replace(' ', '_')}"
    return text(key) if key in catalogue(LANGUAGE.get()) else word


def _ends(shown: Shown, link: Link) -> dict[str, str]:
    return {"first": shown.name(link.between[0]), "second": shown.name(link.between[1])}


def _told(shown: Shown, link: Link) -> tuple[str, str]:
    """Say how sure length and hours of a link are, and where they are from."""
    notes = {note.quantity: note for note in shown.notes[link.name]}
    pair = [notes[quantity] for quantity in (DISTANCE, TIME)]
    words = [text(f"scenario.confidence.{note.confidence}") for note in pair]
    return tuple("; ".join(dict.fromkeys(cells)) for cells in (words, [note.source_id for note in pair]))  # type: ignore[return-value]


def terminal_grid(shown: Shown) -> Grid:
    """Lay out what is known of the terminals."""
    head = ("network_place", "network_side", "network_handling", "network_wait", "network_t_month", "network_storage",
            "network_for")  # fmt: skip
    rows = tuple(_terminal_row(shown, terminal) for terminal in shown.network.terminals.values())
    title = text("cli.network_terminals", count=len(rows))
    return Grid(title, "wwnnnnw", heads(head), rows, text("cli.network_terminals_note"))


def _terminal_row(shown: Shown, terminal: Terminal) -> tuple[str, ...]:
    handling, wait = (math.inf if v is None else v for v in (terminal.handling_rp_t, terminal.transfer_time_h))
    return (
        shown.name(terminal.place),
        text(f"cli.network_side_{terminal.side}"),
        amount(handling),
        amount(wait, 1),
        amount(terminal.capacity_t_month),
        amount(terminal.storage_t),
        class_names(terminal.classes),
    )


def check_grid(shown: Shown) -> Grid:
    """Lay out what must hold of the network, what breaks it, and how much of it is assumed."""
    network = shown.network
    home = {node.place: str(getattr(node, f"name_{LANGUAGE.get()}")) for node in shown.nodes}
    regions = {node.id: home[node.place] for node in shown.nodes}
    broken = {
        "connected": [f"{home[place]} ({_listed([kind])})" for kind, place in cut_off(network, home, shown.cargo)],
        "isolated": [regions[region] for region in isolated(network, regions)],
        "speeds": [link.name for link in implausible(network)],
        "linked": [shown.name(place) for place in without_link(network)],
    }
    rows = [(text(f"cli.network_check_{check}"), _verdict(found)) for check, found in broken.items()]
    rows += [(text("cli.network_check_sourced"), _sourced(shown))] if shown.notes else []
    return Grid(text("cli.network_checks"), "ww", heads(("quality_check", "network_result")), tuple(rows))


def _verdict(broken: Collection[str]) -> str:
    return text("cli.network_fails", what=", ".join(broken)) if broken else text("cli.network_holds")


def _sourced(shown: Shown) -> str:
    """Count the numbers of links by how sure they are."""
    words = [note.confidence for notes in shown.notes.values() for note in notes]
    published, assumed = sum(word in PUBLISHED for word in words), words.count("assumption")
    rest = len(words) - published - assumed
    return text("cli.network_sourced", count=len(words), published=published, derived=rest, assumed=assumed)


def class_names(classes: frozenset[str] | None) -> str:
    """Name the classes of traffic that may pass; those that may not, where they are fewer.

    >>> class_names(None), class_names(frozenset({"people"}))
    ('semua', 'orang')
    """
    if classes is None:
        return text("cli.network_all")
    others = [kind for kind in TRAFFIC_CLASSES if kind not in classes]
    if len(others) < len(classes):
        return text("cli.network_all_but", classes=_listed(others))
    return _listed(kind for kind in TRAFFIC_CLASSES if kind in classes)


def _listed(classes: Iterable[str]) -> str:
    return ", ".join(text(f"report.cargo.{kind}") for kind in classes)


def degrees(value: float | None) -> str:
    """Write a latitude or longitude; one that is not known is a dash."""
    return text("report.nothing") if value is None else number(value, 3, LANGUAGE.get())


def amount(value: float, digits: int = 0) -> str:
    """Write a number; what is not known or has no limit is a dash."""
    return number(value, digits, LANGUAGE.get()) if math.isfinite(value) else figure(None)


def heads(keys: Iterable[str]) -> tuple[str, ...]:
    """Name the columns of a table."""
    return tuple(text(f"cli.{key}") for key in keys)
