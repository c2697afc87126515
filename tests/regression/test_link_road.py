"""What the link road does, in all regions: most where it lands, next to nothing far away, and no trip gets dearer."""

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.results.compare import compare
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate

YEAR = 2035
NEAR, FAR = {"kubar", "mahulu"}, ("berau", "paser")
P = load_parameters()


@pytest.fixture(scope="module")
def runs():
    return [simulate(read_scenario(name, default_world()), P) for name in ("dasar", "jalan-kukar-kubar")]


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


def test_no_trip_gets_dearer(runs):
    before, after = (run.data["generalised_cost_rp_t"] for run in runs)
    assert float((after - before).max()) <= 1e-9 * float(before.where(np.isfinite(before)).max())
    assert float((before - after).max()) > 0.0
    assert float((1.01 * after - before).max()) > 0.0
