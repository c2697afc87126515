"""The command ``simulasi``: its groups of commands, and how an error ends it."""

import sys

import typer

from simulasi.cli.backtest import backtest
from simulasi.cli.calibrate import calibrate
from simulasi.cli.check import check
from simulasi.cli.compare import compare
from simulasi.cli.equilibrium import equilibrium
from simulasi.cli.link import link
from simulasi.cli.new import new
from simulasi.cli.printing import note, print_faults
from simulasi.cli.rerun import rerun
from simulasi.cli.run import run
from simulasi.cli.scenarios import scenarios
from simulasi.cli.schema import schema
from simulasi.cli.source import source
from simulasi.cli.template import template
from simulasi.cli.world import world
from simulasi.errors import SimulasiError

MENDABLE = 2
"""Exit code for what the user can mend."""

app = typer.Typer(
    name="simulasi",
    help="Simulate the hinterland economy around Ibu Kota Nusantara.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run)
app.command()(compare)
app.command()(check)
app.command()(new)
app.command()(scenarios)
app.command()(schema)
app.command()(template)
app.command()(rerun)
app.command()(source)
app.command()(backtest)
app.command()(equilibrium)
app.add_typer(world, name="world")
app.add_typer(link, name="link")
app.add_typer(calibrate, name="calibrate")


def main() -> None:
    """Run the command line; faults are printed as sentences and end it with code 2."""
    try:
        app()
    except SimulasiError as error:
        note("cli.fault")
        print_faults(error)
        sys.exit(MENDABLE)
