"""The world: everything that exists in one month; frozen, without files and without a calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulasi.errors import Fault, WorldError
from simulasi.world.pairs import ALL, Pairs

if TYPE_CHECKING:
    from simulasi.world.accounts import Accounts
    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Network
    from simulasi.world.region import PartnerInfo, RegionInfo
    from simulasi.world.sector import Sector


def as_in_the_base_year(sectors: int, regions: int, partners: int) -> dict[str, Any]:
    """Return the arrays of a world in which nothing has changed since the base year, by name.

    >>> as_in_the_base_year(2, 3, 1)["minimum_wage"]
    array([1., 1., 1.])
    """
    nodes = regions + partners
    return {
        "people_trend": np.zeros(regions),
        **dict.fromkeys(("growth_index", "people_index", "minimum_wage"), np.ones(regions)),
        **dict.fromkeys(("officials", "local_hire", "water_need", "water_drawn", "payments"), np.zeros(regions)),
        **dict.fromkeys(("tax", "public", "programme", "facilities", "captive"), np.zeros((sectors, regions))),
        "water_supply": np.full(regions, np.inf),
        "affinity": np.ones((nodes, nodes)),
        "preference": np.ones((sectors, nodes, nodes)),
        "commuting": np.ones((regions, regions)),
        "partner_price": np.ones((sectors, partners)),
        "capacity_index": np.ones((sectors, regions)),
    }


@dataclass(frozen=True)
class World:
    """What exists: regions, partners, sectors, the network and the accounts of the base year.

    cargo        : classes of traffic, in the order of ``TRAFFIC_CLASSES``
    growth_index : (region,), trend of the month, base year = 1
    people_index : (region,), trend of the people, base year = 1
    programme    : (sector, region), spending of programmes in the month, bn Rp (nominal)
    water_need   : (region,), raw water needed in the base year, l/s; zero where it is not known to be short
    water_supply : (region,), raw water that can be had, l/s; infinite where it is not known to be limited
    water_drawn  : (region,), raw water that facilities take besides, l/s
    public       : (sector, region), what governments buy here besides, or less, bn Rp
    payments     : (region,), what local budgets get from those of other regions, net, bn Rp (nominal); sums to zero
    affinity     : (*pairs*), what buyers at each destination take to each origin beyond price; 1 is usual
    preference   : (sector, *pairs*), the same by commodity, on top of it
    commuting    : (*neighbours*), what residents of each home take to each workplace beyond pay and hours; 1 is usual
    facilities   : (sector, region), capacity of facilities that look for buyers, bn Rp a month
    captive      : (sector, region), capacity of facilities that serve buyers who are moved to them, bn Rp a month
    partner_price : (sector, partner), producer price at partners relative to the base year
    capacity_index : (sector, region), capacity beside the trend: permits, schedules, harvests; base year = 1
    numeraire    : price level of partner Jawa, which transfers and partners' prices scale with
    trend_growth : (region,), annual rate that a scenario may switch on
    people_trend : (region,), annual rate of the people, switched on with it
    officials    : (region,), civil servants whom programmes have moved here, persons
    minimum_wage : (region,), over that of the base year
    local_hire   : (region,), share of the new construction jobs that is promised to residents
    tax          : (sector, region), share of the producer price that goes to the local budget; negative is a subsidy
    source_ids   : ids of the register of sources that a scenario may cite
    digest       : fingerprint of the tables the world was built from
    neighbours   : between which regions people commute and move; every pair has its opposite
    cut          : (sector, node), share of what a destination bought that few pairs leave out; None where all are kept
    """

    base_year: int
    regions: tuple[RegionInfo, ...]
    partners: tuple[PartnerInfo, ...]
    sectors: tuple[Sector, ...]
    cargo: tuple[CargoClass, ...]
    network: Network
    accounts: Accounts
    trend_growth: np.ndarray
    growth_index: np.ndarray
    people_trend: np.ndarray
    people_index: np.ndarray
    officials: np.ndarray
    minimum_wage: np.ndarray
    local_hire: np.ndarray
    tax: np.ndarray
    water_need: np.ndarray
    water_supply: np.ndarray
    water_drawn: np.ndarray
    public: np.ndarray
    payments: np.ndarray
    affinity: np.ndarray
    preference: np.ndarray
    commuting: np.ndarray
    facilities: np.ndarray
    captive: np.ndarray
    programme: np.ndarray
    partner_price: np.ndarray
    capacity_index: np.ndarray
    numeraire: float
    source_ids: frozenset[str]
    digest: str
    neighbours: Pairs = ALL
    cut: np.ndarray | None = None

    @property
    def region_ids(self) -> tuple[str, ...]:
        """Ids of the regions in the order of the arrays."""
        return tuple(region.id for region in self.regions)

    @property
    def partner_ids(self) -> tuple[str, ...]:
        """Ids of the partners in the order of the arrays, after the regions."""
        return tuple(partner.id for partner in self.partners)

    @property
    def sector_ids(self) -> tuple[str, ...]:
        """Ids of the sectors in the order of the arrays."""
        return tuple(sector.id for sector in self.sectors)

    @property
    def cut_share(self) -> float:
        """Share of the trade of the base year that few pairs leave out; 0 where all are kept."""
        if self.cut is None:
            return 0.0
        bought = self.accounts.pairs.by_destination(self.accounts.flows)
        return float((self.cut * bought).sum() / bought.sum())

    def check_all_pairs(self) -> None:
        """Raise WorldError unless every node may trade with every other, over routes that are kept."""
        if self.accounts.pairs is not ALL:
            raise WorldError([Fault("few_pairs_no_routes")])

    def with_network(self, network: Network) -> World:
        """Return a copy with another network."""
        return replace(self, network=network)

    def with_programme(self, spending: np.ndarray) -> World:
        """Return a copy to whose programme ``spending`` (sector, region) is added."""
        return replace(self, programme=self.programme + spending)

    def with_growth(self, growth_index: np.ndarray, people_index: np.ndarray) -> World:
        """Return a copy with other trend indices of output and of people, (region,) each."""
        return replace(self, growth_index=growth_index, people_index=people_index)

    def with_officials(self, officials: np.ndarray) -> World:
        """Return a copy to which ``officials`` (region,), persons, have moved besides."""
        return replace(self, officials=self.officials + officials)
