"""From the tables of cargo to the classes of traffic."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

from simulasi.data.load_tables import shipped_tables
from simulasi.errors import Fault, TableError, nearest
from simulasi.world.cargo import TRAFFIC_CLASSES, CargoClass
from simulasi.world.network import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulasi.data.load_tables import Tables

QUANTITIES = tuple(item.name for item in fields(CargoClass) if item.type == "float")
TABLES = ("cargo_class_names", "cargo_classes")
POSITIVE = ("payload", "load_share", "pcu", "tariff_factor", "afloat_factor")
"""Quantities of which there is no zero; the others may be."""


def load_cargo(tables: Tables) -> tuple[CargoClass, ...]:
    """Make the classes of traffic, in the order of the arrays; every fault is told at once.

    >>> people = load_cargo(shipped_tables())[-1]
    >>> people.id, people.name_id, "air" in people.modes
    ('people', 'Orang', True)
    """
    rows = {row["id"]: row for row in tables["cargo_class_names"].to_dict("records")}
    cells = {(row["cargo_class"], row["quantity"]): row for row in tables["cargo_classes"].to_dict("records")}
    faults = [*_name_faults(tables), *_number_faults(tables)]
    if faults:
        raise TableError(faults)
    return tuple(
        CargoClass(
            id=name,
            name_id=rows[name]["name_id"],
            name_en=rows[name]["name_en"],
            modes=frozenset(rows[name]["modes"].split()),
            **{quantity: float(cells[name, quantity]["value"]) for quantity in QUANTITIES},
        )
        for name in TRAFFIC_CLASSES
    )


@cache
def shipped_cargo() -> tuple[CargoClass, ...]:
    """Return the classes of traffic of the package."""
    return load_cargo(shipped_tables(*TABLES))


def _name_faults(tables: Tables) -> Iterator[Fault]:
    file, names = "cargo_class_names.csv", list(tables["cargo_class_names"]["id"])
    for name in sorted(set(names) - set(TRAFFIC_CLASSES)):
        yield Fault("unknown_class", file, value=name, fields={"nearest": nearest(name, TRAFFIC_CLASSES)})
    yield from (Fault("class_missing", file, value=name) for name in TRAFFIC_CLASSES if name not in names)
    yield from (Fault("world_row_twice", file, value=name) for name in sorted({n for n in names if names.count(n) > 1}))
    for row in tables["cargo_class_names"].to_dict("records"):
        for mode in sorted(set(row["modes"].split()) - set(MODES)):
            yield Fault("unknown_mode", file, row["id"], mode, {"nearest": nearest(mode, MODES)})


def _number_faults(tables: Tables) -> Iterator[Fault]:
    file, rows = "cargo_classes.csv", tables["cargo_classes"].to_dict("records")
    keys = [(row["cargo_class"], row["quantity"]) for row in rows]
    wanted = [(name, quantity) for name in TRAFFIC_CLASSES for quantity in QUANTITIES]
    for key in sorted(set(keys) - set(wanted)):
        name = ".".join(key)
        yield Fault("unknown_key", file, name, name, {"nearest": nearest(name, [".".join(known) for known in wanted])})
    yield from (Fault("number_missing", file, ".".join(key)) for key in wanted if key not in keys)
    yield from (
        Fault("world_row_twice", file, value=".".join(key)) for key in sorted({k for k in keys if keys.count(k) > 1})
    )
    for key, row in zip(keys, rows, strict=True):
        is_low = row["value"] <= 0.0 if row["quantity"] in POSITIVE else row["value"] < 0.0
        if is_low or not row["low"] <= row["value"] <= row["high"]:
            fields = {"range": f"{row['low']:g} - {row['high']:g}", "unit": "none"}
            yield Fault("out_of_range", file, ".".join(key), f"{row['value']:g}", fields)
