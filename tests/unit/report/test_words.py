"""Names and numbers are written as the language does."""

import pytest

from simulasi.report.words import Words, digits_for


@pytest.fixture
def words(world):
    return Words("id", world)


def test_names_come_from_the_tables_and_the_catalogue(words, world):
    assert words.area("kubar") == "Kutai Barat"
    assert words.area("ppu_bps") == "PPU + IKN (basis BPS)"
    assert words.place("melak") == "Melak"
    assert Words("en", world).area("jawa") == "Java"
    assert words.area("atlantis") == words.place("atlantis") == "atlantis"


def test_a_word_of_a_scenario_file_is_named_whatever_it_means(words):
    assert [words.name(word) for word in ("kubar", "construction", "melak", "road", "12x")] == [
        "Kutai Barat", "Konstruksi", "Melak", "jalan", "12x",
    ]  # fmt: skip


def test_numbers_are_written_the_indonesian_way(words):
    assert words.number(1234.5, 1) == "1.234,5"
    assert words.signed(0.2, 1) == "+0,2"
    assert words.signed(-0.04, 1) == "0,0"
    assert words.number(float("nan")) == words.percent(float("inf")) == "–"  # noqa: RUF001


def test_a_small_percentage_keeps_two_digits_that_say_something(words):
    assert words.percent(0.0034).replace("\N{NO-BREAK SPACE}", " ") == "+0,34 %"
    assert words.percent(-0.00001234).replace("\N{NO-BREAK SPACE}", " ") == "-0,0012 %"
    assert words.percent(-0.00001234, 2).replace("\N{NO-BREAK SPACE}", " ") == "0,00 %"


def test_a_part_has_no_sign_and_an_amount_can_have_one(words):
    assert words.part(37.664) == "37,66\N{NO-BREAK SPACE}%"
    assert [words.signed_rupiah(value) for value in (34, -34, 0.0001)] == ["+Rp34 miliar", "-Rp34 miliar", "Rp0 juta"]


def test_a_list_in_a_sentence_has_a_word_before_the_last(words):
    assert [words.listed(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a dan b", "a, b, dan c"]


def test_months_and_modes_are_said_in_words(words):
    assert words.month("2027-01-01") == "Januari 2027"
    assert words.ways(("river", "road")) == "sungai + jalan"
    assert words.ways(()) == "tidak ada jalur"


@pytest.mark.parametrize(("values", "digits"), [([412.0], 1), ([0.34], 2), ([0.034, 5.0], 3), ([0.0], 1), ([], 1)])
def test_digits_show_the_smallest_value(values, digits):
    assert digits_for(values, 1) == digits
