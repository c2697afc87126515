"""What `make bench` runs: time and memory of what users wait for, beside the targets; writes benchmarks/bench.csv.

CPU seconds, least of the repeats, one thread of linear algebra. Benchmarks are not tests: no test reads a clock.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulasi.world.world import World

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
HERE = Path(__file__).parent
MIB = 1024


class Row(NamedTuple):
    """One figure; fields are empty where there is no target, or no peer was run."""

    name: str
    value: float
    unit: str
    target: float | str = ""
    met: str = ""
    peer: str = ""
    ratio: str = ""


def row(name: str, value: float, unit: str, target: float | None = None) -> Row:
    """Put a figure beside its target."""
    if target is None:
        return Row(name, value, unit)
    return Row(name, value, unit, target, str(value <= target).lower())


def least_cpu(work: Callable[[], object], *, repeats: int) -> float:
    """CPU seconds of a call, least of the repeats."""
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def command(*arguments: str) -> tuple[float, float]:
    """Wall seconds and peak memory (MiB) of a command of its own."""
    start = time.perf_counter()
    program = f"import resource, sys; from simulasi.cli.main import main; sys.argv = {['simulasi', *arguments]!r}\n"
    program += "try:\n    main()\nexcept SystemExit:\n    pass\n"
    program += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return time.perf_counter() - start, int(done.stdout.splitlines()[-1]) / MIB


def inside() -> list[Row]:
    """Figures measured in this process."""
    from simulasi.data.build_world import build_world, default_world
    from simulasi.data.load_parameters import load_parameters
    from simulasi.data.load_tables import load_tables
    from simulasi.model.haulage import open_network
    from simulasi.model.structure import calibrate
    from simulasi.routing.equilibrium import equilibrium
    from simulasi.routing.made_up_roads import grid_of_streets
    from simulasi.scenario.scenario import read_scenario
    from simulasi.simulation import simulate

    p, world = load_parameters(), default_world()
    scenario, free = (read_scenario("jalan-kukar-kubar", on) for on in (world, without_limits(world)))
    tables, s = load_tables(), calibrate(world, p)
    run, without = (least_cpu(lambda of=of: simulate(of, p), repeats=5) for of in (scenario, free))
    return [
        row("one run, 11 regions x 37 sectors, 288 months", run, "CPU s", 0.3),
        row("what congestion adds to it", 100.0 * (run / without - 1.0), "%", 60.0),
        row("base world from loaded tables", least_cpu(lambda: build_world(tables, p), repeats=3), "CPU s"),
        row(
            "network event: routes, costs, kernels",
            1000 * least_cpu(lambda: open_network(with_new_network(world), s, p), repeats=5),
            "CPU ms",
            20,
        ),
        *many_places(),
        row(
            "traffic equilibrium, 24 nodes, 76 links, 552 pairs, gap 1e-6",
            least_cpu(lambda: equilibrium(*grid_of_streets(4, 6, trips=150_000.0), 1e-6), repeats=3),
            "CPU s",
            1.0,
        ),
        row("peak memory of this process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB, "MiB"),
    ]


def without_limits(world: World) -> World:
    """Return the world with links and terminals that pass everything."""
    import math
    from dataclasses import replace

    from simulasi.world.network import Network

    endless = {"capacity_pcu_h": math.inf, "capacity_t_month": math.inf}
    links = tuple(replace(link, **endless) for link in world.network.links.values())
    terminals = tuple(replace(at, capacity_t_month=math.inf) for at in world.network.terminals.values())
    return replace(world, network=Network.of(tuple(world.network.places.values()), links, terminals))


def with_new_network(world: World) -> World:
    """Return the world with an equal network whose routes are not known yet."""
    from dataclasses import replace

    return world.with_network(replace(world.network))


def many_places() -> list[Row]:
    """Time a network event of 105 regions on 500 places, with the least route alone and with three."""
    from simulasi.data.load_parameters import load_parameters
    from simulasi.data.made_up import made_up_world
    from simulasi.model.haulage import open_network
    from simulasi.model.structure import calibrate

    world = with_places_between(made_up_world(105, 37, 1), places=500)
    rows = []
    for routes in (1.0, 3.0):
        p = load_parameters({"traffic.routes": routes})
        s = calibrate(world, p)
        spent = least_cpu(lambda s=s, p=p: open_network(with_new_network(world), s, p), repeats=2)
        rows.append(row(f"network event, 105 regions, 500 places, {routes:.0f} routes", 1000 * spent, "CPU ms", 20))
    return rows


def with_places_between(world: World, *, places: int) -> World:
    """Cut the roads of a world in pieces until it has so many places."""
    from dataclasses import replace
    from itertools import pairwise

    from simulasi.world.network import Link, Network, Place

    known, links = dict(world.network.places), []
    for turn, link in enumerate(world.network.links.values()):
        left = sum(other.mode == "road" for other in list(world.network.links.values())[turn:])
        pieces = 1 + round((places - len(known)) / left) if link.mode == "road" and left else 1
        stops = [f"{link.name}-{number}" for number in range(1, pieces)]
        known |= {stop: Place(stop, stop, known[link.between[0]].region, None, None) for stop in stops}
        ends = [link.between[0], *stops, link.between[1]]
        links += [
            Link(pair, link.mode, link.distance_km / pieces, link.travel_time_h / pieces) for pair in pairwise(ends)
        ]
    return replace(world, network=Network.of(tuple(known.values()), tuple(links)))


def outside() -> list[Row]:
    """Figures of commands from a cold start."""
    with tempfile.TemporaryDirectory() as folder:
        helped = min(command("--help")[0] for _ in range(3))
        ran = [command("run", "dasar", "-o", f"{folder}/dasar") for _ in range(3)]
        compared = command("compare", "dasar", "jalan-kukar-kubar", "-o", f"{folder}/jalan")
    return [
        row("simulasi --help", helped, "s", 0.5),
        row("simulasi run dasar, cold start to files", min(seconds for seconds, _ in ran), "s", 4.0),
        row("simulasi run dasar, peak memory", max(memory for _, memory in ran), "MiB"),
        row("simulasi compare, cold start to page", compared[0], "s", 10.0),
    ]


def main() -> None:
    """Measure, print and write."""
    rows = [*outside(), *inside()]
    with (HERE / "bench.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows([*line[:1], f"{line.value:.4g}", *line[2:]] for line in rows)
    for line in rows:
        target = f"target {line.target:g}  met: {line.met}" if line.met else ""
        print(f"{line.name:62s} {line.value:10.4g} {line.unit:6s} {target}")


if __name__ == "__main__":
    main()
