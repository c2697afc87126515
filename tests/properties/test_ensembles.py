"""Invariant 10: a draw depends on seed, decision, entity, member and month, and on nothing else."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import NAMES, made_up_world, still_scenario, tiny_parameters, tiny_world, with_link, with_new_link

from simulasi.course import Course, Luck
from simulasi.model import randomness
from simulasi.model.draws import Chance, Draws
from simulasi.results.compare import compare
from simulasi.results.sameness import differences
from simulasi.scenario.interventions.shock import ShockIntervention
from simulasi.simulation import simulate
from simulasi.world.month import Month

P = tiny_parameters(wage_curve=-0.1)
MONTHS, MEMBERS = 30, [0, 1, 5]
WIDTH = 4
"""Members of a pass in these tests."""


@pytest.fixture(scope="module")
def scenario():
    """Two years of the tiny world, with two ways up of which the gates of both bind at times."""
    world = with_link(tiny_world(), "hilir", "tengah", capacity_t_month=6_000.0, capacity_pcu_h=400.0)
    second = {"distance_km": 290.0, "travel_time_h": 7.0, "capacity_pcu_h": 200.0, "capacity_t_month": 3_000.0}
    return still_scenario(with_new_link(world, "hilir", "hulu", **second))


@pytest.fixture(scope="module")
def alone(scenario):
    return simulate(scenario, P, members=6, width=WIDTH)


def inert(scenario):
    """The same scenario with a disturbance that disturbs nothing."""
    fields = {
        "id": "cuaca", "kind": "shock", "link": {"between": ["kota-hilir", "kota-tengah"], "mode": "road"},
        "travel_time_factor": 1.0, "opens": date(2022, 4, 1), "source": "own", "confidence": "assumption",
    }  # fmt: skip
    item = ShockIntervention.model_validate(fields, context=replace(scenario.base, source_ids=frozenset({"own"})))
    return replace(scenario, name="cuaca", interventions=(item,))


def drawn(world, months=MONTHS, members=MEMBERS, seed=1):
    """All draws of some months, by name: (month, ...)."""
    luck = Chance(world, P.chance, seed=seed, members=members, months=months)
    found = [luck.at(month) for month in range(months)]
    return {name: np.stack([getattr(one, name) for one in found]) for name in Draws._fields}


def grown_world(regions):
    """A made-up world of so many regions, one good of which is fish."""
    flows = np.ones((3, regions + 1, regions + 1))
    return made_up_world(flows, np.full((3, 3), 0.1), fresh=True)


def test_an_inert_change_differs_by_exactly_nothing_in_every_member(scenario, alone):
    comparison = compare(alone, simulate(inert(scenario), P, members=6, width=WIDTH))
    table = comparison.table()
    known = table.dropna(subset=["difference"])
    assert len(known) > 100
    assert (known[["difference", "low", "high", "median", "chance_of_gain"]] == 0.0).all(axis=None)
    assert np.array_equal(alone.by_member, comparison.scenarios[0].by_member, equal_nan=True)


def test_members_differ_from_each_other_and_from_the_run_without_chance(scenario, alone):
    output = alone.by_member.sel(indicator="grdp", region="hilir").to_numpy()
    assert len(np.unique(output[:, 0])) == 6
    still = simulate(scenario, P).data.grdp.sel(region="hilir").to_numpy()
    assert still.shape[0] == 1
    assert not np.isclose(still[0, :12].sum(), output[:, 0]).all()


def test_the_same_seed_gives_the_same_bits_and_another_one_does_not(scenario, alone):
    assert differences(alone, simulate(scenario, P, members=6, width=WIDTH)) == ()
    other = simulate(scenario, P, seed=2, members=6, width=WIDTH)
    assert any(found.what == "by_member" for found in differences(alone, other))


def test_a_member_has_the_same_bits_however_many_are_asked_for(scenario, alone):
    fewer = simulate(scenario, P, members=5, width=WIDTH).by_member
    assert fewer.to_numpy().tobytes() == alone.by_member[:, :5].to_numpy().tobytes()


@pytest.mark.parametrize("width", [1, 3])
def test_another_width_of_the_passes_gives_the_same_numbers(scenario, alone, width):
    other = simulate(scenario, P, members=6, width=width)
    assert float(alone.data.link_queue_t.max()) > 0.0
    assert np.allclose(other.by_member, alone.by_member, rtol=1e-12, atol=1e-12, equal_nan=True)
    for name, mean in alone.data.data_vars.items():
        if mean.dtype.kind == "f":
            assert np.allclose(other.data[name], mean, rtol=1e-12, atol=1e-9, equal_nan=True), name


def test_the_recorded_mean_is_that_of_the_members(alone):
    means = alone.data.grdp.isel(member=0).groupby("month.year").sum()
    found = alone.by_member.sel(indicator="grdp").mean("member").sel(region=list(NAMES[:3]))
    assert np.allclose(means.transpose("region", "year"), found.transpose("region", "year"), rtol=1e-12)


def test_a_scenario_and_its_baseline_share_all_draws_decision_by_decision():
    world = tiny_world()
    road = with_new_link(world, "hilir", "hulu", distance_km=290.0, travel_time_h=7.0, capacity_pcu_h=200.0)
    first, second = (Course(still_scenario(base), P, Luck(1, [0, 1])) for base in (world, road))
    for step in (0, 7):
        one, other = (course.at(Month(2022, 1).after(step)).draws for course in (first, second))
        assert all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


def test_a_region_more_shifts_no_draw_of_the_others():
    few, many = (drawn(grown_world(regions)) for regions in (2, 3))
    assert (few["harvest"] != 1.0).any()
    for name in ("harvest", "moving"):
        assert np.array_equal(few[name], many[name][..., :2]), name
    for name in ("exports", "world_price", "delay"):
        assert np.array_equal(few[name], many[name]), name


def test_more_months_begin_like_fewer_and_a_member_is_the_same_in_any_company():
    world = grown_world(2)
    short, long = drawn(world), drawn(world, months=MONTHS + 12, members=[5])
    for name, values in short.items():
        axis = 1 if values.ndim == 2 else values.ndim - 2
        assert np.array_equal(np.take(values, [2], axis), long[name][:MONTHS]), name


def entangled():
    """Pairs of series that follow each other: those of two decisions about one entity."""
    found = []
    for entity in NAMES[:3]:
        pair = [
            randomness.normals(1, decision, entity, members=range(40), months=60) for decision in ("harvest", "moving")
        ]
        found.append(float(np.corrcoef([series.ravel() for series in pair])[0, 1]))
    return [correlation for correlation in found if abs(correlation) > 0.1]


def test_no_two_decisions_share_a_stream_and_the_check_sees_it_when_they_do(monkeypatch):
    assert entangled() == []
    key = randomness._key
    monkeypatch.setattr(randomness, "_key", lambda seed, _decision, entity: key(seed, "any", entity))
    assert len(entangled()) == 3


@pytest.mark.parametrize(
    ("decision", "pick"),
    [
        ("harvest", lambda found: np.log(found["harvest"][:, 0, :, 0])),
        ("exports", lambda found: np.log(found["exports"][:, 0, :, 0])),
        ("delay", lambda found: np.log(found["delay"])),
        ("moving", lambda found: found["moving"][..., 0]),
    ],
)
def test_draws_have_the_mean_the_deviation_and_the_memory_that_are_documented(decision, pick):
    members, months = 400, 60
    series = pick(drawn(grown_world(2), months=months, members=range(members)))
    deviation, memory = (getattr(P.chance, f"{decision}_{what}") for what in ("deviation", "memory"))
    # months of a member are alike: (1 + memory) / (1 - memory) of them tell as much as one that is free
    free = members * months * (1.0 - memory) / (1.0 + memory)
    assert abs(series.mean()) < 4.0 * deviation / np.sqrt(free)
    assert series.std() == pytest.approx(deviation, rel=4.0 / np.sqrt(2.0 * free))
    found = (series[1:] * series[:-1]).mean() / (series**2).mean()
    assert found == pytest.approx(memory, abs=4.0 * np.sqrt((1.0 - memory**2) / (members * months)) + 2e-3)
