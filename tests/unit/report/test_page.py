"""The page stands alone, is accessible, and holds what a planner needs."""

import re
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from made_up_case import ASSUMPTIONS, IKN, made_up_case, made_up_pair, made_up_record, made_up_swings

from simulasi.data.load_tables import shipped_tables
from simulasi.report.chains import chain_grid, origin_grid
from simulasi.report.grids import HEADLINES, change_grid
from simulasi.report.over_years import detail_grid
from simulasi.report.page import page

LARGEST = 2_000_000
CERTAIN = tuple(row._replace(confidence="calibrated") for row in ASSUMPTIONS)
LOADS = re.compile(r'<(?:script|link|img|iframe|object|embed|source|video|audio)\b|\bsrc=|@import|url\(["\']?http')


class Outline(HTMLParser):
    """Headings, ids, table heads and languages of a page."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def outline(text):
    parser = Outline()
    parser.feed(text)
    return parser.tags


@pytest.fixture(scope="module")
def sources():
    return shipped_tables().register.sources


@pytest.fixture(scope="module")
def text(case, sources):
    return page([case], ASSUMPTIONS, sources)


def test_the_page_loads_nothing_and_is_small(text):
    assert not LOADS.search(text)
    assert "default-src" in text
    assert len(text.encode()) < LARGEST


def test_the_page_says_its_language(world, sources, text):
    assert text.startswith('<!DOCTYPE html>\n<html lang="id">')
    english = page([made_up_case(world=world, lang="en")], ASSUMPTIONS, sources)
    assert '<html lang="en">' in english
    assert "Not calibrated" in english


def test_headings_descend_step_by_step(text):
    levels = [int(tag[1]) for tag, _ in outline(text) if re.fullmatch(r"h\d", tag)]
    assert levels[0] == levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_table_head_has_a_scope(text):
    tags = outline(text)
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    assert sum(tag == "caption" for tag, _ in tags) == sum(tag == "table" for tag, _ in tags)


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(text):
    scrolls = [attrs for tag, attrs in outline(text) if attrs.get("class") == "scroll"]
    assert scrolls
    assert all(attrs["tabindex"] == "0" and attrs["aria-label"] for attrs in scrolls)


def test_pictures_have_a_name(text):
    pictures = [attrs for _, attrs in outline(text) if attrs.get("role") == "img"]
    assert len(pictures) == 4
    assert all(attrs["aria-label"] for attrs in pictures)


def test_a_page_with_all_extras_is_sound(world, sources, text):
    pair = made_up_pair({}, {"ikn": IKN}, world=world)
    swings = {"dasar": made_up_swings(pair)}
    full = page([pair], ASSUMPTIONS, sources, swings=swings, record=made_up_record())
    tags = outline(full)
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert sum(attrs.get("role") == "img" for _, attrs in tags) == 5
    assert not LOADS.search(full)
    for part in ("Sumbangan program IKN", "tidak dijelaskan oleh", "Yang paling berpengaruh", "ditulis kotor"):
        assert part in full
    assert "--sensitivity" not in full
    assert "Sumbangan program IKN" not in text


def test_what_was_not_run_is_said_with_its_command(text):
    assert "simulasi compare dasar jalan -o FOLDER --sensitivity" in text


def test_who_gains_who_loses_and_who_hardly_changes_is_named(text):
    for part in ("Kutai Barat (+0,34", "Paser (-0,10", "Berau (turun)", "PDRB tidak berbeda"):
        assert part in text


def test_supply_chains_inequality_and_years_are_on_the_page(case, text):
    for grid in (chain_grid(case), origin_grid(case), detail_grid(case, "jobs")):
        for row in grid.rows:
            assert all(f">{escape(cell)}</t" in text for cell in row)
    assert "Indeks Williamson" in text
    assert text.count("<details>") >= 10


def test_grey_numbers_are_marked(text):
    assert re.search(r'<td class="n pale">&lt; 0,01', text)


def test_every_term_that_planners_ask_for_is_explained(text):
    for term in ("PDRB", "ADHB dan ADHK", "LPE", "TPT", "Indeks Williamson", "Indeks Theil", "Biaya angkut umum",
                 "PPU + IKN (basis BPS)", "Rantai pasok", "Mata rantai", "Hampir tidak berubah", "Kotor"):  # fmt: skip
        assert f"<dt>{term}</dt>" in text


def test_the_badge_stays_until_parameters_are_calibrated(case, sources, text):
    assert 'class="badge"' in text
    assert "1 dari 2 parameter" in text
    assert 'class="badge"' not in page([case], CERTAIN, sources)


def test_every_printed_number_of_the_tables_is_on_the_page(case, text):
    for indicator in HEADLINES:
        for row in change_grid(case, indicator).rows:
            for cell in row:
                assert f">{escape(cell)}</t" in text


def test_the_page_tells_changes_trips_sources_terms_and_story(text):
    for part in ("146,48", "Januari 2027", "8,0 jam", "bappeda-kaltim-2014: ", "Istilah", "Benih acak 1", "made-up"):
        assert part in text


def test_a_scenario_without_effect_has_a_page_too(unchanged, sources):
    text = page([unchanged], ASSUMPTIONS, sources)
    assert "tidak mengubah apa pun" in text
    assert "Tidak ada perjalanan yang berubah" in text


def test_several_scenarios_stand_on_one_page(case, world, sources):
    text = page([case, made_up_case(world=world, lang="id")], ASSUMPTIONS, sources)
    assert text.count("<article>") == 2


def test_text_from_files_is_escaped(case, sources):
    story = {**case.scenario.story}
    wrong = {**story["scenario"], "title": "<script>alert(1)</script>"}
    case.scenario.story["scenario"] = wrong
    try:
        assert "<script>" not in page([case], ASSUMPTIONS, sources)
    finally:
        case.scenario.story["scenario"] = story["scenario"]


def test_the_same_case_gives_the_same_page(case, sources, text):
    assert page([case], ASSUMPTIONS, sources) == text
