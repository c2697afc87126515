"""Every parameter says its unit, range, source and confidence, and is used."""

import dataclasses
import re
from pathlib import Path
from typing import get_type_hints

import pytest

import simulasi
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.data.load_tables import shipped_tables
from simulasi.errors import ParameterError
from simulasi.model.distributions import DISTRIBUTIONS, FIXED, LOG_TRIANGULAR
from simulasi.model.parameters import Parameters
from simulasi.scenario.words import CONFIDENCE

PACKAGE = Path(simulasi.__file__).parent
NAMES = sorted(parameter_facts())


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_is_documented(name):
    fact = parameter_facts()[name]
    assert fact.low <= fact.value <= fact.high
    assert fact.low < fact.high
    assert fact.unit
    assert fact.note
    assert fact.confidence in CONFIDENCE
    assert fact.distribution in DISTRIBUTIONS
    assert (fact.distribution == LOG_TRIANGULAR) <= (fact.low > 0.0)
    assert (fact.confidence == "calibrated") <= (fact.distribution == FIXED)
    assert fact.source in shipped_tables().register.sources


def test_the_file_and_the_types_name_the_same_parameters():
    groups = get_type_hints(Parameters)
    typed = {f"{group}.{item.name}" for group, kind in groups.items() for item in dataclasses.fields(kind)}
    assert typed == set(NAMES)


def test_every_parameter_is_used():
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "parameters.py")
    assert [name for name in NAMES if not re.search(rf"\.{name.split('.')[1]}\b", code)] == []


def test_wrong_parameters_are_refused_all_at_once():
    with pytest.raises(ParameterError) as caught:
        load_parameters({"trade.sigma_godds": 4.0, "trade.sigma_services": 40.0})
    first, second = caught.value.faults
    assert first.code == "unknown_parameter"
    assert first.fields["nearest"] == "trade.sigma_goods"
    assert second.code == "parameter_out_of_range"
    assert second.fields["high"] == "4.0"
