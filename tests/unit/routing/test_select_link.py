"""Who uses a link adds up to what the link carries."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from simulasi.routing.select_link import users_of

ROUTES, EDGES, GROUPS, MEMBERS = 12, 6, 5, 2
INCIDENCE = arrays(bool, (ROUTES, EDGES))
UNITS = arrays(float, (ROUTES, MEMBERS), elements=st.floats(0.0, 1e6))
GROUP = arrays(int, ROUTES, elements=st.integers(0, GROUPS - 1))


@given(on=INCIDENCE, units=UNITS, group=GROUP, edge=st.integers(0, EDGES - 1))
def test_the_users_of_a_link_sum_to_its_load(on, units, group, edge):
    found = users_of(csr_array(on * 1.0), group, units, [edge], groups=GROUPS)
    np.testing.assert_allclose(found.units.sum(axis=0), on[:, edge] @ units)
    np.testing.assert_allclose(found.total.sum(axis=0), units.sum(axis=0))


@given(on=INCIDENCE, units=UNITS, group=GROUP)
def test_shares_lie_between_nothing_and_all(on, units, group):
    share = users_of(csr_array(on * 1.0), group, units, range(3), groups=GROUPS).share
    assert (share >= 0.0).all()
    assert (share <= 1.0 + 1e-12).all()


def test_a_route_that_passes_both_edges_counts_once():
    on = csr_array([[1.0, 1.0], [1.0, 0.0]])
    found = users_of(on, np.array([0, 0]), np.array([[3.0], [1.0]]), [0, 1], groups=1)
    assert found.units.tolist() == [[4.0]]


def test_a_group_without_traffic_has_no_share():
    found = users_of(csr_array([[1.0]]), np.array([0]), np.array([[0.0]]), [0], groups=2)
    assert found.share.tolist() == [[0.0], [0.0]]
