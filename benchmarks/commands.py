"""What users wait for: commands from a cold start to their files."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.laps import ONE_THREAD, ROOT, Lap, Laps
from benchmarks.worker import MIB

if TYPE_CHECKING:
    from collections.abc import Sequence


def command(arguments: Sequence[str], *, repeats: int) -> Laps:
    """Run ``simulasi`` with some arguments, each time in a new process; wall seconds are what a user waits."""
    return Laps(laps=[_once(arguments) for _ in range(repeats)])


def _once(arguments: Sequence[str]) -> Lap:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "simulasi", *arguments],
        cwd=ROOT, env=os.environ | ONE_THREAD, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, ["simulasi", *arguments])
    return Lap(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / MIB)
