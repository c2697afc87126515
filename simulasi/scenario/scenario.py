"""A scenario: what changes in the world, and when; it does not run."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulasi.errors import Fault, ScenarioError, nearest
from simulasi.scenario.compose import compose
from simulasi.scenario.faults import faults_of, key_of, shown
from simulasi.scenario.find import located
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.schema import ExpectedEffect
from simulasi.world.month import Month

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from simulasi.scenario.composition import Composition, Piece
    from simulasi.scenario.faults import Location
    from simulasi.scenario.interventions.base import Intervention, Target
    from simulasi.world.network import Network
    from simulasi.world.world import World

NO_TREND = "none"
MONTHS_A_YEAR = 12
MIDDLE_OF_YEAR = 6


@dataclass(frozen=True, eq=False)
class Scenario:
    """What changes, and when: settings and interventions on one base world.

    trail    : the file that set each key, by dotted key (``jalan-kukar-kubar.opens``)
    resolved : the whole scenario as plain values, for the story of a result
    expects  : what its file promises of it, checked but never used by a run
    base     : the world without any change
    """

    name: str
    title: str
    summary: str
    start: Month
    end: Month
    trend: str
    interventions: tuple[Intervention, ...]
    trail: Mapping[str, str]
    resolved: Mapping[str, Any]
    base: World
    expects: tuple[ExpectedEffect, ...] = ()
    _worlds: dict[Hashable, World] = field(default_factory=dict, init=False, repr=False)
    _networks: dict[Hashable, Network] = field(default_factory=dict, init=False, repr=False)

    @property
    def months(self) -> tuple[Month, ...]:
        """Months of the run, the last one included."""
        return tuple(self.start.after(step) for step in range(self.end.since(self.start) + 1))

    @property
    def openings(self) -> tuple[Month, ...]:
        """Months in which the network changes, by itself or by an intervention; the first when it is not the base's."""
        networks = [self.base.network, *(self.world_at(month).network for month in self.months)]
        return tuple(
            month for month, before, now in zip(self.months, networks, networks[1:], strict=False) if now is not before
        )

    def world_at(self, month: Month) -> World:
        """Return the world of a month, always from the base; months of equal networks share one network object."""
        signatures = (item.signature(month) for item in self.interventions)
        key = (self._trend_months(month), self._dates_passed(month), *signatures)
        if key not in self._worlds:
            self._worlds[key] = self._built(month)
        return self._worlds[key]

    def intervention(self, intervention_id: str) -> Intervention:
        """Return the intervention of an id; ScenarioError when there is none."""
        for item in self.interventions:
            if item.id == intervention_id:
                return item
        known = [item.id for item in self.interventions]
        fields = {"nearest": nearest(intervention_id, known), "known": ", ".join(known)}
        raise ScenarioError([Fault("unknown_intervention", self.name, value=intervention_id, fields=fields)])

    def without(self, intervention_id: str) -> Scenario:
        """Return a copy without one intervention; ScenarioError when there is none of that id."""
        gone = self.intervention(intervention_id)
        kept = {id_: fields for id_, fields in self.resolved["interventions"].items() if id_ != gone.id}
        return replace(
            self,
            interventions=tuple(item for item in self.interventions if item is not gone),
            trail={key: name for key, name in self.trail.items() if not key.startswith(f"{gone.id}.")},
            resolved={**self.resolved, "interventions": kept},
        )

    def _built(self, month: Month) -> World:
        start = self._grown(month).with_network(self.base.network.at(month))
        staged = sorted(self.interventions, key=lambda item: item.stage)
        world = reduce(lambda world, item: item.applied_to(world, month), staged, start)
        return world.with_network(self._shared(world.network, month))

    def _shared(self, network: Network, month: Month) -> Network:
        """Return the one network of all months that see the same: of equal signatures, or else of equal content."""
        changes = tuple((item.id, item.signature(month)) for item in self.interventions if item.changes_network)
        signature = (self._dates_passed(month), *changes)
        if signature not in self._networks:
            known = (self.base.network, *self._networks.values())
            self._networks[signature] = next((other for other in known if other == network), network)
        return self._networks[signature]

    def _dates_passed(self, month: Month) -> int:
        """Count the dates that have come at which links of the base network open or close by themselves."""
        return bisect_right(self.base.network.dates, month)

    def _grown(self, month: Month) -> World:
        months = self._trend_months(month)
        if months == 0:
            return self.base
        base, years = self.base, months / MONTHS_A_YEAR
        return base.with_growth(
            base.growth_index * (1 + base.trend_growth) ** years, base.people_index * (1 + base.people_trend) ** years
        )

    def _trend_months(self, month: Month) -> int:
        """Months of trend growth until a month, from the middle of the base year, which its accounts stand for."""
        return 0 if self.trend == NO_TREND else max(0, month.since(Month(self.base.base_year, MIDDLE_OF_YEAR)))


def read_scenario(name: str, world: World) -> Scenario:
    """Read a scenario, compose it and check it against a world; ScenarioError lists all faults at once.

    name : a name, a path that ends with ``.toml``, or several joined by ``+``
    """
    composition = compose(name)
    interventions, faults = _built_interventions(composition, world)
    faults = [*faults, *_target_faults(composition), *_promise_faults(composition, world)]
    faults = [*composition.faults, *_setting_faults(composition, world), *faults]
    if faults:
        raise ScenarioError({str(fault): fault for fault in located(faults)}.values())
    values = {key: value for key, (value, _) in composition.settings.items()}
    return Scenario(
        composition.name,
        composition.title,
        composition.summary,
        values["start"],  # type: ignore[arg-type]  # checked by the schema
        values["end"],  # type: ignore[arg-type]
        str(values.get("trend", NO_TREND)),
        tuple(interventions),
        composition.trail,
        composition.resolved(),
        world,
        composition.expects,
    )


def at_start(world: World, start: Month | None) -> World:
    """Return the world that interventions are checked against: with the network of the first month of the run."""
    return world if start is None else world.with_network(world.network.at(start))


def _built_interventions(composition: Composition, world: World) -> tuple[list[Intervention], list[Fault]]:
    """Validate every intervention, in order of id."""
    interventions: list[Intervention] = []
    faults: list[Fault] = []
    start, _ = composition.settings.get("start", (None, None))
    context = at_start(world, start)  # type: ignore[arg-type]  # a Month by the schema
    for _, piece in sorted(composition.pieces.items()):
        kind = KINDS.get(str(piece.fields.get("kind", "")))
        if kind is None:
            faults.append(_no_kind(piece))
            continue
        try:
            interventions.append(kind.model_validate(piece.fields, context=context))
        except ValidationError as error:
            faults += faults_of(error, kind, partial(_place, piece))
    return interventions, faults


def _no_kind(piece: Piece) -> Fault:
    """Tell of a kind that is absent, no text, or unknown."""
    file, key = _place(piece, ("kind",))
    if "kind" not in piece.fields:
        return Fault("missing_key", file, key)
    word = piece.fields["kind"]
    if not isinstance(word, str):
        return Fault("wrong_type", file, key, shown(word), {"type": "text"})
    return Fault("unknown_kind", file, key, shown(word), {"nearest": nearest(word, KINDS), "known": ", ".join(KINDS)})


def _place(piece: Piece, location: Location) -> tuple[str, str]:
    """File and key where a field of an intervention was set."""
    origin = piece.origin_of(str(location[0]))
    return origin.file, f"{origin.key}.{key_of(location)}"


def _setting_faults(composition: Composition, world: World) -> Iterator[Fault]:
    told = {fault.key for fault in composition.faults}
    for name in ("start", "end"):
        if name not in composition.settings and composition.is_whole and f"settings.{name}" not in told:
            yield Fault("missing_key", composition.file or composition.name, f"settings.{name}")
    start, end = composition.settings.get("start"), composition.settings.get("end")
    first = Month(world.base_year + 1, 1)
    if start and start[0] < first:  # type: ignore[operator]  # a Month by the schema
        yield Fault("starts_too_early", start[1].file, start[1].key, f"{start[0]}-01", {"first": f"{first}-01"})
    if start and end and end[0] < start[0]:  # type: ignore[operator]
        yield Fault("end_before_start", end[1].file, end[1].key, f"{end[0]}-01", {"start": f"{start[0]}-01"})


def _promise_faults(composition: Composition, world: World) -> Iterator[Fault]:
    """Hold the regions and sources of what is promised against the world."""
    for index, effect in enumerate(composition.promises):
        place = partial(_promise_place, composition.file, f"expects_effect[{index}]")
        try:
            ExpectedEffect.model_validate(effect, context=world)
        except ValidationError as error:
            yield from faults_of(error, ExpectedEffect, place)


def _promise_place(file: str, key: str, location: Location) -> tuple[str, str]:
    return file, f"{key}.{key_of(location)}"


def _target_faults(composition: Composition) -> Iterator[Fault]:
    """Two interventions that change the same thing, each named with its file."""
    seen: list[tuple[str, Piece, frozenset[Target]]] = []
    for id_, piece in sorted(composition.pieces.items()):
        kind = KINDS.get(str(piece.fields.get("kind", "")))
        targets = kind.targets_of(piece.fields) if kind else frozenset()
        for other_id, other, others in seen:
            if shared := targets & others:
                _, what = min(shared)
                fields = {"other": other_id, "other_file": other.origin.file, "what": what}
                yield Fault("same_target", piece.origin.file, f"{piece.origin.key}.id", id_, fields)
                break
        seen.append((id_, piece, targets))
