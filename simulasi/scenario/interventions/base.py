"""What every intervention has: a name, a time, a cost and a source."""

import math
from abc import abstractmethod
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import product
from typing import Annotated, ClassVar, overload

from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.interventions.money import MONTHS, Costs, paid_by_year
from simulasi.scenario.schema import Part
from simulasi.scenario.words import (
    BnRpByYear,
    Confidence,
    FirstOfMonth,
    Id,
    PayerShares,
    Regions,
    SourceId,
    fault,
    listed,
    one_of,
)
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import SIDES
from simulasi.world.world import World

SEVERAL = 2
AFFAIRS = ("mandatory", "voluntary")
Target = tuple[str, str]
"""What an intervention changes: a word for what it is, and its name."""


class Intervention(Part):
    """One change of the world; it remembers nothing.

    opens           : first month of the change; without it, from the first month of the run
    closes          : first month without the change
    phase_in_months : months until the change is complete; the first of them already counts
    cost_bn_rp      : investment whose years are not known, billion rupiah; it counts in the year in which it opens
    investment_bn_rp : investment by year, billion rupiah; ``cost_bn_rp`` may not stand beside it
    upkeep_bn_rp_a_year : running and mending, billion rupiah a year, from opening to closing
    payer           : who pays for both: one of ``PAYERS`` or a region, or shares of several that sum to 1
    parties         : regions that take part
    affair          : whether working together is their duty or their choice (PP 28/2018)
    source          : an id of the register of sources
    """

    stage: ClassVar[int] = 0
    """Those of a later stage are applied after all others; within a stage the order makes no difference."""

    id: Id
    kind: str
    opens: FirstOfMonth | None = None
    closes: FirstOfMonth | None = None
    phase_in_months: Annotated[int, Field(ge=0, le=600)] = 0
    cost_bn_rp: Annotated[float, Field(ge=0, le=10_000_000)] | None = None
    investment_bn_rp: BnRpByYear = Field(default_factory=dict)
    upkeep_bn_rp_a_year: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    payer: PayerShares | None = None
    parties: Regions | None = None
    affair: Annotated[str, one_of(*AFFAIRS), listed(AFFAIRS)] | None = None
    source: SourceId
    confidence: Confidence
    note: str = ""

    @field_validator("closes")
    @classmethod
    def _closes_after_it_opens(cls, closes: Month | None, info: ValidationInfo) -> Month | None:
        opens = info.data.get("opens")
        if opens is not None and closes is not None and closes <= opens:
            raise fault("dates_reversed", opens=f"{opens}-01")
        return closes

    @field_validator("investment_bn_rp")
    @classmethod
    def _is_invested_once_and_in_time(cls, by_year: dict[str, float], info: ValidationInfo) -> dict[str, float]:
        if by_year and info.data.get("cost_bn_rp") is not None:
            raise fault("not_together", other="cost_bn_rp")
        closes, last = info.data.get("closes"), max(by_year, default="")
        if closes is not None and by_year and int(last) > closes.after(-1).year:
            raise fault("invests_after_closing", at=last, year=last, closes=f"{closes}-01")
        return by_year

    @field_validator("affair")
    @classmethod
    def _is_an_affair_of_several(cls, affair: str | None, info: ValidationInfo) -> str | None:
        if affair is not None and len(info.data.get("parties", (0, 0)) or ()) < SEVERAL:
            raise fault("lone_party")
        return affair

    @classmethod
    @abstractmethod
    def targets_of(cls, fields: Mapping[str, object]) -> frozenset[Target]:
        """Return what the fields of a file would change; two interventions of one scenario may not share any of it.

        The fields stand as in the file, right or wrong; where they do not say it, there is nothing.
        """

    @property
    def changes_network(self) -> bool:
        """Whether the network of a month may differ because of it."""
        return False

    @property
    def months_until_complete(self) -> int:
        """Months from the opening until the change is complete."""
        return self.phase_in_months

    def progress(self, month: Month) -> float:
        """Share of the change that is in force in a month, 0 to 1."""
        opens = self.opens or month
        if month < opens or (self.closes is not None and month >= self.closes):
            return 0.0
        if self.opens is None or self.months_until_complete == 0:
            return 1.0
        return min(1.0, (month.since(opens) + 1) / self.months_until_complete)

    def strength(self, month: Month) -> float:
        """Share of the change that is in force in a month, 0 to 1; what has a season is 0 out of it."""
        return self.progress(month)

    def costs(self, start: Month, end: Month) -> Costs:
        """Return what it costs and who pays, in the months from ``start`` to ``end``; nothing where nothing is known.

        Upkeep counts in full from the opening, however much is phased in. All investment that is written counts, that
        before ``start`` included.
        """
        opens = self.opens or start
        invested = {int(year): amount for year, amount in sorted(self.investment_bn_rp.items())}
        if self.cost_bn_rp is not None:
            invested = {opens.year: self.cost_bn_rp}
        last = end if self.closes is None else min(end, self.closes.after(-1))
        upkeep = paid_by_year((self.upkeep_bn_rp_a_year or 0.0) / MONTHS, max(start, opens), last)
        return Costs(invested, upkeep, dict(self.payer or {}))

    def signature(self, month: Month) -> Hashable:
        """Months with equal signatures see the same change."""
        return self.progress(month)

    @abstractmethod
    def applied_to(self, world: World, month: Month) -> World:
        """Return the world of a month with this change in it."""


def named_target(word: str, name: object) -> frozenset[Target]:
    """Return a target by its name, or nothing where a file gives no name.

    >>> named_target("sector", "coal"), named_target("sector", 7)
    (frozenset({('sector', 'coal')}), frozenset())
    """
    return frozenset({(word, name)}) if isinstance(name, str) else frozenset()


def named_targets(word: str, pattern: str, *lists: object) -> frozenset[Target]:
    """Return a target for every combination of the names in ``lists``, which fill ``pattern``; of other things nothing.

    >>> sorted(named_targets("policy", "{}.tax.{}", ["ppu"], ["coal", "trade"]))
    [('policy', 'ppu.tax.coal'), ('policy', 'ppu.tax.trade')]
    >>> named_targets("policy", "{}", "ppu")
    frozenset()
    """
    names = [
        [name for name in part if isinstance(name, str)] if isinstance(part, list | tuple) else [] for part in lists
    ]
    return frozenset((word, pattern.format(*parts)) for parts in product(*names))


def said_fields(names: Iterable[str], info: ValidationInfo) -> list[str]:
    """Return those of some fields that a file says, rightly or wrongly."""
    return [name for name in names if info.data.get(name, "wrong, and told") is not None]


def link_target(ends: object, mode: object) -> frozenset[Target]:
    """Return a link as a target, whichever end comes first.

    >>> link_target(["melak", "kota_bangun"], "road")
    frozenset({('link', 'kota_bangun-melak.road')})
    """
    words = [*ends, mode] if isinstance(ends, list | tuple) else []
    if len(words) != len(("first", "second", "mode")) or not all(isinstance(word, str) for word in words):
        return frozenset()
    first, second = sorted(words[:2])
    return named_target("link", f"{first}-{second}.{mode}")


def terminal_targets(place: object, *sides: object) -> frozenset[Target]:
    """Return the terminals on some sides of a place as targets; without sides all of them, and the place itself.

    >>> sorted(terminal_targets("maloy", "sea"))
    [('terminal', 'maloy.sea')]
    """
    names = [f"{place}.{side}" for side in sides or SIDES if isinstance(place, str) and isinstance(side, str)]
    whole = frozenset() if sides else named_target("place", place)
    return whole.union(*(named_target("terminal", name) for name in names))


@overload
def moved(now: float, wanted: float | None, share: float) -> float: ...


@overload
def moved(now: None, wanted: float | None, share: float) -> float | None: ...


def moved(now: float | None, wanted: float | None, share: float) -> float | None:
    """Return a value on its way from ``now`` to ``wanted``; where nothing is wanted it stays.

    What is not known or not limited today cannot move in steps: it changes when the rest is complete.

    >>> moved(8.0, 4.0, 0.25), moved(8.0, None, 1.0), moved(None, 4.0, 0.25), moved(None, 4.0, 1.0)
    (7.0, 8.0, None, 4.0)
    """
    if wanted is None or now == wanted:
        return now
    if share == 1.0:
        return wanted
    return now if now is None or math.isinf(now) else now + share * (wanted - now)


def only_some(classes: Collection[str]) -> frozenset[str] | None:
    """Return classes as a link or a terminal holds them: None when all are among them.

    >>> only_some(("people",)), only_some(TRAFFIC_CLASSES)
    (frozenset({'people'}), None)
    """
    return None if set(classes) == set(TRAFFIC_CLASSES) else frozenset(classes)
