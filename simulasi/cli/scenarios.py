"""``simulasi scenarios``: the scenarios that can be asked for by name, all or those that hold some words."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from typing import Annotated

import typer

from simulasi.cli.options import Lang, speak
from simulasi.cli.printing import tell, text


def scenarios(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="Words to look for in names, titles, summaries, notes, kinds and places; all must be there."
        ),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only those with this kind.")] = None,
    lang: Lang = "id",
) -> None:
    """List the scenarios that are there, or search them."""
    speak(lang)
    from simulasi.scenario.search import search_scenarios

    found = search_scenarios(words or [], kind=kind)
    if not found:
        tell("cli.scenarios_none", words=" ".join(filter(None, [*(words or []), kind])))
        return
    width = max(len(name) for name, _ in found)
    for name, title in found:
        typer.echo(text("cli.scenario_found", name=name.ljust(width), title=title))
    typer.echo("")
    tell("cli.scenarios_count", count=len(found))
