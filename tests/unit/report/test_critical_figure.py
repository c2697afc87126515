"""Bars of critical links: the largest loss on top, parted by region; who is cut off is said."""

from itertools import combinations

import numpy as np
import pytest

from simulasi.experiment.critical_links import Closing, CriticalLinks, Loss
from simulasi.report.critical import Told, critical_figure, critical_grid, cut_off_text, hardest_hit, short_cut_off_text
from simulasi.report.drawing import as_svg
from simulasi.report.grids import as_text
from simulasi.report.words import Words
from simulasi.world.cargo import TRAFFIC_CLASSES

LINKS = ("long_bagun-tering.river", "bontang-samarinda.road", "tanjung_redeb-tanjung_selor.road", "melak-sendawar.road")
TOTALS = (4800.0, 3400.0, 0.25, -12.0)
CUT = ({"mahulu": TRAFFIC_CLASSES}, {}, {"kaltara": ("liquid", "people"), "berau": TRAFFIC_CLASSES}, {})


def made_up(world, *, lang="id", count=4, is_calibrated=False):
    regions = world.region_ids
    links = {link.name: link for link in world.network.links.values()}
    losses = []
    for name, total, cut in zip(LINKS[:count], TOTALS, CUT, strict=False):
        grdp = np.linspace(1.0, 2.0, len(regions))
        grdp[3] = -0.5
        nothing = np.zeros(len(regions))
        losses.append(Loss(links[name], 1234.0, grdp * total / grdp.sum(), nothing + 2.0, nothing, nothing - 1.0, cut))
    closing = Closing.of(2027, 12)
    found = CriticalLinks("dasar", closing, regions, np.full(len(regions), 1e4), world.network, tuple(losses))
    return Told(found, Words(lang, world), "0.1.0", is_calibrated)


@pytest.fixture(scope="module")
def told(world):
    return made_up(world)


def said(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def test_bars_sum_to_the_losses_and_stand_in_order(told):
    axes = critical_figure(told).axes[0]
    rows = {}
    for bar in axes.patches:
        rows.setdefault(round(bar.get_y(), 6), []).append(bar.get_width())
    assert [sum(rows[row]) for row in sorted(rows)] == pytest.approx(TOTALS)


def test_gains_stand_left_of_the_line_and_are_explained(told, world):
    assert min(bar.get_x() + bar.get_width() for bar in critical_figure(told).axes[0].patches) < 0.0
    assert "Kiri garis" in " ".join(said(critical_figure(told))).replace("\n", " ")
    losses = tuple(loss._replace(grdp=abs(loss.grdp)) for loss in told.found.losses)
    found = CriticalLinks("dasar", told.found.closing, told.found.regions, told.found.grdp_year, world.network, losses)
    assert "Kiri garis" not in " ".join(said(critical_figure(told._replace(found=found)))).replace("\n", " ")


def test_the_figure_says_amounts_dates_source_and_who_is_cut_off(told):
    text = "\n".join(said(critical_figure(told)))
    flat = text.replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
    for part in ("Long Bagun – Tering (sungai)", "Rp4,8 triliun (4,36 %)", "12 bulan sejak Januari 2027",  # noqa: RUF001
                 "Desember 2028", "4 penutupan", "terputus: Mahakam Ulu", "Belum dikalibrasi"):  # fmt: skip
        assert part in flat


def test_the_badge_goes_when_parameters_are_calibrated(world):
    assert "Belum dikalibrasi" not in "\n".join(said(critical_figure(made_up(world, is_calibrated=True))))


def test_no_text_of_the_bars_covers_another(told):
    figure = critical_figure(told)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert not [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)]
    assert all(box.x1 <= figure.bbox.x1 + 1 for box in boxes)


def test_who_is_cut_off_is_told_with_its_classes(told):
    words, (first, second, third, _) = told.words, told.found.losses
    assert cut_off_text(words, first) == "Mahakam Ulu"
    assert cut_off_text(words, second) == ""
    assert cut_off_text(words, third) == "Kalimantan Utara (curah cair, orang), Berau"
    assert short_cut_off_text(words, third) == "terputus: Berau; terputus bagi sebagian muatan: Kalimantan Utara"


def test_the_table_tells_losses_and_the_region_that_loses_most(told):
    grid = critical_grid(told, 3)
    assert len(grid.rows) == 3
    assert grid.rows[0][:3] == ("Long Bagun – Tering (sungai)", "1.234", "4.800,0")  # noqa: RUF001
    assert grid.rows[0][4] == hardest_hit(told, told.found.losses[0]) == "Ibu Kota Nusantara"
    assert grid.rows[0][-1] == "Mahakam Ulu"
    assert "2027" in as_text(grid)
    gain = told.found.losses[-1]
    assert hardest_hit(told, gain._replace(grdp=-abs(gain.grdp))) == told.words.say("nothing")


def test_one_link_and_none_can_be_drawn(world):
    for count in (0, 1):
        assert critical_figure(made_up(world, count=count)).axes


def test_the_same_losses_give_the_same_picture_in_both_languages(world):
    for lang in ("id", "en"):
        one, other = (as_svg(critical_figure(made_up(world, lang=lang)), name="x") for _ in range(2))
        assert one == other
    assert "cut off: " in one
