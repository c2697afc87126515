"""The small worlds, for the reference month."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))
