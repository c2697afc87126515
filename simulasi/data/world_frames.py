"""A world as tables: its identities a row each, its arrays a row for every cell that says something."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulasi.data.cells import written
from simulasi.data.tables_world import ACCOUNTS, COLUMNS, OTHERS, axis_ids
from simulasi.world.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simulasi.data.tables_world import LongTable
    from simulasi.world.network import Link
    from simulasi.world.world import World


def frames_of(world: World) -> dict[str, pd.DataFrame]:
    """Write a world as tables by name; cells that hold the rest of their table are left out.

    >>> from simulasi.data.build_world import default_world
    >>> frames_of(default_world())["flows"].columns.tolist()
    ['sector', 'origin', 'destination', 'bn_rp_month']
    """
    ids = axis_ids(world.region_ids, world.partner_ids, world.sector_ids)
    network = world.network
    links = ({"from": link.between[0], "to": link.between[1], **asdict(link)} for link in network.links.values())
    rows: dict[str, Iterable[dict[str, Any]]] = {
        "regions": map(asdict, world.regions),
        "partners": map(asdict, world.partners),
        "sectors": map(asdict, world.sectors),
        "places": map(asdict, network.places.values()),
        "links": links,
        "terminals": map(asdict, network.terminals.values()),
        "cargo_classes": map(asdict, world.cargo),
        "sources": ({"id": name} for name in sorted(world.source_ids)),
    }
    frames = {name: _identity_frame(rows[name], columns) for name, columns in COLUMNS.items()}
    arrays = {**world.accounts.arrays(), **{table.name: getattr(world, table.name) for table in OTHERS}}
    return frames | {table.name: _long_frame(arrays[table.name], table, ids) for table in (*ACCOUNTS, *OTHERS)}


def straightened(world: World) -> World:
    """Turn every link that may be used both ways so that its ends stand in the order of its key."""
    network = world.network
    links = tuple(_straight(link) for link in network.links.values())
    return world.with_network(Network.of(tuple(network.places.values()), links, tuple(network.terminals.values())))


def _straight(link: Link) -> Link:
    if link.is_one_way or link.between == link.key[:2]:
        return link
    there, back = link.hours
    hours_back = None if link.travel_time_back_h is None else there
    return replace(link, between=link.key[:2], travel_time_h=back, travel_time_back_h=hours_back)


def _identity_frame(rows: Iterable[dict[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    cells = [{name: written(row[name], kind) for name, kind in columns.items()} for row in rows]
    frame = pd.DataFrame(cells, columns=list(columns))
    return frame.astype({name: int for name, kind in columns.items() if kind in ("flag", "count")})


def _long_frame(values: np.ndarray, table: LongTable, ids: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    # a negative zero is written too, so that the bits come back
    where = np.nonzero((values != table.rest) | np.signbit(values))
    labels = {
        axis: pd.Categorical.from_codes(index, list(ids[axis])) for axis, index in zip(table.axes, where, strict=True)
    }
    return pd.DataFrame({**labels, table.unit: values[where]})
