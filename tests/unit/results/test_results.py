"""Results are saved whole, with their story, and read back bit for bit."""

import json

import pytest
import xarray as xr

from simulasi.errors import ResultError
from simulasi.results.made_up import made_up_results
from simulasi.results.results import STORY_KEYS, Results, open_results
from simulasi.results.variables import VARIABLES


def codes(error):
    return [fault.code for fault in error.value.faults]


@pytest.fixture
def results():
    return made_up_results()


def test_what_is_saved_is_read_back_exactly(results, tmp_path):
    results.save(tmp_path / "hasil")
    found = open_results(tmp_path / "hasil")
    xr.testing.assert_identical(found.data, results.data)
    assert found.story == results.story
    assert {name: found.data[name].dtype for name in found.data.coords} == {
        name: results.data[name].dtype if name != "month" else found.data[name].dtype for name in results.data.coords
    }


def test_the_same_result_gives_the_same_bytes(results, tmp_path):
    results.save(tmp_path / "a")
    open_results(tmp_path / "a").save(tmp_path / "b")
    for name in ("results.nc", "story.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_story_is_utf_8_with_sorted_keys_and_holds_every_promised_key(results, tmp_path):
    results.save(tmp_path / "hasil")
    text = (tmp_path / "hasil" / "story.json").read_text(encoding="utf-8")
    assert list(json.loads(text)) == sorted(STORY_KEYS)


def test_every_variable_has_a_unit_and_a_label(results):
    assert set(results.data.data_vars) == set(VARIABLES)
    for name, variable in results.data.data_vars.items():
        assert variable.attrs == {"unit": VARIABLES[name].unit, "label": f"indicator.{name}"}


def test_a_former_result_is_replaced(results, tmp_path):
    made_up_results(name="lama").save(tmp_path / "hasil")
    results.save(tmp_path / "hasil")
    assert open_results(tmp_path / "hasil").name == "dasar"
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


def test_an_empty_folder_is_filled(results, tmp_path):
    (tmp_path / "hasil").mkdir()
    results.save(tmp_path / "hasil")
    assert open_results(tmp_path / "hasil").name == "dasar"


def test_a_folder_with_something_else_in_it_is_left_alone(results, tmp_path):
    (tmp_path / "surat.txt").write_text("penting")
    with pytest.raises(ResultError) as error:
        results.save(tmp_path)
    assert codes(error) == ["folder_not_ours"]
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]


def test_a_file_in_the_way_is_left_alone(results, tmp_path):
    (tmp_path / "hasil").write_text("penting")
    with pytest.raises(ResultError) as error:
        results.save(tmp_path / "hasil")
    assert codes(error) == ["folder_not_ours"]


def test_a_place_that_cannot_be_written_is_a_fault(results, tmp_path):
    (tmp_path / "berkas").write_text("")
    with pytest.raises(ResultError) as error:
        results.save(tmp_path / "berkas" / "hasil")
    assert codes(error) == ["folder_unwritable"]


def test_a_result_that_cannot_be_finished_leaves_the_former_one(results, tmp_path):
    results.save(tmp_path / "hasil")
    before = (tmp_path / "hasil" / "results.nc").read_bytes()
    with pytest.raises(TypeError):
        Results(results.data, {"wrong": object()}).save(tmp_path / "hasil")
    assert (tmp_path / "hasil" / "results.nc").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


def test_a_folder_without_a_result_is_a_fault(tmp_path):
    with pytest.raises(ResultError) as error:
        open_results(tmp_path)
    assert codes(error) == ["no_result"]


def test_a_result_of_another_format_is_refused(results, tmp_path):
    Results(results.data.assign_attrs(format=0), results.story).save(tmp_path / "hasil")
    with pytest.raises(ResultError) as error:
        open_results(tmp_path / "hasil")
    assert codes(error) == ["result_format"]
    assert error.value.faults[0].value == "0"


def test_a_damaged_result_is_refused(results, tmp_path):
    results.save(tmp_path / "hasil")
    (tmp_path / "hasil" / "results.nc").write_bytes(b"CDF\x02 damaged")
    with pytest.raises(ResultError) as error:
        open_results(tmp_path / "hasil")
    assert codes(error) == ["result_unreadable"]
