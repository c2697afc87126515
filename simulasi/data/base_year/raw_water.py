"""Raw water of the base year, where a shortage was published (table ``raw_water.csv``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simulasi.data.base_year.industries import Frames


def raw_water(tables: Frames) -> dict[str, np.ndarray]:
    """Read what regions need and have, l/s, (region,); nothing is needed, and all is there, where nothing is known."""
    rows = tables["raw_water"].set_index("region")
    ids = tables["regions"]["id"]
    have, short = (rows[column].reindex(ids).to_numpy(dtype=float) for column in ("served_l_s", "short_l_s"))
    return {
        "water_need": np.nan_to_num(have + short, nan=0.0),
        "water_supply": np.where(np.isnan(have), np.inf, have),
    }
