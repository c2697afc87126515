"""On what, when and of which commit figures were measured."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.laps import ROOT

IDLE = 0.5
"""Load below which nobody else is thought to be at work."""


class Circumstances(NamedTuple):
    """Kind of machine, load when the run began, day, commit."""

    machine: str
    load: float
    date: str
    commit: str

    def __str__(self) -> str:
        state = "otherwise idle" if self.load < IDLE else f"busy with other work (load {self.load:.1f} at the start)"
        return f"{self.date}, commit {self.commit}, {self.machine}, {state}"


def circumstances() -> Circumstances:
    """Look around."""
    load = os.getloadavg()[0]
    return Circumstances(machine_kind(), load, datetime.now(UTC).date().isoformat(), commit())


def machine_kind() -> str:
    """Processor, cores, system and Python: what must be alike for ratios to be compared."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"{processor()} x {os.cpu_count()}, {platform.system()}, Python {python}"


def processor() -> str:
    """Name of the processor."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def commit() -> str:
    """Return the commit, with a + where files differ from it; nothing outside of a repository."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--abbrev=10", "--dirty=+", "--exclude=*"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()
