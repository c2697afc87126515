"""Steps of BoARIO, an ARIO model, on a made-up table; the plant of one region is cut on the way, as in ours."""

from __future__ import annotations

import logging
import warnings

import numpy as np
import pandas as pd
import pymrio
from boario.event import from_series
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

PACKAGE = "boario"
SHOCKED_STEP, LOST, LASTING, RECOVERING = 10, 0.3, 20, 20


class Steps:
    """Steps of a model that is made anew before every lap, untimed; they are days, which costs it nothing.

    ValueError when it stopped before the last step.
    """

    def __init__(self, *, regions: int, sectors: int, months: int) -> None:
        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")
        self.months, self.table = months, made_up_table(regions, sectors)
        self.hit = pd.MultiIndex.from_product([["r0"], [f"s{n}" for n in range(sectors)]], names=["region", "sector"])

    def prepare(self) -> None:
        """Make the model, and the cut of the plant of one region."""
        self.simulation = Simulation(ARIOPsiModel(self.table), n_temporal_units_to_sim=self.months)
        cut = {"event_type": "arbitrary", "occurrence": SHOCKED_STEP, "duration": LASTING, "recovery_tau": RECOVERING}
        self.simulation.add_event(from_series(pd.Series(LOST, index=self.hit), **cut))

    def __call__(self) -> None:
        """Take all steps, records in memory."""
        self.simulation.loop()
        done = int(self.simulation.production_realised.notna().all(axis=1).sum())
        if done != self.months:
            msg = f"{done} of {self.months} steps"
            raise ValueError(msg)


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
