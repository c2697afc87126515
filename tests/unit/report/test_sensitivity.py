"""The answer at both ends of every assumption: sorted, summed up, and drawn."""

import matplotlib.image
import pytest
from made_up_case import ENDS, made_up_case, made_up_pair, made_up_swings

from simulasi.report.drawing import as_svg, write_png
from simulasi.report.sensitivity import (
    answer_of,
    asked_area,
    central_answer,
    moved_text,
    not_run_sentence,
    sensitivity_grid,
    sensitivity_sentence,
)
from simulasi.report.tornado import tornado_figure


@pytest.fixture
def swings(case):
    return made_up_swings(case)


def texts(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def read(cell):
    return float(cell.replace(".", "").replace(",", "."))


def test_the_question_is_the_change_of_the_region_that_changes_most(case, unchanged):
    assert asked_area(case) == "kubar"
    assert answer_of(case)(case.comparison) == central_answer(case) == case.change("kubar", "grdp").difference
    assert asked_area(unchanged) == "kaltim"
    assert central_answer(unchanged) == 0.0


def test_rows_stand_by_width_and_hold_the_answers(case, swings):
    grid = sensitivity_grid(case, swings)
    assert [row[0] for row in grid.rows] == [
        "Keluwesan memilih asal barang",
        "Ongkos waktu dibanding ongkos jarak",
        "Bagian belanja program yang menjadi konstruksi",
    ]
    central = central_answer(case)
    assert [read(cell) for cell in grid.rows[0][2:]] == pytest.approx(
        [0.5 * central, 3.0 * central, 2.5 * central], abs=0.0051
    )
    assert "Kutai Barat 2035" in grid.title
    assert case.words.signed(central, 2) in grid.note


def test_the_width_counts_the_answer_as_it_stands(case, swings):
    width = sensitivity_grid(case, swings).rows[1][-1]
    assert read(width) == pytest.approx(0.3 * central_answer(case), abs=0.0051)


def test_what_was_moved_is_told_with_its_values(case, swings):
    booked, sigma, hours = (moved_text(case, swing.factor) for swing in swings)
    assert booked == "0,75 sampai 1,25 kali"
    assert sigma == "2 sampai 8"
    assert hours == "Biaya waktu truk: 7.500 sampai 30.000; Tarif truk di jalan: 1.000 sampai 250"


def test_the_sentence_tells_the_span_the_strongest_and_that_the_sign_holds(case, swings):
    sentence, central = sensitivity_sentence(case, swings), central_answer(case)
    for amount in (0.5 * central, 3.0 * central):
        assert case.words.signed_rupiah(amount) in sentence
    assert "Yang paling berpengaruh: Keluwesan memilih asal barang (" in sentence
    assert sentence.endswith("tetap sama di semua ujung.")


def test_a_turning_sign_names_what_turns_it(case):
    turning = made_up_swings(case, ends={"sigma": (-3.0, 0.0)})
    assert sensitivity_sentence(case, turning).endswith("berbalik karena: Keluwesan memilih asal barang.")


def test_swings_without_width_are_told_without_a_span(unchanged):
    still = made_up_swings(unchanged, ends=dict.fromkeys(("booked", "sigma", "hours_against_km"), (0.0, 0.0)))
    assert sensitivity_sentence(unchanged, still) == "3 asumsi yang digeser satu per satu tidak mengubah jawaban."
    assert tornado_figure(unchanged, still).axes


def test_what_was_not_run_names_its_command(case):
    assert not_run_sentence(case).endswith("simulasi compare dasar jalan -o FOLDER --sensitivity")


def test_the_figure_draws_every_answer_from_the_line_as_it_stands(case, swings):
    axes = tornado_figure(case, swings).axes[0]
    central = central_answer(case)
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    ends = [start + width for start, width in bars]
    expected = [central * (1 + end) for pair in ENDS.values() for end in pair]
    assert sorted(ends) == pytest.approx(sorted(expected))
    assert all(start == pytest.approx(central) for start, _ in bars)


def test_the_figure_names_assumptions_and_both_ends(case, swings):
    said = texts(tornado_figure(case, swings))
    assert "Keluwesan memilih asal barang" in said
    assert sum(text.startswith("rendah ") for text in said) == sum(text.startswith("tinggi ") for text in said) == 3


def test_labels_of_the_figure_cover_no_other(case, swings):
    figure = tornado_figure(case, swings, captions=False)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    apart = [one.overlaps(other) for place, one in enumerate(boxes) for other in boxes[:place]]
    assert not any(apart)
    frame = figure.bbox
    assert all(box.x0 >= frame.x0 - 1 and box.x1 <= frame.x1 + 1 for box in boxes)


def test_the_same_swings_give_the_same_picture(case, swings, tmp_path):
    assert as_svg(tornado_figure(case, swings), name="x") == as_svg(tornado_figure(case, swings), name="x")
    write_png(tornado_figure(case, swings), tmp_path / "a.png")
    assert matplotlib.image.imread(tmp_path / "a.png").std() > 0.01


def test_a_loss_is_told_with_its_sign(world):
    case = made_up_pair({}, {}, world=world, lift={"paser": -0.05})
    assert "-Rp" in sensitivity_sentence(case, made_up_swings(case))


def test_english_says_the_same(world):
    case = made_up_case(world=world, lang="en")
    assert sensitivity_grid(case, made_up_swings(case)).head[0] == "Assumption"
