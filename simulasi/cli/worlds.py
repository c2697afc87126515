"""Building and making up worlds, and showing them in tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import typer

from simulasi.cli.opening import world_at
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import note, tell, text
from simulasi.data.base_year.quality import failed, quality_sheet
from simulasi.data.build_world import build_world
from simulasi.data.complete_world import world_from_tables
from simulasi.data.diff import world_diff
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import shipped_tables
from simulasi.data.made_up import made_up_world
from simulasi.data.trade_balance import use_gap
from simulasi.data.world_file import FOREIGN, HEAD, open_world, save_world
from simulasi.errors import Fault, ResultError, WorldError, nearest
from simulasi.folder import check_replaceable, written_whole
from simulasi.report.grids import Grid, as_text
from simulasi.report.words import digits_for
from simulasi.results.multipliers import BOUGHT, MADE, MONTHS, dynamic, type_one
from simulasi.text.say import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from simulasi.world.world import World

QUALITY = "quality.csv"
BASE_YEARS = (2010, 2021)
"""Years whose world is held to the quality sheet by tests; the last is the usual one."""
SHARE_DIGITS, MOST_SHARE_DIGITS = 2, 12
MULTIPLIER_DIGITS = 3


def build_and_check(folder: Path, *, tables: Path | None, year: int | None) -> None:
    """Build a world of tables, save it whole or not at all, and print how well it holds.

    tables : folder of a multi-regional table, None for the shipped tables
    year   : of the shipped tables, None for the usual one
    """
    check_replaceable(folder, marks=(HEAD,), foreign=FOREIGN)
    if tables is None:
        _build_shipped(folder, BASE_YEARS[-1] if year is None else year)
    else:
        _build_from(tables, folder, year=year)


def _build_shipped(folder: Path, year: int) -> None:
    if year not in BASE_YEARS:
        years = ", ".join(map(str, BASE_YEARS))
        raise WorldError([Fault("no_base_year", "--year", value=str(year), fields={"years": years})])
    tables = shipped_tables()
    built = build_world(tables, load_parameters(), year=year)
    sheet = quality_sheet(built, tables.frames)
    with written_whole(folder, marks=(HEAD,), foreign=FOREIGN) as draft:
        save_world(built.world, draft)
        _refuse_unsound(draft, year)
        sheet.to_csv(draft / QUALITY, index=False, encoding="utf-8", lineterminator="\n")
    print_summary(built.world)
    print_quality(sheet)
    print_files(folder)


def _refuse_unsound(draft: Path, year: int) -> None:
    """Raise WorldError for a world that nobody could open again."""
    try:
        open_world(draft)
    except WorldError as error:
        raise WorldError([Fault("world_unsound", value=str(year)), *error.faults]) from error


def _build_from(tables: Path, folder: Path, *, year: int | None) -> None:
    if year is not None:
        raise WorldError([Fault("year_of_tables", "--year", value=str(year), fields={"head": str(tables / HEAD)})])
    if tables.resolve() == folder.resolve():
        raise WorldError([Fault("tables_kept", str(folder))])
    world = world_from_tables(tables)
    save_world(world, folder)
    print_summary(world)
    gap = max(float(world.accounts.sales_gap().max()), float(use_gap(world, load_parameters()).max()))
    tell("cli.world_balances", count=2 * world.accounts.gross_output.size, gap=figure(float(f"{gap:.0e}")))
    print_files(folder)


def make_up(folder: Path, *, regions: int, sectors: int, seed: int) -> None:
    """Make up a world and save it."""
    world = made_up_world(regions, sectors, seed)
    save_world(world, folder)
    print_summary(world)
    print_files(folder)


def print_world(folder: Path | None) -> None:
    """Print the regions and sectors of a saved world, or of the shipped one."""
    world = world_at(folder)
    print_summary(world)
    for grid in (region_grid(world), sector_grid(world)):
        typer.echo(f"\n{as_text(grid)}")


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
        columns = ("check", "item", "unit", "value", "reference", "distance", "limit")
        rows = tuple(tuple(map(figure, row)) for row in wrong[list(columns)].itertuples(index=False))
        heads = tuple(text(f"cli.quality_{column}") for column in columns)
        typer.echo(as_text(Grid(text("cli.quality_fails"), "wwwnnnn", heads, rows)))


def print_files(folder: Path) -> None:
    """Print the files of a folder."""
    tell("cli.written")
    for file in sorted(folder.iterdir()):
        typer.echo(f"  {file}")


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


def sector_grid(world: World) -> Grid:
    """Lay out output, exports and jobs of the sectors."""
    language, accounts, regions = LANGUAGE.get(), world.accounts, len(world.regions)
    exported = accounts.flows[:, :regions, regions:].sum(axis=(1, 2))
    rows = tuple(
        (
            getattr(sector, f"name_{language}"),
            sector.id,
            number(float(accounts.gross_output[row].sum()), 1, language),
            number(float(exported[row]), 1, language),
            number(float(accounts.jobs[row].sum()), 0, language),
        )
        for row, sector in enumerate(world.sectors)
    )
    head = ("cli.world_sector", "cli.world_id", "indicator.gross_output", "indicator.trade_outflow", "indicator.jobs")
    unit = text("report.unit.bn_rp_month", base_year=world.base_year)
    return Grid(text("cli.world_sectors", unit=unit), "wwnnn", tuple(text(key) for key in head), rows)


def print_multipliers(folder: Path | None, *, of: str | None, is_dynamic: bool, sectors: Sequence[str]) -> None:
    """Print output multipliers of a world: of the interregional table, or of the model in its linear limit.

    of      : ``made`` or ``bought``; the model only buys
    sectors : ids of the sectors to show, all when empty
    """
    kind = of or (BOUGHT if is_dynamic else MADE)
    _check_kind(kind, is_dynamic=is_dynamic)
    world, p = world_at(folder), load_parameters()
    _check_sectors(sectors, world)
    chosen = [name for name in world.sector_ids if name in sectors or not sectors]
    if is_dynamic:
        note("cli.multipliers_running", months=MONTHS)
        table = dynamic(world, p, sectors=chosen)
    else:
        table = type_one(world, p, of=kind)
    typer.echo(as_text(multiplier_grid(world, table[table["sector"].isin(chosen)], kind)))


def _check_kind(kind: str, *, is_dynamic: bool) -> None:
    if kind not in (MADE, BOUGHT):
        fields = {"nearest": nearest(kind, (MADE, BOUGHT)), "known": f"{MADE}, {BOUGHT}"}
        raise ResultError([Fault("unknown_word", "--of", value=kind, fields=fields)])
    if is_dynamic and kind == MADE:
        raise ResultError([Fault("dynamic_buys", "--of", value=kind)])


def _check_sectors(names: Sequence[str], world: World) -> None:
    known = {"known": ", ".join(world.sector_ids)}
    faults = [
        Fault("unknown_sector", "--sector", value=name, fields={"nearest": nearest(name, world.sector_ids), **known})
        for name in names
        if name not in world.sector_ids
    ]
    if faults:
        raise ResultError(faults)


def multiplier_grid(world: World, table: pd.DataFrame, kind: str) -> Grid:
    """Lay out multipliers, a sector and region a row; there is none where a region makes none."""
    field = f"name_{LANGUAGE.get()}"
    sectors = {sector.id: str(getattr(sector, field)) for sector in world.sectors}
    regions = {region.id: str(getattr(region, field)) for region in world.regions}
    rows = tuple(
        (sectors[row.sector], regions[row.region], *(multiplier(v) for v in (row.multiplier, row.of_which_own_region)))
        for row in table.itertuples()
    )
    head = ("cli.world_sector", "cli.world_region", "cli.multiplier", "cli.multiplier_own")
    title = text(f"cli.multipliers_{kind}")
    return Grid(title, "wwnn", tuple(text(key) for key in head), rows, text("cli.multipliers_note"))


def multiplier(value: float) -> str:
    """Write a multiplier; what does not exist is a dash."""
    return number(value, MULTIPLIER_DIGITS, LANGUAGE.get()) if math.isfinite(value) else text("report.nothing")


def print_differences(first: Path, second: Path, *, most: int) -> None:
    """Print the facts in which two saved worlds differ, the largest differences first."""
    a, b = open_world(first), open_world(second)
    found = world_diff(a, b)
    if found.empty:
        tell("cli.same_world")
        if a.digest != b.digest:
            tell("cli.same_world_otherwise", first=a.digest, second=b.digest)
        return
    typer.echo(as_text(difference_grid(found.head(most), len(found))))
    if len(found) > most:
        tell("cli.world_differences_more", count=len(found) - most)


def difference_grid(found: pd.DataFrame, count: int) -> Grid:
    """Lay out facts that differ: table, row, both values and how far they are apart."""
    rows = tuple((row.what, row.key, figure(row.a), figure(row.b), apart(row.relative)) for row in found.itertuples())
    head = ("what", "key", "first", "second", "apart")
    heads = tuple(text(f"cli.world_differences_{name}") for name in head)
    return Grid(text("cli.world_differences", count=count), "wwnnn", heads, rows)


def apart(relative: float) -> str:
    """Write a relative difference as a percentage; there is none between words."""
    if not math.isfinite(relative):
        return text("report.nothing")
    digits = digits_for([100.0 * relative], SHARE_DIGITS, MOST_SHARE_DIGITS)
    return text("number.percent", number=number(100.0 * relative, digits, LANGUAGE.get()))


def figure(value: object) -> str:
    """Write a fact as it is; a number that was measured with six digits that count, as the language writes it.

    >>> figure(1234.5), figure(2021), figure("open"), figure(0.1 + 0.2), figure(1e-9)
    ('1.234,5', '2021', 'open', '0,3', '1e-09')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return text("report.nothing")
    if not isinstance(value, float):
        return str(value)
    short = f"{value:.6g}"
    if "e-" in short:
        return short.replace(".", text("number.decimal"))
    return number(value, 0 if "e" in short else len(short.partition(".")[2]), LANGUAGE.get())
