"""Fits and the record, joined from engines and tables for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulasi.calibrate.construction import INDUSTRY, PPU, Record, fit_construction
from simulasi.calibrate.fit_file import fitted_toml, save_fit
from simulasi.calibrate.record import growth_record
from simulasi.cli.opening import world_at
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import tell, text
from simulasi.data.load_parameters import load_parameters
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import Fault, ResultError, WorldError
from simulasi.report.grids import Grid, as_text
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import digest_of, parameter_values, simulate
from simulasi.text.say import number

if TYPE_CHECKING:
    from pathlib import Path

    from simulasi.world.world import World

YEARS = (2022, 2023)
TARGET = ("sector_growth", "ppu", "construction")


def fit_and_save(name: str, folder: Path, *, world_folder: Path | None = None) -> Path:
    """Fit the construction of a scenario to the published growth in PPU and in the province, and write the fit."""
    world, p = world_at(world_folder), load_parameters()
    scenario = read_scenario(name, world)
    check_fittable(world)
    fit = fit_construction(scenario, p, construction_record())
    digest = digest_of(parameter_values(p))
    written = fitted_toml(fit, scenario=name, world_digest=world.digest, parameters_digest=digest)
    try:
        return save_fit(written, folder)
    except OSError as error:
        raise ResultError([Fault("folder_unwritable", str(folder))]) from error


def check_fittable(world: World) -> None:
    """Raise WorldError when a world lacks the regions or the industry that the record tells of."""
    known = {"region": world.region_ids, "sector": world.sector_ids}
    wanted = [*(("region", name) for name in PPU), ("sector", INDUSTRY)]
    faults = [
        Fault(f"unknown_{kind}", value=name, fields={"known": ", ".join(known[kind])})
        for kind, name in wanted
        if name not in known[kind]
    ]
    if faults:
        raise WorldError(faults)


def construction_record() -> Record:
    """Return the published growth of construction in PPU and in the province by year, share a year."""
    tables = shipped_tables()
    rows = tables["validation_targets"]
    keys = zip(rows["category"], rows["region"], rows["variable"], strict=True)
    chosen = rows[[key == TARGET for key in keys]]
    ppu = {int(row.period): float(row.value) / 100.0 for row in chosen.itertuples() if int(row.period) in YEARS}
    province = tables["grdp_province_industry"]
    real = province[(province["industry"] == "F") & (province["basis"] == "adhk2010")].set_index("year")["value_bn_rp"]
    return Record(ppu, {year: float(real[year] / real[year - 1]) - 1.0 for year in YEARS})


def print_record(name: str, world_folder: Path | None = None) -> None:
    """Run a scenario and print its growth by region and year beside the published one."""
    results = simulate(read_scenario(name, world_at(world_folder)), load_parameters())
    record = growth_record(results, shipped_tables().frames, years=YEARS)
    if set(record["region"]).isdisjoint(results.data["region"].to_numpy()):
        tell("cli.record_none")
        return
    lang = LANGUAGE.get()
    rows = [
        (row.region, str(row.year), *(number(value, 1, lang) for value in (row.published, row.model, row.error)),
         text(f"scenario.confidence.{row.confidence}"))
        for row in record.itertuples()
    ]  # fmt: skip
    heads = tuple(
        text(f"cli.record_{name}") for name in ("region", "year", "published", "model", "error", "confidence")
    )
    typer.echo(as_text(Grid(text("cli.record_title"), "wwnnnw", heads, tuple(rows))))
