"""What a report is about: one scenario beside its baseline in one year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulasi.results.areas import PPU_BPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from simulasi.report.background import Background
    from simulasi.report.words import Words
    from simulasi.results.compare import Change, Comparison
    from simulasi.results.results import Results
    from simulasi.world.network import Link, Network


@dataclass(frozen=True, eq=False)
class Case:
    """One scenario of a comparison, and what is needed to tell of it.

    year          : the year that is told of
    before, after : the network in December of that year, without and with the scenario
    is_calibrated : whether the parameters were fitted to the record; else every page and figure says so
    channels      : why GRDP differs, the table of ``results.explain``; None where it was not worked out
    background    : a map that lies below those of the network, where there is one
    """

    comparison: Comparison
    scenario: Results
    year: int
    before: Network
    after: Network
    words: Words
    is_calibrated: bool = False
    background: Background | None = None
    channels: pd.DataFrame | None = None

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return str(self.document["title"])

    @property
    def baseline_title(self) -> str:
        """Title of the baseline, without what it says after a colon."""
        return str(self.comparison.baseline.story["scenario"]["title"]).partition(":")[0]

    @property
    def document(self) -> Mapping[str, Any]:
        """The scenario as resolved from its files."""
        document: Mapping[str, Any] = self.scenario.story["scenario"]
        return document

    @property
    def new_interventions(self) -> dict[str, Mapping[str, Any]]:
        """Interventions that the baseline does not have, or has otherwise, by id."""
        before = self.comparison.baseline.story["scenario"]["interventions"]
        return {name: fields for name, fields in self.document["interventions"].items() if before.get(name) != fields}

    @property
    def dropped_interventions(self) -> tuple[str, ...]:
        """Ids of interventions of the baseline that the scenario does without."""
        before = self.comparison.baseline.story["scenario"]["interventions"]
        return tuple(name for name in before if name not in self.document["interventions"])

    @property
    def changed_links(self) -> tuple[Link, ...]:
        """Links that are open in one network and absent, closed or different in the other; as they are after it."""
        before = {link.key: link for link in self.before.open_links}
        after = {link.key: link for link in self.after.open_links}
        differs = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
        return tuple(after[key] if key in after else before[key] for key in differs)

    @property
    def areas(self) -> tuple[str, ...]:
        """The regions, and the area that official statistics report for the two around the capital."""
        regions = self.comparison.regions
        return (*regions, PPU_BPS) if {"ppu", "ikn"} <= set(regions) else regions

    def change(self, area: str, indicator: str, year: int | None = None) -> Change:
        """Return what happens to an indicator in an area."""
        return self.comparison.change(self.name, area, indicator, year or self.year)

    def known_change(self, area: str, indicator: str, year: int) -> Change | None:
        """Return what happens to an indicator in an area; None where there is no such number."""
        try:
            return self.comparison.change(self.name, area, indicator, year)
        except KeyError:
            return None

    @property
    def tells_range(self) -> bool:
        """Tell whether there are several runs, whose range can be given."""
        return self.scenario.members > 1
