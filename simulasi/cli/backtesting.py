"""From a scenario to a folder with the backtest: table, figures, page and story, and the numbers on the screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from simulasi.calibrate.backtest import backtest, regional
from simulasi.calibrate.backtest_parts import SUBJECTS, contributions, variants
from simulasi.calibrate.backtest_reasons import reasons
from simulasi.calibrate.backtest_run import Run
from simulasi.calibrate.backtest_targets import LAST_YEAR
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import note, tell
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables
from simulasi.folder import check_replaceable, written_whole
from simulasi.report.assumptions import are_calibrated, assumptions_of
from simulasi.report.backtest_figures import growth_figure, industries_figure
from simulasi.report.backtest_grids import aims_grid, contribution_grid, errors_grid, growth_grid, misses_grid, years_of
from simulasi.report.backtest_page import backtest_page, headlines
from simulasi.report.backtest_words import Shown
from simulasi.report.drawing import write_png
from simulasi.report.grids import as_text
from simulasi.report.words import Words
from simulasi.simulation import simulate
from simulasi.text.say import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from simulasi.calibrate.backtest_parts import Contribution
    from simulasi.cli.runs import Setting
    from simulasi.report.assumptions import Assumption
    from simulasi.report.grids import Grid
    from simulasi.results.results import Results
    from simulasi.scenario.scenario import Scenario

END = f"{LAST_YEAR}-12"
TABLE, REGIONS, INDUSTRIES, PAGE, STORY = (
    "backtest.csv", "backtest.png", "backtest-sektor.png", "backtest.html", "story.json",
)  # fmt: skip
MARKS = (TABLE, PAGE, STORY)


def backtest_and_write(setting: Setting, name: str, folder: Path) -> None:
    """Run a scenario to the end of 2023, hold it against the record, write the folder whole or not at all, and print.

    Raises ResultError when the world is not that of the record.
    """
    check_replaceable(folder, marks=MARKS)
    scenario = setting.scenario(name)
    results = setting.results_of(scenario)
    found = backtest(Run(results, setting.world), shipped_tables().frames)
    rows = assumptions_of(results, parameter_facts())
    shown = Shown(
        found,
        parts_of(setting, scenario, results),
        reasons(),
        results.story,
        Words(LANGUAGE.get(), setting.world),
        are_calibrated(rows),
    )
    with written_whole(folder, marks=MARKS) as draft:
        write_all(draft, shown, rows)
    print_all(shown)
    tell("cli.written")
    for file in sorted(folder.iterdir()):
        typer.echo(f"  {file}")


def parts_of(setting: Setting, scenario: Scenario, results: Results) -> tuple[Contribution, ...]:
    """Run the scenario without each of its parts; say which, and which part it does not hold."""
    lang, without = LANGUAGE.get(), variants(scenario)
    note("backtest.running_parts", names=", ".join(say(f"backtest.part.{part}", lang=lang) for part in without))
    for part in SUBJECTS:
        if part not in without:
            note("backtest.no_part", name=say(f"backtest.part.{part}", lang=lang))
    p = load_parameters(setting.changes)
    return contributions(results, {part: simulate(changed, p) for part, changed in without.items()})


def write_all(folder: Path, shown: Shown, assumptions: Sequence[Assumption]) -> None:
    """Write table, figures, page and story into an empty folder."""
    shown.found.table().to_csv(folder / TABLE, index=False, encoding="utf-8", lineterminator="\n")
    write_png(growth_figure(shown), folder / REGIONS)
    write_png(industries_figure(shown), folder / INDUSTRIES)
    texts = {
        PAGE: backtest_page(shown, assumptions),
        STORY: json.dumps(shown.story, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def print_all(shown: Shown) -> None:
    """Print the headlines, the aims, growth of the regions, the errors, the contributions and the misses."""
    typer.echo("\n".join(headlines(shown)))
    for grid in _printed(shown):
        typer.echo(f"\n{as_text(grid)}")
    typer.echo("")


def _printed(shown: Shown) -> Iterable[Grid]:
    yield aims_grid(shown)
    yield from (growth_grid(shown, year) for year in years_of(regional(shown.found)))
    yield errors_grid(shown)
    yield from (contribution_grid(shown, year) for year in sorted({row.year for row in shown.parts}))
    yield misses_grid(shown, reasons=False)
