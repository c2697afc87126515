"""Who moves where: residents follow expected real income, rents and distance, at a limited rate (eq. 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.parameters import MigrationParameters

MONTHS_A_YEAR = 12.0


class MigrationBase(NamedTuple):
    """Constants of moves.

    usual : (*pairs*), people who move in a usual month, as many there as back; the places are the regions, then the
            rest of the country
    pairs : places between which people move; the rest of the country exchanges people with every region
    """

    usual: np.ndarray
    pairs: Pairs = ALL


def migration_base(
    population: np.ndarray, hours: np.ndarray, p: MigrationParameters, neighbours: Pairs = ALL
) -> MigrationBase:
    """Draw the usual moves from the base year: gravity in people and hours between regions, a rate with the outside.

    population : (region,), persons
    hours      : (*pairs*), of people
    neighbours : regions between which people move
    What moves usually is the same in both directions: the trend of people already holds what the regions gain.
    """
    sizes = neighbours.of_origin(population) * neighbours.of_destination(population)
    apart = neighbours.is_apart(len(population))
    pull = sizes * np.exp(-neighbours.both_ways(hours) / p.decay_h) * apart
    between = p.moves_between / MONTHS_A_YEAR * population.sum() * pull / max(pull.sum(), np.finfo(float).tiny)
    outside = p.moves_outside / MONTHS_A_YEAR * population
    return MigrationBase(*neighbours.joining_outside(between, outside))


def moves(attraction: np.ndarray, crowd: np.ndarray, base: MigrationBase, p: MigrationParameters) -> np.ndarray:
    """People who move in a month, ``[member, *pairs*]``; the last place is the rest of the country (eq. 13).

    attraction : (member, region), log of expected real income over that of the base year; outside it is zero
    crowd      : (member, region), people over their trend

    ``M_od = usual_od (crowd_o crowd_d)^1/2 exp(clip(kappa (v_d - v_o) / 2))``: a binary logit around the usual moves,
    whose factor is limited both ways, so that nobody is created and no region empties in a month.

    >>> from simulasi.model.parameters import MigrationParameters
    >>> p = MigrationParameters(moves_between=0.0, moves_outside=0.12, income_elasticity=2.0, decay_h=3.0, most=3.0,
    ...                         household=3.0)
    >>> base = migration_base(np.array([1000.0]), np.zeros((1, 1)), p)
    >>> came, left = (moves(np.array([[0.1]]), np.ones((1, 1)), base, p)[0][pair] for pair in ((1, 0), (0, 1)))
    >>> round(float(came), 2), round(float(left), 2)
    (11.05, 9.05)
    """
    members = len(attraction)
    value = np.concatenate([attraction, np.zeros((members, 1))], axis=1)
    size = np.sqrt(np.concatenate([crowd, np.ones((members, 1))], axis=1))
    there, here = base.pairs.of_destination, base.pairs.of_origin
    gain = p.income_elasticity / 2.0 * (there(value) - here(value))
    limit = np.log(p.most)
    return np.asarray(base.usual * here(size) * there(size) * np.exp(np.clip(gain, -limit, limit)))


def net_moves(moved: np.ndarray, pairs: Pairs = ALL) -> np.ndarray:
    """People who came less those who left, ``[member, region]``.

    moved : (member, *pairs*), who moves; the last place is the rest of the country
    """
    return (pairs.by_destination(moved) - pairs.by_origin(moved))[:, :-1]


def residents(people: np.ndarray, net: np.ndarray, births: np.ndarray, arrivals: np.ndarray) -> np.ndarray:
    """People of the next month, ``[member, region]``.

    net      : (member, region), who comes less who leaves
    births   : (region,), factor of the trend
    arrivals : (region,), persons who come by a programme
    """
    return np.asarray(births * (people + net) + arrivals)


def attraction(
    employed: np.ndarray, usually_employed: np.ndarray, wage: np.ndarray, consumer_price: np.ndarray, rent: np.ndarray,
    *, rent_share: float,
) -> np.ndarray:  # fmt: skip
    """Log of expected real income over that of the base year, ``[member, region]``.

    employed, usually_employed : share of the labour force at work
    wage, consumer_price, rent : base year = 1
    """
    living = (1.0 - rent_share) * np.log(consumer_price) + rent_share * np.log(rent)
    return np.asarray(np.log(employed / usually_employed) + np.log(wage) - living)
