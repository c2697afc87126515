"""What is recorded of money and of who buys: income that stays, freight that is paid, purchases by use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.model.labour import pay_at_home
from simulasi.model.state import FINAL, INPUTS, INVESTMENT, PROGRAMME
from simulasi.model.trade import divided
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters

USES = ("industries", "households", "government", "investors", "programmes")
"""Who buys; industries buy inputs, among them what carriers order."""


def money_of(ledger: Ledger, p: Parameters, workplaces: Pairs = ALL) -> dict[str, np.ndarray]:
    """Return the money of a month by name as in ``VARIABLES``, (member, region), bn Rp of the day; carried in volume.

    workplaces : homes and workplaces between which people go to work

    GRDP at current prices is wages, surplus and taxes on products: the value of output less that of its inputs.
    """
    regions, work = ledger.output.shape[2], ledger.work
    bought = ledger.sales.payments.sum(axis=(0, 1))[..., :regions]
    at_makers = value_at_makers(ledger)[..., :regions]
    return {
        "grdp_nominal": work.wages + ledger.surplus + ledger.levied,
        "resident_pay": pay_at_home(work, workplaces),
        "kept_surplus": p.households.retained_surplus * ledger.surplus,
        "purchase_value": bought,
        "freight_paid": bought - at_makers,
        "carried": ledger.carried,
    }


def value_at_makers(ledger: Ledger) -> np.ndarray:
    """Return the value of what was sold to each node, freight apart, (member, node), bn Rp of the day."""
    way, goods = ledger.way, len(ledger.way.goods.weight)
    parts = zip(ledger.sales.of_sectors(goods), (ledger.price[:goods], ledger.price[goods:]), strict=True)
    found = np.zeros(ledger.price.shape[1:])
    for (sales, price), market in zip(parts, (way.goods, way.services), strict=True):
        from_makers = market.pairs.to_destinations(sales.offers * price[:, None], market.weight)
        found += (sales.pulls * from_makers).sum(axis=(0, 1))
    return found


def bought_by_use(ledger: Ledger) -> np.ndarray:
    """Return what was delivered to each use of ``USES``, (use, sector, member, region).

    Households and government are short of a commodity alike.
    """
    regions = ledger.output.shape[2]
    arrived, wanted = ledger.sales.arrivals[..., :regions], ledger.wanted[:, FINAL, :, :regions]
    public = ledger.public * divided(arrived[:, FINAL], wanted, otherwise=1.0)
    return np.stack([
        arrived[:, INPUTS], arrived[:, FINAL] - public, public, arrived[:, INVESTMENT], arrived[:, PROGRAMME],
    ])  # fmt: skip
