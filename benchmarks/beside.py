"""Rows beside other programs that do the same work in turn with ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.laps import Work
from benchmarks.rows import times_faster
from benchmarks.suite import OURS, PEERS

if TYPE_CHECKING:
    from benchmarks.suite import Suite

CELLS = ((10, 20), (38, 17), (70, 19))
"""Regions and sectors beside BoARIO: 200, 646 and 1,330 cells."""
MAIN = (38, 17)
STEPS = 60
TRADING = (12, 105, 1038)
SECTORS = 17
MONTH, CONGESTED, BOARIO = "simulasi, a month", "simulasi, a month with congestion", "BoARIO, a step"
TRADE, AGENTS = "simulasi, trade of a month", "Mesa agents, trade of a month"


def beside_boario(suite: Suite) -> None:
    """Run the same number of steps from the same kind of shock, to records in memory."""
    for regions, sectors in CELLS[: 2 if suite.quick else None]:
        size, cells = {"regions": regions, "sectors": sectors, "months": STEPS}, regions * sectors
        name = f"{cells} cells ({regions} x {sectors}), {STEPS} steps"
        ours = [Work(OURS, "steps", {**size, "congestion": on}) for on in (True, False)]
        peer = Work(f"{PEERS}.boario_steps", "Steps", size, is_peer=True)
        full, free, boario = suite.measure(name, *ours, peer, repeats=3)
        targets = (times_faster(20.0), times_faster(40.0)) if (regions, sectors) == MAIN else (None, None)
        for laps, words, target in ((full, "full model", targets[0]), (free, "without congestion", targets[1])):
            suite.add_rate(
                f"{name}, {words}", laps, of=STEPS, unit="steps/s", peer="BoARIO", peers=boario, target=target
            )
        for series, laps in ((CONGESTED, full), (MONTH, free), (BOARIO, boario)):
            suite.add_point(series, cells, laps, steps=STEPS)


def beside_mesa(suite: Suite) -> None:
    """Let agents trade one by one what our arrays trade at once."""
    for regions in TRADING[: 2 if suite.quick else None]:
        size = {"regions": regions, "sectors": SECTORS}
        name = f"trade of a month, {regions} regions x {SECTORS} sectors"
        works = Work(OURS, "trade_step", size), Work(f"{PEERS}.mesa_trade", "trade_step", size, is_peer=True)
        ours, mesa = suite.measure(name, *works, repeats=5)
        suite.add_rate(name, ours, of=1.0, unit="steps/s", peer="Mesa", peers=mesa)
        suite.add_point(TRADE, regions * SECTORS, ours, steps=1)
        suite.add_point(AGENTS, regions * SECTORS, mesa, steps=1)


def beside_searches(suite: Suite) -> None:
    """Search least-cost paths, and assign traffic."""
    streets = {"rows": 50, "columns": 100, "sources": 105}
    name = "least-cost paths from 105 sources on 5,000 nodes"
    peers = [Work(f"{PEERS}.{peer}_paths", "paths", streets, is_peer=True) for peer in ("scipy", "networkx")]
    ours, scipy, networkx = suite.measure(name, Work(OURS, "paths", streets), *peers, repeats=3)
    suite.add_rate(f"{name}, beside SciPy", ours, of=1.0, unit="searches/s", peer="SciPy", peers=scipy)
    suite.add_rate(f"{name}, beside networkx", ours, of=1.0, unit="searches/s", peer="networkx", peers=networkx)
    name = "traffic equilibrium, 24 nodes, 76 links, 552 pairs, gap 1e-4"
    peer = Work(f"{PEERS}.aequilibrae_assignment", "traffic_equilibrium", {"gap": 1e-4}, is_peer=True)
    ours, aequilibrae = suite.measure(name, Work(OURS, "traffic_equilibrium", {"gap": 1e-4}), peer, repeats=2)
    suite.add_rate(name, ours, of=1.0, unit="runs/s", peer="AequilibraE", peers=aequilibrae)
