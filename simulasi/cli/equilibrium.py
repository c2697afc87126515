"""``simulasi equilibrium``: the user equilibrium of any road network that is given as two tables."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, speak
from simulasi.cli.printing import note, tell

NOT_REACHED = 3
"""Exit code when the gap was not reached; the best flows are written all the same."""


def equilibrium(
    links: Annotated[
        Path, typer.Option(help="CSV: from,to,capacity,length,free_flow_time,b,power,toll; a row a direction.")
    ],
    demand: Annotated[Path, typer.Option(help="CSV: origin,destination,demand.")],
    gap: Annotated[float, typer.Option(min=0.0, help="Relative gap to be reached.")] = 1e-6,
    centroids_below: Annotated[
        int | None, typer.Option(metavar="N", help="Nodes below N begin and end trips, and are not passed through.")
    ] = None,
    max_iterations: Annotated[int, typer.Option(min=1, help="Most searches for cheapest paths.")] = 500,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="CSV to write: from,to,flow,time.")
    ] = None,
    lang: Lang = "id",
) -> None:
    """Find the flows at which nobody finds a cheaper way; ends with code 3 when the gap is not reached."""
    speak(lang)
    from simulasi.cli.balancing import print_equilibrium, write_flows
    from simulasi.data.load_roads import load_roads
    from simulasi.routing.equilibrium import equilibrium as solve

    roads, trips = load_roads(links, demand, whole_numbers=centroids_below is not None)
    found = solve(roads, trips, gap, centroids_below=centroids_below, max_iterations=max_iterations)
    print_equilibrium(found)
    if output is not None:
        write_flows(output, links, found)
        tell("cli.flows_written", file=output)
    if not found.converged:
        note("cli.gap_not_reached", gap=f"{gap:g}")
        raise typer.Exit(NOT_REACHED)
