"""The JSON Schema that editors read: it lets all shipped files pass, and finds what it can say is wrong."""

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from simulasi.data.build_world import default_world
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.json_schema import json_schema
from simulasi.text.say import catalogue

FOLDER = Path(__file__).parents[3] / "scenarios"
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture(scope="module")
def validator():
    return Draft7Validator(json_schema(default_world(), catalogue("id")))


def as_json(file):
    """A TOML file as an editor hands it to a schema: dates are texts."""
    dates = (dt.date, dt.datetime)
    return json.loads(json.dumps(tomllib.loads(file.read_text(encoding="utf-8")), default=lambda value: (
        value.isoformat() if isinstance(value, dates) else str(value))))  # fmt: skip


def test_the_shipped_schema_is_what_the_command_writes():
    written = json.loads((FOLDER / "skema.json").read_text(encoding="utf-8"))
    assert written == json_schema(default_world(), catalogue("id")), "run: simulasi schema"


def test_the_schema_is_a_schema(validator):
    Draft7Validator.check_schema(validator.schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_passes(validator, file):
    assert not list(validator.iter_errors(as_json(file)))


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("between", ["kota_bangn", "melak"]),
        ("mode", "raod"),
        ("travel_time_h", -1.0),
        ("travel_tme_h", 2.0),
        ("kind", "lnk"),
    ],
)
def test_a_wrong_value_is_found(validator, key, wrong):
    document = as_json(FOLDER / "jalan-kukar-kubar.toml")
    document["intervention"][0][key] = wrong
    assert list(validator.iter_errors(document))


def test_every_kind_is_known_with_its_keys(validator):
    definitions = validator.schema["definitions"]
    for name, kind in KINDS.items():
        assert set(definitions[name]["properties"]) == set(kind.file_keys())


def test_every_field_of_every_kind_is_explained(validator):
    for name in KINDS:
        fields = validator.schema["definitions"][name]["properties"]
        assert [key for key, field in fields.items() if key != "kind" and "description" not in field] == []
