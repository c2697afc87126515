"""A scenario as a story tells it: the resolved document is read again, so that a result can be made once more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulasi.errors import Fault, ScenarioError
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.scenario import NO_TREND, Scenario, at_start
from simulasi.world.month import Month

if TYPE_CHECKING:
    from simulasi.scenario.interventions.base import Intervention
    from simulasi.world.world import World

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def replay_scenario(name: str, resolved: Mapping[str, Any], trail: Mapping[str, str], world: World) -> Scenario:
    """Read a scenario from the resolved document of a story; ScenarioError when this world does not know its words.

    resolved : title, summary, settings and interventions by id, dates as text
    """
    settings = {key: _dated(value) for key, value in resolved["settings"].items()}
    start = _month(settings["start"])
    context = at_start(world, start)
    return Scenario(
        name,
        str(resolved["title"]),
        str(resolved["summary"]),
        start,
        _month(settings["end"]),
        str(settings.get("trend", NO_TREND)),
        tuple(_intervention(fields, context) for _, fields in sorted(resolved["interventions"].items())),
        dict(trail),
        dict(resolved),
        world,
    )


def _intervention(fields: Mapping[str, Any], world: World) -> Intervention:
    kind = KINDS.get(str(fields.get("kind")))
    if kind is None:
        raise ScenarioError([Fault("unknown_kind", key=f"{fields.get('id')}.kind", value=str(fields.get("kind")))])
    try:
        return kind.model_validate({key: _dated(value) for key, value in fields.items()}, context=world)
    except ValidationError as error:
        raise ScenarioError(
            [Fault("replay_refused", key=f"{fields['id']}.{'.'.join(map(str, item['loc']))}", value=str(item["input"]))
             for item in error.errors()]
        ) from error  # fmt: skip


def _dated(value: object) -> object:
    """Turn dates written as text back into dates, at any depth."""
    if isinstance(value, str) and DATE.fullmatch(value):
        return dt.date.fromisoformat(value)
    if isinstance(value, Mapping):
        return {key: _dated(item) for key, item in value.items()}
    return [_dated(item) for item in value] if isinstance(value, list) else value


def _month(value: object) -> Month:
    if not isinstance(value, dt.date):
        raise ScenarioError([Fault("bad_date", key="settings", value=str(value))])
    return Month(value.year, value.month)
