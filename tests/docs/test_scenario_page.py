"""The page on the language of scenarios names every kind and every field that a file may write."""

import re
from pathlib import Path

import pytest

from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.schema import Document

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", PAGE))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_part_and_every_field_is_named(kind):
    assert f"### `{kind}`:" in PAGE
    assert set(KINDS[kind].file_keys()) - NAMED == set()


def test_every_key_of_a_file_is_named():
    assert set(Document.file_keys()) - NAMED == set()
