"""What a backtest shows, and the names of what it compares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulasi.calibrate.backtest_quantities import role_of
from simulasi.results.areas import KALTIM
from simulasi.text.say import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from simulasi.calibrate.backtest import Backtest
    from simulasi.calibrate.backtest_parts import Contribution
    from simulasi.calibrate.backtest_targets import Key
    from simulasi.report.words import Words

DIGITS = {"percent": 1, "points": 1, "bn_rp_2010": 0, "persons": 0, "t": 0}
"""Decimals by unit: published rates have one or two, and the model is not that exact."""
MONTHS = {"08": 8, "10": 10}
INDUSTRIES = ("industry_", "employment_")
"""How targets begin whose second part is a list of BPS letters."""


@dataclass(frozen=True, eq=False)
class Shown:
    """All that the report of a backtest tells.

    parts         : contributions to growth; none where the runs without a part were not made
    reasons       : the table of reasons, see ``calibrate.backtest_reasons``
    story         : how the run was made
    is_calibrated : whether the parameters were fitted to the record; else every page and figure says so
    """

    found: Backtest
    parts: Sequence[Contribution]
    reasons: pd.DataFrame
    story: Mapping[str, Any]
    words: Words
    is_calibrated: bool = False

    def say(self, key: str, /, **fields: object) -> str:
        """Return a text of the catalogue; its key is written without ``backtest.``."""
        return say(f"backtest.{key}", lang=self.words.lang, **fields)

    def number(self, value: float, unit: str) -> str:
        """Write a number with the decimals of its unit; what nobody says is a dash."""
        return self.words.number(value, DIGITS[unit])

    def signed(self, value: float, unit: str) -> str:
        """Write a difference with its sign; what nobody says is a dash."""
        return self.words.signed(value, DIGITS[unit])

    def area(self, area: str) -> str:
        """Name of an area."""
        return self.words.area(area)

    def what(self, key: Key) -> str:
        """Name of a target, without its area and year."""
        name, _, detail = key.target.partition(".")
        return self.say(f"target.{name}", detail=self._detail(name, detail))

    def role(self, key: Key) -> str:
        """Say whether a target is a test, was fitted to, or was given."""
        return self.say(f"role.{role_of(key)}")

    def industries(self, letters: str) -> str:
        """Name of industries by their BPS letters."""
        return self.say(f"letter.{letters.replace(',', '')}")

    def _detail(self, name: str, detail: str) -> str:
        if name.startswith(INDUSTRIES):
            return self.industries(detail)
        if name == "origin_share":
            partner, _, goods = detail.partition(".")
            return self.say("origin", partner=self.area(partner), goods=self.say(f"goods.{goods}"))
        return self.words.say(f"months.{MONTHS[detail]}") if detail in MONTHS else detail

    def source_line(self) -> str:
        """Say what a figure was made from."""
        story = self.story
        return self.say(
            "source_line",
            version=story["version"],
            world=story["world_digest"][:12],
            parameters=story["parameters_digest"][:12],
            scenario=story["scenario_name"],
        )

    def feet(self) -> tuple[str, ...]:
        """Return the lines below a figure: what it was made from, and the badge while nothing is calibrated."""
        return (self.source_line(), *(() if self.is_calibrated else (self.words.say("badge"),)))


def is_province(area: str) -> bool:
    """Tell whether an area is the whole province; as a sort key it puts that last.

    >>> sorted(["kaltim", "paser"], key=is_province)
    ['paser', 'kaltim']
    """
    return area == KALTIM
