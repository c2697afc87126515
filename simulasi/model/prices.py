"""Producer prices (eq. 11): they follow marked-up unit cost and the pressure of orders on supply."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import PriceParameters
    from simulasi.model.production import ProductionBase


class PriceBase(NamedTuple):
    """Constants of prices, ``[sector, 1, region]``.

    made     : where something is made; elsewhere there is no price to set
    taker    : where the price of the world is taken, whatever the cost
    markup   : mark-up on unit cost that makes the base price 1
    pressure : base ratio of orders to supply
    """

    made: np.ndarray
    taker: np.ndarray
    markup: np.ndarray
    pressure: np.ndarray


def price_base(
    production: ProductionBase, paid: np.ndarray, wage_coefficient: np.ndarray, taker: np.ndarray
) -> PriceBase:
    """Set the markup so that unit cost is right in the base year, and note the normal pressure of orders.

    paid  : (sector, 1, region), base price paid for inputs
    taker : (sector,), commodities sold at the price of the world
    """
    cost = unit_cost(paid, wage_coefficient * np.ones_like(paid), production.recipe)
    output = production.output
    supply = np.where(production.stock_months > 0.0, (1.0 + production.stock_months) * output, production.capacity)
    made = (output > 0.0) & (cost > 0.0)
    return PriceBase(
        made,
        made & taker[:, None, None],
        divided(1.0, cost, otherwise=1.0) - 1.0,
        divided(output, supply, otherwise=0.0),
    )


def unit_cost(paid: np.ndarray, dues: np.ndarray, recipe: np.ndarray) -> np.ndarray:
    """Cost of inputs, freight included, and of labour and taxes for a unit of output, ``[sector, member, region]``.

    dues : (sector, member, region), wages and taxes of a unit
    """
    return np.asarray((recipe.T @ paid.reshape(len(paid), -1)).reshape(paid.shape) + dues)


def posted(price: np.ndarray, world: np.ndarray, base: PriceBase) -> np.ndarray:
    """Return the prices of the month: what the world pays for commodities that take its price, else the makers' own.

    world : (sector, 1, 1), price of the world
    """
    return np.where(base.taker, world, price)


def follow_cost_and_scarcity(
    price: np.ndarray,
    cost: np.ndarray,
    orders: np.ndarray,
    supply: np.ndarray,
    base: PriceBase,
    p: PriceParameters,
) -> np.ndarray:
    """Move prices towards marked-up cost, and up or down with the pressure of orders (eq. 11).

    ``p += lambda (cost (1 + markup) - p) + mu p (orders/supply - base ratio)``
    """
    pressure = np.clip(
        divided(orders, supply, otherwise=base.pressure) - base.pressure, -p.pressure_limit, p.pressure_limit
    )
    aim = cost * (1.0 + base.markup)
    moved = price + p.cost_speed * (aim - price) + p.pressure_speed * price * pressure
    return np.where(base.made & ~base.taker, moved, price)
