"""The tables of docs/indicators.md from the register and the catalogues; run this file to write them anew."""

import re
import sys
from pathlib import Path

from simulasi.results.explain import CHANNELS
from simulasi.results.register import HUBS, INDICATORS
from simulasi.text.say import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"
BETWEEN = r"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
TRIPS = re.compile(rf"(hours|cost)_({'|'.join(HUBS)})_\w+")
FAMILIES = {
    "hours": ("`hours_<hub>_<class>`", "Waktu tempuh ke Samarinda atau Balikpapan", "Hours to Samarinda or Balikpapan"),
    "cost": ("`cost_<hub>_<class>`", "Biaya angkut umum ke sana", "Generalised cost to there"),
}
"""Trips to two hubs by seven classes of traffic: one row each."""


def register_table():
    """One row for each indicator; trips that differ by hub and class share theirs."""
    indonesian, english = catalogue("id"), catalogue("en")
    rows = {}
    for name, entry in INDICATORS.items():
        family = TRIPS.fullmatch(name)
        key = (
            FAMILIES[family[1]]
            if family
            else (f"`{name}`", *(words[f"indicator.{name}"] for words in (indonesian, english)))
        )
        unit = english[f"report.unit.{entry.unit}"].format(base_year=2021)
        rows[key] = f"| {' | '.join(key)} | {unit} | {entry.kind} | {entry.areas} | {entry.formula} | {entry.origin} |"
    head = (
        "| id | Indonesian | English | unit | year | areas | formula | definition |\n|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *rows.values()])


def channel_table():
    """One row for each channel."""
    words = [catalogue(lang) for lang in ("id", "en")]
    rows = (f"| `{name}` | {' | '.join(said[f'report.channel.{name}.name'] for said in words)} |" for name in CHANNELS)
    return "\n".join(["| id | Indonesian | English |\n|---|---|---|", *rows])


TABLES = {"register": register_table, "channels": channel_table}


def renewed(text):
    """The page with its tables as the code says them."""
    for name, table in TABLES.items():
        pattern = re.compile(BETWEEN.format(name=name), re.DOTALL)
        assert pattern.search(text), f"docs/indicators.md has no place for the table '{name}'"
        text = pattern.sub(rf"\g<1>{table()}\n\g<2>", text)
    return text


def main():
    """Write the tables of today."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
