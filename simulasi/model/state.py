"""The state of the economy between two months, and the ledger of what happened in one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

INPUTS, FINAL, INVESTMENT, PROGRAMME = range(4)
"""Classes of buyers, in the order in which short supply goes to them (eq. 8)."""


class Traffic(NamedTuple):
    """What drivers and shippers expect of the network, from the months before.

    volume : (link, member), passenger car units in the peak hour, both directions
    wait_h : (gate, member), hours of waiting at each gate
    queue  : (gate, member), tonnes that were left waiting at the end of the month
    """

    volume: np.ndarray
    wait_h: np.ndarray
    queue: np.ndarray


class State(NamedTuple):
    """What is carried from month to month. Layout ``[sector, member, region]`` unless noted; never changed in place.

    Volumes are billion rupiah a month at base-year prices; prices and wages are 1 in the base year.
    """

    price: np.ndarray
    """Producer price."""
    stock: np.ndarray
    """Finished goods held by their makers."""
    inputs: np.ndarray
    """Inputs held at the market of the buyers' region."""
    owed: np.ndarray
    """Inputs used before they were delivered."""
    expected: np.ndarray
    """Expected demand."""
    capacity: np.ndarray
    """Largest output of a month."""
    building: np.ndarray
    """Capacity ordered and not yet in use."""
    jobs: np.ndarray
    """Filled jobs, persons at the productivity of the base year."""
    wage: np.ndarray
    """Wage, base = 1, ``[member, region]``."""
    income: np.ndarray
    """Income that households of a region can spend next month, bn Rp, ``[member, region]``."""
    people: np.ndarray
    """Residents, persons, ``[member, region]``."""
    houses: np.ndarray
    """Persons that can be housed at the rent of the base year, ``[member, region]``."""
    rent: np.ndarray
    """Rent of a house, base = 1, ``[member, region]``."""
    public: np.ndarray
    """What governments spend next month beyond the trend, bn Rp, ``[member, region]``."""
    capital_orders: np.ndarray
    """Net orders of new capital, bought next month, ``[member, region]``."""
    backlog: np.ndarray
    """Investment and programme orders not yet filled, ``[sector, 2, member, region]``."""
    traffic: Traffic
    """Volumes and queues on the network."""
    waiting: np.ndarray
    """Goods that wait at gates, for industries and for others, net of spoilage, ``[sector, 2, member, *pairs*]``.

    There are no sectors in it in a run in which nothing can have to wait."""


def for_members(state: State, members: int) -> State:
    """Repeat a state of one member."""
    axes = dict.fromkeys(State._fields, -2) | {"waiting": 2}
    tables = {name: table for name, table in state._asdict().items() if name != "traffic"}
    repeated = {name: np.repeat(table, members, axis=axes[name]) for name, table in tables.items()}
    traffic = Traffic(*(np.repeat(table, members, axis=1) for table in state.traffic))
    return State(**repeated, traffic=traffic)


class Sales(NamedTuple):
    """What was ordered, shipped and delivered in a month.

    Axes: ``[sector, buyer, member, node]``; a node is a region or, after them, a partner. Along ``offer`` stand the
    four classes of buyers, then the first two once more: what they missed is offered to origins with something left.
    """

    orders: np.ndarray
    """First orders at each origin, ``[sector, member, node]``."""
    shipped: np.ndarray
    """Shipments of each origin, ``[sector, member, node]``."""
    arrivals: np.ndarray
    """Deliveries at each destination."""
    payments: np.ndarray
    """What buyers paid for them with freight, bn Rp."""
    offers: np.ndarray
    """Attraction of each origin times what it could fill, ``[sector, offer, member, node]``."""
    pulls: np.ndarray
    """Demand of each destination per unit of attraction, ``[sector, offer, member, node]``."""

    def of_sectors(self, goods: int) -> tuple[Sales, Sales]:
        """Return the sales of the first sectors, and those of the others."""
        return Sales(*(part[:goods] for part in self)), Sales(*(part[goods:] for part in self))
