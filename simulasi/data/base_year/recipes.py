"""What each industry takes to make a unit: the table of 2010, brought to IRIO 2016 where that fits (model.md 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from simulasi.data.base_year.industries import Frames

MILLION_TO_BILLION = 1e-3
IRIO_YEAR = 2016
AGRICULTURE_2010 = (1, 2, 3, 4, 5, 8)
NEAR = 0.25
"""IRIO's value added must lie this near to the published industry of 2016 for its coefficients to be used."""


@dataclass(frozen=True)
class Recipes:
    """Technical coefficients and how they came about.

    coefficients : (input, sector), input from anywhere per unit of output, at producer prices
    before       : (input, sector), the same before scaling
    wages        : (sector,), wages per unit of output
    notes        : one row a sector: value added share of 2010 and IRIO, which was used, factor on the column
    """

    coefficients: np.ndarray
    before: np.ndarray
    wages: np.ndarray
    notes: pd.DataFrame


def recipes(tables: Frames) -> Recipes:
    """Scale the columns of the 2010 table so that value added takes its share of output."""
    sectors = tables["sectors"]
    table = coefficients_2010(tables)
    numbers = sectors["number_2010"].to_numpy(dtype=int)
    columns = _split_food(table, tuple(sectors["id"]), numbers)
    share_2010, share_irio = _value_added_2010(tables, numbers), irio_value_added_share(tables)
    target = np.where(np.isnan(share_irio), share_2010, share_irio)
    inputs = columns.sum(axis=0)
    factor = np.where(inputs > 0.0, (1.0 - target) / np.where(inputs > 0.0, inputs, 1.0), 0.0)
    wages = _wage_share_2010(tables, numbers) * np.where(
        share_2010 > 0.0, target / np.where(share_2010 > 0, share_2010, 1.0), 0.0
    )
    notes = pd.DataFrame(
        {
            "sector": sectors["id"],
            "va_share_2010": share_2010,
            "va_share_irio": share_irio,
            "va_share_used": target,
            "factor": factor,
        }
    )
    return Recipes(columns * factor, columns, wages, notes)


def coefficients_2010(tables: Frames) -> pd.DataFrame:
    """Total input coefficients of 2010 by number, rows and columns 1 to 36 (37 is empty)."""
    flows = flows_2010(tables)
    output = flows["output"]
    numbers = [str(number) for number in range(1, 37)]
    block = flows.loc[numbers, numbers]
    made = output.reindex(numbers).to_numpy(dtype=float)
    return pd.DataFrame(
        block.to_numpy(dtype=float) / np.where(made > 0.0, made, np.inf), index=range(1, 37), columns=range(1, 37)
    )


def flows_2010(tables: Frames) -> pd.DataFrame:
    """Total flows of 2010 in a square, bn Rp; zero where the table prints nothing."""
    rows = tables["io_2010_flows"].astype({"row": str, "column": str})
    wide = rows.pivot_table(index="row", columns="column", values="value_million_rp", aggfunc="sum")
    every = [str(number) for number in range(1, 38)]
    return (
        wide.reindex(
            index=[*every, *[i for i in wide.index if i not in every]],
            columns=[*every, *[c for c in wide.columns if c not in every]],
        ).fillna(0.0)
        * MILLION_TO_BILLION
    )


def _split_food(table: pd.DataFrame, ids: tuple[str, ...], numbers: np.ndarray) -> np.ndarray:
    """Give every sector its column of 2010; number 13 feeds palm oil with palm fruit and other food with the rest.

    Palm oil takes all agricultural inputs as palm fruit and its own product; other food takes no palm fruit. Buyers
    of number 13 buy other food.
    """
    columns = table.loc[numbers, numbers].to_numpy(dtype=float, copy=True)
    palm, food = ids.index("palm_oil"), ids.index("food_manufacturing")
    fruit = ids.index("oil_palm")
    crops = np.isin(numbers, AGRICULTURE_2010)
    columns[palm] = 0.0
    columns[fruit, palm] = columns[crops, palm].sum()
    columns[crops & (np.arange(len(ids)) != fruit), palm] = 0.0
    columns[palm, palm], columns[food, palm] = columns[food, palm], 0.0
    columns[fruit, food] = 0.0
    return columns


def _value_added_2010(tables: Frames, numbers: np.ndarray) -> np.ndarray:
    return _quantity_2010(tables, numbers, "va_share")


def _wage_share_2010(tables: Frames, numbers: np.ndarray) -> np.ndarray:
    return _quantity_2010(tables, numbers, "wage_share_of_output")


def _quantity_2010(tables: Frames, numbers: np.ndarray, quantity: str) -> np.ndarray:
    rows = tables["io_2010_sectors"]
    chosen = rows[rows["quantity"] == quantity].astype({"number": int}).set_index("number")["value"]
    return chosen.reindex(numbers).fillna(0.0).to_numpy(dtype=float)


def irio_quantity(tables: Frames, quantity: str) -> np.ndarray:
    """Sum of one IRIO quantity over the industries of each sector, bn Rp; shared industries count in full."""
    rows = tables["irio_2016_sectors"]
    values = rows[rows["quantity"] == quantity].set_index("irio_code")["value_bn_rp"]
    return np.array([sum(values.get(code, 0.0) for code in codes.split()) for codes in tables["sectors"]["irio_codes"]])


def irio_value_added_share(tables: Frames) -> np.ndarray:
    """Value added share of output in IRIO 2016, NaN where IRIO is far from the published industry of 2016.

    Far is more than 25 %, on the industry of KBLI that a sector belongs to.
    """
    output, value_added = irio_quantity(tables, "output"), irio_quantity(tables, "value_added")
    share = np.where(output > 0.0, value_added / np.where(output > 0.0, output, 1.0), np.nan)
    near = {group: _is_near(tables, group) for group in tables["sectors"]["kbli"].unique()}
    return np.where(tables["sectors"]["kbli"].map(near), share, np.nan)


def _is_near(tables: Frames, kbli: str) -> bool:
    """Tell if IRIO agrees with the published value added of 2016 of the industry of KBLI.

    Industries that share a row of IRIO are compared together.
    """
    sectors, parts, rows = tables["sectors"], tables["sector_subsectors"], tables["irio_2016_sectors"]
    codes = {code for row in sectors.loc[sectors["kbli"] == kbli, "irio_codes"] for code in row.split()}
    members = sectors.loc[[bool(codes & set(row.split())) for row in sectors["irio_codes"]], "id"]
    wanted = parts[parts["sector"].isin(members)]
    known = float((wanted["share"] * wanted["subsector"].map(_published_2016(tables))).sum())
    irio = float(rows[(rows["quantity"] == "value_added") & rows["irio_code"].isin(codes)]["value_bn_rp"].sum())
    return known > 0.0 and abs(irio / known - 1.0) <= NEAR


def _published_2016(tables: Frames) -> dict[str, float]:
    known: dict[str, float] = {}
    for table, column in (("grdp_province_subsector", "subsector"), ("grdp_province_industry", "industry")):
        rows = tables[table][(tables[table]["year"] == IRIO_YEAR) & (tables[table]["basis"] == "adhb")]
        known |= dict(zip(rows[column], rows["value_bn_rp"], strict=True))
    return known
