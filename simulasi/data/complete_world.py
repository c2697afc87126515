"""From a ready multi-regional input-output table to a balanced world: what it lacks is derived (docs/tables.md)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulasi.data.load_parameters import load_parameters
from simulasi.data.trade_balance import Needs, carrier_of, check_balance, gap_faults, price_paid, settle
from simulasi.data.world_file import HEAD, fits, read_world, world_of
from simulasi.errors import Fault, WorldError
from simulasi.model.published import freight
from simulasi.model.structure import origin_shares
from simulasi.model.transport import carriage_of
from simulasi.world.accounts import TOLERANCE, Accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simulasi.model.parameters import Parameters
    from simulasi.model.transport import Freight
    from simulasi.world.world import World

NEEDED = frozenset({"flows", "technical_coefficients", "households", "government", "investment"})
ASSUMED = {
    "value_per_tonne": ("value_million_rp_t", 1e-3, 1e6),
    "freight_scale": ("freight_scale", 0.0, 1.0),
    "wage_coefficient": ("wage_share", 0.0, 1.0),
    "jobs": ("monthly_pay_million_rp", 1e-3, 1e6),
    "labour_force": ("unemployment_rate", 0.0, 0.99),
    "population": ("labour_force_share", 1e-3, 1.0),
}
"""The assumption of ``world.toml`` that stands in for a table that is absent, and its range."""
GIVEN = 1e-6
"""Relative gap up to which a table counts as balanced; it is then settled to the last digits."""
MILLION_A_BILLION = 1000.0


class Given(NamedTuple):
    """What a folder gives: the tables that are there, and assumptions in the place of others."""

    arrays: Mapping[str, np.ndarray]
    assumptions: Mapping[str, float]

    def array(self, name: str, derived: Callable[[float], np.ndarray]) -> np.ndarray:
        """Return a table, or what is derived from the assumption in its place."""
        return self.arrays[name] if name in self.arrays else derived(self.assumptions[name])


def world_from_tables(folder: str | Path, *, p: Parameters | None = None) -> World:
    """Make a world of a balanced multi-regional table; WorldError lists everything that is wrong in it.

    p : parameters of freight under which the accounts are settled; those in force when left out

    Output is what is sold. Where carriers do not stand apart (no ``land_freight.csv``), their purchases are taken out
    of what industries and households buy of transport, in one proportion; then all is settled with origins in fixed
    shares. Wages, people and freight come from their tables or from the assumptions of ``world.toml``.
    """
    folder, p = Path(folder), p or load_parameters()
    head, parts = read_world(folder, {"base_year": int}, needed=NEEDED)
    given = Given(parts.arrays, _assumptions(head, parts.arrays))
    draft = world_of(parts, _draft(given, len(parts.sectors), len(parts.regions)), base_year=head["base_year"])
    tau = freight(carriage_of(draft), p, scale=draft.accounts.freight_scale)
    _check_given(draft, tau, parts.arrays)
    accounts = _with_people(_settled(draft, tau, p, parts.arrays), tau, given)
    world = world_of(parts, accounts, base_year=head["base_year"])
    check_balance(world, p, tolerance=TOLERANCE)
    return world


def _assumptions(head: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Read the assumptions for the tables that are absent; WorldError lists those that are not given, or not right."""
    found, faults = head.get("assumptions", {}), []
    absent = {table: entry for table, entry in ASSUMED.items() if table not in arrays}
    for table, (key, least, most) in absent.items():
        where, value = f"assumptions.{key}", found.get(key)
        if value is None:
            faults.append(Fault("assumption_missing", HEAD, where, fields={"table": f"{table}.csv"}))
        elif not fits(value, float):
            faults.append(Fault("wrong_type", HEAD, where, str(value), {"type": "number"}))
        elif not least <= value <= most:
            faults.append(
                Fault("out_of_range", HEAD, where, str(value), {"range": f"{least:g} to {most:g}", "unit": "none"})
            )
    if faults:
        raise WorldError(faults)
    return {table: float(found[key]) for table, (key, _, _) in absent.items()}


def _draft(given: Given, sectors: int, regions: int) -> Accounts:
    """Accounts as the table gives them; what is not known yet is zero."""
    arrays, none = given.arrays, np.zeros((sectors, regions))
    return Accounts(
        gross_output=arrays["flows"][:, :regions].sum(axis=2),
        technical_coefficients=arrays["technical_coefficients"],
        flows=arrays["flows"],
        households=arrays["households"],
        government=arrays["government"],
        investment=arrays["investment"],
        wage_coefficient=none[:, 0],
        value_per_tonne=given.array("value_per_tonne", lambda value: np.full(sectors, value)),
        freight_scale=given.array("freight_scale", lambda share: np.full(sectors, share)),
        land_freight=none[0],
        gravity=np.zeros_like(arrays["flows"]),
        jobs=none,
        labour_force=none[0],
        population=none[0],
        constant_price_weight=arrays.get("constant_price_weight", np.ones(sectors)),
    )


def _check_given(draft: World, tau: Freight, arrays: Mapping[str, np.ndarray]) -> None:
    """Raise WorldError that names trade without a way, and cells whose use is not what arrives or output not sold."""
    accounts, regions = draft.accounts, len(draft.regions)
    nodes = (*draft.region_ids, *draft.partner_ids)
    faults = [
        Fault("trade_without_way", "flows.csv", value=f"{draft.sectors[s].id}, {nodes[o]}, {nodes[d]}")
        for s, o, d in np.argwhere((accounts.flows > 0.0) & ~tau.reachable)
    ]
    partners_trade = accounts.flows[:, regions:, regions:].sum(axis=0)
    faults += [
        Fault("partners_trade", "flows.csv", value=f"{nodes[regions + o]}, {nodes[regions + d]}")
        for o, d in np.argwhere(partners_trade > 0.0)
    ]
    gap = {"use_not_met": _given_gap(draft, tau, arrays)}
    if "gross_output" in arrays:
        gap["output_not_sold"] = replace(accounts, gross_output=arrays["gross_output"]).sales_gap()
    faults += [fault for code, gap in gap.items() for fault in gap_faults(code, gap, draft, tolerance=GIVEN)]
    if faults:
        raise WorldError(faults)


def _given_gap(draft: World, tau: Freight, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """Arrivals less uses of a table as it stands, relative to uses, (sector, region)."""
    accounts, regions = draft.accounts, len(draft.regions)
    apart = "land_freight" in arrays
    arrived = (accounts.flows * (1.0 - tau.loss * apart))[:, :, :regions].sum(axis=1)
    used = accounts.intermediate_use() + accounts.households + accounts.government + accounts.investment
    if apart:
        used[carrier_of(draft)] += arrays["land_freight"]
    gap: np.ndarray = abs(arrived - used) / np.where(used > 0.0, used, 1.0)
    return gap


def _settled(draft: World, tau: Freight, p: Parameters, arrays: Mapping[str, np.ndarray]) -> Accounts:
    """Take freight out of what is bought of transport where it does not stand apart, and settle the flows."""
    accounts, regions, carrier = draft.accounts, len(draft.regions), carrier_of(draft)
    coefficients, households = accounts.technical_coefficients.copy(), accounts.households.copy()
    if "land_freight" not in arrays:
        kept = 1.0 - _freight_share(accounts, tau, carrier)
        coefficients[carrier] *= kept
        households[carrier] *= kept
    gravity = arrays["gravity"] if "gravity" in arrays else shares_by_distance(accounts.flows, tau, p, regions=regions)
    final = households + accounts.government + accounts.investment
    needs = Needs(coefficients, final, accounts.flows[:, :regions, regions:].sum(axis=1), carrier)
    settled = settle(needs, origin_shares(replace(accounts, gravity=gravity)), tau)
    return replace(
        accounts,
        gross_output=settled.flows[:, :regions].sum(axis=2),
        technical_coefficients=coefficients,
        flows=settled.flows,
        households=households,
        land_freight=settled.land_freight,
        gravity=gravity,
    )


def _freight_share(accounts: Accounts, tau: Freight, carrier: int) -> float:
    """Share of what industries and households buy of transport that is freight on goods."""
    freight_paid = float((accounts.flows * tau.land).sum())
    bought = float(accounts.intermediate_use()[carrier].sum() + accounts.households[carrier].sum())
    if not freight_paid <= bought:
        fields = {"freight": f"{freight_paid:.4g}", "bought": f"{bought:.4g}"}
        raise WorldError([Fault("freight_beyond_transport", "freight_scale.csv", fields=fields)])
    return freight_paid / bought if bought else 0.0


def shares_by_distance(flows: np.ndarray, tau: Freight, p: Parameters, *, regions: int) -> np.ndarray:
    """Share of each origin by what it sells and how dear its freight is, (sector, node, node); sums to 1 or 0."""
    sigma = p.trade.sigma_goods
    pull = np.where(tau.reachable, flows.sum(axis=2)[:, :, None] * (1.0 + tau.total) ** -sigma, 0.0)
    pull[:, regions:, regions:] = 0.0
    total = pull.sum(axis=1, keepdims=True)
    return pull / np.where(total > 0.0, total, 1.0)


def _with_people(accounts: Accounts, tau: Freight, given: Given) -> Accounts:
    """Add wages, jobs, labour force and population, from their tables or their assumptions."""
    wages = given.array("wage_coefficient", lambda share: share * value_added_share(accounts, tau))
    bill = wages[:, None] * accounts.gross_output * MILLION_A_BILLION
    jobs = given.array("jobs", lambda pay: bill / pay)
    force = given.array("labour_force", lambda idle: jobs.sum(axis=0) / (1.0 - idle))
    return replace(
        accounts,
        wage_coefficient=wages,
        jobs=jobs,
        labour_force=force,
        population=given.array("population", lambda share: force / share),
    )


def value_added_share(accounts: Accounts, tau: Freight) -> np.ndarray:
    """Value added per unit of output at the prices that buyers pay, mean of the regions, not negative, (sector,)."""
    price = price_paid(accounts.flows, tau, regions=accounts.gross_output.shape[1])
    value_added = ((1.0 - accounts.technical_coefficients.T @ price) * accounts.gross_output).sum(axis=1)
    output = accounts.gross_output.sum(axis=1)
    return np.maximum(value_added / np.where(output > 0.0, output, 1.0), 0.0)
