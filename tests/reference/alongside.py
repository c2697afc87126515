"""Runs the reference month beside the array month, on the same world, parameters and conditions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from month import Now, Reference, Way

from simulasi.model.structure import freight_of

STATE_TABLES = ("price", "stock", "inputs", "owed", "expected", "capacity", "building", "jobs")
STATE_ROWS = ("wage", "income", "capital_orders")


def reference_of(world, p):
    """The constants of the reference month, from the accounts of a world."""
    a = world.accounts
    accounts = SimpleNamespace(
        output=a.gross_output.tolist(),
        recipe=a.technical_coefficients.tolist(),
        wage=a.wage_coefficient.tolist(),
        **{
            name: getattr(a, name).tolist()
            for name in (
                "flows", "gravity", "households", "government", "investment", "jobs", "labour_force", "population",
            )
        },
    )  # fmt: skip
    return Reference(accounts, world.sectors, way_of(world, p), p)


def way_of(world, p):
    """Freight on the network of a world, as plain lists."""
    freight = freight_of(world, p)
    return Way(freight.land.tolist(), freight.sea.tolist(), freight.loss.tolist(), freight.reachable.tolist())


def now_of(conditions, way):
    """The conditions of a month, as plain lists."""
    return Now(
        way=way,
        growth=conditions.growth.tolist(),
        size=conditions.size[:, 0].tolist(),
        trend=conditions.trend[:, 0].tolist(),
        programme=conditions.programme[:, 0].tolist(),
        outside=conditions.outside[:, 0].tolist(),
        world_price=conditions.world_price[:, 0, 0].tolist(),
        numeraire=conditions.numeraire,
    )


def plain(state):
    """A state with one member, as plain lists."""
    tables = {name: getattr(state, name)[:, 0].tolist() for name in STATE_TABLES}
    rows = {name: getattr(state, name)[0].tolist() for name in STATE_ROWS}
    return SimpleNamespace(**tables, **rows, backlog=state.backlog[:, :, 0].tolist())


def gaps(reference_state, happened, state, ledger):
    """Largest difference of each field, relative to the numbers.

    What is left of larger numbers (stores, debts, backlogs, plant on order) is measured against those when smaller.
    """
    sales, volume = ledger.sales, float(ledger.output.mean())
    floors = dict.fromkeys(("stock", "inputs", "owed", "backlog", "building", "capital_orders", "wanted"), volume)
    floors["workers_from_elsewhere"] = float(ledger.residents_at_work.mean())
    pairs = {name: (getattr(reference_state, name), getattr(state, name)[:, 0]) for name in STATE_TABLES}
    pairs |= {name: (getattr(reference_state, name), getattr(state, name)[0]) for name in STATE_ROWS}
    pairs |= {
        "backlog": (reference_state.backlog, state.backlog[:, :, 0]),
        "output": (happened.output, ledger.output[:, 0]),
        "used": (happened.used, ledger.used[:, 0]),
        "wanted": (happened.wanted, ledger.wanted[:, :, 0]),
        "paid": (happened.paid, ledger.paid[:, 0]),
        "orders": (happened.orders, sales.orders[:, 0]),
        "shipped": (happened.shipped, sales.shipped[:, 0]),
        "arrivals": (happened.arrivals, sales.arrivals[:, :, 0]),
        "payments": (happened.payments, sales.payments[:, :, 0]),
    }
    for name in ("carried", "surplus", "wages", "residents_at_work", "workers_from_elsewhere", "unemployment"):
        pairs[name] = (getattr(happened, name), getattr(ledger, name)[0])
    pairs["consumer_price"] = (happened.consumer_price, ledger.consumer_price[0])
    return {name: gap(np.array(ours), theirs, floors.get(name, 0.0)) for name, (ours, theirs) in pairs.items()}


def gap(first, second, floor=0.0):
    """Largest difference, relative to the numbers, or to ``floor`` where they are smaller."""
    size = np.maximum(np.maximum(abs(first), abs(second)), floor)
    return float((abs(first - second) / np.where(size > 0.0, size, 1.0)).max())
