"""The map that a user wants below the maps of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.cli.printing import note
from simulasi.report.background import check_covers, read_background
from simulasi.report.maps import positions

if TYPE_CHECKING:
    from pathlib import Path

    from simulasi.report.background import Background
    from simulasi.world.world import World


def background_of(file: Path | None, world: World) -> Background | None:
    """Read a map, and say whose it is; TableError for one that cannot be drawn below the network of a world."""
    if file is None:
        return None
    background = read_background(file)
    points = np.array(list(positions(world.network, world.region_ids).values())).reshape(-1, 2)
    if len(points):
        check_covers(background, points.min(axis=0), points.max(axis=0), file=file)
    if background.licence:
        note("cli.map_licence", file=background.name, licence=background.licence)
    else:
        note("cli.map_without_licence", file=background.name)
    return background
