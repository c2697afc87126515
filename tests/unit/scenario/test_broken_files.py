"""Every broken file is answered with exactly its faults: file, line, key, value, the nearest right value and a hint."""

import re
from dataclasses import replace

import pytest
from broken_files import (
    FOLDER,
    broken_files,
    codes_of_scenarios,
    document_of,
    expected_rows,
    few,
    fields_of_schema,
    line_by_search,
    row_of,
    unbroken,
    value_at,
)

from simulasi.cli.main import main
from simulasi.data.build_world import default_world
from simulasi.errors import ScenarioError
from simulasi.scenario.faults import shown
from simulasi.scenario.scenario import read_scenario
from simulasi.text.say import LANGUAGES, say, say_fault
from simulasi.world.network import Link, Terminal

ROWS = expected_rows()
FILES = broken_files()
WRITTEN_HERE = {"too_large", "too_many"}
"""Files too big to be kept: the tests below write three of each."""
ASKED_ELSEWHERE = {"unknown_intervention": "asked of a scenario that was read", "replay_refused": "found in a result"}
"""Codes of the same source that no scenario file can cause."""
VERBS = {
    "id": "Beri|Bagi|Hapus|Isi|Kurangi|Lengkapi|Pakai|Pastikan|Perbaiki|Periksa|Pertahankan|Pilih|Pindahkan|"
    "Sesuaikan|Simpan|Sisakan|Tambahkan|Tukar|Tulis|Yang dapat",
    "en": "Adapt|Add|Check|Choose|Complete|Correct|Fill|Keep|Lower|Make|Move|Possible|Put|Remove|Save|Split|Swap|"
    "Take|Use|Write",
}
"""With what an instruction begins."""


@pytest.fixture(scope="module")
def worlds():
    """The shipped world, and one with a toll road that leads one way and known hours at a port."""
    shipped = default_world()
    toll = Link(("balikpapan", "samboja"), "toll", 32.4, 0.4, is_one_way=True)
    port = Terminal("kariangau", "sea", transfer_time_h=12.0)
    return {"": shipped, "other_world": shipped.with_network(shipped.network.with_link(toll).with_terminal(port))}


@pytest.fixture(scope="module")
def found(worlds):
    """The faults of each file; all files are read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(FOLDER)
        return {name: faults_of_file(name, worlds.get(name.split("/")[0], worlds[""])) for name in FILES}


def faults_of_file(name, world):
    with pytest.raises(ScenarioError) as error:
        read_scenario(name, world)
    return error.value.faults


def differences(name, faults, rows):
    """Rows that are expected and not found, and the other way round."""
    wanted = sorted(row for row in rows if row.scenario == name)
    return sorted(set(wanted) ^ {row_of(name, fault) for fault in faults}), len(wanted) - len(faults)


def untold(fault, lang):
    """What a sentence does not tell of a fault: its place, value, nearest right value, or what to do."""
    sentence = say_fault(fault, lang=lang)
    near = row_of("", fault).nearest
    begins = sentence.startswith(" ".join(f"{fault.file}{':' if fault.at else ''}{fault.at}".split()))
    hints = [
        say(f"hint.{name}", lang=lang, word="\0").split("\0")[0]
        for name in ("nearest", "likely", "known", "known_some")
    ]
    helps = any(hint in sentence for hint in hints) or re.search(rf"(^|[.:;,] )({VERBS[lang]})\b", sentence)
    told = {
        "place": begins and fault.key in sentence,
        "value": fault.value in sentence,
        "nearest": near in sentence,
        "hint": bool(near or helps),
        "end": sentence.endswith((".", "?")),
    }
    return [name for name, is_told in told.items() if not is_told]


def misplaced(row):
    """Whether plain search finds the key of a row on another line, or another value at it."""
    if row.code == "toml_syntax":
        line = (FOLDER / row.file).read_text(encoding="utf-8").split("\n")[int(row.line) - 1]
        return " ".join(line.split()) != row.value
    if not row.key:
        return row.line != ""
    there = value_at(document_of(row.file), row.key)
    is_value = row.value in {"", row.key.rpartition(".")[2], shown(there)} or _is_inside(row.value, there)
    return line_by_search((FOLDER / row.file).read_text(encoding="utf-8"), row.key) != row.line or not is_value


def _is_inside(value, there):
    return there is None or (isinstance(there, list | dict) and value in map(str, there))


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_has_exactly_the_expected_faults(found, name):
    assert differences(name, found[name], ROWS) == ([], 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_tells_place_value_nearest_and_what_to_do(found, lang):
    wrong = {(str(fault), *untold(fault, lang)) for faults in found.values() for fault in faults if untold(fault, lang)}
    assert not wrong


def test_no_sentence_is_raw(found):
    sentences = [say_fault(fault, lang=lang) for faults in found.values() for fault in faults for lang in LANGUAGES]
    assert not [
        text for text in sentences if re.search(r"Input should|pydantic|Traceback|None|\{\w+\}|see the text", text)
    ]


def test_the_line_and_value_of_every_row_are_those_of_the_file():
    assert not [row for row in ROWS if misplaced(row)]


def test_there_are_two_hundred_files_and_no_two_are_alike():
    bare = {re.sub(rb'(?m)^title +=.*"$', b"", (FOLDER / name).read_bytes()) for name in FILES}
    assert len(bare) == len(FILES) >= 200
    assert {row.scenario for row in ROWS} == set(FILES)


def test_every_code_that_scenarios_can_give_comes_three_times():
    assert few(ROWS, codes_of_scenarios()) == WRITTEN_HERE | set(ASKED_ELSEWHERE)


def test_every_field_is_wrong_once_in_type_in_range_and_in_reference(worlds):
    assert not unbroken(ROWS, fields_of_schema(worlds[""]))


def test_each_check_reports_what_is_spoilt(found, worlds):
    name, (fault, *_) = next(item for item in found.items() if item[0].startswith("unknown_place/"))
    row = row_of(name, fault)
    spoilt = [other._replace(nearest="tering") if other == row else other for other in ROWS]
    assert differences(name, found[name], spoilt)[0] == sorted([row, row._replace(nearest="tering")])
    assert differences(name, found[name], [other for other in ROWS if other != row])[0] == [row]
    assert misplaced(row._replace(line="1"))
    assert misplaced(row._replace(value="melak"))
    assert untold(replace(fault, fields={}), "id") == ["hint"]
    without = [other for other in ROWS if not (other.code == "unknown_side" and "laut" in other.scenario)]
    assert few([other for other in without if "darat" not in other.scenario], {"unknown_side"}) == {"unknown_side"}
    fields = fields_of_schema(worlds[""])
    assert unbroken(ROWS, fields | {("link", "new_field"): (True, True)}) == [
        f"link.new_field: {how}" for how in ("range", "reference", "type")
    ]
    gone = [other for other in ROWS if "handling_rp_t" not in other.key]
    assert unbroken(gone, fields) == ["transit_zone.handling_rp_t: range", "transit_zone.handling_rp_t: type"]


@pytest.mark.parametrize(
    "name", ["several/tiga-perubahan.toml", "toml_syntax/koma-desimal.toml", "circle/diri-sendiri.toml"]
)
@pytest.mark.parametrize("command", [["check"], ["run"], ["compare", "dasar"]])
def test_the_commands_refuse_a_broken_file(monkeypatch, capsys, tmp_path, name, command):
    monkeypatch.chdir(FOLDER)
    output = [] if command == ["check"] else ["-o", str(tmp_path / "hasil")]
    monkeypatch.setattr("sys.argv", ["simulasi", *command, name, *output])
    with pytest.raises(SystemExit) as end:
        main()
    told = "".join(capsys.readouterr())
    assert end.value.code == 2
    assert all(f"{row.file}:{row.line}" in told for row in ROWS if row.scenario == name)
    assert not (tmp_path / "hasil").exists()


HEAD = 'title   = "Besar"\nextends = "dasar"\n'
MANY = {
    "intervention": "[[intervention]]\n" * 1_001,
    "include": f"include = {['jalan-kukar-kubar'] * 1_001}\n",
    "change.ikn.place": "[change.ikn]\nplace = { "
    + ", ".join(f"ikn{place} = 0.001" for place in range(1_001))
    + " }\n",
}


@pytest.mark.parametrize("key", MANY)
def test_a_list_or_table_of_more_than_a_thousand_is_refused(monkeypatch, tmp_path, worlds, key):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "banyak.toml").write_text(HEAD + MANY[key], encoding="utf-8")
    (fault,) = faults_of_file("banyak.toml", worlds[""])
    assert (fault.code, fault.key, fault.value) == ("too_many", key, "1001")
    assert fault.at == line_by_search(HEAD + MANY[key], f"{key}[0]")
    assert [untold(fault, lang) for lang in LANGUAGES] == [[], []]


@pytest.mark.parametrize("text", ["", 'title   = "Anak"\nextends = "besar"\n', f'{HEAD}include = ["besar"]\n'])
def test_a_file_of_more_than_a_megabyte_is_refused_wherever_it_is_named(monkeypatch, tmp_path, worlds, text):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "besar.toml").write_text(f"{HEAD}# {'x' * 1_000_000}\n", encoding="utf-8")
    (tmp_path / "anak.toml").write_text(text, encoding="utf-8")
    (fault,) = faults_of_file("anak.toml" if text else "besar.toml", worlds[""])
    assert (fault.code, fault.file, fault.value) == ("too_large", "besar.toml", "1000039")
    assert [untold(fault, lang) for lang in LANGUAGES] == [[], []]
