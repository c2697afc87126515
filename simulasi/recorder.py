"""What is remembered of a run: months of each region and sector, trade and trips of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.model.state import FINAL, INPUTS, Ledger, State
from simulasi.model.trade import divided, shipments
from simulasi.model.transport import CARGO_CLASSES, carriage_of, modes_between
from simulasi.results.variables import as_dataset
from simulasi.world.month import Month

if TYPE_CHECKING:
    import xarray as xr

    from simulasi.course import Course
    from simulasi.model.step import Conditions
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.world import World

MONTHS_A_YEAR = 12


class Recorder:
    """Collects the months of one run, then hands them over as a dataset."""

    def __init__(self, scenario: Scenario, course: Course) -> None:
        self.scenario, self.course = scenario, course
        self._months: list[Month] = []
        self._rows: dict[str, list[np.ndarray]] = {}
        self._trade: dict[int, np.ndarray] = {}
        self._modes_by_network: dict[int, np.ndarray] = {}

    def record(self, month: Month, now: Conditions, after: State, ledger: Ledger) -> None:
        """Remember a month: ``ledger`` is what happened in it, ``after`` the state it left."""
        self._months.append(month)
        for name, value in self._month(now, after, ledger).items():
            self._rows.setdefault(name, []).append(value)
        flows = shipments(ledger.sales, now.market).swapaxes(0, 1)
        self._trade[month.year] = self._trade.get(month.year, 0.0) + flows

    def dataset(self) -> xr.Dataset:
        """Return all that was remembered, with units and labels; axes as in ``VARIABLES``."""
        world = self.scenario.base
        nodes, years = (*world.region_ids, *world.partner_ids), sorted(self._trade)
        monthly = {name: np.stack(rows, axis=1) for name, rows in self._rows.items()}
        trade = np.stack([self._trade[year] for year in years], axis=1)
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
            "cargo": np.array(CARGO_CLASSES),
        }
        return as_dataset({**monthly, "trade": trade, **self._trips(years), **base}, coordinates)

    def _month(self, now: Conditions, after: State, ledger: Ledger) -> dict[str, np.ndarray]:
        regions, jobs = ledger.output.shape[2], after.jobs.sum(axis=0)
        value_added = self._value_added_coefficient() * ledger.output
        arrivals = ledger.sales.arrivals[..., :regions]
        missed = np.maximum(ledger.wanted[..., :regions] - arrivals, 0.0)
        return {
            "grdp": value_added.sum(axis=0),
            "grdp_2010": self._at_2010_prices(value_added),
            "jobs": jobs,
            "workers_from_elsewhere": ledger.workers_from_elsewhere,
            "unemployment": ledger.unemployment,
            "wage": after.wage,
            "delivered_price": self._delivered_price(ledger.paid[:, :, :regions]),
            "consumer_price": ledger.consumer_price,
            "purchases": arrivals.sum(axis=(0, 1)) - ledger.carried,
            "consumption": self._consumption(ledger, now.growth),
            "shortage": missed[:, INPUTS : FINAL + 1].sum(axis=(0, 1)),
            "backlog": after.backlog.sum(axis=(0, 1)),
            "population": np.broadcast_to(self.scenario.base.accounts.population * now.growth, jobs.shape),
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

    def _consumption(self, ledger: Ledger, growth: np.ndarray) -> np.ndarray:
        """Household consumption delivered, (member, region): what government shares a class with is short alike."""
        regions = ledger.output.shape[2]
        wanted, arrived = (volumes[:, FINAL, :, :regions] for volumes in (ledger.wanted, ledger.sales.arrivals))
        private = wanted - self.course.structure.demand.government * growth
        consumed: np.ndarray = (private * divided(arrived, wanted, otherwise=1.0)).sum(axis=0)
        return consumed

    def _trips(self, years: list[int]) -> dict[str, np.ndarray]:
        """Hours, cost and modes of the trips of each December, (year, cargo, origin, destination)."""
        worlds = [self.scenario.world_at(Month(year, MONTHS_A_YEAR)) for year in years]
        found = [self.course.freight(world).trips for world in worlds]
        return {
            "travel_time_h": np.stack([trips.time_h for trips in found]),
            "generalised_cost_rp_t": np.stack([trips.land_cost + trips.sea_cost for trips in found]),
            "modes": np.stack([self._modes(world) for world in worlds]).astype("U64"),
        }

    def _modes(self, world: World) -> np.ndarray:
        key = id(world.network)
        if key not in self._modes_by_network:
            self._modes_by_network[key] = modes_between(carriage_of(world), self.course.parameters.freight)
        return self._modes_by_network[key]
