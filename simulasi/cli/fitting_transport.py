"""Fits of tariffs and of traffic, joined from tables and the model for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulasi.calibrate.fit_page import freight_files, save_files, traffic_files
from simulasi.calibrate.freight import FreightFit, fit_freight, read_hauls
from simulasi.calibrate.traffic import TrafficFit, fit_trips, read_counts
from simulasi.cli.opening import world_at
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import tell, text
from simulasi.data.load_cargo import shipped_cargo
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import Fault, ResultError
from simulasi.report.grids import Grid, as_text
from simulasi.simulation import digest_of, parameter_values
from simulasi.text.say import INDONESIAN, number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from simulasi.calibrate.freight import HaulMatch
    from simulasi.calibrate.traffic import CountMatch

UNITS = {"people": "person", "delivered": "m3"}
FINE, COARSE = 3, 0
"""Decimals of small and of large parameters."""
LARGE = 100.0
RUPIAH = "Rp/"


def freight_fit() -> FreightFit:
    """Fit the tariffs in force to the published hauls."""
    hauls = read_hauls(shipped_tables().frames, shipped_cargo())
    return fit_freight(hauls, load_parameters().freight, parameter_facts())


def fit_and_print_freight(folder: Path | None) -> None:
    """Fit the tariffs, print them and every haul beside them, and write the fit into a folder."""
    fit = freight_fit()
    before = {name: getattr(fit.before, name.partition(".")[2]) for name in fit.fitted}
    typer.echo(as_text(_parameters(before, fit.fitted)))
    tell("cli.fit_afloat", factor=number(fit.afloat, FINE, LANGUAGE.get()))
    head = ("haul", "role", "year", "printed", "factor", "published", "model", "unit", "ratio")
    rows = tuple(_haul_row(match) for match in fit.matches)
    typer.echo(as_text(Grid(text("cli.fit_hauls"), "wwwnnnnwn", _heads(head), rows, text("cli.fit_hauls_note"))))
    _save(freight_files(fit, parameter_facts()), folder)


def fit_and_print_traffic(folder: Path | None, world_folder: Path | None = None) -> None:
    """Fit the trips of people, print them and every count beside them, and write the fit into a folder."""
    world, p = world_at(world_folder), load_parameters()
    fit: TrafficFit = fit_trips(read_counts(shipped_tables().frames), world, p, parameter_facts())
    typer.echo(as_text(_parameters(dict.fromkeys(fit.fitted, fit.before), fit.fitted)))
    head = ("count", "role", "year", "published", "freight", "people", "ratio")
    rows = tuple(_count_row(match) for match in fit.matches)
    typer.echo(as_text(Grid(text("cli.fit_counts"), "wwwnnnn", _heads(head), rows, text("cli.fit_counts_note"))))
    digests = {"world_digest": world.digest, "parameters_digest": digest_of(parameter_values(p))}
    _save(traffic_files(fit, parameter_facts(), digests), folder)


def _heads(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text(f"cli.fit_{name}") for name in names)


def _parameters(before: Mapping[str, float], after: Mapping[str, float]) -> Grid:
    facts = parameter_facts()
    rows = tuple(
        (name, *map(_amount, (before[name], value, facts[name].low, facts[name].high)), facts[name].unit)
        for name, value in after.items()
    )
    head = _heads(("parameter", "before", "after", "low", "high", "unit"))
    return Grid(text("cli.fit_parameters"), "wnnnnw", head, rows)


def _amount(value: float) -> str:
    return number(value, COARSE if value >= LARGE else FINE, LANGUAGE.get())


def _haul_row(match: HaulMatch) -> tuple[str, ...]:
    haul, lang = match.haul, LANGUAGE.get()
    unit = UNITS.get(haul.pays, UNITS.get(haul.cargo.id, "t"))
    return (
        haul.name_id if lang == INDONESIAN else haul.name_en,
        text("cli.fit_role_fit" if haul.is_fitted else "cli.fit_role_check"),
        str(haul.year),
        f"{number(haul.value, 0, lang)} {text('cli.fit_unit_' + haul.unit.removeprefix(RUPIAH))}",
        number(haul.factor, 3, lang),
        number(haul.published, 0, lang),
        number(match.model, 0, lang),
        text(f"cli.fit_unit_{unit}"),
        number(match.ratio, 2, lang),
    )


def _count_row(match: CountMatch) -> tuple[str, ...]:
    count, model, lang = match.counted, match.model, LANGUAGE.get()
    return (
        count.name_id if lang == INDONESIAN else count.name_en,
        text("cli.fit_role_fit" if count.is_fitted else "cli.fit_role_check"),
        str(count.year),
        *(number(value, 0, lang) for value in (count.value, model.freight, model.people)),
        number(match.ratio, 2, lang),
    )


def _save(files: Mapping[str, str], folder: Path | None) -> None:
    if folder is None:
        return
    try:
        tell("cli.saved", folder=save_files(files, folder))
    except OSError as error:
        raise ResultError([Fault("folder_unwritable", str(folder))]) from error
