"""A made-up comparison on the real map: a road that halves a trip and takes traffic, and a small gain where it ends."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd

from simulasi.data.build_world import read_partners, read_regions, read_sectors
from simulasi.data.load_network import load_network
from simulasi.data.load_tables import shipped_tables
from simulasi.experiment.one_at_a_time import Factor, Swing
from simulasi.report.assumptions import Assumption
from simulasi.report.case import Case
from simulasi.report.sensitivity import central_answer
from simulasi.report.words import Words
from simulasi.results.compare import compare
from simulasi.results.made_up import made_up_results
from simulasi.world.network import Link
from simulasi.world.world import World

YEARS = tuple(range(2022, 2036))
ROAD = {
    "id": "jalan",
    "kind": "link",
    "between": ["kota_bangun", "melak"],
    "mode": "road",
    "distance_km": 146.48,
    "travel_time_h": 2.2,
    "expects": {"trip": ["tenggarong", "sendawar"], "travel_time_h": 8.0},
    "opens": "2027-01-01",
    "source": "bappeda-kaltim-2014",
    "confidence": "published-rounded",
    "note": "Tahun pembukaan adalah asumsi.",
}
NEW_ROAD = Link(tuple(ROAD["between"]), "road", ROAD["distance_km"], ROAD["travel_time_h"])
BUSY = "bontang-samarinda.road"
"""A link over its capacity."""
BASE = {"title": "Dasar: yang terjadi", "summary": "", "settings": {"end": "2035-12-01"}, "interventions": {}}
ROADWORK = {**BASE, "title": "Jalan Kukar-Kubar", "summary": "Jalan dibuka.", "interventions": {"jalan": ROAD}}
IKN = {
    "id": "ikn",
    "kind": "demand",
    "programme": "ikn",
    "spending_trillion_rp": {"2022": 5.5, "2023": 27.0},
    "booked": {"2022": 0.39, "later": 0.27},
    "place": {"ikn": 0.8, "ppu": 0.2},
    "purchases": {"machinery": 1.0},
    "source": "own-assumption",
    "confidence": "assumption",
}
IKN_LIFT = {"ikn": 0.5, "ppu": 0.02}
LIFT = {"kubar": 0.0034, "paser": -0.001, "berau": -0.00009}
ASSUMPTIONS = (
    Assumption("trade.sigma_goods", 4.0, "1", 2.0, 8.0, "assumption", "own-assumption"),
    Assumption("investment.depreciation", 0.0417, "1/year", 0.03, 0.06, "published-rounded", "pwt-10"),
)


def made_up_world():
    """The regions, partners, sectors and places of the shipped tables, without accounts."""
    tables = shipped_tables()
    regions, partners, sectors = (read(tables.frames) for read in (read_regions, read_partners, read_sectors))
    named = {
        "base_year": 2021,
        "regions": regions,
        "partners": partners,
        "sectors": sectors,
        "network": load_network(tables),
        "source_ids": frozenset(tables.register.sources),
        "digest": "made-up-world",
    }
    return World(**{**{field.name: None for field in fields(World)}, **named})


def made_up_run(world, name, document, *, lift=None, members=1, years=YEARS):
    """Results with a document; with a road, Kukar-Kubar takes half the time, and dry bulk leaves the river."""
    names = {link.name for link in (*world.network.open_links, NEW_ROAD)}
    results = made_up_results(
        name=name, years=years, members=members, regions=world.region_ids, lift=lift, links=sorted(names)
    )
    story = {**results.story, "scenario": document, "trail": {"settings.end": "dasar"}, "world_digest": world.digest}
    data = results.data.copy(deep=True)
    road = "jalan" in document["interventions"]
    for ends in (("kukar", "kubar"), ("kubar", "kukar")):
        trip = {"year": slice(2027, None), "origin": ends[0], "destination": ends[1]}
        data["travel_time_h"].loc[trip] = 4.0 if road else 8.0
        data["generalised_cost_rp_t"].loc[trip] = 120e3 if road else 200e3
        data["modes"].loc[{**trip, "cargo": "dry_bulk"}] = "road" if road else "sea"
    data["link_queue_t"][:], data["link_volume_pcu_h"][:] = 0.0, 10.0
    data["link_vehicles_day"].loc[{"link": NEW_ROAD.name}] = 3000.0 if road else 0.0
    data["link_vehicles_day"].loc[{"link": BUSY}] = 1000.0
    data["link_volume_pcu_h"].loc[{"link": BUSY}] = 123.0
    data["link_capacity_pcu_h"].loc[{"link": NEW_ROAD.name}] = np.inf
    if not road:
        data["terminal_queue_t"][:] = 0.0
        data["link_time_h"].loc[{"link": NEW_ROAD.name}] = np.inf
    return replace(results, data=data, story=story)


def with_road(network):
    """The network with the road of the scenario."""
    return network.with_link(NEW_ROAD)


MOVED = {
    "booked": ({"booked": 0.75}, {"booked": 1.25}),
    "sigma": ({"trade.sigma_goods": 2.0}, {"trade.sigma_goods": 8.0}),
    "hours_against_km": (
        {"freight.vehicle_time": 7500.0, "freight.tariff_road": 1000.0},
        {"freight.vehicle_time": 30000.0, "freight.tariff_road": 250.0},
    ),
}
ENDS = {"booked": (0.0, 0.05), "sigma": (-0.5, 2.0), "hours_against_km": (-0.3, -0.1)}


def made_up_swings(case, *, ends=None):
    """Three swings around the answer of the case, as shares of it, not in order: sigma moves it most."""
    central = central_answer(case)
    ends = {**ENDS, **(ends or {})}
    return tuple(
        Swing(Factor(name, *moved), central * (1 + ends[name][0]), central, central * (1 + ends[name][1]))
        for name, moved in MOVED.items()
    )


def made_up_record():
    """Published growth of two areas that are told of, and of one that is not."""
    rows = [("kaltim", 2022, 4.5), ("ppu_bps", 2023, 29.9), ("ppu_bps", 2022, 14.5), ("paser", 2022, 1.1)]
    frame = pd.DataFrame(rows, columns=["region", "year", "published"])
    return frame.assign(confidence="published-exact", model=3.0, error=0.0)


def made_up_pair(first, second, *, world, lift=None, names=("tanpa-ikn", "dasar"), lang="id", members=1, year=2035):
    """A case of two scenarios that differ in their interventions; the second is lifted."""
    documents = (
        {**BASE, "title": name.capitalize(), "interventions": kinds}
        for name, kinds in zip(names, (first, second), strict=True)
    )
    lifts = ({}, IKN_LIFT if lift is None else lift)
    before, after = (
        made_up_run(world, name, document, lift=change, members=members)
        for name, document, change in zip(names, documents, lifts, strict=True)
    )
    return Case(compare(before, after), after, year, world.network, world.network, Words(lang, world))


def made_up_case(*, lang="id", members=1, changes=True, world=None):
    """One case; without ``changes`` the scenario is the baseline."""
    world = world or made_up_world()
    baseline = made_up_run(world, "dasar", BASE, members=members)
    scenario = made_up_run(world, "jalan", ROADWORK, lift=LIFT, members=members) if changes else baseline
    after = with_road(world.network) if changes else world.network
    return Case(compare(baseline, scenario), scenario, 2035, world.network, after, Words(lang, world))
