"""Outlines: the lines between a part and the rest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from painttime.gui.part_outline import outline_lines


def test_a_rectangle_has_four_lines_at_its_edges():
    labels = np.zeros((10, 10), dtype=np.uint8)
    labels[2:5, 3:7] = 1
    lines = {(line.x1(), line.y1(), line.x2(), line.y2()) for line in outline_lines(labels, 1, (2.0, 10.0))}
    assert lines == {(6, 20, 14, 20), (6, 50, 14, 50), (6, 20, 6, 50), (14, 20, 14, 50)}


def test_a_part_at_the_border_is_closed_there():
    lines = outline_lines(np.ones((4, 6), dtype=np.uint8), 1, (1.0, 1.0))
    assert len(lines) == 4


def test_a_part_without_pixels_has_no_outline():
    assert outline_lines(np.ones((4, 6), dtype=np.uint8), 2, (1.0, 1.0)) == []


@given(arrays(np.uint8, (7, 9), elements=st.integers(1, 3)))
def test_the_length_is_the_number_of_edges(labels):
    inside = np.pad(labels == 2, 1)
    edges = (inside[1:] != inside[:-1]).sum() + (inside[:, 1:] != inside[:, :-1]).sum()
    assert sum(line.length() for line in outline_lines(labels, 2, (1.0, 1.0))) == edges
