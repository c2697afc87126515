"""Cost against size on logarithmic axes, with the exponents that were fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.beside import AGENTS, BOARIO, CONGESTED, MONTH, TRADE
from benchmarks.sizes import FEW_PAIRS, by_series, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.suite import Point

LOOKS = {
    MONTH: ("#0b6e4f", "o", "-"),
    CONGESTED: ("#0b6e4f", "s", ":"),
    FEW_PAIRS: ("#0b6e4f", "v", "--"),
    BOARIO: ("#b5482a", "D", "-"),
    TRADE: ("#3465a4", "o", "--"),
    AGENTS: ("#8a5a9e", "^", "--"),
}


def draw(points: Iterable[Point], file: Path, *, told: str) -> None:
    """Draw CPU seconds of a step, and peak memory, against the number of cells.

    told : when and where it was measured
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, NullFormatter

    figure = Figure(figsize=(11.0, 5.0), layout="constrained")
    seconds, memory = figure.subplots(1, 2)
    for series, those in by_series(points):
        colour, marker, line = LOOKS[series]
        cells = [point.cells for point in those]
        look = {"color": colour, "marker": marker, "linestyle": line, "markersize": 5, "linewidth": 1.3}
        spent = [point.cpu_s for point in those]
        slope = f", exponent {fitted(cells, spent)[0]:.2f}" if len(those) > 1 else ""
        seconds.plot(cells, spent, label=series + slope, **look)
        memory.plot(cells, [point.peak_mib for point in those], label=series, **look)
    for axes, title, unit in (
        (seconds, "Time of a step, one core", "CPU s"),
        (memory, "Peak memory of the process", "MiB"),
    ):
        axes.set(xscale="log", yscale="log", xlabel="cells (regions x sectors)", ylabel=unit)
        axes.set_title(title, loc="left", fontsize=11)
        axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
    memory.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    memory.yaxis.set_major_formatter("{x:g}")
    memory.yaxis.set_minor_formatter(NullFormatter())
    figure.legend(*seconds.get_legend_handles_labels(), loc="outside upper left", ncols=3, fontsize=8, frameon=False)
    figure.supxlabel(told, fontsize=8, color="#555555", x=0.01, ha="left")
    figure.savefig(file, dpi=120, metadata={"Software": None})
