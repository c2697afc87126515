"""People, land and public money of the default world: no hidden waves, shocks that die out, accounts that close."""

import sys
from pathlib import Path

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.identities import check
from simulasi.model.step import step
from simulasi.model.structure import first_state

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import calm

P = load_parameters()
MONTHS, FIRST = 156, 12
"""A shock is a jump, which holds waves of every length: they are looked for after the first year."""
SHOCK = 0.1
"""Spending of a programme as a share of final demand, of every commodity in every region."""
LARGE = 0.002
"""An industry of a region is told if it makes this share of all output."""
FLAT = 1e-5
"""A series that moves by less than this part of itself is at rest."""
FAST = 0.02
"""Largest share of the power of a series in waves of 2 to 12 months; the end of a backlog, a single step, has 0.015."""
THREE_YEARS, DEAD = 36, 0.05


def recorded(state, ledger, large):
    """The main series of a month, one row each."""
    by_region = (state.wage, state.people, state.rent, state.income, ledger.work.unemployment, ledger.consumer_price)
    names = ("wage", "people", "rent", "income", "unemployment", "consumer_price")
    found = {name: table[0] for name, table in zip(names, by_region, strict=True)}
    return found | {"output": ledger.output[:, 0][large], "price": ledger.price[:, 0, : large.shape[1]][large],
                    "jobs": state.jobs[:, 0].sum(axis=0), "made_here": ledger.output[:, 0].sum(axis=0)}  # fmt: skip


def after_a_shock(months):
    """The default world in which programmes spend a tenth of final demand for so many months."""
    world = default_world()
    s, now = calm(world, P)
    accounts, large = world.accounts, world.accounts.gross_output > LARGE * world.accounts.gross_output.sum()
    final = (accounts.households + accounts.government + accounts.investment)[:, None, :]
    spending = SHOCK * final * s.paid[:, :, : len(world.regions)]
    state, rows = first_state(s), []
    for month in range(MONTHS):
        state, ledger = step(state, now._replace(programme=spending * (month < months)), s, P)
        rows.append(recorded(state, ledger, large))
    usual = recorded(first_state(s), step(first_state(s), now, s, P)[1], large)
    return {name: np.stack([row[name] for row in rows]) for name in usual}, usual


@pytest.fixture(scope="module")
def one_month():
    return after_a_shock(1)


@pytest.fixture(scope="module")
def for_good():
    return after_a_shock(MONTHS)


# ---------------------------------------------------------------- waves


def share_of_fast_waves(series):
    """Share of the power of each column in waves of 2 to 12 months, the trend taken off; none where it is at rest."""
    series = series[FIRST:]
    month = np.arange(len(series))
    straight = np.polynomial.polynomial.polyval(month, np.polynomial.polynomial.polyfit(month, series, 1)).T
    bent = (series - straight) * np.hanning(len(series))[:, None]
    power = abs(np.fft.rfft(bent, axis=0)[1:]) ** 2
    fast = np.fft.rfftfreq(len(series))[1:] >= 1.0 / 12.0
    moves = np.ptp(bent, axis=0) > FLAT * abs(series).mean(axis=0)
    return np.where(moves, power[fast].sum(axis=0) / np.maximum(power.sum(axis=0), np.finfo(float).tiny), 0.0)


def fast_series(series):
    """Largest share of fast waves by name, where it is more than a shock has."""
    found = {name: round(float(share_of_fast_waves(table).max()), 4) for name, table in series.items()}
    return {name: share for name, share in found.items() if share > FAST}


def test_nothing_swings_within_a_year_after_a_shock_of_a_month(one_month):
    assert fast_series(one_month[0]) == {}


def test_nothing_swings_within_a_year_after_a_shock_that_stays(for_good):
    assert fast_series(for_good[0]) == {}


@pytest.mark.parametrize("period", [2, 3, 6, 11])
@pytest.mark.parametrize("name", ["output", "price", "wage", "people", "rent", "unemployment"])
def test_a_wave_of_a_tenth_of_the_swing_of_a_series_is_seen(for_good, name, period):
    series = for_good[0][name]
    wave = 0.1 * np.cos(2.0 * np.pi * np.arange(MONTHS) / period)
    moving = int(np.argmax(np.ptp(series, axis=0) / abs(series).mean(axis=0)))
    spoiled = series.copy()
    spoiled[:, moving] += wave * np.ptp(series[:, moving])
    assert set(fast_series({name: spoiled})) == {name}


# ---------------------------------------------------------------- shocks die out


def left_after_three_years(series, usual):
    """Largest deviation after three years over the largest of all, by column."""
    apart = abs(series - usual)
    return apart[THREE_YEARS:].max(axis=0) / apart.max(axis=0)


def test_a_shock_of_a_month_has_died_out_after_three_years_in_the_output_of_every_region(one_month):
    series, usual = (found["made_here"] for found in one_month)
    assert abs(series / usual - 1.0).max() > 0.01
    assert left_after_three_years(series, usual).max() < DEAD


@pytest.mark.parametrize("name", ["jobs", "unemployment"])
def test_a_shock_of_a_month_has_died_out_after_three_years_in_the_work_of_the_province(one_month, name):
    series, usual = (found[name].sum(axis=-1, keepdims=True) for found in one_month)
    assert left_after_three_years(series, usual).max() < DEAD


def test_what_dies_out_slower_is_little_by_then(one_month):
    # prices and wages lean on each other, and people come back over decades
    series, usual = one_month
    left = {name: float(abs(series[name][THREE_YEARS:] / usual[name] - 1.0).max()) for name in series}
    most = {"output": 0.003, "price": 0.003, "wage": 0.01, "income": 0.005, "rent": 0.003, "people": 0.001}
    assert {name: share for name, share in left.items() if share > most.get(name, 0.02)} == {}


def test_a_shock_that_does_not_die_out_is_seen(for_good):
    series, usual = for_good
    assert left_after_three_years(series["made_here"], usual["made_here"]).max() > DEAD


# ---------------------------------------------------------------- accounts of a month in which all of it happens


def busy(world, s, now, month):
    """Officials, taxes, short water, payments between budgets, wages by law, local hiring and a taste at once."""
    nodes, regions, here = s.shares.shape[-1], len(world.regions), world.region_ids.index
    tax, officials, payments = now.tax.copy(), np.zeros(regions), np.zeros(regions)
    tax[:, :, here("samarinda")], tax[:, :, here("kutim")] = 0.03, -0.02
    officials[here("ikn")] = 5_000.0 * min(month, 12) / 12.0
    payments[[here("kutim"), here("ikn")]] = -4.0, 4.0
    affinity = np.ones((nodes, nodes))
    affinity[here("paser"), here("balikpapan")], affinity[regions, :] = 1.5, 0.9
    water = np.full(regions, np.inf)
    water[here("balikpapan")] = 900.0
    return now._replace(
        officials=officials,
        arrivals=P.migration.household * np.where(officials > 0.0, 5_000.0 / 12.0 * (month < 12), 0.0),
        tax=tax, payments=payments, affinity=affinity[None], water=water, minimum_wage=np.full(regions, 1.2),
        local_hire=np.full(regions, 0.5), people=now.people * 1.001**month, births=np.full(regions, 1.001),
        growth=now.growth * 1.003**month, public=0.01 * s.demand.government,
        programme=0.05 * s.demand.investment * (month < 24),
    )  # fmt: skip


def test_all_identities_hold_with_officials_taxes_short_water_payments_and_a_taste():
    world = default_world()
    s, now = calm(world, P)
    state = first_state(s)
    for month in range(48):
        before, present = state, busy(world, s, now, month)
        state, ledger = step(before, present, s, P)
        check(before, state, ledger, present, s, P)
    balikpapan, ikn = (world.region_ids.index(name) for name in ("balikpapan", "ikn"))
    assert ledger.water.served[0, balikpapan] < s.water.served[0, balikpapan]
    assert ledger.levied.max() > 0.0 > ledger.levied.min()
    assert state.people[0, ikn] > s.demand.people[0, ikn] + 10_000.0
