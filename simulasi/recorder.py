"""What is remembered of a run: months of each region and sector; trade, trips and traffic of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulasi.model.haulage import has_routes
from simulasi.model.labour import pay_of_camps
from simulasi.model.migration import net_moves
from simulasi.model.state import FINAL, INPUTS
from simulasi.model.trade import divided
from simulasi.results.choice import ATTRIBUTE, CUT, Choice, cut, plan_of
from simulasi.results.recorded_money import USES, money_of
from simulasi.results.recorded_year import mean_of, modes_of, told, with_month
from simulasi.results.variables import BY_MEMBER, OF_TRIPS, as_dataset
from simulasi.world.cargo import TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from simulasi.course import Course
    from simulasi.model.conditions import Conditions
    from simulasi.model.ledger import Ledger
    from simulasi.model.roads import Roads
    from simulasi.model.state import State
    from simulasi.results.recorded_year import Told, Year
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.month import Month

MONTHS_A_YEAR = 12
EVERYONE = slice(None)
CAPACITY = "link_capacity_pcu_h"


class Recorder:
    """Collects the months of one run, then hands them over.

    counted : in a pass of an ensemble, places of the members that make the means; what yearly indicators need is kept
              by member, of the rest only means. None where all is kept by member
    choice  : what is recorded; all when left out. ResultError when it cannot be
    """

    def __init__(
        self,
        scenario: Scenario,
        course: Course,
        *,
        counted: Sequence[int] | None = None,
        choice: Choice | None = None,
    ) -> None:
        self.scenario, self.course, self.counted = scenario, course, counted
        world, roads = scenario.base, course.structure.haulage.rest.roads
        self.plan = plan_of(choice or Choice(), world.region_ids, world.sector_ids, has_routes=has_routes(roads))
        self._months: list[Month] = []
        self._rows: dict[str, list[np.ndarray]] = {}
        self._year: Year | None = None
        self._year_number = self._months_of_year = 0
        self._told: dict[int, Told] = {}

    def record(self, month: Month, now: Conditions, after: State, ledger: Ledger) -> None:
        """Remember a month: ``ledger`` is what happened in it, ``after`` the state it left."""
        if month.year != self._year_number:
            self._years()
            self._year, self._months_of_year = None, 0
        self._year_number = month.year
        self._months_of_year += 1
        self._told.pop(month.year, None)
        self._months.append(month)
        for name, value in self._month(now, after, ledger).items():
            if name in self.plan.names:
                self._add(name, cut(self.plan, name, self._kept(name, value)))
        course = self.course
        self._year = with_month(
            self._year, now, ledger, after, course.structure.labour, course.parameters, names=self.plan.names
        )

    def _add(self, name: str, value: np.ndarray) -> None:
        """Keep a month, or take it into the mean of its year."""
        rows = self._rows.setdefault(name, [])
        if self.plan.is_yearly and self._months_of_year > 1:
            rows[-1] = rows[-1] + (value - rows[-1]) / self._months_of_year
        else:
            rows.append(value)

    def dataset(self) -> xr.Dataset:
        """Return all that was remembered, with units and labels; axes as in ``VARIABLES``."""
        arrays = {**self._stacked(EVERYONE), **self.base()}
        if "modes" in self.plan.names:
            arrays["modes"] = modes_of(self.routes())
        arrays |= {name: arrays[name].mean(axis=0) for name in OF_TRIPS & arrays.keys()}
        found = as_dataset(arrays, self.coordinates(self.course.members), is_yearly=self.plan.is_yearly)
        world = self.scenario.base
        told = {ATTRIBUTE: self.plan.words} if self.plan.words else {}
        return found.assign_attrs(told | ({} if world.cut is None else {CUT: world.cut_share}))

    def by_member(self, members: slice) -> xr.Dataset:
        """Return what yearly indicators are made from, for some members of a pass; trips have an axis of members."""
        arrays = {**self._stacked(members, BY_MEMBER), **self.base()}
        return as_dataset(arrays, self.coordinates(len(arrays["trade"])))

    def means(self) -> dict[str, np.ndarray]:
        """Return the mean of the members that count, of all that is a number; an axis of members has one place."""
        arrays = self._stacked(EVERYONE, averaged=True)
        return arrays | {name: arrays[name][0] for name in OF_TRIPS}

    def routes(self) -> list[tuple[Roads, np.ndarray]]:
        """Routes of every year and how they were used in its last month, (route,), the mean of the members."""
        return [(year.roads, year.share) for year in self._years()]

    def base(self) -> dict[str, np.ndarray]:
        """GRDP of the base year, (region,)."""
        yearly_base = MONTHS_A_YEAR * self._value_added_coefficient() * self.course.structure.production.output
        found = {"base_grdp": yearly_base[:, 0].sum(axis=0), "base_grdp_2010": self._at_2010_prices(yearly_base)[0]}
        return {name: cut(self.plan, name, values) for name, values in found.items()}

    def coordinates(self, members: int) -> dict[str, np.ndarray]:
        """Return the values along every axis."""
        world, catalogue = self.scenario.base, self.course.structure.haulage.catalogue
        nodes = (*world.region_ids, *world.partner_ids)
        return {
            "member": np.arange(members),
            "month": np.array([f"{month}-01" for month in self._months], dtype="datetime64[ns]"),
            "year": np.array(sorted({month.year for month in self._months})),
            "region": np.array(world.region_ids)[self.plan.regions],
            "sector": np.array(world.sector_ids)[self.plan.sectors],
            "origin": np.array(nodes),
            "destination": np.array(nodes),
            "cargo": np.array(TRAFFIC_CLASSES),
            "link": np.array(catalogue.links, dtype=str),
            "terminal": np.array(catalogue.terminals, dtype=str),
            "direction": np.array(["there", "back"]),
            "use": np.array(USES),
        }

    def _stacked(
        self, members: slice, names: frozenset[str] | None = None, *, averaged: bool = False
    ) -> dict[str, np.ndarray]:
        """Stack months and years, (member, time, ...); capacities of links are the same for all members."""
        years = self._years()
        rows = self._rows | {name: [year.arrays[name] for year in years] for name in years[0].arrays}
        found = {name: rows[name] for name in rows if names is None or name in names}
        shared = {CAPACITY: np.stack(found.pop(CAPACITY))} if CAPACITY in found else {}
        return shared | {
            name: np.stack([mean_of(row, self.counted) if averaged else row[members] for row in several], axis=1)
            for name, several in found.items()
        }

    def _years(self) -> list[Told]:
        """All years, the unfinished one too."""
        if self._year and self._year_number not in self._told:
            base, cargo = self.course.structure.haulage, self.scenario.base.cargo
            vehicles = np.array([kind.vehicles_per_unit for kind in cargo])
            names, p = self.plan.names, self.course.parameters
            found = told(self._year, base, vehicles, p, counted=self.counted, names=names)
            arrays = {name: cut(self.plan, name, self._kept(name, values)) for name, values in found.arrays.items()}
            self._told[self._year_number] = found._replace(arrays=arrays)
        return list(self._told.values())

    def _kept(self, name: str, values: np.ndarray) -> np.ndarray:
        """Keep values by member, or in an ensemble the mean of what no indicator needs, (member, ...)."""
        if self.counted is None or name in BY_MEMBER or name == CAPACITY:
            return values
        return mean_of(values, self.counted)

    def _month(self, now: Conditions, after: State, ledger: Ledger) -> dict[str, np.ndarray]:
        regions, work, s = ledger.output.shape[2], ledger.work, self.course.structure
        at_work, pairs = s.labour.pairs.by_destination(work.employed), s.labour.pairs
        jobs, at_home = at_work + work.elsewhere, pairs.own(work.employed)
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
            "commuters_in": at_work - at_home,
            "commuters_out": pairs.by_origin(work.employed) - at_home,
            "wage": after.wage,
            "delivered_price": self._delivered_price(ledger.paid[:, :, :regions]),
            "consumer_price": ledger.consumer_price,
            "purchases": arrivals.sum(axis=(0, 1)) + ledger.received.sum(axis=(0, 1)) - ledger.carried,
            "consumption": self._consumption(ledger),
            "shortage": missed[:, INPUTS : FINAL + 1].sum(axis=(0, 1)),
            "backlog": after.backlog.sum(axis=(0, 1)),
            "unserved": _unserved(after) + np.zeros_like(jobs),
            "population": after.people,
            "net_migration": net_moves(ledger.moved, s.migration.pairs),
            "rent": after.rent,
            "remittances": (1.0 - self.course.parameters.labour.camp_local_spending) * pay_of_camps(work, pairs),
            "water_need": ledger.water.need,
            "water_served": ledger.water.served,
            "own_revenue": ledger.revenue.own + ledger.levied,
            "shared_revenue": ledger.revenue.share,
            "extra_spending": after.public,
            **money_of(ledger, self.course.parameters, pairs),
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


def _unserved(after: State) -> np.ndarray | float:
    """Goods that wait at gates by region, (member, region); nothing where nothing can have to wait."""
    regions = after.price.shape[2]
    return after.waiting[..., :regions].sum(axis=(0, 1, 3)) if len(after.waiting) else 0.0
