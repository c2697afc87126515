"""The scenario files that are shipped: they read, and say what their titles say."""

import re

import pytest

from simulasi.routing.trips import trip_h
from simulasi.scenario.find import PROJECT, list_scenarios
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

NAMES = sorted(file.stem for file in PROJECT.glob("*.toml"))
BRIDGE = ("balikpapan", "penajam", "road")


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
    assert total == pytest.approx(1000 * (5.5 + 27.0 + 43.3 + 48.8 + 4.485 + 3 * 16.873))
    january = scenario.world_at(Month(2023, 1)).programme
    assert january[east.sector_ids.index("construction")].sum() == pytest.approx(0.26886 * 27_000 / 12 + 16_873 / 12)
    assert january[:, east.region_ids.index("kubar")].sum() == 0


def test_the_link_road_halves_the_trip_and_the_bridge_opens_in_2024(east):
    scenario = read_scenario("jalan-kukar-kubar", east)
    trips = [
        trip_h(scenario.world_at(month).network, "tenggarong", "sendawar", {"road"})
        for month in (Month(2026, 12), Month(2027, 1))
    ]
    assert trips == pytest.approx([8.0, 4.0])
    opened = {month for month in scenario.openings if month not in read_scenario("dasar", east).openings}
    assert opened == {Month(2027, 1)}
    bridge = [scenario.world_at(month).network.link(*BRIDGE).state for month in (Month(2024, 7), Month(2024, 8))]
    assert bridge == ["planned", "open"]
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
    assert [item.id for item in scenario.interventions] == ["batu-bara", "kilang-balikpapan"]
    assert scenario.world_at(Month(2024, 8)).network.link(*BRIDGE).state == "open"


def test_the_road_can_be_asked_for_under_a_stall(east):
    scenario = read_scenario("ikn-terhenti+jalan-kukar-kubar", east)
    ids = [item.id for item in scenario.interventions]
    assert ids == ["batu-bara", "ikn", "jalan-kukar-kubar", "kilang-balikpapan"]
    assert "2027" not in scenario.intervention("ikn").spending_trillion_rp


def test_the_link_road_by_its_length_shortens_the_trip_by_less(east):
    by_length, published = (read_scenario(name, east) for name in ("jalan-kukar-kubar-146km", "jalan-kukar-kubar"))
    item = by_length.intervention("jalan-kukar-kubar-146km")
    assert item.travel_time_h == pytest.approx(item.distance_km / 40.0, abs=0.005)
    trips = [
        trip_h(scenario.world_at(Month(2030, 1)).network, "tenggarong", "sendawar", {"road"})
        for scenario in (published, by_length)
    ]
    assert trips == pytest.approx([4.0, 4.0 - 2.2 + 3.66])


def test_derived_hours_of_planned_roads_are_those_of_the_base_table(east):
    for name, ends in (("jalan-sotek-bongan", ("penajam", "resak_bongan")),
                       ("jalan-tering-ujoh-bilang", ("tering", "ujoh_bilang"))):  # fmt: skip
        item, planned = read_scenario(name, east).intervention(name), east.network.link(*ends, "road")
        assert planned.state == "planned"
        assert (item.distance_km, item.travel_time_h) == pytest.approx(
            (planned.distance_km, planned.travel_time_h), abs=0.01
        )


def test_the_toll_road_to_the_capital_is_opened_to_trucks(east):
    scenario = read_scenario("tol-ikn-truk", east)
    link = scenario.world_at(Month(2027, 1)).network.link("balikpapan", "ikn_kipp", "toll")
    assert (link.state, link.classes, link.travel_time_h) == ("open", None, 0.75)
    assert east.network.link("balikpapan", "ikn_kipp", "toll").classes == {"people"}


def test_low_water_comes_every_dry_season_and_goes(east):
    scenario = read_scenario("mahakam-surut", east)
    before, low, high = (scenario.world_at(Month(2030, month)).network for month in (7, 10, 11))
    slower = {
        link.name: round(link.travel_time_h / high.links[key].travel_time_h, 6)
        for key, link in low.links.items()
        if link != high.links[key]
    }
    assert slower == {
        "melak-samarinda.river": 1.25, "kota_bangun-muara_pahu.river": 1.4, "melak-muara_pahu.river": 1.4,
        "melak-tering.river": 1.5, "long_bagun-tering.river": 2.5, "tering-ujoh_bilang.river": 2.0,
        "long_bagun-ujoh_bilang.river": 2.0,
    }  # fmt: skip
    assert before is high
    assert low is scenario.world_at(Month(2035, 8)).network


def test_the_landslide_cuts_the_road_for_four_months(east):
    scenario = read_scenario("longsor-samarinda-bontang", east)
    shut = [
        str(month)
        for month in scenario.months
        if scenario.world_at(month).network.link("samarinda", "bontang", "road").state == "closed"
    ]
    assert shut == ["2028-01", "2028-02", "2028-03", "2028-04"]


@pytest.mark.parametrize(
    ("place", "side"),
    [("kota_bangun", "river"), ("kariangau", "sea"), ("buluminung", "sea"), ("palaran", "sea"), ("maloy", "sea")],
)
def test_a_shipped_zone_changes_the_terminal_of_its_place(east, place, side):
    name = f"zona-transit-{place.replace('_', '-')}"
    scenario = read_scenario(name, east)
    item, network = scenario.intervention(name), scenario.world_at(Month(2033, 6)).network
    there, before = network.terminal(place, side), east.network.terminal(place, side)
    assert (there.transfer_time_h, there.consolidation) == (item.transfer_time_h, item.consolidation)
    assert there.local_share == item.local_share
    assert before.consolidation == before.local_share == 0.0
    assert there.classes == before.classes
    assert {key for key, terminal in network.terminals.items() if terminal != east.network.terminals.get(key)} == {
        (place, side)
    }


def test_the_plan_of_kariangau_is_its_published_capacity_at_ten_tonnes_a_box_unit(east):
    item = read_scenario("zona-transit-kariangau", east).intervention("zona-transit-kariangau")
    assert item.capacity_t_month == pytest.approx(500_000 * 10 / 12, abs=1.0)


def test_the_files_hold_no_bare_region_code():
    for file in PROJECT.glob("*.toml"):
        assert not re.search(r"\b64[.]?\d\d\b", file.read_text(encoding="utf-8")), file


def test_officials_follow_the_record_and_the_latest_target_and_then_stay(east):
    scenario, ikn = read_scenario("dasar", east), east.region_ids.index("ikn")
    moved = {year: scenario.world_at(Month(year, 7)).officials for year in (2024, 2025, 2028, 2045)}
    assert {year: there[ikn] for year, there in moved.items()} == {2024: 0.0, 2025: 1170.0, 2028: 4100.0, 2045: 4100.0}
    assert all(there.sum() == there[ikn] for there in moved.values())


def test_officials_of_the_stall_are_those_of_the_baseline_until_the_middle_of_2026(east):
    stall, base = read_scenario("ikn-terhenti", east), read_scenario("dasar", east)
    for month in (Month(2025, 3), Month(2026, 7)):
        assert stall.world_at(month).officials == pytest.approx(base.world_at(month).officials, abs=0.5)
    assert (stall.world_at(Month(2045, 1)).officials == stall.world_at(Month(2026, 7)).officials).all()


def test_officials_of_the_official_stages_come_with_its_people(east):
    path = read_scenario("ikn-resmi", east).intervention("ikn").officials
    people = {"2024": 488_409, "2029": 1_283_589, "2034": 1_452_967, "2039": 1_666_121, "2045": 1_911_998}
    shares = {year: (count - 153_000) / (people["2045"] - 153_000) for year, count in people.items()}
    assert path == pytest.approx({year: 100_023 * share for year, share in shares.items()}, abs=0.6)


def test_water_of_the_pipe_and_the_dam_reaches_balikpapan(east):
    both = read_scenario("air-baku-kukar-balikpapan+bendungan-sepaku-semoi", east).world_at(Month(2028, 1))
    balikpapan, kukar = (east.region_ids.index(name) for name in ("balikpapan", "kukar"))
    assert both.water_supply[balikpapan] == east.water_supply[balikpapan] + 1000.0 + 500.0
    assert both.payments[kukar] == -both.payments[balikpapan] == pytest.approx(2.8908)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("upah-minimum", "minimum_wage"),
        ("tenaga-kerja-lokal", "local_hire"),
        ("muatan-lokal", "affinity"),
        ("sekolah-kesehatan-kukar-kutim", "public"),
    ],
)
def test_a_shipped_measure_changes_its_part_of_the_world(name, field, east):
    scenario, month = read_scenario(name, east), Month(2031, 1)
    now, before = (getattr(scenario.world_at(when), field) for when in (month, Month(2026, 12)))
    assert (now != before).any()
    assert (before == getattr(east, field)).all()


PROVINCIAL_ICOR, FOOD_ICOR = "ICOR Kalimantan Timur 2,58", "ICOR tanaman pangan 3,22"


def facilities(east):
    return {
        item.id: item for name in NAMES for item in read_scenario(name, east).interventions if item.kind == "facility"
    }


def test_investment_that_no_source_gives_follows_the_published_icor(east):
    added = 1.0 - east.accounts.technical_coefficients.sum(axis=0)
    by_rule = 0
    for item in facilities(east).values():
        icor = 2.58 * (PROVINCIAL_ICOR in item.note) + 3.22 * (FOOD_ICOR in item.note)
        if icor:
            value = sum(share * added[east.sector_ids.index(name)] for name, share in item.sectors.items())
            expected = icor * value * item.capacity_bn_rp
            assert sum(item.investment_bn_rp.values()) == pytest.approx(expected, rel=0.12, abs=20.0), item.id
            by_rule += 1
    assert by_rule >= 15


def test_needs_of_estates_follow_their_hectares(east):
    hectares = {
        "kawasan-industri-kariangau": 816,
        "industri-bontang-lestari": 395,
        "industri-kukar": 533,
        "kek-maloy": 557,
    }
    found = facilities(east)
    for name, area in hectares.items():
        assert found[name].needs.raw_water_lps == pytest.approx(0.55 * area, abs=1.0)
        assert found[name].needs.workers == pytest.approx(90 * area, abs=10.0)
        assert found[name].capacity_bn_rp == pytest.approx(5 * area, rel=0.03)


def test_hazardous_waste_moves_from_jawa_to_balikpapan_and_no_more_is_bought(east):
    scenario = read_scenario("limbah-b3-balikpapan", east)
    world = scenario.world_at(Month(2031, 1))
    flows, utilities = east.accounts.flows, east.sector_ids.index("utilities")
    moved = 12 * (flows * world.preference - flows)[utilities]
    jawa = len(east.regions) + east.partner_ids.index("jawa")
    assert moved[jawa].sum() == pytest.approx(-60.0)
    assert moved[east.region_ids.index("balikpapan")].sum() == pytest.approx(60.0)
    assert moved.sum(axis=0) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_development_zone_begins_with_its_initiator(number, east):
    initiators = {1: "samarinda", 2: "kukar", 3: "kutim", 4: "balikpapan"}
    item = read_scenario(f"zona-pengembangan-{number}", east).intervention(f"zona-pengembangan-{number}")
    assert item.regions[0] == item.parties[0] == initiators[number]


def test_the_plan_of_all_holds_the_list_of_every_region(east):
    whole = {item.id for item in read_scenario("superhub", east).interventions}
    packages = [name for name in NAMES if name.startswith("paket-")]
    assert {name.removeprefix("paket-") for name in packages} == set(east.region_ids) - {"ikn"}
    for name in packages:
        assert {item.id for item in read_scenario(name, east).interventions} <= whole


def test_a_package_is_the_same_whatever_the_order_of_its_files(east, tmp_path):
    text = (PROJECT / "superhub.toml").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("include")]
    names = re.findall(r'"([^"]+)"', line)
    turned = text.replace(line, f"include = {names[::-1]}".replace("'", '"'))
    (tmp_path / "terbalik.toml").write_text(turned, encoding="utf-8")
    ahead, back = (read_scenario(name, east) for name in ("superhub", str(tmp_path / "terbalik.toml")))
    assert len(names) > 10
    assert ahead.interventions == back.interventions
    for name in ("preference", "facilities", "programme", "water_drawn", "payments", "commuting", "affinity"):
        assert (getattr(ahead.world_at(Month(2032, 3)), name) == getattr(back.world_at(Month(2032, 3)), name)).all(), (
            name
        )


def test_a_world_before_any_programme_opens_is_that_of_the_baseline(east):
    whole, base = (read_scenario(name, east).world_at(Month(2023, 6)) for name in ("superhub", "dasar"))
    for name in (
        "preference",
        "facilities",
        "captive",
        "programme",
        "water_drawn",
        "payments",
        "commuting",
        "affinity",
    ):
        assert (getattr(whole, name) == getattr(base, name)).all(), name


def test_every_file_but_the_baseline_says_what_is_promised_of_it(east):
    assert [name for name in NAMES if not read_scenario(name, east).expects] == ["dasar"]
