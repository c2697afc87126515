"""Searching the scenarios that are there."""

import pytest

from simulasi.errors import ScenarioError
from simulasi.scenario.find import list_scenarios
from simulasi.scenario.search import search_scenarios


def names(*words, kind=None):
    return [name for name, _ in search_scenarios(words, kind=kind)]


def test_without_words_all_are_listed():
    assert names() == list(list_scenarios())


def test_all_words_must_be_there_in_any_case():
    assert "jalan-kukar-kubar" in names("KUBAR", "jembatan")
    assert "upah-minimum" not in names("KUBAR", "jembatan")
    assert names("KUBAR", "tidak-ada-kata-ini") == []


def test_places_and_notes_are_searched_too():
    assert "jalan-kukar-kubar" in names("kota_bangun")


def test_a_kind_is_one_of_those_that_are_there():
    assert "upah-minimum" in names(kind="policy")
    assert "jalan-kukar-kubar" not in names(kind="policy")
    with pytest.raises(ScenarioError, match="nearest: policy"):
        search_scenarios([], kind="polcy")


def test_a_broken_file_is_listed_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "rusak.toml").write_text("title = ")
    assert ("rusak", "rusak") in search_scenarios(["rusak"])
