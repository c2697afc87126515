"""Who sells to whom in the base year: trade with partners, and gravity between regions (model.md 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulasi.data.base_year.recipes import irio_quantity
from simulasi.errors import Fault, WorldError

if TYPE_CHECKING:
    import pandas as pd

    from simulasi.data.base_year.industries import Frames
    from simulasi.model.parameters import TradeParameters

FOREIGN = "dunia"


@dataclass(frozen=True)
class Openness:
    """Import shares and partners' shares, from IRIO 2016 and the table of 2010.

    import_share    : (sector,), share of use that comes from partners, before it rises to keep exports positive
    export_share    : (sector,), exports to other provinces over output, IRIO 2016
    sellers, buyers : (sector, partner), shares of partners in imports and in exports; sum to 1
    """

    import_share: np.ndarray
    export_share: np.ndarray
    sellers: np.ndarray
    buyers: np.ndarray


def openness(tables: Frames, p: TradeParameters) -> Openness:
    """Read import shares and partners' shares; the foreign part is an assumption that no table replaces."""
    sectors, partners = tables["sectors"], tables["partners"]
    goods = sectors["holds_stock"].to_numpy() == 1
    foreign_in = np.where(goods, p.foreign_import_share_goods, p.foreign_import_share_services)
    return Openness(
        import_share=_import_share(tables),
        export_share=_export_share_irio(tables),
        sellers=_partner_shares(tables, "in", foreign_in, partners),
        buyers=_partner_shares(tables, "out", foreign_export_share(tables), partners),
    )


def _import_share(tables: Frames) -> np.ndarray:
    """Larger of the shares of 2010 and of IRIO, but for the sectors of import_rules.csv; zero for what stays local."""
    sectors, named = tables["sectors"], tables["import_rules"].set_index("sector")["rule"]
    rule = sectors["id"].map(named)
    old, new = _import_share_2010(tables), _import_share_irio(tables)
    chosen = np.select([rule == "io_2010", rule == "irio_2016"], [old, new], default=np.maximum(old, new))
    return np.where(sectors["local_only"] == 1, 0.0, chosen)


def _export_share_irio(tables: Frames) -> np.ndarray:
    output = irio_quantity(tables, "output")
    return np.where(
        output > 0.0, irio_quantity(tables, "interprovince_exports") / np.where(output > 0.0, output, 1.0), 0.0
    )


def _import_share_2010(tables: Frames) -> np.ndarray:
    return _quantity(tables, "import_share_of_use")


def _import_share_irio(tables: Frames) -> np.ndarray:
    """Divide imports from other provinces by what is left for use in the province, IRIO 2016."""
    imports, exports = irio_quantity(tables, "interprovince_imports"), irio_quantity(tables, "interprovince_exports")
    available = irio_quantity(tables, "output") + imports - exports
    return np.where(available > 0.0, imports / np.where(available > 0.0, available, 1.0), 0.0)


def foreign_export_share(tables: Frames) -> np.ndarray:
    """Foreign part of exports: 1 less interprovince exports over (export share of 2010 x output of IRIO)."""
    exports = _quantity(tables, "export_share_of_output") * irio_quantity(tables, "output")
    domestic = irio_quantity(tables, "interprovince_exports")
    return np.where(exports > 0.0, np.clip(1.0 - domestic / np.where(exports > 0.0, exports, 1.0), 0.0, 1.0), 0.0)


def _quantity(tables: Frames, name: str) -> np.ndarray:
    rows = tables["io_2010_sectors"]
    values = rows[rows["quantity"] == name].astype({"number": int}).set_index("number")["value"]
    return values.reindex(tables["sectors"]["number_2010"].astype(int)).fillna(0.0).to_numpy(dtype=float)


def _partner_shares(tables: Frames, direction: str, foreign: np.ndarray, partners: pd.DataFrame) -> np.ndarray:
    """Split trade into the foreign partner and the others by the provinces of IRIO; all of them where IRIO has none."""
    rows = tables["irio_2016_trade"]
    rows = rows[rows["direction"] == direction]
    volume = rows.groupby(["irio_code", "province"])["value_bn_rp"].sum().unstack(fill_value=0.0)
    home = partner_of_province(partners, tuple(volume.columns))
    by_partner = volume.T.groupby(home).sum().T.reindex(columns=partners["id"], fill_value=0.0)
    total = by_partner.sum()
    shares = np.empty((len(tables["sectors"]), len(partners)))
    for row, codes in enumerate(tables["sectors"]["irio_codes"]):
        known = by_partner.reindex(codes.split()).fillna(0.0).sum()
        domestic = known if known.sum() > 0.0 else total
        shares[row] = (1.0 - foreign[row]) * domestic.to_numpy() / domestic.sum()
    shares[:, list(partners["id"]).index(FOREIGN)] = foreign
    return shares


def partner_of_province(partners: pd.DataFrame, provinces: tuple[str, ...]) -> dict[str, str]:
    """Partner that each province belongs to; the partner ``*`` takes every province that no other names."""
    named = {
        province: row.id
        for row in partners.itertuples()
        for province in str(row.irio_provinces).split("|")
        if province != "*"
    }
    rest = partners.loc[partners["irio_provinces"] == "*", "id"].iloc[0]
    return {province: named.get(province, rest) for province in provinces}


def gravity_weights(tau: np.ndarray, distance: np.ndarray, *, elasticity: float, regions: int) -> np.ndarray:
    """Weights ``(1+tau)^-theta`` whose fall with distance has the given elasticity, (origin, destination).

    tau        : (node, node), freight per unit of producer value; zero for all where nothing is charged
    distance   : (node, node), km; the first ``regions`` nodes are regions
    elasticity : fall of trade with distance, from a gravity estimate; positive

    ``theta`` is the elasticity over the slope of ``ln(1+tau)`` on ``ln(distance)`` between different regions. Where
    no freight is charged the weights fall with distance itself.
    """
    inside = np.arange(len(distance)) < regions
    apart = np.outer(inside, inside) & ~np.eye(len(distance), dtype=bool) & np.isfinite(distance)
    log_distance, log_cost = np.log(np.where(distance > 0.0, distance, 1.0)), np.log1p(tau)
    spread = log_distance[apart] - log_distance[apart].mean()
    slope = float(spread @ log_cost[apart] / (spread @ spread))
    return np.exp(-elasticity * log_distance) if slope <= 0.0 else np.exp(-elasticity / slope * log_cost)


def elasticity_of_group(tables: Frames) -> dict[str, float]:
    """Distance elasticity by product group, positive (estimates on IRIO 2016)."""
    rows = tables["elasticities"]
    chosen = rows[rows["type"] == "gravity_distance"].set_index("context")["value"]
    found = {
        group: -float(chosen[[name for name in chosen.index if text in name]].iloc[0])
        for group, text in GROUP_TEXT.items()
    }
    if any(value <= 0.0 for value in found.values()):
        raise WorldError([Fault("elasticity_sign", file="elasticities.csv", key="gravity_distance")])
    return found


GROUP_TEXT = {
    "agriculture": "agriculture, forestry, fisheries",
    "mining": "mining and quarrying",
    "refining": "refining",
    "food": "food, beverage and tobacco",
    "building": "building materials",
    "other_manufacturing": "other manufacturing",
    "services": "services",
}


def balance_shipments(
    seed: np.ndarray, rows: np.ndarray, columns: np.ndarray, *, tolerance: float, rounds: int = 5000
) -> np.ndarray:
    """Fit shipments to supply and demand of every commodity at once (RAS), (sector, node, node).

    rows, columns : (sector, node), with equal sums by sector
    Raises WorldError (``not_converged``) with the sector's index whose gap is largest.
    """
    flows = seed.copy()
    received = flows.sum(axis=1)
    for _ in range(rounds):
        flows *= _factor(columns, received)[:, None, :]
        flows *= _factor(rows, flows.sum(axis=2))[:, :, None]
        received = flows.sum(axis=1)
        gap = abs(received - columns) / (columns + (columns == 0.0))
        if float(gap.max()) <= tolerance:
            return flows
    worst = int(gap.max(axis=1).argmax())
    raise WorldError(
        [
            Fault(
                "not_converged",
                key=f"shipments[{worst}]",
                value=f"{float(gap.max()):.3g}",
                fields={"tolerance": f"{tolerance:g}"},
            )
        ]
    )


def _factor(wanted: np.ndarray, present: np.ndarray) -> np.ndarray:
    empty = present == 0.0
    return np.where(empty, 1.0, wanted / (present + empty))
