"""``simulasi compare``: scenarios beside a baseline; a table, figures and a page."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from typing import Annotated

import typer

from simulasi.cli.options import (
    Changes,
    Lang,
    MapFile,
    Members,
    Output,
    ParameterFile,
    Seed,
    Until,
    Vary,
    WorldFolder,
    speak,
)


def compare(
    baseline: Annotated[str, typer.Argument(help="Scenario to compare with.")],
    scenarios: Annotated[list[str], typer.Argument(help="Scenarios, e.g. jalan-kukar-kubar or a+b.")],
    output: Output,
    year: Annotated[int | None, typer.Option("--year", help="Year to tell of; 2035, else the last.")] = None,
    until: Until = None,
    changes: Changes = None,
    parameters: ParameterFile = None,
    members: Members = 1,
    seed: Seed = 1,
    vary: Vary = None,
    folder: WorldFolder = None,
    csv_id: Annotated[
        bool, typer.Option("--csv-id", help="Write a table with Indonesian names and commas too.")
    ] = False,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="Run six assumptions at their ends too; about a minute a scenario.")
    ] = False,
    map_file: MapFile = None,
    lang: Lang = "id",
) -> None:
    """Run scenarios beside a baseline; print and write what differs."""
    speak(lang)
    from simulasi.cli.comparing import Wanted, compare_and_write
    from simulasi.cli.runs import Setting

    setting = Setting.of(
        changes or [], file=parameters, until=until, folder=folder, members=members, seed=seed, vary=vary or []
    )
    wanted = Wanted(year=year, lang=lang, csv_id=csv_id, sensitivity=sensitivity, map_file=map_file)
    compare_and_write(setting, baseline, scenarios, output, wanted)
