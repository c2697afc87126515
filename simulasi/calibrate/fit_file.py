"""A fit as files: what was asked, what was found, and a page that says how well it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from simulasi.calibrate.booked import BookedFit


def fitted_toml(fit: BookedFit, *, scenario: str, world_digest: str, parameters_digest: str) -> str:
    """Write a fit of booked shares as TOML, to be kept with the fingerprints of what it was fitted on."""
    lines = [
        "# written by `simulasi calibrate booked`; the shares are carried into scenarios/dasar.toml by hand, rounded",
        f'scenario = "{scenario}"',
        f'world_digest = "{world_digest}"',
        f'parameters_digest = "{parameters_digest}"',
        "",
        "[booked]",
        *(f"{key} = {value:.6f}" for key, value in fit.booked.items()),
        "",
        "[growth_of_construction_in_ppu]   # BPS basis, share a year",
        *(
            f"{year} = {{ target = {fit.target[year]:.4f}, model = {fit.growth[year]:.4f} }}"
            for year in sorted(fit.target)
        ),
    ]
    return "\n".join(lines) + "\n"


def save_fit(text: str, folder: Path) -> Path:
    """Write a fit into its folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fitted.toml"
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
