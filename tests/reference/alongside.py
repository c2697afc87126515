"""Runs the reference month beside the array month, on the same world, parameters and conditions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from forks import peak_by_route, through
from month import Now, Reference, Route, Way

from simulasi.model.haulage import carried, way
from simulasi.model.roads import find_roads
from simulasi.model.structure import freight_of
from simulasi.model.traffic import cleared, is_calm, on_routes
from simulasi.model.transport import at_rest, carriage_of, freight_on, hours_of_people, trips_on
from simulasi.world.cargo import TRAFFIC_CLASSES

OF_REGIONS = (
    "growth", "people", "births", "officials", "arrivals", "minimum_wage", "local_hire", "water", "drawn", "payments",
    "commuting",
)  # fmt: skip
OF_SECTORS = ("tax", "public", "size", "built", "trend", "programme", "outside")
"""What a month brings by region, and by sector and region or partner."""
STATE_TABLES = ("price", "stock", "inputs", "owed", "expected", "capacity", "building", "jobs")
STATE_ROWS = ("wage", "income", "people", "houses", "rent", "public", "capital_orders")


def reference_of(world, p):
    """The constants of the reference month, from the accounts of a world."""
    a = world.accounts
    accounts = SimpleNamespace(
        output=a.gross_output.tolist(),
        recipe=a.technical_coefficients.tolist(),
        wage=a.wage_coefficient.tolist(),
        water_need=world.water_need.tolist(),
        water_supply=world.water_supply.tolist(),
        **{
            name: getattr(a, name).tolist()
            for name in (
                "flows", "gravity", "households", "government", "investment", "jobs", "labour_force", "population",
                "value_per_tonne", "freight_scale",
            )
        },
    )  # fmt: skip
    return Reference(accounts, world.sectors, way_of(world, p), p)


def way_of(world, p):
    """Freight on the network of a world at published hours, as plain lists; nothing is counted on the network."""
    freight, of = freight_of(world, p), carriage_of(world)
    roads = find_roads(of, p)
    hours = hours_of_people(roads, at_rest(roads, p), of, p.freight)
    return Way(
        freight.land.tolist(), freight.sea.tolist(), freight.loss.tolist(), freight.reachable.tolist(), hours.tolist()
    )


def way_of_month(state, ledger, now, s, p):
    """Freight at the volumes and waits of a state, and the routes of the month, as plain lists."""
    opened, choice = now.network, way(state.traffic, now.network, s, p).choice
    freight = freight_on(trips_on(opened.roads, choice, opened.of), opened.of, scale=s.haulage.scale).of_one_member()
    share, passing, wait_h = choice.share, None, None
    if not goes_as_expected(choice, state, ledger, now, s):
        arriving = ledger.flows * (1.0 - freight.loss[:, None])
        asked = carried(arriving + state.waiting.sum(axis=1), state.people, s.haulage)
        share, waits = cleared(opened.roads, asked, state.traffic, s.haulage.usual, p.traffic)
        passing, wait_h = opened.roads.limits.passing.tolist(), waits[:, 0].tolist()
    return Way(
        freight.land.tolist(), freight.sea.tolist(), freight.loss.tolist(), freight.reachable.tolist(),
        now.hours.tolist(),
        local=list(zip(freight.zone_region.tolist(), freight.local.tolist(), strict=True)),
        routes=routes_of(opened.roads, share[:, 0].tolist()),
        trips=s.haulage.trips.tolist(),
        passing=passing,
        wait_h=wait_h,
    )  # fmt: skip


def goes_as_expected(choice, state, ledger, now, s):
    """Whether nobody waits in a month, and nobody did."""
    roads = now.network.roads
    units = on_routes(roads, carried(ledger.flows, state.people, s.haulage), choice.share)
    return not s.haulage.waits or (is_calm(roads, units, state.traffic) and not state.waiting.any())


def routes_of(roads, share):
    """The routes of a month by class of traffic, origin and destination."""
    found, peak, passed = {}, peak_by_route(roads).T.tocsr(), through(roads)
    for number, group in enumerate(roads.group.tolist()):
        kind, pair = divmod(group, roads.ends**2)
        on_links = zip(row(peak, number, peak.indices), row(peak, number, peak.data), strict=True)
        route = Route(share[number], row(passed, number, passed.indices), dict(on_links))
        found.setdefault((TRAFFIC_CLASSES[kind], *divmod(pair, roads.ends)), []).append(route)
    return found


def row(table, number, values):
    """The entries of one row of a sparse table."""
    return values[table.indptr[number] : table.indptr[number + 1]].tolist()


def now_of(conditions, way):
    """The conditions of a month, as plain lists."""
    nodes = len(way.land[0])
    affinity = np.ones(()) if conditions.affinity is None else conditions.affinity
    return Now(
        way=way,
        affinity=np.broadcast_to(affinity, (len(way.land), nodes, nodes)).tolist(),
        world_price=conditions.world_price[:, 0, 0].tolist(),
        numeraire=conditions.numeraire,
        **{name: getattr(conditions, name).tolist() for name in OF_REGIONS},
        **{name: getattr(conditions, name)[:, 0].tolist() for name in OF_SECTORS},
    )


def plain(state):
    """A state with one member, as plain lists."""
    tables = {name: getattr(state, name)[:, 0].tolist() for name in STATE_TABLES}
    rows = {name: getattr(state, name)[0].tolist() for name in STATE_ROWS}
    return SimpleNamespace(
        **tables, **rows, backlog=state.backlog[:, :, 0].tolist(), waiting=state.waiting[:, :, 0].tolist(),
        **{name: table[:, 0].tolist() for name, table in state.traffic._asdict().items()},
    )  # fmt: skip


def gaps(reference_state, happened, state, ledger):
    """Largest difference of each field, relative to the numbers.

    What is left of larger numbers (stores, debts, queues, plant on order, what reaches the last buyers) is measured
    against those when smaller.
    """
    sales, work, volume = ledger.sales, ledger.work, float(ledger.output.mean())
    left_over = ("stock", "inputs", "owed", "backlog", "building", "capital_orders", "wanted", "arrivals", "payments")
    floors = dict.fromkeys(left_over, volume)
    floors |= dict.fromkeys(("elsewhere", "employed"), float(work.employed.sum(axis=1).mean()))
    floors |= dict.fromkeys(("public", "grant"), float(ledger.revenue.own.mean()))
    floors |= {
        "flows": float(ledger.flows.mean()),
        "waiting": volume,
        "received": volume,
        "wait_h": 1.0,
        "queue": float(ledger.loads.max()),
        "volume": float(state.traffic.volume.max()),
    }
    pairs = {name: (getattr(reference_state, name), getattr(state, name)[:, 0]) for name in STATE_TABLES}
    pairs |= {name: (getattr(reference_state, name), getattr(state, name)[0]) for name in STATE_ROWS}
    pairs |= {
        "backlog": (reference_state.backlog, state.backlog[:, :, 0]),
        "waiting": (reference_state.waiting, state.waiting[:, :, 0]),
        **{name: (getattr(reference_state, name), table[:, 0]) for name, table in state.traffic._asdict().items()},
        "output": (happened.output, ledger.output[:, 0]),
        "used": (happened.used, ledger.used[:, 0]),
        "wanted": (happened.wanted, ledger.wanted[:, :, 0]),
        "paid": (happened.paid, ledger.paid[:, 0]),
        "orders": (happened.orders, sales.orders[:, 0]),
        "shipped": (happened.shipped, sales.shipped[:, 0]),
        "arrivals": (happened.arrivals, sales.arrivals[:, :, 0]),
        "payments": (happened.payments, sales.payments[:, :, 0]),
        "flows": (happened.flows, ledger.flows[:, 0]),
        "received": (happened.received, ledger.received[:, :, 0]),
    }
    pairs |= {
        "moved": (happened.moved, ledger.moved[0]),
        "bought_by_government": (happened.public, ledger.public[:, 0]),
        "own_revenue": (happened.own_revenue, ledger.revenue.own[0]),
        "shared_revenue": (happened.shared_revenue, ledger.revenue.share[0]),
        "grant": (happened.grant, ledger.revenue.grant[0]),
        "water_need": (happened.water_need, ledger.water.need[0]),
        "water_served": (happened.water_served, ledger.water.served[0]),
        "water_allowed": (happened.water_allowed, ledger.water.allowed[:, 0]),
    }
    for name in ("carried", "surplus", "levied", "consumer_price"):
        pairs[name] = (getattr(happened, name), getattr(ledger, name)[0])
    for name in ("wages", "employed", "elsewhere", "labour_force", "unemployment"):
        pairs[name] = (getattr(happened, name), getattr(work, name)[0])
    return {name: gap(np.array(ours), theirs, floors.get(name, 0.0)) for name, (ours, theirs) in pairs.items()}


def gap(first, second, floor=0.0):
    """Largest difference, relative to the numbers, or to ``floor`` where they are smaller."""
    first = first.reshape(second.shape)
    size = np.maximum(np.maximum(abs(first), abs(second)), floor)
    return float((abs(first - second) / np.where(size > 0.0, size, 1.0)).max(initial=0.0))
