"""The accounts of the base year: who makes, ships and uses what, in one month."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from simulasi.errors import Fault, WorldError
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    import numpy as np

TOLERANCE = 1e-12


@dataclass(frozen=True)
class Accounts:
    """Base-year accounts, billion rupiah a month at base-year producer prices.

    The last axis holds the regions; an axis called *node* holds the regions, then the partners.

    gross_output           : (sector, region)
    technical_coefficients : (input, sector), input from anywhere per unit of output
    flows                  : (sector, *pairs*), shipped from origin to destination; partners do not trade
                             with each other
    households, government, investment : (sector, region), volumes delivered
    wage_coefficient       : (sector,), wages per unit of output
    value_per_tonne        : (sector,), million rupiah a tonne; of no meaning for services
    freight_scale          : (sector,), share of the raw tariff that the margins of the accounts hold
    land_freight           : (region,), transport services that carriers buy for freight by land and river
    gravity                : (sector, *pairs*), share of each origin where no trade was recorded
    jobs                   : (sector, region), persons
    labour_force, population : (region,), persons
    constant_price_weight  : (sector,), value added at 2010 prices per unit at base-year prices
    pairs                  : which origins each destination buys from
    """

    gross_output: np.ndarray
    technical_coefficients: np.ndarray
    flows: np.ndarray
    households: np.ndarray
    government: np.ndarray
    investment: np.ndarray
    wage_coefficient: np.ndarray
    value_per_tonne: np.ndarray
    freight_scale: np.ndarray
    land_freight: np.ndarray
    gravity: np.ndarray
    jobs: np.ndarray
    labour_force: np.ndarray
    population: np.ndarray
    constant_price_weight: np.ndarray
    pairs: Pairs = ALL

    def intermediate_use(self) -> np.ndarray:
        """Return the inputs used by the industries of each region, (sector, region)."""
        return self.technical_coefficients @ self.gross_output

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays by name, for saving and for fingerprints."""
        found = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "pairs"}
        return found | {f"pairs_{name}": values for name, values in self.pairs.arrays().items()}

    def check(self, *, tolerance: float = TOLERANCE) -> None:
        """Raise WorldError unless every producer sells its output; see ``sales_gap``."""
        worst = float(self.sales_gap().max())
        if not worst <= tolerance:
            raise WorldError([Fault("accounts_unbalanced", key="gross_output", value=f"{worst:.3g}")])

    def sales_gap(self) -> np.ndarray:
        """Output less shipments, relative to output, (sector, region)."""
        regions = self.gross_output.shape[1]
        gap = abs(self.pairs.by_origin(self.flows)[:, :regions] - self.gross_output)
        scale = self.gross_output + (self.gross_output == 0)
        return gap / scale
