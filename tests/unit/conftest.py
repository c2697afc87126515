"""The small worlds, and what a run on the tiny one needs."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import calm, tiny_parameters, tiny_world


@pytest.fixture
def world():
    return tiny_world()


@pytest.fixture
def p():
    return tiny_parameters()


@pytest.fixture
def still(world, p):
    """Constants of a run on the tiny world, and a month in which nothing happens."""
    return calm(world, p)
