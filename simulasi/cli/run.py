"""``simulasi run``: one scenario, its results in a folder."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from typing import Annotated

import typer

from simulasi.cli.options import (
    Changes,
    Lang,
    Members,
    Output,
    ParameterFile,
    Record,
    Seed,
    Until,
    Vary,
    WorldFolder,
    speak,
)
from simulasi.cli.printing import tell


def run(
    scenario: Annotated[str, typer.Argument(help="Name, .toml file, or several joined by +.")],
    output: Output,
    until: Until = None,
    changes: Changes = None,
    parameters: ParameterFile = None,
    members: Members = 1,
    seed: Seed = 1,
    vary: Vary = None,
    folder: WorldFolder = None,
    record: Record = None,
    lang: Lang = "id",
) -> None:
    """Run one scenario and save its results."""
    speak(lang)
    from simulasi.cli.runs import Setting

    setting = Setting.of(
        changes or [], file=parameters, until=until, folder=folder, members=members, seed=seed, vary=vary or []
    )
    setting.results_of(setting.scenario(scenario), record=record or ()).save(output)
    tell("cli.saved", folder=output)
