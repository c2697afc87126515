"""The catalogue of the shipped scenarios, made from their files; run this file to write it anew."""

from pathlib import Path

from simulasi.scenario.compose import compose
from simulasi.scenario.find import PROJECT, read_document
from simulasi.scenario.interventions.base import Target
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.words import CONFIDENCE
from simulasi.text.say import say

PAGE = PROJECT / "README.md"
HEAD = ("Berkas", "Judul", "Yang diubah", "Sumber", "Keyakinan terlemah")
NOTHING = "–"  # noqa: RUF001 - a dash for an empty cell


def files() -> list[Path]:
    """Files of the shipped scenarios: the one without a parent first, then by name."""
    return sorted(PROJECT.glob("*.toml"), key=lambda file: (read_document(file).document.extends or "", file.stem))


def changed(targets: frozenset[Target]) -> str:
    """Name what an intervention changes by its first word (a place, not its terminals); of many the first and last."""
    word, _ = min(targets)
    first, *others = sorted(f"`{name}`" for kind, name in targets if kind == word)
    return f"{first} … {others[-1]}" if len(others) > 1 else ", ".join([first, *others])


def row(file: Path) -> tuple[str, ...]:
    """What one file says: its name, title, own changes with their sources, and the weakest confidence among them."""
    composition, document = compose(str(file)), read_document(file).document
    own = {
        id_: piece.fields
        for id_, piece in sorted(composition.pieces.items())
        if file.stem in {piece.origin.document, *(origin.document for origin in piece.changes.values())}
    }
    targets: dict[str, list[str]] = {}
    for fields in own.values():
        targets.setdefault(fields["kind"], []).append(changed(KINDS[fields["kind"]].targets_of(fields)))
    changes = [f"{say(f'scenario.kind.{kind}')} {', '.join(sorted(names))}" for kind, names in sorted(targets.items())]
    weakest = max((CONFIDENCE.index(fields["confidence"]) for fields in own.values()), default=None)
    return (
        f"`{file.stem}`",
        document.title,
        "; ".join([*changes, *(f"tanpa `{id_}`" for id_ in document.remove)]),
        ", ".join(sorted({f"`{fields['source']}`" for fields in own.values()})) or NOTHING,
        NOTHING if weakest is None else say(f"scenario.confidence.{CONFIDENCE[weakest]}"),
    )


def table() -> str:
    """Write the table in Markdown."""
    rows = [HEAD, ("---",) * len(HEAD), *(row(file) for file in files())]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def page() -> str:
    """Write the page: what stands above its table, and the table of the files as they are."""
    above, _, _ = PAGE.read_text(encoding="utf-8").partition("\n| Berkas |")
    return f"{above}\n{table()}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
