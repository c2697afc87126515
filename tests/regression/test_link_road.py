"""What the link road does, in all regions: most where it lands, little far away; no way gets dearer but by traffic."""

import numpy as np
import pytest
from shipped import shipped_run

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.model.roads import find_roads
from simulasi.model.transport import carriage_of
from simulasi.results.compare import compare
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

YEAR = 2035
NEAR, FAR = {"kubar", "mahulu"}, ("berau", "paser")
P = load_parameters()


@pytest.fixture(scope="module")
def runs():
    return [shipped_run(name) for name in ("dasar", "jalan-kukar-kubar")]


def relative_changes(runs, indicator):
    """Size of the relative change in every region, the road beside the baseline."""
    found = compare(*runs)
    changes = {
        region: found.change("jalan-kukar-kubar", region, indicator, YEAR) for region in default_world().region_ids
    }
    return {region: abs(change.difference) / change.baseline for region, change in changes.items()}


def lands_near(size):
    """Whether the largest change is near the road and those far away are below a tenth of it."""
    return max(size, key=size.get) in NEAR and all(size[region] < max(size.values()) / 10 for region in FAR)


@pytest.mark.parametrize("indicator", ["grdp", "delivered_price"])
def test_the_road_counts_most_where_it_lands(runs, indicator):
    size = relative_changes(runs, indicator)
    assert lands_near(size)
    assert not lands_near(size | {"berau": max(size.values()) / 9})
    assert not lands_near(size | {"kutim": 2 * max(size.values())})


def least_costs(name):
    """Least cost of every class and pair at published hours in December 2035."""
    roads = find_roads(carriage_of(read_scenario(name, default_world()).world_at(Month(YEAR, 12))), P)
    cost = roads.published.land + roads.published.sea + roads.hour_loss * roads.published.hours
    return dict(zip(roads.groups.tolist(), np.minimum.reduceat(cost, roads.starts).tolist(), strict=True))


def test_at_published_hours_no_least_cost_rises_and_some_fall():
    before, after = least_costs("dasar"), least_costs("jalan-kukar-kubar")
    assert before.keys() == after.keys()
    change = np.array([after[group] / before[group] - 1.0 for group in before])
    assert change.max() <= 1e-12
    assert change.min() < -0.2


def test_the_traffic_that_the_road_draws_makes_hardly_any_trip_dearer(runs):
    before, after = (run.data["generalised_cost_rp_t"] for run in runs)
    change = (after / before - 1.0).where(np.isfinite(before))
    assert 0.0 < float(change.max()) <= 0.005
    assert float(change.min()) < -0.2
