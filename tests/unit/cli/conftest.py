"""The command line, called as the shell calls it."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest

from simulasi.cli.main import main
from simulasi.cli.options import LANGUAGE

collect_ignore = ["conftest.py"]  # files of one name cannot be collected twice for their examples


class Answer(NamedTuple):
    code: int
    out: str
    err: str


def exit_code(arguments, patch):
    """Run a command; return the code that it ends with."""
    patch.setattr(sys, "argv", ["simulasi", *map(str, arguments)])
    token = LANGUAGE.set("id")
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        LANGUAGE.reset(token)
    return 0


@pytest.fixture
def simulasi(monkeypatch, capsys):
    """Run a command; return its exit code and what it printed."""

    def call(*arguments):
        return Answer(exit_code(arguments, monkeypatch), *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def simulasi_once():
    """The same for a fixture of many tests, which may not ask for what ends with one."""

    def call(*arguments):
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            code = exit_code(arguments, patch)
        return Answer(code, out.getvalue(), err.getvalue())

    return call
