"""Who uses a link: pairs and classes of traffic whose routes pass it in a year of a scenario (select-link analysis)."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.agents import HinterlandModel, running
from simulasi.errors import Fault, ResultError
from simulasi.model.haulage import carried
from simulasi.model.traffic import cleared, on_routes, passing
from simulasi.recorder import Recorder
from simulasi.results.recorded_year import DAYS_A_YEAR
from simulasi.routing.select_link import Users, users_of
from simulasi.world.cargo import FREIGHT_CLASSES, TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import OPEN

if TYPE_CHECKING:
    from simulasi.model.conditions import Conditions
    from simulasi.model.haulage import HaulageBase
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters, TrafficParameters
    from simulasi.model.state import State
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.network import Link, Network
    from simulasi.world.world import World

JANUARY, DECEMBER = 1, 12
COLUMNS = ("cargo", "origin", "destination", "units_year", "vehicles_day", "share")
MOST_NEAR, LEAST_LIKE = 3, 0.5
"""Names that are offered for an unknown one, and how like it they must be."""


@dataclass(frozen=True, eq=False)
class LinkUsers:
    """How a link is used in a year, and by whom.

    link         : as it stands in December; its hours are the published ones
    vehicles_day : mean of the year, both ways
    volume_pcu_h, capacity_pcu_h : of the peak hour in December
    hours        : in December, there and back; infinite for the way that a one-way link does not lead
    users        : ``COLUMNS``, those with most vehicles first; units are tonnes, of people persons; ``share`` is the
                   part of the traffic of that class and pair which passes the link
    """

    link: Link
    year: int
    vehicles_day: float
    volume_pcu_h: float
    capacity_pcu_h: float
    hours: tuple[float, float]
    users: pd.DataFrame


def link_users(scenario: Scenario, p: Parameters, name: str, year: int) -> LinkUsers:
    """Run a scenario to the end of a year and tell who uses a link in it; ResultError for a link that is not open."""
    scenario.base.check_all_pairs()
    check_year(scenario, year)
    last = Month(year, DECEMBER)
    link = open_link(scenario.world_at(last).network, name, last)
    totals: list[Users] = []
    with running(HinterlandModel(replace(scenario, end=last), p)) as model:
        recorder = Recorder(model.scenario, model.course)
        base = model.course.structure.haulage
        while model.month <= last:
            month, now, before = model.month, model.conditions, model.state
            model.step()
            if month.year == year:
                recorder.record(month, now, model.state, model.last)
                totals.append(_users(link, moved_on_routes(before, model.last, now, base, p.traffic), now, base))
    seen = recorder.dataset().sel(year=year, link=link.name).isel(member=0)
    found = Users(sum(each.units for each in totals), sum(each.total for each in totals))  # type: ignore[arg-type]
    there, back = (float(hours) for hours in seen.link_time_h)
    return LinkUsers(
        link, year, float(seen.link_vehicles_day), float(seen.link_volume_pcu_h), float(seen.link_capacity_pcu_h),
        (there, back), _table(found, scenario.base),
    )  # fmt: skip


def check_year(scenario: Scenario, year: int) -> None:
    """Raise ResultError for a year that is no whole year of the scenario."""
    first = scenario.start.year + (scenario.start.month > JANUARY)
    last = scenario.end.year - (scenario.end.month < DECEMBER)
    if not first <= year <= last:
        raise ResultError(
            [Fault("year_not_run", "--year", value=str(year), fields={"first": str(first), "last": str(last)})]
        )


def open_link(network: Network, name: str, month: Month) -> Link:
    """Return the link of a name, its ends in either order; ResultError when there is none or it is not open.

    >>> from simulasi.world.network import Link, Network
    >>> network = Network.of((), (Link(("bontang", "samarinda"), "road", 127.0, 3.7),))
    >>> open_link(network, "samarinda-bontang.road", Month(2021, 12)).key
    ('bontang', 'samarinda', 'road')
    """
    known = {link.name: link for link in network.links.values()}
    turned = {_turned(link): link for link in network.links.values()}
    link = known.get(name) or turned.get(name)
    if link is None:
        near = difflib.get_close_matches(name, sorted({*known, *turned}), n=2 * MOST_NEAR, cutoff=LEAST_LIKE)
        names = dict.fromkeys((known.get(other) or turned[other]).name for other in near)
        raise ResultError([Fault("unknown_link", value=name, fields={"nearest": "', '".join([*names][:MOST_NEAR])})])
    if link.state != OPEN:
        raise ResultError([Fault("link_not_open", value=link.name, fields={"month": str(month)})])
    return link


def _turned(link: Link) -> str:
    first, second, mode = link.key
    return f"{second}-{first}.{mode}"


def _users(link: Link, moved: np.ndarray, now: Conditions, base: HaulageBase) -> Users:
    """Who used a link in a month, by class and pair, (group, member).

    moved : (route, member), what passed on each route
    """
    roads = now.network.roads
    edges = np.flatnonzero(roads.edges.link == base.catalogue.links.index(link.name))
    groups = len(TRAFFIC_CLASSES) * roads.ends**2
    return users_of(roads.on, roads.group, moved, edges, groups=groups)


def moved_on_routes(
    before: State, ledger: Ledger, now: Conditions, base: HaulageBase, p: TrafficParameters
) -> np.ndarray:
    """Return what passed on each route in a month, (route, member): the loads of the month, before they are summed.

    before : the state that the month began with
    """
    roads, taken = now.network.roads, ledger.way
    if not base.waits:
        return on_routes(roads, carried(ledger.flows, before.people, base), taken.choice.share)
    weight = taken.market.weight
    arriving = ledger.flows * taken.market.arriving / np.where(weight > 0.0, weight, 1.0)
    asked = carried(arriving + before.waiting.sum(axis=1), before.people, base)
    share, _ = cleared(roads, asked, before.traffic, base.usual, p)
    units = on_routes(roads, asked, share)
    is_cargo = (roads.kind < len(FREIGHT_CLASSES))[:, None]
    passed, _ = passing(roads, units * is_cargo)
    return np.asarray(units * np.where(is_cargo, passed, 1.0))


def _table(found: Users, world: World) -> pd.DataFrame:
    """Lay out the groups that use the link, those with most vehicles first."""
    nodes = (*world.region_ids, *world.partner_ids)
    units, share = found.units[:, 0], found.share[:, 0]
    group = np.flatnonzero(units > 0.0)
    kind, origin, destination = np.unravel_index(group, (len(TRAFFIC_CLASSES), len(nodes), len(nodes)))
    vehicles = np.array([cargo.vehicles_per_unit for cargo in world.cargo])[kind] * units[group] / DAYS_A_YEAR
    columns = (
        [TRAFFIC_CLASSES[index] for index in kind], [nodes[index] for index in origin],
        [nodes[index] for index in destination], units[group], vehicles, share[group],
    )  # fmt: skip
    rows = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    return rows.sort_values("vehicles_day", ascending=False, kind="stable", ignore_index=True)
