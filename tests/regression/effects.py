"""What every shipped scenario changes until 2035 over its parent; ``make catalogue`` records it anew."""

import hashlib
import json
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.results.areas import KALTIM, all_areas
from simulasi.results.indicators import yearly
from simulasi.scenario.find import PROJECT
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate
from simulasi.world.month import Month

FILE = Path(__file__).with_name("effects.toml")
BASELINE, YEAR = "dasar", 2035
TOLD = (("jobs", KALTIM), ("williamson", KALTIM))
SAID = frozenset({"note", "source", "confidence"})
"""Fields that are read by people and by no run."""
DIGITS = 9
"""Digits that are kept: another machine may differ in the last ones."""


def names():
    """Names of the shipped scenarios but for the baseline, which has no parent to be held against."""
    return sorted(file.stem for file in PROJECT.glob("*.toml") if file.stem != BASELINE)


def digest(scenario):
    """Fingerprint of all that a run of a scenario depends on, and of what is asked of it."""
    changes = [
        {key: value for key, value in fields.items() if key not in SAID}
        for _, fields in sorted(scenario.resolved["interventions"].items())
    ]
    whole = [scenario.resolved["settings"], changes, asked(scenario)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()[:16]


def asked(scenario):
    """What is recorded of a scenario: GRDP of every area, some more of the province, and what is promised."""
    areas = [("grdp", area, YEAR) for area in all_areas(list(scenario.base.region_ids))]
    told = [(indicator, area, YEAR) for indicator, area in TOLD]
    promised = [(effect.indicator, effect.region, effect.year or YEAR) for effect in scenario.expects]
    return list(dict.fromkeys([*areas, *told, *promised]))


def until(scenario):
    """Return the scenario cut to what is recorded."""
    return replace(scenario, end=Month(YEAR, 12))


def measured(chosen):
    """Run the baseline and chosen scenarios: baseline and difference of all that is asked, by name."""
    world, p = default_world(), load_parameters()
    before = yearly(simulate(until(read_scenario(BASELINE, world)), p))
    found = {}
    for name in chosen:
        scenario = read_scenario(name, world)
        after = yearly(simulate(until(scenario), p))
        values = {"digest": digest(scenario)}
        for indicator, area, year in asked(scenario):
            base, now = (
                float(run.sel(member=0, indicator=indicator, region=area, year=year)) for run in (before, after)
            )
            values[f"{indicator}.{area}.{year}"] = [_rounded(base), _rounded(now - base)]
        found[name] = values
    return found


def _rounded(value):
    return float(f"{value:.{DIGITS}g}")


def recorded():
    """Read the numbers on file: for each scenario its digest, and baseline and difference by dotted key."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def main():
    """Write the numbers of today."""
    lines = ["# recorded by `make catalogue`: value of the parent scenario, and difference"]
    for name, values in measured(names()).items():
        lines += ["", f"[{name}]", f'digest = "{values.pop("digest")}"']
        lines += [f'"{key}" = {pair!r}' for key, pair in values.items()]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")


if __name__ == "__main__":
    main()
