"""The books of one year of a run: who made, shipped, bought and paid what; what an explanation is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided
from simulasi.world.cargo import FREIGHT_CLASSES

if TYPE_CHECKING:
    from simulasi.results.results import Results
    from simulasi.world.world import World

RP_PER_MILLION = 1e6


class Books(NamedTuple):
    """One year of a run, the mean of its members; volumes in bn Rp a year at base-year prices, money in bn Rp.

    shipped     : (sector, origin, destination)
    output, value_added : (sector, region)
    bought      : (use, sector, region), what arrived, by the uses of ``recorded_money.USES``
    price       : (sector, node), of producers
    ordered     : (sector, origin, destination), ordered first of each origin, before anything was short
    delivered   : (sector, node, node), 1 + freight per unit of producer value, at the end of the year
    paid        : (sector, node), price paid for a unit that arrives; spoilage included for regions
    wage        : (sector, region), what each industry pays
    tax         : (sector, region), share of the producer price
    carried     : (region,), transport that carriers order
    pay, profits, camps : (region,), pay of residents, surplus that stays, what workers from elsewhere spend here
    extra       : (region,), what governments spend beyond the trend on what they usually buy
    grdp        : (region,)
    """

    shipped: np.ndarray
    output: np.ndarray
    value_added: np.ndarray
    bought: np.ndarray
    price: np.ndarray
    ordered: np.ndarray
    delivered: np.ndarray
    paid: np.ndarray
    wage: np.ndarray
    tax: np.ndarray
    carried: np.ndarray
    pay: np.ndarray
    profits: np.ndarray
    camps: np.ndarray
    extra: np.ndarray
    grdp: np.ndarray

    @property
    def sold(self) -> np.ndarray:
        """Everything that was shipped to each destination, (sector, node)."""
        total: np.ndarray = self.shipped.sum(axis=1)
        return total

    @property
    def filled(self) -> np.ndarray:
        """Shipped over ordered, (sector, origin, destination); 1 where nothing was ordered.

        Below 1 an origin was short, above 1 others were.
        """
        return divided(self.shipped, self.ordered, otherwise=1.0)

    @property
    def stocked(self) -> np.ndarray:
        """Output that was not shipped, (sector, region)."""
        change: np.ndarray = self.output - self.shipped[:, : self.output.shape[1]].sum(axis=2)
        return change

    @property
    def spent(self) -> np.ndarray:
        """Money for what each use bought, (use, region)."""
        money: np.ndarray = (self.paid[:, : self.output.shape[1]] * self.bought).sum(axis=1)
        return money


def books_of(results: Results, world: World, year: int) -> Books:
    """Read the books of a year.

    world : the base world of the run, for what a tonne is worth
    """
    data, p = results.data, results.story["parameters"]
    in_year = data.month.to_numpy().astype("datetime64[Y]") == np.datetime64(str(year), "Y")
    place = data.year.to_numpy().tolist().index(year)
    shipped, ordered, price, bought, wage, tax = (
        data[name].to_numpy()[0, place]
        for name in ("trade", "orders", "producer_price", "bought", "paid_wage", "product_tax")
    )
    delivered = 1.0 + _freight(data["generalised_cost_rp_t"].to_numpy()[place], world)
    arrived = np.concatenate([bought.sum(axis=0), shipped.sum(axis=1)[:, bought.shape[2] :]], axis=1)
    spent_here = p["labour.camp_local_spending"]

    def total(name: str) -> np.ndarray:
        months: np.ndarray = data[name].to_numpy()[0, in_year]
        return np.asarray(months.sum(axis=0))

    return Books(
        shipped=shipped,
        output=total("gross_output").T,
        value_added=total("value_added").T,
        bought=bought,
        price=price,
        ordered=ordered,
        delivered=delivered,
        paid=divided((shipped * price[:, :, None] * delivered).sum(axis=1), arrived, otherwise=1.0),
        wage=wage,
        tax=tax,
        carried=total("carried"),
        pay=total("resident_pay"),
        profits=total("kept_surplus"),
        camps=total("remittances") * spent_here / (1.0 - spent_here),
        extra=(1.0 - p["public.works_share"]) * total("extra_spending"),
        grdp=total("grdp"),
    )


def _freight(cost: np.ndarray, world: World) -> np.ndarray:
    """Freight per unit of producer value, (sector, origin, destination); none where nobody is carried or no way is.

    cost : (class of traffic, origin, destination), Rp a tonne
    """
    kind = np.array([
        FREIGHT_CLASSES.index(sector.cargo) if sector.cargo in FREIGHT_CLASSES else -1 for sector in world.sectors
    ])  # fmt: skip
    value = np.where(kind >= 0, world.accounts.value_per_tonne, 1.0) * RP_PER_MILLION
    share = np.where(kind >= 0, world.accounts.freight_scale / value, 0.0)
    freight: np.ndarray = share[:, None, None] * np.where(np.isfinite(cost), cost, 0.0)[kind]
    return freight
