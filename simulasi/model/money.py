"""Who earns and who spends in a month, by region: the accounts that must close (invariant 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.labour import pay_at_home, pay_of_camps
from simulasi.model.state import FINAL, INPUTS, INVESTMENT
from simulasi.model.trade import Between, divided

if TYPE_CHECKING:
    from simulasi.model.conditions import Conditions
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters
    from simulasi.model.structure import Structure


SMALL = 0.01
"""A gap is measured against sales, or this part of base output where sales are smaller."""


class Account(NamedTuple):
    """Income and spending of one kind of actor, bn Rp in the month, ``[member, region]`` or ``[member, partner]``."""

    income: np.ndarray
    spending: np.ndarray

    @property
    def saving(self) -> np.ndarray:
        """Income less spending; what is negative was borrowed."""
        return self.income - self.spending


class Accounts(NamedTuple):
    """The accounts of a month.

    firms        : sales, less inputs, wages and the surplus that belongs to owners
    carriers     : freight earned by land and river, less the services bought for it
    households   : pay of residents, retained surplus, transfers and what camps spend, less consumption and dues (tax,
                   saving)
    government   : own revenue, taxes on products, shared revenue and grants, less purchases; what is left builds works
                   or is saved
    elsewhere    : pay of workers, surplus of owners (own revenue taken off) and dues that leave the region, less what
                   workers spend here, transfers, shared revenue and grants
    partners     : goods and ships sold to the regions, less what partners bought; their saving is the external balance
    capital      : (member, region), what investors and programmes paid
    stock_change : (member, region), finished goods and inputs put in store, less what was taken out, at their prices
    """

    firms: Account
    carriers: Account
    households: Account
    government: Account
    elsewhere: Account
    partners: Account
    capital: np.ndarray
    stock_change: np.ndarray


def accounts_of(
    ledger: Ledger, met: Between, crowd: np.ndarray, now: Conditions, s: Structure, p: Parameters
) -> Accounts:
    """Keep the accounts of a month from its ledger.

    met   : what its origins and destinations brought together
    crowd : (member, region), people over those of the base year
    """
    regions = ledger.output.shape[2]
    paid, here = ledger.sales.payments[..., :regions], ledger.paid[:, :, :regions]
    sold = ledger.price * ledger.sales.shipped
    wanted = ledger.wanted[..., :regions]
    earned = ledger.carried * here[s.carrier]
    bought = paid[s.carrier, INPUTS] * divided(ledger.carried, wanted[s.carrier, INPUTS], otherwise=0.0)
    public = (paid[:, FINAL] * divided(ledger.public, wanted[:, FINAL], otherwise=0.0)).sum(axis=0)
    local_pay, camps = (paid_to(ledger.work, s.labour.pairs) for paid_to in (pay_at_home, pay_of_camps))
    own = local_pay + p.households.retained_surplus * ledger.surplus
    spent_by_camps = p.labour.camp_local_spending * camps
    dues = (1.0 - s.demand.spent_share) * own
    transfer = now.growth * now.numeraire * crowd / now.people * s.demand.transfer
    wages, revenue = ledger.work.wages, ledger.revenue
    # what regions pay each other is in their own revenue, and no owner of a firm pays it
    left = camps + (1.0 - p.households.retained_surplus) * ledger.surplus - (revenue.own - now.payments) + dues
    inputs = paid[:, INPUTS].sum(axis=0) - bought
    return Accounts(
        firms=Account(sold[:, :, :regions].sum(axis=0), inputs + wages + ledger.surplus + ledger.levied),
        carriers=Account(earned, bought),
        households=Account(own + transfer + spent_by_camps, paid[:, FINAL].sum(axis=0) - public + dues),
        government=Account(revenue.own + ledger.levied + revenue.share + revenue.grant, public),
        elsewhere=Account(left, spent_by_camps + transfer + revenue.share + revenue.grant),
        partners=Account(
            sold[:, :, regions:].sum(axis=0) + ships(ledger, met)[:, regions:],
            ledger.sales.payments[..., regions:].sum(axis=(0, 1)),
        ),
        capital=paid[:, INVESTMENT:].sum(axis=(0, 1)),
        stock_change=stock_change(ledger, s),
    )


def ships(ledger: Ledger, met: Between) -> np.ndarray:
    """Sea freight by the node whose ships earn it, ``[member, node]``: partners' ships carry both ways."""
    market, regions = met.market, ledger.output.shape[2]
    pairs, sea = market.pairs, market.paid - market.weight - market.land
    carried = met.by(sea) * pairs.of_origin(ledger.price)
    # what partners sell is earned once, as that of their own ships
    from_regions = carried * pairs.of_origin(np.arange(ledger.price.shape[2]) < regions)
    by_origin, by_destination = pairs.by_origin(carried).sum(axis=0), pairs.by_destination(from_regions).sum(axis=0)
    earned = np.zeros_like(by_origin)
    earned[:, regions:] = by_origin[:, regions:] + by_destination[:, regions:]
    # a sea leg between two regions is sailed by the first partner
    earned[:, regions] += by_destination[:, :regions].sum(axis=1)
    return earned


def stock_change(ledger: Ledger, s: Structure) -> np.ndarray:
    """Value put in store in the month, ``[member, region]``: finished goods at producer, inputs at delivered prices."""
    regions, goods = ledger.output.shape[2], s.production.goods
    unsold = (ledger.output - ledger.sales.shipped[:, :, :regions])[:goods]
    finished = ledger.price[:goods, :, :regions] * unsold
    arrived = ledger.sales.arrivals[:, INPUTS, :, :regions]
    return finished.sum(axis=0) + (ledger.paid[:, :, :regions] * (arrived - ledger.used)).sum(axis=0)


def closing_gap(accounts: Accounts) -> np.ndarray:
    """Relative gap between all saving and what capital cost, ``[member]``: every payment is somebody's income."""
    parts = [accounts.firms, accounts.carriers, accounts.households, accounts.government, accounts.elsewhere]
    saving = sum(part.saving.sum(axis=1) for part in (*parts, accounts.partners))
    income = sum(part.income.sum(axis=1) for part in (*parts, accounts.partners))
    return divided(abs(saving - accounts.capital.sum(axis=1)), income, otherwise=0.0)


def financing_gap(accounts: Accounts, ledger: Ledger, s: Structure) -> np.ndarray:
    """Relative gap between what firms and carriers borrow and what they put in store, ``[member, region]``.

    What was paid above the quoted price, for deliveries of the second round, is borrowed as well.
    """
    regions = ledger.output.shape[2]
    quoted = ledger.paid[:, :, :regions] * ledger.sales.arrivals[:, INPUTS, :, :regions]
    premium = (ledger.sales.payments[:, INPUTS, :, :regions] - quoted).sum(axis=0)
    borrowed = -(accounts.firms.saving + accounts.carriers.saving)
    usual = SMALL * s.production.output.sum(axis=0)
    return abs(borrowed - accounts.stock_change - premium) / np.maximum(accounts.firms.income, usual)
