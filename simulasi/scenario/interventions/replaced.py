"""Purchases elsewhere that a facility takes over: as much is bought, from another origin."""

from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo

from simulasi.scenario.interventions.money import MONTHS
from simulasi.scenario.schema import Part
from simulasi.scenario.words import NodeId, fault
from simulasi.world.world import World


class Replaced(Part):
    """What all regions together buy of the sectors of a facility from one origin, and will buy from the facility.

    from_        : region or partner
    bn_rp_a_year : billion rupiah at prices of the base year, once all of the capacity is in use
    """

    from_: Annotated[NodeId, Field(alias="from")]
    bn_rp_a_year: Annotated[float, Field(gt=0, le=1_000_000)]


def check_replaced(replaced: Replaced, info: ValidationInfo) -> None:
    """Refuse to replace what comes from the region itself, more than the capacity, or more than is bought there."""
    if replaced.from_ == info.data["region"]:
        raise fault("same_region", at="from", region=replaced.from_)
    capacity = info.data["capacity_bn_rp"]
    if replaced.bn_rp_a_year > capacity:
        raise fault("more_than_capacity", at="bn_rp_a_year", moved=f"{replaced.bn_rp_a_year:g}", most=f"{capacity:g}")
    world: World | None = info.context
    if world is None:
        return
    bought = MONTHS * _movable(world, replaced.from_, info.data["region"]).sum(axis=1)
    for name, share in info.data["sectors"].items():
        moved, most = share * replaced.bn_rp_a_year, float(bought[world.sector_ids.index(name)])
        if moved > most:
            where = {"sector": name, "origin": replaced.from_}
            raise fault("more_than_comes", at="bn_rp_a_year", moved=f"{moved:.1f}", most=f"{most:.1f}", **where)


def moved_buyers(replaced: Replaced, moved: np.ndarray, world: World) -> np.ndarray:
    """Return the factor on the weight of each origin that moves purchases of the base year, (sector, *pairs*).

    moved : (sector, region), purchases that move, bn Rp a month; all in the region of the facility
    All buyers move the same share of what they buy there.
    """
    here, there = int(moved.sum(axis=0).argmax()), _node(world, replaced.from_)
    movable = _movable(world, replaced.from_, world.region_ids[here])
    total = movable.sum(axis=1)
    share = np.divide(moved[:, here], total, out=np.zeros_like(total), where=total > 0.0)[:, None] * (movable > 0.0)
    usual = np.where(movable > 0.0, _bought_from(world, here), 1.0)
    return np.asarray(1.0 - _of_origin(world, there, share) + _of_origin(world, here, share * movable / usual))


def _of_origin(world: World, origin: int, values: np.ndarray) -> np.ndarray:
    """Give the pairs of one origin the values of their buyers, (sector, region) to (sector, *pairs*); the rest zero."""
    pairs, partners = world.accounts.pairs, len(world.partners)
    is_it = np.arange(values.shape[1] + partners) == origin
    return pairs.of_origin(is_it) * pairs.of_destination(np.pad(values, ((0, 0), (0, partners))))


def _bought_from(world: World, origin: int) -> np.ndarray:
    """Return what regions buy from a node, (sector, region), bn Rp a month."""
    flows, regions = world.accounts.flows, slice(len(world.regions))
    return world.accounts.pairs.block(flows, slice(origin, origin + 1), regions)[:, 0]


def _movable(world: World, origin: str, region: str) -> np.ndarray:
    """Return what regions that buy from ``region`` buy from ``origin``, too, (sector, region), bn Rp a month."""
    from_there, from_here = (_bought_from(world, _node(world, name)) for name in (origin, region))
    return np.where(from_here > 0.0, from_there, 0.0)


def _node(world: World, name: str) -> int:
    return (*world.region_ids, *world.partner_ids).index(name)
