"""``simulasi check``: a resolved scenario and where each value was set, or everything that is wrong with it."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from simulasi.cli.options import Lang, WorldFolder, speak
from simulasi.cli.printing import note, print_faults, tell, text
from simulasi.errors import ScenarioError

MENDABLE = 2


def check(
    scenario: Annotated[str, typer.Argument(help="Name, .toml file, or several joined by +.")],
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Check a scenario without running it; list all its faults, or all its values with the file that set each."""
    speak(lang)
    from simulasi.cli.worlds import world_at
    from simulasi.scenario.scenario import read_scenario

    try:
        found = read_scenario(scenario, world_at(folder))
    except ScenarioError as error:
        note("scenario.has_faults", name=scenario, count=len(error.faults))
        print_faults(error)
        raise typer.Exit(MENDABLE) from error
    for key, value in (("title", found.title), ("summary", found.summary)):
        typer.echo(f"{text(f'scenario.{key}')}: {' '.join(value.split())}")
    tell("scenario.is_sound", name=found.name, count=len(found.interventions), start=found.start, end=found.end)
    for line in resolved_lines(found.resolved, found.trail):
        typer.echo(line)


def resolved_lines(resolved: Mapping[str, Any], trail: Mapping[str, str]) -> list[str]:
    """Write every value of a resolved scenario with the file that set it.

    >>> resolved_lines({"settings": {"trend": "none"}, "interventions": {"a": {"opens": 1}}}, {"a.opens": "jalan"})
    ['settings.trend = "none"   ← (bawaan)', 'a.opens = 1   ← jalan']
    """
    parts = {"settings": resolved["settings"], **resolved["interventions"]}
    values = {f"{part}.{key}": value for part, fields in parts.items() for key, value in fields.items()}
    unset = text("cli.not_set")
    return [
        text("cli.trail_item", key=key, value=json.dumps(value, ensure_ascii=False), file=trail.get(key, unset))
        for key, value in values.items()
    ]
