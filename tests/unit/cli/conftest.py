"""The command line, called as the shell calls it."""

import sys
from typing import NamedTuple

import pytest

from simulasi.cli.main import main
from simulasi.cli.options import LANGUAGE

collect_ignore = ["conftest.py"]  # files of one name cannot be collected twice for their examples


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def simulasi(monkeypatch, capsys):
    """Run a command; return its exit code and what it printed."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["simulasi", *map(str, arguments)])
        token = LANGUAGE.set("id")
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        else:
            code = 0
        finally:
            LANGUAGE.reset(token)
        return Answer(code, *capsys.readouterr())

    return call
