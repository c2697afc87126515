"""A form for a new scenario as an Excel workbook, empty or filled in; the reader stands with the scenarios."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from simulasi.report.commented import hint
from simulasi.scenario.form import TABLES, WORD, flat, forms_of, written_answer
from simulasi.scenario.workbook import CHANGES, FIRST_ROW, HEAD, KEY_ROW, LISTS, OF_HEAD, OF_SETTINGS, Sheet
from simulasi.text.say import INDONESIAN, catalogue, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from simulasi.scenario.form import FormField
    from simulasi.world.world import World

ROOM = 200
"""Rows in which words can be chosen from a list."""
WIDTH, WIDE = 18, 60
INK, PALE, SHADE = "222222", "767676", "DDEBF7"


def write_template(
    path: Path, world: World, *, filled: Mapping[str, Any] | None = None, lang: str = INDONESIAN
) -> None:
    """Write an empty form, or one that holds a document: ``{"title": ..., "intervention": [...]}``."""
    book, document = Workbook(), dict(filled or {"extends": "dasar"})
    book.remove(book.active)
    _write_head(book.create_sheet(HEAD), document, lang)
    _write_changes(book.create_sheet(CHANGES), document.get("change", {}), lang)
    lists = book.create_sheet(LISTS)
    columns: dict[tuple[str, ...], str] = {}
    for kind, fields in forms_of(world, catalogue(lang)).items():
        sheet = book.create_sheet(kind, index=len(book.sheetnames) - 2)
        shown = tuple(field for field in fields if field.form != TABLES)
        items = [item for item in document.get("intervention", ()) if item.get("kind") == kind]
        _write_kind(sheet, kind, shown, items, lang)
        _offer_words(sheet, shown, lists, columns)
    book.save(path)


def _write_head(sheet: Sheet, document: Mapping[str, Any], lang: str) -> None:
    settings = document.get("settings", {})
    rows = [*((name, document.get(name)) for name, _ in OF_HEAD),
            *((f"settings.{name}", settings.get(name)) for name, _ in OF_SETTINGS)]  # fmt: skip
    sheet.append([say(f"form.{word}", lang=lang) for word in ("key", "meaning", "answer")])
    for name, value in rows:
        sheet.append([name, say(f"form.head.{name.replace('.', '_')}", lang=lang), _cell(value)])
    _style_head(sheet)
    for column, width in (("A", WIDTH), ("B", WIDE), ("C", WIDE)):
        sheet.column_dimensions[column].width = width


def _write_changes(sheet: Sheet, changes: Mapping[str, Mapping[str, Any]], lang: str) -> None:
    sheet.append([say(f"form.{word}", lang=lang) for word in ("changed", "key", "answer")])
    for id_, fields in changes.items():
        for name, value in fields.items():
            sheet.append([id_, name, _cell(value)])
    _style_head(sheet)
    for column, width in (("A", WIDE), ("B", WIDTH), ("C", WIDE)):
        sheet.column_dimensions[column].width = width


def _write_kind(sheet: Sheet, kind: str, fields: tuple[FormField, ...], items: list[dict[str, Any]], lang: str) -> None:
    sheet.append([field.label + (" *" if field.required else "") for field in fields])
    sheet.append([field.name for field in fields])
    sheet.append([hint(field, lang=lang) for field in fields])
    for item in items:
        values = flat(item, fields)
        sheet.append([_cell(values.get(field.name)) for field in fields])
    _style_head(sheet)
    for row, colour in ((KEY_ROW, INK), (KEY_ROW + 1, PALE)):
        for cell in sheet[row]:
            cell.font = Font(color=colour, italic=row > KEY_ROW)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.column_dimensions[cell.column_letter].width = WIDTH
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 2)
    sheet.sheet_properties.tabColor = SHADE
    sheet.oddHeader.center.text = say(f"scenario.kind.{kind}", lang=lang)


def _cell(value: object) -> object:
    if value is None or (isinstance(value, dt.date | int | float) and not isinstance(value, bool)):
        return value
    return written_answer(value)


def _style_head(sheet: Sheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=SHADE)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer_words(
    sheet: Sheet, fields: tuple[FormField, ...], lists: Sheet, columns: dict[tuple[str, ...], str]
) -> None:
    """Let cells with one word be chosen from a list; each list stands once in its own sheet."""
    for number, field in enumerate(fields, start=1):
        if not field.words:
            continue
        if field.words not in columns:
            columns[field.words] = letter = get_column_letter(len(columns) + 1)
            lists[f"{letter}1"] = field.label
            for row, word in enumerate(field.words, start=2):
                lists[f"{letter}{row}"] = word
        if field.form == WORD:
            letter = columns[field.words]
            offer = DataValidation("list", f"{LISTS}!${letter}$2:${letter}${len(field.words) + 1}", allow_blank=True)
            offer.add(f"{get_column_letter(number)}{FIRST_ROW}:{get_column_letter(number)}{ROOM}")
            sheet.add_data_validation(offer)
