"""Options that several commands share, and the language that was asked for."""

from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

from simulasi.text.say import INDONESIAN, LANGUAGES

LANGUAGE: ContextVar[str] = ContextVar("language", default=INDONESIAN)
"""Language of what is printed; set by a command before it does anything else, so that an error is told in it too."""


def speak(language: str) -> None:
    """Print in a language of the catalogues from now on."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"choose one of {', '.join(LANGUAGES)}", param_hint="--lang")
    LANGUAGE.set(language)


Lang = Annotated[str, typer.Option("--lang", help="Language: id or en.")]
Until = Annotated[str | None, typer.Option("--until", metavar="YYYY-MM", help="Last month, instead of the scenario's.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter within its range; may be repeated."),
]
ParameterFile = Annotated[
    Path | None,
    typer.Option(
        "--parameters",
        metavar="FILE",
        help="TOML file of parameters to change: lines name = value below [group]; --set wins over it.",
    ),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="NAME",
        help="Let every member draw this parameter, all of a group, or 'all', from its range; may be repeated. Slower.",
    ),
]
WorldFolder = Annotated[
    Path | None, typer.Option("--world", metavar="WORLD", help="Folder of a saved world, instead of the shipped one.")
]
Members = Annotated[
    int,
    typer.Option(
        "--members", metavar="N", help="Runs that differ by chance, 1 to 10000; with 1 nothing is left to chance."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of all draws; scenarios of one seed share them.")]
Record = Annotated[
    list[str] | None,
    typer.Option(
        "--record",
        metavar="WORD",
        help="Record only this: a variable, region:ID, sector:ID, or yearly for means of years; may be repeated.",
    ),
]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder to write; a former one is replaced.")
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map", metavar="FILE", help="GeoJSON in longitude and latitude, drawn below the maps of the network."
    ),
]
