"""``simulasi new``: a scenario file from answers to questions."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, WorldFolder, speak

FOLDER = Path("scenarios")


def new(
    name: Annotated[
        str | None, typer.Argument(help="Name of the scenario and its file; asked for when left out.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Kind of change; asked for when left out.")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--value", metavar="FIELD=VALUE", help="Answer without being asked; may be repeated."),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask/--no-ask", help="Ask for what is not said yet.")] = True,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder for the file.")] = FOLDER,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Ask for kind, place, date and values of a change, and write a scenario file with an explanation of every key."""
    speak(lang)
    from simulasi.cli.asking import ask_and_write

    ask_and_write(name, kind, values or [], output, world_folder=folder, asks=ask)
