"""A page in Chromium; the made-up case is that of the tests of reports."""

import sys
from pathlib import Path

collect_ignore = ["conftest.py"]  # files of one name cannot be collected twice for their examples

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))
