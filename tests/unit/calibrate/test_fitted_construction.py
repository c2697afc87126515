"""The booked shares and the refinery give the published construction, and nothing out of reach is fitted."""

from dataclasses import replace

import pytest

from simulasi.calibrate.construction import (
    CAPITAL,
    PPU,
    REFINERY,
    Record,
    construction_growth,
    fit_construction,
)
from simulasi.cli.fitting import construction_record
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters
from simulasi.errors import WorldError
from simulasi.scenario.scenario import read_scenario

P = load_parameters()
PUBLISHED = construction_record()


@pytest.fixture
def baseline():
    return read_scenario("dasar", default_world())


def growth_of(scenario):
    """Growth of construction in PPU and in the province, by year."""
    parts = (PPU, scenario.base.region_ids)
    return Record(*(construction_growth(scenario, P, until=2023, regions=part) for part in parts))


def test_the_shares_in_force_give_the_published_construction(baseline):
    found = growth_of(baseline)
    assert found.ppu == pytest.approx(PUBLISHED.ppu, abs=2e-4)
    assert found.province == pytest.approx(PUBLISHED.province, abs=2e-4)


def test_another_share_does_not(baseline):
    ikn = baseline.intervention(CAPITAL)
    more = ikn.model_copy(update={"booked": {key: 1.1 * share for key, share in ikn.booked.items()}})
    others = tuple(more if item.id == CAPITAL else item for item in baseline.interventions)
    found = growth_of(replace(baseline, interventions=others))
    assert found.ppu[2022] > PUBLISHED.ppu[2022] + 0.02


def test_a_record_out_of_reach_is_a_fault_that_names_year_and_bracket(baseline):
    beyond = Record({2022: 50.0, 2023: 0.1}, PUBLISHED.province)
    with pytest.raises(WorldError) as error:
        fit_construction(baseline, P, beyond)
    (fault,) = error.value.faults
    assert fault.code == "record_out_of_reach"
    assert (fault.fields["year"], fault.fields["low"], fault.fields["high"]) == ("2022", "0.01", "0.99")


@pytest.mark.slow
def test_the_fit_finds_the_numbers_that_made_the_growth(baseline):
    fit = fit_construction(baseline, P, growth_of(baseline))
    assert fit.booked == pytest.approx(dict(baseline.intervention(CAPITAL).booked), rel=1e-3)
    spending = baseline.intervention(REFINERY).spending_trillion_rp
    assert fit.refinery == pytest.approx(dict(spending), rel=1e-3)
