"""What is known of a number: a parameter, or any number of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import text
from simulasi.data.find_facts import find_facts
from simulasi.data.load_parameters import parameter_facts
from simulasi.data.load_tables import load_tables
from simulasi.text.say import catalogue

if TYPE_CHECKING:
    from simulasi.data.find_facts import Fact
    from simulasi.data.load_parameters import ParameterFact
    from simulasi.data.sources import Source


def print_facts(name: str) -> None:
    """Print all that is known of a number; TableError with the nearest name when there is none."""
    tables = load_tables()
    parameter = parameter_facts().get(name)
    if parameter:
        typer.echo("\n".join(parameter_lines(parameter, tables.register.sources.get(parameter.source))))
        return
    typer.echo("\n\n".join("\n".join(fact_lines(fact)) for fact in find_facts(name, tables)))


def fact_lines(fact: Fact) -> list[str]:
    """Write a number of the tables: value, source, confidence, note, other values."""
    lines = [
        text("cli.fact", name=fact.name, value=fact.value, unit=fact.unit).rstrip(),
        source_line(fact.source),
        confidence_line(fact.confidence),
    ]
    notes = [text("cli.fact_note", note=fact.note)] if fact.note else []
    others = [text("cli.fact_others", values=", ".join(fact.alternatives))] if fact.alternatives else []
    return [*lines, *notes, *others]


def parameter_lines(fact: ParameterFact, source: Source | None) -> list[str]:
    """Write a parameter: value, range, source, confidence, note."""
    return [
        text("cli.fact", name=fact.name, value=f"{fact.value:g}", unit=fact.unit),
        text("cli.fact_range", low=f"{fact.low:g}", high=f"{fact.high:g}"),
        source_line(source) if source else text("cli.fact_source_id", id=fact.source),
        confidence_line(fact.confidence),
        text("cli.fact_note", note=fact.note),
    ]


def source_line(source: Source) -> str:
    """Write who published a number."""
    parts = (source.publisher, source.title, source.date, source.address)
    return text("cli.fact_source", source=", ".join(part for part in parts if part))


def confidence_line(confidence: str) -> str:
    """Write the degree of confidence in the language that was asked for."""
    named = catalogue(LANGUAGE.get()).get(f"scenario.confidence.{confidence}", confidence)
    return text("cli.fact_confidence", confidence=named)
