"""Faults of several files at once, and how often and where they are told; test_broken_files has every fault."""

from pathlib import Path

import pytest
from small_world import PARENT, ROAD, child, document, road

from simulasi.errors import ScenarioError
from simulasi.scenario.scenario import read_scenario
from simulasi.text.say import say_fault

WITH_ROAD = 'title = "Anak"\nextends = "induk"\ninclude = ["jalan"]'


@pytest.fixture
def faults_in(write, rich):
    """Read a broken file ``salah`` and return its faults."""

    def read(text: str, name: str = "salah"):
        write(salah=text)
        with pytest.raises(ScenarioError) as error:
            read_scenario(name, rich)
        return error.value.faults

    return read


def test_the_line_of_a_fault_is_the_line_of_its_key(faults_in):
    text = road(mode='"raod"', closes="2022-01-01", travel_tme_h="1.0")
    lines = text.splitlines()
    for fault in faults_in(text):
        assert lines[int(fault.at) - 1].startswith(fault.key.rpartition(".")[2])


def test_a_table_that_only_stands_in_the_heading_of_another_has_its_line(faults_in):
    faults = faults_in('title = "Salah"\nextends = "dasar"\n\n[hange.ikn]\nnote = "slip"\n')
    assert ("unknown_key", "hange", "4") in {(fault.code, fault.key, fault.at) for fault in faults}


def test_a_fault_of_a_missing_key_points_at_its_intervention(faults_in):
    (fault,) = faults_in(road(source=""))
    assert road(source="").splitlines()[int(fault.at) - 1] == "[[intervention]]"


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
