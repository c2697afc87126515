"""A fit as files: what was asked, what was found, and a page that says how well it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from simulasi.calibrate.construction import ConstructionFit


def fitted_toml(fit: ConstructionFit, *, scenario: str, world_digest: str, parameters_digest: str) -> str:
    """Write a fit of construction as TOML, to be kept with the fingerprints of what it was fitted on."""
    lines = [
        "# written by `simulasi calibrate construction`; the numbers are carried into scenarios/dasar.toml, rounded",
        f'scenario = "{scenario}"',
        f'world_digest = "{world_digest}"',
        f'parameters_digest = "{parameters_digest}"',
        "",
        "[booked_share_of_the_capital]",
        *(f"{key} = {value:.6f}" for key, value in fit.booked.items()),
        "",
        "[refinery_trillion_rp]   # beyond what the base year holds",
        *(f"{key} = {value:.4f}" for key, value in fit.refinery.items()),
        "",
        "[growth_of_construction_in_ppu]   # BPS basis, share a year",
        *_beside(fit.target.ppu, fit.growth.ppu),
        "",
        "[growth_of_construction_in_the_province]",
        *_beside(fit.target.province, fit.growth.province),
    ]
    return "\n".join(lines) + "\n"


def _beside(target: Mapping[int, float], growth: Mapping[int, float]) -> list[str]:
    return [f"{year} = {{ target = {goal:.4f}, model = {growth[year]:.4f} }}" for year, goal in sorted(target.items())]


def save_fit(text: str, folder: Path) -> Path:
    """Write a fit into its folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fitted.toml"
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
