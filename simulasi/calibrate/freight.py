"""Tariffs beside published hauls: what the model lets a carrier ask for each, and the tariffs that fit (eq. 1).

A published tariff is what a carrier asks. Beside it stands what eq. 1 pays the carrier: tariff by kilometre, time of
the vehicle, and loading or handling at both ends. The value of time and the spoilage of the cargo are costs of its
owner, no carrier's charge, and are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import least_squares

from simulasi.calibrate.price_level import SUBSECTOR_OF_MODE, price_factor
from simulasi.errors import Fault, ParameterError
from simulasi.model.edges import WHEELS, generalised_cost, layered_edges
from simulasi.model.roads import RP_PER_MILLION
from simulasi.routing.routes import least_cost_routes
from simulasi.world.cargo import PEOPLE
from simulasi.world.network import Link, Network, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from simulasi.data.load_parameters import ParameterFact
    from simulasi.model.parameters import FreightParameters
    from simulasi.world.cargo import CargoClass

KG_PER_TONNE = 1000.0
LEAST, EXACT = 1e-6, 1e-14
"""Least level that a fit looks at, and how closely it looks."""
CARRIAGE, DELIVERED, VEHICLE, TOLL, CROSSING = PAYS = ("carriage", "delivered", "vehicle", "toll", "crossing")
"""What a published figure pays: see ``model_charge``."""
FITTED, FITTED_AFLOAT = ROLES = ("fit", "afloat")
ENDS = ("from", "via", "to")
STONE = "construction"


@dataclass(frozen=True, slots=True)
class Haul:
    """One published haul.

    cargo        : class of traffic that is carried
    mode         : way over ``distance_km`` in ``hours``
    last_km      : way by truck from the port to the buyer, in ``last_hours``; 0 for none
    pays         : what the published figure pays, one of ``PAYS``
    year         : of the prices
    value        : as printed, the middle of a range
    unit         : as printed
    factor       : price level of the base year over that of ``year``
    published    : Rp a unit of cargo (a m3 where it is delivered) at prices of the base year
    product_rp_t : value of the product, where the figure includes it
    density      : tonnes a m3, where it is sold by volume
    fits         : what is fitted to it: ``fit`` for the tariffs, ``afloat`` for what stone pays of them on ships; else
                   it is a check
    """

    id: str
    name_id: str
    name_en: str
    cargo: CargoClass
    mode: str
    distance_km: float
    hours: float
    last_km: float
    last_hours: float
    pays: str
    year: int
    value: float
    unit: str
    factor: float
    published: float
    product_rp_t: float
    density: float
    fits: str

    @property
    def is_fitted(self) -> bool:
        """Whether something is fitted to it."""
        return self.fits in ROLES


class HaulMatch(NamedTuple):
    """A haul beside the model: ``model`` is in the unit of ``haul.published``."""

    haul: Haul
    model: float

    @property
    def ratio(self) -> float:
        """Model over published."""
        return self.model / self.haul.published


@dataclass(frozen=True)
class FreightFit:
    """Tariffs in force and fitted, and every haul beside the fitted ones.

    afloat : what construction materials pay of tariff and handling on ships
    """

    before: FreightParameters
    after: FreightParameters
    afloat: float
    matches: tuple[HaulMatch, ...]

    @property
    def fitted(self) -> dict[str, float]:
        """Parameters that were fitted, by their name in the file."""
        return {f"freight.{name}": getattr(self.after, name) for name in FREE}


FREE = ("tariff_road", "vehicle_time", "handling_road", "tariff_toll", "tariff_river", "tariff_sea")
"""Parameters that the fit moves, the first two in one proportion."""


class _Levels(NamedTuple):
    """Unknowns of the fit; what a toll road costs beyond a road is one of them, so that it moves with the road."""

    road: float
    loading: float
    toll: float
    river: float
    sea: float

    @classmethod
    def of(cls, p: FreightParameters) -> _Levels:
        return cls(p.tariff_road, p.handling_road, p.tariff_toll - p.tariff_road, p.tariff_river, p.tariff_sea)

    def put(self, p: FreightParameters) -> FreightParameters:
        return replace(
            p,
            tariff_road=self.road,
            vehicle_time=p.vehicle_time * self.road / p.tariff_road,
            handling_road=self.loading,
            tariff_toll=self.road + self.toll,
            tariff_river=self.river,
            tariff_sea=self.sea,
        )


def read_hauls(
    tables: Mapping[str, pd.DataFrame], cargo: Sequence[CargoClass], *, base_year: int = 2021
) -> tuple[Haul, ...]:
    """Bring the table of published hauls to prices of a base year and to the units of the model.

    >>> from simulasi.data.load_cargo import shipped_cargo
    >>> from simulasi.data.load_tables import load_tables
    >>> kernel = read_hauls(load_tables().frames, shipped_cargo())[0]
    >>> kernel.value, round(kernel.factor, 4), round(kernel.published)
    (395.0, 1.2862, 508037)
    """
    classes = {kind.id: kind for kind in cargo}
    values = tables["value_per_tonne"].set_index("sector")["value_million_rp_per_t"]
    return tuple(_haul(row, classes, values, tables, base_year) for row in tables["hauls"].to_dict("records"))


def _haul(
    row: Mapping[str, object], classes: Mapping[str, CargoClass], values: pd.Series, tables: Mapping[str, pd.DataFrame],
    base_year: int,
) -> Haul:  # fmt: skip
    cargo, mode, pays = classes[str(row["cargo_class"])], str(row["mode"]), str(row["pays"])
    low, high, load = (_number(row[name], otherwise=math.nan) for name in ("value", "value_max", "load"))
    value, year = low if math.isnan(high) else (low + high) / 2.0, int(_number(row["year"]))
    factor = price_factor(tables["grdp_province_subsector"], SUBSECTOR_OF_MODE[mode], year=year, base_year=base_year)
    product = str(row["product"])
    return Haul(
        id=str(row["id"]),
        name_id=str(row["name_id"]),
        name_en=str(row["name_en"]),
        cargo=cargo,
        mode=mode,
        distance_km=_number(row["distance_km"]),
        hours=_number(row["hours"]),
        last_km=_number(row["last_km"]),
        last_hours=_number(row["last_hours"]),
        pays=pays,
        year=year,
        value=value,
        unit=str(row["unit"]),
        factor=factor,
        published=value * factor * _per_unit(pays, str(row["unit"]), load, cargo),
        product_rp_t=float(values[product]) * RP_PER_MILLION if product else 0.0,
        density=load if pays == DELIVERED else 1.0,
        fits=str(row["role"]),
    )


def _number(cell: object, *, otherwise: float = 0.0) -> float:
    value = float(str(cell))
    return otherwise if math.isnan(value) else value


def _per_unit(pays: str, unit: str, load: float, cargo: CargoClass) -> float:
    """Rp a unit of cargo for one in the unit that is printed.

    A carrier's price for a load is spread over the load. What a vehicle itself costs on one way, or pays as toll, is
    spread over its mean load, and its empty return trips cost as much.
    """
    if pays in (VEHICLE, TOLL):
        return cargo.vehicles_per_unit
    if unit == "Rp/kg":
        return KG_PER_TONNE
    return 1.0 if pays == DELIVERED or math.isnan(load) else 1.0 / load


def model_charge(haul: Haul, p: FreightParameters) -> float:
    """Return what the model lets the carriers of a haul ask, Rp a unit, in the unit of ``haul.published`` (eq. 1).

    ``carriage``  : tariff, time of the vehicle, loading of a truck and handling at terminals
    ``delivered`` : that and the product, a m3
    ``vehicle``   : tariff and time of the vehicle alone
    ``toll``      : what a toll road costs beyond a road of the same length and hours
    ``crossing``  : the tariff of a ferry; the time of the vehicle aboard is not the ferry's
    """
    if haul.pays == TOLL:
        bare = replace(haul, pays=VEHICLE)
        return model_charge(bare, p) - model_charge(replace(bare, mode="road"), p)
    if haul.pays in (VEHICLE, CROSSING):
        p = replace(p, handling_road=0.0, vehicle_time=p.vehicle_time * (haul.pays == VEHICLE))
    return haul.density * (_carriage(haul, p) + haul.product_rp_t)


def _carriage(haul: Haul, p: FreightParameters) -> float:
    """Least cost of the way of a haul, as routes are found in a run, for cargo whose own time costs nothing."""
    cargo = (replace(haul.cargo, value_of_time=0.0),)
    links = [Link((ENDS[0], ENDS[1]), haul.mode, haul.distance_km, haul.hours)]
    if haul.last_km > 0.0:
        links.append(Link((ENDS[1], ENDS[2]), "road", haul.last_km, haul.last_hours))
    edges = layered_edges(Network.of(tuple(Place(name, name, "", None, None) for name in ENDS), tuple(links)), cargo, p)
    ends = np.array([edges.place_index[name] for name in (ENDS[0], ENDS[len(links)])])
    cost = generalised_cost(edges, cargo, 0, p)
    found = least_cost_routes(
        edges.tail, edges.head, cost, nodes=edges.nodes, ends=ends, k=1, longest=1.0,
        wanted=np.array([[False, True], [False, False]]),
    )  # fmt: skip
    return float(found.cost[0]) + _truck_ends(haul) * haul.cargo.tariff_factor * p.handling_road


def _truck_ends(haul: Haul) -> int:
    """Count the ends at which a truck is loaded or unloaded for its cargo; at a terminal it is handled there."""
    if haul.cargo.id == PEOPLE:
        return 0
    return (haul.mode in WHEELS) + (haul.mode in WHEELS or haul.last_km > 0.0)


def match_hauls(hauls: Sequence[Haul], p: FreightParameters) -> tuple[HaulMatch, ...]:
    """Put the model beside every haul."""
    return tuple(HaulMatch(haul, model_charge(haul, p)) for haul in hauls)


def fit_freight(hauls: Sequence[Haul], p: FreightParameters, facts: Mapping[str, ParameterFact]) -> FreightFit:
    """Fit the tariffs to the hauls that are not only checks: least squares of the logarithm of model over published.

    facts : published range of every fitted parameter, by ``freight.name``

    Tariff and vehicle time of a road move in one proportion, since two hauls at nearly one speed do not tell them
    apart. Raises ParameterError when a fitted value lies outside its range.
    """
    chosen = [haul for haul in hauls if haul.fits == FITTED]
    fixed, rates = _linear(chosen, p)
    published = np.array([haul.published for haul in chosen])
    start = np.maximum(_Levels.of(p)._replace(toll=max(p.tariff_toll - p.tariff_road, p.tariff_road)), LEAST)

    def misses(levels: np.ndarray) -> np.ndarray:
        return np.asarray(np.log((fixed + rates @ levels) / published))

    def slopes(levels: np.ndarray) -> np.ndarray:
        return np.asarray(rates / (fixed + rates @ levels)[:, None])

    found = least_squares(
        misses, start, jac=slopes, bounds=(LEAST, np.inf), x_scale=start, xtol=EXACT, ftol=EXACT, gtol=EXACT
    )
    after = _Levels(*found.x.tolist()).put(p)
    afloat = _afloat_factor([haul for haul in hauls if haul.fits == FITTED_AFLOAT], after)
    fit = FreightFit(p, after, afloat, match_hauls([_with_afloat(haul, afloat) for haul in hauls], after))
    if faults := range_faults(fit.fitted, facts):
        raise ParameterError(faults)
    return fit


def _afloat_factor(hauls: Sequence[Haul], p: FreightParameters) -> float:
    """Least squares of the logarithm of model over published, by one factor on what hauls pay afloat."""
    free, whole = (np.array([model_charge(_with_afloat(haul, factor), p) for haul in hauls]) for factor in (0.0, 1.0))
    published = np.array([haul.published for haul in hauls])

    def misses(factor: np.ndarray) -> np.ndarray:
        return np.asarray(np.log((free + (whole - free) * factor) / published))

    return float(least_squares(misses, 0.5, bounds=(0.0, 2.0)).x[0])


def _with_afloat(haul: Haul, factor: float) -> Haul:
    """Return a haul of stone with another factor afloat; other cargo keeps its own."""
    is_stone = haul.cargo.id == STONE
    return replace(haul, cargo=replace(haul.cargo, afloat_factor=factor)) if is_stone else haul


def _linear(hauls: Sequence[Haul], p: FreightParameters) -> tuple[np.ndarray, np.ndarray]:
    """Split charges, which are linear in the levels, into what does not move, (haul,), and rates, (haul, level)."""

    def charges(levels: np.ndarray) -> np.ndarray:
        return np.array([match.model for match in match_hauls(hauls, _Levels(*levels.tolist()).put(p))])

    at = np.maximum(_Levels.of(p), 1.0)
    here = charges(at)
    rates = np.stack([(charges(at + step) - here) / step.sum() for step in np.diag(at)], axis=1)
    return here - rates @ at, rates


def range_faults(values: Mapping[str, float], facts: Mapping[str, ParameterFact]) -> list[Fault]:
    """Tell which fitted values lie outside their published range.

    >>> from simulasi.data.load_parameters import parameter_facts
    >>> fitted = {"freight.tariff_sea": 1e9, "freight.tariff_river": 300.0}
    >>> [fault.key for fault in range_faults(fitted, parameter_facts())]
    ['freight.tariff_sea']
    """
    return [
        Fault("parameter_out_of_range", key=name, value=f"{value:g}",
              fields={"low": f"{facts[name].low:g}", "high": f"{facts[name].high:g}", "unit": facts[name].unit})
        for name, value in values.items()
        if not facts[name].low <= value <= facts[name].high
    ]  # fmt: skip
