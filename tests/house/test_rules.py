"""The rules of the house, each as a short test; every one is shown to fail on a line that breaks it."""

import ast
from pathlib import Path

import pytest

import simulasi

PACKAGE = Path(simulasi.__file__).parent
PURE = ("model", "routing", "world")
FORBIDDEN_IN_PURE = {"pathlib", "os", "random", "pandas", "pydantic", "time", "datetime"}
PLOTTING = {"matplotlib", "altair", "plotly", "seaborn"}
SPEAKERS = ("report", "app", "cli")


def modules(*floors):
    return sorted(path for floor in floors for path in (PACKAGE / floor).rglob("*.py"))


def everything_but(*floors):
    kept = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in floors]
    return sorted(kept)


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def called(tree):
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def breaks_purity(tree):
    return bool(FORBIDDEN_IN_PURE & set(imported(tree)))


def breaks_plotting(tree):
    return bool(PLOTTING & set(imported(tree)))


def breaks_silence(tree):
    return "print" in called(tree)


def breaks_speech(tree):
    return "say" in called(tree)


def breaks_open_imports(tree):
    stars = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return any(alias.name == "*" for node in stars for alias in node.names)


RULES = {
    "model, routing and world see no file, clock, chance or data frame": (breaks_purity, modules(*PURE), "import os"),
    "only the report draws": (
        breaks_plotting,
        everything_but("report", "app", "notebook.py"),
        "import matplotlib.pyplot as plt",
    ),
    "only the command line prints": (breaks_silence, everything_but("cli"), "print('x')"),
    "only what planners see asks for words": (
        breaks_speech,
        everything_but(*SPEAKERS, "text"),
        "say('laporan.judul')",
    ),
    "nobody imports everything": (breaks_open_imports, everything_but(), "from simulasi.errors import *"),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rule(rule):
    breaks, paths, _ = RULES[rule]
    assert paths
    assert [str(path) for path in paths if breaks(ast.parse(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("rule", RULES)
def test_the_check_of_a_rule_sees_a_line_that_breaks_it(rule):
    breaks, _, line = RULES[rule]
    assert breaks(ast.parse(line))


def test_simulation_never_reads_tables():
    tree = ast.parse((PACKAGE / "simulation.py").read_text(encoding="utf-8"))
    sources = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in sources if name.startswith("simulasi.data")]


def test_package_files_below_the_top_are_empty():
    inner = [path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE]
    assert [str(path) for path in inner if path.read_text(encoding="utf-8").strip()] == []


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "helpers", "common", "misc", "manager"}
    assert [str(path) for path in PACKAGE.rglob("*.py") if path.stem in vague] == []
