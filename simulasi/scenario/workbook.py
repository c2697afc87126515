"""A scenario as an Excel workbook: the form that ``simulasi template`` writes, read as if it were a scenario file.

The sheet ``skenario`` holds title, summary and settings, one a row; every kind has a sheet of its own, whose second
row names the fields and each further row is one intervention. The sheet ``ubah`` changes fields of interventions that
are inherited, one a row. A list is written ``a, b``; a table ``2026 = 5; 2027 = 10``. The sheet ``daftar`` holds the
words to choose from.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from simulasi.scenario.form import DATE, LIST, NUMBER, TEXT, WHOLE, WORD, answer, forms_of, nested
from simulasi.scenario.interventions.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENDING = ".xlsx"
HEAD, CHANGES, LISTS = "skenario", "ubah", "daftar"
KEY_ROW, FIRST_ROW = 2, 4
"""In the sheet of a kind: labels, keys, hints, then one row an intervention."""
OF_HEAD = (("title", TEXT), ("summary", TEXT), ("extends", WORD), ("include", LIST), ("remove", LIST))
OF_SETTINGS = (("start", DATE), ("end", DATE), ("trend", TEXT))
Sheet = Any
"""A sheet of openpyxl, which has no types."""


class Read(NamedTuple):
    """What a workbook says, and in which cell: ``{"intervention[0].opens": "link!C4"}``."""

    document: dict[str, Any]
    places: dict[str, str]


def read_workbook(path: Path) -> Read:
    """Read a workbook; OSError when it is none."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only who has a workbook needs it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise OSError(path) from error
    document: dict[str, Any] = {}
    places: dict[str, str] = {}
    if HEAD in book.sheetnames:
        _read_head(book[HEAD], document, places)
    forms = forms_of(None)
    if CHANGES in book.sheetnames:
        _read_changes(
            book[CHANGES], {field.name: field.form for kind in KINDS for field in forms[kind]}, document, places
        )
    for name in book.sheetnames:
        if name in KINDS:
            _read_kind(book[name], {field.name: field.form for field in forms[name]}, document, places)
        elif name not in {HEAD, CHANGES, LISTS}:
            document[name], places[name] = {}, f"{name}!A1"
    return Read(document, places)


def _read_head(sheet: Sheet, document: dict[str, Any], places: dict[str, str]) -> None:
    forms = dict(OF_HEAD) | {f"settings.{name}": form for name, form in OF_SETTINGS}
    for row in sheet.iter_rows(min_row=2):
        name, value = (row[at].value if len(row) > at else None for at in (0, 2))
        if name is None or value is None:
            continue
        places[str(name)] = f"{HEAD}!{row[2].coordinate}"
        document |= _joined(document, nested({str(name): _value(value, forms.get(str(name), TEXT))}))


def _joined(document: Mapping[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {**document.get(key, {}), **value} if isinstance(value, dict) else value for key, value in part.items()
    }


def _read_kind(sheet: Sheet, forms: Mapping[str, str], document: dict[str, Any], places: dict[str, str]) -> None:
    names = [cell.value for cell in sheet[KEY_ROW]] if sheet.max_row >= KEY_ROW else []
    for row in sheet.iter_rows(min_row=FIRST_ROW):
        cells = {str(name): cell for name, cell in zip(names, row, strict=False) if name and cell.value is not None}
        if not cells:
            continue
        items = document.setdefault("intervention", [])
        above = f"intervention[{len(items)}]"
        places[above] = f"{sheet.title}!{row[0].coordinate}"
        places |= {f"{above}.{name}": f"{sheet.title}!{cell.coordinate}" for name, cell in cells.items()}
        values = {name: _value(cell.value, forms.get(name, TEXT)) for name, cell in cells.items()}
        items.append({"kind": sheet.title, **nested(values)})


def _read_changes(sheet: Sheet, forms: Mapping[str, str], document: dict[str, Any], places: dict[str, str]) -> None:
    for row in sheet.iter_rows(min_row=2):
        id_, name, value = (row[at].value if len(row) > at else None for at in range(3))
        if id_ is None or name is None or value is None:
            continue
        places |= {
            f"change.{id_}": f"{CHANGES}!{row[0].coordinate}",
            f"change.{id_}.{name}": f"{CHANGES}!{row[2].coordinate}",
        }
        table, _, key = str(name).partition(".")
        changed = document.setdefault("change", {}).setdefault(str(id_), {})
        found = _value(value, forms.get(str(name), TEXT))
        changed[table] = {**changed.get(table, {}), key: found} if key else found


def _value(value: Any, form: str) -> Any:  # noqa: ANN401 - what a cell holds  # noqa: ANN401 - what a cell holds
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return answer(value, form)
    if form in {NUMBER, WHOLE} and isinstance(value, float) and value.is_integer():
        return int(value)
    if form == LIST and isinstance(value, int | float):
        return [value]
    return str(value) if form in {TEXT, WORD} and isinstance(value, int | float) else value
