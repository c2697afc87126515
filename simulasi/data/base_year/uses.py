"""Who buys what in the base year: households, government and investment by region (model.md 4.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulasi.data.base_year.industries import PROVINCE, Frames
from simulasi.data.base_year.recipes import flows_2010
from simulasi.errors import Fault, WorldError

CONSTRUCTION, ADMINISTRATION, CARE = "construction", "government", "education_health"


@dataclass(frozen=True)
class Totals:
    """Published final demand, bn Rp a year.

    province : by component, exact for the year
    regions  : by component, (bps region,), spread like the nearest published year
    """

    province: dict[str, float]
    regions: dict[str, np.ndarray]


@dataclass(frozen=True)
class FinalUses:
    """Final demand by commodity and region, bn Rp a year, and what was overruled.

    households, government, investment : (sector, region)
    overruled : regions whose published total lies below what their own industry sells there
    """

    households: np.ndarray
    government: np.ndarray
    investment: np.ndarray
    overruled: dict[str, tuple[str, ...]]


def final_totals(tables: Frames, regions: tuple[str, ...], *, year: int) -> Totals:
    """Read published consumption, government and fixed capital; non-profit bodies count as households."""
    frame = tables["grdp_expenditure"]
    rows = frame[(frame["basis"] == "adhb") & (frame["year"] <= max(year, 2020))]
    wide = rows.pivot_table(index=["region", "year"], columns="component", values="value_bn_rp", aggfunc="first")
    wide["households"] = wide["households"] + wide["npish"]
    province = wide.loc[(PROVINCE, year)]
    known = wide.drop(index=PROVINCE, level="region").reset_index()
    nearest = known.assign(distance=(known["year"] - year).abs()).sort_values("distance", kind="stable")
    spread = nearest.drop_duplicates("region").set_index("region").reindex(regions)
    names = ("households", "government", "fixed_capital")
    return Totals(
        {name: float(province[name]) for name in (*names, "inventories", "net_exports")},
        {name: spread[name].to_numpy(dtype=float) * province[name] / spread[name].sum() for name in names},
    )


def final_uses(
    output: np.ndarray,
    intermediate: np.ndarray,
    totals: Totals,
    mixes: dict[str, np.ndarray],
    sectors: tuple[str, ...],
    regions: tuple[str, ...],
) -> FinalUses:
    """Fill final demand: what is made and used on the spot is a residual, provincial totals bind the rest.

    output, intermediate : (sector, region), bn Rp a year
    mixes                : households, investment and government, (sector, region), volumes that a rupiah buys at the
                           prices paid, without the residual commodities

    Construction investment is what construction sells beyond industries. Government buys administration first, then
    education and health, then its other services of 2010, up to its total; households buy the rest of education and
    health. Raises WorldError where a provincial residual is negative.
    """
    residual = output - intermediate
    place, office, care = (sectors.index(name) for name in (CONSTRUCTION, ADMINISTRATION, CARE))
    buildings, administration, services = residual[place], residual[office], residual[care]
    equipment = totals.province["fixed_capital"] - buildings.sum()
    left = totals.province["government"] - administration.sum()
    public_share = min(1.0, left / services.sum())
    private = totals.regions["households"] - services * (1.0 - public_share)
    _refuse_negative(
        {
            CONSTRUCTION: buildings.min(),
            ADMINISTRATION: administration.min(),
            "equipment": equipment,
            CARE: left,
            "households": private.min(),
        }
    )
    asked = totals.regions["fixed_capital"] - buildings
    investment = mixes["investment"] * np.maximum(asked, 0.0) * equipment / np.maximum(asked, 0.0).sum()
    others = max(0.0, left - services.sum()) * administration / administration.sum()
    government, households = mixes["government"] * others, mixes["households"] * private
    investment[place], government[office] = buildings, administration
    government[care], households[care] = services * public_share, services * (1.0 - public_share)
    overruled = {
        "fixed_capital": tuple(np.array(regions)[asked < 0.0]),
        "government": tuple(np.array(regions)[totals.regions["government"] < administration]),
    }
    return FinalUses(households, government, investment, overruled)


def _refuse_negative(residuals: dict[str, float]) -> None:
    faults = [
        Fault("negative_residual", key=name, value=f"{value:.6g}") for name, value in residuals.items() if value < 0.0
    ]
    if faults:
        raise WorldError(faults)


def mixes_2010(tables: Frames) -> dict[str, np.ndarray]:
    """Shares of commodities in household spending, equipment and other public purchases of 2010, (sector,).

    Commodities that are residuals (construction, administration, education and health) are left out; number 13 is
    bought as other food; oil palm planted counts as equipment.
    """
    flows, sectors = flows_2010(tables), tables["sectors"]
    ids = tuple(sectors["id"])
    left_out = [ids.index(name) for name in (CONSTRUCTION, ADMINISTRATION, CARE, "palm_oil")]
    result = {}
    columns = {"households": "households", "investment": "fixed_capital", "government": "government"}
    for name, column in columns.items():
        volumes = flows[column].reindex(sectors["number_2010"].astype(str)).to_numpy(dtype=float, copy=True)
        volumes[left_out] = 0.0
        result[name] = volumes / volumes.sum()
    return result
