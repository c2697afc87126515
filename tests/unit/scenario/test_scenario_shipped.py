"""The scenario files that are shipped: they read, and say what their titles say."""

import re

import pytest

from simulasi.routing.trips import trip_h
from simulasi.scenario.find import PROJECT, list_scenarios
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

NAMES = ["dasar", "ikn-resmi", "ikn-terhenti", "jalan-kukar-kubar", "tanpa-ikn"]


def spending(scenario):
    return scenario.intervention("ikn").spending_trillion_rp


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_scenario_reads_and_has_a_title_and_a_summary(name, east, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    scenario = read_scenario(name, east)
    assert name in list_scenarios()
    assert scenario.title
    assert scenario.summary.endswith(".")
    assert len(scenario.months) == 288


def test_every_shipped_intervention_says_where_its_numbers_come_from(east):
    for name in NAMES:
        for item in read_scenario(name, east).interventions:
            assert item.note, (name, item.id)
            assert item.source in east.source_ids


def test_the_baseline_follows_what_happened_and_then_the_approved_budget(east):
    path = spending(read_scenario("dasar", east))
    assert [path[str(year)] for year in (2022, 2023, 2024, 2025)] == [5.5, 27.0, 43.3, 4.9]
    assert sum(path[str(year)] for year in range(2025, 2030)) == pytest.approx(48.8)
    assert max(path) == "2029"


def test_the_spending_of_the_baseline_reaches_the_world_in_full(east):
    scenario = read_scenario("dasar", east)
    total = sum(scenario.world_at(month).programme.sum() for month in scenario.months)
    assert total == pytest.approx(1000 * (5.5 + 27.0 + 43.3 + 48.8 + 5.138 + 3 * 18.518))
    january = scenario.world_at(Month(2023, 1)).programme
    assert january[east.sector_ids.index("construction")].sum() == pytest.approx(0.2720 * 27_000 / 12 + 18_518 / 12)
    assert january[:, east.region_ids.index("kubar")].sum() == 0


def test_the_link_road_halves_the_trip_and_the_bridge_opens_in_2024(east):
    scenario = read_scenario("jalan-kukar-kubar", east)
    trips = [
        trip_h(scenario.world_at(month).network, "tenggarong", "sendawar", {"road"})
        for month in (Month(2026, 12), Month(2027, 1))
    ]
    assert trips == pytest.approx([8.0, 4.0])
    assert scenario.openings == (Month(2024, 8), Month(2027, 1))
    assert scenario.trail["jalan-kukar-kubar.opens"] == "jalan-kukar-kubar"
    assert scenario.trail["ikn.place"] == "dasar"


def test_the_stall_is_the_baseline_until_2026_and_nothing_after(east):
    stall, base = read_scenario("ikn-terhenti", east), read_scenario("dasar", east)
    for month in base.months:
        expected = base.world_at(month).programme if month.year <= 2026 else 0 * east.programme
        assert (stall.world_at(month).programme == expected).all()
    assert stall.trail["ikn.spending_trillion_rp"] == "ikn-terhenti"


def test_the_official_stages_sum_to_the_published_total(east):
    path = spending(read_scenario("ikn-resmi", east))
    stages = [(2022, 2024), (2025, 2029), (2030, 2034), (2035, 2039), (2040, 2045)]
    people = [153_000, 488_409, 1_283_589, 1_452_967, 1_666_121, 1_911_998]
    for (first, last), before, after in zip(stages, people, people[1:], strict=False):
        spent = sum(path[str(year)] for year in range(first, last + 1))
        assert spent == pytest.approx(466 * (after - before) / (people[-1] - people[0]), abs=0.006)
    assert sum(path.values()) == pytest.approx(466)
    assert len(path) == 24


def test_without_the_capital_nothing_is_spent_and_the_bridge_stays(east):
    scenario = read_scenario("tanpa-ikn", east)
    ikn = east.region_ids.index("ikn")
    assert all(scenario.world_at(month).programme[:, ikn].sum() == 0 for month in scenario.months)
    assert [item.id for item in scenario.interventions] == ["batu-bara", "jembatan-pulau-balang", "kilang-balikpapan"]


def test_the_road_can_be_asked_for_under_a_stall(east):
    scenario = read_scenario("ikn-terhenti+jalan-kukar-kubar", east)
    ids = [item.id for item in scenario.interventions]
    assert ids == ["batu-bara", "ikn", "jalan-kukar-kubar", "jembatan-pulau-balang", "kilang-balikpapan"]
    assert "2027" not in scenario.intervention("ikn").spending_trillion_rp


def test_the_files_hold_no_bare_region_code():
    for file in PROJECT.glob("*.toml"):
        assert not re.search(r"\b64[.]?\d\d\b", file.read_text(encoding="utf-8")), file
