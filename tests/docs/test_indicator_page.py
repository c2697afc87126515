"""The page of indicators says what the register says."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from indicator_page import PAGE, renewed

from simulasi.results.explain import CHANNELS
from simulasi.results.register import INDICATORS
from simulasi.text.say import LANGUAGES, catalogue

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_register():
    assert renewed(TEXT) == TEXT, "run python tests/docs/indicator_page.py"


def test_a_changed_formula_is_seen():
    assert renewed(TEXT.replace("PAD + DBH", "PAD", 1)) == TEXT


def test_a_page_without_a_place_for_a_table_is_refused():
    with pytest.raises(AssertionError, match="no place"):
        renewed(TEXT.replace("<!-- register -->", ""))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_and_every_channel_has_its_words(lang):
    words = catalogue(lang)
    named = [f"indicator.{name}" for name in INDICATORS] + [
        f"report.unit.{entry.unit}" for entry in INDICATORS.values()
    ]
    named += [f"report.channel.{name}.{part}" for name in CHANNELS for part in ("name", "more", "less")]
    assert [key for key in named if not words.get(key)] == []


def test_every_indicator_says_its_formula_and_whose_definition_it_is():
    assert [name for name, entry in INDICATORS.items() if not (entry.formula and entry.origin and entry.areas)] == []
