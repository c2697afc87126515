"""Programmes of an ensemble open when planned, a year late, or two: by draws that nothing else shifts."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import changed_parameters, still_scenario, tiny_parameters, tiny_world

from simulasi.course import Course, Luck
from simulasi.ensemble import _run_pass
from simulasi.model import randomness
from simulasi.model.draws import months_late
from simulasi.results.compare import compare
from simulasi.results.sameness import differences
from simulasi.scenario.delays import BUILT, DATED, opening_late, programmes
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.interventions.link import LinkIntervention
from simulasi.scenario.interventions.shock import ShockIntervention
from simulasi.simulation import simulate
from simulasi.world.month import Month

P = changed_parameters(tiny_parameters(wage_curve=-0.1), year_late_share=0.4, two_years_late_share=0.3)
ON_TIME = changed_parameters(P, year_late_share=0.0, two_years_late_share=0.0)
MEMBERS, WIDTH = 6, 4
OPENS = date(2022, 4, 1)
HIGHWAY = {"between": ["kota-hilir", "kota-tengah"], "state": "better", "travel_time_h": 1.5}
THE_SAME = {"between": ["kota-hilir", "kota-tengah"], "state": "better", "travel_time_h": 2.5}
"""An improvement to the hours that the link has."""


def programme(world, name, **fields):
    told = {"id": name, "kind": "link", "mode": "road", "opens": OPENS, "source": "own", "confidence": "assumption"}
    context = replace(world, source_ids=frozenset({"own"}))
    return LinkIntervention.model_validate({**told, **fields}, context=context)


def with_programmes(scenario, *items):
    return replace(scenario, name="+".join(item.id for item in items), interventions=items)


@pytest.fixture(scope="module")
def base():
    return replace(still_scenario(tiny_world()), end=Month(2024, 12))


@pytest.fixture(scope="module")
def built(base):
    return with_programmes(base, programme(base.base, "jalan", **HIGHWAY))


@pytest.fixture(scope="module")
def run(built):
    return simulate(built, P, members=MEMBERS, width=WIDTH)


def late(name, members=range(MEMBERS), seed=1, p=P):
    return months_late(name, p.chance, seed=seed, members=members)


def test_every_kind_either_may_open_late_or_keeps_its_date():
    assert set(KINDS) <= BUILT | DATED
    assert not BUILT & DATED


def test_what_is_closed_made_worse_open_from_the_start_or_not_built_keeps_its_date(base):
    bad = programme(base.base, "rusak", between=["kota-hilir", "kota-tengah"], state="worse", travel_time_h=4.0)
    there = programme(base.base, "lama", **HIGHWAY)
    early = there.model_copy(update={"opens": base.start})
    fields = {"id": "hujan", "kind": "shock", "link": {"between": HIGHWAY["between"], "mode": "road"},
              "travel_time_factor": 2.0, "opens": OPENS, "source": "own", "confidence": "assumption"}  # fmt: skip
    rain = ShockIntervention.model_validate(fields, context=replace(base.base, source_ids=frozenset({"own"})))
    assert programmes(with_programmes(base, bad, early, rain)) == ()
    assert programmes(with_programmes(base, there)) == (there,)


def test_a_late_programme_opens_later_and_stays_as_long(base):
    item = programme(base.base, "jalan", **HIGHWAY, closes=date(2023, 4, 1))
    (moved,) = opening_late(with_programmes(base, item), {"jalan": 12}).interventions
    assert (moved.opens, moved.closes) == (Month(2023, 4), Month(2024, 4))


def test_a_single_run_opens_everything_when_planned(built):
    found = differences(simulate(built, ON_TIME), simulate(built, P))
    assert {item.what for item in found} == {"story.parameters", "story.parameters_digest"}


def test_members_with_the_same_openings_have_the_same_bits_whichever_pass(built, run):
    """A pass of nothing but these openings, in which all members count, gives the bits that the ensemble has."""
    drawn = late("jalan")
    assert set(drawn) == {0, 12, 24}
    for months in (0, 12, 24):
        course = Course(built, P).opening_at(opening_late(built, {"jalan": months}))
        for block in (range(4), range(4, 8)):
            found = _run_pass(course.with_luck(Luck(1, block)), range(WIDTH)).indicators.to_numpy()
            for place, member in enumerate(block):
                if member < MEMBERS and drawn[member] == months:
                    assert found[:, place].tobytes() == run.by_member[:, member].to_numpy().tobytes()


def test_a_member_whose_programme_is_late_is_the_one_of_a_scenario_that_opens_it_then(base, built, run):
    planned = programme(base.base, "jalan", **HIGHWAY | {"opens": date(2023, 4, 1)})
    other = simulate(with_programmes(base, planned), ON_TIME, members=MEMBERS, width=WIDTH).by_member
    on_time = simulate(built, ON_TIME, members=MEMBERS, width=WIDTH).by_member
    for member, months in enumerate(late("jalan")):
        same = {name: np.allclose(run.by_member[:, member], found[:, member], rtol=1e-12, atol=1e-12, equal_nan=True)
                for name, found in (("a year later", other), ("on time", on_time))}  # fmt: skip
        assert same == {"a year later": months == 12, "on time": months == 0}


@pytest.mark.parametrize("width", [1, 3])
def test_another_width_of_the_passes_and_fewer_members_give_the_same(built, run, width):
    other = simulate(built, P, members=MEMBERS, width=width).by_member
    assert np.allclose(other, run.by_member, rtol=1e-12, atol=1e-12, equal_nan=True)
    fewer = simulate(built, P, members=MEMBERS - 2, width=WIDTH).by_member
    assert fewer.to_numpy().tobytes() == run.by_member[:, : MEMBERS - 2].to_numpy().tobytes()


def test_a_programme_that_changes_nothing_differs_by_exactly_nothing_however_late(base):
    same = with_programmes(base, programme(base.base, "jalan", **THE_SAME))
    comparison = compare(*(simulate(scenario, P, members=MEMBERS, width=WIDTH) for scenario in (base, same)))
    table = comparison.table().dropna(subset=["difference"])
    assert len(table) > 100
    assert (table[["difference", "low", "high", "median", "chance_of_gain"]] == 0.0).all(axis=None)


def test_the_recorded_mean_is_that_of_the_members_though_their_openings_differ(run):
    means = run.data.grdp.isel(member=0).groupby("month.year").sum()
    found = run.by_member.sel(indicator="grdp").mean("member").sel(region=means.region)
    assert np.allclose(means.transpose("region", "year"), found.transpose("region", "year"), rtol=1e-12)
    assert set(np.unique(run.data.modes)) >= {"road", "road+sea"}


def test_a_programme_more_shifts_no_draw_of_the_others(base, run):
    second = programme(base.base, "lain", between=["kota-tengah", "kota-hulu"], state="better", travel_time_h=2.5)
    both = with_programmes(base, programme(base.base, "jalan", **HIGHWAY), second)
    assert {item.id for item in programmes(both)} == {"jalan", "lain"}
    two = simulate(both, P, members=MEMBERS, width=WIDTH).by_member
    assert np.allclose(two, run.by_member, rtol=1e-12, atol=1e-12, equal_nan=True)


def same_delays():
    """Pairs of decisions and of programmes that follow each other."""
    streams = [randomness.uniforms(1, decision, name, members=range(400), months=1)[:, 0]
               for decision, name in (("programme delay", "jalan"), ("programme delay", "lain"), ("parameter", "jalan"),
                                      ("harvest", "jalan"))]  # fmt: skip
    table = np.corrcoef(streams)
    return int((abs(table[np.triu_indices(len(streams), 1)]) > 0.2).sum())


def test_no_two_decisions_share_a_stream_and_the_check_sees_it_when_they_do(monkeypatch):
    assert same_delays() == 0
    key = randomness._key
    monkeypatch.setattr(randomness, "_key", lambda seed, _decision, entity: key(seed, "any", entity))
    assert same_delays() == 3
    monkeypatch.setattr(randomness, "_key", lambda seed, _decision, _entity: key(seed, "any", "any"))
    assert same_delays() == 6


@pytest.mark.parametrize(("year", "two"), [(0.3, 0.15), (0.0, 0.5), (0.5, 0.5), (0.0, 0.0)])
def test_delays_have_the_shares_and_the_mean_that_are_documented(year, two):
    count = 4000
    p = changed_parameters(P, year_late_share=year, two_years_late_share=two)
    drawn = late("jalan", members=range(count), p=p)
    assert set(drawn) <= {0, 12, 24}
    mean, square = 12 * year + 24 * two, 144 * year + 576 * two
    assert abs(drawn.mean() - mean) <= 4.0 * np.sqrt((square - mean**2) / count)
    assert (drawn == 24).mean() == pytest.approx(two, abs=4.0 * np.sqrt(two * (1.0 - two) / count))
