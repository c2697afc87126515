"""Labels stand apart, inside the picture, and near what they name."""

import numpy as np

from simulasi.report.labels import Other, Scene, Wish, crossings, crowding, placed

HOMES = {name: np.array(point) for name, point in
         {"a": (0.5, 0.5), "b": (0.52, 0.5), "c": (0.5, 0.53), "d": (0.1, 0.9), "e": (0.97, 0.5)}.items()}  # fmt: skip
SIZE = np.array([0.2, 0.08])
SCENE = Scene(np.array(list(HOMES.values())), np.array([[HOMES["a"], HOMES["d"]]]))


def test_labels_do_not_cover_each_other_nor_any_point():
    centres = placed(HOMES, dict.fromkeys(HOMES, SIZE), SCENE)
    for name, centre in centres.items():
        for other in set(centres) - {name}:
            assert (abs(centre - centres[other]) >= SIZE - 1e-12).any()
        assert (abs(SCENE.points - centre) > SIZE / 2).any(axis=1).all()


def test_labels_stay_in_the_picture():
    for centre in placed(HOMES, dict.fromkeys(HOMES, SIZE), SCENE).values():
        assert (centre >= SIZE / 2).all()
        assert (centre <= 1 - SIZE / 2).all()


def test_the_order_of_the_homes_does_not_matter():
    one = placed(HOMES, dict.fromkeys(HOMES, SIZE), SCENE)
    other = placed(dict(reversed(HOMES.items())), dict.fromkeys(HOMES, SIZE), SCENE)
    assert all((one[name] == other[name]).all() for name in HOMES)


def test_lines_that_only_touch_do_not_cross():
    corner = np.array([[[0.0, 0.0], [1.0, 0.0]]])
    assert crossings(corner, np.array([[[1.0, 0.0], [1.0, 1.0]]])).tolist() == [0]
    assert crossings(corner, np.zeros((0, 2, 2))).tolist() == [0]


def test_a_label_is_in_the_way_where_it_covers_another_or_its_leader():
    home, size = np.array([0.3, 0.5]), np.array([0.2, 0.1])
    other = Other(np.array([0.7, 0.5]), size, np.array([0.7, 0.2]))
    # on the other, on its leader, and far from both
    spots = np.array([[0.7, 0.5], [0.7, 0.3], [0.3, 0.8]])
    on_it, on_its_leader, apart = crowding(Wish(home, size, spots), other)
    assert on_it > on_its_leader > apart == 0.0
