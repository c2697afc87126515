"""``simulasi source``: where a number comes from."""
# ruff: noqa: PLC0415 - what reads tables is imported when it is asked for, so that --help stays quick

from typing import Annotated

import typer

from simulasi.cli.options import Lang, speak


def source(
    name: Annotated[
        str,
        typer.Argument(
            help="A parameter (trade.sigma_goods), a table and its keys (link.<id>.travel_time_h), "
            "or a scenario, its intervention and the field (dasar.ikn.booked)."
        ),
    ],
    lang: Lang = "id",
) -> None:
    """Tell where a number comes from: value, unit, source, confidence, and who reads it."""
    speak(lang)
    from simulasi.cli.facts import print_facts

    print_facts(name)
