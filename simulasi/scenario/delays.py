"""Programmes that open later than planned: which interventions may, and a scenario with their later dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulasi.scenario.interventions.link import LinkIntervention
from simulasi.scenario.interventions.present_link import BETTER, NEW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulasi.scenario.interventions.base import Intervention
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.month import Month

BUILT = frozenset({"barrier", "facility", "link", "service", "transit_zone", "utility"})
"""Kinds that somebody must build or set up before they open."""
DATED = frozenset({"demand", "policy", "shock"})
"""Kinds whose dates are budgets, decrees and what happens to the region: they come when the file says."""


def programmes(scenario: Scenario) -> tuple[Intervention, ...]:
    """Return what may open late: what is built and opens during the run; closed and worse links are not built."""
    return tuple(
        item for item in scenario.interventions if _is_built(item) and (item.opens or scenario.start) > scenario.start
    )


def opening_late(scenario: Scenario, months: Mapping[str, int]) -> Scenario:
    """Return the scenario with programmes that open later; one that closes again stays as long as planned.

    months : how much later, by id of the intervention
    """
    changed = tuple(_later(item, months.get(item.id, 0)) for item in scenario.interventions)
    return replace(scenario, interventions=changed)


def seen_months(item: Intervention, late: int, end: Month) -> int:
    """Return how late a run that ends sees a programme open: what never opens in the run is as late as its end.

    >>> from types import SimpleNamespace
    >>> from simulasi.world.month import Month
    >>> road = SimpleNamespace(opens=Month(2030, 1))
    >>> seen_months(road, 24, Month(2045, 12)), seen_months(road, 24, Month(2030, 6))
    (24, 7)
    """
    return late if item.opens is None else max(0, min(late, end.after(2).since(item.opens)))


def _is_built(item: Intervention) -> bool:
    return item.kind in BUILT and not (isinstance(item, LinkIntervention) and item.state not in {NEW, BETTER})


def _later(item: Intervention, months: int) -> Intervention:
    if not months:
        return item
    dates = {"opens": item.opens, "closes": item.closes}
    return item.model_copy(update={name: date and date.after(months) for name, date in dates.items()})
