"""What the README says is what the program does."""

import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from shipped import shipped_run

from simulasi.calibrate.record import growth_record
from simulasi.cli.main import app
from simulasi.data.load_tables import shipped_tables

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
YEARS = (2022, 2023)


def record_rows():
    block = README.partition("<!-- record -->")[2].partition("\n\n")[0]
    lines = [line.strip("| ").split(" | ") for line in block.strip().splitlines()[2:]]
    return {name: [float(value) for value in values] for name, *values in lines}


@pytest.fixture(scope="module")
def records():
    tables, runs = shipped_tables().frames, [shipped_run(name) for name in ("dasar", "tanpa-ikn")]
    return [growth_record(run, tables, years=YEARS).set_index(["region", "year"]) for run in runs]


def test_the_record_in_the_readme_is_that_of_a_run(records):
    told = record_rows()
    assert len(told) == 11
    for region, values in told.items():
        found = [
            number
            for year in YEARS
            for number in (
                records[0].loc[(region, year), "published"],
                records[0].loc[(region, year), "model"],
                records[1].loc[(region, year), "model"],
            )
        ]
        assert values == pytest.approx(found, abs=0.051)


def test_every_command_in_the_readme_exists():
    commands = set(re.findall(r"^simulasi (\w+)", README, flags=re.MULTILINE))
    assert len(commands) >= 6
    for command in commands:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


def test_the_pictures_of_the_readme_are_there():
    for picture in re.findall(r"\]\((docs/images/[^)]+)\)", README):
        assert (Path(__file__).parents[2] / picture).stat().st_size > 10_000
