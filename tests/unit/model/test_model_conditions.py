"""What a month brings from outside, and what it does: officials, taxes, wages by law, payments, a taste."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import calm

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.conditions import conditions_of
from simulasi.model.identities import check
from simulasi.model.state import FINAL
from simulasi.model.step import step
from simulasi.model.structure import first_state


@pytest.fixture
def month(still, p):
    """Run one month of the tiny world under other conditions; the state it leaves and its ledger."""
    s, now = still

    def under(**conditions):
        before, present = first_state(s), now._replace(**conditions)
        after, ledger = step(before, present, s, p)
        check(before, after, ledger, present, s, p)
        return after, ledger

    return under


@pytest.fixture
def brings(world, still, p):
    """Conditions of a month of a world that is followed by another one."""
    _, now = still

    def of(this, following):
        return conditions_of(this, following, now.network, p, (now.draws, now.draws))

    return lambda this=world, following=world: of(this, following)


def test_nothing_comes_from_a_world_of_the_base_year(brings):
    found = brings()
    assert found.affinity is None
    for name in ("officials", "arrivals", "tax", "public", "payments", "programme", "local_hire"):
        assert not getattr(found, name).any(), name
    for name in ("growth", "people", "births", "minimum_wage", "size", "trend"):
        assert (getattr(found, name) == 1.0).all(), name


def test_officials_of_the_next_month_arrive_with_their_families(world, brings, p):
    later = world.with_officials(np.array([0.0, 100.0, 0.0]))
    assert brings(world, later).arrivals.tolist() == [0.0, 100.0 * p.migration.household, 0.0]
    assert brings(later, later).arrivals.tolist() == [0.0] * 3
    assert brings(later, later).officials.tolist() == [0.0, 100.0, 0.0]


def test_births_are_the_growth_of_the_trend_of_people(world, brings):
    later = world.with_growth(world.growth_index, np.array([1.0, 1.02, 1.0]))
    assert brings(world, later).births.tolist() == [1.0, 1.02, 1.0]


def test_a_taste_is_told_only_where_there_is_one(world, brings):
    taste = world.affinity.copy()
    taste[0, 1] = 2.0
    fond = replace(world, affinity=taste)
    assert np.array_equal(brings(fond, fond).affinity, taste[None])


def test_arrivals_live_here_the_next_month(month, still):
    after, _ = month(arrivals=np.array([0.0, 300.0, 0.0]))
    assert after.people[0] == pytest.approx(still[0].demand.people[0] + [0.0, 300.0, 0.0], rel=1e-13)


def test_officials_bring_administration_that_the_state_pays_for():
    world, p = default_world(), load_parameters()
    s, now = calm(world, p)
    ikn, administration = world.region_ids.index("ikn"), world.sector_ids.index("government")
    officials = np.zeros(len(world.regions))
    officials[ikn] = 1_000.0
    _, usual = step(first_state(s), now, s, p)
    _, ledger = step(first_state(s), now._replace(officials=officials), s, p)
    more = ledger.public - usual.public
    assert more[administration, 0, ikn] == pytest.approx(1_000.0 * s.demand.per_official[administration, 0, ikn])
    assert more[administration, 0, ikn] > 1.0
    assert np.count_nonzero(abs(more) > 1e-9) == 1
    grant = (ledger.revenue.grant - usual.revenue.grant)[0, ikn]
    assert grant == pytest.approx(more[administration, 0, ikn] * ledger.paid[administration, 0, ikn], rel=1e-12)


def tax_on_rice(share):
    tax = np.zeros((2, 1, 3))
    tax[0, 0, 1] = share
    return tax


def test_a_tax_raises_cost_and_then_the_price_and_goes_to_the_budget(month, p):
    (before, usual), (after, ledger) = month(), month(tax=tax_on_rice(0.1))
    markup = 1.0 / (0.3 * 1.0 + 0.2 + 0.4)
    assert ledger.levied[0].tolist() == pytest.approx([0.0, 0.1 * ledger.output[0, 0, 1], 0.0], rel=1e-14)
    dearer = (after.price - before.price)[:, 0]
    assert 0.5 * p.prices.cost_speed * 0.1 < dearer[0, 1] < 2.0 * p.prices.cost_speed * 0.1 * markup
    assert (np.delete(dearer, 1, axis=1) == 0.0).all()
    assert (usual.surplus - ledger.surplus)[0].tolist() == pytest.approx(ledger.levied[0].tolist(), abs=1e-12)


def test_a_subsidy_lowers_the_price_and_costs_the_budget(month):
    (before, _), (after, ledger) = month(), month(tax=tax_on_rice(-0.1))
    assert after.price[0, 0, 1] < before.price[0, 0, 1]
    assert ledger.levied[0, 1] == pytest.approx(-0.1 * ledger.output[0, 0, 1], rel=1e-14)


def test_payments_between_budgets_are_revenue_here_and_none_there(month, p):
    paid = np.array([-4.0, 4.0, 0.0])
    (before, usual), (after, ledger) = month(), month(payments=paid)
    assert (ledger.revenue.own - usual.revenue.own)[0] == pytest.approx(paid, rel=1e-12)
    spent = (after.public - before.public)[0]
    assert spent[0] < 0.0 < spent[1] < 4.0 * p.public.spent_share / p.public.delay_months + 1e-12
    assert spent[2] == pytest.approx(0.0, abs=1e-12)


def test_what_governments_buy_besides_is_bought(month, still):
    more = np.zeros((2, 1, 3))
    more[0, 0, 2], more[1, 0, 0] = 1.5, -100.0
    _, ledger = month(public=more)
    usual = still[0].demand.government
    assert ledger.public[0, 0].tolist() == pytest.approx((usual[0, 0] + [0.0, 0.0, 1.5]).tolist(), rel=1e-14)
    assert ledger.public[1, 0, 0] == 0.0


def test_a_taste_moves_shares_and_keeps_quantities(month):
    taste = np.ones((4, 4))
    taste[0, 1] = 3.0
    (_, usual), (_, fond) = month(), month(affinity=taste[None])
    # prices of the month are as they were: the basket costs otherwise only as its origins pay otherwise for freight
    share, before = (ledger.flows[0, 0, :, 1] / ledger.flows[0, 0, :, 1].sum() for ledger in (fond, usual))
    assert share[0] > before[0]
    assert (share[1:] < before[1:]).all()
    assert fond.flows[0, 0, :, 2] == pytest.approx(usual.flows[0, 0, :, 2], rel=1e-12)
    wanted = fond.wanted[0, FINAL, 0, 1] / usual.wanted[0, FINAL, 0, 1]
    assert wanted == pytest.approx(usual.paid[0, 0, 1] / fond.paid[0, 0, 1], rel=0.1)
    assert fond.sales.arrivals[0, :, 0, 1].sum() == pytest.approx(fond.wanted[0, :, 0, 1].sum(), rel=1e-12)


def test_the_same_taste_for_all_origins_changes_nothing(month):
    (_, usual), (_, fond) = month(), month(affinity=np.full((1, 4, 4), 2.0))
    assert fond.output == pytest.approx(usual.output, rel=1e-13)
    assert fond.flows == pytest.approx(usual.flows, rel=1e-12, abs=1e-13)


def test_a_higher_minimum_wage_costs_those_who_pay_less(month):
    (before, usual), (after, ledger) = month(), month(minimum_wage=np.array([1.0, 2.0, 1.0]))
    assert (ledger.work.wages >= usual.work.wages).all()
    assert (after.price >= before.price - 1e-15).all()


def test_more_local_hiring_fills_new_sites_from_home():
    world, p = default_world(), load_parameters()
    s, now = calm(world, p)
    spending = 0.5 * s.demand.investment
    _, camps = step(first_state(s), now._replace(programme=spending), s, p)
    _, local = step(first_state(s), now._replace(programme=spending, local_hire=np.ones(11)), s, p)
    assert camps.work.elsewhere.sum() > local.work.elsewhere.sum()
    assert camps.work.employed.sum() < local.work.employed.sum()
