"""What an intervention costs, who pays, who takes part, and what its file promises."""

import pytest
from small_world import child, document, promise, road, town

from simulasi.results.areas import KALTIM, PPU_BPS
from simulasi.results.indicators import INDICATORS
from simulasi.scenario.compose import compose
from simulasi.scenario.interventions.kinds import KINDS
from simulasi.scenario.scenario import read_scenario
from simulasi.scenario.schema import Document, ExpectedEffect
from simulasi.scenario.words import AREAS, TOLD
from simulasi.world.month import Month

PERIOD = Month(2022, 1), Month(2024, 12)


@pytest.fixture
def costs(write, world):
    def read(**changes):
        write(biaya=road(**changes))
        return read_scenario("biaya", world).intervention("jalan").costs(*PERIOD)

    return read


def test_investment_stands_in_the_years_that_are_written(costs):
    found = costs(investment_bn_rp="{ 2023 = 800, 2021 = 1_200 }", payer='"state"')
    assert found.investment == {2021: 1200.0, 2023: 800.0}
    assert found.payers == {"state": 1.0}
    assert found.upkeep == {}


def test_a_cost_without_years_counts_in_the_year_of_opening(costs):
    assert costs(cost_bn_rp="900", opens="2024-05-01").investment == {2024: 900.0}


def test_upkeep_runs_from_opening_to_closing_or_the_end_of_the_run(costs):
    assert costs(upkeep_bn_rp_a_year="24", opens="2023-11-01").upkeep == {2023: 4.0, 2024: 24.0}
    closed = costs(upkeep_bn_rp_a_year="24", opens="2023-11-01", closes="2024-03-01", phase_in_months="30")
    assert closed.upkeep == {2023: 4.0, 2024: 4.0}
    assert costs(upkeep_bn_rp_a_year="24", opens="2026-01-01").upkeep == {}


def test_shares_of_several_payers_are_kept_and_nothing_is_made_up(costs):
    assert costs(payer="{ province = 0.25, hulu = 0.75 }").payers == {"province": 0.25, "hulu": 0.75}
    assert costs() == ({}, {}, {})


def test_money_parties_and_affairs_change_no_world(write, world):
    told = {
        "investment_bn_rp": "{ 2023 = 800 }", "upkeep_bn_rp_a_year": "35", "payer": '"kota"',
        "parties": '["hulu", "kota"]', "affair": '"voluntary"',
    }  # fmt: skip
    write(biaya=town(**told), promised=town().replace("[[", f"{promise().splitlines()[2]}\n[[", 1))
    plain, dear, promised = (read_scenario(name, world) for name in ("kota", "biaya", "promised"))
    for month in plain.months:
        assert (plain.world_at(month).programme == dear.world_at(month).programme).all()
    assert dear.intervention("kota-baru").parties == ("hulu", "kota")
    assert promised.resolved["interventions"] == plain.resolved["interventions"]


def test_a_promise_is_of_its_file_alone(write, world):
    write(janji=promise(year="2024"), anak='title = "Anak"\nextends = "janji"', paket=child('include = ["janji"]'))
    (found,) = read_scenario("janji", world).expects
    assert (found.indicator, found.region, found.sign, found.year) == ("grdp", "hulu", "+", 2024)
    for name in ("anak", "paket", "janji+kota"):
        assert read_scenario(name, world).expects == compose(name).expects == ()


def test_areas_and_indicators_that_can_be_promised_are_those_of_results():
    assert set(TOLD) <= set(INDICATORS)
    assert len(set(TOLD)) == len(TOLD)
    assert set(AREAS) == {KALTIM, PPU_BPS}


@pytest.mark.parametrize("model", [*KINDS.values(), Document, ExpectedEffect], ids=lambda model: model.__name__)
def test_every_field_can_be_told_as_a_schema(model):
    assert set(model.model_json_schema()["properties"]) == set(model.file_keys())


def test_one_payer_may_stand_as_a_word(write, world):
    write(biaya=document(*[], head=road(payer='"private"').rstrip()))
    assert read_scenario("biaya", world).intervention("jalan").payer == {"private": 1.0}
