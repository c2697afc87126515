"""Worlds that were built, kept between commands: building one takes seconds, opening it a fifth of one.

A kept world is a saved world (``world_file``) in a folder named after all that its bits hang on: the tables, the code
that builds it, the parameters, the libraries and the machine. Other bits have another name, so nothing is ever stale.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy

from simulasi.data.world_file import as_saved, save_world
from simulasi.errors import ResultError, WorldError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simulasi.model.parameters import Parameters
    from simulasi.world.world import World

PLACE = "SIMULASI_CACHE"
"""Variable of the environment: the folder where worlds are kept; ``off`` keeps none."""
OFF = "off"
MOST = 32
"""Worlds that are kept, those used last."""
OURS = re.compile(r"[0-9a-f]{32}|\.[0-9a-f]{32}\..*")
"""Names of kept worlds, and of drafts of them."""
PACKAGE = Path(__file__).parents[1]
MADE_BY = ("data", "model", "routing", "world")
"""Folders whose files decide what is built; a test holds that the builder imports no other that could."""
KINDS = frozenset({".py", ".toml", ".csv"})
LIBRARIES = (np, pd, scipy)
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def kept(p: Parameters, build: Callable[[], World]) -> World:
    """Return the world that ``build`` makes at parameters ``p``: opened where it was kept, else built and kept.

    Whatever is wrong with the place, or with what lies there, is no fault: the world is built.
    """
    place = place_of(os.environ, sys.platform, Path.home)
    if place is None:
        return build()
    folder = place / name_of(p)
    with suppress(WorldError, OSError, ValueError):
        world = as_saved(folder)
        os.utime(folder)
        return world
    world = build()
    with suppress(ResultError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        save_world(world, folder)
        _forget(place)
    return world


def place_of(environment: Mapping[str, str], system: str, home: Callable[[], Path]) -> Path | None:
    """Return the folder of kept worlds, as the system wants it; None where none are kept.

    system : as ``sys.platform`` names it

    >>> place_of({}, "linux", lambda: Path("/home/ani")).as_posix()
    '/home/ani/.cache/simulasi/worlds'
    >>> place_of({"SIMULASI_CACHE": "off"}, "linux", Path.home) is None
    True
    """
    chosen = environment.get(PLACE)
    if chosen == OFF:
        return None
    if chosen:
        return Path(chosen)
    try:
        if system == "win32":
            local = environment.get("LOCALAPPDATA")
            return (Path(local) if local else home() / "AppData" / "Local") / "simulasi" / "Cache" / "worlds"
        if system == "darwin":
            return home() / "Library" / "Caches" / "simulasi" / "worlds"
        shared = Path(environment.get("XDG_CACHE_HOME", ""))
        return (shared if shared.is_absolute() else home() / ".cache") / "simulasi" / "worlds"
    except RuntimeError:
        return None


def name_of(p: Parameters) -> str:
    """Return the fingerprint of all that the bits of the shipped world hang on, at parameters ``p``."""
    libraries = [f"{library.__name__} {library.__version__}" for library in LIBRARIES]
    # linear algebra may round otherwise on another processor, or with another number of threads
    machine = (platform.node(), platform.machine(), *(os.environ.get(name, "") for name in THREADS))
    made_from = f"{digest_of_files(PACKAGE)} {p!r} {platform.python_version()} {libraries} {machine}"
    return blake2b(made_from.encode(), digest_size=16).hexdigest()


@cache
def digest_of_files(package: Path) -> str:
    """Return the fingerprint of the tables and the code that worlds are built from, names and contents."""
    found = blake2b(digest_size=16)
    files = (file for part in MADE_BY for file in (package / part).rglob("*") if file.suffix in KINDS)
    for file in sorted(files):
        content = file.read_bytes()
        found.update(f"{file.relative_to(package).as_posix()} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def _forget(place: Path) -> None:
    """Take away all but the worlds used last, and what a writer that was stopped left behind; only what is ours."""
    worlds = [folder for folder in place.iterdir() if OURS.fullmatch(folder.name)]
    for folder in sorted(worlds, key=lambda folder: folder.stat().st_mtime)[:-MOST]:
        shutil.rmtree(folder, ignore_errors=True)
