"""Maps of the network: no label covers another one nor a place, all say unit and source, a map below is credited."""

import json
from dataclasses import replace
from itertools import combinations

import matplotlib.image
import numpy as np
import pytest
from made_up_case import BUSY, NEW_ROAD, made_up_case

from simulasi.experiment.critical_links import Closing, CriticalLinks, Loss
from simulasi.report.background import read_background
from simulasi.report.critical import Told
from simulasi.report.critical_map import critical_map
from simulasi.report.maps import network_figure, positions
from simulasi.report.network_map import network_map, network_map_figure
from simulasi.report.traffic_map import traffic_figure
from simulasi.report.words import Words
from simulasi.world.network import Terminal

SHORE = [[114.0, -2.5], [119.5, -2.5], [119.5, 3.0], [114.0, 3.0], [114.0, -2.5]]
INSIDE = [[116.0, -0.5], [116.2, -0.5], [116.1, -0.3], [116.0, -0.5]]


@pytest.fixture(scope="module")
def background(tmp_path_factory):
    file = tmp_path_factory.mktemp("peta") / "garis.geojson"
    shapes = ({"type": "Polygon", "coordinates": [SHORE, INSIDE]}, {"type": "LineString", "coordinates": SHORE[:3]})
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features, "license": "contoh: CC0"}))
    return read_background(file)


@pytest.fixture(scope="module")
def full(world):
    """The case with many full links, and a transit zone."""
    case = made_up_case(world=world)
    data = case.scenario.data.copy(deep=True)
    names = [name for name in data.link.to_numpy() if name.endswith((".road", ".toll"))]
    data["link_volume_pcu_h"].loc[{"link": names[::3]}] = 90.0
    data["link_vehicles_day"].loc[{"link": names[::5]}] = 9000.0
    zone = Terminal("kota_bangun", "land", consolidation=0.5, local_share=0.2)
    return replace(case, scenario=replace(case.scenario, data=data), after=case.after.with_terminal(zone))


@pytest.fixture(scope="module")
def traffic(case):
    """The map of the traffic of the case, drawn once."""
    return traffic_figure(case)


@pytest.fixture(scope="module")
def told(world):
    """Made-up losses, larger for links that come later; the last cuts a region off."""
    regions, rng = world.region_ids, np.random.Generator(np.random.PCG64(3))
    links = [link for link in world.network.open_links if link.mode != "air"]
    nothing = np.zeros(len(regions))
    losses = tuple(
        Loss(link, 100.0, rng.normal(1.0, 1.0, len(regions)) * 3.0**row, nothing, nothing, nothing, {})
        for row, link in enumerate(links[:8])
    )
    losses = (*losses[:-1], losses[-1]._replace(cut_off={"mahulu": ("people",)}))[::-1]
    found = CriticalLinks("dasar", Closing.of(2027, 12), regions, np.full(len(regions), 1e4), world.network, losses)
    return Told(found, Words("id", world), "0.1.0", is_calibrated=False)


def boxes_of(figure):
    figure.canvas.draw()
    return [text.get_bbox_patch().get_window_extent() for text in figure.axes[0].texts]


def places_of(figure, network, regions):
    """Pixels of the marks of places."""
    marks = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", None)]
    assert len(marks) == len(positions(network, regions))
    return np.array([figure.axes[0].transData.transform(mark.get_xydata()[0]) for mark in marks])


def assert_clear(figure, network, regions):
    boxes, places = boxes_of(figure), places_of(figure, network, regions)
    assert boxes
    assert not [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)]
    covered = [box for box in boxes for x, y in places if box.x0 < x < box.x1 and box.y0 < y < box.y1]
    assert covered == []
    frame = figure.bbox
    assert all(box.x0 >= frame.x0 - 1 and box.x1 <= frame.x1 + 1 for box in boxes)


def said(figure):
    found = figure.findobj(lambda artist: hasattr(artist, "get_text"))
    return "\n".join(text.get_text() for text in found).replace("\n", " ")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_label_of_the_network_covers_another_or_a_place(world, lang):
    figure = network_map_figure(Words(lang, world))
    assert_clear(figure, world.network, world.region_ids)


@pytest.mark.parametrize("draw", ["scheme", "on a map"])
def test_no_label_of_the_traffic_covers_another_or_a_place(full, background, draw):
    case = full if draw == "scheme" else replace(full, background=background)
    figure = traffic_figure(case)
    assert_clear(figure, case.after, case.comparison.regions)


@pytest.mark.parametrize("draw", ["scheme", "on a map"])
def test_no_label_of_the_critical_links_covers_another_or_a_place(told, background, draw):
    asked = told if draw == "scheme" else told._replace(background=background)
    assert_clear(critical_map(asked), told.found.network, told.found.regions)


def test_the_number_stands_at_every_full_link_and_the_change_at_the_new_one(traffic):
    labels = {text.get_text() for text in traffic.axes[0].texts}
    assert "v/c 1,23" in labels
    assert "+3.000" in labels
    assert sum("v/c" in label for label in labels) == 1


def test_a_wider_line_carries_more(case, traffic):
    quiet = replace(case, scenario=replace(case.scenario, data=case.scenario.data.copy(deep=True)))
    quiet.scenario.data["link_vehicles_day"].loc[{"link": [BUSY, NEW_ROAD.name]}] = 0.0
    drawn = (traffic, traffic_figure(quiet))
    widest = [max(line.get_linewidth() for line in figure.axes[0].lines[1:]) for figure in drawn]
    assert widest[0] > widest[1]


def test_the_traffic_map_says_year_units_source_and_baseline(traffic, unchanged):
    text = said(traffic)
    for part in ("Lalu lintas 2035: Jalan Kukar-Kubar", "kendaraan sehari", "skenario Dasar", "Sumber: simulasi",
                 "Belum dikalibrasi", "tidak menurut skala"):  # fmt: skip
        assert part in text
    assert "Tidak berbeda dari skenario Dasar" in said(traffic_figure(unchanged))


def test_a_map_below_is_credited_and_the_map_is_no_scheme_then(case, told, background, world):
    with_map = replace(case, background=background)
    figures = (
        traffic_figure(with_map),
        network_figure(with_map),
        critical_map(told._replace(background=background)),
        network_map_figure(Words("id", world), background=background),
    )
    for figure in figures:
        assert "Latar peta: contoh: CC0." in said(figure)
        assert "skematis" not in said(figure)
        assert figure.axes[0].collections


def test_zones_and_terminals_are_named_in_the_legend(full, traffic):
    assert "zona transit" in said(traffic_figure(full))
    assert "zona transit" not in said(traffic)
    for part in ("pelabuhan laut", "dermaga sungai"):
        assert part in said(traffic)


@pytest.mark.parametrize("name", ["kaltim.png", "kaltim.svg"])
def test_the_network_of_a_world_is_written_and_the_same_again(world, tmp_path, name):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        network_map(world, tmp_path / folder / name, lang="en", year=2025)
    one, other = ((tmp_path / folder / name).read_bytes() for folder in ("a", "b"))
    assert one == other
    if name.endswith("png"):
        assert matplotlib.image.imread(tmp_path / "a" / name).std() > 0.01
    else:
        assert b"Transport network of 2025" in one


def test_a_network_without_positions_can_be_drawn(world):
    places = {name: replace(place, latitude=None, longitude=None) for name, place in world.network.places.items()}
    bare = replace(world, network=replace(world.network, places=places))
    assert network_map_figure(Words("id", bare)).axes
