"""What is known of a number: a parameter, a number of the tables, or a value of a scenario; and who reads it."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import text
from simulasi.data.find_facts import find_facts
from simulasi.data.load_parameters import parameter_facts
from simulasi.data.load_tables import Tables, shipped_tables
from simulasi.errors import Fault, ScenarioError, TableError, nearest
from simulasi.scenario.compose import compose
from simulasi.scenario.find import ENDING, find_scenario, list_scenarios
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.text.say import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from simulasi.data.find_facts import Fact
    from simulasi.data.load_parameters import ParameterFact
    from simulasi.data.sources import Source
    from simulasi.scenario.composition import Composition, Origin

PACKAGE = Path(__file__).parents[1]
LINK, LINKS = "link", "links"
SETTINGS = "settings"
HOLDERS = frozenset({"tables", "frames", "load_tables"})
"""What the modules call the registered tables."""
OF_SAVED_WORLDS = frozenset({"tables_world.py"})
"""Modules whose tables are those of a saved world."""


def print_facts(name: str) -> None:
    """Print all that is known of a number; a fault with the nearest name when there is none."""
    typer.echo("\n\n".join("\n".join(block) for block in blocks_of(name, shipped_tables())))


def blocks_of(name: str, tables: Tables) -> Iterable[list[str]]:
    """Return what is known of every number of that name, a block of lines each."""
    head = name.partition(".")[0]
    known = {entry.name for entry in tables.register.tables}
    parameters = [fact for key, fact in parameter_facts().items() if f"{key}.".startswith(f"{name}.")]
    if parameters:
        return [parameter_lines(fact, tables.register.sources.get(fact.source)) for fact in parameters]
    if head in {LINK, *known}:
        used = used_line(table_readers(LINKS if head == LINK else head))
        return [[*fact_lines(fact), used] for fact in find_facts(name, tables)]
    scenario, keys = split_scenario(name)
    if all(find_scenario(part) for part in scenario.split("+")):
        return scenario_blocks(compose(scenario), keys, tables.register.sources)
    groups = [key.partition(".")[0] for key in parameter_facts()]
    near = nearest(name, parameter_facts()) if head in groups else ""
    near = near or nearest(head, [LINK, *known, *groups, *list_scenarios()])
    raise TableError([Fault("source_name_unknown", value=name, fields={"nearest": near})])


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
    """Write a parameter: value, range, distribution, source, confidence, note, who reads it."""
    return [
        text("cli.fact", name=fact.name, value=f"{fact.value:g}", unit=fact.unit),
        text("cli.fact_range", low=f"{fact.low:g}", high=f"{fact.high:g}"),
        text("cli.fact_distribution", distribution=text(f"report.distribution.{fact.distribution}")),
        source_line(source) if source else text("cli.fact_source_id", id=fact.source),
        confidence_line(fact.confidence),
        text("cli.fact_note", note=fact.note),
        used_line(parameter_readers(fact.name.partition(".")[2])),
    ]


def source_line(source: Source) -> str:
    """Write who published a number."""
    parts = (source.publisher, source.title, source.date, source.address)
    return text("cli.fact_source", source=", ".join(part for part in parts if part))


def confidence_line(confidence: str) -> str:
    """Write the degree of confidence in the language that was asked for."""
    named = catalogue(LANGUAGE.get()).get(f"scenario.confidence.{confidence}", confidence)
    return text("cli.fact_confidence", confidence=named)


def used_line(modules: Sequence[str]) -> str:
    """Write which modules read a number."""
    return text("cli.fact_used", modules=", ".join(modules)) if modules else text("cli.fact_unused")


def split_scenario(name: str) -> tuple[str, list[str]]:
    """Part the name of a scenario, or its path, from the keys behind it.

    >>> split_scenario("dasar.ikn.booked"), split_scenario("../baru.toml.ikn")
    (('dasar', ['ikn', 'booked']), ('../baru.toml', ['ikn']))
    """
    path, ending, rest = name.rpartition(ENDING)
    scenario, _, keys = (path + ending, "", rest.removeprefix(".")) if ending else name.partition(".")
    return scenario, keys.split(".") if keys else []


def scenario_blocks(
    composition: Composition, keys: Sequence[str], sources: Mapping[str, Source]
) -> Iterator[list[str]]:
    """Yield the values of a scenario below some keys: of all its parts, of one, or a single one."""
    if composition.faults:
        raise ScenarioError(composition.faults)
    document: Any = composition.resolved()
    parts = {SETTINGS: document[SETTINGS], **document["interventions"]}
    wanted = {keys[0]: _below(parts, keys[:1], composition.name)} if keys else parts
    for part, fields in wanted.items():
        chosen: Mapping[str, object] = (
            {".".join(keys[1:]): _below(fields, keys[1:], composition.name)} if keys[1:] else fields
        )
        lines = [_value_line(composition, part, key, value) for key, value in chosen.items()]
        labels = [catalogue(LANGUAGE.get()).get(f"report.fields.{keys[1]}")] if keys[1:] else []
        what = [text("cli.fact_what", what=label) for label in labels if label]
        yield [*lines, *what, *(_intervention_lines(fields, sources) if part != SETTINGS else [])]


def _below(fields: Any, keys: Sequence[str], name: str) -> Any:  # noqa: ANN401 - a value of any shape
    """Return what stands below keys; ScenarioError when a key is not known."""
    for key in keys:
        if not isinstance(fields, Mapping) or key not in fields:
            known = list(fields) if isinstance(fields, Mapping) else []
            near = {"nearest": nearest(key, known), "known": ", ".join(known)}
            raise ScenarioError([Fault("unknown_key", name, ".".join(keys), key, near)])
        fields = fields[key]
    return fields


def _value_line(composition: Composition, part: str, key: str, value: object) -> str:
    origin = _origin_of(composition, part, key.partition(".")[0])
    file = text("cli.fact_set_in", file=origin.file, key=origin.key)
    shown = json.dumps(value, ensure_ascii=False)
    return text("cli.trail_item", key=f"{composition.name}.{part}.{key}", value=shown, file=file)


def _origin_of(composition: Composition, part: str, field: str) -> Origin:
    """Tell where a field was set last."""
    return composition.settings[field][1] if part == SETTINGS else composition.pieces[part].origin_of(field)


def _intervention_lines(fields: Mapping[str, Any], sources: Mapping[str, Source]) -> list[str]:
    """Write the source, confidence and note of an intervention, and who applies it."""
    id_, kind = str(fields.get("source", "")), KINDS.get(str(fields.get("kind")))
    return [
        source_line(sources[id_]) if id_ in sources else text("cli.fact_source_id", id=id_),
        confidence_line(str(fields.get("confidence", ""))),
        *([text("cli.fact_note", note=fields["note"])] if fields.get("note") else []),
        *([used_line([kind.__module__.replace(".", "/") + ".py"])] if kind else []),
    ]


def parameter_readers(name: str) -> list[str]:
    """Return the modules that read a parameter, by the name that it has in its group.

    >>> parameter_readers("least_unemployment")
    ['simulasi/model/labour.py']
    """
    return _modules(name, lambda tree: any(_reads_parameter(node, name) for node in ast.walk(tree)))


def _reads_parameter(node: ast.AST, name: str) -> bool:
    """Whether a piece of code takes a parameter from its group, or by its whole name from the story of a result."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.partition(".")[2] == name
    return isinstance(node, ast.Attribute) and node.attr == name


def table_readers(name: str) -> list[str]:
    """Return the modules that read a registered table.

    >>> table_readers("irio_2016_trade")
    ['simulasi/calibrate/backtest_tables.py', 'simulasi/data/base_year/exchange.py']
    """
    found = _modules(name, lambda tree: name in _tables_read(tree))
    return [module for module in found if Path(module).name not in OF_SAVED_WORLDS]


def _modules(word: str, reads: Callable[[ast.Module], bool]) -> list[str]:
    sources = ((path, path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py")))
    return [
        path.relative_to(PACKAGE.parent).as_posix()
        for path, source in sources
        if word in source and reads(ast.parse(source))
    ]


def _tables_read(tree: ast.Module) -> set[object]:
    """Words by which a module picks tables; all its words but keys where it picks one by a variable."""
    picks = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    keys = [node.slice for node in picks if _holds_tables(node.value)]
    words = {key.value for key in keys if isinstance(key, ast.Constant)}
    if any(isinstance(key, ast.Name) for key in keys):
        passed_over = {id(node.slice) for node in picks}
        words |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in passed_over}
    return set(words)


def _holds_tables(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    if isinstance(called, ast.Attribute):
        return called.attr in HOLDERS
    return isinstance(called, ast.Name) and called.id in HOLDERS
