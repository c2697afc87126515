"""The classes of traffic: read in the order of the arrays, and every wrong cell reported."""

import pytest
from spoilt import faults_of, with_cell, with_row, without

from simulasi.data.load_cargo import load_cargo
from simulasi.data.load_tables import Tables, shipped_tables
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import MODES


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def test_all_classes_come_in_the_order_of_the_arrays(tables: Tables) -> None:
    cargo = load_cargo(tables)
    assert tuple(kind.id for kind in cargo) == TRAFFIC_CLASSES
    assert all(kind.modes <= set(MODES) for kind in cargo)
    assert all(kind.name_id and kind.name_en for kind in cargo)
    assert {kind.id: kind.spoilage for kind in cargo if kind.spoilage} == {"perishable": 0.001}
    assert [kind.id for kind in cargo if "air" in kind.modes] == ["people"]
    assert [kind.id for kind in cargo if "company_road" not in kind.modes] == ["container", "people"]


def test_the_mean_load_of_a_box_is_that_of_the_terminals(tables: Tables) -> None:
    box = next(kind for kind in load_cargo(tables) if kind.id == "container")
    assert box.payload * box.load_share == 10.0


NUMBER = {"cargo_class": "liquid", "quantity": "payload"}


def test_wrong_cells_are_reported(tables: Tables) -> None:
    small = with_cell(tables, "cargo_classes", row=NUMBER, column="value", value=0.0)
    assert faults_of(load_cargo, small) == [("out_of_range", "liquid.payload", "0")]
    large = with_cell(tables, "cargo_classes", row=NUMBER, column="value", value=80.0)
    assert faults_of(load_cargo, large) == [("out_of_range", "liquid.payload", "80")]
    missing = without(tables, "cargo_classes", **NUMBER)
    assert faults_of(load_cargo, missing) == [("number_missing", "liquid.payload", "")]
    other = with_row(tables, "cargo_classes", like=NUMBER, quantity="paylod")
    assert faults_of(load_cargo, other) == [("unknown_key", "liquid.paylod", "liquid.paylod")]
    twice = with_row(tables, "cargo_classes", like=NUMBER)
    assert faults_of(load_cargo, twice) == [("world_row_twice", "", "liquid.payload")]


def test_wrong_names_and_modes_are_reported(tables: Tables) -> None:
    other = with_cell(tables, "cargo_class_names", row={"id": "liquid"}, column="id", value="liquids")
    assert faults_of(load_cargo, other) == [("unknown_class", "", "liquids"), ("class_missing", "", "liquid")]
    twice = with_row(tables, "cargo_class_names", like={"id": "liquid"})
    assert faults_of(load_cargo, twice) == [("world_row_twice", "", "liquid")]
    mode = with_cell(tables, "cargo_class_names", row={"id": "liquid"}, column="modes", value="road pipe")
    assert faults_of(load_cargo, mode) == [("unknown_mode", "liquid", "pipe")]
