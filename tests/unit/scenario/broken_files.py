"""The broken files with what is expected of each, and what they cover of all that can be wrong."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.json_schema import json_schema
from simulasi.text.say import catalogue

FOLDER = Path(__file__).parents[2] / "broken"
SOURCES = Path(__file__).parents[3] / "simulasi" / "scenario"
BESIDE = ("tetangga", "luar.toml")
"""Files that the broken ones name."""
NEAREST = ("nearest", "likely", "range", "first")
"""Fields of a fault that name a right value, the best first."""
OF_A_TYPE = {"wrong_type", "bad_date"}
OF_A_RANGE = {"out_of_range"}
OF_A_WORD = re.compile("unknown_(?!key|kind)")
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
WORDS = {"enum", "allOf"}


class Row(NamedTuple):
    """One fault of one file."""

    scenario: str
    file: str
    code: str
    key: str
    line: str
    value: str
    nearest: str


def expected_rows():
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as table:
        return [Row(**row) for row in csv.DictReader(table)]


def broken_files():
    files = (file.relative_to(FOLDER) for file in FOLDER.rglob("*.toml"))
    return sorted(file.as_posix() for file in files if not set(file.parts) & set(BESIDE))


def row_of(scenario, fault):
    near = next((fault.fields[name] for name in NEAREST if fault.fields.get(name)), "")
    return Row(scenario, fault.file, fault.code, fault.key, fault.at, fault.value, near)


def document_of(file):
    """The file as TOML, or nothing where it is none."""
    try:
        return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return {}


def value_at(document, key):
    """What stands at a key, and None where there is nothing."""
    found = document
    for step in re.findall(r"[^.\[\]]+", key):
        if isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict):
            found = found.get(step)
        else:
            return None
    return found


def line_by_search(text, key):
    """Search the text for the line of a key, or else of the table that should hold it; '' where there is neither.

    The search knows nothing of TOML but how these files are written: a header or a key at the beginning of a line.
    """
    lines = text.split("\n")
    array = re.match(r"(intervention|expects_effect)\[(\d+)\](?:\.|$)", key)
    table = re.match(r"(settings|change\.[\w-]+|change)(?:\.|$)", key)
    begin, above, rest = 0, "", key
    if array and (heads := [place for place, line in enumerate(lines, 1) if line == f"[[{array[1]}]]"]):
        begin, above, rest = heads[int(array[2])], f"{array[1]}.", key[array.end() :]
    elif table and f"[{table[1]}]" in lines:
        begin, rest = lines.index(f"[{table[1]}]") + 1, key[table.end() :]
    elif table and "[change]" in lines:
        begin, rest = lines.index("[change]") + 1, key.removeprefix("change.")
    outer, _, inner = rest.rpartition(".")
    if above and f"[{above}{outer}]" in lines:
        begin, rest = lines.index(f"[{above}{outer}]") + 1, inner
    first = re.escape(re.split(r"[.\[]", rest)[0])
    for place, line in enumerate(lines[begin:], begin + 1):
        if first and re.match(rf"(\[{first}\]$|{first}[\s.]*=|{first}\.)", line):
            return str(place)
        if begin and line.startswith("["):
            break
    return str(begin) if begin else ""


def codes_of_scenarios():
    """Codes that the reading of scenarios can give, from its source and the texts."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    named = set(re.findall(r'"(\w+)"', source))
    return named & {key.removeprefix("fault.") for key in catalogue("id") if key.startswith("fault.")}


def few(rows, codes, least=3):
    """Codes that occur less often than wanted."""
    counts = Counter(row.code for row in rows)
    return {code for code in codes if counts[code] < least}


def fields_of_schema(world):
    """Every field of every kind and of a document, by owner and key: whether it has bounds, and whether words."""
    schema = json_schema(world)
    definitions = schema["definitions"]
    owners = {"": schema, **{kind: definitions[kind] for kind in KINDS}}
    found = {}
    for owner, part in owners.items():
        for key, field in _fields(part, definitions):
            if key != "kind":
                found[owner, key] = (bool(_marks(field) & BOUNDS), bool(_marks(field) & WORDS))
    return found


def _fields(part, definitions, above=""):
    for name, field in part["properties"].items():
        key = f"{above}{name}"
        yield key, field
        if key == "intervention":
            continue
        for inner in _references(field):
            yield from _fields(definitions[inner], definitions, f"{key}.")


def _references(field):
    """Tables that a field holds; words are references, too, and stay out."""
    if isinstance(field, list):
        return [name for item in field for name in _references(item)]
    if not isinstance(field, dict):
        return []
    own = [field["$ref"].removeprefix("#/definitions/")] if "$ref" in field else []
    return own + [name for key, item in field.items() if key != "allOf" for name in _references(item)]


def _marks(field):
    """Keywords of a field, its items and its keys; not of tables with names of their own."""
    if isinstance(field, list):
        return {mark for item in field for mark in _marks(item)}
    if not isinstance(field, dict):
        return set()
    inner = {mark for key, item in field.items() if key != "default" for mark in _marks(item)}
    tables = {"enum"} if field.get("additionalProperties") is False else set()
    return inner | set(field) | tables


def unbroken(rows, fields):
    """Fields that no row has wrong in type, in range or in reference, as ``owner.key: how``."""
    wrong = defaultdict(set)
    for row in rows:
        for place in _owned(row, fields):
            wrong[place] |= {
                how
                for how, is_so in (
                    ("type", row.code in OF_A_TYPE),
                    ("range", row.code in OF_A_RANGE),
                    ("reference", OF_A_WORD.match(row.code) is not None),
                )
                if is_so
            }
    wanted = {
        place: {"type", *(["range"] if has_bounds else []), *(["reference"] if has_words else [])}
        for place, (has_bounds, has_words) in fields.items()
    }
    lacking = ((place, how) for place, hows in wanted.items() for how in hows - wrong[place])
    return sorted(f"{owner}.{key}: {how}" for (owner, key), how in lacking)


def _owned(row, fields):
    """The field in which a row has its fault, and none where its owner cannot be told from the file."""
    found = re.match(r"intervention\[(\d+)\]\.(.+)", row.key)
    owner, key = "", row.key
    if found:
        kind = value_at(document_of(row.file), f"intervention[{found[1]}].kind")
        owner, key = str(kind), found[2]
    key = re.sub(r"\[\d+\]", "", key)
    while key and (owner, key) not in fields:
        key = key.rpartition(".")[0]
    return [(owner, key)] if key else []
