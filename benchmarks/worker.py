"""A piece of work in a process of its own, so that its peak of memory is its own; runs with the standard library alone.

``python -m benchmarks.worker MODULE NAME JSON`` calls a function with the arguments in the JSON and says that it is
ready; the function returns the work. Then the work is done for every line that comes in, short work several times, and
what it took once is said. Work may have a method ``prepare`` that is called before every lap and not timed.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1024
SHORTEST_S = 0.05
MOST_MEMORY, MOST_CPU = "BENCH_MOST_MIB", "BENCH_MOST_CPU_S"
"""Variables of the environment: work that asks for more memory fails, what takes more CPU seconds at a time ends."""


def main() -> None:
    """Make the work ready, then do it as often as asked for."""
    # what libraries print goes where errors go, so that answers stay one JSON object a line
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    if most := os.environ.get(MOST_MEMORY):
        resource.setrlimit(resource.RLIMIT_AS, (int(most) * MIB**2, int(most) * MIB**2))
    most_cpu_s = os.environ.get(MOST_CPU)
    module, name, arguments = sys.argv[1:]
    allow(most_cpu_s)
    home = import_module(module)
    work = getattr(home, name)(**json.loads(arguments))
    prepare = getattr(work, "prepare", None)
    package = getattr(home, "PACKAGE", None)
    print(json.dumps({"version": version(package) if package else ""}), file=answers)
    for _ in sys.stdin:
        allow(most_cpu_s)
        if prepare:
            prepare()
        cpu_s, wall_s = lap(work, shortest_s=0.0 if prepare else SHORTEST_S)
        print(json.dumps({"cpu_s": cpu_s, "wall_s": wall_s, "peak_mib": peak_mib()}), file=answers)


def lap(work: Callable[[], object], *, shortest_s: float) -> tuple[float, float]:
    """Return CPU and wall seconds of a piece of work; what takes less than the shortest lap is done until that is full.

    The clock of a process may stand still for a moment, which a short lap would take for no time at all.
    """
    wall, spent, done = time.perf_counter(), time.process_time(), 0
    while True:
        work()
        done += 1
        cpu_s = time.process_time() - spent
        if cpu_s >= shortest_s:
            return cpu_s / done, (time.perf_counter() - wall) / done


def allow(cpu_s: str | None) -> None:
    """Let the process take so many CPU seconds from now on, whatever else is done on the machine; then it is ended."""
    if cpu_s:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + float(cpu_s)), hard))


def peak_mib() -> float:
    """Most memory that this program held; that of the program which started it does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / MIB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MIB if sys.platform == "linux" else most / MIB**2


if __name__ == "__main__":
    main()
