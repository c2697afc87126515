"""What every intervention has: a name, a time, a cost and a source."""

from abc import abstractmethod
from collections.abc import Hashable, Mapping
from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from simulasi.scenario.schema import Part
from simulasi.scenario.words import Confidence, FirstOfMonth, Id, SourceId, fault
from simulasi.world.month import Month
from simulasi.world.world import World


class Intervention(Part):
    """One change of the world; it remembers nothing.

    opens           : first month of the change; without it, from the first month of the run
    closes          : first month without the change
    phase_in_months : months until the change is complete; the first of them already counts
    cost_bn_rp      : cost in billion rupiah, where known
    source          : an id of the register of sources
    """

    target_keys: ClassVar[tuple[str, ...]]
    changes_network: ClassVar[bool] = False

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
    def target_of(cls, fields: Mapping[str, object]) -> Hashable:
        """Return what the fields of a file would change, or None when they do not say."""
        values = [fields.get(key) for key in cls.target_keys]
        return None if None in values else (cls.__name__, *(_unordered(value) for value in values))

    @property
    def target(self) -> Hashable:
        """What it changes; two interventions of one scenario may not share it."""
        return self.target_of({key: getattr(self, key) for key in self.target_keys})

    def progress(self, month: Month) -> float:
        """Share of the change that is in force in a month, 0 to 1."""
        opens = self.opens or month
        if month < opens or (self.closes is not None and month >= self.closes):
            return 0.0
        if self.opens is None or self.phase_in_months == 0:
            return 1.0
        return min(1.0, (month.since(opens) + 1) / self.phase_in_months)

    def signature(self, month: Month) -> Hashable:
        """Months with equal signatures see the same change."""
        return self.progress(month)

    @abstractmethod
    def applied_to(self, world: World, month: Month) -> World:
        """Return the world of a month with this change in it."""


def _unordered(value: object) -> str:
    return " - ".join(sorted(map(str, value))) if isinstance(value, list | tuple) else str(value)
