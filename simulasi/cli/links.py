"""Who uses a link, and what closing each link costs: runs, printed tables and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulasi.cli.backgrounds import background_of
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import note, tell
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.errors import Fault, ResultError
from simulasi.experiment.critical_links import Closing, critical_links
from simulasi.experiment.link_users import link_users
from simulasi.folder import check_replaceable, written_whole
from simulasi.report.assumptions import UNCERTAIN
from simulasi.report.critical import Told, critical_figure, critical_grid
from simulasi.report.critical_map import critical_map
from simulasi.report.drawing import write_png, write_svg
from simulasi.report.grids import as_text
from simulasi.report.users import use_lines, user_grid
from simulasi.report.words import Words
from simulasi.simulation import story

if TYPE_CHECKING:
    from pathlib import Path

    from simulasi.cli.runs import Setting
    from simulasi.experiment.link_users import LinkUsers

TABLE, BARS, MAP = "ruas-kritis.csv", "ruas-kritis", "peta-ruas-kritis"
MOST_USERS, MOST_LINKS = 15, 10


def print_users(setting: Setting, scenario_name: str, name: str, year: int, *, csv: Path | None) -> None:
    """Print how a link is used in a year, and by whom; write all of them to a file where one is named."""
    scenario = setting.scenario(scenario_name)
    found = link_users(scenario, load_parameters(setting.changes), name, year)
    words = Words(LANGUAGE.get(), setting.world)
    typer.echo("\n".join(use_lines(words, found, scenario.title)))
    typer.echo(f"\n{as_text(user_grid(words, found, MOST_USERS))}")
    if csv is not None:
        _write_users(found, scenario.name, csv)
        tell("cli.written")
        typer.echo(f"  {csv}")


def _write_users(found: LinkUsers, scenario: str, file: Path) -> None:
    """Write all pairs and classes as UTF-8 text with commas and decimal points."""
    head = {"scenario": scenario, "link": found.link.name, "year": found.year}
    table = found.users.assign(**head)[[*head, *found.users.columns]]
    try:
        table.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
    except OSError as error:
        raise ResultError([Fault("folder_unwritable", str(file))]) from error


def print_critical(
    setting: Setting, scenario_name: str, year: int, *, months: int, folder: Path | None, map_file: Path | None
) -> None:
    """Close every link in turn; print those that cost most, and write table, bars and map where a folder is named."""
    if folder is not None:
        check_replaceable(folder, marks=(TABLE,))
    background = background_of(map_file, setting.world)
    scenario, p = setting.scenario(scenario_name), load_parameters(setting.changes)
    closing = Closing.of(year, months)
    note("cli.closing", name=scenario.name, opens=closing.opens, until=closing.until)
    found = critical_links(scenario, p, closing)
    is_calibrated = not any(fact.confidence in UNCERTAIN for fact in parameter_facts().values())
    version = str(story(scenario, p, seed=1)["version"])
    told = Told(found, Words(LANGUAGE.get(), setting.world), version, is_calibrated, background)
    typer.echo(as_text(critical_grid(told, MOST_LINKS)))
    if folder is None:
        return
    with written_whole(folder, marks=(TABLE,)) as draft:
        found.table().to_csv(draft / TABLE, index=False, encoding="utf-8", lineterminator="\n")
        for name, figure in ((BARS, critical_figure(told)), (MAP, critical_map(told))):
            write_png(figure, draft / f"{name}.png")
            write_svg(figure, draft / f"{name}.svg")
    tell("cli.written")
    for file in sorted(folder.iterdir()):
        typer.echo(f"  {file}")
