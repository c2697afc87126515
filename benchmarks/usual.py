"""Rows of the default world: commands from a cold start, one run, an ensemble, an event of the network."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from benchmarks.commands import command
from benchmarks.laps import Work
from benchmarks.rows import Row, at_least, at_most
from benchmarks.suite import MILLISECONDS, OURS

if TYPE_CHECKING:
    from benchmarks.rows import Target
    from benchmarks.suite import Suite

WIDTH = 100


def cold_starts(suite: Suite) -> None:
    """Time the commands that users meet first."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [
            ("simulasi --help", ["--help"], 5, 0.5),
            ("simulasi run dasar, cold start to files", ["run", "dasar", "-o", f"{folder}/dasar"], 3, 4.0),
            (
                "simulasi compare, cold start to page",
                ["compare", "dasar", "jalan-kukar-kubar", "-o", f"{folder}/jalan"],
                1,
                10.0,
            ),
        ]
        for name, arguments, repeats, target in asked:
            laps = command(arguments, repeats=suite.repeats(repeats))
            suite.raw.append((name, "simulasi", laps))
            suite.add(Row(name, min(lap.wall_s for lap in laps.laps), "s", at_most(target)))
            suite.add_time(f"{name}, CPU", laps)
            suite.add_peak(f"{name}, peak memory", laps)


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
    """Time members of an ensemble in passes of 100, and see how much memory they take."""
    members = 10 * WIDTH if suite.whole else WIDTH
    for congestion, words, target in ((False, "without", 30.0), (True, "with", 6.0)):
        name = f"ensemble, {members if congestion else WIDTH} members in passes of {WIDTH}, {words} congestion"
        arguments = {"congestion": congestion, "members": members if congestion else WIDTH}
        (laps,) = suite.measure(name, Work(OURS, "default_run", arguments), repeats=1, times=5.0)
        suite.add_rate(name, laps, of=arguments["members"], unit="runs/s", target=at_least(target))
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
