"""The kinds of intervention: the word in a file and its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulasi.scenario.interventions.barrier import BarrierIntervention
from simulasi.scenario.interventions.demand import DemandIntervention
from simulasi.scenario.interventions.facility import FacilityIntervention
from simulasi.scenario.interventions.link import LinkIntervention
from simulasi.scenario.interventions.policy import PolicyIntervention
from simulasi.scenario.interventions.service import ServiceIntervention
from simulasi.scenario.interventions.shock import ShockIntervention
from simulasi.scenario.interventions.transit_zone import TransitZoneIntervention
from simulasi.scenario.interventions.utility import UtilityIntervention

if TYPE_CHECKING:
    from simulasi.scenario.interventions.base import Intervention

KINDS: dict[str, type[Intervention]] = {
    "barrier": BarrierIntervention,
    "demand": DemandIntervention,
    "facility": FacilityIntervention,
    "link": LinkIntervention,
    "policy": PolicyIntervention,
    "service": ServiceIntervention,
    "shock": ShockIntervention,
    "transit_zone": TransitZoneIntervention,
    "utility": UtilityIntervention,
}
