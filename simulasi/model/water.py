"""Raw water where it is known to be short: need, what is served of it, and what industry makes with it (eq. 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import WaterParameters
    from simulasi.world.world import World


class WaterBase(NamedTuple):
    """Constants of raw water.

    need   : (1, region), l/s in the base year; zero where nothing is known of it
    served : (1, region), share of the need that was served in the base year
    users  : (sector, 1, region), output of the industries that use it, bn Rp a month; zero for others
    """

    need: np.ndarray
    served: np.ndarray
    users: np.ndarray


class Water(NamedTuple):
    """Raw water in a month.

    need    : (member, region), l/s
    served  : (member, region), share of the need
    allowed : (sector, member, region), share of its plan that an industry can make with it
    """

    need: np.ndarray
    served: np.ndarray
    allowed: np.ndarray


def water_base(world: World) -> WaterBase:
    """Draw the constants of raw water from the base year."""
    need = world.water_need[None, :]
    uses = np.array([sector.needs_inputs and not sector.is_resource for sector in world.sectors])[:, None, None]
    return WaterBase(need, _served(world.water_supply, need), uses * world.accounts.gross_output[:, None, :])


def water(
    planned: np.ndarray,
    crowd: np.ndarray,
    supply: np.ndarray,
    base: WaterBase,
    p: WaterParameters,
    drawn: np.ndarray | float = 0.0,
) -> Water:
    """Serve households and industry alike, and let a shortage beyond that of the base year lower output (eq. 16).

    planned : (sector, member, region), output that industries plan
    crowd   : (member, region), people over those of the base year
    supply  : (region,), l/s
    drawn   : (region,), l/s that facilities take besides, where a need is known

    ``need = need0 (h people / people0 + (1 - h) output / output0) + drawn``; ``Y <= Y* (served / served0)^e``: the
    elasticity is well below 1, since industry has wells and lorries of its own.
    """
    uses = base.users > 0.0
    makes = divided((planned * uses).sum(axis=0), base.users.sum(axis=0), otherwise=1.0)
    need = base.need * (p.household_share * crowd + (1.0 - p.household_share) * makes) + drawn * (base.need > 0.0)
    served = _served(supply, need)
    lower = np.minimum(1.0, served / base.served) ** p.output_elasticity
    return Water(need, served, np.where(uses, lower, 1.0))


def _served(supply: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Share of the need that is served; all of it where none is known.

    >>> _served(np.array([1446.0, np.inf]), np.array([2249.0, 0.0])).round(3)
    array([0.643, 1.   ])
    """
    return np.minimum(1.0, divided(supply, need, otherwise=1.0))
