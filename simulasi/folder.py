"""Folders and files that are written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulasi.errors import Fault, ResultError

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW, OLD = "new", "old"


@contextmanager
def written_whole(folder: Path, *, marks: tuple[str, ...], foreign: str = "folder_not_ours") -> Iterator[Path]:
    """Hand out an empty draft folder that takes the place of ``folder`` when all went well.

    marks   : names that a folder of this kind holds; another folder that is not empty is never replaced
    foreign : code of the fault for such another folder

    Raises ResultError ``foreign`` or ``folder_unwritable``; then nothing has changed.

    >>> with tempfile.TemporaryDirectory() as home:
    ...     with written_whole(Path(home, "hasil"), marks=("story.json",)) as draft:
    ...         _ = Path(draft, "story.json").write_text("{}")
    ...     [file.name for file in Path(home, "hasil").iterdir()]
    ['story.json']
    """
    check_replaceable(folder, marks=marks, foreign=foreign)
    workplace = _workplace_beside(folder)
    try:
        (workplace / NEW).mkdir()
        yield workplace / NEW
        if folder.exists():
            folder.rename(workplace / OLD)
        (workplace / NEW).rename(folder)
    except OSError as error:
        raise ResultError([_unwritable(folder)]) from error
    finally:
        _give_back(workplace / OLD, folder)
        shutil.rmtree(workplace, ignore_errors=True)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Hand out a draft that takes the place of a file when all went well; ResultError when it cannot be written.

    >>> with tempfile.TemporaryDirectory() as home:
    ...     with new_file(Path(home, "skema.json")) as draft:
    ...         _ = draft.write_text("{}")
    ...     Path(home, "skema.json").read_text()
    '{}'
    """
    draft = path.with_name(f".{NEW}.{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        raise ResultError([Fault("file_unwritable", str(path))]) from error
    finally:
        draft.unlink(missing_ok=True)


def check_replaceable(folder: Path, *, marks: tuple[str, ...], foreign: str = "folder_not_ours") -> None:
    """Raise ResultError when ``folder`` exists, is not empty and does not hold all ``marks``."""
    if not folder.exists():
        return
    is_empty = folder.is_dir() and not any(folder.iterdir())
    if not is_empty and not all((folder / mark).exists() for mark in marks):
        raise ResultError([Fault(foreign, str(folder))])


def _workplace_beside(folder: Path) -> Path:
    try:
        parent = folder.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=parent))
    except OSError as error:
        raise ResultError([_unwritable(folder)]) from error


def _give_back(old: Path, folder: Path) -> None:
    """Put the old folder back when the new one did not come into its place."""
    if old.exists() and not folder.exists():
        old.rename(folder)


def _unwritable(folder: Path) -> Fault:
    return Fault("folder_unwritable", str(folder))
