"""Ensembles from the command line: run, repeated, compared, and refused where the number makes no sense."""

from functools import partial

import pandas as pd
import pytest
import xarray as xr

from simulasi.cli import rerunning, runs
from simulasi.results.results import open_results
from simulasi.simulation import simulate

SHORT = ("--members", 3, "--until", "2022-12")


@pytest.fixture
def narrow(monkeypatch):
    """Let passes be two members wide, so that three members need two."""
    for module in (runs, rerunning):
        monkeypatch.setattr(module, "simulate", partial(simulate, width=2))


@pytest.mark.usefixtures("narrow")
def test_an_ensemble_is_saved_with_its_members_and_repeated_bit_for_bit(simulasi, tmp_path):
    folder = tmp_path / "dasar"
    answer = simulasi("run", "dasar", *SHORT, "--seed", 7, "-o", folder)
    assert answer.code == 0
    assert "3 anggota" in answer.err
    found = open_results(folder)
    assert (found.members, found.story["members"], found.story["seed"]) == (3, 3, 7)
    assert found.data.sizes["member"] == 1
    assert "bit demi bit" in simulasi("rerun", folder).out

    spoilt = xr.load_dataset(folder / "members.nc", engine="scipy")
    spoilt["value"][0, 2, 0, 0] *= 1.0 + 1e-12
    spoilt.to_netcdf(folder / "members.nc", engine="scipy", format="NETCDF3_64BIT")
    again = simulasi("rerun", folder)
    assert again.code == 1
    assert "by_member" in again.out


@pytest.mark.usefixtures("narrow")
def test_a_comparison_tells_runs_range_and_chance_of_gain(simulasi, tmp_path):
    answer = simulasi("compare", "dasar", "tanpa-ikn", *SHORT, "--lang", "en", "-o", tmp_path / "hasil")
    assert answer.code == 0
    assert "means of 3 runs" in answer.out
    assert "Chance of gain" in answer.out
    table = pd.read_csv(tmp_path / "hasil" / "comparison.csv")
    assert list(table.columns[-2:]) == ["median", "chance_of_gain"]
    ikn = table.query("region == 'ikn' and indicator == 'grdp' and year == 2022").iloc[0]
    assert ikn["low"] <= ikn["median"] <= ikn["high"] < 0.0
    assert ikn["chance_of_gain"] == 0.0
    page = (tmp_path / "hasil" / "page.html").read_text(encoding="utf-8")
    assert "Left to chance: " in page
    assert "the median of 3 runs" in page


@pytest.mark.parametrize("members", [0, 10_001])
@pytest.mark.parametrize(("lang", "text"), [("id", "anggota tidak dapat dijalankan"), ("en", "members cannot be run")])
def test_a_number_of_members_that_cannot_be_run_is_a_fault(simulasi, tmp_path, members, lang, text):
    answer = simulasi("run", "dasar", "--members", members, "--lang", lang, "-o", tmp_path / "hasil")
    assert answer.code == 2
    assert f"'{members}' {text}" in answer.err
    assert not (tmp_path / "hasil").exists()
