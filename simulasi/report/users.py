"""How a link is used, and by whom, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulasi.report.grids import Grid
from simulasi.report.traffic import RATIO_DIGITS, link_text
from simulasi.report.words import digits_for
from simulasi.world.cargo import PEOPLE
from simulasi.world.network import LAND, SIDE_OF_MODE

if TYPE_CHECKING:
    from simulasi.experiment.link_users import LinkUsers
    from simulasi.report.words import Words

HOURS_DIGITS, MOST_HOURS_DIGITS = 1, 3


def use_lines(words: Words, found: LinkUsers, scenario: str) -> tuple[str, ...]:
    """Tell vehicles a day, volume over capacity, and hours now beside the published ones."""
    name = link_text(words, found.link)
    title = words.say("users_of", link=name, scenario=scenario.partition(":")[0], year=found.year)
    on_land = SIDE_OF_MODE[found.link.mode] == LAND
    vehicles = words.say("users_vehicles" if on_land else "users_truckloads", count=words.number(found.vehicles_day))
    return title, f"  {vehicles}", f"  {_fullness(words, found)}", *(f"  {line}" for line in _hours(words, found))


def _fullness(words: Words, found: LinkUsers) -> str:
    if math.isinf(found.capacity_pcu_h):
        return words.say("users_no_capacity")
    return words.say(
        "users_ratio",
        ratio=words.number(found.volume_pcu_h / found.capacity_pcu_h, RATIO_DIGITS),
        volume=words.number(found.volume_pcu_h),
        capacity=words.number(found.capacity_pcu_h),
    )


def _hours(words: Words, found: LinkUsers) -> tuple[str, ...]:
    """Tell the hours of both ways together where they are alike, else of each way that may be used."""
    ways = list(zip(found.hours, found.link.hours, strict=True))
    digits = max(digits_for([found.link.hours[0] / 10.0], HOURS_DIGITS, MOST_HOURS_DIGITS), HOURS_DIGITS)
    said = [{"now": words.number(now, digits), "published": words.number(before, digits)} for now, before in ways]
    if said[0] == said[1]:
        return (words.say("users_hours", **said[0]),)
    first, second = (words.place(place) for place in found.link.between)
    ends = ((first, second), (second, first))
    return tuple(
        words.say("users_hours_way", origin=origin, destination=destination, **hours)
        for (now, _), hours, (origin, destination) in zip(ways, said, ends, strict=True)
        if math.isfinite(now)
    )


def user_grid(words: Words, found: LinkUsers, count: int) -> Grid:
    """Lay out the pairs and classes of traffic that use a link most, by vehicles."""
    rows = tuple(
        (
            words.say("direction", origin=words.area(row.origin), destination=words.area(row.destination)),
            words.say(f"cargo.{row.cargo}"),
            words.say("persons_year" if row.cargo == PEOPLE else "tonnes_year", count=words.number(row.units_year)),
            words.number(row.vehicles_day),
            words.part(100.0 * row.share, 1),
        )
        for row in found.users.head(count).itertuples()
    )
    head = ("route", "class_column", "units_year", "vehicles_column", "users_share")
    title = words.say("users_title", shown=len(rows), count=len(found.users))
    return Grid(title, "wwnnn", tuple(words.say(key) for key in head), rows, words.say("users_note"))
