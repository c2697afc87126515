"""The world: everything that exists in one month; frozen, without files and without a calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from simulasi.world.accounts import Accounts
    from simulasi.world.cargo import CargoClass
    from simulasi.world.network import Network
    from simulasi.world.region import PartnerInfo, RegionInfo
    from simulasi.world.sector import Sector


@dataclass(frozen=True)
class World:
    """What exists: regions, partners, sectors, the network and the accounts of the base year.

    cargo        : classes of traffic, in the order of ``TRAFFIC_CLASSES``
    growth_index : (region,), trend of the month, base year = 1
    programme    : (sector, region), spending of programmes in the month, bn Rp (nominal)
    partner_price : (sector, partner), producer price at partners relative to the base year
    capacity_index : (sector, region), capacity beside the trend: permits, schedules, harvests; base year = 1
    numeraire    : price level of partner Jawa, which transfers and partners' prices scale with
    trend_growth : (region,), annual rate that a scenario may switch on
    source_ids   : ids of the register of sources that a scenario may cite
    digest       : fingerprint of the tables the world was built from
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
    programme: np.ndarray
    partner_price: np.ndarray
    capacity_index: np.ndarray
    numeraire: float
    source_ids: frozenset[str]
    digest: str

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

    def with_network(self, network: Network) -> World:
        """Return a copy with another network."""
        return replace(self, network=network)

    def with_programme(self, spending: np.ndarray) -> World:
        """Return a copy to whose programme ``spending`` (sector, region) is added."""
        return replace(self, programme=self.programme + spending)

    def with_growth(self, growth_index: np.ndarray) -> World:
        """Return a copy with another trend index (region,)."""
        return replace(self, growth_index=growth_index)
