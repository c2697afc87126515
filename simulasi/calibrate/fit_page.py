"""Fits of tariffs and of traffic as files: what was asked, what was found, and a page with model against record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from simulasi.calibrate.freight import FreightFit, HaulMatch
    from simulasi.calibrate.traffic import CountMatch, TrafficFit
    from simulasi.data.load_parameters import ParameterFact

ASKED, FOUND, PAGE = "fit.toml", "fitted.toml", "README.md"
KEPT = ("handling_river", "handling_sea", "tariff_ferry")
RP_A_UNIT = "Rp a unit at prices of the base year"
CARRIED = "carried into simulasi/data/parameters.toml, rounded"
COUNTED = "vehicles a day, passenger car units in the peak hour, or TEU a year"
TEN_THOUSAND = 1e4
BEGIN, END = "<!-- written by the command -->", "<!-- end of what the command writes -->"


class Part(NamedTuple):
    """One table of a TOML file, with a comment."""

    name: str
    comment: str
    lines: Sequence[str]


def freight_files(fit: FreightFit, facts: Mapping[str, ParameterFact]) -> dict[str, str]:
    """Texts of the files of a fit of tariffs, by name."""
    fitted, checks = _parted(fit.matches)
    fitted_values = {**fit.fitted, "construction.afloat_factor": fit.afloat}
    kept = {f"freight.{name}": getattr(fit.before, name) for name in KEPT}
    asked = [
        Part("free", "parameters that may move, and their published ranges", _spans(fit.fitted, facts)),
        Part("kept", "parameters that the hauls need and that stay", _numbers(kept)),
        Part("fitted_to", RP_A_UNIT, _numbers(_published(fitted))),
        Part("checked_against", RP_A_UNIT, _numbers(_published(checks))),
    ]
    found = [
        Part("fitted", CARRIED, _numbers(fit.fitted)),
        Part(
            "fitted_afloat",
            "carried into simulasi/data/tables/cargo_classes.csv, rounded",
            _numbers({"construction.afloat_factor": fit.afloat}),
        ),
        Part("hauls_fitted_to", RP_A_UNIT, _haul_lines(fitted)),
        Part("hauls_checked", RP_A_UNIT, _haul_lines(checks)),
    ]
    rows = [
        (match.haul.name_en, "fit" if match.haul.is_fitted else "check", str(match.haul.year),
         f"{match.haul.value:,.0f} {match.haul.unit}", f"{match.haul.factor:.3f}", f"{match.haul.published:,.0f}",
         f"{match.model:,.0f}", f"{match.ratio:.2f}")
        for match in fit.matches
    ]  # fmt: skip
    head = ("haul", "used as", "year", "published", "price factor", "published, base year", "model", "model/published")
    return {
        ASKED: _toml("what `simulasi calibrate freight` was asked", asked),
        FOUND: _toml("what `simulasi calibrate freight` found", found),
        PAGE: "\n".join([_table(("parameter", "fitted"), _rounded(fitted_values)), "", _table(head, rows)]),
    }


def traffic_files(fit: TrafficFit, facts: Mapping[str, ParameterFact], digests: Mapping[str, str]) -> dict[str, str]:
    """Texts of the files of a fit of trips, by name.

    digests : fingerprints of what it was fitted on
    """
    fitted = [match for match in fit.matches if match.counted.is_fitted]
    checks = [match for match in fit.matches if not match.counted.is_fitted]
    asked = [
        Part("free", "the parameter that may move, and its published range", _spans(fit.fitted, facts)),
        Part("fitted_to", COUNTED, _numbers({match.counted.id: match.counted.value for match in fitted})),
        Part("checked_against", COUNTED, _numbers({match.counted.id: match.counted.value for match in checks})),
    ]
    found = [
        Part("fitted", CARRIED, _numbers(fit.fitted)),
        Part("counts_fitted_to", COUNTED, _count_lines(fitted)),
        Part("counts_checked", COUNTED, _count_lines(checks)),
        Part("made_from", "fingerprints", [f'{name} = "{digest}"' for name, digest in digests.items()]),
    ]
    rows = [
        (match.counted.name_en, "fit" if match.counted.is_fitted else "check", str(match.counted.year),
         f"{match.counted.value:,.0f}", f"{match.model.freight:,.0f}", f"{match.model.people:,.0f}",
         f"{match.ratio:.2f}")
        for match in fit.matches
    ]  # fmt: skip
    head = ("count", "used as", "year", "published", "model: freight", "model: people", "model/published")
    return {
        ASKED: _toml("what `simulasi calibrate traffic` was asked", asked),
        FOUND: _toml("what `simulasi calibrate traffic` found", found),
        PAGE: "\n".join([_table(("parameter", "fitted"), _rounded(fit.fitted)), "", _table(head, rows)]),
    }


def save_files(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files of a fit into its folder; of the page only what stands between its two marks is renewed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = folder / name
        before = file.read_text(encoding="utf-8") if name == PAGE and file.exists() else f"{BEGIN}\n{END}\n"
        file.write_text(renewed(before, text) if name == PAGE else text, encoding="utf-8", newline="\n")
    return folder


def renewed(page: str, text: str) -> str:
    """Put a text between the two marks of a page; what stands around them stays.

    >>> print(renewed(f"Why.{BEGIN}old{END}So.", "new").replace(BEGIN, "[").replace(END, "]"))
    Why.[
    <BLANKLINE>
    new
    <BLANKLINE>
    ]So.
    """
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}"


def _parted(matches: Iterable[HaulMatch]) -> tuple[list[HaulMatch], list[HaulMatch]]:
    every = list(matches)
    return [match for match in every if match.haul.is_fitted], [match for match in every if not match.haul.is_fitted]


def _published(matches: Iterable[HaulMatch]) -> dict[str, float]:
    return {match.haul.id: match.haul.published for match in matches}


def _toml(title: str, parts: Iterable[Part]) -> str:
    blocks = ["\n".join([f"[{part.name}]   # {part.comment}", *part.lines]) for part in parts]
    return "\n\n".join([f"# {title}", *blocks]) + "\n"


def _spans(names: Iterable[str], facts: Mapping[str, ParameterFact]) -> list[str]:
    return [f'"{name}" = [{facts[name].low:g}, {facts[name].high:g}]' for name in names]


def _numbers(values: Mapping[str, float]) -> list[str]:
    return [f'"{name}" = {value:.10g}' for name, value in values.items()]


def _haul_lines(matches: Iterable[HaulMatch]) -> list[str]:
    return [
        f"{match.haul.id} = {{ published = {match.haul.published:.0f}, model = {match.model:.0f}, "
        f"ratio = {match.ratio:.3f} }}"
        for match in matches
    ]


def _count_lines(matches: Iterable[CountMatch]) -> list[str]:
    return [
        f"{match.counted.id} = {{ published = {match.counted.value:.1f}, freight = {match.model.freight:.1f}, "
        f"people = {match.model.people:.1f}, ratio = {match.ratio:.3f} }}"
        for match in matches
    ]


def _rounded(values: Mapping[str, float]) -> list[tuple[str, str]]:
    return [
        (f"`{name}`", f"{value:.4g}" if value < TEN_THOUSAND else f"{value:,.0f}") for name, value in values.items()
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
