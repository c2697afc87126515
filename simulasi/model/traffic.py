"""Who takes which route, how long it takes when others do too, and what cannot pass (eq. 1a-1d)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from simulasi.model.roads import HOURS_A_MONTH, Fares
from simulasi.model.state import Traffic
from simulasi.model.trade import divided
from simulasi.routing.bpr import delay_factor

if TYPE_CHECKING:
    from simulasi.model.parameters import TrafficParameters
    from simulasi.model.roads import Roads

TIE = 1e-12
LEAST_SPREAD = 0.01
"""Spread of routes with which waiting turns traffic away when all else goes by the least-cost route."""
CLEARING_ROUNDS, OVERLOAD = 60, 1e-6
"""Most rounds in which waits are found, and the overload of a gate, or the hours, that are taken for none."""
FORGOTTEN_H = 1e-3
MOST_SLOWER = 1_000.0
"""Times the published hours that a link takes at most: nobody sets out on a trip of months."""


class Usual(NamedTuple):
    """The network of the base year: hours are published at these volumes.

    volume, capacity : (link,)
    """

    volume: np.ndarray
    capacity: np.ndarray


class Choice(NamedTuple):
    """Routes taken in a month: the share of each in its group, and what it costs, (route, member) each."""

    share: np.ndarray
    fares: Fares


def slower(roads: Roads, now: Traffic, usual: Usual, p: TrafficParameters) -> np.ndarray:
    """Hours of links over the published ones, (link, member): ``t / t_published`` (eq. 1a).

    ``t = t0 (1 + a (v/c)^b)``, where t0 makes the hours of the base volume the published ones.
    """
    by = {"b": p.congestion, "power": p.congestion_power}
    now_factor = delay_factor(now.volume, roads.limits.capacity[:, None], **by)
    found = now_factor / delay_factor(usual.volume, usual.capacity, **by)[:, None]
    # a link of no capacity stays closed
    return np.where(np.isinf(found), found, np.minimum(found, MOST_SLOWER))


def seen_on_links(roads: Roads, now: Traffic, usual: Usual, p: TrafficParameters) -> np.ndarray:
    """Hours on every link of the run, there and back, (member, link, direction); infinite where it is not open."""
    edges, links = roads.edges, len(usual.volume)
    on_link = np.flatnonzero(edges.link >= 0)
    hours = edges.time_h[on_link, None] * slower(roads, now, usual, p)[edges.link[on_link]]
    found = np.full((2 * links, hours.shape[1]), np.inf)
    found[edges.gate[on_link]] = hours + now.wait_h[edges.gate[on_link]]
    return np.asarray(found.reshape(2, links, -1).transpose(2, 1, 0))


def delayed(
    roads: Roads, now: Traffic, usual: Usual, p: TrafficParameters, *, delay: np.ndarray | float = 1.0
) -> Fares:
    """Fares and hours of routes at the volumes and waits that are expected, (route, member) each (eq. 1a).

    delay : (member,), factor of the hours on links with a capacity
    """
    edges = roads.delays.edges
    travel = delay * slower(roads, now, usual, p)[roads.edges.link[edges]] - 1.0
    return with_hours(roads, roads.edges.time_h[edges, None] * travel, now.wait_h[roads.delays.gates], now.queue)


def with_hours(roads: Roads, travel: np.ndarray, waits: np.ndarray, queue: np.ndarray) -> Fares:
    """Fares and hours of routes when links and gates take longer, (route, member) each.

    travel : (slow edge, member), hours beyond the published ones
    waits  : (limited gate, member), hours
    queue  : (gate, member), tonnes that wait; those that find no room in store wait in their vehicles, which are paid
    """
    gates = roads.delays.gates
    waiting, room = queue[gates], roads.limits.storage[gates, None]
    in_vehicle = waits * divided(np.maximum(waiting - room, 0.0), waiting, otherwise=0.0)
    hours = np.concatenate([np.broadcast_to(part, (len(part), waits.shape[1])) for part in (travel, waits, in_vehicle)])
    later = roads.over @ (roads.delays.by @ hours).reshape(roads.over.shape[1], -1)
    parts = zip(roads.published, later.reshape(len(later), -1, waits.shape[1]).swapaxes(0, 1), strict=True)
    return Fares(*(fare[:, None] + more for fare, more in parts))


def choose(roads: Roads, fares: Fares, p: TrafficParameters) -> Choice:
    """Choose routes by their cost: a logit in relative cost, corrected for overlap, or the least alone (eq. 1b)."""
    return Choice(route_shares(roads, generalised(roads, fares), spread=p.route_spread), fares)


def generalised(roads: Roads, fares: Fares) -> np.ndarray:
    """Cost that decides, Rp a unit: what is paid and what spoils, (route, member)."""
    return fares.land + fares.sea + roads.hour_loss[:, None] * fares.hours


def route_shares(roads: Roads, cost: np.ndarray, *, spread: float) -> np.ndarray:
    """Share of each route in its group, (route, member).

    ``share ~ path size x exp(-(cost / least cost - 1) / spread)``; with a spread of 0 the cheapest routes share alike.
    """
    if not len(cost):
        return cost
    dearer = cost / by_group(roads, cost, np.minimum)[roads.place] - 1.0
    weight = roads.path_size[:, None] * np.exp(dearer / -spread) if spread > 0.0 else (dearer <= TIE) * 1.0
    return np.asarray(weight / by_group(roads, weight, np.add)[roads.place])


def by_group(roads: Roads, values: np.ndarray, combine: np.ufunc) -> np.ndarray:
    """Combine the values of the routes of each group, (group, member): the first with what the others make.

    A group has few routes, so one pass for each place in it is several times as fast as ``combine.reduceat``, and in
    the same order.
    """
    groups, second, later = roads.followers
    found: np.ndarray = values[roads.starts]
    others = values[second]
    for some, route in later:
        others[some] = combine(others[some], values[route])
    found[groups] = combine(found[groups], others)
    return found


def by_pair(roads: Roads, values: np.ndarray, *, classes: int, otherwise: float = 0.0) -> np.ndarray:
    """Sum values of routes over each class and pair, (class, member, origin, destination).

    values    : (route, member)
    otherwise : for pairs without a route
    """
    members, ends = values.shape[1], roads.ends
    table = np.full((classes * ends * ends, members), otherwise)
    if len(values):
        table[roads.groups] = by_group(roads, values, np.add)
    return np.ascontiguousarray(table.reshape(classes, ends, ends, members).transpose(0, 3, 1, 2))


def on_routes(roads: Roads, carried: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Put what is carried between pairs on the routes, (route, member), units a month.

    carried : (class, member, origin, destination)
    """
    flat = carried.transpose(0, 2, 3, 1).reshape(-1, carried.shape[1])
    return np.asarray(flat[roads.group] * share)


def on_stretches(roads: Roads, units: np.ndarray) -> np.ndarray:
    """Add up the units of the routes that pass each stretch, (stretch, member).

    units : (route, member)
    """
    return np.asarray(roads.under @ units)


def peak_volumes(roads: Roads, passed: np.ndarray) -> np.ndarray:
    """Passenger car units in the peak hour on every link, (link, member).

    passed : (stretch, member), units a month
    """
    return np.asarray(roads.peak @ passed)


def gate_loads(roads: Roads, passed: np.ndarray, *, classes: int) -> np.ndarray:
    """Units that pass each gate in the month, by class, (class, gate, member).

    passed : (stretch, member), units of the month
    """
    return np.asarray((roads.loads @ passed).reshape(classes, -1, passed.shape[1]))


def is_calm(roads: Roads, units: np.ndarray, now: Traffic) -> np.ndarray:
    """Tell of each member whether nobody expects to wait at a gate, and nobody has to, (member,).

    units : (route, member), units on the routes that are expected to be the best
    """
    capacity = roads.limits.passing[roads.delays.gates, None]
    return np.asarray(~now.wait_h.any(axis=0) & (roads.limited @ units <= capacity).all(axis=0))


def cleared(
    roads: Roads, asked: np.ndarray, now: Traffic, usual: Usual, p: TrafficParameters,
    *, delay: np.ndarray | float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Let waiting at gates turn traffic to other routes until the gates can pass what is left (eq. 1c).

    asked : (class, member, origin, destination), units of the month and what waits

    Hours of waiting at a gate rise with its overload, as much as turns that part of a logit away, and faster where it
    has nowhere to turn; at most they are what the whole excess takes to pass. Returns the share of each route,
    (route, member), and hours of waiting, (gate, member). A member that has settled stays as it is, so that none
    depends on its company.
    """
    edges, gates = roads.delays.edges, roads.delays.gates
    travel = roads.edges.time_h[edges, None] * (delay * slower(roads, now, usual, p)[roads.edges.link[edges]] - 1.0)
    capacity = roads.limits.passing[gates, None]
    waits = np.zeros((len(gates), asked.shape[1]))
    most, over_before, pace = waits, np.full_like(waits, np.inf), np.ones_like(waits)
    share, settled = np.zeros((len(roads.group), waits.shape[1])), np.zeros(waits.shape[1], dtype=bool)
    for turn in range(CLEARING_ROUNDS):
        fares = with_hours(roads, travel, waits, now.queue)
        spread = max(p.route_spread, LEAST_SPREAD) if turn else p.route_spread
        found = route_shares(roads, generalised(roads, fares), spread=spread)
        share = np.where(settled, share, found) if settled.any() else found
        units = on_routes(roads, asked, share)
        load = roads.limited @ units
        most = HOURS_A_MONTH * np.maximum(load / capacity - 1.0, 0.0) if turn == 0 else most
        over = np.log(np.maximum(load, TIE * capacity) / capacity)
        dearer = roads.hour_value[:, None] / (max(spread, LEAST_SPREAD) * (fares.land + fares.sea))
        turned = divided(roads.limited @ (units * dearer), load, otherwise=1.0)
        pace = np.where((over > OVERLOAD) & (over > over_before / 2.0), 2.0 * pace, 1.0)
        before, over_before = waits, over
        waits = np.clip(waits + pace * divided(over, turned, otherwise=0.0), 0.0, most)
        settled |= (abs(waits - before) <= OVERLOAD).all(axis=0)
        if settled.all():
            break
        waits = np.where(settled, before, waits)
    full = np.zeros((len(now.wait_h), waits.shape[1]))
    full[gates] = before
    return share, full


def passing(roads: Roads, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find what part of the load of each route passes in the month, and what waits at each gate (eq. 1c).

    units : (route, member), units that ask to pass; people do not wait
    Every gate serves all alike, whatever their order; a route passes what its tightest gate lets through.

    Returns shares, (route, member), and tonnes that wait, (gate, member).
    """
    gates, through = roads.delays.gates, csr_array(roads.limited.T)
    share, queue = np.ones_like(units), np.zeros((len(roads.limits.passing), units.shape[1]))
    passes, at = np.diff(through.indptr), through.indices
    some = passes > 0
    if not some.any():
        return share, queue
    first, passes = through.indptr[:-1][some], passes[some]
    asked, capacity = roads.limited @ units, roads.limits.passing[gates, None]
    fits = asked <= capacity * (1.0 + OVERLOAD)
    open_share = np.where(fits, 1.0, capacity / np.where(asked > 0.0, asked, 1.0))[at]
    least = np.minimum.reduceat(open_share, first)
    tightest = open_share <= np.repeat(least, passes, axis=0)
    stopped = (1.0 - least) * units[some] / np.add.reduceat(tightest * 1.0, first)
    share[some] = least
    queue[gates] = summed_by(at, np.repeat(stopped, passes, axis=0) * tightest, rows=len(gates))
    return share, queue


def summed_by(index: np.ndarray, values: np.ndarray, *, rows: int) -> np.ndarray:
    """Sum rows of values that share an index, (rows, member)."""
    return np.stack([np.bincount(index, column, minlength=rows) for column in values.T], axis=1)


def averaged(before: Traffic, volume: np.ndarray, wait_h: np.ndarray, queue: np.ndarray, *, speed: float) -> Traffic:
    """Move what is expected towards what was seen (eq. 1d): ``v + speed (seen - v)``; a queue is seen at once.

    Waits of a few seconds are forgotten.
    """
    expected = before.wait_h + speed * (wait_h - before.wait_h)
    return Traffic(
        before.volume + speed * (volume - before.volume), np.where(expected < FORGOTTEN_H, 0.0, expected), queue
    )
