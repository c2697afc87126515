"""``simulasi source`` answers for parameters, tables and scenarios, and says who reads a number."""

import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from simulasi.cli.facts import PACKAGE, parameter_readers, table_readers
from simulasi.data import build_world
from simulasi.data.base_year.quality import quality_sheet
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables

COSTLY = 'title = "Mahal"\nextends = "dasar"\n[change.ikn]\nlag_months = 3\n'


class Traced(dict):
    """Tables that remember which module of the package read them."""

    def __init__(self, frames):
        super().__init__(frames)
        self.readers = defaultdict(set)

    def __getitem__(self, name):
        frame = sys._getframe(1)
        while PACKAGE not in (path := Path(frame.f_code.co_filename)).parents or path.name == "load_tables.py":
            frame = frame.f_back
        self.readers[name].add(path.relative_to(PACKAGE.parent).as_posix())
        return super().__getitem__(name)


def test_the_value_of_an_intervention_is_told_with_its_source_and_its_file(simulasi):
    answer = simulasi("source", "jalan-kukar-kubar.jalan-kukar-kubar.travel_time_h", "--lang", "en")
    assert answer.code == 0
    value, what, source, confidence, note, readers = answer.out.splitlines()
    assert value.startswith("jalan-kukar-kubar.jalan-kukar-kubar.travel_time_h = 2.2 ")
    assert value.endswith("jalan-kukar-kubar.toml, intervention[0]")
    assert what == "what: travel time (hours)"
    assert "Bappeda Provinsi Kalimantan Timur, " in source
    assert source.endswith(", 2014-02-06")
    assert confidence == "confidence: published, rounded"
    assert note.startswith("note: Waktu tempuh 8 dan 4 jam")
    assert readers == "read by: simulasi/scenario/interventions/link.py"


def test_a_table_of_values_is_told_whole_or_by_one_of_its_keys(simulasi):
    whole, one = simulasi("source", "dasar.ikn.booked"), simulasi("source", "dasar.ikn.booked.later")
    assert whole.out.startswith('dasar.ikn.booked = {"2022": ')
    assert "keyakinan: asumsi" in whole.out
    assert one.out.startswith("dasar.ikn.booked.later = 0.")
    assert whole.out.splitlines()[1:] == one.out.splitlines()[1:]


def test_a_changed_value_is_told_with_the_file_that_changed_it(simulasi, tmp_path):
    (tmp_path / "mahal.toml").write_text(COSTLY)
    changed, kept = (simulasi("source", f"{tmp_path}/mahal.toml.ikn.{key}").out for key in ("lag_months", "programme"))
    assert changed.startswith(f"mahal.ikn.lag_months = 3   ← {tmp_path}/mahal.toml, change.ikn\n")
    assert kept.splitlines()[0].endswith("dasar.toml, intervention[0]")


def test_fewer_keys_tell_of_more_values(simulasi):
    one = simulasi("source", "dasar.batu-bara").out
    assert one.count("dasar.batu-bara.") >= 6
    assert one.count("keyakinan: ") == 1
    every = simulasi("source", "dasar").out
    assert one.strip() in every
    assert "dasar.settings.start = " in every
    assert simulasi("source", "dasar.settings.trend").out.startswith('dasar.settings.trend = "2014-2019"')
    group = simulasi("source", "households").out
    assert group.count("\n\n") == 1
    assert "jalan-kukar-kubar.travel_time_h" in simulasi("source", "dasar+jalan-kukar-kubar.jalan-kukar-kubar").out


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("dasar.iknn.booked", "Did you mean 'ikn'?"),
        ("dasar.ikn.boked", "Did you mean 'booked'?"),
        ("dasar.ikn.booked.later.more", "The key 'more' is unknown."),
        ("dasr.ikn.booked", "Did you mean 'dasar'?"),
        ("trade.sigma_good", "Did you mean 'trade.sigma_goods'?"),
        ("industry_cell.kukar.B", "Did you mean 'industry_cells'?"),
        ("industry_cells.kukr.B", "Did you mean 'industry_cells.kukar.B'?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(simulasi, name, part):
    answer = simulasi("source", name, "--lang", "en")
    assert answer.code == 2
    assert part in answer.err
    assert answer.out == ""


def test_a_scenario_that_is_wrong_tells_its_faults(simulasi, tmp_path):
    (tmp_path / "salah.toml").write_text('title = "Salah"\nextends = "tidak-ada"\n')
    answer = simulasi("source", f"{tmp_path}/salah.toml.ikn")
    assert answer.code == 2
    assert "tidak-ada" in answer.err


def test_every_module_that_reads_a_table_in_a_build_is_told():
    tables = shipped_tables()
    traced = Traced(tables.frames)
    frames = replace(tables, frames=MappingProxyType(traced))
    quality_sheet(build_world.build_world(frames, load_parameters()), traced)
    assert len(traced.readers) > 20
    for entry in tables.register.tables:
        assert traced.readers.get(entry.name, set()) <= set(table_readers(entry.name)), entry.name


def test_every_parameter_is_read_somewhere():
    for name in parameter_facts():
        assert parameter_readers(name.partition(".")[2]), name


def test_a_table_that_nothing_reads_says_so(simulasi):
    assert "read by: nothing yet" in simulasi("source", "hubs", "--lang", "en").out
    assert "dibaca oleh: simulasi/data/choose_links.py" in simulasi("source", "trips").out
