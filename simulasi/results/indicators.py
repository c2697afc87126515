"""What a year is told by: yearly indicators of every reported area, in one table.

Only whole calendar years count. Arrays are (member, year, area): the regions, then the areas that join several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from simulasi.errors import ResultError
from simulasi.results.areas import KALTIM, all_areas
from simulasi.results.choice import has_all_regions
from simulasi.results.record import Record, whole
from simulasi.results.register import INDICATORS

if TYPE_CHECKING:
    import pandas as pd

    from simulasi.results.register import Indicator
    from simulasi.results.results import Results


def yearly(results: Results) -> xr.DataArray:
    """Return all indicators of a result, (indicator, member, region, year); NaN where there is no such number.

    Those of an ensemble were made while it ran.

    >>> from simulasi.results.made_up import made_up_results
    >>> yearly(made_up_results()).sel(indicator="grdp", member=0, region="kubar").values.round(3)
    array([12.36 , 12.731])
    """
    if results.by_member is not None:
        return results.by_member
    return yearly_of(results.data, int(results.story["base_year"]))


def yearly_of(data: xr.Dataset, base_year: int) -> xr.DataArray:
    """Make all indicators from a dataset, (indicator, member, region, year).

    base_year : year of the accounts
    """
    record = whole(data, base_year)
    made = [_made(indicator, record) for indicator in INDICATORS.values()]
    coordinates = {
        "indicator": list(INDICATORS),
        "member": record.data.member.to_numpy(),
        "region": list(all_areas(record.regions)),
        "year": record.years,
    }
    return xr.DataArray(np.stack(made).swapaxes(2, 3), coordinates, tuple(coordinates), name="value")


def indicators(results: Results) -> pd.DataFrame:
    """Return the tidy table region, year, indicator, unit, value; the mean of the members of a run.

    >>> from simulasi.results.made_up import made_up_results
    >>> table = indicators(made_up_results())
    >>> table.query("indicator == 'grdp_growth' and region == 'ppu_bps'").value.round(6).tolist()
    [3.0, 3.0]
    """
    rows = yearly(results).mean("member", skipna=False).to_dataframe().dropna().reset_index()
    return with_units(rows)[["region", "year", "indicator", "unit", "value"]]


def with_units(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the unit of each row's indicator."""
    return rows.assign(unit=[INDICATORS[name].unit for name in rows["indicator"]])


def whole_years(results: Results) -> Record:
    """Cut a result to its whole calendar years."""
    return whole(results.data, int(results.story["base_year"]))


def _made(indicator: Indicator, record: Record) -> np.ndarray:
    """Make an indicator; NaN where it needs what was not recorded, and for the province where a region was not."""
    areas = list(all_areas(record.regions))
    try:
        found = indicator.make(record)
    except ResultError as error:
        if {fault.code for fault in error.faults} != {"not_recorded"}:
            raise
        return np.full((record.data.sizes["member"], len(record.years), len(areas)), np.nan)
    if has_all_regions(record.data):
        return found
    return np.where(np.array(areas) == KALTIM, np.nan, found)
