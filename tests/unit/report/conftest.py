"""One made-up case for all tests of reports."""

import pytest
from made_up_case import made_up_case, made_up_world

from simulasi.report.sections import case_article

collect_ignore = ["conftest.py"]  # files of one name cannot be collected twice for their examples


@pytest.fixture(scope="session")
def world():
    return made_up_world()


@pytest.fixture(scope="session")
def case(world):
    return made_up_case(world=world)


@pytest.fixture(scope="session")
def article(case):
    """What a page says of the case; its figures take seconds."""
    return case_article(case)


@pytest.fixture(scope="session")
def unchanged(world):
    return made_up_case(world=world, changes=False)
