"""Places keep their order and stand apart on a scheme; with a map below they follow its projection."""

import numpy as np
import pytest

from simulasi.report.maps import positions
from simulasi.report.plane import APART_IN, Frame, Projection, placed_in, schematic

FRAME = Frame(5.3, 6.0)


@pytest.fixture(scope="module")
def known(world):
    return positions(world.network, world.region_ids)


def test_places_of_a_scheme_stand_apart_and_inside(known):
    points = np.array(list(schematic(known, FRAME).values()))
    inches = points * FRAME.size_in
    apart = np.hypot(*(inches[:, None] - inches).transpose(2, 0, 1)) + np.eye(len(points)) * 9.0
    assert apart.min() > 0.5 * APART_IN
    assert points.min() > 0.0
    assert points.max() < 1.0


def test_a_scheme_keeps_who_lies_west_and_who_lies_north(known):
    found = schematic(known, FRAME)
    for west, east in (("melak", "samarinda"), ("penajam", "bontang"), ("ujoh_bilang", "tenggarong")):
        assert found[west][0] < found[east][0]
    for south, north in (("grogot", "balikpapan"), ("balikpapan", "samarinda"), ("bontang", "tanjung_redeb")):
        assert found[south][1] < found[north][1]


def test_with_a_map_a_kilometre_is_as_long_in_both_directions():
    points = [(116.0, -60.0), (118.0, -58.0)]
    seen = Projection.of(points, FRAME)
    inches = np.diff(seen.at(np.array([(116.0, -59.0), (117.0, -59.0)])) * FRAME.size_in, axis=0)[0]
    north = np.diff(seen.at(np.array([(116.0, -59.0), (116.0, -58.0)])) * FRAME.size_in, axis=0)[0]
    assert inches[0] / north[1] == pytest.approx(np.cos(np.radians(59.0)))


def test_one_place_and_none_can_be_placed():
    assert placed_in({}, FRAME) == {}
    assert placed_in({"a": (116.0, 0.0)}, FRAME)["a"].shape == (2,)
    assert np.isfinite(Projection.of([(116.0, 0.0)], FRAME).at(np.array([[116.0, 0.0]]))).all()
