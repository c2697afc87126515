"""From scenario names to a folder with results, table, figures and page, and the numbers on the screen."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import typer

from simulasi.cli.backgrounds import background_of
from simulasi.cli.explaining import channels_of, write_streams
from simulasi.cli.printing import tell
from simulasi.cli.runs import note_run
from simulasi.cli.sensing import record_of, swings_of
from simulasi.cli.side_by_side import team
from simulasi.data.load_parameters import parameter_facts
from simulasi.data.load_tables import shipped_register
from simulasi.errors import Fault, ResultError, ScenarioError
from simulasi.folder import check_replaceable, written_whole
from simulasi.report.assumptions import are_calibrated, assumptions_of
from simulasi.report.case import Case
from simulasi.report.channels import channel_figure, channel_sentences
from simulasi.report.drawing import write_png
from simulasi.report.figures import grdp_figure
from simulasi.report.grids import HEADLINES, as_text, change_grid, haul_grid
from simulasi.report.maps import network_figure
from simulasi.report.narrative import headlines
from simulasi.report.page import page
from simulasi.report.sensitivity import sensitivity_grid
from simulasi.report.table import write_table_in_words
from simulasi.report.tornado import tornado_figure
from simulasi.report.traffic_map import traffic_figure
from simulasi.report.words import Words
from simulasi.results.compare import Comparison, compare, write_comparison
from simulasi.text.say import INDONESIAN
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from simulasi.cli.runs import Setting
    from simulasi.experiment.one_at_a_time import Swing
    from simulasi.report.assumptions import Assumption
    from simulasi.scenario.scenario import Scenario

RESULTS, TABLE, TABLE_IN_WORDS, PAGE = "results", "comparison.csv", "comparison-id.csv", "page.html"
MARKS = (RESULTS, TABLE, PAGE)
TRAFFIC = "lalu-lintas"
"""Name of the picture of the traffic; with several scenarios the name of each follows."""
USUAL_YEAR, MONTHS_A_YEAR = 2035, 12


class Wanted(NamedTuple):
    """What to tell of a comparison: in which year (None for the usual one), in which language, with which tables.

    sensitivity : whether to run each of the six assumptions at its ends too
    map_file    : GeoJSON to draw below the maps of the network
    """

    year: int | None
    lang: str
    csv_id: bool
    sensitivity: bool = False
    map_file: Path | None = None


class Told(NamedTuple):
    """What a page is written from: its cases, what all rest on, the answers at other assumptions, and the record."""

    cases: Sequence[Case]
    rows: Sequence[Assumption]
    swings: Mapping[str, Sequence[Swing]]
    record: pd.DataFrame | None


def compare_and_write(setting: Setting, baseline: str, names: Iterable[str], folder: Path, wanted: Wanted) -> None:
    """Run the scenarios, write the folder whole or not at all, and print the main numbers."""
    check_replaceable(folder, marks=MARKS)
    arguments = tuple(dict.fromkeys(names))
    base, *others = scenarios = [setting.scenario(name) for name in (baseline, *arguments)]
    check_names(scenarios)
    year = chosen_year(base, wanted.year)
    background = background_of(wanted.map_file, setting.world)
    runs = {scenario.name: scenario for scenario in scenarios}
    for scenario in runs.values():
        note_run(scenario, setting.members)
    with team(len(scenarios)) as workers:
        made = workers.do([partial(setting.run, scenario) for scenario in runs.values()])
        results = dict(zip(runs, made, strict=True))
        comparison = compare(results[base.name], *(results[scenario.name] for scenario in others))
        rows = assumptions_of(comparison.baseline, parameter_facts())
        words = Words(wanted.lang, setting.world)
        found = [case_of(comparison, base, scenario, year=year, words=words, rows=rows) for scenario in others]
        cases = [
            replace(case, background=background, channels=channels_of(case, base, scenario))
            for case, scenario in zip(found, others, strict=True)
        ]
        asked = zip(arguments, cases, strict=True) if wanted.sensitivity else ()
        swings = {case.name: swings_of(setting, baseline, argument, case) for argument, case in asked}
        told = Told(cases, rows, swings, record_of(setting, comparison.baseline))
        with written_whole(folder, marks=MARKS) as draft:
            drawn = [partial(draw_all, case, draft, traffic_name(case, cases)) for case in cases]
            workers.do([partial(write_all, draft, told, csv_id=wanted.csv_id), *drawn])
            files = sorted(file.relative_to(draft) for file in draft.rglob("*") if file.is_file())
    print_all(cases, swings)
    tell("cli.written")
    for file in files:
        typer.echo(f"  {folder / file}")


def check_names(scenarios: Sequence[Scenario]) -> None:
    """Raise ScenarioError when two different scenarios have one name."""
    seen: dict[str, Scenario] = {}
    for scenario in scenarios:
        if seen.setdefault(scenario.name, scenario).resolved != scenario.resolved:
            raise ScenarioError([Fault("same_names", value=scenario.name)])


def chosen_year(baseline: Scenario, year: int | None) -> int:
    """Return the year to tell of; ResultError when it is no whole year of the run."""
    count = Counter(month.year for month in baseline.months)
    years = sorted(year for year, months in count.items() if months == MONTHS_A_YEAR)
    if not years:
        raise ResultError([Fault("no_whole_year", baseline.name)])
    if year is None:
        return USUAL_YEAR if USUAL_YEAR in years else years[-1]
    if year not in years:
        span = {"first": str(years[0]), "last": str(years[-1])}
        raise ResultError([Fault("year_not_compared", "--year", value=str(year), fields=span)])
    return year


def case_of(
    comparison: Comparison,
    baseline: Scenario,
    scenario: Scenario,
    *,
    year: int,
    words: Words,
    rows: Sequence[Assumption],
) -> Case:
    """Put together what the report needs of one scenario."""
    december = Month(year, MONTHS_A_YEAR)
    results = next(results for results in comparison.scenarios if results.name == scenario.name)
    before, after = (chosen.world_at(december).network for chosen in (baseline, scenario))
    return Case(comparison, results, year, before, after, words, are_calibrated(rows))


def write_all(folder: Path, told: Told, *, csv_id: bool) -> None:
    """Write results, tables and page into an empty folder."""
    cases, comparison = told.cases, told.cases[0].comparison
    for results in (comparison.baseline, *comparison.scenarios):
        results.save(folder / RESULTS / file_name(results.name))
    write_comparison(comparison, folder / TABLE)
    write_streams(cases, folder)
    if csv_id:
        indonesian = Words(INDONESIAN, cases[0].words.world)
        write_table_in_words(replace(cases[0], words=indonesian), folder / TABLE_IN_WORDS)
    for case in cases if told.swings else ():
        write_png(tornado_figure(case, told.swings[case.name]), folder / f"sensitivity-{file_name(case.name)}.png")
    text = page(cases, told.rows, shipped_register().sources, swings=told.swings or None, record=told.record)
    (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")


def draw_all(case: Case, folder: Path, traffic: str) -> None:
    """Draw the pictures of one scenario into a folder; ``traffic`` is the name of the one of its traffic."""
    name = file_name(case.name)
    write_png(grdp_figure(case), folder / f"grdp-{name}.png")
    if channel_sentences(case):
        write_png(channel_figure(case), folder / f"channels-{name}.png")
    write_png(network_figure(case), folder / f"network-{name}.png")
    write_png(traffic_figure(case), folder / traffic)


def traffic_name(case: Case, cases: Sequence[Case]) -> str:
    """Name the picture of the traffic of one of the scenarios that are told of."""
    return f"{TRAFFIC}-{file_name(case.name)}.png" if len(cases) > 1 else f"{TRAFFIC}.png"


def print_all(cases: Iterable[Case], swings: Mapping[str, Sequence[Swing]]) -> None:
    """Print the main numbers of every scenario: trips, cargo, the three tables of all areas, and what they rest on."""
    for case in cases:
        hauls = haul_grid(case)
        typer.echo(f"\n{case.title}\n")
        typer.echo("\n".join(headlines(case)))
        for grid in ([hauls] if hauls.rows else []) + [change_grid(case, indicator) for indicator in HEADLINES]:
            typer.echo(f"\n{as_text(grid)}")
        if case.name in swings:
            typer.echo(f"\n{as_text(sensitivity_grid(case, swings[case.name]))}")
        typer.echo("")


def file_name(name: str) -> str:
    """Turn the name of a scenario into the name of a file.

    >>> file_name("dasar+jalan kubar")
    'dasar+jalan-kubar'
    """
    return re.sub(r"[^A-Za-z0-9+_-]+", "-", name)
