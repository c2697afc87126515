"""A small world, and a folder in which scenario files are written."""

import pytest
from small_world import PARENT, rich_world, road, small_world, town

from simulasi.data.build_world import default_world


@pytest.fixture
def world():
    return small_world()


@pytest.fixture
def rich():
    return rich_world()


@pytest.fixture
def east():
    return default_world()


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Work in a folder with a parent, a road and a town; more files come by name and text."""
    (tmp_path / "scenarios").mkdir()
    monkeypatch.chdir(tmp_path)

    def write_files(**files: str) -> None:
        for name, text in files.items():
            (tmp_path / "scenarios" / f"{name}.toml").write_text(text, encoding="utf-8")

    write_files(induk=PARENT, jalan=road(), kota=town())
    return write_files
