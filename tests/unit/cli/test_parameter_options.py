"""Parameters from a file and by draw, from the command line: what wins, what is refused, and that it is repeated."""

import json

import numpy as np
import pytest

from simulasi.results.results import open_results

SHORT = ("--until", "2022-02")
FILE = """
trade.sigma_goods = 3.5
[labour]
overtime = 0.2
hiring_speed = 1
"""
WRONG = """
trade = 3
[labour]
overtme = 0.2
overtime = "banyak"
hiring_speed = 9
wage_speed = true
participation_response = nan
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "parameter.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_values_of_a_file_are_used_and_those_that_are_set_win(simulasi, tmp_path, file):
    asked = ("--parameters", file(FILE), "--set", "labour.overtime=0.1")
    assert simulasi("run", "dasar", *SHORT, *asked, "-o", tmp_path / "hasil").code == 0
    used = open_results(tmp_path / "hasil").story["parameters"]
    assert (used["trade.sigma_goods"], used["labour.overtime"], used["labour.hiring_speed"]) == (3.5, 0.1, 1.0)


def test_a_result_is_repeated_though_its_file_has_changed_and_a_spoilt_digest_is_noticed(simulasi, tmp_path, file):
    folder = tmp_path / "hasil"
    simulasi("run", "dasar", *SHORT, "--parameters", file(FILE), "-o", folder)
    file("[labour]\novertime = 0.3\n").unlink()
    assert "bit demi bit" in simulasi("rerun", folder).out

    story = json.loads((folder / "story.json").read_text(encoding="utf-8"))
    story["parameters_digest"] = story["parameters_digest"][::-1]
    (folder / "story.json").write_text(json.dumps(story), encoding="utf-8")
    again = simulasi("rerun", folder)
    assert again.code == 1
    assert "story.parameters_digest" in again.out


def test_all_that_is_wrong_with_a_file_and_with_what_is_set_is_told_at_once(simulasi, tmp_path, file):
    path = file(WRONG)
    wrong = ("--set", "labour.overtime", "--set", "trade.sigma_godds=3", "--set", "trade.sigma_services=99")
    answer = simulasi("run", "dasar", "--parameters", path, *wrong, "--lang", "en", "-o", tmp_path / "hasil")
    assert answer.code == 2
    for line in (
        f"{path}, trade = 3: This parameter is unknown.",
        f"{path}, labour.overtme = 0.2: This parameter is unknown. Did you mean 'labour.overtime'?",
        f"{path}, labour.overtime: 'banyak' is no number.",
        f"{path}, labour.hiring_speed: The value 9 is outside the range 0.1 to 1.0",
        f"{path}, labour.wage_speed: 'True' is no number.",
        f"{path}, labour.participation_response: The value nan is outside",
        "--set: 'labour.overtime' cannot be read.",
        "--set, trade.sigma_godds = 3.0: This parameter is unknown. Did you mean 'trade.sigma_goods'?",
        "--set, trade.sigma_services: The value 99.0 is outside the range",
    ):
        assert line in answer.err
    assert answer.err.count("\n- ") == 9
    assert not (tmp_path / "hasil").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [(None, "Berkas parameter ini tidak ada"), ("[labour\n", "Penulisan TOML keliru di sekitar baris 1")],
)
@pytest.mark.parametrize("command", [("run", "dasar"), ("compare", "dasar", "tanpa-ikn"), ("backtest",)])
def test_a_file_that_is_not_there_or_no_toml_is_a_fault(simulasi, tmp_path, file, text, told, command):
    path = tmp_path / "tidak-ada.toml" if text is None else file(text)
    answer = simulasi(*command, "--parameters", path, "-o", tmp_path / "hasil")
    assert (answer.code, told in answer.err, str(path) in answer.err) == (2, True, True)


def test_links_take_a_file_of_parameters_too(simulasi, file):
    for command in (("users", "bontang-samarinda.road"), ("critical",)):
        assert "labour.overtme" in simulasi("link", *command, "--parameters", file(WRONG)).err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["trade.sigma_godds", "freight.tariff_road"], ["--vary, trade.sigma_godds", "'freight.tariff_road' is held"]),
        (["labour"], ["can only be drawn in several runs"]),
    ],
)
def test_what_cannot_be_drawn_is_refused(simulasi, tmp_path, asked, told):
    names = [part for name in asked for part in ("--vary", name)]
    answer = simulasi("run", "dasar", *names, "--lang", "en", "-o", tmp_path / "hasil")
    assert answer.code == 2
    assert all(text in answer.err for text in told)


def test_drawn_parameters_are_told_compared_in_pairs_and_repeated_bit_for_bit(simulasi, tmp_path):
    asked = ("--members", 2, "--vary", "labour", "--vary", "trade.sigma_goods", "--set", "labour.overtime=0.2")
    answer = simulasi("compare", "dasar", "upah-minimum", "--until", "2022-12", *asked, "-o", tmp_path / "hasil")
    assert answer.code == 0
    assert "Tiap jalan juga mengundi" in answer.out
    assert "Parameter ditahan tetap" not in answer.out
    page = (tmp_path / "hasil" / "page.html").read_text(encoding="utf-8")
    assert "Diundi pada tiap jalan (sebaran segitiga dalam logaritma): Keluwesan memilih asal barang" in page

    folder = tmp_path / "hasil" / "results" / "dasar"
    found = open_results(folder)
    assert found.story["varied"]["labour.overtime"]["mode"] == 0.2
    assert set(found.story["varied"]) > {"trade.sigma_goods", "labour.overtime"}
    before, after = (found.by_member.sel(indicator="unemployment", member=member).to_numpy() for member in (0, 1))
    assert not np.allclose(before, after, rtol=1e-3, equal_nan=True)
    assert "bit demi bit" in simulasi("rerun", folder).out

    story = json.loads((folder / "story.json").read_text(encoding="utf-8"))
    story["varied"]["labour.overtime"]["high"] += 0.01
    (folder / "story.json").write_text(json.dumps(story), encoding="utf-8")
    again = simulasi("rerun", folder)
    assert again.code == 1
    assert "story.parameters_digest" in again.out
