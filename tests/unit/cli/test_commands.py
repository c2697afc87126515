"""The other commands, and how errors end them."""

import subprocess
import sys

import pytest

from simulasi.cli.printing import fault_text
from simulasi.cli.rerunning import repeat
from simulasi.errors import Fault
from simulasi.results.results import open_results
from simulasi.scenario.find import find_scenario

HEAVY = {"numpy", "pandas", "xarray", "matplotlib", "pydantic", "mesa", "scipy", "networkx"}


def test_asking_for_help_imports_nothing_heavy():
    code = "import sys; from simulasi.cli.main import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert not HEAVY & set(answer.stdout.split())


def test_python_m_simulasi_is_the_command():
    answer = subprocess.run([sys.executable, "-m", "simulasi", "--help"], capture_output=True, text=True, check=True)
    for command in ("run", "compare", "check", "source", "world"):
        assert command in answer.stdout


def test_run_saves_results_that_can_be_opened(simulasi, tmp_path):
    answer = simulasi(
        "run", "dasar", "-o", tmp_path / "hasil", "--until", "2022-03", "--set", "trade.export_elasticity=2.5"
    )
    assert answer.code == 0
    assert str(tmp_path / "hasil") in answer.out
    results = open_results(tmp_path / "hasil")
    assert results.data.sizes["month"] == 3
    assert results.story["parameters"]["trade.export_elasticity"] == 2.5
    assert results.story["scenario"]["settings"]["end"] == "2022-03-01"
    assert results.story["trail"]["settings.end"] == "--until"


def test_run_records_what_was_chosen_and_rerun_does_so_too(simulasi, tmp_path):
    chosen = ["--record", "grdp", "--record", "region:kubar", "--record", "yearly"]
    assert simulasi("run", "dasar", "-o", tmp_path / "hasil", "--until", "2022-03", *chosen).code == 0
    results = open_results(tmp_path / "hasil")
    assert results.data.grdp.shape == (1, 1, 1)
    assert repeat(results).data.identical(results.data)
    wrong = simulasi("run", "dasar", "-o", tmp_path / "lain", "--record", "gdrp", "--lang", "en")
    assert wrong.code == 2
    assert "'gdrp' is unknown" in wrong.err


def test_check_shows_every_value_with_the_file_that_set_it(simulasi):
    answer = simulasi("check", "jalan-kukar-kubar")
    assert answer.code == 0
    file = find_scenario("jalan-kukar-kubar").read_text(encoding="utf-8")
    line = 1 + file.splitlines().index("opens         = 2027-01-01")
    assert f'jalan-kukar-kubar.opens = "2027-01-01"   ← jalan-kukar-kubar.toml:{line}\n' in answer.out
    assert 'settings.start = "2022-01-01"   ← dasar.toml:11' in answer.out
    assert "jalan-kukar-kubar  ··········██████" in answer.out


def test_check_lists_all_faults_at_once(simulasi, tmp_path):
    file = tmp_path / "salah.toml"
    file.write_text(
        'title = "Salah"\nextends = "dasar"\nremove = ["tidak-ada"]\n[settings]\nend = 2021-01-01\nstrat = 1\n'
    )
    answer = simulasi("check", file, "--lang", "en")
    assert answer.code == 2
    assert "To be mended: 3" in answer.err
    assert answer.err.count("\n- ") == 3
    assert answer.out == ""


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_misspelt_scenario_is_answered_with_the_nearest(simulasi, tmp_path, command):
    options = ["-o", tmp_path / "hasil"] if command == "run" else []
    answer = simulasi(command, "jalan-kukar-kubr", *options)
    assert answer.code == 2
    assert "jalan-kukar-kubar" in answer.err


def test_an_unknown_language_is_refused(simulasi):
    answer = simulasi("check", "dasar", "--lang", "fr")
    assert answer.code == 2
    assert "id, en" in answer.err


def test_source_tells_of_parameters_and_of_numbers_of_the_tables(simulasi):
    parameter = simulasi("source", "trade.sigma_goods")
    assert "rentang: " in parameter.out
    assert "keyakinan: asumsi" in parameter.out
    link = simulasi("source", "link.tenggarong-kota_bangun.road.travel_time_h", "--lang", "en")
    assert "confidence: " in link.out
    assert "source: " in link.out


def test_source_of_an_unknown_name_is_a_fault(simulasi):
    answer = simulasi("source", "link.tenggarong-kota_bangun.road.travel_time")
    assert answer.code == 2
    assert answer.err


def test_the_world_is_shown_with_its_regions_and_fingerprint(simulasi):
    answer = simulasi("world", "show")
    assert answer.code == 0
    assert "Kutai Barat" in answer.out
    assert "Sidik: " in answer.out


def test_building_the_world_writes_the_quality_sheet(simulasi, tmp_path):
    answer = simulasi("world", "build", "-o", tmp_path / "dunia")
    assert answer.code == 0
    head = (tmp_path / "dunia" / "quality.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "check,item,unit,value,reference,distance,limit,ok"
    assert "pemeriksaan terpenuhi" in answer.out
    assert simulasi("world", "show", tmp_path / "dunia").out == simulasi("world", "show").out


def test_a_folder_without_a_world_is_a_fault(simulasi, tmp_path):
    answer = simulasi("world", "show", tmp_path)
    assert answer.code == 2
    assert str(tmp_path) in answer.err


def test_a_fault_without_a_text_is_shown_as_it_is():
    code = "never_" + "heard_of"
    assert fault_text(Fault(code, file="jalan.toml")) == f"Kesalahan tanpa teks: jalan.toml: {code}"
