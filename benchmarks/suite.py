"""What a run of the benchmarks gathers: rows, told as they come, and points of cost against size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.laps import Laps, Work, taking_turns
from benchmarks.rows import Row, as_line, ratio_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.rows import Target

OURS, PEERS = "benchmarks.ours", "benchmarks.peers"
MILLISECONDS = 1000.0


class Point(NamedTuple):
    """Cost of one step at one size: CPU seconds, and peak memory with all that was made ready."""

    series: str
    cells: int
    cpu_s: float
    peak_mib: float


@dataclass
class Suite:
    """Settings of a run, and what it found so far.

    quick   : small sizes and few repeats only
    whole   : also what takes many minutes
    """

    quick: bool = False
    whole: bool = False
    rows: list[Row] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    raw: list[tuple[str, str, Laps]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """CPU seconds after which a piece of work is stopped, while it is made ready as in every lap."""
        return 3600.0 if self.whole else 60.0

    def repeats(self, usual: int) -> int:
        """How often a piece of work is done."""
        return max(1, usual // 2) if self.quick else usual

    def measure(self, name: str, *works: Work, repeats: int, times: float = 1.0) -> list[Laps]:
        """Do pieces of work in turn, and keep all laps; each may take so many times the usual seconds."""
        found = taking_turns(*works, repeats=self.repeats(repeats), seconds=times * self.seconds)
        self.raw += [(name, str(work), laps) for work, laps in zip(works, found, strict=True)]
        return found

    def add(self, row: Row) -> None:
        """Add a row, and print it."""
        self.rows.append(row)
        print(as_line(row), flush=True)

    def add_time(
        self, name: str, laps: Laps, *, unit: str = "CPU s", scale: float = 1.0, target: Target | None = None
    ) -> None:
        """Add a row with the least CPU time of the laps; its median is told beside it."""
        value = None if laps.least is None else scale * laps.least
        self.add(Row(name, value, unit, target, note=spread_of(laps, lambda cpu_s: scale * cpu_s)))

    def add_peak(self, name: str, laps: Laps, *, target: Target | None = None) -> None:
        """Add a row with the most memory that a process of its own held."""
        self.add(Row(name, laps.peak_mib, "MiB", target, note=f"({laps.missing})" if laps.missing else ""))

    def add_rate(
        self, name: str, ours: Laps, *, of: float, unit: str, peer: str = "", peers: Laps | None = None,
        target: Target | None = None,
    ) -> None:  # fmt: skip
        """Add a row with how much is done in a CPU second, and the same of a peer that took turns with ours.

        of   : how much is done in a lap
        peer : name of the peer, for when it is not there
        """
        value = None if ours.least is None else of / ours.least
        told, ratio = "", None
        if peers is not None:
            ratio = ratio_of(ours.least, peers.least)
            figure = peers.missing if peers.least is None else f"{of / peers.least:.4g}"
            told = f"{peer} {peers.version}: {figure}" if peers.version else f"{peer}: {figure}"
        self.add(Row(name, value, unit, target, told, ratio, spread_of(ours, lambda cpu_s: of / cpu_s)))

    def add_point(self, series: str, cells: int, laps: Laps, *, steps: int) -> None:
        """Add a point of cost against size, where it was measured."""
        if laps.least is not None and laps.peak_mib is not None:
            self.points.append(Point(series, cells, laps.least / steps, laps.peak_mib))


def spread_of(laps: Laps, figure: Callable[[float], float]) -> str:
    """Say what the median of the repeats was, or why there is none.

    figure : from CPU seconds to what the row shows

    >>> from benchmarks.laps import Lap
    >>> spread_of(Laps(laps=[Lap(3.0, 3.0, 9.0), Lap(2.0, 3.0, 9.0)]), float)
    '(median 2.5 of 2)'
    >>> spread_of(Laps(missing="not installed"), float)
    '(not installed)'
    """
    if laps.median is None:
        return f"({laps.missing})"
    if len(laps.laps) == 1:
        return ""
    return f"(median {figure(laps.median):.4g} of {len(laps.laps)})"
