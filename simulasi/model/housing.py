"""Houses and rents: one good that is not traded, whose supply follows slowly (eq. 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from simulasi.model.parameters import HousingParameters


class Housing(NamedTuple):
    """Houses at the end of a month, ``[member, region]``.

    houses : persons that can be housed at the rent of the base year
    rent   : base year = 1
    """

    houses: np.ndarray
    rent: np.ndarray


def housing(
    before: Housing,
    seekers: np.ndarray,
    consumer_price: np.ndarray,
    births: np.ndarray,
    arrivals: np.ndarray,
    p: HousingParameters,
) -> Housing:
    """Let rents answer to who looks for a house, and houses follow (eq. 14).

    seekers  : (member, region), residents, and workers from elsewhere who do not live in barracks
    births   : (region,), factor of the trend of people, which houses follow by themselves
    arrivals : (region,), persons who come by a programme, which builds their dwellings

    ``rent -> P (seekers / houses)^(1 / elasticity)`` at a speed; houses close a part of the gap every month, and
    what stands empty falls down at most as fast as houses wear.

    >>> from simulasi.model.parameters import HousingParameters
    >>> p = HousingParameters(supply_elasticity=0.5, rent_speed=1.0, building_months=60.0, wear=0.0, spending_share=0.2,
    ...                       camp_share=0.3)
    >>> one = np.ones((1, 1))
    >>> after = housing(Housing(1000.0 * one, one), 1100.0 * one, one, np.ones(1), np.zeros(1), p)
    >>> round(float(after.rent[0, 0]), 2), round(float(after.houses[0, 0]), 1)
    (1.21, 1001.7)
    """
    gap = seekers - before.houses
    aim = consumer_price * (seekers / before.houses) ** (1.0 / p.supply_elasticity)
    built = np.maximum(gap / p.building_months, -p.wear * before.houses)
    return Housing(births * (before.houses + built) + arrivals, before.rent + p.rent_speed * (aim - before.rent))
