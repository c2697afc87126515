"""Tables of what stretches and routes are made of."""

import numpy as np
from scipy.sparse import csr_array

from simulasi.model.uses import path_size, side_by_side, stacked

ONE = csr_array(np.array([[1.0, 0.0], [1.0, 1.0]]))
OTHER = csr_array(np.array([[0.0, 1.0]]))


def test_tables_stand_below_each_other_in_columns_of_their_own_or_in_the_same():
    own = np.zeros((3, 4))
    own[:2, :2], own[2:, 2:] = ONE.toarray(), OTHER.toarray()
    assert np.array_equal(side_by_side([ONE, OTHER]).toarray(), own)
    assert np.array_equal(stacked([ONE, OTHER]).toarray(), np.vstack([ONE.toarray(), OTHER.toarray()]))


def test_routes_of_a_pair_share_what_they_pass_together():
    cost = np.array([3.0, 1.0])
    # the first passes one stretch, the second both
    assert path_size(cost, np.array([0, 0]), ONE).tolist() == [0.5, 2.5 / 4.0]
    assert path_size(cost, np.array([0, 1]), ONE).tolist() == [1.0, 1.0]
