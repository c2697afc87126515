"""Texts, names and numbers in one language, for one world."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from simulasi.results.areas import KALTIM, PPU_BPS
from simulasi.text.say import catalogue, number, percent, rupiah_bn, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulasi.world.world import World

FEWEST_PERCENT_DIGITS, MOST_DIGITS = 2, 6
MILLIONS = 3
"""Decimals of billion rupiah that are still written."""
UNBROKEN_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, eq=False)
class Words:
    """What a report says, and how it writes names and numbers.

    lang  : ``id`` or ``en``
    world : the regions, partners, sectors and places that have names
    """

    lang: str
    world: World

    def say(self, key: str, /, **fields: object) -> str:
        """Return a text of the catalogue; its key is written without ``report.``."""
        return say(f"report.{key}", lang=self.lang, **fields)

    def say_or(self, key: str, other: str) -> str:
        """Return the text of a whole key, or ``other`` where the catalogue has none."""
        return catalogue(self.lang).get(key, other)

    def area(self, area: str) -> str:
        """Name of a region, a partner, or an area that joins several."""
        return self._names.get(area, area)

    def short_area(self, area: str) -> str:
        """Name of a region as it is called at home, which is short enough for a figure in any language."""
        return next((region.name_id for region in self.world.regions if region.id == area), self.area(area))

    def place(self, place: str) -> str:
        """Name of a place of the network."""
        known = self.world.network.places.get(place)
        return known.name_id if known else place

    def ways(self, modes: Sequence[str]) -> str:
        """Write modes in order of travel; without any there is no way."""
        return self.joined("then", [self.say(f"mode.{mode}") for mode in modes]) or self.say("no_way")

    def joined(self, key: str, parts: Sequence[str]) -> str:
        """Join parts with the text ``key``, which says what stands between a ``first`` and a ``second``."""
        return reduce(lambda first, second: self.say(key, first=first, second=second), parts) if parts else ""

    def month(self, first_day: str) -> str:
        """Write a month given by its first day, ``2027-01-01``."""
        year, month, _ = first_day.split("-")
        return self.say("month", name=self.say(f"months.{int(month)}"), year=year)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number; what does not exist is a dash."""
        return number(value, digits, self.lang) if math.isfinite(value) else self.say("nothing")

    def signed(self, value: float, digits: int = 0) -> str:
        """Write a number with its sign, also when it is positive."""
        return ("+" if round(value, digits) > 0 else "") + self.number(value, digits)

    def percent(self, share: float, digits: int | None = None) -> str:
        """Write a share as a percentage with its sign; without ``digits``, with two digits that say something."""
        if not math.isfinite(share):
            return self.say("nothing")
        digits = digits_for([100 * share], FEWEST_PERCENT_DIGITS) if digits is None else digits
        return percent(share, digits, self.lang).replace(" ", UNBROKEN_SPACE)

    def part(self, value_percent: float, digits: int = FEWEST_PERCENT_DIGITS) -> str:
        """Write a percentage that is a part of something, without a sign."""
        written = self.number(value_percent, digits)
        return say("number.percent", lang=self.lang, number=written).replace(" ", UNBROKEN_SPACE)

    def rupiah(self, value_bn: float) -> str:
        """Write an amount of billion rupiah."""
        return rupiah_bn(value_bn, self.lang)

    def signed_rupiah(self, value_bn: float) -> str:
        """Write an amount of billion rupiah with its sign, also when it is positive."""
        return ("+" if round(value_bn, MILLIONS) > 0 else "") + self.rupiah(value_bn)

    def listed(self, parts: Sequence[str]) -> str:
        """Write parts as a list in a sentence: commas, and a word before the last.

        >>> Words("id", world=None).listed(["a", "b", "c"])
        'a, b, dan c'
        """
        *first, last = parts or [""]
        key = "list_end" if len(first) > 1 else "list_two"
        return self.say(key, first=", ".join(first), last=last) if first else last

    def name(self, word: str) -> str:
        """Name of what a scenario file calls ``word``: a region, a sector, a place or a mode; else the word itself."""
        known = (self._names, self._sectors, {place: self.place(place) for place in self.world.network.places})
        named = next((names[word] for names in known if word in names), word)
        return self.say_or(f"report.mode.{word}", named)

    @cached_property
    def _names(self) -> dict[str, str]:
        field = f"name_{self.lang}"
        regions = {region.id: str(getattr(region, field)) for region in self.world.regions}
        partners = {partner.id: str(getattr(partner, field)) for partner in self.world.partners}
        return regions | partners | {area: self.say(f"area.{area}") for area in (PPU_BPS, KALTIM)}

    @cached_property
    def _sectors(self) -> dict[str, str]:
        return {sector.id: getattr(sector, f"name_{self.lang}") for sector in self.world.sectors}


def digits_for(values: Iterable[float], fewest: int, most: int = MOST_DIGITS) -> int:
    """Return the decimals that show two digits of the smallest of ``values`` that is not 0.

    >>> digits_for([412.0, -0.034], 1), digits_for([412.0, 0.0], 1), digits_for([1e-12], 2)
    (3, 1, 6)
    """
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    smallest = min(sizes, default=1.0)
    return int(min(max(fewest, 1 - math.floor(math.log10(smallest))), most))


def decimals(value: float) -> int:
    """Return the decimals that a value has.

    >>> decimals(7500.0), decimals(0.175)
    (0, 3)
    """
    return next((digits for digits in range(MOST_DIGITS) if round(value, digits) == value), MOST_DIGITS)
