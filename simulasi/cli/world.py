"""``simulasi world``: build the base world with its quality sheet, or show it."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, speak

world = typer.Typer(help="The base world: build it from the tables, or show it.", no_args_is_help=True)


@world.command()
def build(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="WORLD", help="Folder to save it in.")] = Path(
        "world"
    ),
    lang: Lang = "id",
) -> None:
    """Build the world from the tables, check it, and save it with its quality sheet."""
    speak(lang)
    from simulasi.cli.worlds import build_and_check

    build_and_check(output)


@world.command()
def show(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[WORLD]", help="A saved world; else the shipped one.")
    ] = None,
    lang: Lang = "id",
) -> None:
    """Show the regions of a world, and its fingerprint."""
    speak(lang)
    from simulasi.cli.worlds import print_world

    print_world(folder)
