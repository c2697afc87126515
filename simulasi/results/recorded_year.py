"""A year of a run: what adds up over its months, and how its network stood at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.haulage import seen_on_links
from simulasi.model.transport import journeys_on, modes_between, most_used, trips_on
from simulasi.results.variables import OF_TRAFFIC, OF_TRIPS, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.conditions import Conditions
    from simulasi.model.haulage import HaulageBase, Opened, Way
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters
    from simulasi.model.roads import Roads
    from simulasi.model.state import Traffic

DAYS_A_YEAR = 365.0


class Year(NamedTuple):
    """Sums over the months of a year so far, and the network as its last month left it.

    trade : (sector, member, origin, destination); None where nobody asks for it
    loads : (class, gate, member)
    queue : (gate, member), the longest of the year
    """

    trade: np.ndarray | None
    loads: np.ndarray
    queue: np.ndarray
    network: Opened
    way: Way
    traffic: Traffic


class Told(NamedTuple):
    """What is told of a year.

    arrays : by name as in ``VARIABLES``, members first and no axis of years; trips by member too
    roads  : routes of its last month
    share  : (route,), how they were used, the mean of the members that count
    """

    arrays: dict[str, np.ndarray]
    roads: Roads
    share: np.ndarray


def with_month(year: Year | None, now: Conditions, ledger: Ledger, traffic: Traffic, *, has_trade: bool = True) -> Year:
    """Add a month to a year, or begin one with it.

    traffic   : what the month left
    has_trade : whether somebody asks for trade
    """
    before = year.trade if year and year.trade is not None else 0.0
    return Year(
        trade=ledger.flows + before if has_trade else None,
        loads=ledger.loads + (year.loads if year else 0.0),
        queue=np.maximum(traffic.queue, year.queue) if year else traffic.queue,
        network=now.network,
        way=ledger.way,
        traffic=traffic,
    )


def told(
    year: Year,
    base: HaulageBase,
    vehicles: np.ndarray,
    p: Parameters,
    *,
    counted: int | None = None,
    names: frozenset[str] = frozenset(VARIABLES),
) -> Told:
    """Tell a year by what is recorded of it.

    vehicles : (class,), vehicles for a unit
    counted  : members of which means are made, the first ones; all when left out
    names    : variables that are asked for
    """
    arrays = {} if year.trade is None else {"trade": year.trade.swapaxes(0, 1)}
    arrays |= _trips(year, p) if names & OF_TRIPS else {}
    arrays |= _traffic(year, base, vehicles, p) if names & OF_TRAFFIC else {}
    arrays = {name: values for name, values in arrays.items() if name in names}
    return Told(arrays, year.network.roads, year.way.choice.share[:, :counted].mean(axis=1))


def modes_of(years: Sequence[tuple[Roads, np.ndarray]]) -> np.ndarray:
    """Modes of the most used route at the end of each year, (year, cargo, origin, destination), text.

    years : routes and how they were used, (route,)
    """
    known: dict[tuple[int, bytes], np.ndarray] = {}
    found = []
    for roads, share in years:
        best = most_used(roads, share)
        key = id(roads), best.tobytes()
        if key not in known:
            known[key] = modes_between(roads, best)
        found.append(known[key])
    return np.stack(found).astype("U64")


def _trips(year: Year, p: Parameters) -> dict[str, np.ndarray]:
    """Hours and cost of the trips at the end of the year, (member, cargo, origin, destination)."""
    roads, of, taken = year.network.roads, year.network.of, year.way.choice
    trips, hours = trips_on(roads, taken, of), journeys_on(roads, taken, of, p.freight).time_h
    found = {"travel_time_h": hours, "generalised_cost_rp_t": trips.land_cost + trips.sea_cost}
    shape = (year.queue.shape[1], *np.delete(hours.shape, 1))
    # where nothing depends on what is carried, all members share their trips
    return {name: np.broadcast_to(values.swapaxes(0, 1), shape) for name, values in found.items()}


def _traffic(year: Year, base: HaulageBase, vehicles: np.ndarray, p: Parameters) -> dict[str, np.ndarray]:
    """Return the loads of links and terminals in the year, and how links stood at its end."""
    links = len(base.catalogue.links)
    loads, queue = year.loads.transpose(2, 0, 1), year.queue.T
    both_ways = loads[..., : 2 * links].reshape(*loads.shape[:2], 2, links)
    return {
        "link_units": both_ways.swapaxes(-1, -2),
        "link_vehicles_day": (vehicles[:, None] * both_ways.sum(axis=2)).sum(axis=1) / DAYS_A_YEAR,
        "link_queue_t": queue[:, : 2 * links].reshape(-1, 2, links).swapaxes(-1, -2),
        "link_volume_pcu_h": year.traffic.volume.T,
        "link_capacity_pcu_h": year.network.roads.limits.capacity,
        "link_time_h": seen_on_links(year.traffic, year.network, base.usual, p.traffic),
        "terminal_units": loads[..., 2 * links :],
        "terminal_queue_t": queue[:, 2 * links :],
    }
