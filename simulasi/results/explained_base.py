"""What channels rest on beside the books of two runs: recipes and elasticities, and what a scenario changes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.world.world import World


class Pull(NamedTuple):
    """What a scenario changes of the pull of origins beside prices, freight and what can be had, in logarithms.

    taste : ([sector,] node, node), what buyers at each destination take to each origin
    size  : (sector, node), trend, permits and facilities; zero is no change
    asked : (sector, node), what partners ask more because the plants they buy from grow (eq. 5); zero at regions
    """

    taste: np.ndarray
    size: np.ndarray
    asked: np.ndarray


class Base(NamedTuple):
    """What does not differ between the runs.

    recipe  : (input, sector)
    labour  : (sector,), wages per unit of output
    sigma   : (sector,), elasticity between origins
    takes   : (sector,), whether the world's price is taken
    carrier : index of the sector that carries
    outside : (node,), whether a node is a partner
    eta     : price elasticity of partners' demand
    """

    recipe: np.ndarray
    labour: np.ndarray
    sigma: np.ndarray
    takes: np.ndarray
    carrier: int
    outside: np.ndarray
    eta: float

    @property
    def no_pull(self) -> Pull:
        """A scenario that changes no pull."""
        nodes = len(self.outside)
        nothing = np.zeros((len(self.sigma), nodes))
        return Pull(np.zeros((nodes, nodes)), nothing, nothing)


def base_of(world: World, parameters: Mapping[str, float]) -> Base:
    """Gather what the runs share."""
    sectors, regions = world.sectors, len(world.region_ids)
    goods = np.array([sector.holds_stock for sector in sectors])
    return Base(
        recipe=world.accounts.technical_coefficients,
        labour=world.accounts.wage_coefficient,
        sigma=np.where(goods, parameters["trade.sigma_goods"], parameters["trade.sigma_services"]),
        takes=np.array([sector.takes_price for sector in sectors]),
        carrier=next(place for place, sector in enumerate(sectors) if sector.is_carrier),
        outside=np.arange(regions + len(world.partner_ids)) >= regions,
        eta=parameters["trade.export_elasticity"],
    )
