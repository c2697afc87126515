"""Worlds that tests build are kept for the session, in a folder of its own and never in that of the user."""

import os
import shutil
import tempfile

collect_ignore = ["conftest.py"]  # files of one name cannot be collected twice for their examples
PLACE = "SIMULASI_CACHE"


def pytest_configure() -> None:
    """Name the folder before any test is collected."""
    os.environ[PLACE] = tempfile.mkdtemp(prefix="simulasi-worlds-")


def pytest_unconfigure() -> None:
    """Take the folder away."""
    shutil.rmtree(os.environ[PLACE], ignore_errors=True)
