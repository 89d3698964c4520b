"""What lies in front of what, from borders alone and from borders and looks together."""

import numpy as np
import pytest

from painttime.core.image import Labels
from painttime.segmentation.description.occlusion import find_occlusions
from painttime.segmentation.description.ordering import kind_depth, order_by_depth

EYE = np.eye(4, dtype=np.float32)


def disc_before_two_planes() -> Labels:
    """Return 1 left, 2 right, and 3 a disc over the middle of the border between them."""
    rows, columns = np.mgrid[:120, :160]
    labels = np.where(columns < 80, 1, 2).astype(np.uint8)
    labels[(columns - 80) ** 2 + (rows - 60) ** 2 < 30**2] = 3
    return labels


def test_a_disc_lies_in_front_of_the_planes_it_covers() -> None:
    _, front = find_occlusions(disc_before_two_planes(), 3).of_parts(EYE[:3, :3])
    assert front[2, 0] > 0.3
    assert front[2, 1] > 0.3
    assert np.allclose(front, -front.T, atol=1e-5)
    assert abs(front[0, 1]) < 0.1


def test_parts_joined_say_what_their_leaves_said() -> None:
    occlusions = find_occlusions(disc_before_two_planes(), 3)
    joined = np.array([[1, 1, 0], [0, 0, 1]], dtype=np.float32)
    length, front = occlusions.of_parts(joined)
    alone, _ = occlusions.of_parts(EYE[:3, :3])
    assert length[0, 1] == pytest.approx(alone[0, 2] + alone[1, 2])
    assert front[1, 0] > 0.3


def test_of_two_planes_the_lower_one_lies_in_front() -> None:
    labels = np.ones((100, 100), dtype=np.uint8)
    labels[50:] = 2
    _, front = find_occlusions(labels, 2).of_parts(EYE[:2, :2])
    assert front[1, 0] > 0


def test_borders_outweigh_looks_that_hardly_differ_but_not_what_nobody_touches() -> None:
    scores = {1: 1.0, 2: 1.1, 3: 0.2}
    length = np.zeros((3, 3), dtype=np.float32)
    length[0, 1] = length[1, 0] = 40
    front = np.zeros((3, 3), dtype=np.float32)
    front[0, 1], front[1, 0] = -1.0, 1.0
    assert order_by_depth(scores, np.zeros_like(length), front) == [2, 1, 3]
    assert order_by_depth(scores, length, front) == [1, 2, 3]


def test_skies_lie_behind_whatever_stands_before_them() -> None:
    kinds = ("sky", "tree", "figure")
    sky, tree, figure = (kind_depth(kinds, row) for row in EYE[:3, :3])
    assert sky > tree > figure
