"""The world that a command is asked to use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.trade_balance import resettle, use_gap
from simulasi.data.world_file import fingerprint, open_world
from simulasi.world.accounts import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from simulasi.model.parameters import Parameters
    from simulasi.world.world import World


def world_at(folder: Path | None = None, changes: Mapping[str, float] | None = None) -> World:
    """Return a saved world, or the shipped one, with accounts that hold freight at the changed parameters.

    changes : parameters by ``group.name``
    """
    return world_for(folder, load_parameters(changes))


def world_for(folder: Path | None, p: Parameters) -> World:
    """Return a saved world, or the shipped one, with accounts that hold freight at parameters ``p``."""
    if folder is None:
        return default_world() if p == load_parameters() else default_world(p)
    world = open_world(folder)
    if use_gap(world, p).max() <= TOLERANCE:
        return world
    settled = resettle(world, p)
    return replace(settled, digest=fingerprint(settled))
