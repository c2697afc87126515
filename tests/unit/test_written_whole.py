"""A folder is written whole or not at all."""

from pathlib import Path

import pytest

from simulasi.errors import ResultError
from simulasi.folder import written_whole


def test_the_former_folder_comes_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    folder = tmp_path / "hasil"
    folder.mkdir()
    (folder / "tanda").write_text("lama")
    rename = Path.rename

    def fails_for_the_new(self, target):
        if self.name == "new":
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    with pytest.raises(ResultError), written_whole(folder, marks=("tanda",)) as draft:
        (draft / "tanda").write_text("baru")
    assert (folder / "tanda").read_text() == "lama"
    assert [path.name for path in tmp_path.iterdir()] == ["hasil"]


def test_missing_folders_above_are_made(tmp_path):
    with written_whole(tmp_path / "a" / "b", marks=("tanda",)) as draft:
        (draft / "tanda").write_text("")
    assert (tmp_path / "a" / "b" / "tanda").exists()
