"""What the capital's programme adds is told apart, with the right sign, and only where the scenarios differ in it."""

import pytest
from made_up_case import IKN, ROAD, made_up_pair, made_up_record

from simulasi.report.contribution import (
    Programme,
    contribution_grid,
    contribution_heading,
    contribution_sentences,
    explained,
    explained_grid,
    programme_change,
)

BLANK = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def added(world):
    """Without the capital, and with it."""
    return made_up_pair({}, {"ikn": IKN}, world=world)


@pytest.fixture(scope="module")
def dropped(world):
    """With the capital, and without it: what it adds is what is lost."""
    return made_up_pair({"ikn": IKN}, {}, world=world, lift={"ikn": -0.5, "ppu": -0.02}, names=("dasar", "tanpa-ikn"))


@pytest.fixture(scope="module")
def changed(world):
    """With another spending."""
    other = {**IKN, "spending_trillion_rp": {"2022": 5.5}}
    return made_up_pair({"ikn": IKN}, {"ikn": other}, world=world, names=("dasar", "terhenti"))


def test_the_difference_in_the_programme_is_found(case, added, dropped, changed):
    assert programme_change(case) is None
    assert programme_change(added) == Programme(1, is_whole=True)
    assert programme_change(dropped) == Programme(-1, is_whole=True)
    assert programme_change(changed) == Programme(1, is_whole=False)


def test_without_a_difference_nothing_is_told(case):
    assert contribution_sentences(case, made_up_record()) == ()
    assert contribution_heading(case) == ""
    assert explained(case, made_up_record()) == ()


def test_three_areas_are_told_by_year(added):
    ppu, capital, kaltim = (sentence.replace(BLANK, " ") for sentence in contribution_sentences(added))
    assert ppu.startswith("Sumbangan program IKN pada PDRB PPU + IKN (basis BPS): +Rp")
    assert "(+50,00 %) pada 2022" in capital
    for sentence in (ppu, capital, kaltim):
        assert all(f"pada {year}" in sentence for year in (2022, 2023, 2024, 2035))
        assert "-" not in sentence


def test_what_is_lost_without_it_is_what_it_adds(dropped):
    capital = contribution_sentences(dropped)[1].replace(BLANK, " ")
    assert "(+100,00 %) pada 2022" in capital
    loss = dropped.change("ikn", "grdp", 2022).difference
    assert loss < 0
    assert dropped.words.signed_rupiah(-loss) in capital


def test_another_programme_is_no_whole_contribution(changed):
    *told, whole = contribution_sentences(changed, made_up_record())
    assert told[0].startswith("Perbedaan program IKN mengubah PDRB")
    assert "simulasi compare tanpa-ikn dasar" in whole
    assert contribution_heading(changed) == "Akibat perbedaan program IKN"
    assert explained(changed, made_up_record()) == ()


def test_years_that_do_not_differ_are_named_together(world):
    same = made_up_pair({}, {"ikn": IKN}, world=world, lift={})
    ppu = contribution_sentences(same)[0]
    assert ppu.endswith(": tidak berbeda pada 2022, 2023, 2024, dan 2035.")


def test_what_else_differs_is_named(world):
    case = made_up_pair({}, {"ikn": IKN, "jalan": ROAD}, world=world)
    assert contribution_sentences(case)[-1] == (
        "Kedua skenario juga berbeda dalam jalan; pengaruhnya ikut terhitung di sini."
    )


def test_published_growth_is_parted_into_what_it_adds_and_the_rest(added):
    first, second, kaltim = explained(added, made_up_record())
    assert (first.area, first.year, second.year, kaltim.area) == ("ppu_bps", 2022, 2023, "kaltim")
    growth = added.change("ppu_bps", "grdp_2010_growth", 2022)
    assert first.added == growth.difference
    assert first.added + first.rest == pytest.approx(14.5)


def test_the_sentence_tells_what_the_programme_leaves_open(added):
    told = [text.replace(BLANK, " ") for text in contribution_sentences(added, made_up_record())][3:]
    assert len(told) == 2
    rest = added.words.number(explained(added, made_up_record())[0].rest, 2)
    assert told[0].startswith("Menurut terbitan, PDRB PPU + IKN (basis BPS) tumbuh 14,50 % pada 2022.")
    assert f"{rest} poin persen tidak dijelaskan" in told[0]


def test_the_tables_hold_the_same_numbers(added):
    grid = contribution_grid(added)
    assert grid.head == ("Wilayah", "2022", "2023", "2024", "2035")
    assert grid.rows[1][1].endswith(f"(+50,00{BLANK}%)")
    assert "kotor" in grid.note
    rows = explained_grid(added, made_up_record()).rows
    assert rows[0][:3] == ("PPU + IKN (basis BPS)", "2022", "+14,50")
    assert rows[0][-1] == "diterbitkan, angka pasti"


def test_several_runs_turn_their_range_with_the_sign(world):
    many = made_up_pair({"ikn": IKN}, {}, world=world, lift={"ikn": -0.5}, members=3, names=("dasar", "tanpa"))
    assert contribution_sentences(many)[1].count("+Rp") == 4
