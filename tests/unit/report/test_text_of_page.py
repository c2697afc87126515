"""Every text on the page comes from the catalogues, the tables or a scenario file: none stands in the code.

All texts of those are put in brackets; what stands on the page outside brackets may only be numbers and marks.
"""

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from made_up_case import (
    ASSUMPTIONS,
    IKN,
    LIFT,
    ROAD,
    ROADWORK,
    made_up_record,
    made_up_run,
    made_up_swings,
    with_road,
)

from simulasi.data.load_tables import shipped_tables
from simulasi.report.case import Case
from simulasi.report.page import page
from simulasi.report.words import Words
from simulasi.results.compare import compare
from simulasi.text import say as texts
from simulasi.world.network import Network

OPEN, CLOSE = "⟦", "⟧"
BRACKETS = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
LEFT_OVER = re.compile(r"[^\d\s.,:;()%+–-]")  # noqa: RUF001
UNMARKED = ("number.thousands", "number.decimal")
PLAIN = ("kind", "mode", "opens", "between", "expects", "trip", "confidence", "source", "id", "programme")


def marked(value, key=""):
    """Put every text of a document in brackets, but the words that the program looks up."""
    if isinstance(value, dict):
        return {name: marked(item, name) for name, item in value.items()}
    return f"{OPEN}{value}{CLOSE}" if isinstance(value, str) and key not in PLAIN else value


def named(items, *fields):
    return tuple(replace(item, **{field: marked(getattr(item, field)) for field in fields}) for item in items)


class Text(HTMLParser):
    """The text of a page, and the text of its attributes that are read out."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], []

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        self.found += [value for name, value in attrs if name in {"aria-label", "alt", "title", "placeholder"}]

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" not in self.inside:
            self.found.append(data)


def outside_brackets(text):
    before = None
    while before != text:
        before, text = text, BRACKETS.sub("", text)
    return text


@pytest.fixture
def brackets(monkeypatch):
    """Catalogues whose texts stand in brackets."""
    read = texts.catalogue

    @cache
    def catalogue(lang):
        return {key: text if key in UNMARKED else marked(text) for key, text in read(lang).items()}

    for module in ("simulasi.text.say", "simulasi.report.words", "simulasi.report.page"):
        monkeypatch.setattr(f"{module}.catalogue", catalogue)


def document_of(kinds, title):
    """A scenario whose own words are in brackets, its ids and sources too."""
    document = marked({**ROADWORK, "title": title, "interventions": kinds})
    for fields in document["interventions"].values():
        fields["id"], fields["source"] = marked(fields["id"]), marked(fields["source"])
    document["interventions"] = {marked(name): fields for name, fields in document["interventions"].items()}
    return document


def marked_case(world, lang, *, kinds, dropped):
    """A case in which every text that is not of the catalogue is in brackets as well."""
    # one word each: a map breaks long names into lines, which brackets around the whole would not survive
    places = tuple(replace(place, name_id=marked(place.name_id.split()[0])) for place in world.network.places.values())
    network = Network.of(places, tuple(world.network.links.values()))
    world = replace(
        world,
        network=network,
        regions=named(world.regions, "name_id", "name_en"),
        partners=named(world.partners, "name_id", "name_en"),
        sectors=named(world.sectors, "name_id", "name_en"),
    )
    before = {name: fields for name, fields in {"ikn": IKN}.items() if dropped}
    base = made_up_run(world, "dasar", document_of(before, "Dasar"))
    run = made_up_run(world, "jalan", document_of(kinds, "Jalan"), lift=LIFT)
    run.data["modes"].loc[{"cargo": "dry_bulk"}] = ""
    return Case(compare(base, run), run, 2035, network, with_road(network), Words(lang, world))


def left_over(case, *, swings, record):
    """Pieces of text on the page outside brackets that are not numbers and marks."""
    rows = [row._replace(source=marked(row.source)) for row in ASSUMPTIONS]
    register = shipped_tables().register.sources
    sources = dict(zip(register, named(register.values(), "id", "title", "publisher"), strict=True))
    parser = Text()
    parser.feed(page([case], rows, sources, swings=swings, record=record))
    left = {outside_brackets(text) for text in parser.found}
    return {text for text in left if LEFT_OVER.search(text)}


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_text_comes_from_a_catalogue_a_table_or_a_scenario(world, lang):
    case = marked_case(world, lang, kinds={"jalan": ROAD}, dropped=False)
    assert left_over(case, swings=None, record=None) == set()


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("lang", ["id", "en"])
def test_texts_about_assumptions_and_the_capital_come_from_there_too(world, lang):
    for kinds in ({"ikn": IKN, "jalan": ROAD}, {"ikn": {**IKN, "booked": {"later": 0.1}}}, {}):
        case = marked_case(world, lang, kinds=kinds, dropped="jalan" not in kinds)
        swings = {"jalan": made_up_swings(case)}
        assert left_over(case, swings=swings, record=made_up_record()) == set()


def test_the_check_sees_a_text_that_stands_in_the_code():
    assert LEFT_OVER.search(outside_brackets(f"{OPEN}PDRB {OPEN}Paser{CLOSE}{CLOSE} naik 2 %"))
