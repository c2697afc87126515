"""What a month brings from outside: the world of the month, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.draws import Draws
    from simulasi.model.haulage import Opened
    from simulasi.model.parameters import Parameters
    from simulasi.world.world import World


class Conditions(NamedTuple):
    """What the month brings from outside.

    network       : what the last event of the network left: routes, and the market at published hours
    growth        : (region,), trend index of output, public services and transfers
    people        : (region,), trend index of the people
    births        : (region,), factor of that index to the next month
    hours         : (*pairs*), of people's trips between neighbours, one way
    officials     : (region,), civil servants whom programmes have moved here, persons
    arrivals      : (region,), persons who come for it until the next month, families included
    minimum_wage  : (region,), over that of the base year
    local_hire    : (region,), share of the new construction jobs that is promised to residents
    tax           : (sector, 1, region), share of the producer price that goes to the local budget
    water         : (region,), raw water that can be had, l/s; infinite where it is not limited
    public        : (sector, 1, region), what governments buy here besides, or less where it is negative, bn Rp
    payments      : (region,), what local budgets get from those of other regions, net, bn Rp (nominal)
    affinity      : (*pairs*), what buyers at each destination take to each origin beyond price; None where nothing
    size          : (sector, 1, region), trend index of each industry: the region's, times permits and schedules
    trend         : (sector, 1, region), growth of that size in the month
    programme     : (sector, 1, region), spending of programmes, bn Rp (nominal)
    outside       : (sector, 1, partner), producer price at partners
    world_price   : (sector, 1, 1), price of the world
    numeraire     : price level that transfers scale with
    draws         : what chance does
    """

    network: Opened
    growth: np.ndarray
    people: np.ndarray
    births: np.ndarray
    hours: np.ndarray
    officials: np.ndarray
    arrivals: np.ndarray
    minimum_wage: np.ndarray
    local_hire: np.ndarray
    tax: np.ndarray
    water: np.ndarray
    public: np.ndarray
    payments: np.ndarray
    affinity: np.ndarray | None
    size: np.ndarray
    trend: np.ndarray
    programme: np.ndarray
    outside: np.ndarray
    world_price: np.ndarray
    numeraire: float
    draws: Draws


def conditions_of(
    world: World, following: World, opened: Opened, p: Parameters, chance: tuple[Draws, Draws]
) -> Conditions:
    """Return what a month brings from outside.

    world, following : of the month and of the next one
    opened           : what the network of the month leaves
    chance           : draws of the month and of the next one
    """
    draws, later = chance
    size = _size(world) * draws.harvest
    prices = _passed_on(world.partner_price[:, None, :] * draws.world_price, world)
    foreign = [column for column, partner in enumerate(world.partners) if partner.is_foreign][:1] or [0]
    return Conditions(
        network=opened,
        growth=world.growth_index,
        people=world.people_index,
        births=following.people_index / world.people_index,
        hours=opened.hours,
        officials=world.officials,
        arrivals=p.migration.household * (following.officials - world.officials),
        minimum_wage=world.minimum_wage,
        local_hire=world.local_hire,
        tax=world.tax[:, None, :],
        water=world.water_supply,
        public=world.public[:, None, :],
        payments=world.payments,
        affinity=None if (world.affinity == 1.0).all() else world.affinity,
        size=size,
        trend=_size(following) * later.harvest / size,
        programme=world.programme[:, None, :],
        outside=world.numeraire * prices,
        world_price=world.numeraire * prices[:, :, foreign],
        numeraire=world.numeraire,
        draws=draws,
    )


def _passed_on(prices: np.ndarray, world: World) -> np.ndarray:
    """Let makers at partners pass on what the world asks for coal, oil and gas, (sector, member, partner).

    prices : (sector, member, partner), without it
    They mark up their cost like the makers here (eq. 11). Otherwise a dear barrel would make the refineries here dearer
    than all others.
    """
    taken = np.array([sector.takes_price for sector in world.sectors])[:, None, None]
    recipe = world.accounts.technical_coefficients
    cost = recipe.sum(axis=0) + world.accounts.wage_coefficient
    dearer = np.einsum("is,imp->smp", divided(recipe, cost, otherwise=0.0), np.where(taken, prices - 1.0, 0.0))
    return np.where(taken, prices, prices + dearer)


def _size(world: World) -> np.ndarray:
    """Size of each industry beside what is invested: trend, permits, schedules and harvests, (sector, 1, region)."""
    return (world.growth_index * world.capacity_index)[:, None, :]
