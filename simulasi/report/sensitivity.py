"""How strongly the answer depends on assumptions: moved one at a time, as a table and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.experiment.one_at_a_time import BOOKED, widest_first
from simulasi.report.grids import FEWEST, MOST, Grid, heads
from simulasi.report.narrative import most_changed
from simulasi.report.words import decimals, digits_for
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulasi.experiment.one_at_a_time import Factor, Swing
    from simulasi.report.case import Case
    from simulasi.results.compare import Comparison

HEADLINE = "grdp"
COLUMNS = ("factor", "moved", "answer_low", "answer_high", "width")


def asked_area(case: Case) -> str:
    """Return the area whose change is the headline: the region that changes most, else the province."""
    return most_changed(case) or KALTIM


def answer_of(case: Case) -> Callable[[Comparison], float]:
    """Return what is asked of every pair of runs: the change of GRDP of the most changed region, bn Rp."""
    area, year = asked_area(case), case.year
    return lambda comparison: comparison.change(comparison.scenarios[0].name, area, HEADLINE, year).difference


def central_answer(case: Case) -> float:
    """Return the answer with all assumptions as they stand, bn Rp."""
    return case.change(asked_area(case), HEADLINE).difference


def sensitivity_grid(case: Case, swings: Sequence[Swing]) -> Grid:
    """Lay out the answer with every assumption at its low and at its high end, the widest first."""
    words, ordered = case.words, widest_first(swings)
    digits = answer_digits(ordered)
    rows = tuple(
        (
            factor_text(case, swing.factor),
            moved_text(case, swing.factor),
            words.signed(swing.low, digits),
            words.signed(swing.high, digits),
            words.number(swing.width, digits),
        )
        for swing in ordered
    )
    note = words.say("sensitivity_note", central=words.signed(central_of(case, ordered), digits))
    return Grid(sensitivity_title(case), "wwnnn", heads(case, COLUMNS), rows, note)


def sensitivity_title(case: Case) -> str:
    """Say whose change is shown, in which year and in which unit."""
    area, base_year = case.words.area(asked_area(case)), case.scenario.story["base_year"]
    return case.words.say("sensitivity_title", area=area, year=case.year, base_year=base_year)


def sensitivity_sentence(case: Case, swings: Sequence[Swing]) -> str:
    """Tell the span of the answer, the assumption it depends on most, and whether its sign holds."""
    words, ordered = case.words, widest_first(swings)
    if not ordered or not ordered[0].width:
        return words.say("sensitivity_none", count=len(ordered))
    ends = [end for swing in ordered for end in swing.span]
    least, most = ordered[0].span
    told = words.say(
        "sensitivity_told",
        area=words.area(asked_area(case)),
        year=case.year,
        count=len(ordered),
        low=words.signed_rupiah(min(ends)),
        high=words.signed_rupiah(max(ends)),
        factor=factor_text(case, ordered[0].factor),
        factor_low=words.signed_rupiah(least),
        factor_high=words.signed_rupiah(most),
    )
    return f"{told} {sign_sentence(case, ordered)}"


def sign_sentence(case: Case, swings: Sequence[Swing]) -> str:
    """Say whether gain stays gain and loss stays loss, and else which assumptions turn it."""
    turning = [swing.factor for swing in swings if swing.span[0] * swing.span[1] < 0]
    names = case.words.listed([factor_text(case, factor) for factor in turning])
    return case.words.say("sign_turns", factors=names) if turning else case.words.say("sign_holds")


def not_run_sentence(case: Case) -> str:
    """Say that the table was not made, and by which command it is."""
    return case.words.say("sensitivity_missing", baseline=case.comparison.baseline.name, scenario=case.name)


def factor_text(case: Case, factor: Factor) -> str:
    """Name of what was moved."""
    return case.words.say_or(f"report.factors.{factor.name}", factor.name)


def moved_text(case: Case, factor: Factor) -> str:
    """Say from which to which value each parameter was moved."""
    words = case.words
    parts = [_moved(case, name, low, factor.high[name]) for name, low in factor.low.items()]
    if len(parts) == 1:
        return parts[0]
    named = zip(factor.low, parts, strict=True)
    return words.joined(
        "between_fields",
        [words.say("field", name=words.say_or(f"report.parameters.{name}", name), value=part) for name, part in named],
    )


def answer_digits(swings: Sequence[Swing]) -> int:
    """Return the decimals with which answers are written."""
    return digits_for([swing.width for swing in swings[:1]], FEWEST, MOST)


def central_of(case: Case, swings: Sequence[Swing]) -> float:
    """Return the answer as it stands, as the runs had it."""
    return swings[0].central if swings else central_answer(case)


def _moved(case: Case, name: str, low: float, high: float) -> str:
    ends = {key: case.words.number(value, decimals(value)) for key, value in (("low", low), ("high", high))}
    return case.words.say("times" if name == BOOKED else "range", **ends)
