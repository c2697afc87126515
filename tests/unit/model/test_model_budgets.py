"""Money of local governments (eq. 15)."""

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.budgets import BudgetBase, Revenue, revenue, spending
from simulasi.model.structure import calibrate

P = load_parameters().public
NONE = np.zeros((1, 3))
OUTPUT = np.array([[100.0, 0.0, 50.0], [10.0, 40.0, 30.0]])[:, None]
BASE = BudgetBase(
    taxed=np.array([[0.0, 0.0, 0.0], [0.5, 0.5, 0.25]])[:, None],
    shared=np.array([True, False])[:, None, None],
    people=np.array([[0.2, 0.5, 0.3]]),
    own=np.array([[0.1, 0.4, 0.15]]),
    share=np.array([[2.0, 2.0, 2.0]]),
    grant=np.array([[1.0, 1.0, 1.0]]),
    buys=np.array([[1.0, 1.0, 0.5]]),
)


@pytest.fixture(scope="module")
def default():
    world = default_world()
    return world, calibrate(world, load_parameters())


def test_shared_revenue_adds_up_to_a_part_of_the_value_of_mines_and_wells():
    found = revenue(OUTPUT, np.ones_like(OUTPUT), NONE, BASE, P)
    assert found.share.sum() == pytest.approx(P.shared_revenue * 150.0, rel=1e-14)


def test_the_region_of_the_mine_has_its_part_and_all_have_the_rest_by_people():
    found = revenue(OUTPUT, np.ones_like(OUTPUT), NONE, BASE, P)
    rest = (1.0 - P.producer_share) * P.shared_revenue * 150.0 * BASE.people[0]
    assert found.share[0] == pytest.approx(P.producer_share * P.shared_revenue * OUTPUT[0, 0] + rest, rel=1e-14)


def test_own_revenue_is_a_part_of_the_value_added_of_all_but_what_is_taken_from_the_soil():
    found = revenue(OUTPUT, np.ones_like(OUTPUT), NONE, BASE, P)
    assert found.own[0] == pytest.approx(P.local_tax * np.array([5.0, 20.0, 7.5]), rel=1e-14)


def test_twice_the_prices_are_twice_the_revenue_and_spending():
    one, two = (revenue(OUTPUT, k * np.ones_like(OUTPUT), k * NONE + k, BASE, P) for k in (1.0, 2.0))
    for name in Revenue._fields:
        assert getattr(two, name) == pytest.approx(2.0 * getattr(one, name), rel=1e-14), name
    more, less = (spending(k * NONE, found, k, BASE, P) for k, found in ((1.0, one), (2.0, two)))
    assert less == pytest.approx(2.0 * more, rel=1e-12)


def usual_and(more):
    return Revenue(BASE.own + more, BASE.share, BASE.grant)


def test_revenue_that_follows_its_trend_is_spent_as_usual():
    assert spending(NONE, usual_and(0.0), np.ones((1, 3)), BASE, P) == pytest.approx(0.0, abs=1e-16)
    grown = Revenue(1.3 * BASE.own, 1.3 * BASE.share, 1.3 * BASE.grant)
    assert spending(NONE, grown, 1.3 * np.ones((1, 3)), BASE, P) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("more", [6.0, -1.5])
def test_spending_follows_revenue_with_the_delay_of_a_budget_year(more):
    extra, paths = NONE, []
    for _ in range(240):
        extra = spending(extra, usual_and(more), np.ones((1, 3)), BASE, P)
        paths.append(extra[0])
    aim = P.spent_share * more * BASE.buys[0]
    assert paths[0] == pytest.approx(aim / P.delay_months, rel=1e-13)
    assert paths[int(P.delay_months) - 1] == pytest.approx(aim * (1.0 - (1.0 - 1.0 / P.delay_months) ** 12), rel=1e-12)
    assert paths[-1] == pytest.approx(aim, rel=1e-6)


def test_where_revenue_is_more_than_what_is_bought_only_that_part_of_a_change_is_spent():
    extra = spending(NONE, usual_and(1.0), np.ones((1, 3)), BASE, P)[0]
    assert extra[2] == pytest.approx(0.5 * extra[1], rel=1e-14)


def test_revenue_and_grants_of_the_base_year_pay_for_what_governments_buy(default):
    world, s = default
    here = s.paid[:, 0, : len(world.regions)]
    bought = (here * world.accounts.government).sum(axis=0)
    assert (s.budgets.own + s.budgets.share + s.budgets.grant)[0] == pytest.approx(bought, rel=1e-12)
    assert ((s.budgets.buys > 0.0) & (s.budgets.buys <= 1.0)).all()


def test_no_loss_of_all_revenue_takes_more_than_what_is_bought(default):
    # with what is bought negative, nothing could be cut back for months after revenue has returned
    world, s = default
    extra, nothing = np.zeros((1, len(world.regions))), np.zeros((1, len(world.regions)))
    for _ in range(600):
        extra = spending(extra, Revenue(nothing, nothing, nothing), np.ones_like(extra), s.budgets, P)
    bought = s.budgets.own + s.budgets.share + s.budgets.grant
    assert (bought + extra > 0.0).all()


def test_shares_of_the_people_sum_to_one(default):
    assert default[1].budgets.people.sum() == pytest.approx(1.0, rel=1e-14)
