"""Worlds that are kept: the same bits as built ones, nothing stale, and no fault that a place could cause."""

import ast
import dataclasses
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from simulasi.data import kept_world
from simulasi.data.build_world import build_world
from simulasi.data.kept_world import MADE_BY, MOST, PACKAGE, digest_of_files, kept, name_of, place_of
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import shipped_tables
from simulasi.data.made_up import made_up_world
from simulasi.data.world_file import HEAD

P = load_parameters()
VALUES_APART = {"simulasi", "simulasi.errors", "simulasi.folder"}
"""Modules that the builder imports and that decide no value."""
WORDS = ("simulasi.scenario.find", "faulty_line")
"""What the folders of the name take from the scenarios: how the reader of parameters words a fault."""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("SIMULASI_CACHE", str(tmp_path / "dunia"))
    return tmp_path / "dunia"


@pytest.fixture
def builder():
    """Build a small world, and count how often."""
    return Builder()


class Builder:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return made_up_world(3, 5, 1)


def parts(value):
    """Lay out a value by the paths of its parts: types, order of keys, bits of arrays and their layout in memory."""
    if isinstance(value, np.ndarray):
        return {"": (value.dtype, value.strides, value.tobytes())}
    if dataclasses.is_dataclass(value):
        inside = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    elif isinstance(value, Mapping):
        inside = value
    elif isinstance(value, tuple):
        inside = dict(enumerate(value))
    else:
        return {"": (type(value), value)}
    own = {"": (type(value), list(inside))}
    return own | {f"{key}.{path}": part for key, of in inside.items() for path, part in parts(of).items()}


def differences(a, b):
    """Name every part in which two worlds differ."""
    first, second = parts(a), parts(b)
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


@pytest.mark.usefixtures("place")
def test_a_kept_world_has_the_bits_types_and_layout_of_the_built_one():
    built = build_world(shipped_tables(), P).world
    assert kept(P, lambda: built) is built
    opened = kept(P, pytest.fail)
    assert opened is not built
    assert differences(built, opened) == []


def test_a_difference_is_seen():
    world = made_up_world(3, 5, 1)
    other = dataclasses.replace(world, trend_growth=np.nextafter(world.trend_growth, 1.0))
    assert differences(world, other) == ["trend_growth."]


def test_a_world_is_built_once_and_then_opened(place, builder):
    first, second = kept(P, builder), kept(P, builder)
    assert builder.count == 1
    assert first.digest == second.digest
    assert [folder.name for folder in place.iterdir()] == [name_of(P)]


@pytest.mark.parametrize("spoil", ["digit", "cut", "gone", "head", "file"])
def test_a_spoilt_world_is_seen_and_built_anew(place, builder, spoil):
    kept(P, builder)
    folder = place / name_of(P)
    table = folder / "flows.csv"
    text = table.read_text(encoding="utf-8")
    if spoil == "digit":
        place_of_digit = max(place for place, letter in enumerate(text) if letter.isdigit())
        digit = str((int(text[place_of_digit]) + 1) % 10)
        table.write_text(text[:place_of_digit] + digit + text[place_of_digit + 1 :], encoding="utf-8")
    elif spoil == "cut":
        table.write_text(text[: len(text) // 2], encoding="utf-8")
    elif spoil == "gone":
        table.unlink()
    elif spoil == "head":
        head = (folder / HEAD).read_text(encoding="utf-8")
        (folder / HEAD).write_text(head.replace('digest = "', 'digest = "0', 1), encoding="utf-8")
    else:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        folder.write_text("no folder", encoding="utf-8")
    assert differences(made_up_world(3, 5, 1), kept(P, builder)) == []
    assert builder.count == 2
    if spoil != "file":
        kept(P, builder)
        assert builder.count == 2


def test_other_parameters_have_a_world_of_their_own(place, builder):
    kept(P, builder)
    kept(load_parameters({"trade.sigma_goods": 3.0}), builder)
    assert builder.count == len(list(place.iterdir())) == 2


def test_the_name_hangs_on_tables_code_libraries_machine_and_threads(monkeypatch):
    names = [name_of(P)]
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    names.append(name_of(P))
    monkeypatch.setattr(kept_world.platform, "node", lambda: "elsewhere")
    names.append(name_of(P))
    monkeypatch.setattr(kept_world.np, "__version__", "99")
    names.append(name_of(P))
    monkeypatch.setattr(kept_world, "digest_of_files", lambda _: "other files")
    names.append(name_of(P))
    assert len(set(names)) == len(names)


def test_the_fingerprint_of_files_sees_every_letter_and_every_name(tmp_path):
    def written(**files):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for part in MADE_BY:
            (folder / part).mkdir(parents=True)
        for name, text in files.items():
            (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
        return digest_of_files(folder)

    found = [written(a="1"), written(a="2"), written(b="1"), written(a="1", b=""), written(a="", b="1")]
    assert len(set(found)) == len(found)
    assert written(a="1") == found[0]


def test_the_builder_imports_no_code_that_the_name_does_not_hang_on():
    code = "import sys, simulasi.data.build_world; print(*(n for n in sys.modules if n.startswith('simulasi')))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    counted = {f"simulasi.{part}" for part in MADE_BY}
    apart = {name for name in answer.stdout.split() if not any(f"{name}.".startswith(f"{part}.") for part in counted)}
    assert {name for name in apart - VALUES_APART if not f"{name}.".startswith("simulasi.scenario.")} == set()


def test_of_the_scenarios_the_builder_takes_nothing_that_decides_a_value():
    files = [file for part in MADE_BY for file in (PACKAGE / part).rglob("*.py")]
    nodes = [node for file in files for node in ast.parse(file.read_text(encoding="utf-8")).body]
    taken = {
        (node.module, name.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("simulasi.scenario")
        for name in node.names
    }
    assert taken == {WORDS}


def test_only_the_worlds_used_last_stay_and_nothing_else_is_touched(place, builder):
    place.mkdir()
    foreign = [place / name for name in (".ssh", "rencana", "world.toml")]
    for folder in foreign:
        folder.mkdir()
    for step in range(MOST + 3):
        kept(load_parameters({"trade.sigma_goods": 3.0 + step / 100}), builder)
    assert all(folder.is_dir() for folder in foreign)
    assert len(list(place.iterdir())) == MOST + len(foreign)
    kept(load_parameters({"trade.sigma_goods": 3.0 + (MOST + 2) / 100}), pytest.fail)


def test_several_writers_at_once_leave_one_whole_world(place):
    builders = [Builder() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        worlds = list(pool.map(partial(kept, P), builders))
    assert len({world.digest for world in worlds}) == 1
    assert [folder.name for folder in place.iterdir()] == [name_of(P)]
    kept(P, pytest.fail)


def test_a_place_that_cannot_be_written_is_no_fault(place, builder, capfd):
    place.write_text("a file, no folder", encoding="utf-8")
    assert kept(P, builder).digest == made_up_world(3, 5, 1).digest
    assert capfd.readouterr() == ("", "")


def test_off_keeps_nothing(tmp_path, monkeypatch, builder):
    monkeypatch.setenv("SIMULASI_CACHE", "off")
    monkeypatch.chdir(tmp_path)
    kept(P, builder)
    kept(P, builder)
    assert builder.count == 2
    assert list(tmp_path.iterdir()) == []


def test_every_system_has_its_place():
    def home():
        return Path("/home/ani")

    def nowhere():
        raise RuntimeError

    found = {
        (system, *environment.items()): place_of(environment, system, home)
        for system, environment in [
            ("linux", {}),
            ("linux", {"XDG_CACHE_HOME": "/tmp/xdg"}),  # noqa: S108 - a name, not a file
            ("linux", {"XDG_CACHE_HOME": "relative"}),
            ("darwin", {}),
            ("win32", {"LOCALAPPDATA": "/lokal"}),
            ("win32", {}),
            ("win32", {"SIMULASI_CACHE": "/simpan"}),
        ]
    }
    assert [place.as_posix() for place in found.values()] == [
        "/home/ani/.cache/simulasi/worlds",
        "/tmp/xdg/simulasi/worlds",  # noqa: S108
        "/home/ani/.cache/simulasi/worlds",
        "/home/ani/Library/Caches/simulasi/worlds",
        "/lokal/simulasi/Cache/worlds",
        "/home/ani/AppData/Local/simulasi/Cache/worlds",
        "/simpan",
    ]
    assert place_of({}, "linux", nowhere) is None
