"""Building the base world, and showing it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import tell, text
from simulasi.data.base_year.quality import failed, quality_sheet
from simulasi.data.build_world import build_world, default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import load_tables
from simulasi.data.trade_balance import resettle, use_gap
from simulasi.data.world_file import fingerprint, open_world, save_world
from simulasi.report.grids import Grid, as_text
from simulasi.text.say import number, percent
from simulasi.world.accounts import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from simulasi.world.world import World

QUALITY = "quality.csv"


def world_at(folder: Path | None = None, changes: Mapping[str, float] | None = None) -> World:
    """Return a saved world, or the shipped one, with accounts that hold freight at the changed parameters.

    changes : parameters by ``group.name``
    """
    p = load_parameters(changes)
    if folder is None:
        return default_world() if p == load_parameters() else default_world(p)
    world = open_world(folder)
    if use_gap(world, p).max() <= TOLERANCE:
        return world
    settled = resettle(world, p)
    return replace(settled, digest=fingerprint(settled))


def build_and_check(folder: Path) -> None:
    """Build the world of the shipped tables; save it with its quality sheet and print what does not hold."""
    tables = load_tables()
    built = build_world(tables, load_parameters())
    sheet = quality_sheet(built, tables.frames)
    save_world(built.world, folder)
    sheet.to_csv(folder / QUALITY, index=False, encoding="utf-8", lineterminator="\n")
    print_summary(built.world)
    print_quality(sheet)
    tell("cli.written")
    for file in sorted(folder.iterdir()):
        typer.echo(f"  {file}")


def print_world(folder: Path | None) -> None:
    """Print the regions of a saved world, or of the shipped one."""
    world = open_world(folder) if folder else default_world()
    print_summary(world)
    typer.echo(as_text(region_grid(world)))


def print_summary(world: World) -> None:
    """Print the year, the size and the fingerprint of a world."""
    tell(
        "cli.world_title",
        base_year=world.base_year,
        regions=len(world.regions),
        partners=len(world.partners),
        sectors=len(world.sectors),
        places=len(world.network.places),
        links=len(world.network.open_links),
    )
    tell("cli.world_digest", digest=world.digest)


def print_quality(sheet: pd.DataFrame) -> None:
    """Print how many checks hold, and those that do not."""
    limited, wrong = sheet[sheet["ok"] != ""], failed(sheet)
    tell("cli.quality_title", ok=len(limited) - len(wrong), count=len(limited))
    if len(wrong):
        tell("cli.quality_fails")
        typer.echo(wrong.to_string(index=False))


def region_grid(world: World) -> Grid:
    """Lay out people, jobs and trend growth of the regions."""
    language, accounts = LANGUAGE.get(), world.accounts
    rows = tuple(
        (
            getattr(region, f"name_{language}"),
            number(float(accounts.population[column]), 0, language),
            number(float(accounts.jobs[:, column].sum()), 0, language),
            percent(float(world.trend_growth[column]), 2, language),
        )
        for column, region in enumerate(world.regions)
    )
    head = ("cli.world_region", "indicator.population", "indicator.jobs", "cli.world_trend")
    return Grid(text("cli.world_regions"), "wnnn", tuple(text(key) for key in head), rows)
