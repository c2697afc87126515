"""``simulasi backtest``: a run of 2021 to 2023 beside everything published of it; a table, figures and a page."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from typing import Annotated

import typer

from simulasi.cli.options import Changes, Lang, Output, ParameterFile, WorldFolder, speak


def backtest(
    output: Output,
    scenario: Annotated[str, typer.Argument(help="Scenario to run until December 2023.")] = "dasar",
    changes: Changes = None,
    parameters: ParameterFile = None,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Run 2021 to 2023 and hold it against the record; print and write how far it is off."""
    speak(lang)
    from simulasi.cli.backtesting import END, backtest_and_write
    from simulasi.cli.runs import Setting

    setting = Setting.of(changes or [], file=parameters, until=END, folder=folder)
    backtest_and_write(setting, scenario, output)
