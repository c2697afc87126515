"""``simulasi world``: build a world or make one up, show it, its network, its multipliers, and what differs in two."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, MapFile, WorldFolder, speak

world = typer.Typer(help="Worlds: build, make up, show, compare.", no_args_is_help=True)

SavedIn = Annotated[Path, typer.Option("--output", "-o", metavar="WORLD", help="Folder to save it in.")]
PICTURES = (".png", ".svg")
Saved = Annotated[Path, typer.Argument(metavar="WORLD", help="Folder of a saved world.")]


@world.command()
def build(
    output: SavedIn = Path("world"),
    tables: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A multi-regional table as docs/tables.md says; else the shipped tables."),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="Year of the shipped tables: 2021 when left out, or 2010.", show_default=False)
    ] = None,
    lang: Lang = "id",
) -> None:
    """Build a world from tables, check it, and save it; from the shipped ones with its quality sheet."""
    speak(lang)
    from simulasi.cli.worlds import build_and_check

    build_and_check(output, tables=tables, year=year)


@world.command("made-up")
def made_up(
    regions: Annotated[int, typer.Option(help="Number of regions.")],
    sectors: Annotated[int, typer.Option(help="Number of sectors.")],
    output: SavedIn,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another world.")] = 1,
    lang: Lang = "id",
) -> None:
    """Make up a balanced world for tests and teaching; no place on earth stands behind it."""
    speak(lang)
    from simulasi.cli.worlds import make_up

    make_up(output, regions=regions, sectors=sectors, seed=seed)


@world.command()
def show(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[WORLD]", help="A saved world; else the shipped one.")
    ] = None,
    same_folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Show the regions and sectors of a world, and its fingerprint."""
    speak(lang)
    if folder and same_folder:
        raise typer.BadParameter("name the world once", param_hint="--world")
    from simulasi.cli.worlds import print_world

    print_world(folder or same_folder)


@world.command()
def network(
    folder: WorldFolder = None,
    year: Annotated[
        int | None,
        typer.Option(help="As it is in July of this year; of the base year when left out.", show_default=False),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Draw the map too: a .png or .svg file.")
    ] = None,
    map_file: MapFile = None,
    lang: Lang = "id",
) -> None:
    """Show places, links and terminals of the network, where their numbers are from, and what must hold of it."""
    speak(lang)
    if picture is not None and picture.suffix not in PICTURES:
        raise typer.BadParameter("name a .png or .svg file", param_hint="--output")
    if map_file and picture is None:
        raise typer.BadParameter("nothing is drawn without --output", param_hint="--map")
    from simulasi.cli.networks import print_network

    print_network(folder, year=year, picture=picture, map_file=map_file)


@world.command()
def multipliers(
    is_dynamic: Annotated[
        bool, typer.Option("--dynamic", help="From the model in its linear limit: takes minutes on the shipped world.")
    ] = False,
    of: Annotated[
        str | None, typer.Option(metavar="made|bought", help="Of a unit made, or bought, in the region.")
    ] = None,
    sectors: Annotated[
        list[str] | None, typer.Option("--sector", metavar="ID", help="Only this sector; may be repeated.")
    ] = None,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Show the output multipliers of every sector and region."""
    speak(lang)
    from simulasi.cli.worlds import print_multipliers

    print_multipliers(folder, of=of, is_dynamic=is_dynamic, sectors=sectors or [])


@world.command()
def diff(
    first: Saved,
    second: Saved,
    most: Annotated[int, typer.Option("--rows", min=1, help="Rows to show, the largest differences first.")] = 40,
    lang: Lang = "id",
) -> None:
    """Show what differs between two worlds, fact by fact."""
    speak(lang)
    from simulasi.cli.worlds import print_differences

    print_differences(first, second, most=most)
