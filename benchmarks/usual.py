"""Rows of the default world: commands from a cold start, one run, an ensemble, an event of the network."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.commands import command
from benchmarks.laps import Work
from benchmarks.rows import Row, at_least, at_most
from benchmarks.suite import MILLISECONDS, OURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.rows import Target
    from benchmarks.suite import Suite

MEMBERS = 100


def cold_starts(suite: Suite) -> None:
    """Time the commands that users meet first: at the first use, and when the base world was kept by an earlier one."""
    with tempfile.TemporaryDirectory() as folder:
        road = ["compare", "dasar", "jalan-kukar-kubar", "-o", f"{folder}/jalan"]
        asked = [
            ("simulasi --help", ["--help"], 5, 0.5),
            ("simulasi run dasar, cold start to files", ["run", "dasar", "-o", f"{folder}/dasar"], 3, 4.0),
            ("simulasi compare, cold start to page", road, 2, 10.0),
        ]
        for name, arguments, repeats, target in asked:
            _command(suite, name, arguments, repeats=repeats, target=target)
        kept = Path(folder) / "worlds"
        for name, arguments, repeats, target in asked[1:]:
            command(arguments, repeats=1, kept=kept)
            _command(suite, f"{name}, world kept", arguments, repeats=repeats, target=target, kept=kept)


def _command(
    suite: Suite, name: str, arguments: Sequence[str], *, repeats: int, target: float, kept: Path | None = None
) -> None:
    laps = command(arguments, repeats=suite.repeats(repeats), kept=kept)
    suite.raw.append((name, "simulasi", laps))
    suite.add(Row(name, min(lap.wall_s for lap in laps.laps), "s", at_most(target)))
    suite.add_time(f"{name}, CPU of all processes", laps)
    suite.add_peak(f"{name}, peak memory of the largest", laps)


def one_run(suite: Suite) -> None:
    """Time a run with and without congestion, beside a fixed piece of work, and the base world."""
    name = "one run, 11 regions x 37 sectors, 288 months"
    works = [Work(OURS, "default_run", {"congestion": on}) for on in (True, False)]
    run, free, yardstick = suite.measure(name, *works, Work("benchmarks.yardstick", "small_arrays"), repeats=4)
    suite.add_time(name, run, target=at_most(0.3))
    suite.add_rate(f"{name}, beside a yardstick", run, of=1.0, unit="runs/s", peer="yardstick, NumPy", peers=yardstick)
    more = None if run.least is None or free.least is None else 100.0 * (run.least / free.least - 1.0)
    suite.add(Row("what congestion adds to a run", more, "%", at_most(60.0)))
    suite.add_peak(f"{name}, peak memory", run)
    (built,) = suite.measure("base world", Work(OURS, "base_world"), repeats=2)
    suite.add_time("base world from loaded tables", built)


def ensembles(suite: Suite) -> None:
    """Time members of an ensemble of the baseline in passes, and see how much memory they take."""
    from simulasi.ensemble import WIDTH  # not before commands were measured: their peak holds what they are forked from

    for congestion, words, target in ((False, "without", 30.0), (True, "with", 6.0)):
        members = 10 * MEMBERS if suite.whole and congestion else MEMBERS
        name = f"ensemble, {members} members in passes of {WIDTH}, {words} congestion"
        arguments = {"scenario": "dasar", "congestion": congestion, "members": members}
        (laps,) = suite.measure(name, Work(OURS, "default_run", arguments), repeats=1, times=5.0)
        suite.add_rate(name, laps, of=members, unit="runs/s", target=at_least(target))
    suite.add_peak(f"{name}, peak memory", laps, target=_memory(suite))


def _memory(suite: Suite) -> Target | None:
    """Return the target, which is one of 1,000 members; fewer prove nothing of it."""
    return at_most(2048.0) if suite.whole else None


def events(suite: Suite) -> None:
    """Time events of the network, and the equilibrium of traffic."""
    asked = [("default world, three routes", {}, None)]
    asked += [
        (f"105 regions, 500 places, {n} routes", {"regions": 105, "places": 500, "routes": n}, 20.0) for n in (1, 3)
    ]
    for name, arguments, target in asked[: 1 if suite.quick else None]:
        (laps,) = suite.measure(name, Work(OURS, "network_event", arguments), repeats=3)
        suite.add_time(
            f"network event, {name}", laps, unit="CPU ms", scale=MILLISECONDS, target=target and at_most(target)
        )
    name = "traffic equilibrium, 24 nodes, 76 links, 552 pairs, gap 1e-6"
    (laps,) = suite.measure(name, Work(OURS, "traffic_equilibrium", {"gap": 1e-6}), repeats=5)
    suite.add_time(name, laps, target=at_most(1.0))
