"""What uses each link, without and with the scenario: vehicles a day, volume over capacity, hours; and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.report.grids import Grid, heads
from simulasi.results.areas import KALTIM
from simulasi.world.network import LAND, SIDE_OF_MODE, SIDES

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.report.words import Words
    from simulasi.results.results import Results
    from simulasi.world.network import Link

BUSIEST, MOST_CHANGED, MOST_WAITING = 6, 4, 3
LEAST_CHANGE = 1.0
"""Vehicles a day from which a change is told."""
LEAST_QUEUE_T = 0.5
RATIO_DIGITS, HOURS_DIGITS = 2, 2


class Use(NamedTuple):
    """How a link is used in a year: vehicles a day, volume over capacity in the peak hour, hours from end to end.

    The ratio is NaN without a capacity; the hours are the mean of both ways, infinite where it is not open.
    """

    vehicles_day: float
    ratio: float
    hours: float


class LinkChange(NamedTuple):
    """A link without and with the scenario."""

    link: Link
    before: Use
    after: Use

    @property
    def difference(self) -> float:
        """Vehicles a day more than without the scenario."""
        return self.after.vehicles_day - self.before.vehicles_day


NOT_OPEN = Use(0.0, np.nan, np.inf)


def uses(results: Results, year: int) -> dict[str, Use]:
    """Return the use of every link in a year, the mean of the members, by name.

    >>> from simulasi.results.made_up import made_up_results
    >>> uses(made_up_results(), 2022)
    {'melak-tenggarong.road': Use(vehicles_day=100.0, ratio=1.0, hours=100.0)}
    """
    data = results.data.sel(year=year)
    vehicles = data.link_vehicles_day.mean("member").to_numpy()
    volume, capacity = data.link_volume_pcu_h.mean("member").to_numpy(), data.link_capacity_pcu_h.to_numpy()
    ratio = np.where(np.isfinite(capacity), volume / np.where(capacity > 0.0, capacity, np.nan), np.nan)
    hours = data.link_time_h.mean("member").to_numpy()
    is_open = np.isfinite(hours).any(axis=1)
    mean = np.where(is_open, np.nansum(np.where(np.isfinite(hours), hours, 0.0), axis=1), np.inf)
    mean = mean / np.maximum(np.isfinite(hours).sum(axis=1), 1)
    columns = zip(data.link.to_numpy(), vehicles, np.where(is_open, ratio, np.nan), mean, strict=True)
    return {str(name): Use(*map(float, numbers)) for name, *numbers in columns}


def link_changes(case: Case) -> tuple[LinkChange, ...]:
    """Put the use of every link that is open in one of the two networks beside each other, in order of names."""
    before, after = uses(case.comparison.baseline, case.year), uses(case.scenario, case.year)
    links = {link.name: link for network in (case.before, case.after) for link in network.open_links}
    known = [name for name in sorted(links) if name in before or name in after]
    return tuple(LinkChange(links[name], before.get(name, NOT_OPEN), after.get(name, NOT_OPEN)) for name in known)


def told_links(case: Case) -> tuple[LinkChange, ...]:
    """Choose what a planner asks for first: the busiest links that carry vehicles, then those that change most."""
    carry = [change for change in link_changes(case) if SIDE_OF_MODE[change.link.mode] == LAND]
    busiest = sorted(carry, key=lambda change: -max(change.before.vehicles_day, change.after.vehicles_day))[:BUSIEST]
    return (*busiest, *(change for change in most_changed(carry) if change not in busiest))


def most_changed(changes: list[LinkChange], count: int = MOST_CHANGED) -> list[LinkChange]:
    """Return the links whose vehicles a day change most, the largest change first."""
    noticed = [change for change in changes if abs(change.difference) >= LEAST_CHANGE]
    return sorted(noticed, key=lambda change: -abs(change.difference))[:count]


def traffic_grid(case: Case) -> Grid:
    """Lay out the busiest and most changed links, without and with the scenario."""
    head = ("link_column", "vehicles_before", "vehicles_after", "ratio_before", "ratio_after", "hours_before",
            "hours_after")  # fmt: skip
    rows = tuple(_row(case.words, change) for change in told_links(case))
    title = case.words.say("traffic", year=case.year)
    return Grid(title, "wnnnnnn", heads(case, head), rows, case.words.say("traffic_note"))


def _row(words: Words, change: LinkChange) -> tuple[str, ...]:
    uses_of = (change.before, change.after)
    return (
        link_text(words, change.link),
        *(words.number(use.vehicles_day) if np.isfinite(use.hours) else words.say("nothing") for use in uses_of),
        *(words.number(use.ratio, RATIO_DIGITS) for use in uses_of),
        *(words.number(use.hours, HOURS_DIGITS) for use in uses_of),
    )


def link_text(words: Words, link: Link, *, with_mode: bool = True) -> str:
    """Name a link by its ends in the order of its name, and its mode."""
    first, second, mode = link.key
    ends = words.joined("pair", [words.place(place).partition(" (")[0] for place in (first, second)])
    return words.say("named", name=ends, kind=words.say(f"mode.{mode}")) if with_mode else ends


def waiting_sentence(case: Case) -> str:
    """Tell what goods had to wait at terminals and on links; empty when none did."""
    words = case.words
    before, after = _queues(case.comparison.baseline, case.year), _queues(case.scenario, case.year)
    names = sorted(before.keys() | after.keys(), key=lambda name: -max(before.get(name, 0.0), after.get(name, 0.0)))
    if not names:
        return ""
    items = [
        words.say(
            "waiting_item",
            where=_where(case, name),
            tonnes=words.number(after.get(name, 0.0)),
            before=words.number(before.get(name, 0.0)),
        )
        for name in names[:MOST_WAITING]
    ]
    value = case.change(KALTIM, "unserved")
    amounts = {"amount": words.rupiah(value.value), "before": words.rupiah(value.baseline)}
    return words.say("waiting", year=case.year, items="; ".join(items), **amounts)


def _queues(results: Results, year: int) -> dict[str, float]:
    """Tonnes of the longest queue of a year at each terminal and on each link where there was one."""
    data = results.data.sel(year=year).mean("member")
    queues = {
        str(name): float(size) for name, size in zip(data.terminal.to_numpy(), data.terminal_queue_t, strict=True)
    }
    on_links = data.link_queue_t.max("direction")
    queues |= {str(name): float(size) for name, size in zip(data.link.to_numpy(), on_links, strict=True)}
    return {name: size for name, size in queues.items() if size >= LEAST_QUEUE_T}


def _where(case: Case, name: str) -> str:
    """Name a terminal, or a link, by its name in the results."""
    links = {link.name: link for network in (case.before, case.after) for link in network.links.values()}
    if name in links:
        return link_text(case.words, links[name])
    place, _, side = name.rpartition(".")
    return case.words.say(f"terminal.{side}", place=case.words.place(place)) if side in SIDES else name
