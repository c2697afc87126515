"""``simulasi template``: a form for a new scenario as an Excel workbook."""
# ruff: noqa: PLC0415 - what computes is imported when it is asked for, so that --help stays quick

from pathlib import Path
from typing import Annotated

import typer

from simulasi.cli.options import Lang, WorldFolder, speak
from simulasi.cli.printing import tell


def template(
    xlsx: Annotated[Path, typer.Option("--xlsx", metavar="FILE", help="Workbook to write.")],
    filled: Annotated[
        str | None, typer.Option("--from", metavar="SCENARIO", help="Fill in what the file of this scenario says.")
    ] = None,
    folder: WorldFolder = None,
    lang: Lang = "id",
) -> None:
    """Write a form for a new scenario as an Excel workbook; `simulasi check FILE` reads it back."""
    speak(lang)
    from simulasi.cli.opening import world_at
    from simulasi.folder import new_file
    from simulasi.report.template import write_template
    from simulasi.scenario.find import written_document

    document = written_document(filled) if filled else None
    with new_file(xlsx) as draft:
        write_template(draft, world_at(folder), filled=document, lang=lang)
    tell("cli.template_written", file=xlsx)
