"""Whole runs of shipped scenarios as they are in force: made once, read by many tests, written to by none."""

from functools import cache

from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.scenario.scenario import read_scenario
from simulasi.simulation import simulate


@cache
def shipped_scenario(name):
    """A shipped scenario on the shipped world."""
    return read_scenario(name, default_world())


@cache
def shipped_run(name):
    """Results of a shipped scenario from its first month to its last; who writes to them ends with an error."""
    results = simulate(shipped_scenario(name), load_parameters())
    for values in results.data.data_vars.values():
        values.to_numpy().flags.writeable = False
    return results
