"""Worlds and files small enough for paper; only what a scenario reads of a world is there."""

from dataclasses import fields, replace

import numpy as np

from simulasi.world.accounts import Accounts
from simulasi.world.cargo import CargoClass
from simulasi.world.month import Month
from simulasi.world.network import CLOSED, PLANNED, Link, Network, Place, Terminal
from simulasi.world.pairs import ALL
from simulasi.world.region import PartnerInfo, RegionInfo
from simulasi.world.sector import Sector
from simulasi.world.world import World, as_in_the_base_year

KBLI = {"schools": "P Q", "machinery": "D"}
GOODS = {"machinery", "paddy"}
ROAD = {
    "id": '"jalan"',
    "kind": '"link"',
    "between": '["hulu", "kota"]',
    "mode": '"road"',
    "distance_km": "100.0",
    "travel_time_h": "2.0",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
TOWN = {
    "id": '"kota-baru"',
    "kind": '"demand"',
    "programme": '"kota-baru"',
    "spending_trillion_rp": "{ 2022 = 1.2, 2023 = 2.4 }",
    "booked": "{ 2022 = 0.5, later = 0.25 }",
    "place": "{ hilir = 0.75, hulu = 0.25 }",
    "purchases": "{ machinery = 1.0 }",
    "source": '"own"',
    "confidence": '"assumption"',
}
ZONE = {
    "id": '"zona"',
    "kind": '"transit_zone"',
    "place": '"hulu"',
    "transfer_time_h": "2.0",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
CUT = {
    "id": '"putus"',
    "kind": '"shock"',
    "link": '{ between = ["simpang", "hilir"], mode = "road" }',
    "closed": "true",
    "opens": "2023-01-01",
    "closes": "2023-04-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
QUEUE = {
    "id": '"antre"',
    "kind": '"shock"',
    "terminal": '{ place = "kota", side = "sea" }',
    "travel_time_factor": "3.0",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
WAGE = {
    "id": '"upah"',
    "kind": '"policy"',
    "regions": '["hulu"]',
    "minimum_wage_factor": "1.2",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
PIPE = {
    "id": '"pipa"',
    "kind": '"utility"',
    "from": '"hulu"',
    "to": '"hilir"',
    "quantity_l_s": "1000.0",
    "tariff_rp_m3": "1000.0",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
SCHOOL = {
    "id": '"sekolah"',
    "kind": '"service"',
    "provider": '"hulu"',
    "users": '["hilir", "kota"]',
    "places": "300.0",
    "cost_million_rp_place_year": "12.0",
    "travel_saved_h": "2.0",
    "trips_a_year": "100.0",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
PLANT = {
    "id": '"pabrik"',
    "kind": '"facility"',
    "region": '"hilir"',
    "sectors": "{ machinery = 0.75, paddy = 0.25 }",
    "capacity_bn_rp": "240.0",
    "fills_in_years": "1.0",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
BORDER = {
    "id": '"batas"',
    "kind": '"barrier"',
    "regions": '["hulu", "kota"]',
    "goods_factor": "1.5",
    "opens": "2023-01-01",
    "source": '"own"',
    "confidence": '"assumption"',
}
PARENT = 'title = "Induk"\n[settings]\nstart = 2022-01-01\nend = 2024-12-01\n'


def document(*interventions: dict[str, str], head: str = 'title = "Anak"\nextends = "induk"', **changes: str) -> str:
    """Write a file; ``changes`` replace lines of its last intervention, or drop them when empty."""
    *others, last = interventions or ({},)
    written = [*others, {**last, **changes}]
    tables = ["\n".join(f"{key} = {value}" for key, value in item.items() if value) for item in written if item]
    return "\n[[intervention]]\n".join([head, *tables]) + "\n"


def road(**changes: str) -> str:
    """Write a file with the road from hulu to kota."""
    return document(ROAD, **changes)


def town(**changes: str) -> str:
    """Write a file with the programme that builds a town in hilir and hulu."""
    return document(TOWN, **changes)


def zone(**changes: str) -> str:
    """Write a file with the transit zone at hulu."""
    return document(ZONE, **changes)


def cut(**changes: str) -> str:
    """Write a file with the road from simpang to hilir cut for three months."""
    return document(CUT, **changes)


def queue(**changes: str) -> str:
    """Write a file with ships that wait at kota."""
    return document(QUEUE, **changes)


def policy(**changes: str) -> str:
    """Write a file with a higher minimum wage at hulu."""
    return document(WAGE, **changes)


def pipe(**changes: str) -> str:
    """Write a file with raw water from hulu to hilir."""
    return document(PIPE, **changes)


def school(**changes: str) -> str:
    """Write a file with places in schools of hulu for hilir and kota."""
    return document(SCHOOL, **changes)


def plant(**changes: str) -> str:
    """Write a file with a plant at hilir."""
    return document(PLANT, **changes)


def border(**changes: str) -> str:
    """Write a file with the border between hulu and kota made easier for goods."""
    return document(BORDER, **changes)


def child(text: str = "") -> str:
    """Write a file that extends the parent."""
    return f'title = "Anak"\nextends = "induk"\n{text}\n'


def promise(**changes: str) -> str:
    """Write a file that promises growth of hulu; ``changes`` replace parts of the promise, or drop them when empty."""
    sound = {"indicator": '"grdp"', "region": '"hulu"', "sign": '"+"', "because": '"jalan"', "source": '"own"'}
    parts = ", ".join(f"{key} = {value}" for key, value in (sound | changes).items() if value)
    return child(f"expects_effect = [{{ {parts} }}]")


def world_of(regions, sectors, places, links, sources):
    """Build a world that knows what scenarios read, and nothing else."""
    network = Network.of(
        tuple(Place(name, name.title(), region, None, None) for name, region in places.items()),
        tuple(Link(*link) for link in links),
    )
    supply = np.full(len(regions), np.inf)
    supply[regions.index("hilir")] = 1400.0
    known = {
        **as_in_the_base_year(len(sectors), len(regions), 1),
        "base_year": 2021,
        "numeraire": 1.0,
        "accounts": _accounts(len(sectors), len(regions)),
        "partners": (_identity(PartnerInfo, "jawa"),),
        "cargo": (CargoClass(**{**_empty(CargoClass), "id": "people", "value_of_time": 20_000.0}),),
        "water_supply": supply,
        "regions": tuple(_identity(RegionInfo, name) for name in regions),
        "sectors": tuple(
            replace(_identity(Sector, name), kbli=KBLI.get(name, "C"), holds_stock=name in GOODS) for name in sectors
        ),
        "network": network,
        "trend_growth": np.linspace(0.0, 0.04, len(regions)),
        "source_ids": frozenset(sources),
        "digest": "small",
    }
    return World(**{**_empty(World), "neighbours": ALL, **known})


def _accounts(sectors, regions):
    """Two people in the second region for every one in the others; governments buy for 1 bn Rp of everything.

    All regions make 10 bn Rp a month of everything with 200 persons, but the first none of the second sector; everybody
    buys 2 bn Rp from everybody.
    """
    made = np.full((sectors, regions), 10.0)
    made[1, 0] = 0.0
    known = {
        "population": np.array([1.0, 2.0, *[1.0] * regions])[:regions],
        "government": np.ones((sectors, regions)),
        "gross_output": made,
        "jobs": 20.0 * made,
        "technical_coefficients": np.full((sectors, sectors), 0.02),
        "flows": np.full((sectors, regions + 1, regions + 1), 2.0),
    }
    return Accounts(**{**_empty(Accounts), "pairs": ALL, **known})


def _identity(kind, name):
    return kind(**{**_empty(kind), "id": name})


def _empty(kind):
    return dict.fromkeys(item.name for item in fields(kind))


def small_world():
    """Hulu is 8 hours from hilir by road; a company road is shut and a road to kota planned."""
    return world_of(
        ("hulu", "hilir", "kota"),
        ("construction", "machinery", "paddy", "schools"),
        {"hulu": "hulu", "hilir": "hilir", "kota": "kota", "simpang": "hulu", "pelabuhan": "jawa", "pulau": "dunia"},
        [
            (("hulu", "simpang"), "road", 40.0, 1.0),
            (("simpang", "hilir"), "road", 280.0, 7.0),
            (("hulu", "hilir"), "company_road", 150.0, 5.0, CLOSED),
            (("simpang", "kota"), "road", 90.0, 1.5, PLANNED),
            (("hilir", "kota"), "road", 60.0, 1.0),
            (("hilir", "kota"), "toll", 60.0, 0.75),
            (("kota", "pelabuhan"), "sea", 850.0, 42.0),
        ],
        {"own"},
    )


def rich_world():
    """Make the small world richer: a river, limits, a toll road one way, a ferry that comes in June 2023."""
    world = small_world()
    network = world.network.with_terminal(
        Terminal("kota", "sea", transfer_time_h=12.0, capacity_t_month=100_000.0, classes=frozenset({"container"}))
    )
    links = (
        Link(("hilir", "hulu"), "river", 320.0, 20.0, travel_time_back_h=16.0, capacity_t_month=50_000.0),
        Link(("hilir", "kota"), "toll", 60.0, 0.75, classes=frozenset({"people"}), capacity_pcu_h=2000.0, lanes=4),
        Link(("simpang", "kota"), "toll", 90.0, 1.2, is_one_way=True),
        Link(("kota", "pulau"), "ferry", 30.0, 3.0, opens=Month(2023, 6), classes=frozenset({"people", "general"})),
    )
    for link in links:
        network = network.with_link(link)
    return world.with_network(network.at(Month(2021, 12)))
