"""``simulasi schema``: the JSON Schema of scenario files, for editors."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, WorldFolder, speak
from simulasi.cli.printing import tell

FILE = Path("scenarios/skema.json")


def schema(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="File to write.")] = FILE,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Write the JSON Schema of scenario files, so that an editor completes and explains their keys."""
    speak(lang)
    import json

    from simulasi.cli.opening import world_at
    from simulasi.folder import new_file
    from simulasi.scenario.json_schema import FIRST_LINE, json_schema
    from simulasi.text.say import catalogue

    text = json.dumps(json_schema(world_at(folder), catalogue(lang)), ensure_ascii=False, indent=1) + "\n"
    with new_file(output) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
    tell("cli.schema_written", file=output, line=FIRST_LINE.format(file=output.name).strip())
