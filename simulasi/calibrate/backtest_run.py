"""What a run says of the quantities of the record: by industry letter, by part of a year, by origin of goods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulasi.results.areas import all_areas
from simulasi.results.indicators import whole_years
from simulasi.results.register import INDICATORS

if TYPE_CHECKING:
    import xarray as xr

    from simulasi.results.record import Record
    from simulasi.results.results import Results
    from simulasi.world.world import World

MONTHS_A_YEAR = 12
PERCENT = 100.0
NOT_A_NUMBER = float("nan")


@dataclass(frozen=True, eq=False)
class Run:
    """A run beside the world that it started from; means of the members count.

    results : from January 2022 on, so that growth of 2022 is growth over the accounts of the base year
    """

    results: Results
    world: World

    @cached_property
    def data(self) -> xr.Dataset:
        """All numbers of the run, averaged over members, without words."""
        numbers = [name for name, array in self.results.data.data_vars.items() if array.dtype.kind in "fiu"]
        return self.results.data[numbers].mean("member")

    @cached_property
    def years(self) -> Record:
        """The whole years of the run."""
        return whole_years(self.results)

    @cached_property
    def months(self) -> pd.DatetimeIndex:
        """Months of the run."""
        return pd.DatetimeIndex(self.results.data.month.to_numpy())

    @property
    def base_year(self) -> int:
        """Year of the accounts."""
        return int(self.results.story["base_year"])

    def indicator(self, name: str, area: str, year: int) -> float:
        """Return a yearly indicator of an area; NaN where the run has none."""
        areas = list(all_areas(self.years.regions))
        if year not in self.years.years or area not in areas:
            return NOT_A_NUMBER
        values = INDICATORS[name].make(self.years).mean(axis=0)
        return float(values[self.years.years.index(year), areas.index(area)])

    def members(self, area: str) -> np.ndarray:
        """Return the positions of the regions of an area; none where this world lacks it."""
        return np.array(all_areas(list(self.world.region_ids)).get(area, []), dtype=int)

    def when(self, year: int, first: int = 1, last: int = MONTHS_A_YEAR) -> np.ndarray:
        """Return the positions of the months of a part of a year; none unless all of them were run."""
        found = np.flatnonzero((self.months.year == year) & (self.months.month >= first) & (self.months.month <= last))
        return found if len(found) == last - first + 1 else np.array([], dtype=int)

    def monthly(self, name: str, *axes: str) -> np.ndarray:
        """Return a monthly variable of regions, (month, region, further axes)."""
        return self.data[name].transpose("month", "region", *axes).to_numpy()

    def mean(self, name: str, area: str, when: np.ndarray) -> float:
        """Return the mean over some months of a monthly variable whose regions add up; NaN without a month."""
        values = self.monthly(name)[np.ix_(when, self.members(area))]
        return float(values.sum(axis=1).mean()) if values.size else NOT_A_NUMBER

    def sectors(self, letters: str) -> np.ndarray:
        """Return the positions of the sectors that hold any of some BPS letters, ``"M,N"``."""
        wanted = set(letters.split(","))
        return np.flatnonzero([bool(wanted & set(sector.kbli.split())) for sector in self.world.sectors])

    def made(self, letters: str, area: str, when: np.ndarray, *, real: bool) -> float:
        """Return value added of industries in an area over some months, bn Rp; NaN without a month.

        real : at prices of 2010, else at those of the base year
        """
        sectors, members = self.sectors(letters), self.members(area)
        if not (len(when) and len(sectors) and len(members)):
            return NOT_A_NUMBER
        by_sector = self.data["value_added"].to_numpy()[np.ix_(when, members, sectors)].sum(axis=(0, 1))
        return float(by_sector @ self._weight(real=real)[sectors])

    def made_in_base(self, letters: str, area: str) -> float:
        """Return value added of industries in the base year at prices of 2010, bn Rp."""
        sectors, members = self.sectors(letters), self.members(area)
        if not (len(sectors) and len(members)):
            return NOT_A_NUMBER
        accounts = self.world.accounts.gross_output[np.ix_(sectors, members)]
        made = MONTHS_A_YEAR * self._coefficient[np.ix_(members, sectors)].T * accounts
        return float(made.sum(axis=1) @ self._weight(real=True)[sectors])

    def _weight(self, *, real: bool) -> np.ndarray:
        weight = self.world.accounts.constant_price_weight
        return weight if real else np.ones_like(weight)

    @cached_property
    def _coefficient(self) -> np.ndarray:
        """Value added of a unit of output, (region, sector): the same every month, 0 where nothing is made."""
        made, value = (self.data[name].sum("month").to_numpy() for name in ("gross_output", "value_added"))
        return np.divide(value, made, out=np.zeros_like(value), where=made > 0.0)

    def bought(self, partner: str, sectors: np.ndarray, year: int) -> float:
        """Share of a partner in what the province buys from other provinces, percent."""
        partners = [item.id for item in self.world.partners if not item.is_foreign]
        if partner not in partners or year not in self.data.year or not len(sectors):
            return NOT_A_NUMBER
        trade = self.data["trade"].sel(year=year, destination=list(self.world.region_ids)).isel(sector=sectors)
        of_all = float(trade.sel(origin=partners).sum())
        return PERCENT * float(trade.sel(origin=partner).sum()) / of_all if of_all else NOT_A_NUMBER

    def arrived(self, sector: str, area: str, year: int) -> float:
        """Volume of a commodity that an area buys in a year, its own included, bn Rp at base-year prices."""
        names = [self.world.region_ids[at] for at in self.members(area)]
        if sector not in self.world.sector_ids or not names or year not in self.data.year:
            return NOT_A_NUMBER
        return float(self.data["trade"].sel(year=year, sector=sector, destination=names).sum())

    def price(self, name: str, area: str, when: np.ndarray) -> float:
        """Return an index of an area over some months, the mean weighted by GRDP of the base year."""
        members = self.members(area)
        weight = self.data["base_grdp"].to_numpy()[members]
        values = self.monthly(name)[np.ix_(when, members)]
        return float((values @ weight).mean() / weight.sum()) if values.size else NOT_A_NUMBER
