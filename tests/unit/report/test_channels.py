"""Why GRDP changes is told with the numbers of the table: the three largest channels, all of them, and the residual."""

from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
from made_up_case import made_up_case

from simulasi.report.channels import (
    by_channel,
    cancel_lead,
    cancel_sentences,
    cancelling,
    channel_figure,
    channel_grid,
    channel_lead,
    channel_sentences,
    explained_areas,
    residual_sentences,
)
from simulasi.report.sections import case_article
from simulasi.results.areas import KALTIM
from simulasi.results.explain import CHANNELS, COLUMNS, RESIDUAL
from simulasi.text.say import LANGUAGES

SIZES = {"freight": 3.0, "scarcity": -1.5, "pay": 0.9, "investors": 0.5, RESIDUAL: 0.01}
"""Parts of the change of every area."""


def explained(case, sizes=None):
    """The case with made-up channels that add up to the change of every area."""
    shares = {**dict.fromkeys(CHANNELS, 0.0), **(sizes or SIZES)}
    whole = sum(shares.values())
    rows = [
        (case.name, area, case.year, channel, part / whole * case.change(area, "grdp").difference)
        for area in (*case.areas, "kaltim")
        for channel, part in shares.items()
    ]
    return replace(case, channels=pd.DataFrame(rows, columns=list(COLUMNS)))


@pytest.fixture(scope="module")
def told(case):
    return explained(case)


def test_the_three_largest_channels_are_told_the_largest_first(told):
    freight, scarcity, pay = channel_sentences(told)
    assert freight.startswith("Ongkos angkut dari Kutai Barat ke pasarnya lebih murah")
    assert scarcity.startswith("Pesanan menekan kapasitas pabrik atau air baku di Kutai Barat")
    assert "-" in scarcity
    assert pay.startswith("Penduduk Kutai Barat menerima upah lebih banyak")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages_tell_amounts_of_the_table(world, lang):
    case = explained(made_up_case(world=world, lang=lang))
    amounts = [case.words.signed_rupiah(value) for value in by_channel(case, "kubar").values()]
    assert all(any(amount in sentence for amount in amounts) for sentence in channel_sentences(case))
    assert case.words.signed_rupiah(case.change("kubar", "grdp").difference) in channel_lead(case)


def test_the_table_shows_what_counts_the_residual_and_the_sum(told):
    grid = channel_grid(told)
    named = [row[0] for row in grid.rows]
    assert named[-2:] == ["Sisa", "Perubahan PDRB"]
    assert "Ongkos angkut ke pasar" in named
    assert "Persediaan" not in named
    change = told.words.signed(told.change("kubar", "grdp").difference, 1)
    assert grid.rows[-1][1].startswith(change.split(",")[0])


def test_where_large_channels_cancel_they_are_told_too(case, told):
    assert cancel_sentences(told) == ()
    hidden = told.channels.copy()
    here = hidden["region"] == "ikn"
    for channel, value in (("plants", 9e4), ("scarcity", -9e4)):
        hidden.loc[here & (hidden["channel"] == channel), "value_bn_rp"] += value
    cancelled = replace(case, channels=hidden)
    assert cancelling(cancelled) == "ikn"
    assert "ikn" in explained_areas(cancelled)
    assert "Ibu Kota Nusantara" in cancel_lead(cancelled)
    first, second = cancel_sentences(cancelled)[:2]
    assert {first.split(" ")[0], second.split(" ")[0]} == {"Pabrik,", "Pesanan"}
    assert cancel_lead(cancelled) in unescape(case_article(cancelled))


def test_the_three_largest_of_the_province_are_told_after_those_of_the_region(told):
    sentences, lead = channel_sentences(told, KALTIM), channel_lead(told, KALTIM)
    assert len(sentences) == len(channel_sentences(told)) == 3
    assert all("Kalimantan Timur" in sentence for sentence in (*sentences, lead))
    assert told.words.signed_rupiah(told.change(KALTIM, "grdp").difference) in lead
    page = unescape(case_article(told))
    assert page.index(channel_sentences(told)[0]) < page.index(lead) < page.index(sentences[0])


@pytest.mark.parametrize("captions", [True, False])
@pytest.mark.parametrize("sizes", [{"plants": 16.7, "scarcity": -13.9, "pay": -1.8}, {"plants": 1.0}, {"pay": -1.0}])
def test_numbers_stand_within_the_figure_and_beside_the_names(case, sizes, captions):
    large = explained(case, sizes)
    large = replace(large, channels=large.channels.assign(value_bn_rp=1e3 * large.channels["value_bn_rp"]))
    figure = channel_figure(large, captions=captions)
    (axes,) = figure.axes
    renderer = figure.canvas.get_renderer()
    names = max(label.get_window_extent(renderer).x1 for label in axes.get_yticklabels())
    for number in axes.texts:
        extent = number.get_window_extent(renderer)
        assert names <= extent.x0 < extent.x1 <= figure.bbox.x1


def test_a_residual_above_a_twentieth_is_told(told, case):
    assert residual_sentences(told) == ()
    sentences = residual_sentences(explained(case, {"freight": 1.0, RESIDUAL: 0.1}))
    assert sentences
    assert "9,1" in sentences[0]


def test_where_nothing_changes_there_is_nothing_to_explain(unchanged):
    same = replace(unchanged, channels=pd.DataFrame(columns=list(COLUMNS)))
    assert channel_lead(same) == same.words.say("channels_same")
    assert channel_sentences(same) == ()


def test_the_figure_has_a_bar_for_every_channel_it_names(told):
    (axes,) = channel_figure(told).axes
    assert len(axes.patches) == len(axes.get_yticks())
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert names[0] == "Ongkos angkut ke pasar"
    assert names[-1] == "Perubahan PDRB"


def test_no_number_of_the_figure_leaves_it(told):
    figure = channel_figure(told)
    figure.canvas.draw()
    (axes,) = figure.axes
    box = figure.bbox
    for text in (*axes.texts, *axes.get_yticklabels()):
        extent = text.get_window_extent()
        assert box.x0 <= extent.x0
        assert extent.x1 <= box.x1


def test_the_page_tells_channels_where_they_were_worked_out(case, told, article):
    assert case.words.say("channels_section") in case_article(told)
    assert case.words.say("channels_section") not in article
