"""``simulasi check``: a resolved scenario and where each value was set, or everything that is wrong with it."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulasi.cli.options import Lang, WorldFolder, speak
from simulasi.cli.printing import note, print_faults, tell, text
from simulasi.errors import ScenarioError

if TYPE_CHECKING:
    from simulasi.scenario.composition import Composition

MENDABLE = 2


def check(
    scenario: Annotated[str, typer.Argument(help="Name, .toml file, or several joined by +.")],
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Draw the schedule of openings as PNG or SVG.")
    ] = None,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Check a scenario without running it; list its faults, or its values with file and line, and the schedule."""
    speak(lang)
    from simulasi.cli.opening import world_at
    from simulasi.report.schedule import schedule_figure, schedule_lines
    from simulasi.scenario.compose import compose
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
    for line in (*resolved_lines(compose(scenario)), "", *schedule_lines(found, lang=lang)):
        typer.echo(line)
    if chart is not None:
        from simulasi.folder import new_file
        from simulasi.report.drawing import write_picture

        with new_file(chart) as draft:
            write_picture(schedule_figure(found, lang=lang), draft)
        tell("cli.saved", folder=chart)


def resolved_lines(composition: "Composition") -> list[str]:
    """Write every value of a scenario with the file and line that set it."""
    resolved, origins = composition.resolved(), origins_of(composition)
    parts = {"settings": resolved["settings"], **resolved["interventions"]}
    return [
        text("cli.trail_item", key=f"{part}.{name}", value=json.dumps(value, ensure_ascii=False), file=file)
        for part, fields in parts.items()
        for name, value in fields.items()
        for file in [origins[part, name]]
    ]


def origins_of(composition: "Composition") -> dict[tuple[str, str], str]:
    """File and line of every value of a scenario, by part and name."""
    from simulasi.scenario.find import places_in
    from simulasi.scenario.lines import nearest_place

    keys = {("settings", name): (origin, origin.key) for name, (_, origin) in composition.settings.items()}
    keys |= {
        (id_, name): (origin, f"{origin.key}.{name}")
        for id_, piece in composition.pieces.items()
        for name in piece.fields
        for origin in [piece.origin_of(name)]
    }
    places = cache(lambda file: places_in(Path(file)))
    return {
        name: ":".join(filter(None, (Path(origin.file).name, nearest_place(key, places(origin.file)))))
        for name, (origin, key) in keys.items()
    }
