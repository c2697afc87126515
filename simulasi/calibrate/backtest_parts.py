"""Contributions to growth: runs without the capital, without the refinery, with coal as it was, with no trend.

A contribution is growth with all of it less growth without one part. What the parts do together, and what none of them
does, is the rest; the parts and the rest add up to growth.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from simulasi.results.areas import KALTIM, areas_as_published
from simulasi.results.indicators import yearly
from simulasi.scenario.scenario import NO_TREND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.results.results import Results
    from simulasi.scenario.scenario import Scenario

SUBJECTS: dict[str, tuple[str, str]] = {
    "ikn": ("programme", "ikn"),
    "refinery": ("programme", "kilang-balikpapan"),
    "coal": ("sector", "coal"),
}
"""The field and the word by which interventions of a subject are known; a scenario without any has no such part."""
TREND, REST = "trend", "rest"
GROWTH = "grdp_2010_growth"
WITHOUT = "-tanpa-"


class Contribution(NamedTuple):
    """Growth of an area in a year, and what each part adds, percentage points.

    parts : by name; the last is the rest
    """

    area: str
    year: int
    growth: float
    parts: Mapping[str, float]


def variants(scenario: Scenario) -> dict[str, Scenario]:
    """Return the scenario without each of its parts: every subject that it holds, then the trend."""
    document: Mapping[str, Mapping[str, Any]] = scenario.resolved["interventions"]
    found: dict[str, Scenario] = {}
    for name, (field, word) in SUBJECTS.items():
        gone = [id_ for id_, fields in document.items() if fields.get(field) == word]
        if gone:
            found[name] = _named(_without(scenario, gone), scenario, name)
    return found if scenario.trend == NO_TREND else {**found, TREND: _named(_still(scenario), scenario, TREND)}


def contributions(whole: Results, without: Mapping[str, Results]) -> tuple[Contribution, ...]:
    """Part the growth of every area and year; ``without`` holds the runs that lack one part each, by its name."""
    growth = yearly(whole).sel(indicator=GROWTH).mean("member")
    others = {name: yearly(results).sel(indicator=GROWTH).mean("member") for name, results in without.items()}
    areas = (*areas_as_published([str(region) for region in whole.data.region.to_numpy()]), KALTIM)
    return tuple(
        _parted(area, int(year), float(growth.sel(region=area, year=year)),
                {name: float(other.sel(region=area, year=year)) for name, other in others.items()})
        for year in growth.year.to_numpy()
        for area in areas
    )  # fmt: skip


def _parted(area: str, year: int, growth: float, without: Mapping[str, float]) -> Contribution:
    """Part a growth.

    >>> _parted("kubar", 2022, 5.0, {"ikn": 4.0, "trend": 2.5}).parts
    {'ikn': 1.0, 'trend': 2.5, 'rest': 1.5}
    """
    parts = {name: growth - other for name, other in without.items()}
    return Contribution(area, year, growth, {**parts, REST: growth - sum(parts.values())})


def _without(scenario: Scenario, ids: list[str]) -> Scenario:
    for id_ in ids:
        scenario = scenario.without(id_)
    return scenario


def _still(scenario: Scenario) -> Scenario:
    settings = {**scenario.resolved["settings"], "trend": NO_TREND}
    return replace(scenario, trend=NO_TREND, resolved={**scenario.resolved, "settings": settings})


def _named(changed: Scenario, scenario: Scenario, part: str) -> Scenario:
    return replace(changed, name=f"{scenario.name}{WITHOUT}{part}")
