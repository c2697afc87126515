"""Money of local governments: own revenue, shared revenue of mines and wells, grants, and what they buy (eq. 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.trade import divided

if TYPE_CHECKING:
    from simulasi.model.parameters import PublicParameters
    from simulasi.world.world import World


class BudgetBase(NamedTuple):
    """Constants of budgets.

    taxed   : (sector, 1, region), value added per unit of output that local taxes and levies are raised on
    shared  : (sector, 1, 1), whether the state shares revenue on the output
    people  : (1, region), share of the people, by which the revenue of others is shared out
    own     : (1, region), own revenue of the base year (PAD), bn Rp a month
    share   : (1, region), shared revenue of the base year (DBH)
    grant   : (1, region), what base purchases cost beyond both (DAU and all else, net of what is saved)
    buys    : (1, region), share of both that is bought with, at most 1; the rest is saved or spent otherwise
    """

    taxed: np.ndarray
    shared: np.ndarray
    people: np.ndarray
    own: np.ndarray
    share: np.ndarray
    grant: np.ndarray
    buys: np.ndarray


class Revenue(NamedTuple):
    """Revenue of local governments in a month, bn Rp, ``[member, region]``.

    own   : taxes and levies of its own (PAD)
    share : shared revenue of coal, oil and gas (DBH)
    grant : grants of the centre (DAU and others), net
    """

    own: np.ndarray
    share: np.ndarray
    grant: np.ndarray


def budget_base(world: World, p: PublicParameters, *, value_added: np.ndarray, purchases: np.ndarray) -> BudgetBase:
    """Draw the constants of budgets from the base year.

    value_added : (sector, 1, region), bn Rp a month
    purchases   : (1, region), what governments buy, bn Rp a month
    """
    output = world.accounts.gross_output[:, None, :]
    resource, shared = (
        np.array([getattr(sector, flag) for sector in world.sectors])[:, None, None]
        for flag in ("is_resource", "takes_price")
    )
    per_output = np.divide(value_added, output, out=np.zeros_like(output), where=output > 0.0)
    people = world.accounts.population[None, :]
    bare = BudgetBase(np.where(resource, 0.0, per_output), shared, people / people.sum(), *np.zeros((4, *people.shape)))
    found = revenue(output, np.ones_like(output), np.zeros_like(people), bare, p)
    usual = found.own + found.share
    buys = np.minimum(1.0, divided(purchases, usual, otherwise=1.0))
    return bare._replace(own=found.own, share=found.share, grant=purchases - usual, buys=buys)


def revenue(output: np.ndarray, price: np.ndarray, grant: np.ndarray, base: BudgetBase, p: PublicParameters) -> Revenue:
    """Raise the revenue of a month (eq. 15).

    output, price : (sector, member, region)
    grant         : (member, region)

    Own revenue is a share of the value added of all that is not taken from the soil. Of coal, oil and gas the state
    shares a part of its take: ``producer_share`` of it with the region where they are won, the rest with all by people.
    """
    value = output * price
    own = p.local_tax * (base.taxed * value).sum(axis=0)
    pool = p.shared_revenue * (base.shared * value).sum(axis=0)
    share = p.producer_share * pool + (1.0 - p.producer_share) * pool.sum(axis=1, keepdims=True) * base.people
    return Revenue(own, share, grant)


def spending(extra: np.ndarray, found: Revenue, scale: np.ndarray, base: BudgetBase, p: PublicParameters) -> np.ndarray:
    """Spending of the next month beyond that of the trend, bn Rp, ``[member, region]``; negative when money is short.

    extra : the same of this month
    scale : (member, region), growth and price level that the revenue of the base year follows
    Budgets follow what revenue is above its trend, with the delay of a budget year, and save a part. Where the revenue
    of the base year is more than what is bought, what comes or goes is part of purchases as much as all of it was.
    """
    above = found.own + found.share - scale * (base.own + base.share)
    return np.asarray(extra + (p.spent_share * base.buys * above - extra) / p.delay_months)
