"""``simulasi world``: build the base world with its quality sheet, or show it."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, speak

world = typer.Typer(help="The base world: build it from the tables, or show it.", no_args_is_help=True)


@world.command()
def build(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="WORLD", help="Folder for quality.csv.")] = Path(
        "world"
    ),
    lang: Lang = "id",
) -> None:
    """Build the world from the tables, check it, and write the quality sheet."""
    speak(lang)
    from simulasi.cli.worlds import build_and_check

    build_and_check(output)


@world.command()
def show(lang: Lang = "id") -> None:
    """Show the regions of the world, and what it was built from."""
    speak(lang)
    from simulasi.cli.worlds import print_world

    print_world()
