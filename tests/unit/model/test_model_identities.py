"""Goods, spoilage, money, accounts, gates and people of a month (invariants 1-3); each is spoiled once, and is seen."""

import numpy as np
import pytest
from tiny import calm, with_link

from simulasi.errors import WorldError
from simulasi.model.identities import TOLERANCE, Gaps, check, measure
from simulasi.model.state import FINAL, INPUTS
from simulasi.model.step import step
from simulasi.model.structure import first_state


@pytest.fixture
def month(still, p):
    """A month in which much happens: before, after, ledger, conditions, constants."""
    s, now = still
    before = first_state(s)
    price, programme = before.price.copy(), now.programme.copy()
    price[0, 0, 2], programme[0, 0, 1] = 2.0, 300.0
    before, now = before._replace(price=price), now._replace(programme=programme)
    return before, *step(before, now, s, p), now, s, p


def with_number(table, place, more):
    table = table.copy()
    table[place] += more
    return table


def with_sales(month, name, place, more):
    before, after, ledger, now, *rest = month
    sales = ledger.sales._replace(**{name: with_number(getattr(ledger.sales, name), place, more)})
    return before, after, ledger._replace(sales=sales), now, *rest


def with_work(month, name, place, more):
    before, after, ledger, now, *rest = month
    work = ledger.work._replace(**{name: with_number(getattr(ledger.work, name), place, more)})
    return before, after, ledger._replace(work=work), now, *rest


def with_state(month, name, place, more):
    before, after, ledger, now, *rest = month
    return before, after._replace(**{name: with_number(getattr(after, name), place, more)}), ledger, now, *rest


def with_ledger(month, name, place, more):
    before, after, ledger, now, *rest = month
    return before, after, ledger._replace(**{name: with_number(getattr(ledger, name), place, more)}), now, *rest


def broken(month):
    return {name for name, gap in measure(*month)._asdict().items() if not gap <= TOLERANCE}


def test_all_identities_hold_to_rounding_in_a_month_of_shortage(month):
    assert month[2].sales.orders[0, 0, 1] > month[2].sales.shipped[0, 0, 1]
    assert max(measure(*month)) < 1e-14
    check(*month)


@pytest.mark.parametrize("name", ["stock", "inputs", "owed"])
def test_a_good_that_appears_in_a_store_is_seen(month, name):
    assert broken(with_state(month, name, (0, 0, 2), 1e-6)) == {"goods"}


@pytest.mark.parametrize("name", ["output", "used"])
def test_a_good_that_is_made_or_used_without_a_trace_is_seen(month, name):
    assert broken(with_ledger(month, name, (0, 0, 1), 1e-6)) == {"goods", "credit"}


def test_a_delivery_that_nobody_shipped_is_seen_as_goods_and_as_spoilage(month):
    assert broken(with_sales(month, "arrivals", (0, FINAL, 0, 1), 1e-6)) == {"goods", "spoilage"}


def test_a_delivery_to_a_partner_that_nobody_shipped_is_seen(month):
    assert broken(with_sales(month, "arrivals", (0, FINAL, 0, 3), 1e-6)) == {"spoilage"}


def test_a_shipment_that_reaches_nobody_is_seen(month):
    assert broken(with_sales(month, "shipped", (1, 0, 0), 1e-6)) == {"spoilage", "money", "accounts", "credit"}


def test_trade_that_is_recorded_and_was_not_shipped_is_seen(month):
    between_regions, from_a_partner = (0, 0, 0, 1), (0, 0, 3, 1)
    assert broken(with_ledger(month, "routed", between_regions, 1e-6)) == {"goods", "spoilage"}
    assert broken(with_ledger(month, "routed", from_a_partner, 1e-6)) == {"spoilage"}


def test_a_rupiah_that_nobody_earns_is_seen(month):
    assert broken(with_sales(month, "payments", (0, INPUTS, 0, 2), 1e-6)) == {"money", "accounts"}


def test_a_price_at_which_nobody_sold_is_seen(month):
    assert broken(with_ledger(month, "price", (1, 0, 0), 1e-6)) == {"money", "accounts", "credit"}


@pytest.mark.parametrize("name", ["surplus", "levied"])
def test_an_income_that_no_firm_paid_is_seen(month, name):
    assert "credit" in broken(with_ledger(month, name, (0, 1), 1e-6))


def test_wages_that_no_firm_paid_are_seen(month):
    assert broken(with_work(month, "wages", (0, 1), 1e-6)) == {"credit"}


def test_a_carrier_that_is_paid_by_nobody_is_seen(month):
    assert broken(with_ledger(month, "carried", (0, 1), 1e-6)) == {"accounts", "credit"}


@pytest.mark.parametrize(("name", "place"), [("employed", (0, 0, 1)), ("elsewhere", (0, 1))])
def test_a_worker_without_a_job_is_seen(month, name, place):
    assert broken(with_work(month, name, place, 0.01)) == {"people"}


@pytest.mark.parametrize("name", ["labour_force", "unemployment"])
def test_somebody_who_neither_works_nor_looks_for_work_is_seen(month, name):
    assert broken(with_work(month, name, (0, 1), 1e-6 if name == "unemployment" else 0.01)) == {"people"}


def test_somebody_who_comes_from_nowhere_is_seen(month):
    assert broken(with_state(month, "people", (0, 1), 0.01)) == {"residents"}


def test_somebody_who_arrives_in_two_regions_is_seen(month):
    assert broken(with_ledger(month, "moved", (0, 0, 1), 0.01)) == {"residents"}


def test_a_job_without_a_worker_is_seen(month):
    assert broken(with_work(month, "jobs", (0, 0, 1), 0.01)) == {"people"}


def test_a_number_that_is_none_is_seen(month):
    assert broken(with_state(month, "stock", (0, 0, 0), np.nan)) == {"goods"}


@pytest.fixture
def queueing(world, p):
    """A month in which some of the rice waits at a gate on the road from the port."""
    s, now = calm(with_link(world, "hilir", "tengah", capacity_t_month=8_000.0), p)
    before = first_state(s)
    return before, *step(before, now, s, p), now, s, p


def test_all_identities_hold_to_rounding_in_a_month_in_which_goods_wait(queueing):
    assert queueing[1].traffic.queue.sum() > 1_000.0
    assert max(measure(*queueing)) < 1e-14
    check(*queueing)


def test_a_good_that_joins_a_queue_unseen_is_seen_as_goods_and_at_the_gates(queueing):
    assert broken(with_state(queueing, "waiting", (0, 0, 0, 0, 1), 1e-6)) == {"goods", "gates"}


def test_a_tonne_at_a_gate_that_waits_for_nobody_is_seen(queueing):
    before, after, *rest = queueing
    longer = after.traffic._replace(queue=with_number(after.traffic.queue, (1, 0), 0.01))
    assert broken((before, after._replace(traffic=longer), *rest)) == {"gates"}


def test_a_good_that_leaves_a_queue_and_reaches_nobody_is_seen(queueing):
    assert broken(with_ledger(queueing, "received", (0, 1, 0, 1), 1e-6)) == {"goods"}


def test_the_error_names_every_identity_that_is_broken_with_its_gap(month):
    spoiled = with_work(with_state(month, "stock", (0, 0, 2), 0.04), "employed", (0, 0, 1), 36.0)
    with pytest.raises(WorldError) as error:
        check(*spoiled)
    goods, people = str(error.value).splitlines()
    assert goods == "goods = 0.002: identity_broken (tolerance: 1e-09)"
    assert people.startswith("people = 0.00")
    assert [fault.key for fault in error.value.faults] == ["goods", "people"]


def test_every_identity_is_spoiled_once(month, queueing):
    spoiled = (
        with_state(month, "stock", (0, 0, 2), 1e-6),
        with_sales(month, "shipped", (1, 0, 0), 1e-6),
        with_state(queueing, "waiting", (0, 0, 0, 0, 1), 1e-6),
        with_work(month, "jobs", (0, 0, 1), 0.01),
        with_state(month, "people", (0, 1), 0.01),
    )
    assert set.union(*map(broken, spoiled)) == set(Gaps._fields)


def test_a_gap_counts_against_use_and_a_hundredth_of_base_use_where_there_is_hardly_any(month):
    before, after, ledger, now, *rest = month
    small = ledger._replace(used=0.0 * ledger.used, output=0.0 * ledger.output, routed=0.0 * ledger.routed)
    small = small._replace(sales=small.sales._replace(**{
        name: 0.0 * getattr(small.sales, name) for name in ("offers", "pulls", "arrivals", "shipped", "payments")
    }))  # fmt: skip
    closed = after._replace(
        stock=with_number(before.stock, (0, 0, 0), 0.18), inputs=before.inputs, owed=before.owed, price=before.price
    )
    # base use of rice in hilir is 18
    assert measure(before, closed, small, now, *rest).goods == pytest.approx(1.0, rel=1e-12)
