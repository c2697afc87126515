"""The five rules of composition."""

import pytest
from small_world import PARENT, ROAD, TOWN, child, document, road, town

from simulasi.errors import ScenarioError
from simulasi.scenario.find import find_scenario, list_scenarios
from simulasi.scenario.scenario import read_scenario
from simulasi.world.month import Month

RAIL = {**ROAD, "id": '"jalan-simpang"', "between": '["simpang", "kota"]', "distance_km": "90.0"}


def ids(scenario):
    return [item.id for item in scenario.interventions]


def test_a_file_takes_settings_and_interventions_of_its_parent(write, world):
    write(anak='title = "Anak"\nextends = "jalan"')
    scenario = read_scenario("anak", world)
    assert (scenario.title, scenario.start, scenario.end) == ("Anak", Month(2022, 1), Month(2024, 12))
    assert ids(scenario) == ["jalan"]


def test_a_scenario_that_adds_nothing_equals_its_parent(write, world):
    write(anak='title = "Anak"\nextends = "kota"')
    own, parent = read_scenario("anak", world), read_scenario("kota", world)
    assert own.interventions == parent.interventions
    assert own.trail == parent.trail
    for month in own.months:
        assert (own.world_at(month).programme == parent.world_at(month).programme).all()
        assert own.world_at(month).network.links == parent.world_at(month).network.links


def test_own_settings_win_over_those_of_the_parent(write, world):
    write(anak=child('[settings]\ntrend = "2014-2019"'))
    scenario = read_scenario("anak", world)
    assert (scenario.trend, scenario.end) == ("2014-2019", Month(2024, 12))
    assert scenario.trail == {"settings.end": "induk", "settings.start": "induk", "settings.trend": "anak"}


def test_include_adds_interventions_and_the_trail_names_their_files(write, world):
    write(paket=child('include = ["kota", "jalan"]\n[change.jalan]\nopens = 2024-01-01'))
    scenario = read_scenario("paket", world)
    assert ids(scenario) == ["jalan", "kota-baru"]
    assert scenario.trail["jalan.opens"] == "paket"
    assert scenario.trail["jalan.mode"] == "jalan"
    assert scenario.trail["kota-baru.place"] == "kota"
    assert scenario.intervention("jalan").opens == Month(2024, 1)


def test_the_same_file_may_be_reached_twice(write, world):
    write(satu=child('include = ["jalan"]'), dua=child('include = ["jalan", "kota"]'))
    write(semua=child('include = ["satu", "dua", "jalan"]'))
    assert ids(read_scenario("semua", world)) == ["jalan", "kota-baru"]
    assert ids(read_scenario("jalan+satu", world)) == ["jalan"]


def test_remove_takes_one_out_and_its_id_is_free_again(write, world):
    write(tanpa='title = "Tanpa"\nextends = "kota"\nremove = ["kota-baru"]')
    head = 'title = "Ganti"\nextends = "kota"\nremove = ["kota-baru"]'
    write(ganti=document(TOWN, head=head, place="{ kota = 1.0 }"))
    assert ids(read_scenario("tanpa", world)) == []
    assert read_scenario("ganti", world).intervention("kota-baru").place == {"kota": 1.0}


def test_a_change_may_set_a_field_that_was_left_out(write, world):
    write(anak='title = "Anak"\nextends = "jalan"\n[change.jalan]\ncloses = 2024-01-01')
    assert read_scenario("anak", world).intervention("jalan").closes == Month(2024, 1)


def test_a_change_can_make_a_wrong_date_good(write, world):
    write(jalan=road(closes="2022-01-01"), anak='title = "A"\nextends = "jalan"\n[change.jalan]\ncloses = 2024-01-01')
    assert read_scenario("anak", world).intervention("jalan").closes == Month(2024, 1)


def test_names_joined_by_plus_are_one_scenario(write, world):
    write(ringkas=town().replace('title = "Anak"', 'title = "Kota"\nsummary = "Sebuah kota."'))
    scenario = read_scenario("ringkas+jalan", world)
    assert (scenario.name, scenario.title, scenario.summary) == ("ringkas+jalan", "Kota + Anak", "Sebuah kota.")
    assert ids(scenario) == ["jalan", "kota-baru"]
    assert scenario.trail["jalan.opens"] == "jalan"


@pytest.mark.usefixtures("write")
def test_a_parent_may_be_joined_with_its_children(world):
    assert ids(read_scenario("induk+jalan+kota", world)) == ["jalan", "kota-baru"]


def test_the_first_of_a_sum_may_change_things_and_the_second_may_not(write, world):
    write(berhenti='title = "Berhenti"\nextends = "kota"\n[change.kota-baru]\nspending_trillion_rp = { 2022 = 1.2 }')
    assert ids(read_scenario("berhenti+jalan", world)) == ["jalan", "kota-baru"]
    with pytest.raises(ScenarioError) as error:
        read_scenario("jalan+berhenti", world)
    assert {fault.code for fault in error.value.faults} >= {"include_has_changes"}


@pytest.mark.usefixtures("write")
def test_an_unknown_part_of_a_sum_is_named(world):
    with pytest.raises(ScenarioError) as error:
        read_scenario("jalan+kta", world)
    assert [(fault.code, fault.value, fault.file) for fault in error.value.faults] == [("no_such_scenario", "kta", "")]


def test_the_resolved_scenario_is_plain_and_complete(write, world):
    write(paket=child('include = ["kota", "jalan"]\n[settings]\ntrend = "none"'))
    resolved = read_scenario("paket", world).resolved
    assert resolved["settings"] == {"end": "2024-12-01", "start": "2022-01-01", "trend": "none"}
    assert list(resolved["interventions"]) == ["jalan", "kota-baru"]
    assert resolved["interventions"]["jalan"]["opens"] == "2023-01-01"
    assert resolved["interventions"]["jalan"]["between"] == ["hulu", "kota"]
    assert resolved["interventions"]["kota-baru"]["booked"] == {"2022": 0.5, "later": 0.25}


def test_circles_through_several_files_are_told_with_their_way(write, world):
    write(satu='title = "1"\nextends = "dua"', dua='title = "2"\nextends = "satu"')
    with pytest.raises(ScenarioError) as error:
        read_scenario("satu", world)
    assert error.value.faults[0].fields["circle"] == "satu -> dua -> satu"


@pytest.mark.usefixtures("write")
def test_a_path_a_neighbour_and_a_name_are_found(world, tmp_path):
    folder = tmp_path / "lain"
    folder.mkdir()
    (folder / "dekat.toml").write_text(road())
    (folder / "jauh.toml").write_text(child('include = ["dekat", "../scenarios/kota.toml"]'))
    assert ids(read_scenario("lain/jauh.toml", world)) == ["jalan", "kota-baru"]
    assert find_scenario("dekat") is None
    assert find_scenario("dasar") is not None
    assert {"dasar", "jalan", "kota", "induk"} <= set(list_scenarios())


@pytest.mark.usefixtures("write")
def test_a_path_with_a_plus_is_a_path(world, tmp_path):
    (tmp_path / "a+b.toml").write_text(PARENT)
    assert read_scenario("a+b.toml", world).name == "a+b"


def test_interventions_of_different_targets_live_together(write, world):
    write(dua=document(ROAD, RAIL))
    assert ids(read_scenario("dua", world)) == ["jalan", "jalan-simpang"]
