"""What a year is told by: yearly indicators of every reported area, in one table.

Only whole calendar years count. Arrays are (member, year, area): the regions, then the areas that join several.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from simulasi.errors import ResultError
from simulasi.results import supply_chain
from simulasi.results.areas import KALTIM, all_areas, areas_as_published, averaged, ratio, summed
from simulasi.results.choice import has_all_regions, not_recorded, recorded
from simulasi.results.inequality import theil_index, williamson_index
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulasi.results.results import Results

MONTHS_A_YEAR = 12
PERCENT = 100.0
MILLION_PER_BILLION = 1e3
HUBS = ("samarinda", "balikpapan")
SUM, MEAN, END, MADE = "sum", "mean", "end", "made"
"""How a year is made: the sum or the mean of its months, its December, or from other indicators."""

FROM_MONTHS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    SUM: lambda months: months.sum(axis=2),
    MEAN: lambda months: months.mean(axis=2),
    END: lambda months: months[:, :, -1],
}


FROM_MEANS = {SUM: float(MONTHS_A_YEAR), MEAN: 1.0}
"""Times the mean of a year."""


class Indicator(NamedTuple):
    """One yearly indicator.

    unit : id of its unit
    kind : how a year is made, see ``SUM``
    make : from a record to (member, year, area); NaN where there is no such number
    """

    unit: str
    kind: str
    make: Callable[[Record], np.ndarray]


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


def yearly(results: Results) -> xr.DataArray:
    """Return all indicators of a result, (indicator, member, region, year); NaN where there is no such number.

    Those of an ensemble were made while it ran.

    >>> from simulasi.results.made_up import made_up_results
    >>> yearly(made_up_results()).sel(indicator="grdp", member=0, region="kubar").values.round(3)
    array([12.36 , 12.731])
    """
    if results.by_member is not None:
        return results.by_member
    return yearly_of(results.data, int(results.story["base_year"]))


def yearly_of(data: xr.Dataset, base_year: int) -> xr.DataArray:
    """Make all indicators from a dataset, (indicator, member, region, year).

    base_year : year of the accounts
    """
    record = _whole(data, base_year)
    made = [_made(indicator, record) for indicator in INDICATORS.values()]
    coordinates = {
        "indicator": list(INDICATORS),
        "member": record.data.member.to_numpy(),
        "region": list(all_areas(record.regions)),
        "year": record.years,
    }
    return xr.DataArray(np.stack(made).swapaxes(2, 3), coordinates, tuple(coordinates), name="value")


def indicators(results: Results) -> pd.DataFrame:
    """Return the tidy table region, year, indicator, unit, value; the mean of the members of a run.

    >>> from simulasi.results.made_up import made_up_results
    >>> table = indicators(made_up_results())
    >>> table.query("indicator == 'grdp_growth' and region == 'ppu_bps'").value.round(6).tolist()
    [3.0, 3.0]
    """
    rows = yearly(results).mean("member", skipna=False).to_dataframe().dropna().reset_index()
    return with_units(rows)[["region", "year", "indicator", "unit", "value"]]


def with_units(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the unit of each row's indicator."""
    return rows.assign(unit=[INDICATORS[name].unit for name in rows["indicator"]])


def whole_years(results: Results) -> Record:
    """Cut a result to its whole calendar years."""
    return _whole(results.data, int(results.story["base_year"]))


def _made(indicator: Indicator, record: Record) -> np.ndarray:
    """Make an indicator; NaN where it needs what was not recorded, and for the province where a region was not."""
    areas = list(all_areas(record.regions))
    try:
        found = indicator.make(record)
    except ResultError as error:
        if {fault.code for fault in error.faults} != {"not_recorded"}:
            raise
        return np.full((record.data.sizes["member"], len(record.years), len(areas)), np.nan)
    if has_all_regions(record.data):
        return found
    return np.where(np.array(areas) == KALTIM, np.nan, found)


def _whole(data: xr.Dataset, base_year: int) -> Record:
    months = pd.DatetimeIndex(data.month.to_numpy())
    found, counts = np.unique(months.year, return_counts=True)
    whole = [int(year) for year in found[counts == MONTHS_A_YEAR]]
    return Record(data.isel(month=np.isin(months.year, whole)).sel(year=whole), base_year)


def volume(record: Record, *, of: str, kind: str) -> np.ndarray:
    """Make the years of a variable whose regions add up."""
    return summed(record.of_year(of, kind), record.regions)


def level(record: Record, *, of: str) -> np.ndarray:
    """Make the years of an index; an area takes the mean weighted by GRDP of the base year."""
    return averaged(record.of_year(of, MEAN), record.data.base_grdp.to_numpy(), record.regions)


def unemployment(record: Record) -> np.ndarray:
    """Mean rate of a year, percent; an area takes the mean weighted by labour force."""
    force = record.of_year("labour_force", MEAN)
    return PERCENT * averaged(record.of_year("unemployment", MEAN), force, record.regions)


def commuters(record: Record) -> np.ndarray:
    """Residents who work in other regions less those of others who work here, mean of a year, persons."""
    return volume(record, of="commuters_out", kind=MEAN) - volume(record, of="commuters_in", kind=MEAN)


def water_served(record: Record) -> np.ndarray:
    """Share of the need for raw water that is served, percent; an area takes the mean weighted by need.

    NaN where no shortage is known of.
    """
    need = record.of_year("water_need", MEAN)
    met, whole = (summed(values, record.regions) for values in (need * record.of_year("water_served", MEAN), need))
    return np.where(whole > 0.0, PERCENT * ratio(met, whole), np.nan)


def public_revenue(record: Record) -> np.ndarray:
    """Own and shared revenue of local governments in a year, billion rupiah (nominal)."""
    return volume(record, of="own_revenue", kind=SUM) + volume(record, of="shared_revenue", kind=SUM)


def growth(record: Record, *, of: str) -> np.ndarray:
    """Growth of a yearly sum over the year before, percent; the first year needs the base year right before it."""
    now = volume(record, of=of, kind=SUM)
    base = summed(record.data[f"base_{of}"].to_numpy(), record.regions)
    is_next = record.years[:1] == [record.base_year + 1]
    first = np.broadcast_to(base if is_next else np.nan * base, now[:, :1].shape)
    return PERCENT * (ratio(now, np.concatenate([first, now], axis=1)[:, :-1]) - 1)


def grdp_per_head(record: Record) -> np.ndarray:
    """GRDP of the year per resident, million rupiah."""
    people = volume(record, of="population", kind=MEAN)
    return MILLION_PER_BILLION * ratio(volume(record, of="grdp", kind=SUM), people)


def chain(record: Record, *, measure: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Measure the trade of every area; see ``supply_chain``."""
    positions = np.arange(len(record.nodes))
    areas = [np.isin(positions, members) for members in all_areas(record.regions).values()]
    return np.stack([measure(record.trade, inside) for inside in areas], axis=-1)


def hinterland(record: Record) -> np.ndarray:
    """Part of purchases that comes from other regions, percent."""
    return chain(record, measure=partial(supply_chain.hinterland_share, regions=len(record.regions)))


def dependence(record: Record, *, on: Sequence[str]) -> np.ndarray:
    """Part of purchases that comes from the partners ``on``, percent."""
    return chain(record, measure=partial(supply_chain.dependence, on=np.isin(record.nodes, on)))


def trip(record: Record, *, of: str, hub: str, cargo: str) -> np.ndarray:
    """Hours or cost from every region to a hub at the end of a year; NaN without a way."""
    shape = (record.data.sizes["member"], len(record.years), len(all_areas(record.regions)))
    if hub not in record.regions:
        return np.full(shape, np.nan)
    values = recorded(record.data, of).sel(cargo=cargo, destination=hub, origin=record.regions).to_numpy()
    known = np.where(np.isfinite(values), values, np.nan)
    return np.broadcast_to(averaged(known, record.data.base_grdp.to_numpy(), record.regions), shape)


def inequality(record: Record, *, index: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Inequality of GRDP per head between the areas of official statistics, for the province only."""
    areas = list(all_areas(record.regions))
    counted = [areas.index(area) for area in areas_as_published(record.regions)]
    grdp, people = volume(record, of="grdp", kind=SUM), volume(record, of="population", kind=MEAN)
    value = np.full(grdp.shape, np.nan)
    value[..., areas.index(KALTIM)] = index(grdp[..., counted], people[..., counted])
    return value


def _sum_of(name: str, unit: str = "bn_rp") -> Indicator:
    return Indicator(unit, SUM, partial(volume, of=name, kind=SUM))


def _mean_of(name: str) -> Indicator:
    return Indicator("persons", MEAN, partial(volume, of=name, kind=MEAN))


def _index_of(name: str) -> Indicator:
    return Indicator("index", MEAN, partial(level, of=name))


def _trips(prefix: str, unit: str, of: str) -> dict[str, Indicator]:
    return {
        f"{prefix}_{hub}_{cargo}": Indicator(unit, END, partial(trip, of=of, hub=hub, cargo=cargo))
        for hub in HUBS
        for cargo in TRAFFIC_CLASSES
    }


INDICATORS: dict[str, Indicator] = {
    "grdp": _sum_of("grdp"),
    "grdp_growth": Indicator("percent", MADE, partial(growth, of="grdp")),
    "grdp_2010": _sum_of("grdp_2010", "bn_rp_2010"),
    "grdp_2010_growth": Indicator("percent", MADE, partial(growth, of="grdp_2010")),
    "grdp_per_head": Indicator("million_rp", MADE, grdp_per_head),
    "population": _mean_of("population"),
    "jobs": _mean_of("jobs"),
    "labour_force": _mean_of("labour_force"),
    "workers_from_elsewhere": _mean_of("workers_from_elsewhere"),
    "commuters_in": _mean_of("commuters_in"),
    "commuters_out": _mean_of("commuters_out"),
    "commuters": Indicator("persons", MEAN, commuters),
    "net_migration": Indicator("persons", SUM, partial(volume, of="net_migration", kind=SUM)),
    "unemployment": Indicator("percent", MEAN, unemployment),
    "wage": _index_of("wage"),
    "purchases": _sum_of("purchases"),
    "consumption": _sum_of("consumption"),
    "delivered_price": _index_of("delivered_price"),
    "consumer_price": _index_of("consumer_price"),
    "rent": _index_of("rent"),
    "remittances": _sum_of("remittances", "bn_rp_nominal"),
    "own_revenue": _sum_of("own_revenue", "bn_rp_nominal"),
    "shared_revenue": _sum_of("shared_revenue", "bn_rp_nominal"),
    "public_revenue": Indicator("bn_rp_nominal", MADE, public_revenue),
    "water_served": Indicator("percent", MADE, water_served),
    "shortage": _sum_of("shortage"),
    "unserved": Indicator("bn_rp", END, partial(volume, of="unserved", kind=END)),
    "backlog": Indicator("bn_rp", END, partial(volume, of="backlog", kind=END)),
    "trade_inflow": Indicator("bn_rp", MADE, partial(chain, measure=supply_chain.inflow)),
    "trade_outflow": Indicator("bn_rp", MADE, partial(chain, measure=supply_chain.outflow)),
    "supply_links": Indicator("links", MADE, partial(chain, measure=supply_chain.link_count)),
    "supply_diversity": Indicator("links", MADE, partial(chain, measure=supply_chain.link_diversity)),
    "hinterland_share": Indicator("percent", MADE, hinterland),
    "dependence_jawa": Indicator("percent", MADE, partial(dependence, on=("jawa",))),
    "dependence_sulawesi": Indicator("percent", MADE, partial(dependence, on=("sulsel", "sulteng"))),
    **_trips("hours", "h", "travel_time_h"),
    **_trips("cost", "rp_t", "generalised_cost_rp_t"),
    "williamson": Indicator("ratio", MADE, partial(inequality, index=williamson_index)),
    "theil": Indicator("ratio", MADE, partial(inequality, index=theil_index)),
}
"""The one place where an indicator gets its unit and its way of being made; its text is ``indicator.<id>``."""
