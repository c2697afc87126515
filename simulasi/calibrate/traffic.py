"""Traffic beside the record: how often people travel, so that a road carries the vehicles that were counted on it.

Trucks are those that the accounts bring: what the margins of trade and transport pay to be carried. Volumes are linear
in the trips of people, so that one division fits them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulasi.calibrate.freight import FITTED, range_faults
from simulasi.errors import Fault, ParameterError, WorldError
from simulasi.model.edges import Catalogue
from simulasi.model.haulage import carried
from simulasi.model.roads import find_roads
from simulasi.model.structure import calibrate
from simulasi.model.traffic import gate_loads, on_routes, on_stretches, peak_volumes
from simulasi.model.transport import at_rest, carriage_of
from simulasi.model.uses import DAYS_A_MONTH
from simulasi.world.cargo import PEOPLE
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from simulasi.data.load_parameters import ParameterFact
    from simulasi.model.haulage import HaulageBase
    from simulasi.model.parameters import Parameters
    from simulasi.world.world import World

TRIPS = "traffic.trips_a_head"
MONTHS_A_YEAR = 12.0
CONTAINER = "container"
VEHICLES, PEAK, BOXES = ("vehicles_a_day", "peak_pcu_h", "teu_a_year")
"""What is counted: vehicles a day and passenger car units in the peak hour on links, boxes at a terminal."""


@dataclass(frozen=True, slots=True)
class Count:
    """One published count.

    where     : links, or one terminal
    network   : month whose network it is held against
    value     : as printed, the middle of a range
    is_fitted : whether the trips of people are fitted to it; else it is a check
    """

    id: str
    name_id: str
    name_en: str
    quantity: str
    where: tuple[str, ...]
    network: Month
    year: int
    value: float
    is_fitted: bool


class Volume(NamedTuple):
    """What the model counts: the part of freight, and that of people."""

    freight: float
    people: float

    @property
    def total(self) -> float:
        """Both parts."""
        return self.freight + self.people


class CountMatch(NamedTuple):
    """A count beside the model."""

    counted: Count
    model: Volume

    @property
    def ratio(self) -> float:
        """Model over published."""
        return self.model.total / self.counted.value


@dataclass(frozen=True)
class TrafficFit:
    """Trips a head in force and fitted, and every count beside the fitted ones."""

    before: float
    after: float
    matches: tuple[CountMatch, ...]

    @property
    def fitted(self) -> dict[str, float]:
        """The parameter that was fitted, by its name in the file."""
        return {TRIPS: self.after}


def read_counts(tables: Mapping[str, pd.DataFrame]) -> tuple[Count, ...]:
    """Read the table of counts.

    >>> from simulasi.data.load_tables import load_tables
    >>> count = read_counts(load_tables().frames)[0]
    >>> count.where, str(count.network), count.value
    (('balikpapan-samboja.toll', 'samarinda-samboja.toll'), '2021-12', 6857.0)
    """
    return tuple(_count(row) for row in tables["traffic_counts"].to_dict("records"))


def _count(row: Mapping[str, object]) -> Count:
    low, high = (float(str(row[name])) for name in ("value", "value_max"))
    year, _, month = str(row["network"]).partition("-")
    return Count(
        id=str(row["id"]),
        name_id=str(row["name_id"]),
        name_en=str(row["name_en"]),
        quantity=str(row["quantity"]),
        where=tuple(_known_name(name) for name in str(row["where"]).split()),
        network=Month(int(year), int(month)),
        year=int(str(row["year"])),
        value=low if math.isnan(high) else (low + high) / 2.0,
        is_fitted=row["role"] == FITTED,
    )


def _known_name(name: str) -> str:
    """Name of a link as the network knows it, with its ends in alphabetical order; terminals have one end.

    >>> _known_name("samboja-samarinda.toll"), _known_name("kariangau.sea")
    ('samarinda-samboja.toll', 'kariangau.sea')
    """
    ends, _, mode = name.rpartition(".")
    return f"{'-'.join(sorted(ends.split('-')))}.{mode}"


def match_counts(counts: Sequence[Count], world: World, p: Parameters) -> tuple[CountMatch, ...]:
    """Put the base month of the model beside every count, on the network of its month, at published hours.

    Raises WorldError when that network has no such link or terminal open.
    """
    months = {count.network for count in counts}
    scale = calibrate(world, p).haulage
    passed = {month: _passed(world, p, scale, month) for month in months}
    faults = [
        Fault("count_not_in_world", "traffic_counts.csv", count.id, name, {"month": str(count.network)})
        for count in counts
        for name in count.where
        if name not in {*passed[count.network].catalogue.links, *passed[count.network].catalogue.terminals}
    ]
    if faults:
        raise WorldError(faults)
    return tuple(CountMatch(count, _volume(count, passed[count.network], world)) for count in counts)


def fit_trips(counts: Sequence[Count], world: World, p: Parameters, facts: Mapping[str, ParameterFact]) -> TrafficFit:
    """Fit the trips of a head to other regions, so that a count is met by the trucks of the model and its people.

    facts : published range of every fitted parameter, by ``group.name``

    Raises ParameterError when the fitted value lies outside its range.
    """
    matches = match_counts(counts, world, p)
    target = next(match for match in matches if match.counted.is_fitted)
    times = (target.counted.value - target.model.freight) / target.model.people
    after = tuple(match._replace(model=match.model._replace(people=times * match.model.people)) for match in matches)
    fit = TrafficFit(p.traffic.trips_a_head, times * p.traffic.trips_a_head, after)
    if faults := range_faults(fit.fitted, facts):
        raise ParameterError(faults)
    return fit


class _Passed(NamedTuple):
    """What passes the links and terminals of a network in the base month.

    units : (class, gate), tonnes and persons
    peak  : (class, link), passenger car units in the peak hour
    km    : (link,)
    """

    catalogue: Catalogue
    units: np.ndarray
    peak: np.ndarray
    km: np.ndarray


def _passed(world: World, p: Parameters, scale: HaulageBase, month: Month) -> _Passed:
    network, classes = world.network.at(month), len(world.cargo)
    catalogue = Catalogue.of([network])
    roads = find_roads(carriage_of(world)._replace(network=network), p, catalogue)
    asked = carried(world.accounts.flows[:, None], world.accounts.population, scale)
    units = on_routes(roads, asked, at_rest(roads, p).share)
    by_class = units * (roads.kind[:, None] == np.arange(classes))
    km = {link.name: link.distance_km for link in network.open_links}
    return _Passed(
        catalogue,
        gate_loads(roads, on_stretches(roads, units), classes=classes)[:, :, 0],
        peak_volumes(roads, on_stretches(roads, by_class)).T,
        np.array([km[name] for name in catalogue.links]),
    )


def _volume(count: Count, passed: _Passed, world: World) -> Volume:
    """Return what the model has for a count; on several links the mean by their length."""
    links, cargo = len(passed.catalogue.links), world.cargo
    names = (*passed.catalogue.links, *passed.catalogue.terminals)
    at = np.array([names.index(name) for name in count.where])
    if count.quantity == BOXES:
        box = next(kind for kind in cargo if kind.id == CONTAINER)
        tonnes = passed.units[cargo.index(box), links + at].sum()
        return Volume(float(tonnes) * MONTHS_A_YEAR / (box.payload * box.load_share), 0.0)
    by_class = passed.peak[:, at]
    if count.quantity == VEHICLES:
        a_day = np.array([kind.vehicles_per_unit for kind in cargo]) / DAYS_A_MONTH
        by_class = (passed.units[:, at] + passed.units[:, links + at]) * a_day[:, None]
    mean = by_class @ (passed.km[at] / passed.km[at].sum())
    people = np.array([kind.id == PEOPLE for kind in cargo])
    return Volume(float(mean[~people].sum()), float(mean[people].sum()))
