"""A piece of work in a process of its own, so that its peak of memory is its own; runs with the standard library alone.

``python -m benchmarks.worker MODULE NAME JSON`` calls a function with the arguments in the JSON and says that it is
ready; the function returns the work. Then the work is done once for every line that comes in, and what it took is said.
Work may have a method ``prepare`` that is called before every lap and not timed.
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

MIB = 1024
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
    prepare = getattr(work, "prepare", lambda: None)
    package = getattr(home, "PACKAGE", None)
    print(json.dumps({"version": version(package) if package else ""}), file=answers)
    for _ in sys.stdin:
        allow(most_cpu_s)
        prepare()
        wall, spent = time.perf_counter(), time.process_time()
        work()
        lap = {"cpu_s": time.process_time() - spent, "wall_s": time.perf_counter() - wall, "peak_mib": peak_mib()}
        print(json.dumps(lap), file=answers)


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
