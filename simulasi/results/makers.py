"""How an indicator is made from the record of a run: one function for each way, (member, year, area).

Areas that join several regions take the sum, a weighted mean, the ratio of the sums, or the largest of them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from simulasi.results import supply_chain
from simulasi.results.areas import KALTIM, all_areas, areas_as_published, averaged, largest, ratio, summed
from simulasi.results.choice import recorded
from simulasi.results.record import MEAN, SUM, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PERCENT = 100.0
MILLION_PER_BILLION = 1e3


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


def regional_income(record: Record) -> np.ndarray:
    """Income that stays: pay of residents wherever they work, surplus kept, own and shared revenue, at base prices."""
    names = ("resident_pay", "kept_surplus", "own_revenue", "shared_revenue")
    nominal = np.sum([record.of_year(name, SUM) for name in names], axis=0)
    return summed(ratio(nominal, record.of_year("consumer_price", MEAN)), record.regions)


def inflation(record: Record) -> np.ndarray:
    """Rise of consumer prices over the year before, percent; the first year needs the base year right before it."""
    now = level(record, of="consumer_price")
    before = np.concatenate([_base_level(record, np.ones_like(now[:, :1])), now], axis=1)[:, :-1]
    return PERCENT * (ratio(now, before) - 1)


def logistics_cost(record: Record) -> np.ndarray:
    """Part of all that is paid for purchases which goes to freight, percent; an area takes the ratio of the sums."""
    paid, worth = (volume(record, of=name, kind=SUM) for name in ("freight_paid", "purchase_value"))
    return PERCENT * ratio(paid, worth)


def of_traffic(record: Record, *, of: str) -> np.ndarray:
    """Sum up traffic of a year; what is recorded by region adds up."""
    return summed(record.yearly(of), record.regions)


def fullest_link(record: Record) -> np.ndarray:
    """Volume over capacity in the peak hour of the fullest link that ends here; an area takes its fullest."""
    return largest(record.yearly("fullest_link"), record.regions)


def water_short(record: Record) -> np.ndarray:
    """Need for raw water that is not served, litres a second, mean of a year; NaN where no shortage is known of."""
    need = record.of_year("water_need", MEAN)
    whole, short = (
        summed(values, record.regions) for values in (need, need * (1.0 - record.of_year("water_served", MEAN)))
    )
    return np.where(whole > 0.0, short, np.nan)


def water_need(record: Record) -> np.ndarray:
    """Need for raw water, litres a second, mean of a year; NaN where no shortage is known of."""
    need = volume(record, of="water_need", kind=MEAN)
    return np.where(need > 0.0, need, np.nan)


def growth(record: Record, *, of: str) -> np.ndarray:
    """Growth of a yearly sum over the year before, percent; the first year needs the base year right before it."""
    now = volume(record, of=of, kind=SUM)
    base = np.broadcast_to(summed(record.data[f"base_{of}"].to_numpy(), record.regions), now[:, :1].shape)
    return PERCENT * (ratio(now, np.concatenate([_base_level(record, base), now], axis=1)[:, :-1]) - 1)


def _base_level(record: Record, base: np.ndarray) -> np.ndarray:
    """Level of the year before the first, (member, 1, area); NaN where that is not the base year."""
    return base if record.years[:1] == [record.base_year + 1] else np.nan * base


def growth_of_trade(record: Record, *, measure: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Growth of a measure of the trade of every area over the year before, percent; the first year has none."""
    now = chain(record, measure=measure)
    before = np.concatenate([np.nan * now[:, :1], now], axis=1)[:, :-1]
    return PERCENT * (ratio(now, before) - 1)


def grdp_per_head(record: Record) -> np.ndarray:
    """GRDP of the year per resident, million rupiah."""
    people = volume(record, of="population", kind=MEAN)
    return MILLION_PER_BILLION * ratio(volume(record, of="grdp", kind=SUM), people)


def chain(record: Record, *, measure: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Measure the trade of every area; see ``supply_chain``. What tells no sectors apart is measured on their sum."""
    positions = np.arange(len(record.nodes))
    areas = [np.isin(positions, members) for members in all_areas(record.regions).values()]
    trade = record.trade if measure in supply_chain.OF_LINKS else record.trade_of_all_sectors
    return np.stack([measure(trade, inside) for inside in areas], axis=-1)


def traded(record: Record, *, with_partners: bool, is_sale: bool) -> np.ndarray:
    """Sales or purchases of every area, with partners or with the other regions of the province, bn Rp a year."""
    others = (np.arange(len(record.nodes)) >= len(record.regions)) == with_partners
    if is_sale:
        return chain(record, measure=partial(supply_chain.sold_to, buyers=others))
    return chain(record, measure=partial(supply_chain.bought_from, origins=others))


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
    values = trip_of_regions(record, of=of, hub=hub, cargo=cargo)
    known = np.where(np.isfinite(values), values, np.nan)
    return np.broadcast_to(averaged(known, record.data.base_grdp.to_numpy(), record.regions), shape)


def trip_of_regions(record: Record, *, of: str, hub: str, cargo: str) -> np.ndarray:
    """Hours or cost from every region to a hub, ([member,] year, region)."""
    return np.asarray(recorded(record.data, of).sel(cargo=cargo, destination=hub, origin=record.regions).to_numpy())


def service_hours(record: Record, *, hubs: Sequence[str], cargo: str) -> np.ndarray:
    """Hours of people to the nearest city with higher services; an area takes the mean weighted by people.

    NaN where none of the cities is a region of the world; 0 in the cities.
    """
    found = [trip_of_regions(record, of="travel_time_h", hub=hub, cargo=cargo) for hub in hubs if hub in record.regions]
    if not found:
        return np.full((record.data.sizes["member"], len(record.years), len(all_areas(record.regions))), np.nan)
    hours = np.min(found, axis=0)
    at_home = np.isin(record.regions, hubs)
    known = np.where(at_home, 0.0, np.where(np.isfinite(hours), hours, np.nan))
    people = record.of_year("population", MEAN)
    return averaged(np.broadcast_to(known, people.shape), people, record.regions)


def inequality(record: Record, *, index: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Inequality of GRDP per head between the areas of official statistics, for the province only."""
    areas = list(all_areas(record.regions))
    counted = [areas.index(area) for area in areas_as_published(record.regions)]
    grdp, people = volume(record, of="grdp", kind=SUM), volume(record, of="population", kind=MEAN)
    value = np.full(grdp.shape, np.nan)
    value[..., areas.index(KALTIM)] = index(grdp[..., counted], people[..., counted])
    return value
