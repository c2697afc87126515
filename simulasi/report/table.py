"""The comparison as a table for a spreadsheet that counts with commas: names instead of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.grids import unit_text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from simulasi.report.case import Case

BYTE_ORDER_MARK = "utf-8-sig"
"""By this mark a spreadsheet knows that the text is UTF-8."""


def write_table_in_words(case: Case, path: Path) -> None:
    """Write the comparison of ``case`` with names of its language; semicolons between cells, decimal commas."""
    table_in_words(case).to_csv(path, index=False, sep=";", decimal=",", encoding=BYTE_ORDER_MARK, lineterminator="\n")


def table_in_words(case: Case) -> pd.DataFrame:
    """Return the table of the comparison with names for ids and for columns."""
    words, table = case.words, case.comparison.table()
    units = {unit: unit_text(case, unit) for unit in table["unit"].unique()}
    named = table.assign(
        region=table["region"].map(words.area),
        unit=table["unit"].map(units),
        indicator=[words.say_or(f"indicator.{name}", name) for name in table["indicator"]],
    )
    return named.rename(columns={column: words.say(f"columns.{column}") for column in table.columns})
