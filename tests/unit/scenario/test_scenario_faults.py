"""Every fault of a scenario: a broken file, its code and its place, and its text in both languages."""

import re
from pathlib import Path

import pytest
from small_world import CUT, PARENT, QUEUE, ROAD, ZONE, child, cut, document, queue, road, town, zone
from wrong_measures import WRONG_MEASURES

from simulasi.errors import ScenarioError
from simulasi.scenario.scenario import read_scenario
from simulasi.text.say import LANGUAGES, catalogue, say_fault

WITH_ROAD = 'title = "Anak"\nextends = "induk"\ninclude = ["jalan"]'
NEIGHBOUR = {"between": '["hulu", "simpang"]', "distance_km": "40.0"}
ONE_WAY = {"between": "", "from": '"hulu"', "to": '"kota"'}
RIVER = {"between": '["hilir", "hulu"]', "mode": '"river"', "distance_km": ""}
TOLL = {"between": '["hilir", "kota"]', "mode": '"toll"', "distance_km": "", "travel_time_h": "", "state": '"better"'}
SHUT = {**NEIGHBOUR, "distance_km": "", "travel_time_h": "", "state": '"closed"'}
COAL = {"sector": '"paddy"', "link": "", "closed": ""}
AT_SIMPANG = {"place": '"simpang"', "transfer_time_h": ""}

# the code, the key at which it is found, and the file `salah` that is wrong
CASES = [
    ("unknown_key", "intervention[0].travel_tme_h", road(travel_tme_h="1.0")),
    ("unknown_key", "setings", child("[setings]\nstart = 2022-01-01")),
    ("unknown_key", "settings.strat", child("[settings]\nstrat = 2022-01-01")),
    (
        "unknown_key",
        "intervention[0].expects.hours",
        road(expects='{ trip = ["hulu", "hilir"], travel_time_h = 8.0, hours = 1 }'),
    ),
    ("wrong_type", "intervention[0].travel_time_h", road(travel_time_h='"2"')),
    ("wrong_type", "intervention[0].travel_time_h", road(travel_time_h="nan")),
    ("wrong_type", "intervention[0].phase_in_months", road(phase_in_months="1.5")),
    ("wrong_type", "intervention[0].place", town(place="1.0")),
    ("wrong_type", "include", child('include = "jalan"')),
    ("wrong_type", "settings", child("settings = 3")),
    ("wrong_type", "change.jalan", child("[change]\njalan = 1")),
    ("wrong_type", "intervention", child("intervention = 1")),
    ("wrong_length", "intervention[0].between", road(between='["hulu", "hilir", "kota"]')),
    ("out_of_range", "intervention[0].travel_time_h", road(travel_time_h="-2.0")),
    ("out_of_range", "intervention[0].lag_months", town(lag_months="13")),
    ("out_of_range", "intervention[0].place.hulu", town(place="{ hulu = 1.5 }")),
    ("missing_key", "intervention[0].source", road(source="")),
    ("missing_key", "intervention[0].travel_time_h", road(travel_time_h="")),
    ("missing_key", "intervention[0].distance_km", road(distance_km="")),
    ("missing_key", "intervention[0].opens", road(opens="")),
    ("missing_key", "intervention[0].kind", road(kind="")),
    ("missing_key", "intervention[0].id", road(id="")),
    ("missing_key", "intervention[0].booked.2023", town(booked="{ 2022 = 0.5 }")),
    ("missing_key", "settings.end", 'title = "Akar"\n[settings]\nstart = 2022-01-01'),
    ("missing_key", "title", 'extends = "induk"'),
    ("bad_date", "intervention[0].opens", road(opens='"2027-01-01"')),
    ("bad_date", "intervention[0].opens", road(opens="2027-01-02")),
    ("bad_date", "settings.start", PARENT.replace("start = 2022-01-01", "start = 2022")),
    ("bad_year", "intervention[0].spending_trillion_rp", town(spending_trillion_rp="{ 20222 = 1.0 }")),
    ("bad_year", "intervention[0].spending_trillion_rp", town(spending_trillion_rp="{ later = 1.0 }")),
    ("bad_id", "intervention[0].id", road(id='"Jalan Baru"')),
    ("toml_syntax", "", 'title = "Salah"\nextends = '),
    ("unknown_kind", "intervention[0].kind", road(kind='"lnk"')),
    ("unknown_region", "intervention[0].place.hiilr", town(place="{ hiilr = 1.0 }")),
    ("unknown_sector", "intervention[0].purchases.machinry", town(purchases="{ machinry = 1.0 }")),
    ("unknown_place", "intervention[0].between[1]", road(between='["hulu", "kta"]')),
    (
        "unknown_place",
        "intervention[0].expects.trip[0]",
        road(expects='{ trip = ["hul", "hilir"], travel_time_h = 8.0 }'),
    ),
    ("unknown_source", "intervention[0].source", road(source='"owner"')),
    ("unknown_confidence", "intervention[0].confidence", road(confidence='"asumption"')),
    ("unknown_mode", "intervention[0].mode", road(mode='"raod"')),
    ("unknown_word", "settings.trend", PARENT + 'trend = "2014"'),
    ("unknown_word", "intervention[0].state", road(state='"beter"')),
    ("no_such_scenario", "extends", 'title = "Yatim"\nextends = "indk"'),
    ("no_such_scenario", "include[0]", child('include = ["jaln"]')),
    ("circle", "extends", 'title = "Lingkaran"\nextends = "salah"'),
    ("circle", "include[0]", child('include = ["salah"]')),
    ("outside_folder", "include[0]", child('include = ["../luar.toml"]')),
    ("outside_folder", "include[0]", child('include = ["../scenarios/../luar.toml"]')),
    ("outside_folder", "extends", 'title = "Anak"\nextends = "../luar.toml"'),
    ("too_large", "", child("# " + "x" * 1_000_000)),
    ("too_many", "intervention", child("[[intervention]]\n" * 1_001)),
    ("include_has_settings", "include[0]", child('include = ["berlatar"]')),
    ("include_has_changes", "include[0]", child('include = ["pengubah"]')),
    ("include_foreign_parent", "include[0]", child('include = ["asing"]')),
    ("include_foreign_parent", "include[0]", child('include = ["sebatang-kara"]')),
    ("duplicate_id", "intervention[0].id", document(ROAD, head=WITH_ROAD)),
    ("duplicate_id", "intervention[1].id", document(ROAD, ROAD)),
    ("same_target", "intervention[0].id", document(ROAD, head=WITH_ROAD, id='"jalan-lain"')),
    ("change_unknown_id", "change.jaln", f"{WITH_ROAD}\n[change.jaln]\nopens = 2024-01-01"),
    ("change_unknown_key", "change.jalan.opns", f"{WITH_ROAD}\n[change.jalan]\nopns = 2024-01-01"),
    ("change_unknown_key", "change.jalan.id", f'{WITH_ROAD}\n[change.jalan]\nid = "lain"'),
    ("bad_date", "change.jalan.opens", f"{WITH_ROAD}\n[change.jalan]\nopens = 2024"),
    ("remove_unknown_id", "remove[0]", child('remove = ["jaln"]')),
    (
        "expectation_failed",
        "intervention[0].expects.travel_time_h",
        road(expects='{ trip = ["hulu", "hilir"], travel_time_h = 7.9 }'),
    ),
    (
        "no_trip",
        "intervention[0].expects.travel_time_h",
        road(expects='{ trip = ["hulu", "pulau"], travel_time_h = 7.9 }'),
    ),
    ("starts_too_early", "settings.start", PARENT.replace("2022-01-01", "2021-12-01")),
    ("end_before_start", "settings.end", PARENT.replace("2024-12-01", "2021-12-01")),
    ("shares_not_one", "intervention[0].place", town(place="{ hilir = 0.5, hulu = 0.4 }")),
    ("shares_not_one", "intervention[0].monthly_profile", town(monthly_profile=str([0.1] * 12))),
    ("implied_speed", "intervention[0].travel_time_h", road(travel_time_h="1.2")),
    ("implied_speed", "intervention[0].travel_time_h", road(mode='"toll"', travel_time_h="0.9")),
    ("dates_reversed", "intervention[0].closes", road(closes="2023-01-01")),
    ("same_ends", "intervention[0].between", road(between='["hulu", "hulu"]')),
    ("link_exists", "intervention[0].state", road(**NEIGHBOUR, travel_time_h="0.9")),
    ("no_such_link", "intervention[0].state", road(state='"better"')),
    ("state_disagrees", "intervention[0].travel_time_h", road(**NEIGHBOUR, travel_time_h="1.1", state='"better"')),
    ("state_disagrees", "intervention[0].travel_time_h", road(**NEIGHBOUR, travel_time_h="0.9", state='"worse"')),
    ("state_disagrees", "intervention[0].travel_time_h", road(**RIVER, travel_time_h="18.0", state='"better"')),
    (
        "state_disagrees",
        "intervention[0].travel_time_back_h",
        road(**RIVER, travel_time_h="18.0", travel_time_back_h="17.0", state='"better"'),
    ),
    (
        "state_disagrees",
        "intervention[0].travel_time_h",
        road(**RIVER | {"between": "", "from": '"hulu"', "to": '"hilir"'}, travel_time_h="18.0", state='"better"'),
    ),
    ("missing_key", "intervention[0].between", road(between="")),
    ("missing_key", "intervention[0].from", road(between="", to='"kota"')),
    ("missing_key", "intervention[0].to", road(between="", **{"from": '"kota"'})),
    ("unknown_place", "intervention[0].from", road(**ONE_WAY | {"from": '"hul"'}, one_way="true")),
    ("unknown_key", "intervention[0].from_", road(from_='"hulu"')),
    ("same_ends", "intervention[0].to", road(**ONE_WAY | {"to": '"hulu"'}, one_way="true")),
    ("between_or_direction", "intervention[0].between", road(**ONE_WAY | {"between": '["hulu", "kota"]'})),
    ("new_one_way", "intervention[0].one_way", road(**ONE_WAY)),
    ("wrong_type", "intervention[0].one_way", road(**ONE_WAY, one_way='"ya"')),
    ("does_not_apply", "intervention[0].one_way", road(one_way="true")),
    ("does_not_apply", "intervention[0].one_way", road(**NEIGHBOUR, state='"worse"', one_way="true")),
    (
        "wrong_way",
        "intervention[0].state",
        road(mode='"toll"', state='"worse"', distance_km="", between="", **{"from": '"kota"', "to": '"simpang"'}),
    ),
    ("does_not_apply", "intervention[0].travel_time_h", road(**SHUT | {"travel_time_h": "1.0"})),
    ("does_not_apply", "intervention[0].classes", road(**SHUT, classes='["people"]')),
    (
        "does_not_apply",
        "intervention[0].capacity_t_month",
        road(**SHUT | ONE_WAY | {"to": '"simpang"'}, capacity_t_month="10.0"),
    ),
    (
        "does_not_apply",
        "intervention[0].distance_km",
        road(between="", state='"worse"', **{"from": '"hulu"', "to": '"simpang"'}),
    ),
    ("does_not_apply", "intervention[0].travel_time_back_h", road(**ONE_WAY, one_way="true", travel_time_back_h="2.0")),
    (
        "does_not_apply",
        "intervention[0].travel_time_back_h",
        road(between='["simpang", "kota"]', mode='"toll"', distance_km="", state='"worse"', travel_time_back_h="2.0"),
    ),
    ("no_effect", "intervention[0].state", road(**TOLL)),
    ("no_effect", "intervention[0].state", road(**TOLL, lanes="6")),
    ("unknown_class", "intervention[0].classes[1]", road(**TOLL, classes='["people", "contaner"]')),
    ("wrong_length", "intervention[0].classes", road(**TOLL, classes="[]")),
    ("classes_disagree", "intervention[0].classes", road(**TOLL, classes='["general"]')),
    (
        "classes_disagree",
        "intervention[0].classes",
        road(**TOLL | {"state": '"worse"'}, classes='["people", "general"]'),
    ),
    ("capacity_disagrees", "intervention[0].capacity_pcu_h", road(**TOLL, capacity_pcu_h="1500")),
    ("capacity_unlimited", "intervention[0].capacity_t_month", road(**TOLL, capacity_t_month="1500")),
    ("out_of_range", "intervention[0].capacity_pcu_h", road(**TOLL, capacity_pcu_h="-1")),
    ("out_of_range", "intervention[0].lanes", road(lanes="0")),
    ("implied_speed", "intervention[0].travel_time_h", road(**TOLL | {"distance_km": "10.0"})),
    ("implied_speed", "intervention[0].travel_time_back_h", road(travel_time_back_h="1.0")),
    # transit zones
    ("unknown_place", "intervention[0].place", zone(place='"hul"')),
    ("missing_key", "intervention[0].opens", zone(opens="")),
    ("no_effect", "intervention[0].place", zone(transfer_time_h="")),
    ("only_roads_here", "intervention[0].transfer_time_h", zone(place='"simpang"')),
    ("only_roads_here", "intervention[0].storage_t", zone(**AT_SIMPANG, storage_t="100", consolidation="0.2")),
    (
        "only_roads_here",
        "intervention[0].expects",
        zone(**AT_SIMPANG, consolidation="0.2", expects="{ transfer_time_h = 3.0 }"),
    ),
    ("out_of_range", "intervention[0].consolidation", zone(consolidation="1.1")),
    ("out_of_range", "intervention[0].local_share", zone(local_share="0.6")),
    ("out_of_range", "intervention[0].handling_rp_t", zone(handling_rp_t="-1")),
    ("unknown_class", "intervention[0].classes[0]", zone(classes='["umum"]')),
    ("unknown_key", "intervention[0].expects.transfer_h", zone(expects="{ transfer_time_h = 3.0, transfer_h = 2 }")),
    (
        "transfer_expectation_failed",
        "intervention[0].expects.transfer_time_h",
        zone(place='"kota"', expects="{ transfer_time_h = 6.0 }"),
    ),
    ("same_target", "intervention[1].id", document(ZONE, ZONE, id='"zona-lain"')),
    ("same_target", "intervention[1].id", document(QUEUE, ZONE, place='"kota"')),
    # shocks
    ("one_target", "intervention[0].sector", cut(link="")),
    ("one_target", "intervention[0].sector", cut(sector='"paddy"')),
    ("one_target", "intervention[0].terminal", cut(terminal='{ place = "kota", side = "sea" }')),
    ("unknown_sector", "intervention[0].sector", cut(**COAL | {"sector": '"pady"'})),
    ("unknown_place", "intervention[0].link.between[0]", cut(link='{ between = ["simpng", "hilir"], mode = "road" }')),
    ("unknown_mode", "intervention[0].link.mode", cut(link='{ between = ["simpang", "hilir"], mode = "raod" }')),
    ("unknown_key", "intervention[0].link.mod", cut(link='{ between = ["simpang", "hilir"], mode = "road", mod = 1 }')),
    ("same_ends", "intervention[0].link.between", cut(link='{ between = ["hilir", "hilir"], mode = "road" }')),
    ("no_link_to_disturb", "intervention[0].link", cut(link='{ between = ["simpang", "kota"], mode = "road" }')),
    ("no_link_to_disturb", "intervention[0].link", cut(link='{ between = ["kota", "pulau"], mode = "ferry" }')),
    ("unknown_side", "intervention[0].terminal.side", queue(terminal='{ place = "kota", side = "land" }')),
    ("no_terminal_to_disturb", "intervention[0].terminal", queue(terminal='{ place = "hulu", side = "sea" }')),
    ("does_not_apply", "intervention[0].months", cut(**COAL, volume="{ 2022 = 1.1 }", months="[8]")),
    ("does_not_apply", "intervention[0].closed", cut(**COAL | {"closed": "true"}, volume="{ 2022 = 1.1 }")),
    ("does_not_apply", "intervention[0].volume", cut(volume="{ 2022 = 1.1 }")),
    ("does_not_apply", "intervention[0].world_price", queue(world_price="{ 2022 = 1.1 }")),
    ("does_not_apply", "intervention[0].transfer_time_h", cut(closed="", transfer_time_h="3.0")),
    ("no_effect", "intervention[0].closed", cut(closed="")),
    ("no_effect", "intervention[0].closed", queue(travel_time_factor="", months="[8]")),
    ("not_together", "intervention[0].closed", cut(travel_time_factor="2.0")),
    ("not_together", "intervention[0].closed", cut(phase_in_months="3")),
    ("missing_key", "intervention[0].opens", queue(opens="", phase_in_months="3")),
    ("not_together", "intervention[0].transfer_time_h", queue(transfer_time_h="30.0")),
    ("not_together", "intervention[0].capacity_t_month", queue(capacity_factor="0.5", capacity_t_month="30.0")),
    ("not_known_today", "intervention[0].capacity_factor", cut(closed="", capacity_factor="0.5")),
    (
        "not_known_today",
        "intervention[0].travel_time_factor",
        queue(terminal='{ place = "hulu", side = "river" }', travel_time_factor="2.0"),
    ),
    (
        "not_known_today",
        "intervention[0].capacity_factor",
        queue(terminal='{ place = "hulu", side = "river" }', travel_time_factor="", capacity_factor="0.2"),
    ),
    ("too_fast", "intervention[0].travel_time_factor", cut(closed="", travel_time_factor="0.1")),
    ("out_of_range", "intervention[0].capacity_factor", queue(capacity_factor="1.2")),
    ("out_of_range", "intervention[0].months[0]", cut(months="[0]")),
    ("wrong_length", "intervention[0].months", cut(months="[]")),
    ("out_of_range", "intervention[0].world_price.2022", cut(**COAL, world_price="{ 2022 = 0 }")),
    ("missing_key", "intervention[0].volume", cut(**COAL)),
    ("no_world_price", "intervention[0].world_price", cut(**COAL, world_price="{ 2022 = 1.1 }")),
    ("no_permitted_volume", "intervention[0].volume", cut(**COAL | {"sector": '"machinery"'}, volume="{ 2022 = 1.1 }")),
    ("same_target", "intervention[0].id", document(CUT, ROAD, between='["hilir", "simpang"]', state='"worse"')),
    ("same_target", "intervention[1].id", document(CUT, CUT, id='"putus-lagi"')),
    *WRONG_MEASURES,
]
TESTED_ELSEWHERE = {"unknown_intervention", "unreadable", "replay_refused"}


@pytest.fixture
def faults_in(write, rich):
    """Read a broken file ``salah`` and return its faults."""

    def read(text: str, name: str = "salah"):
        Path("luar.toml").write_text(road(), encoding="utf-8")
        write(
            salah=text,
            berlatar=PARENT + 'trend = "none"',
            pengubah=child('include = ["jalan"]\nremove = ["jalan"]'),
            asing='title = "Asing"\nextends = "kota"',
        )
        write(**{"sebatang-kara": 'title = "Sebatang kara"'})
        with pytest.raises(ScenarioError) as error:
            read_scenario(name, rich)
        return error.value.faults

    return read


@pytest.mark.parametrize(("code", "key", "text"), CASES)
def test_a_broken_file_is_answered_with_its_place_and_the_mend(faults_in, code, key, text):
    found = {(fault.code, fault.key): fault for fault in faults_in(text)}
    assert (code, key) in found
    for lang in LANGUAGES:
        sentence = say_fault(found[code, key], lang=lang)
        at = found[code, key].at
        assert sentence.startswith(f"{Path('scenarios/salah.toml')}{':' if at else ''}{at}{', ' if key else ''}{key}: ")
        assert sentence.endswith((".", "?"))
        assert found[code, key].value in sentence


def test_the_line_of_a_fault_is_the_line_of_its_key(faults_in):
    text = road(mode='"raod"', closes="2022-01-01", travel_tme_h="1.0")
    lines = text.splitlines()
    for fault in faults_in(text):
        assert lines[int(fault.at) - 1].startswith(fault.key.rpartition(".")[2])


def test_a_fault_of_a_missing_key_points_at_its_intervention(faults_in):
    (fault,) = faults_in(road(source=""))
    assert road(source="").splitlines()[int(fault.at) - 1] == "[[intervention]]"


def test_every_code_that_scenarios_can_give_has_a_case():
    source = "".join(path.read_text() for path in Path(__file__).parents[3].glob("simulasi/scenario/**/*.py"))
    named = set(re.findall(r'(?:[Ff]ault|_unknown|_known|_one_of)\(\s*"(\w+)"', source))
    named |= set(re.findall(r'"(\w+)": _', source)) | {"missing_key", "bad_id", "no_world_price", "no_permitted_volume"}
    named &= {key.removeprefix("fault.") for key in catalogue("id") if key.startswith("fault.")}
    assert named - TESTED_ELSEWHERE == {code for code, _, _ in CASES}


def test_all_faults_of_all_files_come_at_once(faults_in, write):
    write(jalan=road(mode='"raod"', closes="2022-01-01", source='"owner"'))
    faults = faults_in(document(ROAD, head=WITH_ROAD, id='"lain"', opens="2023", between='["hulu", "melak"]', x="1"))
    assert {(Path(fault.file).stem, fault.code) for fault in faults} == {
        ("jalan", "unknown_mode"),
        ("jalan", "dates_reversed"),
        ("jalan", "unknown_source"),
        ("salah", "bad_date"),
        ("salah", "unknown_place"),
        ("salah", "unknown_key"),
    }


def test_a_fault_that_two_files_reach_is_told_once(faults_in, write):
    write(induk=PARENT + "x = 1", lain=child('include = ["jalan"]'))
    faults = faults_in(child('include = ["jalan", "lain"]'))
    assert [(fault.code, fault.key) for fault in faults] == [("unknown_key", "settings.x")]


def test_a_file_that_cannot_be_read_causes_no_further_faults(faults_in, write):
    write(jalan="title = ")
    faults = faults_in(f"{WITH_ROAD}\nremove = ['jalan']\n[change.jalan]\nopens = 2024-01-01")
    assert [fault.code for fault in faults] == ["toml_syntax"]


def test_a_wrong_document_is_still_checked_in_its_other_parts(faults_in):
    faults = faults_in(document(ROAD, head='titel = "x"\nextends = "induk"\ninclude = 3', mode='"raod"'))
    assert {fault.code for fault in faults} == {"unknown_key", "missing_key", "wrong_type", "unknown_mode"}


def test_a_file_that_is_no_text_is_named(faults_in, tmp_path):
    faults = None
    (tmp_path / "gambar.toml").write_bytes(b"\xff\xfe\x00")
    faults = faults_in(child(), name="gambar.toml")
    assert [fault.code for fault in faults] == ["unreadable"]
    assert "UTF-8" in say_fault(faults[0])


def test_the_line_of_a_syntax_error_is_told_even_at_the_end(faults_in):
    (fault,) = faults_in('title = "Salah"\n\nextends = [')
    assert fault.fields["line"] == "3"


def test_the_same_target_names_both_files(faults_in, write):
    write(lain=road(id='"jalan-lain"'))
    (fault,) = faults_in(child('include = ["jalan", "lain"]'))
    assert {fault.file, fault.fields["other_file"]} == {"scenarios/jalan.toml", "scenarios/lain.toml"}
    assert {fault.value, fault.fields["other"]} == {"jalan", "jalan-lain"}


def test_an_unknown_name_offers_the_nearest_and_a_strange_one_the_list(faults_in):
    (near,) = faults_in("", name="jaln")
    assert say_fault(near, lang="en").endswith("Did you mean 'jalan'?")
    (far,) = faults_in(road(confidence='"x"'))
    assert "published-exact" in say_fault(far)


@pytest.mark.usefixtures("write")
def test_an_unknown_intervention_is_told_with_the_nearest(world):
    with pytest.raises(ScenarioError) as error:
        read_scenario("jalan", world).without("jaln")
    assert say_fault(error.value.faults[0]).endswith("Mungkin maksud Anda 'jalan'?")
