"""The headline numbers of every shipped scenario; run this file to record them anew."""

import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from shipped import shipped_run

from simulasi.results.compare import compare

FILE = Path(__file__).with_name("headlines.toml")
BASELINE = "dasar"
SCENARIOS = ("jalan-kukar-kubar", "tanpa-ikn", "ikn-terhenti", "ikn-resmi")
AREAS = ("kubar", "mahulu", "balikpapan", "ppu_bps", "kaltim")
YEARS = (2023, 2030, 2035)
INDICATORS = ("grdp", "purchases", "delivered_price")


def measured():
    """Run the baseline and every scenario: level of the baseline, difference of each scenario, by dotted key."""
    comparison = compare(*map(shipped_run, (BASELINE, *SCENARIOS)))
    found = {}
    for name in SCENARIOS:
        for indicator in INDICATORS:
            for area in AREAS:
                for year in YEARS:
                    change = comparison.change(name, area, indicator, year)
                    found[f"{BASELINE}.{indicator}.{area}.{year}"] = change.baseline
                    found[f"{name}.{indicator}.{area}.{year}"] = change.difference
    return found


def recorded():
    """Read the numbers on file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["numbers"]


def main():
    """Write the numbers of today."""
    lines = [
        "# recorded by `make headlines`; a change needs its reason in CHANGELOG.md under Results change",
        "[numbers]",
    ]
    lines += [f'"{key}" = {value!r}' for key, value in sorted(measured().items())]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")


if __name__ == "__main__":
    main()
