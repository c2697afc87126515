"""A balanced world of many pairs, cut to few of them and settled anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulasi.data.few_pairs import MOST_CUT, check_cut, kept_pairs, kept_shares
from simulasi.data.trade_balance import Needs, carrier_of, settle
from simulasi.model.published import freight
from simulasi.model.structure import origin_shares
from simulasi.model.transport import carriage_of

if TYPE_CHECKING:
    from simulasi.model.parameters import Parameters
    from simulasi.world.world import World


def thinned(world: World, p: Parameters, *, origins: int, most_cut: float = MOST_CUT) -> World:
    """Return a world in which every region buys from ``origins`` regions, those of ``kept_pairs``.

    From the origins that are left a destination buys what it bought from those that are cut, in proportion; what comes
    from partners stays as it was. Recipes, final uses and exports stay, output is settled anew.
    Raises WorldError when more than ``most_cut`` of the trade of the base year would be cut.

    >>> from simulasi.data.load_parameters import load_parameters
    >>> from simulasi.data.made_up import made_up_world
    >>> world = thinned(made_up_world(20, 4, 1), load_parameters(), origins=10)
    >>> 0.0 < world.cut_share < 0.25
    True
    """
    of, accounts, regions = carriage_of(world), world.accounts, len(world.regions)
    pairs, _, neighbours = kept_pairs(of, accounts.population, p, origins=origins)
    shares, cut = kept_shares(accounts.pairs.at(origin_shares(accounts), pairs), pairs, regions=regions)
    draft = replace(
        world,
        accounts=replace(accounts, flows=shares, gravity=shares, pairs=pairs),
        affinity=accounts.pairs.at(world.affinity, pairs),
        preference=accounts.pairs.at(world.preference, pairs),
        commuting=world.neighbours.at(world.commuting, neighbours),
        neighbours=neighbours,
        cut=cut,
    )
    exported = accounts.pairs.by_destination(accounts.flows)[:, regions:]
    final = accounts.households + accounts.government + accounts.investment
    needs = Needs(accounts.technical_coefficients, final, exported, carrier_of(world))
    settled = settle(needs, shares, freight(carriage_of(draft), p, scale=accounts.freight_scale), pairs)
    output = pairs.by_origin(settled.flows)[:, :regions]
    changed = replace(draft.accounts, gross_output=output, flows=settled.flows, land_freight=settled.land_freight)
    found = replace(draft, accounts=changed)
    check_cut(found.cut_share, most=most_cut)
    return found
