"""The measures of automatic parts, on pictures whose edges and order are known."""

import numpy as np
import pytest
from parts_study.alignment import alignment, borders, chance, near, strong_edges
from parts_study.depth import DepthPair, depth_pairs, right_order
from parts_study.rivals import by_felzenszwalb, by_slic

from painttime.core.image import RGB8, Labels
from painttime.core.part import Part, PartMap


def two_planes() -> tuple[RGB8, Labels]:
    labels = np.ones((120, 160), dtype=np.uint8)
    labels[:, 80:] = 2
    noise = np.random.default_rng(1).normal(0, 20, (120, 160, 3))
    pixels = np.array([(0, 0, 0), (60, 90, 150), (190, 160, 80)])[labels] + noise
    return np.clip(pixels, 0, 255).astype(np.uint8), labels


def test_a_border_on_the_edge_of_two_planes_is_aligned_and_one_beside_it_is_not() -> None:
    pixels, labels = two_planes()
    # Strong is a share of all ridges: where paint has texture, the whole border is strong.
    assert strong_edges(pixels)[10:-10, 78:82].any(axis=1).mean() > 0.95
    assert near(strong_edges(pixels)).mean() < 0.4
    flat = np.where(labels[..., None] == 1, 60, 190).astype(np.uint8).repeat(3, axis=2)
    edges = strong_edges(flat)
    assert alignment(borders(labels), edges) == 1.0
    assert alignment(borders(np.roll(labels, 3, axis=1)), edges) < 0.5
    assert chance(borders(labels), edges) == pytest.approx(0.5, abs=0.05)


def test_the_rim_of_the_picture_is_no_border_and_a_flat_picture_has_no_edge() -> None:
    assert not borders(np.ones((20, 30), dtype=np.uint8)).any()
    assert not strong_edges(np.full((20, 30, 3), 90, dtype=np.uint8)).any()
    assert alignment(borders(np.ones((20, 30), dtype=np.uint8)), np.ones((20, 30), dtype=np.bool_)) == 0.0


def test_rivals_find_the_two_planes() -> None:
    pixels, _ = two_planes()
    for rival in (by_slic, by_felzenszwalb):
        found = rival(pixels, 2)
        assert len(np.unique(found)) == 2
        assert (found[:, 90:] == found[60, 120]).mean() > 0.95


def test_order_counts_pairs_of_different_parts_only() -> None:
    _, labels = two_planes()
    parts = PartMap(labels=labels, parts=(Part(id=2, name="far"), Part(id=1, name="near")))
    right = DepthPair(behind=(0.9, 0.5), front=(0.1, 0.5))
    wrong = DepthPair(behind=(0.1, 0.5), front=(0.9, 0.5))
    same = DepthPair(behind=(0.1, 0.1), front=(0.1, 0.9))
    assert right_order(parts, [right, wrong, same]) == [True, False]


def test_pairs_ordered_by_hand_lie_in_the_picture() -> None:
    pairs = depth_pairs()
    assert len(pairs) >= 15
    assert sum(map(len, pairs.values())) >= 50
    for pair in (pair for found in pairs.values() for pair in found):
        assert all(0 <= share < 1 for share in (*pair.behind, *pair.front))
        assert pair.behind != pair.front
