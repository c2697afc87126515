"""Supply chains of a world small enough for paper: two regions and Jawa, two sectors."""

import numpy as np
import pytest

from simulasi.results import supply_chain

KUBAR, IKN, JAWA = np.eye(3, dtype=bool)
RICE = [[5.0, 1.0, 0.5], [2.0, 6.0, 0.0], [3.0, 4.0, 0.0]]
SAND = [[1.0, 1.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.5, 0.0]]
TRADE = np.array([[[RICE, SAND]]])


def test_an_area_buys_from_outside_what_is_not_its_own():
    assert supply_chain.inflow(TRADE, IKN).item() == 1 + 4 + 1 + 0.5
    assert supply_chain.outflow(TRADE, KUBAR).item() == 1 + 0.5 + 1
    assert supply_chain.inflow(TRADE, KUBAR | IKN).item() == 3 + 4 + 0.5


def test_a_link_counts_from_a_billion_rupiah_a_year():
    assert supply_chain.link_count(TRADE, IKN).item() == 3
    assert supply_chain.link_count(TRADE * 0.9, IKN).item() == 1


def test_diversity_is_the_number_of_links_when_all_are_equally_large():
    volume = np.zeros((1, 1, 2, 3, 3))
    volume[0, 0, :, [0, 2], 1] = 7.0
    assert supply_chain.link_diversity(volume, IKN).item() == pytest.approx(4.0)
    volume[0, 0, 1] = 0.0
    assert supply_chain.link_diversity(volume, IKN).item() == pytest.approx(2.0)


def test_the_hinterland_share_leaves_out_own_products_above_but_not_below():
    assert supply_chain.hinterland_share(TRADE, IKN, regions=2).item() == pytest.approx(100 * 2 / 14.5)
    both = supply_chain.hinterland_share(TRADE, KUBAR | IKN, regions=2).item()
    assert both == pytest.approx(100 * (2 + 2) / (11 + 14.5))


def test_dependence_is_the_share_of_an_origin_in_all_purchases():
    assert supply_chain.dependence(TRADE, IKN, on=JAWA).item() == pytest.approx(100 * 4.5 / 14.5)


def test_an_area_that_buys_nothing_has_no_share():
    nothing = np.zeros_like(TRADE)
    assert np.isnan(supply_chain.dependence(nothing, IKN, on=JAWA)).all()
    assert np.isnan(supply_chain.link_diversity(nothing, IKN)).all()
