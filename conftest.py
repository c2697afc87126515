"""What holds for all tests: no clock decides, and worlds that are kept are kept for the session alone."""

import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

collect_ignore = ["conftest.py"]  # files of one name cannot be collected twice for their examples
PLACE = "SIMULASI_CACHE"

# an example that takes long, on a busy machine, is no fault
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


def pytest_configure() -> None:
    """Keep worlds in a folder of the session, never in that of the user, before any test is collected."""
    os.environ[PLACE] = tempfile.mkdtemp(prefix="simulasi-worlds-")


def pytest_unconfigure() -> None:
    """Take the folder away."""
    shutil.rmtree(os.environ[PLACE], ignore_errors=True)
