"""``make bench``: measure, print beside targets and peers, write table, figure and page, and compare with the past.

CPU seconds, least of the repeats, one thread of linear algebra; every piece of work has a process of its own, and takes
turns with its peer. Benchmarks are not tests: no test reads a clock.
"""

from __future__ import annotations

import argparse
import csv
import sys
from typing import TYPE_CHECKING

from benchmarks.beside import beside_boario, beside_mesa, beside_searches
from benchmarks.figure import draw
from benchmarks.history import append_history, entries_of, read_history, regressions
from benchmarks.laps import ROOT, Lap
from benchmarks.machine import circumstances
from benchmarks.page import with_measured
from benchmarks.rows import write_rows
from benchmarks.sizes import exponents, many_regions
from benchmarks.suite import Suite
from benchmarks.usual import cold_starts, ensembles, events, one_run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.machine import Circumstances

HERE = ROOT / "benchmarks"
TABLE, LAPS, HISTORY = HERE / "bench.csv", HERE / "laps.csv", HERE / "history.csv"
FIGURE, PAGE = ROOT / "docs" / "images" / "performance.png", ROOT / "docs" / "performance.md"
ALWAYS = (cold_starts, one_run, beside_boario, beside_mesa, beside_searches, events)
LONG = (ensembles,)
LAST = (many_regions, exponents)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; return 1 where a ratio is worse than before and that was to count."""
    options = read_options(arguments)
    where = circumstances()
    print(where, flush=True)
    suite = Suite(quick=options.quick, whole=options.whole)
    for section in (*ALWAYS, *(() if options.quick else LONG), *LAST):
        section(suite)
    entries = entries_of(suite.rows, date=where.date, commit=where.commit, machine=where.machine)
    worse = regressions(read_history(HISTORY), entries)
    for found in worse:
        print(found, flush=True)
    if not options.quick:
        write_all(suite, where)
    if options.record:
        append_history(entries, HISTORY)
    return 1 if worse and options.strict else 0


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, few repeats; writes no files")
    parser.add_argument("--whole", action="store_true", help="1,000 members and 1,038 regions too; takes long")
    parser.add_argument("--record", action="store_true", help="append the ratios to benchmarks/history.csv")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a ratio is worse than before")
    return parser.parse_args(arguments)


def write_all(suite: Suite, where: Circumstances) -> None:
    """Write the table, every single lap, the figure, and the measured part of the page."""
    write_rows(suite.rows, TABLE)
    write_laps(suite, LAPS)
    draw(suite.points, FIGURE, told=f"Measured {where}.")
    page = with_measured(PAGE.read_text(encoding="utf-8"), suite.rows, told=str(where))
    PAGE.write_text(page, encoding="utf-8", newline="\n")


def write_laps(suite: Suite, file: Path) -> None:
    """Write what every single lap took."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(("name", "who", *Lap._fields))
        for name, who, laps in suite.raw:
            writer.writerows((name, who, *(f"{value:.4g}" for value in lap)) for lap in laps.laps)


if __name__ == "__main__":
    sys.exit(main())
