"""The register: what it must hold, and what it says of a faulty one."""

from pathlib import Path

import pytest

from simulasi.data.load_tables import SHIPPED
from simulasi.data.sources import REGISTER, TABLES, draft_entry, licences_text, load_register, register_hashes
from simulasi.errors import TableError

SOURCE = """
[[source]]
id = "bps"
title = "Tabel"
publisher = "BPS"
date = "2020"
licence = "free"
retrieved = "2026"
method = ""
"""


def codes(error: pytest.ExceptionInfo[TableError]) -> list[tuple[str, str]]:
    return [(fault.code, fault.key) for fault in error.value.faults]


def written(folder: Path, text: str) -> Path:
    path = folder / REGISTER
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_without_an_address_has_none() -> None:
    sources = load_register(SHIPPED / REGISTER).sources
    assert sources["own-assumption"].address == ""
    assert sources["ocean-week-2024"].address.startswith("https://oceanweek.co.id/")


def test_a_missing_register_is_reported(tmp_path: Path) -> None:
    with pytest.raises(TableError) as error:
        load_register(tmp_path / REGISTER)
    assert codes(error) == [("register_missing", "")]


def test_a_malformed_register_is_reported(tmp_path: Path) -> None:
    with pytest.raises(TableError) as error:
        load_register(written(tmp_path, "[[source"))
    assert codes(error) == [("register_malformed", "")]


def test_keys_missing_and_unknown_and_names_used_twice_are_reported_at_once(tmp_path: Path) -> None:
    text = SOURCE + SOURCE.replace('title = "Tabel"\n', "") + SOURCE.replace("bps", "b").replace("method", "metod")
    with pytest.raises(TableError) as error:
        load_register(written(tmp_path, text))
    assert codes(error) == [
        ("register_key_missing", "source[1].title"),
        ("register_name_twice", "source[1]"),
        ("register_key_missing", "source[2].method"),
        ("register_key_unknown", "source[2].metod"),
    ]


def test_renewing_hashes_mends_an_altered_table_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / TABLES).mkdir()
    entries = []
    for name in ("one", "two", "gone"):
        path = tmp_path / TABLES / f"{name}.csv"
        path.write_text("id,source_id,confidence,note\na,bps,derived,\n", encoding="utf-8")
        entries.append(draft_entry(path, title=name, unit="none", keys=["id"], numbers=[]))
    written(tmp_path, SOURCE + "\n\n".join(entries))
    before = {entry.name: entry for entry in load_register(tmp_path / REGISTER).tables}
    (tmp_path / TABLES / "one.csv").write_text("id,source_id,confidence,note\nb,bps,derived,\n", encoding="utf-8")
    (tmp_path / TABLES / "gone.csv").unlink()
    assert register_hashes(tmp_path) == ("one",)
    after = {entry.name: entry for entry in load_register(tmp_path / REGISTER).tables}
    assert after["one"].sha256 != before["one"].sha256
    assert (after["two"], after["gone"]) == (before["two"], before["gone"])
    assert register_hashes(tmp_path) == ()


def test_the_page_on_licences_names_every_source() -> None:
    register = load_register(SHIPPED / REGISTER)
    page = licences_text(register)
    assert all(f"- **{source}**: " in page for source in register.sources)
