"""``simulasi backtest``: the folder it writes, the page it makes, and what it refuses."""

import json
import re
import shutil
from html.parser import HTMLParser

import matplotlib.image
import pandas as pd
import pytest

from simulasi.calibrate.backtest import COLUMNS
from simulasi.data.made_up import made_up_world
from simulasi.data.world_file import save_world

FILES = {"backtest.csv", "backtest.png", "backtest-sektor.png", "backtest.html", "story.json"}
PLAIN = 'title = "Polos"\n[settings]\nstart = 2022-01-01\nend = 2024-12-01\n'


class Parts(HTMLParser):
    """Elements of a page, and every address that it would load."""

    def __init__(self):
        super().__init__()
        self.open, self.loads = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.loads += [value for name, value in attrs if name in {"src", "href"} and not value.startswith("#")]


@pytest.fixture(scope="module")
def written(simulasi_once, tmp_path_factory):
    """What the command said, and the folder it wrote; nobody may change it."""
    folder = tmp_path_factory.mktemp("uji-mundur") / "uji"
    answer = simulasi_once("backtest", "-o", folder)
    assert answer.code == 0, answer.err
    return answer, folder


def test_the_folder_holds_table_figures_page_and_story(written):
    answer, folder = written
    assert {file.name for file in folder.iterdir()} == FILES
    table = pd.read_csv(folder / "backtest.csv")
    assert tuple(table.columns) == COLUMNS
    assert table["year"].max() == 2023
    for name in ("backtest.png", "backtest-sektor.png"):
        assert matplotlib.image.imread(folder / name).shape[0] > 1000
    story = json.loads((folder / "story.json").read_text(encoding="utf-8"))
    assert story["scenario"]["settings"]["end"] == "2023-12-01"
    for part in ("Ukuran kesalahan", "Sumbangan pada pertumbuhan 2023", "Yang paling meleset", "tanpa"):
        assert part in answer.out + answer.err


def test_the_page_loads_nothing_and_says_what_is_not_compared(written):
    page = (written[1] / "backtest.html").read_text(encoding="utf-8")
    parts = Parts()
    parts.feed(page)
    assert parts.loads == []
    assert page.startswith('<!DOCTYPE html>\n<html lang="id">')
    for text in ("Apa yang meleset dan mengapa", "Yang tidak dibandingkan", "anggapan BPS, bukan pengamatan",
                 "relatif terhadap harga di Jawa", "Perkiraan model lain", "Suramadu"):  # fmt: skip
        assert text in page, text
    assert not re.search(r"\bnan\b|None", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))


def test_english_is_spoken_when_asked_for_and_a_former_backtest_is_replaced(simulasi, written, tmp_path):
    (tmp_path / "polos.toml").write_text(PLAIN, encoding="utf-8")
    shutil.copytree(written[1], tmp_path / "test")
    answer = simulasi("backtest", tmp_path / "polos.toml", "-o", tmp_path / "test", "--lang", "en")
    assert answer.code == 0, answer.err
    assert "What is off, and why" in (tmp_path / "test" / "backtest.html").read_text(encoding="utf-8")
    assert "holds no programme or shock for IKN" in answer.err
    assert "Error measures" in answer.out


def test_a_world_without_the_regions_of_the_record_is_refused(simulasi, tmp_path):
    save_world(made_up_world(3, 3, 1), tmp_path / "kecil")
    (tmp_path / "polos.toml").write_text(PLAIN, encoding="utf-8")
    answer = simulasi("backtest", tmp_path / "polos.toml", "-o", tmp_path / "uji", "--world", tmp_path / "kecil")
    assert answer.code == 2
    assert "tidak dapat diuji mundur" in answer.err
    assert not (tmp_path / "uji").exists()


def test_another_folder_is_never_replaced(simulasi, tmp_path):
    (tmp_path / "surat.txt").write_text("penting", encoding="utf-8")
    answer = simulasi("backtest", "-o", tmp_path)
    assert answer.code == 2
    assert (tmp_path / "surat.txt").exists()
