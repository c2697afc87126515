"""Which links a region cannot do without: each open link is closed in turn for a stated time, and losses are listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from simulasi.agents import HinterlandModel, running
from simulasi.experiment.link_users import check_year
from simulasi.model.haulage import carried
from simulasi.model.transport import journeys_on
from simulasi.model.uses import DAYS_A_MONTH
from simulasi.recorder import Recorder
from simulasi.results.areas import KALTIM
from simulasi.scenario.interventions.link import LinkIntervention
from simulasi.scenario.interventions.present_link import SHUT
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import AIR

if TYPE_CHECKING:
    import xarray as xr

    from simulasi.model.parameters import Parameters
    from simulasi.model.state import State
    from simulasi.scenario.scenario import Scenario
    from simulasi.world.network import Link, Network

CLOSING = "closing"
MONTHS_A_YEAR = DECEMBER = 12
MOST = 0.5
"""A region is cut off when more than this part of its traffic has no way left."""
COLUMNS = (
    "link", "mode", "vehicles_day", "region", "grdp_loss_bn_rp", "grdp_loss_percent", "shortage_bn_rp",
    "unserved_bn_rp", "detour_vehicle_h_day", "cut_off",
)  # fmt: skip


class Closing(NamedTuple):
    """When a link is closed, and until when losses count: to the end of the year after."""

    opens: Month
    closes: Month

    @classmethod
    def of(cls, year: int, months: int) -> Closing:
        """Close from the first month of a year on.

        >>> str(Closing.of(2027, 12).until)
        '2028-12'
        """
        first = Month(year, 1)
        return cls(first, first.after(months))

    @property
    def last(self) -> Month:
        """The last month in which the link is closed."""
        return self.closes.after(-1)

    @property
    def until(self) -> Month:
        """The last month that counts."""
        return Month(self.last.year + 1, DECEMBER)


class Loss(NamedTuple):
    """What the closing of a link costs; arrays are (region,), and more means worse.

    vehicles_day : on the link in the months without the closing
    grdp, shortage : bn Rp, from the closing to the end of the year after
    unserved     : bn Rp of goods that wait at gates at the end of the closing
    detour       : vehicle hours a day that the trips of before take longer, at the end of the closing; fewer where
                   what goes on takes a way that is faster and dearer
    cut_off      : classes of traffic most of which has no way any more, by region or partner
    """

    link: Link
    vehicles_day: float
    grdp: np.ndarray
    shortage: np.ndarray
    unserved: np.ndarray
    detour: np.ndarray
    cut_off: dict[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class CriticalLinks:
    """Losses by link, the largest loss of GRDP first.

    grdp_year : (region,), GRDP in the year of the closing without it, bn Rp
    network   : as it is when the closing begins
    """

    scenario: str
    closing: Closing
    regions: tuple[str, ...]
    grdp_year: np.ndarray
    network: Network
    losses: tuple[Loss, ...]

    def table(self) -> pd.DataFrame:
        """Return a row for every link and region, and one for all regions together, with ``COLUMNS``."""
        rows = [row for loss in self.losses for row in self._rows(loss)]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def percent(self, loss: Loss) -> float:
        """Return the loss of GRDP of all regions together, percent of their GRDP in the year of the closing."""
        return float(100.0 * loss.grdp.sum() / self.grdp_year.sum())

    def _rows(self, loss: Loss) -> list[tuple[object, ...]]:
        quantities = np.stack([loss.grdp, self.grdp_year, loss.shortage, loss.unserved, loss.detour])
        whole = np.concatenate([quantities, quantities.sum(axis=1, keepdims=True)], axis=1)
        cut_off = [" ".join(loss.cut_off.get(region, ())) for region in self.regions]
        areas = zip((*self.regions, KALTIM), whole.T, (*cut_off, " ".join(loss.cut_off)), strict=True)
        return [
            (loss.link.name, loss.link.mode, loss.vehicles_day, area, grdp, 100.0 * grdp / year, *others, cut)
            for area, (grdp, year, *others), cut in areas
        ]


class _Seen(NamedTuple):
    """What is compared of a run from the closing on.

    months : ``grdp`` and ``shortage``, (month, region)
    unserved : (region,), goods that wait at the end of the closing, bn Rp
    loads  : (link,), vehicles a day in the months of the closing
    hours  : (class, node, node), in its last month
    units  : (class, node, node), a month, in its last month
    """

    months: xr.Dataset
    unserved: np.ndarray
    loads: dict[str, float]
    hours: np.ndarray
    units: np.ndarray


def critical_links(scenario: Scenario, p: Parameters, closing: Closing) -> CriticalLinks:
    """Close every link in turn that is open and used when the closing begins; flights are left out."""
    scenario.base.check_all_pairs()
    check_year(scenario, closing.opens.year)
    base = replace(scenario, end=closing.until)
    start = _state_before(base, p, closing.opens)
    before = _seen(base, p, closing, start)
    network = base.world_at(closing.opens).network
    used = [link for link in network.open_links if link.mode != AIR and before.loads.get(link.name, 0.0) > 0.0]
    found = [_loss(link, before, _seen(closed(base, link, closing), p, closing, start), base) for link in used]
    in_year = before.months.grdp[:MONTHS_A_YEAR].sum("month").to_numpy()
    by_loss = sorted(found, key=lambda loss: (-loss.grdp.sum(), loss.link.name))
    return CriticalLinks(scenario.name, closing, base.base.region_ids, in_year, network, tuple(by_loss))


def closed(scenario: Scenario, link: Link, closing: Closing) -> Scenario:
    """Return a scenario in which a link is closed for a time, whatever the scenario itself makes of it."""
    fields = {
        "id": CLOSING, "kind": "link", "between": link.between, "mode": link.mode, "state": SHUT,
        "opens": closing.opens, "closes": closing.closes, "source": CLOSING, "confidence": "assumption",
    }  # fmt: skip
    return replace(scenario, interventions=(*scenario.interventions, LinkIntervention.model_validate(fields)))


def _state_before(scenario: Scenario, p: Parameters, month: Month) -> State:
    """Run a scenario until a month; all closings begin from there."""
    with running(HinterlandModel(scenario, p)) as model:
        while model.month < month:
            model.step()
        return model.state


def _seen(scenario: Scenario, p: Parameters, closing: Closing, start: State) -> _Seen:
    """Run a scenario from the state before the closing to the last month that counts."""
    with running(HinterlandModel(scenario, p)) as model:
        model.month, model.state = closing.opens, start
        recorder, base = Recorder(scenario, model.course), model.course.structure.haulage
        loads = np.zeros((len(TRAFFIC_CLASSES), base.catalogue.gates))
        hours, units = np.empty(0), np.empty(0)
        while model.month <= closing.until:
            month, now, before = model.month, model.conditions, model.state
            model.step()
            recorder.record(month, now, model.state, model.last)
            loads = loads + model.last.loads[..., 0] * (month < closing.closes)
            if month == closing.last:
                of, taken = now.network.of, model.last.way.choice
                hours = journeys_on(now.network.roads, taken, of, p.freight).time_h[:, 0]
                units = carried(model.last.flows, before.people, base)[:, 0]
    links = base.catalogue.links
    vehicles = np.array([kind.vehicles_per_unit for kind in scenario.base.cargo]) @ loads[:, : 2 * len(links)]
    a_day = vehicles.reshape(2, -1).sum(axis=0) / (DAYS_A_MONTH * closing.closes.since(closing.opens))
    data = recorder.dataset()[["grdp", "shortage", "unserved"]].isel(member=0)
    waiting = data.unserved[closing.last.since(closing.opens)].to_numpy()
    return _Seen(data, waiting, dict(zip(links, a_day.tolist(), strict=True)), hours, units)


def _loss(link: Link, before: _Seen, after: _Seen, scenario: Scenario) -> Loss:
    world = scenario.base
    nodes = (*world.region_ids, *world.partner_ids)
    vehicles = np.array([kind.vehicles_per_unit for kind in world.cargo])[:, None, None]
    return Loss(
        link=link,
        vehicles_day=before.loads[link.name],
        grdp=_summed(before, "grdp") - _summed(after, "grdp"),
        shortage=_summed(after, "shortage") - _summed(before, "shortage"),
        unserved=after.unserved - before.unserved,
        detour=detours(vehicles * before.units / DAYS_A_MONTH, before.hours, after.hours, regions=len(world.regions)),
        cut_off=cut_off(before.units, before.hours, after.hours, nodes),
    )


def _summed(seen: _Seen, name: str) -> np.ndarray:
    return seen.months[name].sum("month").to_numpy()


def detours(vehicles: np.ndarray, before: np.ndarray, after: np.ndarray, *, regions: int) -> np.ndarray:
    """Return the hours that the trips of before take longer, (region,): half to each end, all to one that is a region.

    vehicles      : (class, node, node), trips before; those that have no way any more take no detour
    before, after : (class, node, node), hours
    """
    has_way = np.isfinite(before) & np.isfinite(after)
    longer = vehicles * (np.where(has_way, after, 0.0) - np.where(has_way, before, 0.0))
    is_region = np.arange(before.shape[1]) < regions
    ends = np.maximum(is_region[:, None] * 1.0 + is_region, 1.0)
    at_ends = (longer / ends).sum(axis=0)
    return np.asarray((at_ends.sum(axis=0) + at_ends.sum(axis=1))[:regions])


def cut_off(
    units: np.ndarray, before: np.ndarray, after: np.ndarray, nodes: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return the classes of traffic most of which has no way any more, by region or partner.

    Where that is so of every class that there was, all are returned: nothing gets through.

    units         : (class, node, node), what was carried before
    before, after : (class, node, node), hours; infinite where there is no way
    """
    apart = units * ~np.eye(units.shape[1], dtype=bool)
    gone = apart * (np.isfinite(before) & ~np.isfinite(after))
    lost, whole = (flows.sum(axis=1) + flows.sum(axis=2) for flows in (gone, apart))
    is_cut = lost > MOST * whole
    is_cut |= (is_cut | (whole == 0.0)).all(axis=0) & is_cut.any(axis=0)
    found = {node: tuple(np.array(TRAFFIC_CLASSES)[is_cut[:, column]].tolist()) for column, node in enumerate(nodes)}
    return {node: classes for node, classes in found.items() if classes}
