"""What a month leaves with households: income of the next, houses and rents, and who moves (eq. 13, 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.model.housing import Housing, housing
from simulasi.model.labour import pay_at_home, pay_of_camps
from simulasi.model.migration import attraction, moves, net_moves, residents

if TYPE_CHECKING:
    import numpy as np

    from simulasi.model.conditions import Conditions
    from simulasi.model.labour import Work
    from simulasi.model.parameters import Parameters
    from simulasi.model.state import State
    from simulasi.model.structure import Structure


class Homes(NamedTuple):
    """Households after a month, ``[member, region]`` unless noted.

    income  : what they can spend next month, bn Rp
    people  : residents of the next month, persons
    housing : houses and rents
    moved   : people who moved, ``[member, *pairs*]``
    """

    income: np.ndarray
    people: np.ndarray
    housing: Housing
    moved: np.ndarray


def households(
    state: State, work: Work, living_cost: np.ndarray, crowd: np.ndarray, surplus: np.ndarray, now: Conditions,
    s: Structure, p: Parameters,
) -> Homes:  # fmt: skip
    """Pay residents where they live, let workers from elsewhere spend a part of their pay, and let people move.

    living_cost : (member, region), cost of the base basket
    crowd       : (member, region), people over those of the base year
    surplus     : (member, region), bn Rp
    """
    between = s.labour.pairs
    earned = pay_at_home(work, between) + p.households.retained_surplus * surplus
    renting = state.people + p.housing.camp_share * work.elsewhere
    houses = housing(Housing(state.houses, state.rent), renting, living_cost, now.births, now.arrivals, p.housing)
    employed = 1.0 - work.unemployment
    pull = attraction(
        employed, 1.0 - s.labour.unemployment, work.wage, living_cost, houses.rent, rent_share=p.housing.spending_share
    )
    moved = moves(pull + now.draws.moving, crowd / now.people, s.migration, p.migration)
    return Homes(
        income=s.demand.spent_share * earned + p.labour.camp_local_spending * pay_of_camps(work, between),
        people=residents(state.people, net_moves(moved, s.migration.pairs), now.births, now.arrivals),
        housing=houses,
        moved=moved,
    )
