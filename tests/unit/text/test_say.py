"""Texts and numbers in both languages."""

import re
from pathlib import Path

import pytest

from simulasi.errors import Fault
from simulasi.text import say as say_module
from simulasi.text.say import LANGUAGES, TextError, catalogue, fields_of, number, percent, rupiah_bn, say, say_fault


def test_both_catalogues_have_the_same_keys_and_fields():
    indonesian, english = (catalogue(lang) for lang in LANGUAGES)
    assert indonesian.keys() == english.keys()
    for key, text in indonesian.items():
        assert fields_of(text) == fields_of(english[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_can_be_filled_in(lang):
    for key, text in catalogue(lang).items():
        said = say(key, lang=lang, **dict.fromkeys(fields_of(text), "7"))
        assert said == said.strip() or key.startswith("unit."), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_is_said_in_a_whole_sentence(lang):
    for key, text in catalogue(lang).items():
        if key.startswith("fault."):
            assert text[0].isupper() or text[0] in "'[", key
            assert text.endswith("."), key


def test_an_unknown_text_language_or_field_is_an_error_of_its_own():
    with pytest.raises(TextError, match=r"no text 'laporan\.tidak_ada' in id\.toml"):
        say("laporan.tidak_ada")
    with pytest.raises(TextError, match="no language 'fr'"):
        say("number.decimal", lang="fr")
    with pytest.raises(TextError, match="needs line"):
        say("fault.toml_syntax")


def test_a_fault_without_a_place_is_the_sentence_alone():
    fault = Fault("no_such_scenario", value="jaln", fields={"nearest": "", "known": ""})
    assert say_fault(fault).startswith("Skenario 'jaln' tidak ditemukan")


def test_a_unit_and_a_type_are_said_in_the_language():
    fault = Fault("out_of_range", "a.toml", "x.travel_time_h", "-1", {"range": "≥ 0.01", "unit": "h"})
    assert say_fault(fault) == "a.toml, x.travel_time_h: Nilai -1 di luar batas: harus ≥ 0.01 jam."
    assert say_fault(fault, lang="en").endswith("it must be ≥ 0.01 hours.")
    bare = Fault("out_of_range", "a.toml", "x.place.ppu", "2", {"range": "≤ 1", "unit": "none"})
    assert say_fault(bare).endswith("harus ≤ 1.")
    table = Fault("wrong_type", "a.toml", "x.place", "3", {"type": "table"})
    assert say_fault(table).endswith("tabel, misalnya { ppu = 1.0 }.")


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (-0.04, 1, "0,0", "0.0"),
        (-12.345, 2, "-12,35", "-12.35"),
        (0.5, 3, "0,500", "0.500"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, digits, indonesian, english):
    assert number(value, digits) == indonesian
    assert number(value, digits, "en") == english


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (412, "Rp412 miliar", "Rp412 billion"),
        (1200, "Rp1,2 triliun", "Rp1.2 trillion"),
        (999.6, "Rp1,0 triliun", "Rp1.0 trillion"),
        (4.24, "Rp4,2 miliar", "Rp4.2 billion"),
        (0.96, "Rp1,0 miliar", "Rp1.0 billion"),
        (0.25, "Rp250 juta", "Rp250 million"),
        (-412, "-Rp412 miliar", "-Rp412 billion"),
        (0, "Rp0 juta", "Rp0 million"),
        (-0.0001, "Rp0 juta", "Rp0 million"),
        (2_500_000, "Rp2.500,0 triliun", "Rp2,500.0 trillion"),
    ],
)
def test_amounts_take_the_unit_that_suits_them(value, indonesian, english):
    assert rupiah_bn(value) == indonesian
    assert rupiah_bn(value, "en") == english


def test_percentages_carry_their_sign():
    assert percent(0.0034) == "+0,34 %"
    assert percent(-0.125, 1, "en") == "-12.5%"
    assert percent(-0.000001) == "0,00 %"


def test_a_unit_that_has_no_word_stands_as_it_is():
    fault = Fault("parameter_out_of_range", "p.toml", "trade.sigma", "9", {"low": "1", "high": "6", "unit": "Rp/t-km"})
    assert "1 sampai 6 (satuan: Rp/t-km)" in say_fault(fault)
    hours = Fault("parameter_out_of_range", "p.toml", "vot", "9", {"low": "1", "high": "6", "unit": "h"})
    assert "(satuan: jam)" in say_fault(hours)


def test_every_code_in_the_package_has_a_text():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(say_module.__file__).parents[1].rglob("*.py"))
    codes = set(re.findall(r'\b[Ff]ault\(\s*"(\w+)"', source))
    assert {code for code in codes if f"fault.{code}" not in catalogue("id")} == set()
