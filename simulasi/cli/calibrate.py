"""``simulasi calibrate``: which parameters fit the record, and how far a run is from it."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, WorldFolder, speak
from simulasi.cli.printing import tell

FitFolder = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FOLDER", help="Folder of the fit; without it nothing is written."),
]

calibrate = typer.Typer(help="Fit parameters to the record, and hold a run against it.", no_args_is_help=True)


@calibrate.command()
def construction(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder of the fit.")],
    scenario: Annotated[str, typer.Option(help="Scenario whose programmes are fitted.")] = "dasar",
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Fit the capital's booked shares and the refinery to construction in PPU and the province, never to GRDP."""
    speak(lang)
    from simulasi.cli.fitting import fit_and_save

    tell("cli.saved", folder=fit_and_save(scenario, output, world_folder=folder))


@calibrate.command()
def freight(output: FitFolder = None, lang: Lang = "id") -> None:
    """Fit tariffs to published hauls, and print what the model asks for each beside what carriers asked."""
    speak(lang)
    from simulasi.cli.fitting_transport import fit_and_print_freight

    fit_and_print_freight(output)


@calibrate.command()
def traffic(output: FitFolder = None, folder: WorldFolder = None, lang: Lang = "id") -> None:
    """Fit the trips of people to counted vehicles, and print what the model counts beside the record."""
    speak(lang)
    from simulasi.cli.fitting_transport import fit_and_print_traffic

    fit_and_print_traffic(output, folder)


@calibrate.command()
def record(
    scenario: Annotated[str, typer.Argument(help="Scenario to run.")] = "dasar",
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Print growth of every region as published, and as a run has it."""
    speak(lang)
    from simulasi.cli.fitting import print_record

    print_record(scenario, folder)
