"""Questions for a new scenario: each answer is checked at once, the whole file before it is called sound."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import typer

from simulasi.cli.opening import world_at
from simulasi.cli.options import LANGUAGE
from simulasi.cli.printing import note, print_faults, tell, text
from simulasi.errors import Fault, ScenarioError, nearest
from simulasi.folder import new_file
from simulasi.report.commented import commented_file, hint
from simulasi.scenario.find import ENDING
from simulasi.scenario.form import DATE, LIST, NUMBER, TABLE, TABLES, WHOLE, WORD, YES_OR_NO, answer, forms_of
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.scenario import read_scenario
from simulasi.scenario.words import ID_PATTERN
from simulasi.text.say import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from simulasi.scenario.form import FormField

MENDABLE = 2
PARENT = "dasar"
TYPES = {NUMBER: (int, float), WHOLE: (int,), LIST: (list,), TABLE: (dict,), YES_OR_NO: (bool,)}
SHOWN_WORDS = 14
"""Words that stand in the question; more are shown when asked for."""
LIST_ASKED = "?"
DEFAULTS = {"source": "own-assumption", "confidence": "assumption"}


def ask_and_write(
    name: str | None, kind: str | None, values: Sequence[str], folder: Path, *, world_folder: Path | None, asks: bool
) -> None:
    """Ask for what is missing, write the file, and tell what is still wrong in it; no file is replaced."""
    world, lang = world_at(world_folder), LANGUAGE.get()
    said = _said(values)
    kind = _kind(kind, asks=asks)
    fields = forms_of(world, catalogue(lang))[kind]
    name = name or _ask_text("name", said.get("id"), asks=asks)
    if not re.fullmatch(ID_PATTERN, name):
        raise ScenarioError([Fault("bad_id", key="id", value=name)])
    path = folder / f"{name}{ENDING}"
    if path.exists():
        raise ScenarioError([Fault("file_exists", str(path))])
    title = said.pop("title", None) or _ask_text("title", name, asks=asks)
    said.setdefault("id", name)
    answers = _answers(fields, said, asks=asks)
    head = {"title": title, "summary": said.get("summary", ""), "extends": said.get("extends", PARENT)}
    with new_file(path) as draft:
        draft.write_text(commented_file(head, kind, answers, fields, lang=lang), encoding="utf-8", newline="\n")
    tell("cli.saved", folder=path)
    try:
        read_scenario(str(path), world)
    except ScenarioError as error:
        note("scenario.has_faults", name=name, count=len(error.faults))
        print_faults(error)
        raise typer.Exit(MENDABLE) from error
    tell("cli.next_step", name=path, parent=head["extends"])


def _said(values: Sequence[str]) -> dict[str, str]:
    """Split ``FIELD=VALUE``; ScenarioError for what has no equals sign."""
    wrong = [value for value in values if "=" not in value]
    if wrong:
        raise ScenarioError(Fault("not_an_assignment", key="--value", value=value) for value in wrong)
    return {key.strip(): rest.strip() for key, _, rest in (value.partition("=") for value in values)}


def _kind(kind: str | None, *, asks: bool) -> str:
    if kind is None and asks:
        for word in KINDS:
            typer.echo(f"  {word:14} {text(f'scenario.kind.{word}')}")
        while (kind := typer.prompt(text("cli.ask_kind"))) not in KINDS:
            tell("cli.not_among", value=kind, nearest=nearest(kind, KINDS) or ", ".join(KINDS))
    if kind not in KINDS:
        fields = {"nearest": nearest(kind or "", KINDS), "known": ", ".join(KINDS)}
        raise ScenarioError([Fault("unknown_kind", key="--kind", value=kind or "", fields=fields)])
    return kind


def _ask_text(what: str, default: str | None, *, asks: bool) -> str:
    if not asks:
        return default or ""
    return str(typer.prompt(text(f"cli.ask_{what}"), default=default))


def _answers(fields: Sequence[FormField], said: dict[str, str], *, asks: bool) -> dict[str, Any]:
    """Take what was said, and ask for the rest; required fields come first, an empty answer leaves a field out."""
    known = {field.name for field in fields} | {"summary", "extends"}
    if wrong := [key for key in said if key not in known]:
        raise ScenarioError(
            Fault(
                "unknown_key",
                key="--value",
                value=key,
                fields={"nearest": nearest(key, known), "known": ", ".join(sorted(known))},
            )
            for key in wrong
        )
    found = {field.name: answer(said[field.name], field.form) for field in fields if field.name in said}
    if asks:
        tell("cli.ask_hint")
        for field in sorted(fields, key=lambda field: not field.required):
            if field.name not in found and field.form != TABLES and (given := _ask(field)) is not None:
                found[field.name] = given
    return {field.name: found[field.name] for field in fields if field.name in found}


def _ask(field: FormField) -> Any:  # noqa: ANN401 - what a file may hold
    """Ask until the answer fits by itself; nothing leaves out what is not required."""
    is_short = len(field.words) <= SHOWN_WORDS
    words = f" [{', '.join(field.words) if is_short else LIST_ASKED}]" if field.words else ""
    question = f"{field.name} - {field.label}, {hint(field, lang=LANGUAGE.get())}{words}"
    default = DEFAULTS.get(field.name, "")
    while True:
        given = str(typer.prompt(question, default=default, show_default=bool(default))).strip()
        if given == LIST_ASKED:
            typer.echo(", ".join(field.words))
        elif given:
            value = answer(given, field.form)
            if not (complaint := _complaint(value, field)):
                return value
            typer.echo(complaint)
        elif not field.required:
            return None
        else:
            tell("cli.ask_required")


def _complaint(value: object, field: FormField) -> str:
    """Say what is wrong with one answer; nothing where it fits."""
    types = TYPES.get(field.form)
    if (types and not isinstance(value, types)) or (field.form == DATE and isinstance(value, str)):
        return text("cli.ask_again", value=value, how=hint(field, lang=LANGUAGE.get()))
    numbers = [number for number in _parts(value) if isinstance(number, int | float) and not isinstance(number, bool)]
    if any(not field.low <= number <= field.high or math.isnan(number) for number in numbers):
        return text("cli.ask_again", value=value, how=hint(field, lang=LANGUAGE.get()))
    if not field.words:
        return ""
    chosen = [value] if field.form == WORD else list(value) if isinstance(value, list | dict) else []
    for word in chosen:
        if word not in field.words:
            return text("cli.not_among", value=word, nearest=nearest(str(word), field.words) or ", ".join(field.words))
    return ""


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else [value]
