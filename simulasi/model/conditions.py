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
    drawn         : (region,), raw water that facilities take besides, l/s
    affinity      : (sector or 1, *pairs*), what buyers at each destination take to each origin beyond price; None
                    where nothing
    commuting     : (*pairs* of regions), what residents of each home take to each workplace beyond pay and hours
    size          : (sector, 1, region), size of each industry over the base year: the trend of the region, times
                    permits and schedules, and the facilities that look for buyers
    built         : (sector, 1, region), part of that size that facilities are
    trend         : (sector, 1, region), growth of plant in the month: of that size and of captive facilities
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
    drawn: np.ndarray
    affinity: np.ndarray | None
    commuting: np.ndarray
    size: np.ndarray
    built: np.ndarray
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
    built = _built(world, world.facilities)
    size = _size(world) * draws.harvest + built
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
        drawn=world.water_drawn,
        affinity=_affinity(world),
        commuting=world.commuting,
        size=size,
        built=built,
        trend=_plant(following, later) / _plant(world, draws),
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


def size_of_industries(world: World) -> np.ndarray:
    """Size of each industry over the base year, (sector, 1, region): trend, permits, schedules and facilities."""
    return _size(world) + _built(world, world.facilities)


def _size(world: World) -> np.ndarray:
    """Size of each industry beside what is invested: trend, permits, schedules and harvests, (sector, 1, region)."""
    return (world.growth_index * world.capacity_index)[:, None, :]


def _built(world: World, capacity: np.ndarray) -> np.ndarray:
    """Capacity of facilities over the output of the base year, (sector, 1, region); nothing where none was made.

    capacity : (sector, region), bn Rp a month
    """
    return divided(capacity, world.accounts.gross_output, otherwise=0.0)[:, None, :]


def _plant(world: World, draws: Draws) -> np.ndarray:
    """Size of the plant of each industry, that of facilities with buyers of their own included, (sector, 1, region)."""
    return _size(world) * draws.harvest + _built(world, world.facilities + world.captive)


def _affinity(world: World) -> np.ndarray | None:
    """Return what buyers take to beyond price, by commodity only where that differs; None where there is nothing."""
    if not (world.preference == 1.0).all():
        return world.preference * world.affinity
    return None if (world.affinity == 1.0).all() else world.affinity[None]
