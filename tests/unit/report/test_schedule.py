"""The schedule of a scenario: what is in force when, in letters and as a picture."""

import pytest

from simulasi.data.build_world import default_world
from simulasi.report.schedule import FULL, NOT, PARTLY, schedule_figure, schedule_lines, spans_of
from simulasi.scenario.scenario import read_scenario


@pytest.fixture(scope="module")
def scenario():
    return read_scenario("jalan-kukar-kubar+mahakam-surut+zona-transit-palaran", default_world())


def row_of(scenario, name):
    line = next(line for line in schedule_lines(scenario, lang="id") if line.startswith(name))
    return line.split()[-1]


def test_a_road_is_in_force_from_its_opening_on(scenario):
    assert row_of(scenario, "jalan-kukar-kubar") == NOT * 10 + FULL * 38


def test_what_is_phased_in_or_seasonal_is_partly_in_force(scenario):
    assert row_of(scenario, "zona-transit-palaran") == NOT * 11 + PARTLY * 2 + FULL * 35
    assert row_of(scenario, "surut-melak-tering") == NOT * 11 + PARTLY + (NOT + PARTLY) * 18


def test_every_month_in_force_lies_in_one_span_with_its_share(scenario):
    for item in scenario.interventions:
        spans = spans_of(item, scenario.months)
        found = {number: span.share for span in spans for number in range(span.first, span.last)}
        assert sum(span.last - span.first for span in spans) == len(found)
        assert found == {n: item.strength(month) for n, month in enumerate(scenario.months) if item.strength(month)}


def test_the_years_stand_above_their_letters(scenario):
    head = schedule_lines(scenario, lang="id")[1]
    first = row_of(scenario, "jalan-kukar-kubar")
    start = next(line for line in schedule_lines(scenario, lang="id") if first in line).index(first)
    assert head.index("2022") == start
    assert head.index("2030") == start + 16


def test_the_picture_names_every_intervention(scenario):
    axes = schedule_figure(scenario, lang="en").axes[0]
    names = [label.get_text().rstrip("…") for label in axes.get_yticklabels()]
    assert all(any(item.id.startswith(name) for name in names) for item in scenario.interventions)
    assert names[0] == "batu-bara"


def test_a_programme_is_in_force_in_the_years_in_which_it_pays(scenario):
    assert row_of(scenario, "kilang-balikpapan") == FULL * 8 + NOT * 40
