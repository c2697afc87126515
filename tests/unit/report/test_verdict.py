"""Gains, losses, what hardly changes and what does not differ are told apart."""

import pytest

from simulasi.report.verdict import hardly_note, is_hardly, share_text, told, told_sign
from simulasi.results.compare import Change

NAN = float("nan")
BLANK = "\N{NO-BREAK SPACE}"


def change(baseline, difference):
    return Change(baseline, baseline + difference, difference, NAN, NAN)


def test_every_region_is_told_once(case):
    parts = told(case)
    assert parts.gains == ("kubar",)
    assert parts.losses == ("paser",)
    assert parts.hardly == ("berau",)
    assert sorted(region for part in parts for region in part) == sorted(case.comparison.regions)


@pytest.mark.parametrize(
    ("baseline", "difference", "hardly", "sign"),
    [
        (1e4, 0.99, True, 0),
        (1e4, -0.99, True, 0),
        (1e4, 1.01, False, 1),
        (1e4, -1.01, False, -1),
        (1e4, 0.0, False, 0),
        (1e4, 1e-9, False, 0),
        (0.0, 0.001, False, 1),
    ],
)
def test_less_than_a_hundredth_of_a_percent_is_hardly_anything(baseline, difference, hardly, sign):
    found = change(baseline, difference)
    assert is_hardly(found) is hardly
    assert told_sign(found) == sign


def test_a_percentage_changes_by_points():
    assert is_hardly(change(0.01, 0.009), "unemployment")
    assert not is_hardly(change(0.01, 0.02), "unemployment")
    assert not is_hardly(change(50.0, 0.02), "hinterland_share")


def test_the_share_is_written_in_words_or_short(case):
    tiny = change(1e4, -0.5)
    assert share_text(case.words, tiny) == f"kurang dari 0,01{BLANK}%"
    assert share_text(case.words, tiny, short=True) == f"< 0,01{BLANK}%"
    assert share_text(case.words, change(1e4, 0.0)) == f"0,00{BLANK}%"
    assert hardly_note(case.words, [1]) == f"< 0,01{BLANK}% berarti hampir tidak berubah."
    assert hardly_note(case.words, []) == ""
