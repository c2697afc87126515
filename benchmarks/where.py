"""Where the time of a month goes at every size, and how near trade comes to the bounds of the machine.

``python -m benchmarks.where`` prints a table of Markdown. Months are timed with clocks around parts of the model, so
that a part holds what it calls; the contraction of trade with its kernels is counted wherever it is called from.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import numpy as np

from benchmarks.ours import FEW, quiet
from simulasi import ensemble
from simulasi.course import Course
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.model import labour, step
from simulasi.recorder import Recorder
from simulasi.results.choice import Choice
from simulasi.scenario.scenario import read_scenario
from simulasi.world.pairs import AllPairs, FewPairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simulasi.world.world import World

MONTHS, AT_MOST_LARGE = 24, 3
LARGE = 2000
"""Regions from which on a few months must do."""
SIZES: tuple[tuple[int, int, int | None], ...] = (
    (105, 37, None), (105, 37, 105), (514, 17, 200), (1038, 17, 200), (7000, 17, 200),
)  # fmt: skip
PARTS: dict[str, tuple[Any, str]] = {
    "conditions": (Course, "at"),
    "way": (step, "way"),
    "clearing": (step, "clear"),
    "haulage": (step, "haul"),
    "jobs": (labour, "work"),
    "record": (Recorder, "record"),
    "identities": (ensemble, "check"),
}
"""Functions around which a clock stands, by the part of a month; the rest is small."""
CONTRACTIONS = ("to_destinations", "to_origins")
GIGA = 1e9
BYTES = 8
FLOPS = 2


class Spent(NamedTuple):
    """CPU seconds by part, with the whole under ``all``; numbers multiplied and added in contractions, and read."""

    seconds: Counter[str]
    multiplied: float
    read: float


def spent_on(world: World, months: int, scenario: str = "") -> Spent:
    """Run months of a world, or of a scenario of it, once to warm up and once by the clock."""
    p = load_parameters()
    asked = read_scenario(scenario, world) if scenario else quiet(world, months)
    few = isinstance(world.accounts.pairs, FewPairs)
    course = Course(asked, p)
    for _ in range(2):
        seconds: Counter[str] = Counter()
        counted: Counter[str] = Counter()
        with clocks(seconds, counted):
            start = time.process_time()
            ensemble._recorded(course, Recorder(asked, course, choice=Choice.of(FEW if few else ())))  # noqa: SLF001
            seconds["all"] = time.process_time() - start
    return Spent(seconds, counted["multiplied"], counted["read"])


@contextmanager
def clocks(seconds: Counter[str], counted: Counter[str]) -> Iterator[None]:
    """Stand clocks around the parts of a month while something runs."""
    with ExitStack() as stack:
        for part, (home, name) in PARTS.items():
            stack.enter_context(patch.object(home, name, _timed(getattr(home, name), part, seconds)))
        for pairs, name in product((AllPairs, FewPairs), CONTRACTIONS):
            inner = _timed(_counted(getattr(pairs, name), counted), "contraction", seconds)
            stack.enter_context(patch.object(pairs, name, inner))
        yield


def _timed(function: Callable[..., Any], part: str, seconds: Counter[str]) -> Callable[..., Any]:
    inside = [0]

    def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        # one contraction of a class may call the other: only the outer one counts
        inside[0] += 1
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            inside[0] -= 1
            if not inside[0]:
                seconds[part] += time.process_time() - start

    return timed


def _counted(function: Callable[..., Any], counted: Counter[str]) -> Callable[..., Any]:
    def counting(self: Any, volumes: np.ndarray, kernel: np.ndarray) -> Any:  # noqa: ANN401 - as above
        members = kernel.shape[1] if kernel.ndim > 1 + self.axes else 1
        counted["multiplied"] += FLOPS * kernel.size / members * volumes.size / (volumes.shape[0] * volumes.shape[-1])
        counted["read"] += BYTES * kernel.size
        return function(self, volumes, kernel)

    return counting


def bounds() -> tuple[float, float]:
    """Measure the bounds of the machine: GB/s of a sum over a large array, GFLOP/s of a large product."""
    large, square = np.ones(50_000_000), np.ones((2000, 2000))
    return (
        max(_rate(large.sum, BYTES * large.size) for _ in range(5)),
        max(_rate(lambda: square @ square, FLOPS * 2000**3) for _ in range(3)),
    )


def _rate(work: Callable[[], object], amount: float) -> float:
    start = time.perf_counter()
    work()
    return amount / (time.perf_counter() - start) / GIGA


def line_of(words: str, months: int, spent: Spent) -> str:
    """Return a row of the table: milliseconds a month, shares of it, and what trade reaches."""
    whole, parts = spent.seconds["all"], [*PARTS, "contraction"]
    shares = [f"{100.0 * spent.seconds[part] / whole:.0f}" for part in parts]
    busy = spent.seconds["contraction"] * GIGA
    cells = [
        words,
        f"{1e3 * whole / months:.3g}",
        *shares,
        f"{spent.multiplied / busy:.2g}",
        f"{spent.read / busy:.2g}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the bounds of the machine, then the table, row by row."""
    memory, products = bounds()
    print(f"bounds: {memory:.1f} GB/s of sums, {products:.1f} GFLOP/s of products, one thread\n")
    heads = ("size", "ms a month", *(f"{part} %" for part in PARTS), "contraction %", "GFLOP/s", "GB/s")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", flush=True)
    spent = spent_on(default_world(), 0, "dasar")
    print(line_of("11 x 37, dasar", 294, spent), flush=True)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else max(size[0] for size in SIZES)
    for regions, sectors, origins in (size for size in SIZES if size[0] <= most):
        months = MONTHS if regions < LARGE else AT_MOST_LARGE
        world = made_up_world(regions, sectors, 1, origins=origins)
        words = f"{regions:,} x {sectors}" + (f", {origins} origins" if origins else ", all pairs")
        print(line_of(words, months, spent_on(world, months)), flush=True)


if __name__ == "__main__":
    main()
