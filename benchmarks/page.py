"""The measured part of docs/performance.md, made from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.rows import Row

BEGIN, END = "<!-- measured: written by make bench -->", "<!-- end of measured -->"
HEADS = ("work", "measured", "unit", "target", "")


def with_measured(page: str, rows: Sequence[Row], *, told: str) -> str:
    """Return the page with its measured part replaced; ValueError when the page has none.

    told : when and where it was measured
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        msg = f"the page has no part between {BEGIN} and {END}"
        raise ValueError(msg)
    return f"{before}{BEGIN}\n{measured(rows, told=told)}\n{END}{after}"


def measured(rows: Sequence[Row], *, told: str) -> str:
    """Return two tables: ours beside targets, and beside peers."""
    alone = [row for row in rows if not row.peer]
    beside = [row for row in rows if row.peer]
    parts = [f"Measured {told}.", table(HEADS, (_line(row) for row in alone))]
    if beside:
        heads = ("work, in turn with the peer", "ours", "unit", "peer", "ratio", "target", "")
        parts += [
            "The ratio is the peer's CPU seconds over ours, least of the repeats: above 1 ours is faster.",
            table(heads, (_beside(row) for row in beside)),
        ]
    return "\n\n".join(parts)


def _line(row: Row) -> list[str]:
    cells = row.cells()
    return [cells["name"], f"{cells['value']} {row.note if row.value is None else ''}".strip(), cells["unit"],
            cells["target"], verdict(row)]  # fmt: skip


def _beside(row: Row) -> list[str]:
    cells = row.cells()
    return [*(cells[name] for name in ("name", "value", "unit", "peer", "ratio", "target")), verdict(row)]


def verdict(row: Row) -> str:
    """Say whether a target was reached."""
    return {None: "", True: "met", False: "**missed**"}[row.met]


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown.

    >>> print(table(("a", "b"), [("1", "2")]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, *lines)).replace(
        "\n", f"\n|{'---|' * len(heads)}\n", 1
    )
