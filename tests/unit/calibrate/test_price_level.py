"""Prices of other years come to the base year by the deflator of those who carry."""

import pandas as pd
import pytest

from simulasi.calibrate.price_level import SUBSECTOR_OF_MODE, price_factor
from simulasi.data.load_tables import shipped_tables
from simulasi.world.network import MODES

SUBSECTORS = shipped_tables()["grdp_province_subsector"]


def test_land_transport_from_2012_by_hand():
    now, then = 3411.23512 / 2582.48192, 1804.2358 / 1756.77877
    assert price_factor(SUBSECTORS, "H.2", year=2012, base_year=2021) == pytest.approx(now / then, rel=1e-12)
    assert now / then == pytest.approx(1.2862, abs=5e-5)


def test_boats_from_2012_by_hand():
    now, then = 1883.51717 / 1124.14002, 931.01045 / 855.09431
    assert price_factor(SUBSECTORS, "H.4", year=2012, base_year=2021) == pytest.approx(now / then, rel=1e-12)


def test_the_base_year_stays_and_there_and_back_is_one():
    assert price_factor(SUBSECTORS, "H.3", year=2021, base_year=2021) == 1.0
    there, back = (price_factor(SUBSECTORS, "H.3", year=a, base_year=b) for a, b in ((2019, 2021), (2021, 2019)))
    assert there * back == pytest.approx(1.0, rel=1e-15)


def test_every_mode_has_a_carrier_in_the_accounts():
    assert set(SUBSECTOR_OF_MODE) == set(MODES)
    assert set(SUBSECTOR_OF_MODE.values()) <= set(SUBSECTORS["subsector"])


def test_a_year_without_accounts_is_not_guessed():
    with pytest.raises(KeyError):
        price_factor(pd.DataFrame(SUBSECTORS), "H.2", year=1999, base_year=2021)
