"""What a scenario changes is told as its files say it."""

from dataclasses import replace

import pytest
from made_up_case import BASE, IKN, ROAD, made_up_pair, made_up_run

from simulasi.data.load_cargo import shipped_cargo
from simulasi.report.interventions import (
    APART,
    benefit_sentences,
    dropped_sentence,
    intervention_grid,
    spends,
    values_text,
)
from simulasi.report.words import Words
from simulasi.results.compare import compare
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.text.say import LANGUAGES, catalogue


def test_a_change_is_told_with_values_date_source_and_confidence(case):
    (row,) = intervention_grid(case).rows
    values = "antara: Kota Bangun – Melak; moda: jalan; jarak (km): 146,48; waktu tempuh (jam): 2,2"  # noqa: RUF001
    assert row == ("jalan (ruas jaringan)", values, "Januari 2027", "bappeda-kaltim-2014", "diterbitkan, dibulatkan")


def test_a_change_for_a_time_has_both_ends(case):
    words = case.words
    fields = {**ROAD, "closes": "2028-03-01"}
    story = {**case.scenario.story, "scenario": {**BASE, "interventions": {"jalan": fields}}}
    (row,) = intervention_grid(replace(case, scenario=replace(case.scenario, story=story))).rows
    assert row[2] == "Januari 2027, sampai sebelum Maret 2028"
    assert words.say("from_the_start")


def test_only_what_the_baseline_does_not_have_is_told(case):
    run = made_up_run(case.words.world, "dasar", {**BASE, "interventions": {"jalan": ROAD}})
    same = replace(case, comparison=compare(run, run), scenario=run)
    assert intervention_grid(same).rows == ()
    assert dropped_sentence(same) == ""


@pytest.mark.parametrize(("lang", "told"), [
    ("id", "pembayar: Pemerintah pusat = 0,7 · Kutai Kartanegara = 0,3; urusan: sukarela"),
    ("en", "payer: Central government = 0.7 · Kutai Kartanegara = 0.3; affair: voluntary"),
])  # fmt: skip
def test_payers_and_affairs_have_names(case, lang, told):
    words = Words(lang, case.words.world)
    found = values_text(words, {"payer": {"state": 0.7, "kukar": 0.3}, "affair": "voluntary"})
    assert found.replace(" Regency", "") == told


def test_what_the_scenario_drops_is_named(case):
    world = case.words.world
    base, run = (
        made_up_run(world, "dasar", {**BASE, "interventions": {"jalan": ROAD}}),
        made_up_run(world, "tanpa", BASE),
    )
    without = replace(case, comparison=compare(base, run), scenario=run)
    assert dropped_sentence(without) == "Skenario ini meniadakan dari Dasar: jalan (ruas jaringan)."


def test_spending_is_noticed_whether_it_comes_or_goes(case):
    world = case.words.world
    assert not spends(case)
    assert spends(made_up_pair({}, {"ikn": IKN}, world=world))
    assert spends(made_up_pair({"ikn": IKN}, {}, world=world))
    assert spends(made_up_pair({}, {"jalan": {**ROAD, "cost_bn_rp": 900.0}}, world=world))
    assert spends(made_up_pair({}, {"jalan": {**ROAD, "investment_bn_rp": {"2027": 900.0}}}, world=world))
    assert not spends(made_up_pair({"ikn": IKN}, {"ikn": IKN}, world=world))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"place": {"ikn": 0.8, "ppu": 0.2}}, "tempat: Ibu Kota Nusantara = 0,8 · Penajam Paser Utara = 0,2"),
        ({"purchases": {"construction": 1}}, "pembelian: Konstruksi = 1"),
        ({"spending_trillion_rp": {"2022": 5.5, "later": 0.0}}, "belanja (triliun Rp): 2022 = 5,5 · tahun lainnya = 0"),
        ({"something_new": "kata", "flag": True}, "something_new: kata; flag: ya"),
        ({"from": "melak", "to": "tering", "one_way": True}, "dari: Melak; ke: Tering; searah: ya"),
        ({"state": "better", "lanes": 4}, "keadaan: lebih baik; lajur: 4"),
        (
            {"classes": ["dry_bulk", "container", "people"]},
            "golongan yang boleh lewat: curah kering, peti kemas, dan orang",
        ),
        (
            {"link": {"between": ["samarinda", "melak"], "mode": "river"}, "travel_time_factor": 1.5},
            "ruas: antara = Samarinda – Melak · moda = sungai; waktu tempuh (kali semula): 1,5",  # noqa: RUF001
        ),
        (
            {"terminal": {"place": "kariangau", "side": "sea"}, "closed": True, "months": [8, 9]},
            "terminal: tempat = Kariangau · sisi = laut; ditutup: ya; hanya pada bulan: Agustus dan September",
        ),
        (
            {"handling_rp_t": 20000.0, "consolidation": 0.25},
            "ongkos bongkar muat (Rp per ton tiap ujung): 20.000; perjalanan kosong yang dihemat (bagian): 0,25",
        ),
        ({"monthly_profile": [0.5, 0.5]}, "pembagian menurut bulan: 0,5 · 0,5"),
    ],
)
def test_values_are_written_in_words(case, fields, text):
    assert values_text(case.words, fields) == text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_every_field_of_it_has_a_name(kind, lang):
    texts = catalogue(lang)
    assert f"scenario.kind.{kind}" in texts
    assert [key for key in KINDS[kind].file_keys() if key not in APART and f"report.fields.{key}" not in texts] == []


SERVICE = {
    "id": "sekolah", "kind": "service", "provider": "kubar", "users": ["ppu"], "places": 100,
    "cost_million_rp_place_year": 1.0, "travel_saved_h": 2.0, "trips_a_year": 50.0, "source": "bappeda-kaltim-2014",
    "confidence": "assumption",
}  # fmt: skip


def test_the_hours_that_users_of_a_service_save_are_told_with_their_value(case):
    story = {**case.scenario.story, "scenario": {**BASE, "interventions": {"sekolah": SERVICE}}}
    words = Words("id", replace(case.words.world, cargo=shipped_cargo()))
    (told,) = benefit_sentences(replace(case, scenario=replace(case.scenario, story=story), words=words))
    assert "10.000 jam" in told
    assert benefit_sentences(case) == []
