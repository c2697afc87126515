"""The JSON Schema of scenario files, so that editors complete and explain their keys.

A comment on the first line of a file, ``#:schema skema.json``, tells an editor with support of TOML (in VS Code the
extension Even Better TOML) where it is. What a schema cannot say, ``simulasi check`` does.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.schema import Document
from simulasi.scenario.words import AREAS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simulasi.world.world import World

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The version that editors of TOML read."""
FIRST_LINE = "#:schema {file}\n"
NO_TEXTS: Mapping[str, str] = MappingProxyType({})
Schema = dict[str, Any]


def json_schema(world: World | None, texts: Mapping[str, str] = NO_TEXTS) -> Schema:
    """Return the schema of a scenario file about a world.

    world : whose places, regions, sectors and sources are the words to choose from; without one there are none
    texts : a catalogue, whose texts explain the fields

    >>> from simulasi.data.build_world import default_world
    >>> from simulasi.text.say import catalogue
    >>> schema = json_schema(default_world(), catalogue("id"))
    >>> "intervention" in schema["properties"], schema["required"]
    (True, ['title'])
    >>> link = schema["definitions"]["link"]["properties"]
    >>> link["kind"]["const"], link["travel_time_h"]["description"]
    ('link', 'waktu tempuh (jam)')
    """
    words = words_of(world)
    definitions: Schema = {}
    for name, kind in KINDS.items():
        schema = kind.model_json_schema(ref_template=f"#/definitions/{name}.{{model}}")
        inner = schema.pop("$defs", {})
        schema["properties"]["kind"] = {"const": name}
        schema["description"] = texts.get(f"scenario.kind.{name}", name)
        definitions[name] = schema
        definitions |= {f"{name}.{model}": part for model, part in inner.items()}
    document = Document.model_json_schema(ref_template="#/definitions/{model}")
    definitions |= document.pop("$defs", {})
    document["properties"]["intervention"]["items"] = {"oneOf": [{"$ref": f"#/definitions/{name}"} for name in KINDS]}
    written = _explained({**document, "definitions": definitions}, words, texts)
    for name, known in words.items():
        written["definitions"][f"{WORDS}.{name}"] = {"enum": known}
    return {"$schema": DIALECT, **written, "description": texts.get("scenario.schema", "")}


def words_of(world: World | None) -> dict[str, list[str]]:
    """Return the words that a scenario about a world can choose from, by what they name; without a world none."""
    found: dict[str, Callable[[World], Iterable[str]]] = {
        "places": lambda world: sorted(world.network.places),
        "regions": lambda world: world.region_ids,
        "areas": lambda world: (*world.region_ids, *AREAS),
        "nodes": lambda world: (*world.region_ids, *world.partner_ids),
        "sectors": lambda world: world.sector_ids,
        "sources": lambda world: sorted(world.source_ids),
    }
    return {name: list(words(world)) if world else [] for name, words in found.items()}


def _explained(part: Any, words: Mapping[str, list[str]], texts: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    """Fill in words and explanations; what only our own reader needs goes."""
    if isinstance(part, list):
        return [_explained(item, words, texts) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _explained(value, words, texts) for key, value in part.items() if key not in {"title", WORDS}}
    if isinstance(part.get("title"), dict):
        found["title"] = _explained(part["title"], words, texts)
    if part.get(WORDS):
        found["allOf"] = [{"$ref": f"#/definitions/{WORDS}.{part[WORDS]}"}]
    if "prefixItems" in found:
        found["items"] = found.pop("prefixItems")
    if "propertyNames" in part and WORDS in part["propertyNames"]:
        inner = found.pop("additionalProperties")
        found |= {
            "properties": dict.fromkeys(words[part["propertyNames"][WORDS]], inner),
            "additionalProperties": False,
        }
        del found["propertyNames"]
    for name, field in found.get("properties", {}).items():
        if isinstance(field, dict) and (text := texts.get(f"report.fields.{name}")):
            field.setdefault("description", text)
    return {key: value for key, value in found.items() if not _is_nothing(key, value)}


def _is_nothing(key: str, value: object) -> bool:
    return key == "default" and value is None
