"""From ``parameters.toml`` to ``Parameters``: every value with its unit, range, distribution, source and confidence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from simulasi.errors import Fault, ParameterError, nearest
from simulasi.model.distributions import FIXED, LOG_TRIANGULAR, TRIANGULAR, Distribution
from simulasi.model.parameters import Parameters
from simulasi.scenario.find import faulty_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILE = Path(__file__).with_name("parameters.toml")
VARY = "--vary"
ALL = "all"
"""Stands for every parameter that may be varied."""
FITTED, CHANCE = "calibrated", "chance"
WIDE = 3.0
"""Ranges above 0 whose ends lie this many times apart are even in the logarithm: half as much is as likely as twice."""


@dataclass(frozen=True, slots=True)
class ParameterFact:
    """One parameter as published: ``name`` is ``group.name``, ``distribution`` how members of an ensemble draw it."""

    name: str
    value: float
    unit: str
    low: float
    high: float
    distribution: str
    source: str
    confidence: str
    note: str


@cache
def parameter_facts(path: Path = FILE) -> Mapping[str, ParameterFact]:
    """Read all parameters with what is known of them.

    >>> parameter_facts()["trade.export_elasticity"].unit
    '1'
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        fact.name: fact
        for group, entries in document.items()
        for fact in (_fact(f"{group}.{name}", entry) for name, entry in entries.items())
    }


def _fact(name: str, entry: Mapping[str, Any]) -> ParameterFact:
    low, high = entry["range"]
    distribution = entry.get("distribution", usual_distribution(name, low, high, entry["confidence"]))
    return ParameterFact(
        name, entry["value"], entry["unit"], low, high, distribution,
        entry["source"], entry["confidence"], entry["note"],
    )  # fmt: skip


def usual_distribution(name: str, low: float, high: float, confidence: str) -> str:
    """Return the distribution of a parameter whose entry names none.

    Fitted values are held, for they fit the record together and not one by one; so is how much is left to chance.

    >>> usual_distribution("trade.sigma_goods", 2.0, 8.0, "assumption")
    'log-triangular'
    >>> usual_distribution("labour.overtime", 0.0, 0.3, "assumption")
    'triangular'
    """
    if confidence == FITTED or name.startswith(f"{CHANCE}."):
        return FIXED
    return LOG_TRIANGULAR if low > 0.0 and high >= WIDE * low else TRIANGULAR


def load_parameters(changes: Mapping[str, float] | None = None) -> Parameters:
    """Return the parameters in force, with ``changes`` (``group.name`` to value) within their ranges.

    Raises ParameterError for every unknown name and every value outside its range, all at once.

    >>> load_parameters({"trade.sigma_goods": 5.0}).trade.sigma_goods
    5.0
    """
    values = {name: fact.value for name, fact in parameter_facts().items()} | checked_parameters(changes or {})
    groups = get_type_hints(Parameters)
    return Parameters(
        **{
            group: kind(**{item.name: float(values[f"{group}.{item.name}"]) for item in fields(kind)})
            for group, kind in groups.items()
        }
    )


def read_parameters(path: Path) -> dict[str, float]:
    """Read changes of parameters from a TOML file of ``name = value`` below ``[group]``.

    Raises ParameterError for all that is wrong at once: no such file, no TOML, unknown names, no numbers, out of range.
    """
    if not path.is_file():
        raise ParameterError([Fault("parameters_missing", str(path))])
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError([Fault("unreadable", str(path))]) from error
    except tomllib.TOMLDecodeError as error:
        raise ParameterError([Fault("toml_syntax", str(path), fields={"line": faulty_line(error, path)})]) from error
    return checked_parameters(dict(_flat(document)), str(path))


def checked_parameters(values: Mapping[str, Any], place: str = FILE.name) -> dict[str, float]:
    """Return values of parameters as numbers; ParameterError lists all that are unknown, no numbers or out of range.

    place : where they stand, for whoever made the fault

    >>> checked_parameters({"trade.sigma_goods": 5})
    {'trade.sigma_goods': 5.0}
    """
    facts = parameter_facts()
    if faults := [fault for name, value in values.items() for fault in _faults(name, value, facts, place)]:
        raise ParameterError(faults)
    return {name: float(value) for name, value in values.items()}


def distributions(names: Iterable[str], p: Parameters) -> dict[str, Distribution]:
    """Return how the parameters of some names are drawn, around their values in force.

    names : ``group.name``, a group, or ``all``; of the last two, those that may be varied
    Raises ParameterError for every name that is unknown, and every parameter that is fixed.

    >>> distributions(["trade.sigma_goods"], load_parameters({"trade.sigma_goods": 5.0}))
    {'trade.sigma_goods': Distribution(kind='log-triangular', low=2.0, mode=5.0, high=8.0)}
    """
    facts, asked = parameter_facts(), tuple(names)
    if faults := [fault for name in asked for fault in _faults_of_varied(name, facts)]:
        raise ParameterError(faults)
    chosen = (
        fact for fact in facts.values() if fact.distribution != FIXED and any(_means(name, fact) for name in asked)
    )
    return {fact.name: Distribution(fact.distribution, fact.low, _in_force(fact, p), fact.high) for fact in chosen}


def _means(name: str, fact: ParameterFact) -> bool:
    return name in {ALL, fact.name, _group(fact)}


def _group(fact: ParameterFact) -> str:
    return fact.name.partition(".")[0]


def _in_force(fact: ParameterFact, p: Parameters) -> float:
    group, _, field = fact.name.partition(".")
    return float(getattr(getattr(p, group), field))


def _faults_of_varied(name: str, facts: Mapping[str, ParameterFact]) -> Iterator[Fault]:
    meant = [fact for fact in facts.values() if _means(name, fact)]
    if not meant:
        known = {ALL, *facts, *map(_group, facts.values())}
        yield Fault("unknown_parameter", VARY, name, name, fields={"nearest": nearest(name, known)})
    elif all(fact.distribution == FIXED for fact in meant):
        yield Fault("parameter_fixed", VARY, value=name)


def _flat(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    """Values of a file by dotted name."""
    for key, value in document.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _faults(name: str, value: object, facts: Mapping[str, ParameterFact], file: str) -> list[Fault]:
    fact = facts.get(name)
    if fact is None:
        return [Fault("unknown_parameter", file, name, str(value), {"nearest": nearest(name, facts)})]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return [Fault("parameter_no_number", file, name, str(value), {"unit": fact.unit})]
    if not fact.low <= value <= fact.high:
        span = {"low": str(fact.low), "high": str(fact.high), "unit": fact.unit}
        return [Fault("parameter_out_of_range", file, name, str(value), span)]
    return []
