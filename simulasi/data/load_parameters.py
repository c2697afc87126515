"""From ``parameters.toml`` to ``Parameters``: every value with its unit, range, source and confidence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from simulasi.errors import Fault, ParameterError, nearest
from simulasi.model.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("parameters.toml")


@dataclass(frozen=True, slots=True)
class ParameterFact:
    """One parameter as published: ``name`` is ``group.name``."""

    name: str
    value: float
    unit: str
    low: float
    high: float
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
    return ParameterFact(
        name, entry["value"], entry["unit"], low, high, entry["source"], entry["confidence"], entry["note"]
    )


def load_parameters(changes: Mapping[str, float] | None = None) -> Parameters:
    """Return the parameters in force, with ``changes`` (``group.name`` to value) within their ranges.

    Raises ParameterError for every unknown name and every value outside its range, all at once.

    >>> load_parameters({"trade.sigma_goods": 5.0}).trade.sigma_goods
    5.0
    """
    facts = parameter_facts()
    changes = changes or {}
    if faults := [fault for name, value in changes.items() for fault in _faults(name, value, facts)]:
        raise ParameterError(faults)
    values = {name: fact.value for name, fact in facts.items()} | dict(changes)
    groups = get_type_hints(Parameters)
    return Parameters(
        **{
            group: kind(**{item.name: float(values[f"{group}.{item.name}"]) for item in fields(kind)})
            for group, kind in groups.items()
        }
    )


def _faults(name: str, value: float, facts: Mapping[str, ParameterFact]) -> list[Fault]:
    fact = facts.get(name)
    if fact is None:
        return [Fault("unknown_parameter", FILE.name, name, str(value), {"nearest": nearest(name, facts)})]
    if not fact.low <= value <= fact.high:
        span = {"low": str(fact.low), "high": str(fact.high), "unit": fact.unit}
        return [Fault("parameter_out_of_range", FILE.name, name, str(value), span)]
    return []
