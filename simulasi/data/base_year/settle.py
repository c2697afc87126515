"""One set of accounts that agrees with itself: output, uses, trade and freight, settled together (model.md 4.2-4.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulasi.data.base_year.exchange import Openness, balance_shipments
from simulasi.data.base_year.uses import FinalUses, Totals, final_uses
from simulasi.errors import Fault, WorldError
from simulasi.model.market import carrier_share_at_origin

if TYPE_CHECKING:
    from simulasi.data.base_year.recipes import Recipes
    from simulasi.model.transport import Freight

LAND, WATER, PADDY, FOOD = "land_transport", "water_transport", "paddy", "food_manufacturing"
QUARRY, COAL = "quarry", "coal"
TOLERANCE = 1e-14
ROUNDING = 1e-12
"""Exports below this part of supply are rounding."""


@dataclass(frozen=True)
class Known:
    """What the accounts must meet, bn Rp a year.

    value_added : (sector, region)
    totals      : published final demand, regions in the order of the world
    mixes       : households and investment, (sector,), shares of 2010
    margin      : (sector,), freight that the margins of the accounts can hold, per unit of use
    raw         : freight at raw tariffs
    gravity     : (sector, node, node), weights of trade before fitting
    tradable    : (sector,), false for what is made and used on the spot
    sectors, regions : ids
    """

    value_added: np.ndarray
    recipes: Recipes
    openness: Openness
    totals: Totals
    mixes: dict[str, np.ndarray]
    margin: np.ndarray
    raw: Freight
    gravity: np.ndarray
    tradable: np.ndarray
    sectors: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """Accounts of the year, bn Rp; arrays as in ``Accounts``, and the residue of the last round."""

    output: np.ndarray
    coefficients: np.ndarray
    flows: np.ndarray
    uses: FinalUses
    land_freight: np.ndarray
    sea_freight: float
    freight_scale: np.ndarray
    paid: np.ndarray
    import_share: np.ndarray
    residue: float


def settle(known: Known, *, rounds: int = 200) -> Settled:
    """Repeat output, uses, trade and freight until none changes.

    Raises WorldError (``not_settled``) when they still change after ``rounds``.
    """
    now = _first(known)
    for _ in range(rounds):
        now, before = _round(now, known), now
        now = replace(now, residue=max(_change(now.output, before.output), _change(now.paid, before.paid)))
        if now.residue <= TOLERANCE:
            return now
    raise WorldError(
        [Fault("not_settled", key="accounts", value=f"{now.residue:.3g}", fields={"tolerance": f"{TOLERANCE:g}"})]
    )


def _change(now: np.ndarray, before: np.ndarray) -> float:
    return float((abs(now - before) / (before + (before == 0.0))).max())


def _first(known: Known) -> Settled:
    sectors, regions = known.value_added.shape
    none = np.zeros((sectors, regions))
    coefficients = known.recipes.coefficients
    return Settled(
        output=known.value_added / _value_added_share(coefficients, np.ones((sectors, regions))),
        coefficients=coefficients,
        flows=known.gravity,
        uses=FinalUses(none, none, none, {}),
        land_freight=np.zeros(regions),
        sea_freight=0.0,
        freight_scale=np.zeros(sectors),
        paid=np.ones((sectors, regions)),
        import_share=known.openness.import_share,
        residue=np.inf,
    )


def _round(now: Settled, known: Known) -> Settled:
    """Go once round: output from value added, uses, trade that meets them, the freight of that trade."""
    coefficients, mixes = _without_freight(now, known)
    output = known.value_added / _value_added_share(coefficients, now.paid)
    intermediate = coefficients @ output
    uses = final_uses(output, intermediate, known.totals, mixes, known.sectors, known.regions)
    carriers = np.zeros_like(output)
    carriers[known.sectors.index(LAND)] = now.land_freight
    wanted = intermediate + carriers + uses.households + uses.government + uses.investment
    flows, import_share = _trade(output, wanted, now, known)
    scale = freight_scale(flows, known)
    land, sea = _freight_paid(flows, scale, known)
    return replace(
        now,
        output=output,
        coefficients=coefficients,
        flows=flows,
        uses=uses,
        land_freight=land,
        sea_freight=sea,
        freight_scale=scale,
        paid=_paid(flows, scale, known),
        import_share=import_share,
    )


def _value_added_share(coefficients: np.ndarray, paid: np.ndarray) -> np.ndarray:
    """Value added per unit of output at the prices that buyers pay, (sector, region)."""
    return 1.0 - coefficients.T @ paid


def _without_freight(now: Settled, known: Known) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Take freight out of the margins: the rows of land and water transport in recipes and in household spending.

    Returns coefficients and the mixes of households and investment, (sector, region), as volumes that a rupiah buys.
    """
    coefficients, mixes = known.recipes.coefficients.copy(), {name: mix.copy() for name, mix in known.mixes.items()}
    land, water = known.sectors.index(LAND), known.sectors.index(WATER)
    buyers = _freight_of_buyers(now.flows, now.freight_scale, known)
    for row, freight in zip((land, water), buyers, strict=True):
        bought = (known.recipes.coefficients @ now.output)[row].sum() + _margin_households(known, row)
        coefficients[row] *= 1.0 - freight / bought
        mixes["households"][row] *= 1.0 - freight / bought
    coefficients = with_local_supply(coefficients, now.output, known)
    return coefficients, {name: mix[:, None] / (mix @ now.paid) for name, mix in mixes.items()}


def with_local_supply(coefficients: np.ndarray, output: np.ndarray, known: Known) -> np.ndarray:
    """Fit two inputs to what the province makes of them today (assumptions, listed in the quality sheet).

    Mills take the paddy that fields give, with its share of imports; the rest of their 2010 need comes as milled
    food. Excavation and quarrying that neither builders nor partners buy is done for coal mines, whose other inputs
    shrink in proportion.
    """
    result, made = coefficients.copy(), output.sum(axis=1)
    paddy, food, quarry, coal = (known.sectors.index(name) for name in (PADDY, FOOD, QUARRY, COAL))
    milled = max(0.0, result[paddy, food] - _left_for(food, paddy, result, made, known.openness))
    result[paddy, food] -= milled
    result[food, food] += milled
    total, dug = result[:, coal].sum(), result[quarry, coal]
    wanted = max(dug, _left_for(coal, quarry, result, made, known.openness))
    result[:, coal] *= (total - wanted) / (total - dug)
    result[quarry, coal] = wanted
    return result


def _left_for(buyer: int, row: int, coefficients: np.ndarray, made: np.ndarray, openness: Openness) -> float:
    """Input of ``row`` per unit of output that partners and all other industries leave to one buyer; not negative."""
    others = coefficients[row] @ made - coefficients[row, buyer] * made[buyer]
    supplied = (1.0 - openness.export_share[row]) * made[row] / (1.0 - openness.import_share[row])
    return max(0.0, float((supplied - others) / made[buyer]))


def _margin_households(known: Known, row: int) -> float:
    return float(known.mixes["households"][row] * known.totals.province["households"])


def _trade(output: np.ndarray, wanted: np.ndarray, now: Settled, known: Known) -> tuple[np.ndarray, np.ndarray]:
    """Fit shipments to output and wants; imports rise until exports are not negative."""
    regions = output.shape[1]
    shipped = now.flows[:, :, :regions].sum(axis=1)
    arriving = (now.flows * (1.0 - known.raw.loss))[:, :, :regions].sum(axis=1)
    needed = wanted * np.where(arriving > 0.0, shipped / np.where(arriving > 0.0, arriving, 1.0), 1.0)
    supply, demand = output.sum(axis=1), needed.sum(axis=1)
    imports = known.openness.import_share * demand
    water = known.sectors.index(WATER)
    # the ships' share of imported water transport is now freight, paid to the partners on the goods they carry
    imports[water] = max(0.0, imports[water] - (1.0 - known.openness.import_share[water]) * now.sea_freight)
    exports = np.maximum(supply + imports - demand, 0.0)
    exports = np.where(exports > ROUNDING * supply, exports, 0.0)
    imports = np.where(known.tradable, exports + demand - supply, 0.0)
    rows = np.concatenate([output, known.openness.sellers * imports[:, None]], axis=1)
    columns = np.concatenate([needed, known.openness.buyers * exports[:, None]], axis=1)
    flows = balance_shipments(known.gravity, rows, columns, tolerance=TOLERANCE)
    return flows, imports / np.where(demand > 0.0, demand, 1.0)


def freight_scale(flows: np.ndarray, known: Known) -> np.ndarray:
    """Share of the raw tariff that the margins hold: ``min(1, margin x value / raw freight)``, (sector,)."""
    raw = (flows * known.raw.total).sum(axis=(1, 2))
    held = known.margin * flows.sum(axis=(1, 2))
    return np.minimum(1.0, np.where(raw > 0.0, held / np.where(raw > 0.0, raw, 1.0), 0.0))


def _freight_of_buyers(flows: np.ndarray, scale: np.ndarray, known: Known) -> tuple[float, float]:
    """Land and sea freight on what the regions buy, bn Rp."""
    bought = (scale[:, None, None] * flows)[:, :, : len(known.regions)]
    return tuple(float((bought * part[:, :, : len(known.regions)]).sum()) for part in (known.raw.land, known.raw.sea))  # type: ignore[return-value]


def _freight_paid(flows: np.ndarray, scale: np.ndarray, known: Known) -> tuple[np.ndarray, float]:
    """Land freight that the carriers of each region earn, and sea freight of what the regions buy, bn Rp."""
    land = (scale[:, None, None] * flows * known.raw.land).sum(axis=0)
    at_origin = carrier_share_at_origin(len(land), len(known.regions))
    earned = (land * at_origin).sum(axis=1) + (land * (1.0 - at_origin)).sum(axis=0)
    return earned[: len(known.regions)], _freight_of_buyers(flows, scale, known)[1]


def _paid(flows: np.ndarray, scale: np.ndarray, known: Known) -> np.ndarray:
    """Price paid for a delivered unit, (sector, region): freight and spoilage on the producer price 1."""
    regions = len(known.regions)
    paid = (flows * (1.0 + scale[:, None, None] * known.raw.total))[:, :, :regions].sum(axis=1)
    arrived = (flows * (1.0 - known.raw.loss))[:, :, :regions].sum(axis=1)
    return np.where(arrived > 0.0, paid / np.where(arrived > 0.0, arrived, 1.0), 1.0)
