"""Every fault of a scenario: a broken file, its code and its place, and its text in both languages."""

import re
from pathlib import Path

import pytest
from small_world import PARENT, ROAD, child, document, road, town

from simulasi.errors import ScenarioError
from simulasi.scenario.scenario import read_scenario
from simulasi.text.say import LANGUAGES, catalogue, say_fault

WITH_ROAD = 'title = "Anak"\nextends = "induk"\ninclude = ["jalan"]'
NEIGHBOUR = {"between": '["hulu", "simpang"]', "distance_km": "40.0"}

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
]
TESTED_ELSEWHERE = {"unknown_intervention", "unreadable", "replay_refused"}


@pytest.fixture
def faults_in(write, world):
    """Read a broken file ``salah`` and return its faults."""

    def read(text: str, name: str = "salah"):
        write(
            salah=text,
            berlatar=PARENT + 'trend = "none"',
            pengubah=child('include = ["jalan"]\nremove = ["jalan"]'),
            asing='title = "Asing"\nextends = "kota"',
        )
        write(**{"sebatang-kara": 'title = "Sebatang kara"'})
        with pytest.raises(ScenarioError) as error:
            read_scenario(name, world)
        return error.value.faults

    return read


@pytest.mark.parametrize(("code", "key", "text"), CASES)
def test_a_broken_file_is_answered_with_its_place_and_the_mend(faults_in, code, key, text):
    found = {(fault.code, fault.key): fault for fault in faults_in(text)}
    assert (code, key) in found
    for lang in LANGUAGES:
        sentence = say_fault(found[code, key], lang=lang)
        assert sentence.startswith(f"{Path('scenarios/salah.toml')}{', ' if key else ''}{key}: ")
        assert sentence.endswith((".", "?"))
        assert found[code, key].value in sentence


def test_every_code_that_scenarios_can_give_has_a_case():
    source = "".join(path.read_text() for path in Path(__file__).parents[3].glob("simulasi/scenario/**/*.py"))
    named = set(re.findall(r'(?:[Ff]ault|_unknown|_known|_one_of)\(\s*"(\w+)"', source))
    named |= set(re.findall(r'"(\w+)": _', source)) | {"missing_key", "bad_id", "link_exists", "no_such_link"}
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
