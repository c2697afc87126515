"""Cost and benefit are told with the numbers of the streams, whatever is known and whatever comes out."""

import pytest
from made_up_case import BASE, ROAD, ROADWORK, made_up_case, made_up_pair, made_up_run

from simulasi.report.appraisal import (
    appraisal_grid,
    appraisal_of,
    appraisal_sentences,
    discounted_so_far,
    party_grid,
    stream_grid,
)
from simulasi.report.appraisal_figure import appraisal_figure
from simulasi.report.case import Case
from simulasi.report.sections import case_article
from simulasi.report.words import Words
from simulasi.results.compare import compare
from simulasi.text.say import LANGUAGES


def costly(world, *, lang="id", members=1, lift=0.0034, **fields):
    """The case of the road with what it costs."""
    before = made_up_run(world, "dasar", BASE, members=members)
    document = {**ROADWORK, "interventions": {"jalan": {**ROAD, **fields}}}
    after = made_up_run(world, "jalan", document, lift={"kubar": lift}, members=members)
    return Case(compare(before, after), after, 2035, world.network, world.network, Words(lang, world))


def text_of(case):
    return " ".join(appraisal_sentences(case, appraisal_of(case)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_known_cost_gives_value_ratio_rate_and_year(world, lang):
    case = costly(world, lang=lang, investment_bn_rp={"2022": 0.05})
    worth = appraisal_of(case).worth()
    text = text_of(case)
    assert case.words.rupiah(worth.npv) in text
    assert case.words.number(worth.bcr, 2) in text
    assert case.words.part(100 * worth.rates[0], 1) in text
    assert str(worth.break_even) in text


def test_an_unknown_cost_is_said_and_only_the_benefit_is_shown(case):
    text = text_of(case)
    assert "Biaya jalan tidak diketahui" in text
    assert "BCR" not in text
    row = appraisal_grid(case).rows[0]
    assert set(row[4:]) == {case.words.say("nothing")}


def test_a_cost_that_is_not_known_of_all_is_said(world):
    both = {"jalan": {**ROAD, "cost_bn_rp": 9.0}, "jembatan": {**ROAD, "id": "jembatan"}}
    case = made_up_pair({}, both, world=world)
    assert "Biaya jembatan tidak diketahui dan belum dihitung" in text_of(case)


def test_what_is_never_won_back_is_said(world):
    text = text_of(costly(world, cost_bn_rp=1e5))
    assert "belum kembali" in text


def test_without_a_rate_of_return_none_is_told(world):
    text = text_of(costly(world, cost_bn_rp=1e5, lift=-0.01))
    assert "EIRR tidak ada" in text


def test_money_that_is_saved_has_no_ratio(world):
    case = made_up_pair({"jalan": {**ROAD, "cost_bn_rp": 9.0}}, {}, world=world)
    text = text_of(case)
    assert "menghemat" in text
    assert "BCR" not in text
    assert appraisal_grid(case).rows[0][5] == case.words.say("nothing")


def test_several_runs_give_a_band_and_a_chance(world):
    text = text_of(costly(world, members=10, cost_bn_rp=1.0))
    assert "10 pengulangan" in text
    assert "peluang NPV di atas nol" in text


def test_who_pays_and_who_gains_add_up_to_the_last_row(world):
    case = costly(world, cost_bn_rp=9.0, payer={"state": 0.5, "kubar": 0.5})
    found = appraisal_of(case)
    grid = party_grid(case, found)
    rows = {row[0]: row[1:] for row in grid.rows}
    assert rows["Pemerintah pusat"][0] == rows["Kutai Barat"][0]
    assert rows["Semua"][2] == case.words.signed(found.worth().npv, 1)


def test_the_streams_end_with_the_present_value(world):
    case = costly(world, cost_bn_rp=9.0, upkeep_bn_rp_a_year=0.5)
    found = appraisal_of(case)
    assert discounted_so_far(found)[-1] == pytest.approx(found.worth().npv)
    assert len(stream_grid(case, found).rows) == len(found.years)


def test_the_figure_draws_cost_below_and_benefit_above(world):
    found = appraisal_of(case := costly(world, cost_bn_rp=9.0))
    (axes,) = appraisal_figure(case, found).axes
    heights = [bar.get_height() for bar in axes.patches]
    assert min(heights) == -9.0
    assert max(heights) == pytest.approx(found.benefits.sum(axis=(0, 1)).max())


@pytest.mark.parametrize("captions", [True, False])
def test_the_legend_stays_in_the_figure(world, captions):
    case = costly(world, cost_bn_rp=9.0)
    figure = appraisal_figure(case, appraisal_of(case), captions=captions)
    figure.canvas.draw()
    extent = figure.axes[0].get_legend().get_window_extent()
    assert figure.bbox.x0 <= extent.x0
    assert extent.x1 <= figure.bbox.x1
    assert extent.y1 <= figure.bbox.y1


def test_the_page_tells_cost_and_benefit_of_what_differs(case, article, unchanged, world):
    assert case.words.say("appraisal_section") in article
    assert case.words.say("appraisal_section") not in case_article(unchanged)
    shock = made_up_pair({}, {"longsor": {**ROAD, "kind": "shock"}}, world=world)
    assert case.words.say("appraisal_section") not in case_article(shock)
    assert "Cost and benefit" in case_article(made_up_case(world=world, lang="en"))
