"""The whole calendar years of a run, and how a year is made from its months."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.errors import ResultError
from simulasi.results.choice import not_recorded, recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

MONTHS_A_YEAR = 12
SUM, MEAN, END, MADE = "sum", "mean", "end", "made"
"""How a year is made: the sum or the mean of its months, its December, or from other numbers of the year."""

FROM_MONTHS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    SUM: lambda months: months.sum(axis=2),
    MEAN: lambda months: months.mean(axis=2),
    END: lambda months: months[:, :, -1],
}

FROM_MEANS = {SUM: float(MONTHS_A_YEAR), MEAN: 1.0}
"""Times the mean of a year."""


@dataclass(frozen=True, eq=False)
class Record:
    """The whole years of a run.

    data      : the dataset of a result; months and years outside whole years are left out
    base_year : year of the accounts, the year before the first that can be run
    """

    data: xr.Dataset
    base_year: int

    @cached_property
    def regions(self) -> list[str]:
        """Ids of the regions."""
        return [str(region) for region in self.data.region.to_numpy()]

    @cached_property
    def nodes(self) -> list[str]:
        """Ids of the regions, then of the partners."""
        return [str(node) for node in self.data.origin.to_numpy()]

    @cached_property
    def years(self) -> list[int]:
        """The whole years."""
        return [int(year) for year in self.data.year.to_numpy()]

    @cached_property
    def trade(self) -> np.ndarray:
        """Shipments, (member, year, sector, origin, destination)."""
        return np.asarray(recorded(self.data, "trade"))

    @cached_property
    def trade_of_all_sectors(self) -> np.ndarray:
        """Shipments of all sectors together, (member, year, 1, origin, destination)."""
        return np.asarray(self.trade.sum(axis=2, keepdims=True))

    def of_year(self, name: str, kind: str) -> np.ndarray:
        """Turn the months of a variable into years, (member, year, region).

        Where only the means of years were recorded nothing is known of December: ResultError.
        """
        found = recorded(self.data, name)
        values = found.to_numpy()
        if "year" in found.dims:
            if kind not in FROM_MEANS:
                raise ResultError([not_recorded(name, self.data.attrs)])
            return FROM_MEANS[kind] * values
        shape = (len(values), len(self.years), MONTHS_A_YEAR, len(self.regions))
        return FROM_MONTHS[kind](values.reshape(shape))

    def yearly(self, name: str) -> np.ndarray:
        """Return a variable that is recorded by year, (member, year, region)."""
        return np.asarray(recorded(self.data, name).to_numpy())


def whole(data: xr.Dataset, base_year: int) -> Record:
    """Cut a dataset to its whole calendar years.

    base_year : year of the accounts
    """
    months = pd.DatetimeIndex(data.month.to_numpy())
    found, counts = np.unique(months.year, return_counts=True)
    years = [int(year) for year in found[counts == MONTHS_A_YEAR]]
    return Record(data.isel(month=np.isin(months.year, years)).sel(year=years), base_year)
