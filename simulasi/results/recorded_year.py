"""A year of a run: what adds up over its months, and how its network stood at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.labour import paid_wage
from simulasi.model.state import PROGRAMME
from simulasi.model.trade import divided, shipments
from simulasi.model.traffic import seen_on_links
from simulasi.model.transport import journeys_on, modes_between, most_used, trips_on
from simulasi.results.recorded_haul import OF_HAULS, hauled
from simulasi.results.recorded_money import bought_by_use
from simulasi.results.variables import OF_TRAFFIC, OF_TRIPS, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.conditions import Conditions
    from simulasi.model.haulage import HaulageBase, Opened, Way
    from simulasi.model.labour import LabourBase
    from simulasi.model.ledger import Ledger
    from simulasi.model.parameters import Parameters
    from simulasi.model.roads import Roads
    from simulasi.model.state import State, Traffic

DAYS_A_YEAR = 365.0
MONTHS_A_YEAR = 12


class Year(NamedTuple):
    """Sums over the months of a year so far, and the network as its last month left it.

    trade, orders : (sector, member, origin, destination), shipped, and ordered first; None where nobody asks for it
    bought : (use, sector, member, region)
    price : (sector, member, node), mean of producers' prices
    wage, tax : (sector, member, region), means of what industries pay, and of taxes over the producer price
    loads : (class, gate, member)
    queue : (gate, member), the longest of the year
    """

    trade: np.ndarray | None
    orders: np.ndarray | None
    bought: np.ndarray
    price: np.ndarray
    wage: np.ndarray
    tax: np.ndarray
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


def with_month(
    year: Year | None, now: Conditions, ledger: Ledger, after: State, base: LabourBase, p: Parameters, *,
    names: frozenset[str] = frozenset(VARIABLES),
) -> Year:  # fmt: skip
    """Add a month to a year, or begin one with it.

    after : what the month left
    names : variables that are asked for
    """
    traffic = after.traffic
    wage = paid_wage(after.wage, now, base, p.labour)
    return Year(
        trade=_added(year and year.trade, ledger.flows) if "trade" in names else None,
        orders=_added(year and year.orders, ordered(ledger)) if "orders" in names else None,
        bought=bought_by_use(ledger) + (year.bought if year else 0.0),
        price=ledger.price / MONTHS_A_YEAR + (year.price if year else 0.0),
        wage=wage / MONTHS_A_YEAR + (year.wage if year else 0.0),
        tax=np.broadcast_to(now.tax, wage.shape) / MONTHS_A_YEAR + (year.tax if year else 0.0),
        loads=ledger.loads + (year.loads if year else 0.0),
        queue=np.maximum(traffic.queue, year.queue) if year else traffic.queue,
        network=now.network,
        way=ledger.way,
        traffic=traffic,
    )


def _added(before: np.ndarray | None, now: np.ndarray) -> np.ndarray:
    return now if before is None else before + now


def ordered(ledger: Ledger) -> np.ndarray:
    """Return what each destination ordered first of each origin, before anything was short, (sector, member, *pairs*).

    Orders of an origin by all destinations stand in the ledger; pulls and weights say how they are spread (eq. 8).
    """
    sales, market = ledger.sales, ledger.way.market
    wanted = sales.pulls[:, : PROGRAMME + 1].sum(axis=1)
    pull = divided(sales.orders, market.pairs.to_origins(wanted, market.weight), otherwise=0.0)
    return shipments(sales._replace(offers=pull[:, None], pulls=wanted[:, None]), market)


def told(
    year: Year,
    base: HaulageBase,
    vehicles: np.ndarray,
    p: Parameters,
    *,
    counted: Sequence[int] | None = None,
    names: frozenset[str] = frozenset(VARIABLES),
) -> Told:
    """Tell a year by what is recorded of it.

    vehicles : (class,), vehicles for a unit
    counted  : places of the members of which means are made; all when left out
    names    : variables that are asked for
    """
    between = {"trade": year.trade, "orders": year.orders}
    arrays = {name: values.swapaxes(0, 1) for name, values in between.items() if values is not None}
    arrays |= {
        "bought": np.moveaxis(year.bought, 2, 0),
        "producer_price": year.price.swapaxes(0, 1),
        "paid_wage": year.wage.swapaxes(0, 1),
        "product_tax": year.tax.swapaxes(0, 1),
    }
    arrays |= _trips(year, p) if names & OF_TRIPS else {}
    arrays |= _traffic(year, base, vehicles, p) if names & OF_TRAFFIC else {}
    if names & OF_HAULS:
        arrays |= hauled(year.loads, year.traffic.volume, year.network, base.catalogue.links, vehicles, p)
    arrays = {name: values for name, values in arrays.items() if name in names}
    return Told(arrays, year.network.roads, mean_of(year.way.choice.share.T, counted)[0])


def mean_of(values: np.ndarray, counted: Sequence[int] | None) -> np.ndarray:
    """Mean of the members that count, (1, ...); what all members share has one place, and stays.

    counted : their places; all when left out

    >>> mean_of(np.array([1.0, 2.0, 6.0]), [0, 2]), mean_of(np.array([7.0]), [0, 2])
    (array([3.5]), array([7.]))
    """
    chosen = values if counted is None or len(values) == 1 else values[np.asarray(counted)]
    mean: np.ndarray = chosen.mean(axis=0, keepdims=True)
    return mean


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
        "link_time_h": seen_on_links(year.network.roads, year.traffic, base.usual, p.traffic),
        "terminal_units": loads[..., 2 * links :],
        "terminal_queue_t": queue[:, 2 * links :],
    }
