"""The catalogue of the shipped scenarios, made from their files and from what their runs were recorded to change.

Run this file to write it anew; ``make catalogue`` records the runs before it does so.
"""

import sys
import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path

from simulasi.data.build_world import default_world
from simulasi.scenario.compose import compose
from simulasi.scenario.find import PROJECT, read_document
from simulasi.scenario.interventions.base import Target
from simulasi.scenario.interventions.facility import FacilityIntervention
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.scenario import read_scenario
from simulasi.scenario.words import CONFIDENCE
from simulasi.text.say import say
from simulasi.world.month import Month

PAGE = PROJECT / "README.md"
RECORD = Path(__file__).parents[2] / "regression" / "effects.toml"
REASONS = RECORD.with_name("reasons.toml")
BASELINE, YEAR = "dasar", 2035
PERIOD = Month(2022, 1), Month(2045, 12)
NOTHING = "–"  # noqa: RUF001 - a dash for an empty cell
SEEN = 1e-5
"""A change below this share of the parent's value is none that a run could be trusted with."""
HEAD = ("Berkas", "Judul", "Yang diubah", "Biaya (Rp miliar)", "Sumber", "Keyakinan terlemah")
EFFECT_HEAD = (
    "Berkas", "Wilayah", "PDRB wilayah (%)", "PDRB provinsi (Rp miliar)", "Lapangan kerja provinsi", "Williamson",
    "Janji yang terpenuhi",
)  # fmt: skip
BROKEN_HEAD = ("Berkas", "Yang dijanjikan", "Hasil model", "Sebabnya")
CLAIM_HEAD = (
    "Berkas", "Kawasan atau pabrik", "Hasil penuh (Rp miliar)", "Pekerja yang disebut", "Pekerja menurut neraca",
)  # fmt: skip


def files() -> list[Path]:
    """Files of the shipped scenarios: the one without a parent first, then by name."""
    return sorted(PROJECT.glob("*.toml"), key=lambda file: (read_document(file).document.extends or "", file.stem))


def changed(targets: frozenset[Target]) -> str:
    """Name what an intervention changes by its first word (a place, not its terminals); of many the first and last."""
    word, _ = min(targets)
    first, *others = sorted(f"`{name}`" for kind, name in targets if kind == word)
    return f"{first} … {others[-1]}" if len(others) > 1 else ", ".join([first, *others])


@cache
def composed(file: Path):
    """Compose a file once."""
    return compose(str(file))


def own_pieces(file: Path) -> dict:
    """What a file writes or changes itself, by id."""
    pieces = sorted(composed(file).pieces.items())
    return {
        id_: piece.fields
        for id_, piece in pieces
        if file.stem in {piece.origin.document, *(origin.document for origin in piece.changes.values())}
    }


def added_pieces(file: Path) -> dict:
    """What a file brings beyond its parent, included files with it, by id."""
    return own_pieces(file) | {id_: piece.fields for id_, piece in sorted(composed(file).added.items())}


def row(file: Path) -> tuple[str, ...]:
    """What one file says: its name, title, own changes, cost, sources, and the weakest confidence of all it brings."""
    document, brought = read_document(file).document, added_pieces(file)
    targets: dict[str, list[str]] = {}
    for fields in own_pieces(file).values():
        targets.setdefault(fields["kind"], []).append(changed(KINDS[fields["kind"]].targets_of(fields)))
    changes = [f"{say(f'scenario.kind.{kind}')} {', '.join(sorted(names))}" for kind, names in sorted(targets.items())]
    weakest = max((CONFIDENCE.index(fields["confidence"]) for fields in brought.values()), default=None)
    included = ", ".join(f"`{name}`" for name in document.include)
    return (
        f"`{file.stem}`",
        document.title,
        "; ".join([*changes, *[f"dengan {included}"] * bool(included), *(f"tanpa `{id_}`" for id_ in document.remove)]),
        cost(file),
        ", ".join(sorted({f"`{fields['source']}`" for fields in brought.values()})) or NOTHING,
        NOTHING if weakest is None else say(f"scenario.confidence.{CONFIDENCE[weakest]}"),
    )


def cost(file: Path) -> str:
    """Investment of all that a file brings, as far as it is known."""
    items = [item.costs(*PERIOD) for item in scenario(file.stem).interventions if item.id in added_pieces(file)]
    known = [sum(costs.investment.values()) for costs in items if costs.investment]
    told = number(sum(known), 0) if known else NOTHING
    return f"{told} (sebagian)" if known and len(known) < len(items) else told


@cache
def scenario(name: str):
    """Read a scenario once, on the world of the base year."""
    return read_scenario(name, world())


@cache
def world():
    """Build the shipped world once."""
    return default_world()


def number(value: float, digits: int) -> str:
    """Write a number in Indonesian."""
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".").replace("-", "−")  # noqa: RUF001


def signed(value: float, digits: int) -> str:
    """Write a difference with its sign; what vanishes has none."""
    told = number(value, digits)
    return told.replace("−", "") if not told.strip("−0,.") else f"+{told}" * (value > 0) or told  # noqa: RUF001


@cache
def record() -> dict:
    """What the runs were recorded to change."""
    return tomllib.loads(RECORD.read_text(encoding="utf-8"))


@cache
def reasons() -> dict[str, str]:
    """Why a promise is not met, by scenario, indicator and area."""
    return tomllib.loads(REASONS.read_text(encoding="utf-8"))["reasons"]


def promises(name: str) -> list[tuple[str, str, float, float, bool]]:
    """Key, sign, value of the parent, difference of every promise of a scenario, and whether it is met."""
    found = []
    for effect in scenario(name).expects:
        key = f"{effect.indicator}.{effect.region}.{effect.year or YEAR}"
        base, change = record()[name][key]
        is_met = abs(change) > SEEN * abs(base) and (change > 0) == (effect.sign == "+")
        found.append((key, effect.sign, base, change, is_met))
    return found


def effect_row(name: str) -> tuple[str, ...]:
    """What a scenario changes by 2035 in the region it is about and in the province, and how many promises hold."""
    values, told = record()[name], promises(name)
    region = next((effect.region for effect in scenario(name).expects), "kaltim")
    base, change = values[f"grdp.{region}.{YEAR}"]
    return (
        f"`{name}`",
        say(f"report.area.{region}") if region in {"kaltim", "ppu_bps"} else region_name(region),
        signed(100 * change / base, 2),
        signed(values[f"grdp.kaltim.{YEAR}"][1], 0),
        signed(values[f"jobs.kaltim.{YEAR}"][1], 0),
        signed(values[f"williamson.kaltim.{YEAR}"][1], 4),
        f"{sum(is_met for *_, is_met in told)} dari {len(told)}",
    )


def region_name(region: str) -> str:
    """Name of a region."""
    return next(info.name_id for info in world().regions if info.id == region)


def broken_rows() -> list[tuple[str, ...]]:
    """Promises that the runs do not bear out, with the reason on file."""
    rows = []
    for name in names():
        for key, sign, base, change, is_met in promises(name):
            if not is_met:
                indicator, region, year = key.split(".")
                area = say(f"report.area.{region}") if region in {"kaltim", "ppu_bps"} else region_name(region)
                wanted = f"{say(f'indicator.{indicator}')} {area} {year} {'naik' if sign == '+' else 'turun'}"
                seen = f"{signed(100 * change / base, 3)} %" if base else signed(change, 3)
                rows.append((f"`{name}`", wanted, seen, reasons().get(f"{name}.{key}", "")))
    return rows


def claim_rows() -> list[tuple[str, ...]]:
    """Workers that facilities are said to need, where it is said, beside those of the accounts."""
    rows = []
    for file in files():
        for item in scenario(file.stem).interventions:
            if isinstance(item, FacilityIntervention) and item.id in own_pieces(file):
                said = item.needs.workers if item.needs else None
                jobs, capacity = item.jobs(world()), number(item.capacity_bn_rp, 0)
                told = NOTHING if said is None else number(said, 0)
                rows.append((f"`{file.stem}`", f"`{item.id}`", capacity, told, number(jobs, 0)))
    return rows


def conflicts() -> list[str]:
    """Pairs of files that change the same thing and cannot be joined."""
    found = []
    for one, other in combinations(files(), 2):
        parts = [
            {target for fields in own_pieces(file).values() for target in KINDS[fields["kind"]].targets_of(fields)}
            for file in (one, other)
        ]
        if (shared := parts[0] & parts[1]) and not any("programme" in word for word, _ in shared):
            found.append(f"- `{one.stem}` dan `{other.stem}`: `{min(shared)[1]}`")
    return found


def names() -> list[str]:
    """Names of the scenarios that have a parent."""
    return [file.stem for file in files() if file.stem != BASELINE]


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ("---",) * len(head), *rows])


def page() -> str:
    """Write the page: what stands above its tables, and the tables of the files and runs as they are."""
    above, _, _ = PAGE.read_text(encoding="utf-8").partition("\n## Isi\n")
    return "\n".join([
        above,
        "## Isi\n", table(HEAD, [row(file) for file in files()]),
        "\n## Akibat pada 2035\n", EFFECTS, table(EFFECT_HEAD, [effect_row(name) for name in names()]),
        "\n## Janji yang tidak tampak dalam model\n", BROKEN, table(BROKEN_HEAD, broken_rows()),
        "\n## Tenaga kerja\n", CLAIMS, table(CLAIM_HEAD, claim_rows()),
        "\n## Yang tidak dapat digabung\n", CONFLICTS, "\n".join(conflicts()), "",
    ])  # fmt: skip


EFFECTS = """\
Selisih dengan skenario dasar pada 2035, pada harga tahun dasar; satu kali jalan tanpa unsur acak. Wilayah adalah yang
pertama disebut dalam janji berkas itu. Biaya tidak mengurangi PDRB: uang yang dibelanjakan di sini tidak dibelanjakan
di tempat lain, dan itu bukan bagian dari angka ini. Bacalah tandanya dan urutannya, bukan angkanya: sebagian besar
kapasitas dan besarnya hambatan adalah asumsi.
"""
BROKEN = """\
Janji ditulis dari sumbernya, atau dari tujuan program yang dinamainya, sebelum skenario dijalankan, dan tidak diubah
sesudahnya. Perubahan di bawah 0,001 persen dianggap tidak ada.
"""
CLAIMS = """\
Model memakai pekerja menurut neraca (pekerja per hasil produksi sektor itu di wilayah itu), bukan yang disebut.
Keduanya dapat jauh berbeda: pedoman kawasan industri menghitung per hektare, dan neraca wilayah kecil tidak selalu
masuk akal.
"""
CONFLICTS = """\
Dua berkas yang mengubah hal yang sama ditolak dengan menyebut keduanya. Berkas yang mengubah belanja IKN hanya dapat
menjadi induk.
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
