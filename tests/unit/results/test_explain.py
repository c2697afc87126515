"""The change of GRDP is split without a rest where the equations hold, and a spoiled record stays as residual.

Two regions and a partner trade one good. Books are made by hand from eq. 5, 6 and 8.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulasi.errors import ResultError
from simulasi.results.explain import CHANNELS, RESIDUAL, channels, check_adds_up, unexplained
from simulasi.results.explained_base import Base, Pull
from simulasi.results.recorded_money import USES
from simulasi.results.year_books import Books

SIGMA, ETA, INPUT, LABOUR = 4.0, 3.0, 0.2, 0.3
SHARES = np.array([[0.6, 0.2, 0.5], [0.1, 0.7, 0.5], [0.3, 0.1, 0.0]])
MARKETS = np.array([100.0, 50.0, 40.0])
BASE = Base(
    recipe=np.array([[INPUT]]),
    labour=np.array([LABOUR]),
    sigma=np.array([SIGMA]),
    takes=np.array([False]),
    carrier=0,
    outside=np.array([False, False, True]),
    eta=ETA,
)
NO_TASTE = np.zeros((3, 3))
ALL_AS_BEFORE = np.zeros(3)
EXACT = 1e-10
"""Residual as a part of all channels together, where the books are those of one moment."""


def books(
    *,
    price=(1.0, 1.0, 1.0),
    freight=None,
    taste=NO_TASTE,
    size=ALL_AS_BEFORE,
    households=0.0,
    demand=1.0,
    filled=(1.0, 1.0, 1.0),
    wage=(1.0, 1.0),
    tax=(0.0, 0.0),
    **other,
):
    """A year in which everything that is bought at home beyond inputs goes to households; ``households`` buy more."""
    delivered = np.ones((3, 3)) if freight is None else 1.0 + np.asarray(freight)
    price, filled = np.asarray(price), np.asarray(filled)[:, None]
    weighed = SHARES * ((price[:, None] * delivered) ** -SIGMA) * np.exp(taste + size[:, None])
    quoted, shares = weighed / weighed.sum(axis=0), weighed * filled / (weighed * filled).sum(axis=0)
    paid = (shares * price[:, None] * delivered).sum(axis=0)
    quote = (quoted * price[:, None] * delivered).sum(axis=0)[2]
    asked = demand * (SHARES[:, 2] * np.exp(size)).sum() * MARKETS[2] * quote**-ETA
    sold_outside = quoted[:, 2:] * asked * filled
    # what industries buy follows output, output what is bought: solved together
    final = np.array([80.0, 40.0]) + households
    at_home = shares[:2, :2]
    output = np.linalg.solve(np.eye(2) - INPUT * at_home, at_home @ final + sold_outside[:2, 0])
    shipped = np.concatenate([shares[:, :2] * (final + INPUT * output), sold_outside], axis=1)
    bought = np.zeros((len(USES), 1, 2))
    bought[0, 0], bought[1, 0] = INPUT * output, final
    spent = paid[:2] * final
    fields = {
        "shipped": shipped[None],
        "ordered": (shipped / filled)[None],
        "output": output[None],
        "value_added": 0.5 * output[None],
        "bought": bought,
        "price": price[None],
        "delivered": delivered[None],
        "paid": paid[None],
        "wage": np.array([wage]),
        "tax": np.array([tax]),
        "carried": np.zeros(2),
        "pay": spent,
        "profits": np.zeros(2),
        "camps": np.zeros(2),
        "extra": np.zeros(2),
        "grdp": 0.5 * output,
    }
    return Books(**{**fields, **other})


def split(after, *, taste=NO_TASTE, size=ALL_AS_BEFORE, before=None, base=BASE):
    grown = np.array([0.0, 0.0, np.log((SHARES[:, 2] * np.exp(size)).sum())])
    return channels(before or books(), after, base, Pull(taste, size[None], grown[None]))


def assert_adds_up(found, after):
    assert np.sum(list(found.values()), axis=0) == pytest.approx(after.grdp - books().grdp, rel=1e-12)


def rest(found):
    """Residual as a part of all channels together, the largest of the regions."""
    return float((abs(found[RESIDUAL]) / np.sum([abs(values) for values in found.values()], axis=0)).max())


def passed_on(*, wage=1.0, tax=0.0):
    """A year in which the makers of region 0 pass on what its wage and a tax cost them."""
    price = 1.0
    for _ in range(50):
        after = books(price=(price, 1.0, 1.0), wage=(wage, 1.0), tax=(tax, 0.0))
        price = (INPUT * after.paid[0, 0] + LABOUR * wage + tax * price) / (INPUT + LABOUR)
    return after


CHEAPER_ROAD = np.zeros((3, 3))
CHEAPER_ROAD[0, 1] = -0.1
LOCAL = np.zeros((3, 3))
LOCAL[:2, :2] = 0.3
CLOSED = np.zeros((3, 3))
CLOSED[1, 0] = -1e4
CASES = {
    "freight": {"freight": CHEAPER_ROAD},
    "other_markets": {"households": np.array([0.0, 20.0])},
    "outside_demand": {"demand": 1.5},
    "availability": {"filled": (1.0, 0.5, 1.0)},
    "scarcity": {"price": (1.03, 1.0, 1.0)},
}


@pytest.mark.parametrize("cause", CASES)
def test_every_cause_lands_in_its_channel_and_nothing_is_left_over(cause):
    after = books(**CASES[cause])
    found = split(after)
    assert tuple(found) == CHANNELS
    assert_adds_up(found, after)
    assert rest(found) < EXACT
    assert abs(found[cause][0]) > 0.2 * abs(after.grdp - books().grdp)[0]


LEAST, MOST = 0.5, 2.0


def factors(*shape):
    return arrays(float, shape, elements=st.floats(LEAST, MOST))


@given(price=factors(3), freight=factors(3, 3), taste=factors(3, 3), size=factors(3), filled=factors(3),
       households=factors(2), demand=st.floats(LEAST, MOST), wage=factors(2))  # fmt: skip
def test_nothing_is_left_over_whatever_changes_together(
    price, freight, taste, size, filled, households, demand, wage
):  # fmt: skip
    taste, size = np.log(taste), np.log(size)
    after = books(price=price, freight=freight - 1.0, taste=taste, size=size, filled=filled,
                  households=20.0 * households, demand=demand, wage=wage)  # fmt: skip
    found = split(after, taste=taste, size=size)
    assert_adds_up(found, after)
    assert rest(found) < EXACT


@pytest.mark.parametrize(("cause", "cost"), [("wage_costs", {"wage": 1.1}), ("taxes", {"tax": 0.02})])
def test_what_makers_pass_on_is_no_scarcity(cause, cost):
    found = split(passed_on(**cost))
    assert found[cause][0] < found["delivered_inputs"][0] < 0.0
    assert abs(found["scarcity"][0]) < 1e-6
    assert rest(found) < EXACT


def test_who_takes_the_price_of_the_world_passes_on_nothing_and_is_not_scarce():
    after = books(price=(1.03, 1.0, 1.0), wage=(1.1, 1.0))
    found = split(after, base=BASE._replace(takes=np.array([True])))
    assert found["world_price"][0] < 0.0
    makers = split(after)
    assert found["world_price"] == pytest.approx(
        makers["delivered_inputs"] + makers["wage_costs"] + makers["scarcity"], rel=1e-9
    )
    assert not found["wage_costs"].any()
    assert abs(found["scarcity"]).max() < EXACT


def test_taste_is_a_channel_where_it_is_said_and_a_residual_where_it_is_not():
    after = books(taste=LOCAL)
    told, untold = split(after, taste=LOCAL), split(after)
    assert rest(told) < EXACT
    assert untold[RESIDUAL] == pytest.approx(told["taste"])


def test_new_plant_is_a_channel_where_it_is_said_and_a_residual_where_it_is_not():
    size = np.array([0.1, 0.0, 0.0])
    after = books(size=size)
    told, untold = split(after, size=size), split(after)
    assert told["plants"][0] > 0.0 > told["plants"][1]
    assert rest(told) < EXACT
    assert abs(told["outside_demand"]).max() < EXACT, "what partners ask of new plants is the plants' doing"
    assert (untold["outside_demand"] > 0.0).all()
    assert untold[RESIDUAL] + untold["outside_demand"] == pytest.approx(told["plants"])


def test_who_sells_cheaper_takes_from_a_rival():
    found = split(books(freight=CHEAPER_ROAD))
    assert found["freight"][0] > 0.0
    assert found["rivals"][1] < 0.0


def test_a_way_that_closes_is_told_as_availability_at_both_ends():
    found = split(books(taste=CLOSED))
    assert found["availability"][0] > 0.0 > found["availability"][1]
    assert rest(found) < EXACT


def test_what_nobody_changes_has_no_channel():
    assert all(abs(values).max() < 1e-12 for values in split(books()).values())


def test_orders_that_cannot_be_filled_are_no_gain_of_one_channel_and_no_loss_of_another():
    before = books()
    # all sell what they sold before, though twice as much is wanted outside
    found = split(before._replace(ordered=before.ordered * [1.0, 1.0, 2.0]))
    assert all(abs(values).max() < EXACT for values in found.values())


@pytest.mark.parametrize(("name", "place"), [("price", (0, 0)), ("ordered", (0, 0, 2)), ("delivered", (0, 0, 1))])
def test_a_spoiled_record_stays_in_the_residual(name, place):
    after = books(freight=CHEAPER_ROAD)
    spoiled = getattr(after, name).copy()
    spoiled[place] *= 1.1
    found = split(after._replace(**{name: spoiled}))
    assert_adds_up(found, after)
    assert abs(found[RESIDUAL][0]) > 0.05 * abs(after.grdp - books().grdp)[0]


def test_households_spend_by_where_their_money_comes_from():
    after = books(households=np.array([10.0, 0.0]))
    found = split(after)
    assert found["pay"][0] == pytest.approx(0.5 * 10.0 * 0.6 / (1.0 - 0.2 * 0.6), rel=1e-2)
    assert found["purchasing_power"][0] == pytest.approx(0.0, abs=1e-2)


TABLE = pd.DataFrame(
    [("s", "kubar", 2030, "freight", 70.0), ("s", "kubar", 2030, RESIDUAL, 5.0), ("s", "paser", 2030, "pay", -2.0)],
    columns=["scenario", "region", "year", "channel", "value_bn_rp"],
)
CHANGE = {("kubar", 2030): 75.0, ("paser", 2030): -2.0}


def test_channels_that_add_up_pass():
    check_adds_up(TABLE, CHANGE)


@pytest.mark.parametrize("spoiled", [{("kubar", 2030): 75.1}, {("paser", 2030): 2.0}, {("paser", 2030): float("nan")}])
def test_channels_that_do_not_add_up_are_refused(spoiled):
    with pytest.raises(ResultError) as caught:
        check_adds_up(TABLE, CHANGE | spoiled)
    (fault,) = caught.value.faults
    assert fault.code == "channels_unbalanced"
    assert fault.key.startswith(next(iter(spoiled))[0])


def test_the_residual_is_told_as_a_share_of_the_change():
    shares = unexplained(TABLE)
    assert shares["kubar", 2030] == pytest.approx(5.0 / 75.0)
    assert shares["paser", 2030] == 0.0
