"""How the command line prints: in the language that was asked for, faults on the error stream."""

import typer

from simulasi.cli.options import LANGUAGE
from simulasi.errors import Fault, SimulasiError
from simulasi.text.say import TextError, say, say_fault


def text(key: str, /, **fields: object) -> str:
    """Return a text of the catalogue in the language that was asked for."""
    return say(key, lang=LANGUAGE.get(), **fields)


def tell(key: str, /, **fields: object) -> None:
    """Print a text of the catalogue."""
    typer.echo(text(key, **fields))


def note(key: str, /, **fields: object) -> None:
    """Print a text on the error stream, so that it does not mix with results."""
    typer.echo(text(key, **fields), err=True)


def print_faults(error: SimulasiError) -> None:
    """Print every fault as a sentence on the error stream."""
    for fault in error.faults:
        typer.echo(f"- {fault_text(fault)}", err=True)


def fault_text(fault: Fault) -> str:
    """Write a fault as a sentence; one that has no text yet is shown as it is.

    >>> fault_text(Fault("no_result", "hasil"))
    'hasil: Di folder ini tidak ada hasil simulasi (results.nc dan story.json). Periksa namanya.'
    """
    try:
        return say_fault(fault, lang=LANGUAGE.get())
    except TextError:
        return text("cli.unknown_fault", fault=fault)
