"""Figures show the numbers, their unit, their source and the baseline; the same case gives the same bytes."""

from dataclasses import replace
from itertools import pairwise

import matplotlib.image
import numpy as np
import pytest
from matplotlib.colors import to_hex

from simulasi.report.drawing import as_svg, write_png
from simulasi.report.figures import grdp_figure, spread
from simulasi.report.maps import map_caption, network_figure, positions, scaled

FIGURES = {"grdp": grdp_figure, "network": network_figure}


def texts(figure):
    return "\n".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_figure_names_unit_source_baseline_and_badge(case, draw):
    said = texts(draw(case)).replace("\n", " ")
    assert "Sumber: simulasi" in said
    assert "Dasar" in said
    assert "Belum dikalibrasi" in said
    assert "Belum dikalibrasi" not in texts(draw(replace(case, is_calibrated=True)))


def test_the_lines_are_named_and_the_unit_is_said(case):
    said = texts(grdp_figure(case))
    assert "Kutai Barat" in said
    assert "miliar Rp" in said


def test_the_largest_line_holds_the_differences_of_the_run(case):
    figure = grdp_figure(case)
    lines = [line.get_ydata() for line in figure.axes[0].lines]
    expected = [case.change("kubar", "grdp", year).difference for year in case.comparison.years]
    assert any(len(line) == len(expected) and np.allclose(line, expected) for line in lines)


def test_every_region_has_its_tile_with_the_printed_change(case):
    said = texts(network_figure(case))
    for region in case.comparison.regions:
        assert case.words.short_area(region) in said
    assert "+0,340" in said
    assert "tidak berbeda" in said


def test_the_changed_link_is_named_and_drawn(case):
    assert "Kota Bangun – Melak" in texts(network_figure(case)).replace("\n", " ")  # noqa: RUF001
    widest = max(line.get_linewidth() for line in network_figure(case).axes[0].lines)
    assert any(line.get_linewidth() == widest for line in network_figure(case).axes[0].lines)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_scenario_without_effect_can_be_drawn(unchanged, draw, tmp_path):
    write_png(draw(unchanged), tmp_path / "gambar.png")
    assert matplotlib.image.imread(tmp_path / "gambar.png").std() > 0.01


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_the_same_case_gives_the_same_picture(case, draw, tmp_path):
    for name in ("a", "b"):
        write_png(draw(case), tmp_path / f"{name}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert as_svg(draw(case), name="x") == as_svg(draw(case), name="x")


def test_an_svg_fits_its_place_and_keeps_its_ids_apart(case):
    one, other = (as_svg(grdp_figure(case, captions=False), name=name) for name in ("one", "other"))
    head = one[: one.index(">")]
    assert "viewBox" in head
    assert "width=" not in head
    assert 'id="one-' in one
    assert 'id="one-' not in other
    assert "<metadata" not in one


def test_names_that_end_close_together_are_moved_apart():
    placed = sorted(spread([0.99, 1.0, 0.98, 0.1], gap=0.1))
    assert all(after - before > 0.0999 for before, after in pairwise(placed))
    assert placed[-1] <= 1.0


def test_a_place_that_is_linked_with_nothing_and_has_no_position_is_left_out(case):
    found = positions(case.before, case.comparison.regions)
    assert "simpang_perdau" in found
    assert "surabaya" not in found
    assert scaled({}) == {}


def test_positions_fit_in_the_picture(case):
    points = np.array(list(scaled(positions(case.before, case.comparison.regions)).values()))
    assert points.min() >= 0
    assert points.max() <= 1


def test_a_tile_is_coloured_only_by_a_change_that_is_told(case):
    tiles = {text.get_text().split("\n")[0]: text for text in network_figure(case).axes[0].texts}
    colours = {name: to_hex(text.get_bbox_patch().get_facecolor()) for name, text in tiles.items()}
    assert "< 0,01" in tiles["Berau"].get_text()
    assert len({colours[name] for name in ("Kutai Barat", "Paser", "Berau", "Bontang")}) == 4


def test_grey_tiles_are_explained_where_there_are_any(case, unchanged):
    assert "Abu-abu" in map_caption(case).unit
    assert "Abu-abu" not in map_caption(unchanged).unit
