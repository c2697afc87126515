"""Printing and writing a user equilibrium."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from simulasi.cli.printing import tell
from simulasi.data.load_roads import flows_table
from simulasi.errors import Fault, ResultError

if TYPE_CHECKING:
    from simulasi.routing.equilibrium import Equilibrium

EXACT = ".10g"


def print_equilibrium(found: Equilibrium) -> None:
    """Print what shows how good the flows are."""
    tell("cli.equilibrium_iterations", count=found.iterations)
    tell("cli.equilibrium_gap", gap=f"{found.relative_gap:.3e}")
    tell("cli.equilibrium_objective", objective=format(found.objective, EXACT), bound=format(found.bound, EXACT))
    tell("cli.equilibrium_time", time=format(found.total_time, EXACT))
    tell("cli.equilibrium_balance", error=f"{found.imbalance:.3e}")
    if found.inside > 0.0:
        tell("cli.equilibrium_inside", trips=format(found.inside, EXACT))


def write_flows(file: Path, links: Path, found: Equilibrium) -> None:
    """Write flows and times in the order of the links, whole or not at all."""
    text = flows_table(links, found.flow, found.time)
    try:
        file.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=file.absolute().parent, delete=False
        ) as draft:
            draft.write(text)
        Path(draft.name).replace(file)
    except OSError as error:
        raise ResultError([Fault("folder_unwritable", str(file))]) from error
