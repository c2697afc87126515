"""``simulasi rerun``: make a result once more from its story, and say whether it is the same."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, WorldFolder, speak
from simulasi.cli.printing import tell


def rerun(
    folder: Annotated[Path, typer.Argument(help="Folder with results.nc and story.json.")],
    world_folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Repeat a result from its story; ends with code 1 when it differs."""
    speak(lang)
    from simulasi.cli.rerunning import difference_line, repeat
    from simulasi.results.results import open_results
    from simulasi.results.sameness import differences

    before = open_results(folder)
    found = differences(before, repeat(before, world_folder))
    if not found:
        tell("cli.same")
        return
    tell("cli.differs", count=len(found))
    for item in found:
        typer.echo(difference_line(item))
    raise typer.Exit(1)
