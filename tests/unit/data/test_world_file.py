"""A world as a folder of tables: the same bits back, every fault told, and a ready table made a world."""

import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulasi.course import Course
from simulasi.data.build_world import default_world
from simulasi.data.complete_world import world_from_tables
from simulasi.data.diff import world_diff
from simulasi.data.load_cargo import shipped_cargo
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.data.tables_world import ACCOUNTS, COLUMNS, OTHERS
from simulasi.data.trade_balance import check_balance, use_gap
from simulasi.data.world_file import fingerprint, open_world, save_world
from simulasi.errors import ResultError, WorldError
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.scenario.scenario import Scenario
from simulasi.text.say import LANGUAGES, say_fault
from simulasi.world.accounts import Accounts
from simulasi.world.cargo import CargoClass
from simulasi.world.month import Month
from simulasi.world.network import Link, Terminal
from simulasi.world.world import World

TABLES_MD = Path(__file__).parents[3] / "docs" / "tables.md"
EXAMPLE = r"`([a-z_]+\.(?:csv|toml))`\n\n```\w+\n(.*?)```"


@pytest.fixture(scope="module")
def world():
    return made_up_world(4, 6, 1)


@pytest.fixture
def saved(world, tmp_path):
    save_world(world, tmp_path / "dunia")
    return tmp_path / "dunia"


@pytest.fixture
def ready(tmp_path):
    """The example of docs/tables.md as files."""
    for name, text in re.findall(EXAMPLE, TABLES_MD.read_text(encoding="utf-8"), re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def edit(folder, file, old, new):
    """Replace the first match of a pattern in a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert re.search(old, text), (file, old)
    (folder / file).write_text(re.sub(old, new, text, count=1), encoding="utf-8")


def faults_of(function, folder):
    with pytest.raises((WorldError, ResultError)) as error:
        function(folder)
    faults = error.value.faults
    for fault in faults:
        assert all(say_fault(fault, lang=lang) for lang in LANGUAGES)
    return faults


def bits(world):
    arrays = {**world.accounts.arrays(), **{table.name: getattr(world, table.name) for table in OTHERS}}
    return {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in arrays.items()}


def leaves(state):
    """Arrays of a state, those inside its parts too."""
    return [array for part in state for array in (leaves(part) if isinstance(part, tuple) else [part])]


def months_of(world, count):
    p, still = load_parameters(), Scenario("diam", "", "", Month(2022, 1), Month(2023, 12), "none", (), {}, {}, world)
    course = Course(still, p)
    now, state = course.at(course.first_month), first_state(course.structure)
    for _ in range(count):
        state, _ = step(state, now, course.structure, p)
    return leaves(state)


@pytest.mark.parametrize("make", [default_world, lambda: made_up_world(5, 7, 3)])
def test_a_saved_world_opens_with_the_same_bits_and_the_same_name(make, tmp_path):
    world = make()
    save_world(world, tmp_path / "w")
    opened = open_world(tmp_path / "w")
    assert bits(opened) == bits(world)
    assert opened.digest == world.digest
    for name in ("base_year", "numeraire", "regions", "partners", "sectors", "cargo", "source_ids"):
        assert getattr(opened, name) == getattr(world, name)
    assert list(opened.network.places.items()) == list(world.network.places.items())
    assert list(opened.network.links.items()) == list(world.network.links.items())
    assert list(opened.network.terminals.items()) == list(world.network.terminals.items())
    assert world_diff(world, opened).empty


def test_all_that_is_known_of_links_terminals_and_cargo_comes_back(world, tmp_path):
    key, link = next(iter(world.network.links.items()))
    changed = replace(
        link,
        travel_time_back_h=1.0 / 3.0,
        opens=Month(2019, 12),
        closes=Month(2031, 1),
        is_one_way=True,
        classes=frozenset({"people", "container"}),
        capacity_pcu_h=2646.16,
        capacity_t_month=184_000.0,
        road_class="national",
        lanes=2,
        condition="damaged",
    )
    yard = Terminal("town_1", "land", 1.0 / 3.0, 0.1, 1e5, 7e4, frozenset({"general"}), 0.25, 0.5)
    cargo = (replace(world.cargo[0], payload=1.0 / 3.0, modes=frozenset({"sea", "road"})), *world.cargo[1:])
    network = world.network.with_link(changed).with_terminal(yard).with_terminal(Terminal("port_jawa", "sea"))
    special = replace(world, network=network, cargo=cargo)
    save_world(special, tmp_path / "w")
    opened = open_world(tmp_path / "w")
    assert opened.network.links[key] == changed
    assert opened.network.terminals == network.terminals
    assert opened.cargo == cargo
    assert opened.digest == special.digest
    save_world(opened, tmp_path / "again")
    for path in (tmp_path / "w").iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_what_is_not_said_of_the_network_is_nothing_special(world, saved):
    (saved / "terminals.csv").unlink()
    (saved / "cargo_classes.csv").unlink()
    links = pd.read_csv(saved / "links.csv", dtype=str, keep_default_na=False)
    links[["from", "to", "mode", "distance_km", "travel_time_h", "state"]].to_csv(saved / "links.csv", index=False)
    assert open_world(saved).digest == world.digest
    assert open_world(saved).cargo == shipped_cargo()


def test_a_link_is_the_same_from_both_ends(world):
    link = replace(next(iter(world.network.links.values())), travel_time_h=2.0, travel_time_back_h=1.0)
    turned = replace(link, between=link.between[::-1], travel_time_h=1.0, travel_time_back_h=2.0)
    one, other = (replace(world, network=world.network.with_link(way)) for way in (link, turned))
    assert fingerprint(one) == fingerprint(other)
    assert world_diff(one, other).empty
    one_way = replace(world, network=world.network.with_link(replace(link, is_one_way=True)))
    other_way = replace(world, network=world.network.with_link(replace(turned, is_one_way=True)))
    assert fingerprint(one_way) != fingerprint(other_way)
    assert len(world_diff(one_way, other_way)) == 3
    assert fingerprint(one) != fingerprint(replace(world, network=world.network.with_link(replace(link, lanes=4))))


def test_every_fact_of_a_link_a_terminal_and_a_class_has_a_column():
    for name, kind in (("links", Link), ("terminals", Terminal), ("cargo_classes", CargoClass)):
        between = {"from", "to"} if kind is Link else set()
        assert set(COLUMNS[name]) - between == {item.name for item in fields(kind)} - {"between"}


def test_what_is_not_of_the_base_year_comes_back_too(world, tmp_path):
    shape = world.programme.shape
    changed = replace(
        world,
        programme=np.linspace(0.0, 0.3, shape[0] * shape[1]).reshape(shape),
        capacity_index=np.full(shape, 1.1),
        partner_price=np.full_like(world.partner_price, 1.0 / 3.0),
        growth_index=world.growth_index * 1.02,
        numeraire=1.25,
        accounts=replace(world.accounts, constant_price_weight=np.full(shape[0], -0.0)),
    )
    save_world(changed, tmp_path / "w")
    assert bits(open_world(tmp_path / "w")) == bits(changed)


def test_a_whole_number_in_memory_is_the_number_in_the_file(world, tmp_path):
    link = replace(next(iter(world.network.links.values())), distance_km=40, travel_time_h=np.float64(1.0))
    changed = replace(world, numeraire=1, network=world.network.with_link(link))
    save_world(changed, tmp_path / "w")
    assert open_world(tmp_path / "w").digest == changed.digest


def test_a_run_on_an_opened_world_has_the_same_bits(world, saved):
    there, back = months_of(world, 12), months_of(open_world(saved), 12)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(there, back, strict=True))


def test_every_array_and_every_identity_has_a_table():
    assert {table.name for table in ACCOUNTS} == {item.name for item in fields(Accounts) if item.type == "np.ndarray"}
    arrays = {item.name for item in fields(World) if item.type == "np.ndarray"}
    assert {table.name for table in OTHERS} == arrays
    told = TABLES_MD.read_text(encoding="utf-8")
    for name in (*COLUMNS, *(table.name for table in (*ACCOUNTS, *OTHERS))):
        assert f"`{name}.csv`" in told
    for table in (*ACCOUNTS, *OTHERS):
        assert f"`{table.unit}`" in told


def test_the_order_of_rows_and_the_ends_of_lines_are_no_facts(world, saved):
    flows = pd.read_csv(saved / "flows.csv", dtype=str)
    flows.sample(frac=1.0, random_state=1).to_csv(saved / "flows.csv", index=False, lineterminator="\r\n")
    assert open_world(saved).digest == world.digest


def test_an_edited_world_is_another_world_that_keeps_its_new_name(world, saved, tmp_path):
    edit(saved, "population.csv", r"(region_1,)[\d.]+", r"\g<1>77.5")
    edited = open_world(saved)
    assert edited.digest == fingerprint(replace(edited, digest=world.digest))
    assert edited.digest != world.digest
    save_world(edited, tmp_path / "again")
    assert open_world(tmp_path / "again").digest == edited.digest
    found = world_diff(world, edited)
    assert found[["what", "key", "b"]].to_numpy().tolist() == [["population", "region_1", 77.5]]


def test_accounts_are_settled_anew_when_a_link_was_edited(world, saved):
    edit(saved, "links.csv", r"(town_\w+,\w+,road,[\d.]+,)([\d.]+)", r"\g<1>9\g<2>")
    edited, p = open_world(saved), load_parameters()
    assert use_gap(replace(world, network=edited.network), p).max() > 1e-6
    assert use_gap(edited, p).max() < 1e-13
    np.testing.assert_allclose(edited.accounts.gross_output, world.accounts.gross_output, rtol=0.1)
    np.testing.assert_array_equal(edited.accounts.households, world.accounts.households)


def test_accounts_out_of_balance_are_refused_with_the_cell_and_the_gap(saved):
    edit(saved, "gross_output.csv", r"(construction,region_2,)[\d.]+", r"\g<1>10.0")
    faults = faults_of(open_world, saved)
    assert {fault.code for fault in faults} == {"output_not_sold", "use_not_met"}
    assert faults[0].fields["sector"] == "construction"
    assert faults[0].fields["region"] == "region_2"


def test_a_hidden_gap_in_final_demand_is_found(world, saved):
    edit(saved, "households.csv", r"(goods_1,region_1,)[\d.]+", r"\g<1>1e-9")
    (fault,) = faults_of(open_world, saved)
    assert (fault.code, fault.fields["sector"], fault.fields["region"]) == ("use_not_met", "goods_1", "region_1")
    check_balance(world, load_parameters(), tolerance=1e-13)


def test_an_edited_world_balances_at_the_parameters_that_are_asked_for(world, saved):
    dear = load_parameters({"freight.tariff_road": 900.0})
    assert use_gap(world, dear).max() > 1e-4
    assert open_world(saved, p=dear).digest == world.digest
    edit(saved, "jobs.csv", r"(region_1,)[\d.]+", r"\g<1>77.5")
    assert use_gap(open_world(saved, p=dear), dear).max() < 1e-13
    edit(saved, "households.csv", r"(goods_1,region_1,)[\d.]+", r"\g<1>1e-9")
    assert len(faults_of(lambda folder: open_world(folder, p=dear), saved)) > 1


BROKEN = [
    ("flows.csv", r"goods_1,region_2", "goods_9,region_2", "unknown_sector"),
    ("flows.csv", r",region_2,", ",region_z,", "unknown_node"),
    ("flows.csv", r"([\d.]+)\n", r"\g<1>x\n", "number_malformed"),
    ("flows.csv", r"([\d.]+)\n", "nan\n", "number_malformed"),
    ("flows.csv", r"([\d.]+)\n", r"-\g<1>\n", "out_of_range"),
    ("flows.csv", r"(\w+,region_1,region_1,[\d.]+\n)", r"\g<1>\g<1>", "world_row_twice"),
    ("flows.csv", "bn_rp_month", "bn_usd_month", "table_column_missing"),
    ("flows.csv", r"\A", '"', "unreadable"),
    ("jobs.csv", "region_3", "region_9", "unknown_region"),
    ("regions.csv", "region_1", "region_2", "world_row_twice"),
    ("regions.csv", "town_1", "town_x", "unknown_place"),
    ("regions.csv", r"town_1,[\d.]+", "town_1,0", "out_of_range"),
    ("partners.csv", ",1\n", ",0\n", "no_foreign_partner"),
    ("partners.csv", ",1\n", ",yes\n", "unknown_word"),
    ("sectors.csv", "perishable,1", "frozen,1", "unknown_word"),
    ("sectors.csv", "none,0,0,0,0,1,0", "none,0,0,0,0,0,0", "one_carrier"),
    ("sectors.csv", "none,0,0,0,0,1,0", "general,0,0,0,0,1,0", "one_carrier"),
    ("sectors.csv", "none,0,0,0,0,1,0", "none,1,0,0,0,1,0", "goods_first"),
    ("places.csv", ",region_1,", ",atlantis,", "unknown_node"),
    ("places.csv", r",region_1,[-\d.]+", ",region_1,north", "number_malformed"),
    ("links.csv", ",road,", ",rail,", "unknown_word"),
    ("links.csv", ",open,", ",ajar,", "unknown_word"),
    ("links.csv", "opens", "opened", "table_column_misspelt"),
    ("links.csv", r"(town_1,town_\d,road.*\n)", r"\g<1>\g<1>", "world_row_twice"),
    ("links.csv", "open,,", "open,0,", "out_of_range"),
    ("links.csv", "open,,,", "open,,soon,", "bad_month"),
    ("links.csv", "open,,,,0", "open,,,,yes", "unknown_word"),
    ("links.csv", "open,,,,0,", "open,,,,0,people cars", "unknown_word"),
    ("links.csv", "open,,,,0,,,", "open,,,,0,,0,", "out_of_range"),
    ("links.csv", "open,,,,0,,,,,0", "open,,,,0,,,,,2.5", "number_malformed"),
    ("terminals.csv", r"\Z", "town_9,sea,,,,,,0,0\n", "unknown_place"),
    ("terminals.csv", r"\Z", "town_1,bank,,,,,,0,0\n", "unknown_word"),
    ("terminals.csv", r"\Z", "town_1,land,,,,,,0,0\ntown_1,land,,,,,,0,0\n", "world_row_twice"),
    ("terminals.csv", r"\Z", "town_1,land,,,,,,1.5,0\n", "out_of_range"),
    ("cargo_classes.csv", "people,", "persons,", "class_missing"),
    ("cargo_classes.csv", "people,", "persons,", "unknown_word"),
    ("cargo_classes.csv", "air ", "plane ", "unknown_word"),
    ("cargo_classes.csv", r"(people,.*?river road sea toll),[\d.]+", r"\g<1>,0", "out_of_range"),
    ("population.csv", r"region_1,[\d.]+\n", "", "number_missing"),
    ("value_per_tonne.csv", r"fresh,[\d.]+\n", "", "number_missing"),
    ("world.toml", "base_year = 2021", 'base_year = "2021"', "wrong_type"),
    ("world.toml", "numeraire = 1.0\n", "", "missing_key"),
    ("world.toml", "format = 1", "format = 99", "world_format"),
    ("world.toml", "format = 1", "format = = 1", "world_head_malformed"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), BROKEN)
def test_a_fault_is_told_with_its_file(saved, file, old, new, code):
    edit(saved, file, old, new)
    assert (code, file) in [(fault.code, fault.file) for fault in faults_of(open_world, saved)]


def test_all_faults_are_told_at_once(saved):
    wrong = {("flows.csv", "unknown_sector"), ("regions.csv", "unknown_place"), ("world.toml", "wrong_type")}
    for file, old, new, code in BROKEN:
        if (file, code) in wrong:
            edit(saved, file, old, new)
    (saved / "households.csv").unlink()
    (saved / "gravity.csv").write_bytes(b"\xff\xfe")
    found = {(fault.code, fault.file) for fault in faults_of(open_world, saved)}
    assert found == {
        ("unknown_sector", "flows.csv"),
        ("unknown_place", "regions.csv"),
        ("wrong_type", "world.toml"),
        ("world_file_missing", "households.csv"),
        ("unreadable", "gravity.csv"),
    }


def test_a_missing_table_of_ids_hides_no_other_fault(saved):
    (saved / "sectors.csv").unlink()
    edit(saved, "flows.csv", ",region_2,", ",region_z,")
    codes = [fault.code for fault in faults_of(open_world, saved)]
    assert codes == ["world_file_missing", "unknown_node"]


def test_a_fault_names_the_line_and_the_nearest_word(saved):
    edit(saved, "regions.csv", "town_2", "twon_2")
    (fault,) = faults_of(open_world, saved)
    assert (fault.key, fault.value, fault.fields["nearest"]) == ("place, line 3", "twon_2", "town_2")


def test_a_folder_without_a_world_is_no_world(tmp_path):
    (fault,) = faults_of(open_world, tmp_path)
    assert (fault.code, fault.file) == ("no_world", str(tmp_path))
    (tmp_path / "world.toml").write_bytes(b"\xff")
    assert "unreadable" in {fault.code for fault in faults_of(open_world, tmp_path)}


def test_only_a_world_is_replaced_and_only_whole(world, saved, tmp_path, monkeypatch):
    save_world(replace(world, numeraire=2.0), saved)
    assert open_world(saved).numeraire == 2.0

    def full(*_, **__):
        raise OSError

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    assert [fault.code for fault in faults_of(lambda folder: save_world(world, folder), saved)] == ["folder_unwritable"]
    assert open_world(saved).numeraire == 2.0
    assert [path.name for path in tmp_path.iterdir()] == ["dunia"]


def test_a_folder_of_something_else_is_left_alone(world, tmp_path):
    (tmp_path / "surat.txt").write_text("penting")
    assert [f.code for f in faults_of(lambda folder: save_world(world, folder), tmp_path)] == ["folder_no_world"]
    (tmp_path / "kosong").mkdir()
    save_world(world, tmp_path / "kosong")
    assert open_world(tmp_path / "kosong").digest == world.digest


def test_the_old_world_comes_back_when_the_new_one_cannot_take_its_place(world, saved, monkeypatch):
    rename, calls = Path.rename, []

    def once(self, target):
        calls.append(self)
        if len(calls) == 2:
            raise OSError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    faults_of(lambda folder: save_world(replace(world, numeraire=2.0), folder), saved)
    assert open_world(saved).numeraire == 1.0


def test_the_example_of_the_manual_becomes_a_still_world(ready):
    world = world_from_tables(ready)
    accounts = world.accounts
    assert accounts.gross_output[:2].round(9).tolist() == [[100.0, 200.0], [50.0, 100.0]]
    assert accounts.land_freight.sum() == pytest.approx(
        121.0 - 120.0 * 0 - accounts.gross_output[2].sum() + 0.37, abs=1.0
    )
    assert accounts.gross_output[2].sum() == pytest.approx(120.0, abs=1e-9)
    assert use_gap(world, load_parameters()).max() < 1e-13
    first, last = months_of(world, 0), months_of(world, 60)
    for a, b in zip(first, last, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-10, atol=1e-10)
    people = accounts.jobs.sum(axis=0)
    np.testing.assert_allclose(accounts.labour_force, people / 0.95)
    np.testing.assert_allclose(accounts.population, people / 0.95 / 0.5)


def test_freight_is_taken_out_of_what_is_bought_of_transport(ready):
    with_freight = world_from_tables(ready).accounts
    edit(ready, "world.toml", "freight_scale = 0.3", "freight_scale = 0.0")
    without = world_from_tables(ready).accounts
    assert without.land_freight.sum() == 0.0
    np.testing.assert_allclose(without.gross_output[2], [40.0, 80.0], rtol=1e-14)
    bought = [
        a.intermediate_use()[2].sum() + a.households[2].sum() + a.land_freight.sum() for a in (with_freight, without)
    ]
    assert bought[0] == pytest.approx(bought[1], rel=1e-9)


def test_a_saved_world_is_a_ready_table_too(world, saved):
    again = world_from_tables(saved)
    found = world_diff(world, again)
    assert found["relative"].max() < 1e-12
    (saved / "gross_output.csv").unlink()
    assert world_from_tables(saved).digest == again.digest


def test_tables_stand_for_assumptions(ready):
    text = (ready / "world.toml").read_text()
    (ready / "world.toml").write_text(text.partition("[assumptions]")[0])
    faults = faults_of(world_from_tables, ready)
    assert [fault.code for fault in faults] == ["assumption_missing"] * 6
    assert faults[0].fields["table"] == "value_per_tonne.csv"
    (ready / "wage_coefficient.csv").write_text("sector,share\nrice,0.4\ntransport,0.3\n")
    assert len(faults_of(world_from_tables, ready)) == 5
    (ready / "world.toml").write_text(text.replace("wage_share = 0.5", ""))
    assert world_from_tables(ready).accounts.wage_coefficient.tolist() == [0.4, 0.0, 0.3]


WRONG = [
    ("households.csv", "rice,hilir,100", "rice,hilir,101", "use_not_met"),
    ("world.toml", "wage_share = 0.5", "wage_share = 1.5", "out_of_range"),
    ("world.toml", "wage_share = 0.5", 'wage_share = "half"', "wrong_type"),
    ("world.toml", "freight_scale = 0.3", "freight_scale = 1.0", None),
    ("world.toml", "value_million_rp_t = 5.0", "value_million_rp_t = 0.05", "freight_beyond_transport"),
    ("links.csv", "road,300,8,open", "road,300,8,planned", "trade_without_way"),
    ("flows.csv", r"\Z", "rice,jawa,dunia,1\n", "partners_trade"),
    ("technical_coefficients.csv", "rice,rice,0.1", "rice,rice,0.9", "use_not_met"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), WRONG)
def test_a_ready_table_that_does_not_hold_is_refused(ready, file, old, new, code):
    edit(ready, file, old, new)
    if code is None:
        assert use_gap(world_from_tables(ready), load_parameters()).max() < 1e-13
    else:
        assert code in {fault.code for fault in faults_of(world_from_tables, ready)}


def test_an_unbalanced_table_names_sector_region_and_gap(ready):
    edit(ready, "households.csv", "rice,hilir,100", "rice,hilir,101")
    (fault,) = faults_of(world_from_tables, ready)
    assert fault.fields == {"sector": "rice", "region": "hilir", "tolerance": "1e-06"}
    assert float(fault.value) == pytest.approx(1 / 141, abs=1e-5)


def test_output_that_is_given_must_be_what_is_shipped(ready):
    (ready / "gross_output.csv").write_text(
        "sector,region,bn_rp_month\nrice,hulu,100\nrice,hilir,210\nconstruction,hulu,50\nconstruction,hilir,100\n"
        "transport,hulu,40\ntransport,hilir,80\n"
    )
    (fault,) = faults_of(world_from_tables, ready)
    assert (fault.code, fault.fields["sector"], fault.fields["region"]) == ("output_not_sold", "rice", "hilir")


def test_the_head_says_the_unit_of_every_table(saved):
    units = tomllib.loads((saved / "world.toml").read_text(encoding="utf-8"))["units"]
    assert units == {table.name: table.unit for table in (*ACCOUNTS, *OTHERS)}
