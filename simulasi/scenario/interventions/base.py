"""What every intervention has: a name, a time, a cost and a source."""

import math
from abc import abstractmethod
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import product
from typing import Annotated, ClassVar, overload

from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.schema import Part
from simulasi.scenario.words import Confidence, FirstOfMonth, Id, SourceId, fault
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import SIDES
from simulasi.world.world import World

Target = tuple[str, str]
"""What an intervention changes: a word for what it is, and its name."""


class Intervention(Part):
    """One change of the world; it remembers nothing.

    opens           : first month of the change; without it, from the first month of the run
    closes          : first month without the change
    phase_in_months : months until the change is complete; the first of them already counts
    cost_bn_rp      : cost in billion rupiah, where known
    source          : an id of the register of sources
    """

    stage: ClassVar[int] = 0
    """Those of a later stage are applied after all others; within a stage the order makes no difference."""

    id: Id
    kind: str
    opens: FirstOfMonth | None = None
    closes: FirstOfMonth | None = None
    phase_in_months: Annotated[int, Field(ge=0, le=600)] = 0
    cost_bn_rp: Annotated[float, Field(ge=0)] | None = None
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

    def progress(self, month: Month) -> float:
        """Share of the change that is in force in a month, 0 to 1."""
        opens = self.opens or month
        if month < opens or (self.closes is not None and month >= self.closes):
            return 0.0
        if self.opens is None or self.phase_in_months == 0:
            return 1.0
        return min(1.0, (month.since(opens) + 1) / self.phase_in_months)

    def strength(self, month: Month) -> float:
        """Share of the change that is in force in a month, 0 to 1; what has a season is 0 out of it."""
        return self.progress(month)

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
