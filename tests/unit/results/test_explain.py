"""The change of GRDP is split without a rest where the equations hold, and a spoiled flow stays as residual.

Two regions and a partner trade one good. Books are made by hand from eq. 6: shares follow price and freight.
"""

import numpy as np
import pandas as pd
import pytest

from simulasi.errors import ResultError
from simulasi.results.explain import CHANNELS, RESIDUAL, Base, Pull, channels, check_adds_up, unexplained
from simulasi.results.recorded_money import USES
from simulasi.results.year_books import Books

SIGMA, ETA = 4.0, 3.0
SHARES = np.array([[0.6, 0.2, 0.5], [0.1, 0.7, 0.5], [0.3, 0.1, 0.0]])
MARKETS = np.array([100.0, 50.0, 40.0])
BASE = Base(
    recipe=np.array([[0.2]]),
    labour=np.array([0.3]),
    sigma=np.array([SIGMA]),
    takes=np.array([False]),
    carrier=0,
    outside=np.array([False, False, True]),
    eta=ETA,
)
NO_TASTE = np.zeros((3, 3))
ALL_AS_BEFORE = np.zeros(3)


def books(
    *,
    price=(1.0, 1.0, 1.0),
    freight=None,
    taste=NO_TASTE,
    size=ALL_AS_BEFORE,
    households=0.0,
    demand=1.0,
    filled=None,
    **other,
):
    """A year in which everything that is bought at home beyond inputs goes to households; ``households`` buy more."""
    delivered = np.ones((3, 3)) if freight is None else 1.0 + np.asarray(freight)
    price, filled = np.asarray(price), np.ones(3) if filled is None else np.asarray(filled)
    weighed = SHARES * ((price[:, None] * delivered) ** -SIGMA) * np.exp(taste + size[:, None]) * filled[:, None]
    shares = weighed / weighed.sum(axis=0)
    paid = (shares * price[:, None] * delivered).sum(axis=0)
    # what industries buy follows output, output what is bought: solved together
    outside = demand * MARKETS[2] * paid[2] ** -ETA
    final = np.array([80.0, 40.0]) + households
    at_home = shares[:2, :2]
    output = np.linalg.solve(np.eye(2) - 0.2 * at_home, at_home @ final + shares[:2, 2] * outside)
    markets = np.array([*(final + 0.2 * output), outside])
    shipped = (shares * markets)[None]
    bought = np.zeros((len(USES), 1, 2))
    bought[0, 0], bought[1, 0] = 0.2 * output, final
    spent = paid[:2] * final
    fields = {
        "shipped": shipped,
        "output": output[None],
        "value_added": 0.5 * output[None],
        "bought": bought,
        "price": price[None],
        "filled": filled[None],
        "delivered": delivered[None],
        "paid": paid[None],
        "wage": np.ones(2),
        "carried": np.zeros(2),
        "pay": spent,
        "profits": np.zeros(2),
        "camps": np.zeros(2),
        "extra": np.zeros(2),
        "grdp": 0.5 * output,
    }
    return Books(**{**fields, **other})


def split(after, *, taste=NO_TASTE, size=ALL_AS_BEFORE):
    return channels(books(), after, BASE, Pull(taste, size[None]))


def assert_adds_up(found, after):
    assert np.sum(list(found.values()), axis=0) == pytest.approx(after.grdp - books().grdp, rel=1e-12)


CHEAPER_ROAD = np.zeros((3, 3))
CHEAPER_ROAD[0, 1] = -0.1
LOCAL = np.zeros((3, 3))
LOCAL[:2, :2] = 0.3
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
    assert abs(found[RESIDUAL]).max() < 0.01 * abs(after.grdp - books().grdp).max()
    assert abs(found[cause][0]) > 0.2 * abs(after.grdp - books().grdp)[0]


def test_taste_is_a_channel_where_it_is_said_and_a_residual_where_it_is_not():
    after = books(taste=LOCAL)
    told, untold = split(after, taste=LOCAL), split(after)
    assert abs(told[RESIDUAL]).max() < 0.01 * told["taste"].max()
    assert untold[RESIDUAL] == pytest.approx(told["taste"] + told[RESIDUAL])


def test_new_plant_is_a_channel_where_it_is_said_and_a_residual_where_it_is_not():
    size = np.array([0.1, 0.0, 0.0])
    after = books(size=size)
    told, untold = split(after, size=size), split(after)
    assert told["plants"][0] > 0.0 > told["plants"][1]
    assert abs(told[RESIDUAL]).max() < 0.01 * told["plants"].max()
    moved = told["outside_demand"] - untold["outside_demand"]
    assert (moved < 0.0).all(), "what partners buy more of new plants is told as the plants' doing"
    assert untold[RESIDUAL] == pytest.approx(told["plants"] + told[RESIDUAL] + moved)


def test_who_sells_cheaper_takes_from_a_rival():
    found = split(books(freight=CHEAPER_ROAD))
    assert found["freight"][0] > 0.0
    assert found["rivals"][1] < 0.0


def test_what_nobody_changes_has_no_channel():
    assert all(abs(values).max() < 1e-12 for values in split(books()).values())


def test_a_spoiled_flow_stays_in_the_residual():
    after = books(freight=CHEAPER_ROAD)
    spoiled = after.shipped.copy()
    spoiled[0, 0, 2] *= 1.1
    found = split(after._replace(shipped=spoiled))
    assert_adds_up(found, after)
    assert abs(found[RESIDUAL][0]) > 0.05 * (after.grdp - books().grdp)[0]


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
