"""Constants of a run, drawn from the accounts."""

from dataclasses import replace

import numpy as np
import pytest

from simulasi.errors import WorldError
from simulasi.model.structure import consumer_price, first_state, origin_shares


def test_the_tiny_world_balances_and_a_lost_shipment_is_seen(world):
    world.accounts.check()
    flows = world.accounts.flows.copy()
    flows[0, 0, 1] -= 1e-6
    with pytest.raises(WorldError, match=r"gross_output = 2\.5e-08: accounts_unbalanced"):
        replace(world.accounts, flows=flows).check()


def test_arrivals_of_the_tiny_world_are_what_buyers_and_carriers_use(world):
    accounts = world.accounts
    carriers = np.array([[0.0], [1.0]]) * accounts.land_freight
    final = accounts.households + accounts.government + accounts.investment
    used = accounts.intermediate_use() + carriers + final
    assert accounts.flows[:, :, :3].sum(axis=1) == pytest.approx(used, rel=1e-15)
    assert accounts.land_freight.tolist() == pytest.approx([1.5, 1.75, 1.0], rel=1e-14)


def test_shares_of_origins_add_up_to_one(world):
    assert origin_shares(world.accounts).sum(axis=1) == pytest.approx(np.ones((2, 4)), rel=1e-15)


def test_where_nothing_was_bought_gravity_says_where_it_would_be(world):
    flows = world.accounts.flows.copy()
    flows[0, :, 2] = 0.0
    shares = origin_shares(replace(world.accounts, flows=flows))
    assert shares[0, :, 2].tolist() == [0.25] * 4
    assert shares[0, 2, 0] == 0.1


def test_goods_and_services_have_elasticities_of_their_own(still, p):
    assert still[0].sigma.tolist() == [p.trade.sigma_goods, p.trade.sigma_services]


def test_base_prices_paid_are_those_of_the_page(still):
    assert still[0].paid[0, 0] == pytest.approx([109 / 100, 17 / 16, 21 / 20, 49 / 40], rel=1e-15)
    assert still[0].paid[1, 0] == pytest.approx([1.0] * 4, rel=1e-15)


def test_the_carrier_is_the_sector_that_says_so(still):
    assert still[0].carrier == 1


def test_consumption_of_the_province_is_income_times_the_share_spent(world, still):
    s, _ = still
    spending = (s.paid[:, 0, :3] * world.accounts.households).sum()
    assert s.demand.spent_share * s.demand.income.sum() == pytest.approx(spending, rel=1e-15)
    assert 0.0 < s.demand.spent_share < 1.0


def test_part_of_base_investment_replaces_what_wears_out(still):
    assert still[0].capital.replacement_share == pytest.approx(7698 / 23125, rel=1e-12)


def test_everything_is_at_its_base_value_at_the_start(still):
    state = first_state(still[0])
    assert (state.price == 1.0).all()
    assert (state.wage == 1.0).all()
    assert state.owed.sum() == state.building.sum() == state.backlog.sum() == state.capital_orders.sum() == 0.0
    assert state.stock[:, 0, 0].tolist() == pytest.approx([40.0, 0.0])
    assert state.inputs[:, 0, 0].tolist() == pytest.approx([27.0, 0.0])


def test_living_costs_what_the_base_basket_costs(still):
    s, _ = still
    here = s.paid[:, :, :3]
    assert consumer_price(here, s) == pytest.approx(np.ones((1, 3)), rel=1e-15)
    assert consumer_price(3.0 * here, s) == pytest.approx(np.full((1, 3), 3.0), rel=1e-15)
