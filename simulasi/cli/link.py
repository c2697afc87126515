"""``simulasi link``: who uses a link, and which links a region cannot do without."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Changes, Lang, MapFile, ParameterFile, WorldFolder, speak

link = typer.Typer(
    help="Links of the network: who uses one, and what closing each of them costs.", no_args_is_help=True
)

ScenarioName = Annotated[str, typer.Option("--scenario", help="Scenario to run.")]


@link.command()
def users(
    name: Annotated[str, typer.Argument(metavar="LINK", help="Name of a link, e.g. bontang-samarinda.road.")],
    scenario: ScenarioName = "dasar",
    year: Annotated[int, typer.Option("--year", help="Year to tell of.")] = 2030,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write all pairs and classes to this file too.")
    ] = None,
    changes: Changes = None,
    parameters: ParameterFile = None,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Tell how a link is used in a year, and which pairs and classes of traffic use it most."""
    speak(lang)
    from simulasi.cli.links import print_users
    from simulasi.cli.runs import Setting

    setting = Setting.of(changes or [], file=parameters, until=None, folder=folder)
    print_users(setting, scenario, name, year, csv=csv)


@link.command()
def critical(
    scenario: ScenarioName = "dasar",
    year: Annotated[int, typer.Option("--year", help="Links are closed from January of this year on.")] = 2027,
    months: Annotated[int, typer.Option("--months", min=1, max=60, help="How long each link is closed.")] = 12,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="Write table, bars and map here; a former one is replaced."
        ),
    ] = None,
    map_file: MapFile = None,
    changes: Changes = None,
    parameters: ParameterFile = None,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Close every open link in turn, and list what each closing costs; about a second a link."""
    speak(lang)
    from simulasi.cli.links import print_critical
    from simulasi.cli.runs import Setting

    setting = Setting.of(changes or [], file=parameters, until=None, folder=folder)
    print_critical(setting, scenario, year, months=months, folder=output, map_file=map_file)
