"""Worlds small enough for paper: three regions, two sectors and one partner, and made-up neighbours of it.

``hilir`` has the port, ``tengah`` lies between, ``hulu`` is far up; ``dunia`` is across the sea. ``rice`` holds stock
and is carried as general cargo; ``haulage`` is a service and carries it. All numbers are round fractions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from simulasi.course import Course
from simulasi.data.load_parameters import load_parameters
from simulasi.model.market import carrier_share_at_origin
from simulasi.model.parameters import Parameters
from simulasi.model.published import freight
from simulasi.model.state import State, Traffic
from simulasi.model.transport import Freight, carriage
from simulasi.scenario.scenario import Scenario
from simulasi.world.accounts import Accounts
from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES, CargoClass
from simulasi.world.month import Month
from simulasi.world.network import LAND, Link, Network, Place
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector
from simulasi.world.world import World, as_in_the_base_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulasi.model.conditions import Conditions
    from simulasi.model.structure import Structure

MONTH_DAYS = 365.0 / 12.0
NAMES = ("hilir", "tengah", "hulu", "seberang")
KIND = {"holds_stock": False, "local_only": False, "is_resource": False, "is_mobile": False}
RICE = Sector("rice", "Beras", "Rice", "A", "general", **KIND | {"holds_stock": True})
FISH = Sector("fish", "Ikan", "Fish", "A", "perishable", **KIND | {"holds_stock": True, "is_resource": True})
HAULAGE = Sector("haulage", "Angkutan", "Haulage", "H", "none", **KIND, is_carrier=True)
DUNIA = PartnerInfo("dunia", "Dunia", "World", "kota-dunia", is_foreign=True)

MODES = frozenset({"road", "company_road", "toll", "ferry", "river", "sea"})
CARGO = tuple(
    CargoClass(name, name, name, MODES, payload=8.0, load_share=0.75, empty_return=0.5, pcu=2.0, value_of_time=5000.0,
               spoilage=0.001 * (name == "perishable"), tariff_factor=1.0 if name != PEOPLE else 0.5,
               afloat_factor=1.0)
    for name in TRAFFIC_CLASSES
)  # fmt: skip
"""All classes of cargo alike, but that the perishable spoils."""

FLOWS = [
    [[20, 10, 5, 5], [10, 20, 5, 5], [5, 5, 10, 0], [15, 5, 0, 0]],
    [[16, 2, 2, 4], [2, 12, 2, 0], [0, 0, 8, 0], [4, 2, 2, 0]],
]
"""Shipments of rice and of haulage from each origin (row) to each destination, bn Rp a month; the partner is last."""
RECIPE = [[0.3, 0.25], [0.2, 0.125]]
"""Inputs of rice and of haulage (rows) per unit of output."""
WAGES, JOBS_PER_OUTPUT = [0.4, 0.4], [500, 1000]
GOVERNMENT = [[3, 3, 1], [2, 1, 2]]
INVESTMENT = [[12, 9, 4], [1.5, 0.25, 1]]
LABOUR_FORCE = [48_000, 40_000, 20_000]
POPULATION = [100_000, 100_000, 50_000]
FREIGHT_SCALE = 0.5
OWN_TRIP_KM, ROAD_KM, ROAD_H, SEA_KM, SEA_H = 50.0, 100.0, 2.5, 400.0, 12.0


@dataclass(frozen=True)
class Draft:
    """What a world is made from; households buy what is left, so that it balances.

    flows                    : (sector, node, node), shipments
    recipe                   : (input, sector)
    government, investment   : (sector, region)
    jobs                     : (sector, region)
    labour_force, population : (region,)
    freight                  : at the parameters in force, per unit of producer value
    """

    sectors: tuple[Sector, ...]
    regions: tuple[RegionInfo, ...]
    network: Network
    flows: np.ndarray
    recipe: np.ndarray
    government: np.ndarray
    investment: np.ndarray
    jobs: np.ndarray
    labour_force: np.ndarray
    population: np.ndarray
    freight: Freight

    @property
    def output(self) -> np.ndarray:
        """What the regions ship, (sector, region)."""
        return self.flows[:, : len(self.regions)].sum(axis=2)

    @property
    def arriving(self) -> np.ndarray:
        """What reaches the regions, (sector, region)."""
        return (self.flows * (1.0 - self.freight.loss))[:, :, : len(self.regions)].sum(axis=1)

    @property
    def earned_by_carriers(self) -> np.ndarray:
        """Land freight that carriers of each region earn, and therefore buy, (region,)."""
        regions = len(self.regions)
        land, at_origin = (self.flows * self.freight.land).sum(axis=0), carrier_share_at_origin(regions + 1, regions)
        return ((land * at_origin).sum(axis=1) + (land * (1.0 - at_origin)).sum(axis=0))[:regions]

    @property
    def final(self) -> np.ndarray:
        """What is left for households, government and investors, (sector, region)."""
        carriers = np.array([sector.is_carrier for sector in self.sectors])[:, None] * self.earned_by_carriers
        return self.arriving - self.recipe @ self.output - carriers

    def world(self) -> World:
        """Make the world."""
        sectors, regions = len(self.sectors), len(self.regions)
        accounts = Accounts(
            gross_output=self.output,
            technical_coefficients=self.recipe,
            flows=self.flows,
            households=self.final - self.government - self.investment,
            government=self.government,
            investment=self.investment,
            wage_coefficient=np.array(WAGES[:1] * (sectors - 1) + WAGES[1:]),
            value_per_tonne=np.ones(sectors),
            freight_scale=np.full(sectors, FREIGHT_SCALE),
            land_freight=self.earned_by_carriers,
            gravity=np.full((sectors, regions + 1, regions + 1), 1.0 / (regions + 1)),
            jobs=self.jobs,
            labour_force=self.labour_force,
            population=self.population,
            constant_price_weight=np.ones(sectors),
        )
        return World(
            base_year=2021,
            regions=self.regions,
            partners=(DUNIA,),
            sectors=self.sectors,
            cargo=CARGO,
            network=self.network,
            accounts=accounts,
            trend_growth=np.linspace(0.0, 0.04, regions),
            numeraire=1.0,
            source_ids=frozenset(),
            digest="tiny",
            **as_in_the_base_year(sectors, regions, 1),
        )


def tiny_world() -> World:
    """The world that docs/model.md works out by hand."""
    draft = _draft((RICE, HAULAGE), 3, np.array(FLOWS, dtype=float), np.array(RECIPE))
    return replace(
        draft,
        government=np.array(GOVERNMENT, dtype=float),
        investment=np.array(INVESTMENT, dtype=float),
        labour_force=np.array(LABOUR_FORCE, dtype=float),
        population=np.array(POPULATION, dtype=float),
    ).world()


def made_up_world(flows: np.ndarray, recipe: np.ndarray, *, fresh: bool = False) -> World:
    """Balance a world from shipments and a recipe: the partner sends what is missing.

    flows  : (sector, node, node), for any number of regions up to four and one partner
    recipe : (input, sector)
    fresh  : the first good is fish, some of which spoils, instead of rice
    """
    goods = (FISH, *[RICE] * (len(flows) - 2)) if fresh else (RICE,) * (len(flows) - 1)
    sectors = tuple(replace(sector, id=f"{sector.id}-{row}") for row, sector in enumerate((*goods, HAULAGE)))
    draft = _draft(sectors, flows.shape[1] - 1, flows * (1.0 - _corner(flows.shape)), recipe)
    for _ in range(80):
        # half of what arrives is left to final buyers; what the partner sends for that must be carried, too
        missing = np.maximum(0.5 * draft.arriving - draft.final, 0.0)
        more = np.zeros_like(draft.flows)
        more[:, -1, : missing.shape[1]] = 1.5 * missing
        draft = replace(draft, flows=draft.flows + more)
    jobs = draft.jobs.sum(axis=0)
    return replace(
        draft,
        government=0.2 * draft.final,
        investment=0.3 * draft.final,
        labour_force=jobs * np.linspace(1.05, 1.1, len(jobs)),
        population=jobs * np.linspace(2.0, 3.0, len(jobs)),
    ).world()


def tiny_parameters(**changes: float) -> Parameters:
    """Parameters with which the arithmetic of the tiny world stays short; ``changes`` as in ``changed_parameters``."""
    short = {
        "sigma_goods": 2.0, "sigma_services": 1.0, "export_elasticity": 1.0, "finished_stock_days": MONTH_DAYS,
        "input_stock_days": 1.5 * MONTH_DAYS, "target_utilisation": 0.8, "hiring_speed": 0.5, "overtime": 0.1,
        "wage_curve": -1.0, "camp_local_share": 0.25, "participation_response": 0.0, "minimum_wage_cover": 1.0,
        "capital_output": 1.0, "depreciation": 1.0 - 0.99**12,
        "investment.delay_months": 10.0, "tariff_road": 500.0, "tariff_sea": 250.0, "vehicle_time": 15_000.0,
        "handling_road": 0.0,
    }  # fmt: skip
    return changed_parameters(load_parameters(), **(short | changes))


def page_parameters() -> Parameters:
    """Those of docs/model.md: nobody works in another region, and who moves goes to the rest of the country."""
    return tiny_parameters(
        commuting_abroad=0.0, minimum_wage_rp=600_000.0, moves_between=0.0, moves_outside=0.12, income_elasticity=4.0,
        spending_share=0.5,
    )  # fmt: skip


def changed_parameters(p: Parameters, **changes: float) -> Parameters:
    """Change parameters by name, whatever their range; a name that several groups have is told with its group."""
    for told, value in changes.items():
        of, _, name = told.rpartition(".")
        (group,) = (group for group in Parameters.__slots__ if of in ("", group) and hasattr(getattr(p, group), name))
        p = replace(p, **{group: replace(getattr(p, group), **{name: value})})
    return p


def tiny_network(regions: tuple[str, ...] = NAMES[:3]) -> Network:
    """Roads of 100 km join neighbours; the sea joins the first region and the partner."""
    places = tuple(Place(f"kota-{name}", name, name, None, None) for name in (*regions, DUNIA.id))
    roads = (Link((f"kota-{a}", f"kota-{b}"), "road", ROAD_KM, ROAD_H) for a, b in pairwise(regions))
    return Network.of(places, (*roads, Link((f"kota-{regions[0]}", DUNIA.place), "sea", SEA_KM, SEA_H)))


def with_link(world: World, first: str, second: str, mode: str = "road", **changes: object) -> World:
    """Change the link between the towns of two regions."""
    network = world.network
    link = network.link(f"kota-{first}", f"kota-{second}", mode)
    return world.with_network(network.with_link(replace(link, **changes)))


def with_new_link(world: World, first: str, second: str, mode: str = "road", **facts: object) -> World:
    """Add a link between the towns of two regions."""
    return world.with_network(world.network.with_link(Link((f"kota-{first}", f"kota-{second}"), mode, **facts)))


def with_terminal(world: World, name: str, side: str = LAND, **facts: object) -> World:
    """Tell what is known of the terminal in the town of a region."""
    network = world.network
    return world.with_network(network.with_terminal(replace(network.terminal(f"kota-{name}", side), **facts)))


def tables_of(state: State) -> dict[str, np.ndarray]:
    """Everything in a state that is an array, by name; what is expected of the network is two of them."""
    tables = state._asdict()
    return {**{name: table for name, table in tables.items() if name != "traffic"}, **state.traffic._asdict()}


def state_of(tables: dict[str, np.ndarray]) -> State:
    """Put the arrays of ``tables_of`` together again."""
    traffic = Traffic(**{name: tables[name] for name in Traffic._fields})
    return State(**{name: table for name, table in tables.items() if name not in Traffic._fields}, traffic=traffic)


MEMBER_AXIS = {"volume": 1, "wait_h": 1, "queue": 1, "waiting": 2}
"""Where members stand in the arrays of a state; in all others, on the axis before the last."""


def side_by_side(states: Sequence[State]) -> State:
    """Put states of one member each together as members."""
    found = [tables_of(state) for state in states]
    return state_of(
        {name: np.concatenate([one[name] for one in found], axis=MEMBER_AXIS.get(name, -2)) for name in found[0]}
    )


def member_of(state: State, member: int) -> State:
    """Take one member out of a state."""
    found = tables_of(state)
    return state_of({name: np.take(found[name], [member], axis=MEMBER_AXIS.get(name, -2)) for name in found})


def calm(world: World, p: Parameters) -> tuple[Structure, Conditions]:
    """Constants of a run, and the conditions of a month of the base year, on its own network."""
    course = Course(still_scenario(world), p)
    opened = course.network(world)
    return course.structure, course.at(course.first_month)._replace(network=opened, hours=opened.hours)


def still_scenario(world: World, *, trend: str = "none") -> Scenario:
    """A scenario of two years in which nobody intervenes."""
    first = world.base_year + 1
    return Scenario("diam", "Diam", "", Month(first, 1), Month(first + 1, 12), trend, (), {}, {}, world)


def _draft(sectors: tuple[Sector, ...], regions: int, flows: np.ndarray, recipe: np.ndarray) -> Draft:
    area = math.pi * (1.5 * OWN_TRIP_KM) ** 2
    infos = tuple(RegionInfo(name, name, name, "kabupaten", "", "", f"kota-{name}", area) for name in NAMES[:regions])
    none, people = np.zeros((len(sectors), regions)), np.zeros(regions)
    network, count = tiny_network(NAMES[:regions]), len(sectors)
    of = carriage(network, infos, (DUNIA,), CARGO, sectors, np.ones(count))
    tau = freight(of, tiny_parameters(), scale=np.full(count, FREIGHT_SCALE))
    draft = Draft(sectors, infos, network, flows, recipe, none, none, none, people, people, tau)
    per_output = np.array(JOBS_PER_OUTPUT[:1] * (len(sectors) - 1) + JOBS_PER_OUTPUT[1:], dtype=float)
    return replace(draft, jobs=per_output[:, None] * draft.output)


def _corner(shape: tuple[int, ...]) -> np.ndarray:
    """Where partners would trade with each other, which they do not."""
    corner = np.zeros(shape)
    corner[:, -1, -1] = 1.0
    return corner
