"""What the outside world does to a commodity."""

import dataclasses

import numpy as np
import pytest

from simulasi.data.build_world import default_world
from simulasi.errors import ScenarioError
from simulasi.scenario.scenario import read_scenario
from simulasi.text.say import say_fault
from simulasi.world.month import Month

PARENT = 'title = "Induk"\n[settings]\nstart = 2022-01-01\nend = 2030-12-01\n{trend}\n'
SHOCK = """
[[intervention]]
id = "guncangan"
kind = "shock"
sector = "{sector}"
{fields}
source = "bps-kaltim-pdrb-industri"
confidence = "derived"
"""


@pytest.fixture
def shocked(tmp_path):
    def read(fields, *, sector="coal", trend=""):
        text = PARENT.format(trend=trend) + SHOCK.format(sector=sector, fields=fields)
        (tmp_path / "guncangan.toml").write_text(text, encoding="utf-8")
        return read_scenario(str(tmp_path / "guncangan.toml"), default_world())

    return read


def coal(world):
    return world.sector_ids.index("coal")


def test_the_price_of_the_world_moves_by_year_and_returns(shocked):
    scenario = shocked("world_price = { 2022 = 1.6, later = 0.9 }")
    prices = [scenario.world_at(Month(year, 6)).partner_price[coal(scenario.base)] for year in (2022, 2025)]
    assert np.unique(prices[0]) == pytest.approx([1.6])
    assert np.unique(prices[1]) == pytest.approx([0.9])


@pytest.mark.parametrize("trend", ["", 'trend = "2014-2019"'])
def test_the_volume_of_every_region_is_the_one_on_file(shocked, trend):
    scenario = shocked("volume = { 2022 = 1.05, 2023 = 1.10 }", trend=trend)
    for year, wanted in ((2022, 1.05), (2023, 1.10)):
        world = scenario.world_at(Month(year, 7))
        size = world.growth_index * world.capacity_index[coal(world)]
        assert size == pytest.approx(wanted)


def test_after_the_last_year_every_region_follows_its_own_trend(shocked):
    scenario = shocked("volume = { 2022 = 1.05 }", trend='trend = "2014-2019"')
    now, later = (scenario.world_at(Month(year, 7)).capacity_index[coal(scenario.base)] for year in (2024, 2029))
    assert later == pytest.approx(now)


def test_other_commodities_are_left_alone(shocked):
    world = shocked("world_price = { 2022 = 1.6 }\nvolume = { 2022 = 1.05 }").world_at(Month(2022, 6))
    others = np.arange(len(world.sectors)) != coal(world)
    assert (world.partner_price[others] == 1.0).all()
    assert (world.capacity_index[others] == 1.0).all()


@pytest.mark.parametrize(
    ("sector", "fields", "code", "words"),
    [
        ("trade", "world_price = { 2022 = 1.1 }", "no_world_price", "coal"),
        ("trade", "volume = { 2022 = 1.1 }", "no_permitted_volume", "coal"),
        ("coal", "", "missing_key", "volume"),
    ],
)
def test_a_shock_that_cannot_be_is_refused_kindly(shocked, sector, fields, code, words):
    with pytest.raises(ScenarioError) as caught:
        shocked(fields, sector=sector)
    (fault,) = caught.value.faults
    assert fault.code == code
    for lang in ("id", "en"):
        assert words in say_fault(fault, lang=lang)


def test_worlds_stay_frozen(shocked):
    with pytest.raises(dataclasses.FrozenInstanceError):
        shocked("world_price = { 2022 = 1.6 }").world_at(Month(2022, 6)).numeraire = 2.0
