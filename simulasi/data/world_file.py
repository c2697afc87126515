"""Save and open a world: a folder of plain tables that a researcher can read and edit (docs/tables.md)."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulasi.data.load_parameters import load_parameters
from simulasi.data.tables_world import ACCOUNTS, OTHERS, Parts, axis_ids, read_parts
from simulasi.data.trade_balance import check_balance, resettle, use_gap
from simulasi.data.world_frames import frames_of, straightened
from simulasi.errors import Fault, WorldError
from simulasi.folder import written_whole
from simulasi.world.accounts import TOLERANCE, Accounts
from simulasi.world.cargo import FREIGHT_CLASSES
from simulasi.world.pairs import ALL, FewPairs, Pairs
from simulasi.world.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

    from simulasi.model.parameters import Parameters

FORMAT = 1
HEAD = "world.toml"
BALANCED = ("gross_output", "technical_coefficients", "flows", "households", "government", "investment")
FOREIGN = "folder_no_world"
"""Code of the fault for a folder that holds something else than a world."""
KEYS = {"format": int, "base_year": int, "numeraire": float, "digest": str, "fingerprint": str, "balanced": str}


def save_world(world: World, folder: str | Path) -> None:
    """Write a world as a folder of tables, whole or not at all; opened again it has the same bits and digest.

    A folder that exists is replaced only when it holds a world or nothing; else ResultError, and nothing has changed.
    A world of few pairs is made again when it is needed: WorldError.
    """
    if isinstance(world.accounts.pairs, FewPairs):
        raise WorldError([Fault("few_pairs_not_saved", str(folder))])
    frames, others = frames_of(world), {table.name for table in OTHERS}
    with written_whole(Path(folder), marks=(HEAD,), foreign=FOREIGN) as draft:
        (draft / HEAD).write_text(_head(world), encoding="utf-8", newline="\n")
        for name, frame in frames.items():
            if name not in others or len(frame):
                frame.to_csv(draft / f"{name}.csv", index=False, lineterminator="\n")


def open_world(folder: str | Path, *, p: Parameters | None = None) -> World:
    """Open a world that was saved, perhaps edited since; WorldError lists everything that is wrong in it.

    p : parameters of freight under which edited accounts must balance; those in force when left out

    A world that nobody edited comes back to the last bit. Who edits its accounts must keep them in balance; who edits
    what freight depends on, links for example, gets accounts that are settled anew. An edited world is a world of its
    own: its digest is the fingerprint of what it holds.

    >>> import tempfile
    >>> from simulasi.data.build_world import default_world
    >>> with tempfile.TemporaryDirectory() as home:
    ...     save_world(default_world(), Path(home, "kaltim"))
    ...     open_world(Path(home, "kaltim")).digest == default_world().digest
    True
    """
    head, world = _read(Path(folder))
    if fingerprint(world) == head["fingerprint"]:
        return world
    p = p or load_parameters()
    if fingerprint_of_balance(world) == head["balanced"] and use_gap(world, p).max() > TOLERANCE:
        world = resettle(world, p)
    check_balance(world, p, tolerance=TOLERANCE)
    return replace(world, digest=fingerprint(world))


def as_saved(folder: Path) -> World:
    """Open a world that nobody changed since it was saved; WorldError for any other, and where there is none."""
    head, world = _read(folder)
    if fingerprint(world) != head["fingerprint"]:
        raise WorldError([Fault("no_world", str(folder))])
    return world


def _read(folder: Path) -> tuple[dict[str, Any], World]:
    """Read a world as its tables stand now, and its head, whose digest it takes."""
    head, parts = read_world(folder, KEYS, needed=frozenset(table.name for table in ACCOUNTS))
    arrays: dict[str, Any] = {table.name: parts.arrays[table.name] for table in ACCOUNTS}
    world = world_of(parts, Accounts(**arrays), base_year=head["base_year"], numeraire=float(head["numeraire"]))
    return head, replace(world, digest=head["digest"])


def world_of(
    parts: Parts,
    accounts: Accounts,
    *,
    base_year: int,
    numeraire: float = 1.0,
    neighbours: Pairs = ALL,
    cut: np.ndarray | None = None,
) -> World:
    """Put a world together; its digest is its fingerprint."""
    ids = axis_ids(*(tuple(item.id for item in items) for items in (parts.regions, parts.partners, parts.sectors)))
    shapes = {table.name: tuple(len(ids[axis]) for axis in table.axes) for table in OTHERS}
    pairs = accounts.pairs.shape(len(ids["node"]))
    shapes |= {
        "affinity": pairs,
        "preference": (len(ids["sector"]), *pairs),
        "commuting": neighbours.shape(len(ids["region"])),
    }
    others: dict[str, Any] = {
        table.name: parts.arrays.get(table.name, np.full(shapes[table.name], table.rest)) for table in OTHERS
    }
    world = World(
        base_year=base_year,
        regions=parts.regions,
        partners=parts.partners,
        sectors=parts.sectors,
        cargo=parts.cargo,
        network=parts.network,
        accounts=accounts,
        numeraire=numeraire,
        source_ids=parts.source_ids,
        digest="",
        neighbours=neighbours,
        cut=cut,
        **others,
    )
    return replace(world, digest=fingerprint(world))


def fingerprint(world: World) -> str:
    """Fingerprint of everything that a world holds, to the last bit of every number.

    >>> from simulasi.data.build_world import default_world
    >>> world = default_world()
    >>> fingerprint(world) == fingerprint(replace(world, numeraire=2.0))
    False
    """
    network = straightened(world).network
    identities: list[DataclassInstance] = [*world.regions, *world.partners, *world.sectors, *world.cargo]
    facts = [
        (world.base_year, float(world.numeraire), sorted(world.source_ids), world.digest),
        [_plain(item) for item in identities],
        [_plain(network.places[key]) for key in sorted(network.places)],
        [_plain(network.links[key]) for key in sorted(network.links)],
        [_plain(network.terminals[key]) for key in sorted(network.terminals)],
    ]
    others = {table.name: getattr(world, table.name) for table in OTHERS}
    return _hash(repr(facts), world.accounts.arrays() | others | world.neighbours.arrays())


def _plain(item: DataclassInstance) -> tuple[Any, ...]:
    """Values of a dataclass; a number is a float whatever its type was, and a set is in order."""
    return tuple(_plain_value(getattr(item, field.name)) for field in fields(item))


def _plain_value(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return float(value) if fits(value, float) else value  # type: ignore[arg-type]


def fingerprint_of_balance(world: World) -> str:
    """Fingerprint of what the rules of balance speak of, but for the network and its tariffs."""
    ids = (world.region_ids, world.partner_ids, [(sector.id, sector.is_carrier) for sector in world.sectors])
    return _hash(repr(ids), {name: getattr(world.accounts, name) for name in BALANCED})


def _hash(facts: str, arrays: Mapping[str, np.ndarray]) -> str:
    found = blake2b(facts.encode(), digest_size=16)
    for name, values in arrays.items():
        found.update(f"{name} {values.shape}".encode())
        found.update(values.astype("<f8").tobytes())
    return found.hexdigest()


def read_world(folder: Path, keys: Mapping[str, type], *, needed: frozenset[str]) -> tuple[dict[str, Any], Parts]:
    """Read ``world.toml`` and the tables of a world; WorldError lists everything that is wrong in them.

    keys   : entries of ``world.toml`` that must be there, with their types
    needed : tables of arrays that must be there
    """
    if not (folder / HEAD).is_file():
        raise WorldError([Fault("no_world", str(folder))])
    head, faults = _read_head(folder / HEAD, keys)
    parts, wrong = read_parts(folder, needed=needed)
    faults += wrong or _broken_rules(parts)
    if faults:
        raise WorldError(faults)
    return head, parts


def _read_head(path: Path, keys: Mapping[str, type]) -> tuple[dict[str, Any], list[Fault]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}, [Fault("unreadable", HEAD)]
    except tomllib.TOMLDecodeError as error:
        return {}, [Fault("world_head_malformed", HEAD, fields={"reason": str(error)})]
    if found.get("format", FORMAT) != FORMAT:
        return found, [Fault("world_format", HEAD, "format", str(found["format"]), {"format": str(FORMAT)})]
    faults = [Fault("missing_key", HEAD, key) for key in keys if key not in found]
    faults += [
        Fault("wrong_type", HEAD, key, str(found[key]), {"type": TYPES[kind]})
        for key, kind in keys.items()
        if key in found and not fits(found[key], kind)
    ]
    return found, faults


TYPES = {int: "whole_number", float: "number", str: "text"}


def fits(value: object, kind: type) -> bool:
    """Say if a value has a type; a whole number is a number too, and a truth value is none."""
    return isinstance(value, (int, float) if kind is float else kind) and not isinstance(value, bool)


def _head(world: World) -> str:
    units = "\n".join(f'{table.name} = "{table.unit}"' for table in (*ACCOUNTS, *OTHERS))
    return f"""# A world of simulasi: docs/tables.md says what each table holds. Whoever edits one makes another world.
format = {FORMAT}
base_year = {world.base_year}
numeraire = {float(world.numeraire)!r}
digest = "{world.digest}"
fingerprint = "{fingerprint(world)}"
balanced = "{fingerprint_of_balance(world)}"

# the last column of each table; bn_rp_month is billion rupiah a month at producer prices of the base year
[units]
{units}
"""


def _broken_rules(parts: Parts) -> list[Fault]:
    """Name every rule that the model rests on and the tables break."""
    sectors, arrays = parts.sectors, parts.arrays
    faults = []
    carriers = [sector.id for sector in sectors if sector.is_carrier and sector.cargo == "none"]
    if len(carriers) != 1 or sum(sector.is_carrier for sector in sectors) != 1:
        faults.append(Fault("one_carrier", "sectors.csv", "is_carrier", ", ".join(carriers)))
    order = [sector.holds_stock for sector in sectors]
    if order != sorted(order, reverse=True):
        faults.append(Fault("goods_first", "sectors.csv", "holds_stock"))
    if not any(partner.is_foreign for partner in parts.partners):
        faults.append(Fault("no_foreign_partner", "partners.csv", "is_foreign"))
    priced = arrays.get("value_per_tonne", np.ones(len(sectors)))
    rows = {
        "value_per_tonne": [
            s.id for s, v in zip(sectors, priced, strict=True) if s.cargo in FREIGHT_CLASSES and v <= 0.0
        ],
        **{name: _without(parts, name) for name in ("labour_force", "population") if name in arrays},
    }
    faults += [Fault("number_missing", f"{name}.csv", key) for name, keys in rows.items() for key in keys]
    return faults


def _without(parts: Parts, name: str) -> list[str]:
    return [region.id for region, value in zip(parts.regions, parts.arrays[name], strict=True) if value <= 0.0]
