"""The trade step with one Mesa agent a region that looks around, orders, sells and receives by itself.

It follows the rules of eq. 6-8, so that it gives the numbers of our arrays (a test compares them); agents use NumPy for
what one of them does, as is usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from benchmarks.made_up_trade import Trade, made_up_trade

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "mesa"
SERVED_AGAIN = 2
"""Classes of buyers that are offered what is left."""


class Region(mesa.Agent):
    """A region buys in all sectors at once, and sells in all sectors at once."""

    def __init__(self, model: TradeModel, column: int, case: Trade) -> None:
        super().__init__(model)
        self.column = column
        self.weight, self.arriving, self.paid = (
            np.ascontiguousarray(kernel[:, :, column]) for kernel in (case.weight, case.arriving, case.paid)
        )
        self.price, self.supply, self.sigma = case.price[:, column], case.supply[:, column], case.sigma
        self.wanted = case.wanted[:, :, column]

    def post(self) -> None:
        """Post what the own goods attract, and begin to trade."""
        self.model.attraction[:, self.column] = self.price**-self.sigma
        self.left, self.missing, self.received = self.supply.copy(), self.wanted, 0.0

    def order(self) -> None:
        """Order at all origins, by their pull and by what is missing."""
        reach = (self.model.attraction * self.arriving).sum(axis=1)
        self.pulls = np.divide(
            self.missing, reach[:, None], out=np.zeros_like(self.missing), where=reach[:, None] > 0.0
        )
        self.model.book += self.pulls[:, :, None] * (self.model.attraction * self.weight)[:, None]

    def sell(self) -> None:
        """Fill the orders class by class, and say at which share."""
        orders = self.model.book[:, :, self.column]
        before = np.cumsum(orders, axis=1) - orders
        available = np.maximum(self.left[:, None] - before, 0.0)
        self.filled = np.divide(np.minimum(available, orders), orders, out=np.ones_like(orders), where=orders > 0.0)
        self.model.offers[:, :, self.column] = self.model.attraction[:, self.column, None] * self.filled
        self.left = np.maximum(self.left - (orders * self.filled).sum(axis=1), 0.0)

    def receive(self) -> None:
        """Receive and pay."""
        offers, prices = self.model.offers, self.model.prices
        self.received = self.received + self.pulls * (offers @ self.arriving[:, :, None])[:, :, 0]
        self.payments = self.pulls * ((offers * prices[:, None]) @ self.paid[:, :, None])[:, :, 0]

    def look_again(self) -> None:
        """Attract by what is left, and miss what the first classes did not get."""
        self.model.attraction[:, self.column] *= self.left / self.supply
        missing = np.maximum(self.wanted - self.received, 0.0)
        missing[:, SERVED_AGAIN:] = 0.0
        self.missing = missing


class TradeModel(mesa.Model):
    """Regions that trade with each other; the book holds what was ordered at each origin, by class."""

    def __init__(self, case: Trade) -> None:
        super().__init__()
        sectors, classes, regions = case.wanted.shape
        self.prices, self.attraction = case.price, np.empty((sectors, regions))
        self.book, self.offers = np.zeros((sectors, classes, regions)), np.zeros((sectors, classes, regions))
        self.regions = [Region(self, column, case) for column in range(regions)]

    def step(self) -> None:
        """Trade for a month: all, then what is left once more."""
        self.agents.do("post")
        self._round()
        self.agents.do("look_again")
        self._round()

    def _round(self) -> None:
        self.book[:] = 0.0
        for turn in ("order", "sell", "receive"):
            self.agents.do(turn)

    @property
    def received(self) -> np.ndarray:
        """What arrived in the month, (sector, class, destination)."""
        return np.stack([region.received for region in self.regions], axis=-1)


def trade_step(*, regions: int, sectors: int) -> Callable[[], None]:
    """Make the agents; a month of their trade is timed."""
    return TradeModel(made_up_trade(regions, sectors)).step
