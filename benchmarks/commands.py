"""What users wait for: commands from a cold start to their files."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.laps import ONE_THREAD, ROOT, Lap, Laps
from benchmarks.worker import MIB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


KEPT, NO_BYTECODE = "SIMULASI_CACHE", "PYTHONDONTWRITEBYTECODE"
"""Variables of the environment: where worlds are kept between commands, and what keeps Python from keeping its own."""


def command(arguments: Sequence[str], *, repeats: int, kept: Path | None = None) -> Laps:
    """Run ``simulasi`` with some arguments, each time in a new process; wall seconds are what a user waits.

    kept : folder of worlds that earlier commands kept; when left out nothing is kept, as at the first use
    """
    return Laps(laps=[_once(arguments, kept) for _ in range(repeats)])


def _once(arguments: Sequence[str], kept: Path | None) -> Lap:
    with TemporaryDirectory() as empty:
        return _timed(arguments, {KEPT: str(kept or empty)})


def _timed(arguments: Sequence[str], variables: Mapping[str, str]) -> Lap:
    usual = {name: value for name, value in os.environ.items() if name != NO_BYTECODE}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "simulasi", *arguments],
        cwd=ROOT, env=usual | ONE_THREAD | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, ["simulasi", *arguments])
    return Lap(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / MIB)
