"""A user's map drawn pale below a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path as Outline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulasi.report.background import Background
    from simulasi.report.plane import Projection

LAND_COLOUR, SHORE_COLOUR = "#F3F1EB", "#B9B4A6"
FINEST_IN = 0.004
"""Points of a map closer than this are drawn as one."""
UNDER = 0


def draw_background(axes: Axes, background: Background, projection: Projection) -> None:
    """Draw areas and lines of a map, no finer than they can be seen."""
    areas = [Outline.make_compound_path(*(_outline(ring, projection) for ring in area)) for area in background.areas]
    axes.add_collection(
        PathCollection(areas, facecolor=LAND_COLOUR, edgecolor=SHORE_COLOUR, linewidth=0.6, zorder=UNDER)
    )
    lines = [_thinned(line, projection) for line in background.lines]
    axes.add_collection(LineCollection(lines, color=SHORE_COLOUR, linewidth=0.6, zorder=UNDER))


def _outline(ring: np.ndarray, projection: Projection) -> Outline:
    points = _thinned(ring, projection)
    return Outline(np.concatenate([points, points[:1]]), closed=True)


def _thinned(points: np.ndarray, projection: Projection) -> np.ndarray:
    """Return points on the sheet without those that nobody could tell from the one before."""
    placed_points = projection.at(points)
    cells = np.round(placed_points * projection.frame.size_in / FINEST_IN)
    is_new = np.concatenate([[True], (np.diff(cells, axis=0) != 0.0).any(axis=1)])
    return np.asarray(placed_points[is_new])
