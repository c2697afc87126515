"""The register of indicators: unit, how a year and an area are made, formula, and where the definition comes from.

The name of an indicator stands in the catalogues, ``indicator.<id>``; ``docs/indicators.md`` is written from here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from simulasi.results import makers, supply_chain
from simulasi.results.inequality import theil_index, williamson_index
from simulasi.results.record import END, MADE, MEAN, SUM
from simulasi.world.cargo import PEOPLE, TRAFFIC_CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from simulasi.results.record import Record

HUBS = ("samarinda", "balikpapan")
ADDED, BY_GRDP, BY_PEOPLE, BY_FORCE, BY_NEED, QUOTIENT, LARGEST, PROVINCE, AS_ONE = (
    "sum", "mean by GRDP of the base year", "mean by population", "mean by labour force", "mean by need",
    "ratio of the sums", "largest", "the province only", "as one area",
)  # fmt: skip
"""How an area that joins several regions is made from them."""
BPS, PEOPLE_OF_BPS, PRICES_OF_BPS = "BPS, PDRB", "BPS, Kependudukan", "BPS, IHK"
SAKERNAS, RPJMD, OWN = "BPS, Sakernas", "RPJMD/RKPD", "this project"
UU_HKPD, MKJI, ISARD = "UU 1/2022", "MKJI 1997", "interregional input-output"
MODEL = "docs/model.md"


class Indicator(NamedTuple):
    """One yearly indicator.

    unit    : id of its unit
    kind    : how a year is made, see ``record.SUM``
    make    : from a record to (member, year, area); NaN where there is no such number
    areas   : how an area that joins several regions is made
    formula : from recorded variables, in words
    origin  : whose definition it is
    """

    unit: str
    kind: str
    make: Callable[[Record], np.ndarray]
    areas: str
    formula: str
    origin: str


def _volume(name: str, formula: str, origin: str, unit: str = "bn_rp", kind: str = SUM) -> Indicator:
    """Make an indicator that adds up over regions."""
    return Indicator(unit, kind, partial(makers.volume, of=name, kind=kind), ADDED, formula, origin)


def _persons(name: str, formula: str, origin: str) -> Indicator:
    return _volume(name, formula, origin, "persons", MEAN)


def _level(name: str, formula: str, origin: str) -> Indicator:
    return Indicator("index", MEAN, partial(makers.level, of=name), BY_GRDP, formula, origin)


def _made(unit: str, make: Callable[[Record], np.ndarray], areas: str, formula: str, origin: str) -> Indicator:
    return Indicator(unit, MADE, make, areas, formula, origin)


def _chain(unit: str, measure: Callable[..., np.ndarray], formula: str) -> Indicator:
    return _made(unit, partial(makers.chain, measure=measure), AS_ONE, formula, ISARD)


def _traded(formula: str, *, with_partners: bool, is_sale: bool) -> Indicator:
    make = partial(makers.traded, with_partners=with_partners, is_sale=is_sale)
    return _made("bn_rp", make, AS_ONE, formula, ISARD)


def _traffic(name: str, unit: str, formula: str) -> Indicator:
    return _made(unit, partial(makers.of_traffic, of=name), ADDED, formula, OWN)


def _trips(prefix: str, unit: str, of: str, formula: str) -> dict[str, Indicator]:
    return {
        f"{prefix}_{hub}_{cargo}": Indicator(
            unit, END, partial(makers.trip, of=of, hub=hub, cargo=cargo), BY_GRDP, formula, MODEL
        )
        for hub in HUBS
        for cargo in TRAFFIC_CLASSES
    }


INDICATORS: dict[str, Indicator] = {
    "grdp": _volume("grdp", "sum over industries of value added for a unit of base output x output", BPS),
    "grdp_growth": _made(
        "percent", partial(makers.growth, of="grdp"), QUOTIENT, "100 (GRDP / GRDP of the year before - 1)", BPS
    ),
    "grdp_2010": _volume(
        "grdp_2010", "as GRDP, industries weighed with 2010-price weights of the base year", BPS, "bn_rp_2010"
    ),
    "grdp_2010_growth": _made(
        "percent", partial(makers.growth, of="grdp_2010"), QUOTIENT, "growth of GRDP at 2010 prices (LPE)", BPS
    ),
    "grdp_nominal": _volume(
        "grdp_nominal", "wages + surplus + taxes on products, at prices of the day (ADHB)", BPS, "bn_rp_nominal"
    ),
    "grdp_per_head": _made("million_rp", makers.grdp_per_head, QUOTIENT, "GRDP / mean population", BPS),
    "regional_income": _made(
        "bn_rp",
        makers.regional_income,
        ADDED,
        "(pay of residents + surplus that stays + PAD + DBH) / consumer price: GRDP less pay and profits that leave",
        OWN,
    ),
    "population": _persons("population", "residents, mean of the year", PEOPLE_OF_BPS),
    "jobs": _persons("jobs", "filled jobs by place of work, mean of the year", SAKERNAS),
    "labour_force": _persons("labour_force", "residents who work or look for work", SAKERNAS),
    "workers_from_elsewhere": _persons(
        "workers_from_elsewhere", "workers in camps or on rent whose home is elsewhere", MODEL
    ),
    "commuters_in": _persons("commuters_in", "workers whose home is another region of the province", SAKERNAS),
    "commuters_out": _persons("commuters_out", "residents who work in another region of the province", SAKERNAS),
    "commuters": Indicator("persons", MEAN, makers.commuters, ADDED, "commuters out - commuters in", SAKERNAS),
    "net_migration": _volume("net_migration", "people who came - people who left", PEOPLE_OF_BPS, "persons"),
    "unemployment": Indicator(
        "percent", MEAN, makers.unemployment, BY_FORCE, "100 x jobless residents / labour force (TPT)", SAKERNAS
    ),
    "wage": _level("wage", "wage of a job over that of the base year", MODEL),
    "purchases": _volume("purchases", "all that arrived for industries, households, government and investors", MODEL),
    "consumption": _volume("consumption", "what arrived for households", BPS),
    "delivered_price": _level(
        "delivered_price",
        "cost of all that was bought in the base year, freight included, over that of the base year",
        MODEL,
    ),
    "consumer_price": _level(
        "consumer_price", "cost of the basket of households of the base year over that of the base year", PRICES_OF_BPS
    ),
    "inflation": _made(
        "percent", makers.inflation, BY_GRDP, "100 (consumer price / that of the year before - 1)", PRICES_OF_BPS
    ),
    "rent": _level("rent", "rent of a house over that of the base year", MODEL),
    "remittances": _volume(
        "remittances", "pay of workers from elsewhere that they do not spend here", MODEL, "bn_rp_nominal"
    ),
    "own_revenue": _volume(
        "own_revenue", "local taxes and levies, and payments between regions (PAD)", UU_HKPD, "bn_rp_nominal"
    ),
    "shared_revenue": _volume("shared_revenue", "shared revenue of coal, oil and gas (DBH)", UU_HKPD, "bn_rp_nominal"),
    "public_revenue": _made("bn_rp_nominal", makers.public_revenue, ADDED, "PAD + DBH", UU_HKPD),
    "water_need": Indicator(
        "l_s", MEAN, makers.water_need, ADDED, "raw water needed, where a shortage is known of", MODEL
    ),
    "water_served": _made("percent", makers.water_served, BY_NEED, "100 x served / needed", MODEL),
    "water_short": _made("l_s", makers.water_short, ADDED, "needed - served: the water balance, as a deficit", MODEL),
    "shortage": _volume(
        "shortage", "what industries, households, government and exports wanted and did not get", MODEL
    ),
    "unserved": _volume("unserved", "goods that wait at terminals and ferries in December", MODEL, kind=END),
    "backlog": _volume("backlog", "orders of investors and programmes not yet filled in December", MODEL, kind=END),
    "trade_inflow": _chain("bn_rp", supply_chain.inflow, "purchases from outside the area, other regions and partners"),
    "trade_inflow_growth": _made(
        "percent",
        partial(makers.growth_of_trade, measure=supply_chain.inflow),
        AS_ONE,
        "100 (purchases from outside / those of the year before - 1): supply-chain growth",
        OWN,
    ),
    "trade_outflow": _chain("bn_rp", supply_chain.outflow, "sales to outside the area, other regions and partners"),
    "sales_to_regions": _traded("sales to other regions of the province", with_partners=False, is_sale=True),
    "sales_to_partners": _traded("sales outside the province", with_partners=True, is_sale=True),
    "purchases_from_regions": _traded(
        "purchases from other regions of the province", with_partners=False, is_sale=False
    ),
    "purchases_from_partners": _traded("purchases from outside the province", with_partners=True, is_sale=False),
    "supply_links": _chain(
        "links", supply_chain.link_count, "pairs of commodity and origin that carry Rp1 billion a year or more"
    ),
    "supply_diversity": _chain(
        "links",
        supply_chain.link_diversity,
        "exp(-sum of share x ln share) over these pairs: equally large links that would be as diverse",
    ),
    "hinterland_share": _made(
        "percent", makers.hinterland, AS_ONE, "100 x purchases from other regions / all purchases", OWN
    ),
    "dependence_jawa": _made(
        "percent", partial(makers.dependence, on=("jawa",)), AS_ONE, "100 x purchases from Java / all purchases", OWN
    ),
    "dependence_sulawesi": _made(
        "percent",
        partial(makers.dependence, on=("sulsel", "sulteng")),
        AS_ONE,
        "100 x purchases from South and Central Sulawesi / all purchases",
        OWN,
    ),
    "logistics_cost": _made(
        "percent", makers.logistics_cost, QUOTIENT, "100 x freight paid / all that is paid for purchases", OWN
    ),
    "tonne_km": _traffic(
        "tonne_km",
        "million_t_km",
        "tonnes x km on links, half to the region of each end; without coal, oil, gas and own haulage",
    ),
    "person_km": _traffic(
        "person_km", "million_person_km", "persons x km on links, half to the region of each end; trips between regions"
    ),
    "co2": _traffic(
        "co2",
        "kt",
        "vehicle-, tonne- and person-km on links x factors `emissions.*`, half to the region of each end",
    ),
    "fullest_link": _made(
        "v_c",
        makers.fullest_link,
        LARGEST,
        "volume / capacity in the peak hour of December, of the fullest link that ends here",
        MKJI,
    ),
    **_trips("hours", "h", "travel_time_h", "mean hours of the routes taken in December"),
    **_trips(
        "cost", "rp_t", "generalised_cost_rp_t", "mean cost of the routes taken in December, value of time included"
    ),
    "service_hours": Indicator(
        "h",
        END,
        partial(makers.service_hours, hubs=HUBS, cargo=PEOPLE),
        BY_PEOPLE,
        "hours of people to Samarinda or Balikpapan, whichever is nearer; 0 there",
        OWN,
    ),
    "williamson": _made(
        "ratio",
        partial(makers.inequality, index=williamson_index),
        PROVINCE,
        "sqrt(sum of people x (GRDP per head - mean)^2 / people) / mean, over the areas of BPS",
        RPJMD,
    ),
    "theil": _made(
        "ratio",
        partial(makers.inequality, index=theil_index),
        PROVINCE,
        "sum of share of GRDP x ln(share of GRDP / share of people), over the areas of BPS",
        "Theil 1967",
    ),
}
"""The one place where an indicator gets its unit, its formula and its way of being made."""
