"""Work in processes of its own, lap by lap; two of them take turns, so that load hits both at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from benchmarks.worker import MOST_CPU, MOST_MEMORY

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
PEERS_PYTHON = ROOT / "benchmarks" / "peers" / ".venv" / "bin" / "python"
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMBA")} | {"MPLBACKEND": "Agg"}
MOST_MIB = "12288"
"""Memory that a piece of work may ask for, so that one which is too large fails by itself."""
MOST_SECONDS = 300.0
PATIENCE = 6.0
"""Seconds by the clock for every CPU second that work may take, since the machine may have other work."""


class Work(NamedTuple):
    """A function that makes work ready, with its arguments; ``is_peer`` where another program does it."""

    module: str
    name: str
    arguments: Mapping[str, Any] = {}
    is_peer: bool = False

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.module}.{self.name}({arguments})"


class Lap(NamedTuple):
    """What doing the work once took; the peak of memory is that of the process so far."""

    cpu_s: float
    wall_s: float
    peak_mib: float


@dataclass
class Laps:
    """Laps of one piece of work; ``missing`` says why there are none, ``version`` that of the program which did it."""

    version: str = ""
    laps: list[Lap] = field(default_factory=list)
    missing: str = ""

    @property
    def least(self) -> float | None:
        """CPU seconds, least of the repeats."""
        return min((lap.cpu_s for lap in self.laps), default=None)

    @property
    def median(self) -> float | None:
        """CPU seconds, median of the repeats."""
        return median(lap.cpu_s for lap in self.laps) if self.laps else None

    @property
    def peak_mib(self) -> float | None:
        """Most memory that the process held, what it was made ready with included."""
        return max((lap.peak_mib for lap in self.laps), default=None)


class WorkError(Exception):
    """Work that could not be done; the text says why."""


class Runner:
    """A process that does one piece of work whenever it is told to."""

    def __init__(self, work: Work, *, seconds: float = MOST_SECONDS) -> None:
        python = PEERS_PYTHON if work.is_peer else Path(sys.executable)
        if not python.exists():
            raise WorkError("not installed")
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed below
        command = [str(python), "-m", "benchmarks.worker", work.module, work.name, json.dumps(dict(work.arguments))]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | ONE_THREAD | {MOST_MEMORY: MOST_MIB, MOST_CPU: str(seconds)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
        )  # fmt: skip
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def ready(self) -> str:
        """Wait until the work is ready; return the version of the program that does it, empty for ours."""
        return str(self._answer()["version"])

    def lap(self) -> Lap:
        """Do the work once."""
        try:
            print(file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise WorkError(self._reason()) from None
        return Lap(**self._answer())

    def _answer(self) -> dict[str, Any]:
        timer = Timer(PATIENCE * self._seconds, self._process.kill)
        timer.start()
        try:
            line = self._process.stdout.readline() if self._process.stdout else ""
        finally:
            is_late = not timer.is_alive()
            timer.cancel()
        if line:
            return json.loads(line)
        raise WorkError(f"stopped after {PATIENCE * self._seconds:.0f} s" if is_late else self._reason())

    def _reason(self) -> str:
        """Last line of what the process complained of."""
        if self._process.wait() == -signal.SIGXCPU:
            return f"stopped after {self._seconds:.0f} CPU s"
        self._errors.seek(0)
        said = [line.strip() for line in self._errors if line.strip()]
        last = said[-1] if said else f"ended with status {self._process.returncode}"
        return "not installed" if last.startswith("ModuleNotFoundError") else last[:100]


def taking_turns(*works: Work, repeats: int, seconds: float = MOST_SECONDS) -> list[Laps]:
    """Do pieces of work in turn (A B A B ...), each in its own process; one that fails is told and left out."""
    found = [Laps() for _ in works]
    runners: dict[int, Runner] = {}
    with ExitStack() as stack:
        for number, work in enumerate(works):
            try:
                runners[number] = stack.enter_context(Runner(work, seconds=seconds))
                found[number].version = runners[number].ready()
            except WorkError as error:
                runners.pop(number, None)
                found[number].missing = str(error)
        for _ in range(repeats):
            for number, runner in list(runners.items()):
                try:
                    found[number].laps.append(runner.lap())
                except WorkError as error:
                    del runners[number]
                    found[number].missing = str(error)
    return found
