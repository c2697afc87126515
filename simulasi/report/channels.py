"""Why GRDP changes: the largest channels in sentences, all of them in a table and a figure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import matplotlib as mpl

from simulasi.report.drawing import (
    BLUE,
    INK,
    PAGE_WIDTH_IN,
    SMALL_PT,
    STYLE,
    VERMILION,
    WIDTH_IN,
    Caption,
    new_figure,
    write_captions,
)
from simulasi.report.grids import Grid, unit_text
from simulasi.report.narrative import most_changed
from simulasi.report.verdict import told
from simulasi.report.words import digits_for
from simulasi.results.areas import KALTIM
from simulasi.results.explain import CHANNELS, RESIDUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulasi.report.case import Case

LARGEST, SHOWN_AREAS = 3, 3
BOUND = 0.05
"""Residual as a share of the change above which the page says so."""
CANCELS = 0.5
"""Change of GRDP as a part of the largest channel below which the channels of a region cancel."""
TINY = 0.02
"""Channels below this part of the largest are drawn together."""
OTHERS = "others"
ROW_IN, FOOT_IN, CAPTIONS_IN = 0.4, 0.15, 1.9
BAR, GAP_IN, LETTER_EM, NAMES, RIGHT, NAME_LETTERS = 0.62, 0.05, 0.64, 0.42, 0.98, 24
"""Thickness of a bar, room beside it, width of a digit, where names and figure end, and where names break."""
DIGITS, PERCENT_DIGITS = 1, 1
POINTS_AN_INCH = 72.0


def explained_areas(case: Case) -> tuple[str, ...]:
    """Return the regions whose GRDP changes by the largest shares, where channels cancel, and the province."""
    parts, hidden = told(case), cancelling(case)
    changed = sorted((*parts.gains, *parts.losses), key=lambda area: -abs(case.change(area, "grdp").share))
    shown = changed[:SHOWN_AREAS] or [most_changed(case)]
    if hidden and hidden not in shown:
        shown = [*shown[: SHOWN_AREAS - 1], hidden]
    return (*shown, KALTIM)


def cancelling(case: Case) -> str:
    """Return the region with the largest channel of all where GRDP hides it, since others cancel it; empty where none.

    An industrial area may change much where it stands, and GRDP there by less than next door.
    """
    sizes = {area: max(_sizes(by_channel(case, area)), default=0.0) for area in case.comparison.regions}
    area = max(sizes, key=lambda area: sizes[area])
    is_hidden = area != most_changed(case) and abs(case.change(area, "grdp").difference) < CANCELS * sizes[area]
    return area if is_hidden else ""


def _sizes(values: dict[str, float]) -> list[float]:
    return [abs(value) for name, value in values.items() if name != RESIDUAL]


def by_channel(case: Case, area: str) -> dict[str, float]:
    """Return the channels of an area in the year of the case, bn Rp, in their order; empty where not worked out."""
    if case.channels is None:
        return {}
    found = case.channels[(case.channels["region"] == area) & (case.channels["year"] == case.year)]
    values = dict(zip(found["channel"], found["value_bn_rp"], strict=True))
    return {channel: float(values[channel]) for channel in CHANNELS if channel in values}


def channel_lead(case: Case, area: str = "") -> str:
    """Say whose change is explained, of the region that changes most or of an area; that nothing changes, if so."""
    area = area or most_changed(case)
    if not area:
        return case.words.say("channels_same")
    amount = case.words.signed_rupiah(case.change(area, "grdp").difference)
    return case.words.say(
        "channels_lead", area=case.words.area(area), year=case.year, amount=amount, baseline=case.baseline_title
    )


def channel_sentences(case: Case, area: str = "") -> tuple[str, ...]:
    """Tell the three largest channels of the region that changes most, or of an area."""
    return _largest(case, area or most_changed(case))


def cancel_lead(case: Case) -> str:
    """Say where large channels cancel, and what is left."""
    area = cancelling(case)
    amount = case.words.signed_rupiah(case.change(area, "grdp").difference)
    return case.words.say("channels_cancel", area=case.words.area(area), amount=amount)


def cancel_sentences(case: Case) -> tuple[str, ...]:
    """Tell the three largest channels of the region where they cancel; nothing where there is none."""
    area = cancelling(case)
    return _largest(case, area) if area else ()


def _largest(case: Case, area: str) -> tuple[str, ...]:
    values = by_channel(case, area)
    largest = sorted((name for name in values if name != RESIDUAL), key=lambda name: -abs(values[name]))[:LARGEST]
    return tuple(_sentence(case, area, name, values[name]) for name in largest if values[name])


def _sentence(case: Case, area: str, channel: str, value: float) -> str:
    words, way = case.words, "more" if value > 0.0 else "less"
    why = words.say(f"channel.{channel}.{way}", area=words.area(area))
    return words.say("channel_sentence", why=why, amount=words.signed_rupiah(value))


def residual_sentences(case: Case) -> tuple[str, ...]:
    """Name the areas shown whose residual is more than a twentieth of their change."""
    said = []
    for area in explained_areas(case):
        values = by_channel(case, area)
        change = sum(values.values())
        if abs(values.get(RESIDUAL, 0.0)) > BOUND * abs(change):
            share = case.words.part(100.0 * abs(values[RESIDUAL] / change), PERCENT_DIGITS)
            said.append(case.words.say("channels_rest", area=case.words.area(area), share=share))
    return tuple(said)


def channel_grid(case: Case) -> Grid:
    """Lay out the channels that count, of the regions that change most and of the province."""
    words, areas = case.words, explained_areas(case)
    table = {area: by_channel(case, area) for area in areas}
    names = [name for name in CHANNELS if name == RESIDUAL or any(round(row[name], DIGITS) for row in table.values())]
    digits = digits_for([max((abs(value) for value in row.values()), default=0.0) for row in table.values()], DIGITS)
    rows = [
        (words.say(f"channel.{name}.name"), *(words.signed(table[area][name], digits) for area in areas))
        for name in names
    ]
    rows.append((words.say("channels_total"), *(words.signed(sum(table[area].values()), digits) for area in areas)))
    head = (words.say("channel_column"), *(words.area(area) for area in areas))
    title = words.say("channels_title", year=case.year, unit=unit_text(case, "bn_rp"))
    return Grid(title, "w" + "n" * len(areas), head, tuple(rows), words.say("channels_note"))


def channel_figure(case: Case, *, captions: bool = True) -> Figure:
    """Draw a bar for every channel of the region that changes most, the small ones together.

    captions : write title, unit and source into the picture; a page writes them itself
    """
    bars = drawn_channels(by_channel(case, most_changed(case)))
    with mpl.rc_context(STYLE):
        width = WIDTH_IN if captions else PAGE_WIDTH_IN
        height = ROW_IN * (len(bars) + 1) + FOOT_IN + (CAPTIONS_IN if captions else 0.0)
        figure = new_figure(width, height)
        bottom, top = write_captions(figure, case, channel_caption(case)) if captions else (0.0, 1.0)
        axes = figure.add_axes((NAMES, bottom + FOOT_IN / height, RIGHT - NAMES, top - bottom - FOOT_IN / height))
        _draw(axes, case, bars, width_in=(RIGHT - NAMES) * width)
    return figure


def channel_caption(case: Case) -> Caption:
    """Say what the figure shows and in which unit."""
    words = case.words
    title = words.say("figure_channels", area=words.area(most_changed(case)), year=case.year, scenario=case.title)
    unit = words.say("figure_channels_unit", unit=unit_text(case, "bn_rp"), baseline=case.baseline_title)
    return Caption(title, unit)


def drawn_channels(values: dict[str, float]) -> dict[str, float]:
    """Return the channels by size, the small ones together, the residual last; all add up to the same.

    >>> drawn_channels({"pay": 1.0, "freight": 900.0, "stocks": -2.0, "residual": 0.5})
    {'freight': 900.0, 'others': -1.0, 'residual': 0.5}
    """
    least = TINY * max((abs(value) for value in values.values()), default=0.0)
    causes = {name: value for name, value in values.items() if name != RESIDUAL}
    large = sorted((name for name in causes if abs(causes[name]) >= least), key=lambda name: -abs(causes[name]))
    small = [value for name, value in causes.items() if name not in large]
    others = {OTHERS: sum(small)} if small else {}
    return {name: causes[name] for name in large} | others | {RESIDUAL: values[RESIDUAL]}


def _draw(axes: Axes, case: Case, bars: dict[str, float], *, width_in: float) -> None:
    words = case.words
    total = sum(bars.values())
    rows = [(_name(case, name), value, BLUE if value >= 0.0 else VERMILION) for name, value in bars.items()]
    rows.append((words.say("channels_total"), total, INK))
    digits = digits_for([max(abs(value) for _, value, _ in rows)], DIGITS)
    numbers = [words.signed(value, digits) for _, value, _ in rows]
    low, high, inch = _limits([value for _, value, _ in rows], numbers, width_in)
    axes.set(xlim=(low, high), ylim=(len(rows) - 0.4, -0.6))
    axes.axvline(0.0, color=INK, linewidth=1)
    for place, ((_, value, colour), number) in enumerate(zip(rows, numbers, strict=True)):
        axes.barh(place, value, BAR, color=colour)
        side, gap = ("left", GAP_IN) if value >= 0.0 else ("right", -GAP_IN)
        axes.text(value + gap * inch, place, number, size=SMALL_PT, va="center", ha=side)
    axes.set_yticks(range(len(rows)), [textwrap.fill(name, NAME_LETTERS) for name, *_ in rows], size=SMALL_PT)
    axes.set_xticks([])
    axes.tick_params(length=0, pad=2)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _limits(values: Sequence[float], numbers: Sequence[str], width_in: float) -> tuple[float, float, float]:
    """Return both ends of an axis on which every number fits beyond its bar, and how much an inch of it is."""
    low, high = min(0.0, *values), max(0.0, *values)
    needs = [GAP_IN + LETTER_EM * SMALL_PT / POINTS_AN_INCH * (len(number) + 1) for number in numbers]
    room = [max((need for need, value in zip(needs, values, strict=True) if (value < 0.0) == left), default=GAP_IN)
            for left in (True, False)]  # fmt: skip
    inch = ((high - low) or 1.0) / (width_in - sum(room))
    return low - room[0] * inch, high + room[1] * inch, inch


def _name(case: Case, channel: str) -> str:
    return case.words.say("channels_others" if channel == OTHERS else f"channel.{channel}.name")
