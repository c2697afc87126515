"""Sentences for planners: what changes, where, how much, compared with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.report.trips import journeys
from simulasi.report.verdict import limit_text, share_text, told
from simulasi.results.areas import KALTIM

if TYPE_CHECKING:
    from simulasi.report.case import Case
    from simulasi.report.trips import Journey
    from simulasi.report.words import Words
    from simulasi.results.compare import Change

MORE_OR_LESS = {1: "more", -1: "less", 0: "not_different"}
HOURS_DIGITS = 1
PERCENT = 100.0


def headlines(case: Case) -> tuple[str, ...]:
    """Return the sentences a reader must not miss: the trips, the region that changes most, the province, the count.

    Of an ensemble also how many runs there were and what was left to chance.
    """
    most = most_changed(case)
    places = [*([most] if most else []), KALTIM]
    trips = tuple(journey_sentence(case, journey) for journey in journeys(case))
    runs = (ensemble_sentence(case),) if case.tells_range else ()
    return (*trips, *(grdp_sentence(case, place) for place in places), verdict_sentence(case), *runs)


def most_changed(case: Case) -> str:
    """Return the region whose GRDP changes by the largest share in the year of the case; empty when none does."""
    gains, losses, _ = case.comparison.verdicts(case.name, "grdp", case.year)
    return max((*gains, *losses), key=lambda area: abs(case.change(area, "grdp").share), default="")


def journey_sentence(case: Case, journey: Journey) -> str:
    """Tell the hours of a trip before and after."""
    words = case.words
    return words.say(
        "journey",
        origin=words.place(journey.origin),
        destination=words.place(journey.destination),
        before=words.number(journey.before_h, HOURS_DIGITS),
        after=words.number(journey.after_h, HOURS_DIGITS),
        baseline=case.baseline_title,
    )


def grdp_sentence(case: Case, area: str) -> str:
    """Tell what happens to the GRDP of an area, with the range of the runs where there are several."""
    words, change = case.words, case.change(area, "grdp")
    return words.say(
        MORE_OR_LESS[change.sign],
        area=words.area(area),
        year=case.year,
        amount=words.rupiah(abs(change.difference)),
        range=_range(words, change) if case.tells_range else "",
        share=share_text(words, change),
        baseline=case.baseline_title,
    )


def _range(words: Words, change: Change) -> str:
    """Write the range of a gain or a loss; a bound on the other side of 0 has a minus."""
    low, high = sorted(change.sign * bound for bound in (change.low, change.high))
    chance = words.part(PERCENT * change.chance_of_gain, 0)
    return words.say("range_of_runs", low=words.rupiah(low), high=words.rupiah(high), chance=chance)


def ensemble_sentence(case: Case) -> str:
    """Tell how many runs there were, what was left to chance, and which parameters were held."""
    words, drawn = case.words, len(case.scenario.story.get("varied", {}))
    parameters = words.say("parameters_drawn", count=drawn) if drawn else words.say("parameters_held")
    return f"{words.say('ensemble', count=words.number(case.scenario.members))} {parameters}"


def verdict_sentence(case: Case) -> str:
    """Count the regions that gain, lose, hardly change and do not differ; together they are all regions."""
    counts = {part: len(regions) for part, regions in told(case)._asdict().items()}
    key = "verdict_hardly" if counts["hardly"] else "verdict"
    return case.words.say(key, **counts, limit=limit_text(case.words), year=case.year)


def source_line(case: Case, runs: str | None = None) -> str:
    """Say what a figure was made from: version, world, scenarios, seed, runs.

    runs : which runs, in words; without it those of the scenario
    """
    words, story = case.words, case.scenario.story
    return words.say(
        "source_line",
        version=story["version"],
        world=story["world_digest"][:12],
        scenario=case.name,
        baseline=case.comparison.baseline.name,
        seed=story["seed"],
        runs=runs
        or (words.say("many_runs", count=case.scenario.members) if case.tells_range else words.say("one_run")),
    )
