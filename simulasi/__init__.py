"""Simulation of the hinterland economy around Ibu Kota Nusantara.

>>> import simulasi
>>> world = simulasi.load_world()
>>> base, road = (simulasi.simulate(simulasi.read_scenario(name, world)) for name in ("dasar", "jalan-kukar-kubar"))
>>> comparison = simulasi.compare(base, road)
>>> comparison.verdicts("jalan-kukar-kubar", "grdp", 2035).gains[0]
'kubar'
>>> figure = simulasi.plot(comparison)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulasi.notebook import load_world, plot, simulate
    from simulasi.results.compare import compare
    from simulasi.results.results import open_results
    from simulasi.scenario.scenario import read_scenario

__all__ = ["compare", "load_world", "open_results", "plot", "read_scenario", "simulate"]

_HOMES = {
    "compare": "simulasi.results.compare",
    "load_world": "simulasi.notebook",
    "open_results": "simulasi.results.results",
    "plot": "simulasi.notebook",
    "read_scenario": "simulasi.scenario.scenario",
    "simulate": "simulasi.notebook",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands in its home
    """Import a name from its home when it is first asked for, so that the command line starts at once."""
    if name not in _HOMES:
        msg = f"module 'simulasi' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOMES[name]), name)
