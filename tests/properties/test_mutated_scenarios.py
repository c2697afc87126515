"""Whatever happens to a shipped file by a slip of the hand, it is sound or its faults are told; nothing else ends."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulasi.data.build_world import default_world
from simulasi.errors import ScenarioError
from simulasi.scenario.find import PROJECT
from simulasi.scenario.scenario import read_scenario
from simulasi.text.say import LANGUAGES, say_fault

TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(PROJECT.glob("*.toml"))}
WORD = re.compile(r"[\w.-]+|[\[\]{}\"=,]")
SLIPS = (
    "",
    "0",
    "-1",
    "nan",
    "1e400",
    "true",
    '"x"',
    "[]",
    "{}",
    "[1]",
    '[["a"]]',
    "{ a = 1 }",
    "2027-01-15",
    "kubra",
    "'",
    "\\",
    "é",
    '""',
)
WITHOUT_LINE = {"unreadable", "too_deep", "missing_key"}
"""Codes of what stands nowhere: a file as a whole, or a key that is absent at the top of one."""


def dropped(lines, place, _):
    return [*lines[:place], *lines[place + 1 :]]


def doubled(lines, place, _):
    return [*lines[: place + 1], *lines[place:]]


def swapped(lines, place, _):
    return [*lines[:place], *lines[place : place + 2][::-1], *lines[place + 2 :]]


def slipped(lines, place, draw):
    """Put something else for a word, a number or a mark of a line."""
    words = list(WORD.finditer(lines[place]))
    if not words:
        return lines
    word = draw(st.sampled_from(words))
    slip = draw(st.sampled_from(SLIPS) | st.just(word[0][1:]) | st.just(word[0] * 2))
    changed = lines[place][: word.start()] + slip + lines[place][word.end() :]
    return [*lines[:place], changed, *lines[place + 1 :]]


@st.composite
def slips(draw):
    """A shipped file after one to three slips."""
    lines = TEXTS[draw(st.sampled_from(sorted(TEXTS)))].split("\n")
    for _ in range(draw(st.integers(1, 3))):
        slip = draw(st.sampled_from([dropped, doubled, swapped, slipped, slipped, slipped]))
        lines = slip(lines, draw(st.integers(0, len(lines) - 1)), draw)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def world():
    return default_world()


def faults_in(file, world):
    """The faults of a file; of a sound one none."""
    try:
        read_scenario(str(file), world)
    except ScenarioError as error:
        return error.faults or [None]
    return ()


@given(text=slips())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_file_with_slips_is_sound_or_its_faults_are_told(world, tmp_path, text):
    file = tmp_path / "tergelincir.toml"
    file.write_text(text, encoding="utf-8")
    for fault in faults_in(file, world):
        lines = Path(fault.file).read_text(encoding="utf-8").count("\n") + 1
        assert (fault.at and 1 <= int(fault.at) <= lines) or fault.code in WITHOUT_LINE
        assert all(fault.key in say_fault(fault, lang=lang) for lang in LANGUAGES)
