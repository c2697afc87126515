"""Steps of BoARIO, an ARIO model, on a made-up table; the plant of one region is cut on the way, as in ours."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pymrio
from boario.event import from_series
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = "boario"
SHOCKED_STEP, LOST, LASTING, RECOVERING = 10, 0.3, 20, 20


def steps(*, regions: int, sectors: int, months: int) -> Callable[[], None]:
    """Make the table; a new model of it and its steps are timed. Its steps are days, which costs it nothing."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    table = made_up_table(regions, sectors)
    hit = pd.MultiIndex.from_product([["r0"], [f"s{n}" for n in range(sectors)]], names=["region", "sector"])
    cut = {"event_type": "arbitrary", "occurrence": SHOCKED_STEP, "duration": LASTING, "recovery_tau": RECOVERING}

    def run() -> None:
        simulation = Simulation(ARIOPsiModel(table), n_temporal_units_to_sim=months)
        simulation.add_event(from_series(pd.Series(LOST, index=hit), **cut))
        simulation.loop()

    return run


def made_up_table(regions: int, sectors: int) -> pymrio.IOSystem:
    """Make up a balanced multi-regional table, a year, in millions."""
    draw, cells = np.random.Generator(np.random.PCG64(1)), regions * sectors
    names = [f"r{n}" for n in range(regions)]
    rows = pd.MultiIndex.from_product([names, [f"s{n}" for n in range(sectors)]], names=["region", "sector"])
    buyers = pd.MultiIndex.from_product([names, ["final"]], names=["region", "category"])
    weight = draw.gamma(0.5, size=(cells, cells))
    coefficients = weight / weight.sum(axis=0) * draw.uniform(0.25, 0.6, cells)
    final = 1000.0 * draw.gamma(0.5, size=(cells, regions))
    output = np.linalg.solve(np.eye(cells) - coefficients, final.sum(axis=1))
    table = pymrio.IOSystem(Z=pd.DataFrame(coefficients * output, rows, rows), Y=pd.DataFrame(final, rows, buyers))
    return table.calc_all()
