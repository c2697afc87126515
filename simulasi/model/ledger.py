"""All that happened in one month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulasi.model.haulage import flows_of

if TYPE_CHECKING:
    import numpy as np

    from simulasi.model.budgets import Revenue
    from simulasi.model.haulage import Way
    from simulasi.model.labour import Work
    from simulasi.model.state import Sales
    from simulasi.model.water import Water


class Ledger(NamedTuple):
    """All that happened in a month; layout as in ``State``."""

    output: np.ndarray
    wanted: np.ndarray
    """Wants of each class of buyer, ``[sector, buyer, member, node]``."""
    sales: Sales
    price: np.ndarray
    """Producer price at each origin, ``[sector, member, node]``."""
    paid: np.ndarray
    """Price paid for a delivered unit, freight included, ``[sector, member, node]``."""
    used: np.ndarray
    """Inputs used by industries and carriers."""
    carried: np.ndarray
    """Of which transport services used by carriers, ``[member, region]``."""
    surplus: np.ndarray
    """Value of output less inputs, wages and taxes on products, bn Rp, ``[member, region]``."""
    work: Work
    """Who works, and what is paid for it."""
    moved: np.ndarray
    """People who moved, ``[member, *pairs*]``: from and to the regions, then the rest of the country."""
    public: np.ndarray
    """What governments wanted to buy."""
    revenue: Revenue
    """Revenue of local governments."""
    levied: np.ndarray
    """Taxes less subsidies on products, bn Rp, ``[member, region]``."""
    water: Water
    """Raw water that was needed and served."""
    consumer_price: np.ndarray
    """Cost of the base basket of households, base = 1, ``[member, region]``."""
    received: np.ndarray
    """What came out of gates less what went to wait, of industries and of others, ``[sector, 2, member, region]``."""
    loads: np.ndarray
    """Units that passed each gate of the network, ``[class, gate, member]``: tonnes, of people persons."""
    way: Way
    """Routes, freight and market of the month."""
    routed: np.ndarray | None
    """Shipments as they were put on the routes, ``[sector, member, *pairs*]``; None where no route is kept."""

    @property
    def flows(self) -> np.ndarray:
        """Shipments, ``[sector, member, *pairs*]``; made when they are asked for where no route is kept."""
        return flows_of(self.sales, self.way) if self.routed is None else self.routed
