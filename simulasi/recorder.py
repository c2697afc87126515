"""What is remembered of a run: months of each region and sector; trade, trips and traffic of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.model.haulage import seen_on_links
from simulasi.model.state import FINAL, INPUTS, Ledger, State
from simulasi.model.trade import divided
from simulasi.model.transport import journeys_on, modes_between, most_used, trips_on
from simulasi.results.variables import as_dataset
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    import xarray as xr

    from simulasi.course import Course
    from simulasi.model.conditions import Conditions
    from simulasi.model.haulage import Opened, Way
    from simulasi.model.state import Traffic
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.month import Month

MONTHS_A_YEAR = 12
DAYS_A_YEAR = 365.0


class _Year(NamedTuple):
    """Sums over the months of a year, and the network as its last month left it.

    trade : (sector, member, origin, destination)
    loads : (class, gate, member)
    queue : (gate, member), the longest of the year
    """

    trade: np.ndarray
    loads: np.ndarray
    queue: np.ndarray
    network: Opened
    way: Way
    traffic: Traffic


class Recorder:
    """Collects the months of one run, then hands them over as a dataset."""

    def __init__(self, scenario: Scenario, course: Course) -> None:
        self.scenario, self.course = scenario, course
        self._months: list[Month] = []
        self._rows: dict[str, list[np.ndarray]] = {}
        self._years: dict[int, _Year] = {}
        self._modes: dict[tuple[int, bytes], np.ndarray] = {}

    def record(self, month: Month, now: Conditions, after: State, ledger: Ledger) -> None:
        """Remember a month: ``ledger`` is what happened in it, ``after`` the state it left."""
        self._months.append(month)
        for name, value in self._month(now, after, ledger).items():
            self._rows.setdefault(name, []).append(value)
        before, queue = self._years.get(month.year), after.traffic.queue
        self._years[month.year] = _Year(
            trade=ledger.flows + (before.trade if before else 0.0),
            loads=ledger.loads + (before.loads if before else 0.0),
            queue=np.maximum(queue, before.queue) if before else queue,
            network=now.network,
            way=ledger.way,
            traffic=after.traffic,
        )

    def dataset(self) -> xr.Dataset:
        """Return all that was remembered, with units and labels; axes as in ``VARIABLES``."""
        world, catalogue = self.scenario.base, self.course.structure.haulage.catalogue
        nodes, years = (*world.region_ids, *world.partner_ids), sorted(self._years)
        monthly = {name: np.stack(rows, axis=1) for name, rows in self._rows.items()}
        trade = np.stack([self._years[year].trade.swapaxes(0, 1) for year in years], axis=1)
        yearly_base = MONTHS_A_YEAR * self._value_added_coefficient() * self.course.structure.production.output
        base = {"base_grdp": yearly_base[:, 0].sum(axis=0), "base_grdp_2010": self._at_2010_prices(yearly_base)[0]}
        coordinates = {
            "member": np.arange(trade.shape[0]),
            "month": np.array([f"{month}-01" for month in self._months], dtype="datetime64[ns]"),
            "year": np.array(years),
            "region": np.array(world.region_ids),
            "sector": np.array(world.sector_ids),
            "origin": np.array(nodes),
            "destination": np.array(nodes),
            "cargo": np.array(TRAFFIC_CLASSES),
            "link": np.array(catalogue.links, dtype=str),
            "terminal": np.array(catalogue.terminals, dtype=str),
            "direction": np.array(["there", "back"]),
        }
        found = [self._years[year] for year in years]
        return as_dataset(
            {**monthly, "trade": trade, **self._trips(found), **self._traffic(found), **base}, coordinates
        )

    def _month(self, now: Conditions, after: State, ledger: Ledger) -> dict[str, np.ndarray]:
        regions, work = ledger.output.shape[2], ledger.work
        jobs = work.employed.sum(axis=1) + work.elsewhere
        at_home = np.diagonal(work.employed, axis1=1, axis2=2)
        value_added = self._value_added_coefficient() * ledger.output
        arrivals = ledger.sales.arrivals[..., :regions]
        missed = np.maximum(ledger.wanted[..., :regions] - arrivals, 0.0)
        return {
            "grdp": value_added.sum(axis=0),
            "grdp_2010": self._at_2010_prices(value_added),
            "jobs": jobs,
            "workers_from_elsewhere": work.elsewhere,
            "labour_force": work.labour_force,
            "unemployment": work.unemployment,
            "commuters_in": work.employed.sum(axis=1) - at_home,
            "commuters_out": work.employed.sum(axis=2) - at_home,
            "wage": after.wage,
            "delivered_price": self._delivered_price(ledger.paid[:, :, :regions]),
            "consumer_price": ledger.consumer_price,
            "purchases": arrivals.sum(axis=(0, 1)) + ledger.received.sum(axis=(0, 1)) - ledger.carried,
            "consumption": self._consumption(ledger),
            "shortage": missed[:, INPUTS : FINAL + 1].sum(axis=(0, 1)),
            "backlog": after.backlog.sum(axis=(0, 1)),
            "unserved": after.waiting[..., : jobs.shape[1]].sum(axis=(0, 1, 3)) + np.zeros_like(jobs),
            "population": after.people,
            "net_migration": (ledger.moved.sum(axis=1) - ledger.moved.sum(axis=2))[:, :-1],
            "rent": after.rent,
            "water_need": ledger.water.need,
            "water_served": ledger.water.served,
            "own_revenue": ledger.revenue.own + ledger.levied,
            "shared_revenue": ledger.revenue.share,
            "extra_spending": after.public,
            "jobs_by_sector": (work.jobs * now.people / now.growth).transpose(1, 2, 0),
            "gross_output": ledger.output.transpose(1, 2, 0),
            "value_added": value_added.transpose(1, 2, 0),
        }

    def _value_added_coefficient(self) -> np.ndarray:
        """Value added of a unit of output in the base year, (sector, 1, region): single deflation."""
        return self.course.structure.capital.margin + self.course.structure.labour.wage_coefficient

    def _at_2010_prices(self, value_added: np.ndarray) -> np.ndarray:
        """Weigh value added by sector with the 2010-price weights of the base year, (member, region)."""
        weighed: np.ndarray = (self.scenario.base.accounts.constant_price_weight[:, None, None] * value_added).sum(
            axis=0
        )
        return weighed

    def _delivered_price(self, paid: np.ndarray) -> np.ndarray:
        """Cost of all that a region bought in the base year, freight included, base = 1, (member, region)."""
        accounts = self.scenario.base.accounts
        final = accounts.households + accounts.government + accounts.investment
        basket = (accounts.intermediate_use() + final)[:, None, :]
        base = self.course.structure.paid[:, :, : paid.shape[2]]
        price: np.ndarray = (basket * paid).sum(axis=0) / (basket * base).sum(axis=0)
        return price

    @staticmethod
    def _consumption(ledger: Ledger) -> np.ndarray:
        """Household consumption delivered, (member, region): what government shares a class with is short alike."""
        regions = ledger.output.shape[2]
        wanted, arrived = (volumes[:, FINAL, :, :regions] for volumes in (ledger.wanted, ledger.sales.arrivals))
        private = wanted - ledger.public
        consumed: np.ndarray = (private * divided(arrived, wanted, otherwise=1.0)).sum(axis=0)
        return consumed

    def _trips(self, years: list[_Year]) -> dict[str, np.ndarray]:
        """Hours, cost and modes of the trips at the end of each year, (year, cargo, origin, destination)."""
        hours, costs = [], []
        for year in years:
            roads, of, taken = year.network.roads, year.network.of, year.way.choice
            hours.append(journeys_on(roads, taken, of, self.course.parameters.freight).time_h.mean(axis=1))
            trips = trips_on(roads, taken, of)
            costs.append((trips.land_cost + trips.sea_cost).mean(axis=1))
        return {
            "travel_time_h": np.stack(hours),
            "generalised_cost_rp_t": np.stack(costs),
            "modes": np.stack([self._modes_of(year) for year in years]).astype("U64"),
        }

    def _modes_of(self, year: _Year) -> np.ndarray:
        roads = year.network.roads
        best = most_used(roads, year.way.choice.share.mean(axis=1))
        key = id(roads), best.tobytes()
        if key not in self._modes:
            self._modes[key] = modes_between(roads, best)
        return self._modes[key]

    def _traffic(self, years: list[_Year]) -> dict[str, np.ndarray]:
        """Return the loads of links and terminals in each year, and how links stood at its end."""
        links = len(self.course.structure.haulage.catalogue.links)
        loads = np.stack([year.loads for year in years]).transpose(3, 0, 1, 2)
        queues = np.stack([year.queue for year in years]).transpose(2, 0, 1)
        both_ways = loads[..., : 2 * links].reshape(*loads.shape[:3], 2, links)
        vehicles = np.array([kind.vehicles_per_unit for kind in self.scenario.base.cargo])[:, None]
        base, p = self.course.structure.haulage, self.course.parameters.traffic
        seen = [seen_on_links(year.traffic, year.network, base.usual, p) for year in years]
        return {
            "link_units": both_ways.swapaxes(-1, -2),
            "link_vehicles_day": (vehicles * both_ways.sum(axis=3)).sum(axis=2) / DAYS_A_YEAR,
            "link_queue_t": queues[..., : 2 * links].reshape(*queues.shape[:2], 2, links).swapaxes(-1, -2),
            "link_volume_pcu_h": np.stack([year.traffic.volume.T for year in years], axis=1),
            "link_capacity_pcu_h": np.stack([year.network.roads.limits.capacity for year in years]),
            "link_time_h": np.stack(seen, axis=1),
            "terminal_units": loads[..., 2 * links :],
            "terminal_queue_t": queues[..., 2 * links :],
        }
