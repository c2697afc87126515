"""``simulasi world``, and the option --world of the other commands."""

import tomllib

import pandas as pd
import pytest
from typer.testing import CliRunner

from simulasi.cli.main import app
from simulasi.cli.opening import world_at
from simulasi.cli.worlds import print_quality
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.data.made_up import made_up_world
from simulasi.data.trade_balance import use_gap
from simulasi.data.world_file import open_world, save_world
from simulasi.results.multipliers import BOUGHT, type_one
from simulasi.results.results import open_results
from simulasi.text.say import number

PLAIN = 'title = "Polos"\n[settings]\nstart = 2022-01-01\nend = 2023-06-01\n'
ROAD = """title = "Jalan"
extends = "polos"

[[intervention]]
id            = "jalan"
kind          = "link"
between       = ["town_1", "town_2"]
mode          = "road"
state         = "better"
distance_km   = 50
travel_time_h = 0.9
opens         = 2022-06-01
source        = "own-assumption"
confidence    = "assumption"
"""
COMMANDS = {
    "run": ("run", "dasar", "-o", "{out}"),
    "compare": ("compare", "dasar", "tanpa-ikn", "-o", "{out}"),
    "check": ("check", "dasar"),
    "calibrate construction": ("calibrate", "construction", "-o", "{out}"),
    "calibrate record": ("calibrate", "record"),
    "world show": ("world", "show"),
    "world multipliers": ("world", "multipliers"),
}


@pytest.fixture(scope="module")
def small():
    return made_up_world(3, 3, 1)


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    """A made-up world of three regions and three sectors, saved."""
    folder = tmp_path_factory.mktemp("dunia") / "kecil"
    save_world(small, folder)
    return folder


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory):
    """A plain scenario and a better road, for the made-up world."""
    home = tmp_path_factory.mktemp("skenario")
    (home / "polos.toml").write_text(PLAIN)
    (home / "jalan.toml").write_text(ROAD)
    return home


@pytest.mark.parametrize(
    "command",
    [*(name.split() for name in COMMANDS), ["rerun"], ["world", "build"], ["world", "made-up"], ["world", "diff"]],
)
def test_every_command_has_a_help_text_that_names_its_world(command):
    answer = CliRunner().invoke(app, [*command, "--help"])
    assert answer.exit_code == 0
    assert "WORLD" in answer.output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_holds_no_world_is_a_fault_and_nothing_is_written(simulasi, tmp_path, command):
    arguments = [part.format(out=tmp_path / "hasil") for part in COMMANDS[command]]
    answer = simulasi(*arguments, "--world", tmp_path / "tidak-ada", "--lang", "en")
    assert answer.code == 2
    assert "holds no world" in answer.err
    assert answer.out == ""
    assert not (tmp_path / "hasil").exists()


def test_a_run_on_a_saved_world_has_its_regions_and_can_be_repeated(simulasi, small, folder, scenarios, tmp_path):
    assert simulasi("run", scenarios / "polos.toml", "-o", tmp_path / "hasil", "--world", folder).code == 0
    results = open_results(tmp_path / "hasil")
    assert results.data["region"].to_numpy().tolist() == list(small.region_ids)
    assert results.story["world_digest"] == small.digest
    again = simulasi("rerun", tmp_path / "hasil", "--world", folder)
    assert (again.code, again.out) == (0, "Sama bit demi bit.\n")


def test_a_result_repeated_on_another_world_says_so(simulasi, small, folder, scenarios, tmp_path):
    simulasi("run", scenarios / "polos.toml", "-o", tmp_path / "hasil", "--world", folder, "--until", "2022-02")
    save_world(made_up_world(3, 3, 2), tmp_path / "lain")
    answer = simulasi("rerun", tmp_path / "hasil", "--world", tmp_path / "lain", "--lang", "en")
    assert answer.code == 1
    assert f"made on world {small.digest}" in answer.err
    assert "story.world_digest" in answer.out
    assert "nan" not in answer.out


def test_a_changed_tariff_settles_a_saved_world_anew(simulasi, small, folder, scenarios, tmp_path):
    change = ["--set", "freight.tariff_road=900", "--until", "2022-02"]
    assert simulasi("run", scenarios / "polos.toml", "-o", tmp_path / "mahal", "--world", folder, *change).code == 0
    assert open_results(tmp_path / "mahal").story["world_digest"] != small.digest
    assert simulasi("rerun", tmp_path / "mahal", "--world", folder).code == 0


def test_a_world_is_settled_anew_only_where_its_freight_changes(small, folder):
    dear = {"freight.tariff_road": 900.0}
    assert use_gap(small, load_parameters(dear)).max() > 1e-6
    assert use_gap(world_at(folder, dear), load_parameters(dear)).max() < 1e-12
    assert world_at(folder, {"trade.export_elasticity": 2.5}).digest == small.digest
    assert world_at() is default_world()


def test_scenarios_are_compared_on_a_saved_world(simulasi, folder, scenarios, tmp_path):
    plain, road = scenarios / "polos.toml", scenarios / "jalan.toml"
    answer = simulasi(
        "compare", plain, road, "-o", tmp_path / "banding", "--world", folder, "--until", "2022-12", "--lang", "en"
    )
    assert answer.code == 0
    assert "Kota 1" in answer.out
    table = pd.read_csv(tmp_path / "banding" / "comparison.csv")
    assert {"region_1", "region_2", "region_3"} < set(table["region"])


def test_a_scenario_is_checked_against_the_world_that_is_named(simulasi, folder, scenarios):
    assert simulasi("check", scenarios / "jalan.toml", "--world", folder).code == 0
    missing = simulasi("check", scenarios / "jalan.toml", "--lang", "en")
    assert missing.code == 2
    assert "The place 'town_1' is unknown" in missing.err
    shipped = simulasi("check", "dasar", "--world", folder, "--lang", "en")
    assert shipped.code == 2
    assert "The region 'ppu' is unknown. Known: region_1, region_2, region_3." in shipped.err


def test_a_world_without_the_regions_of_the_record_cannot_be_held_against_it(simulasi, folder, scenarios, tmp_path):
    plain = scenarios / "polos.toml"
    answer = simulasi("calibrate", "construction", "--scenario", plain, "-o", tmp_path / "fit", "--world", folder)
    assert answer.code == 2
    assert "Wilayah 'ppu' tidak dikenal" in answer.err
    assert not (tmp_path / "fit").exists()
    record = simulasi("calibrate", "record", plain, "--world", folder, "--lang", "en")
    assert (record.code, record.out) == (0, "No region of this world has a published record of these years.\n")


def test_a_made_up_world_is_saved_and_shown(simulasi, small, folder, tmp_path):
    made = simulasi("world", "made-up", "--regions", 3, "--sectors", 3, "--seed", 1, "-o", tmp_path / "w")
    assert made.code == 0
    assert str(tmp_path / "w" / "world.toml") in made.out
    assert open_world(tmp_path / "w").digest == small.digest
    shown = [simulasi("world", "show", *where, "--lang", "en") for where in ([folder], ["--world", folder])]
    assert shown[0] == shown[1]
    assert f"Fingerprint: {small.digest}" in shown[0].out
    for word in ("Region 3", "goods_1", number(float(small.accounts.gross_output[0].sum()), 1, "en")):
        assert word in shown[0].out


def test_a_world_that_is_named_twice_or_too_small_is_refused(simulasi, folder, tmp_path):
    assert simulasi("world", "show", folder, "--world", folder).code == 2
    answer = simulasi("world", "made-up", "--regions", 0, "--sectors", 1, "-o", tmp_path / "w", "--lang", "en")
    assert answer.code == 2
    assert answer.err.count("\n- ") == 2
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("options", [[], ["--of", "bought"]])
def test_multipliers_are_those_of_the_table(simulasi, small, folder, options):
    answer = simulasi("world", "multipliers", "--world", folder, *options)
    table = type_one(small, load_parameters(), **({"of": BOUGHT} if options else {}))
    lines = answer.out.splitlines()[2:-1]
    assert len(lines) == len(table) == 9
    for line, value in zip(lines, table["multiplier"], strict=True):
        assert line.split()[-2] == (number(value, 3) if value > 0 else "–")  # noqa: RUF001


def test_multipliers_of_the_shipped_world_are_shown_for_one_sector(simulasi):
    answer = simulasi("world", "multipliers", "--sector", "construction", "--lang", "en")
    assert answer.code == 0
    assert answer.out.count("Construction") == len(default_world().regions)


def test_the_model_has_the_multipliers_of_the_table(simulasi, folder):
    table, model = (
        simulasi("world", "multipliers", "--world", folder, "--sector", "transport", *options)
        for options in (["--of", "bought"], ["--dynamic"])
    )
    assert model.out == table.out
    assert "240 bulan" in model.err


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--of", "mde"], "Did you mean 'made'?"),
        (["--of", "made", "--dynamic"], "The model buys its units"),
        (["--sector", "transprt"], "Did you mean 'transport'?"),
    ],
)
def test_a_wrong_option_for_multipliers_is_answered_with_a_sentence(simulasi, folder, options, part):
    answer = simulasi("world", "multipliers", "--world", folder, *options, "--lang", "en")
    assert answer.code == 2
    assert part in answer.err
    assert answer.out == ""


def test_worlds_that_do_not_differ_are_told_in_words(simulasi, small, folder, tmp_path):
    save_world(small, tmp_path / "sama")
    answer = simulasi("world", "diff", folder, tmp_path / "sama", "--lang", "en")
    assert (answer.code, answer.out) == (0, "The two worlds do not differ.\n")
    head = (tmp_path / "sama" / "world.toml").read_text()
    (tmp_path / "sama" / "world.toml").write_text(head.replace(small.digest, "0" * 32))
    other = simulasi("world", "diff", folder, tmp_path / "sama")
    assert other.out.startswith("Kedua dunia tidak berbeda.\nNamun cara membuatnya berbeda")


def test_an_edited_link_is_what_differs(simulasi, folder, small, tmp_path):
    save_world(small, tmp_path / "lain")
    links = pd.read_csv(tmp_path / "lain" / "links.csv")
    links.assign(distance_km=links["distance_km"] * 2).to_csv(tmp_path / "lain" / "links.csv", index=False)
    answer = simulasi("world", "diff", folder, tmp_path / "lain", "--rows", 6)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines[2:8]] == ["links"] * 6
    assert all(line.endswith("50,00 %") for line in lines[2:8])
    assert lines[-1].startswith("… dan ")


def test_building_from_tables_completes_them_and_leaves_them_alone(simulasi, small, tmp_path):
    source, built = tmp_path / "tabel", tmp_path / "jadi"
    save_world(small, source)
    before = {file.name: file.read_bytes() for file in source.iterdir()}
    answer = simulasi("world", "build", "--tables", source, "-o", built, "--lang", "en")
    assert answer.code == 0
    assert "18 checks of balance hold" in answer.out
    assert open_world(built).region_ids == small.region_ids
    assert simulasi("world", "build", "--tables", source, "-o", source).code == 2
    assert simulasi("world", "build", "--tables", source, "--year", 2010, "-o", tmp_path / "x").code == 2
    assert simulasi("world", "build", "--tables", tmp_path / "tidak-ada", "-o", tmp_path / "x").code == 2
    assert before == {file.name: file.read_bytes() for file in source.iterdir()}
    assert not (tmp_path / "x").exists()


def test_a_year_that_cannot_be_built_is_answered_with_those_that_can(simulasi, tmp_path):
    answer = simulasi("world", "build", "--year", 2015, "-o", tmp_path / "w", "--lang", "en")
    assert answer.code == 2
    assert "a world of 2010, 2021, not of 2015" in answer.err
    assert not (tmp_path / "w").exists()


def test_the_world_of_2010_is_saved_only_if_it_can_be_opened_again(simulasi, tmp_path):
    answer = simulasi("world", "build", "--year", 2010, "-o", tmp_path / "w")
    assert (tmp_path / "w").exists() is (answer.code == 0)
    if answer.code == 0:
        assert tomllib.loads((tmp_path / "w" / "world.toml").read_text())["base_year"] == 2010
        assert simulasi("world", "show", tmp_path / "w").code == 0
    else:
        assert "2010" in answer.err


def test_a_folder_of_something_else_is_not_replaced_by_a_world(simulasi, tmp_path):
    (tmp_path / "surat.txt").write_text("penting")
    for command in (["build"], ["made-up", "--regions", 2, "--sectors", 2]):
        answer = simulasi("world", *command, "-o", tmp_path)
        assert answer.code == 2
        assert "tidak berisi dunia" in answer.err
    assert [file.name for file in tmp_path.iterdir()] == ["surat.txt"]


def test_every_check_that_fails_is_printed_in_the_language_of_the_planner(capsys):
    columns = ["check", "item", "unit", "value", "reference", "distance", "limit", "ok"]
    rows = [
        ("balance", "a", "relative", 0.0, 0.0, 0.0, 1e-9, "true"),
        ("GRDP", "kubar", "bn Rp", 1234.5, 1e3, 0.2345, 0.05, "false"),
    ]
    print_quality(pd.DataFrame(rows, columns=columns))
    out = capsys.readouterr().out
    assert "1 dari 2 pemeriksaan" in out
    assert out.splitlines()[-1].split()[-4:] == ["1.234,5", "1.000", "0,2345", "0,05"]
