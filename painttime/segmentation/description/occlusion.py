"""Which of two touching parts lies in front, as their common border tells.

Three cues of the border and its surroundings hold in pictures of all kinds (Fowlkes, Martin and Malik 2007):
the part in front is convex, is the smaller one, and lies below. A fourth is the T-junction: where three parts
meet, the one whose outline runs straight on covers the other two.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import Float32, Labels

SURROUNDINGS_PX = (3.0, 8.0)
"""Blurs in which it is seen to which side a border bends; the map looked at is about 180 px long."""

JUNCTION_PX = 5
STRAIGHT = (0.40, 0.62)
"""Share of a small disc that a part fills whose outline runs straight on through the middle of it."""

CONVEX_WEIGHT, SMALL_WEIGHT, LOW_WEIGHT, JUNCTION_WEIGHT = 4.0, 0.25, 0.35, 0.6
"""What each cue says for a whole border at its clearest, in units of depth."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Occlusions:
    """What borders say about n leaves.

    length_px: (n, n) length of the common border, symmetric.
    front: (n, n), front[i, j] is how much the whole border speaks for i in front of j, times its length;
        front[j, i] is the opposite.
    area_px: (n,) size of each leaf.
    """

    length_px: Float32
    front: Float32
    area_px: Float32

    def of_parts(self, members: Float32) -> tuple[Float32, Float32]:
        """Return (length_px, depth) of parts that join leaves, (k, k) each; depth > 0: the row is in front.

        members: (k, n), 1 where a leaf belongs to a part.
        """
        length = np.asarray(members @ self.length_px @ members.T, dtype=np.float32)
        np.fill_diagonal(length, 0)
        size = np.log(np.maximum(1, members @ self.area_px))
        depth = members @ self.front @ members.T / np.maximum(length, 1)
        depth += SMALL_WEIGHT * np.clip(size[None, :] - size[:, None], -3, 3)
        return length, np.where(length > 0, depth, 0).astype(np.float32)


def find_occlusions(leaves: Labels, count: int) -> Occlusions:
    """Return what the borders of an (h, w) map of ids 1..count say, leaf i being id i + 1."""
    length = np.zeros((count, count), dtype=np.float32)
    front = np.zeros((count, count), dtype=np.float32)
    around = _surroundings(leaves, count)
    for rows, columns, below in _border_pixels(leaves):
        next_rows, next_columns = rows + below, columns + 1 - below
        here = leaves[rows, columns].astype(np.intp) - 1
        there = leaves[next_rows, next_columns].astype(np.intp) - 1
        own, other = (
            around[part, rows, columns] + around[part, next_rows, next_columns] for part in (here, there)
        )
        bend = (other - own) / np.maximum(own + other, 1e-3)
        says = CONVEX_WEIGHT * bend - LOW_WEIGHT * below
        np.add.at(length, (here, there), 1)
        np.add.at(length, (there, here), 1)
        np.add.at(front, (here, there), says)
        np.add.at(front, (there, here), -says)
    _add_junctions(leaves, length, front)
    area = np.bincount(leaves.ravel(), minlength=count + 1)[1:].astype(np.float32)
    return Occlusions(length_px=length, front=front, area_px=area)


def _border_pixels(leaves: Labels) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], int]]:
    """Return (rows, columns, 1) of pixels unlike the one below, (rows, columns, 0) unlike the one right."""
    found = []
    for below, unlike in ((1, leaves[:-1] != leaves[1:]), (0, leaves[:, :-1] != leaves[:, 1:])):
        rows, columns = np.nonzero(unlike)
        found.append((rows, columns, below))
    return found


def _surroundings(leaves: Labels, count: int) -> Float32:
    """Return the share of each leaf around each pixel, (count, h, w) float32: the mean of all blurs."""
    shares = np.zeros((count, *leaves.shape), dtype=np.float32)
    for leaf in range(count):
        mask = (leaves == leaf + 1).astype(np.float32)
        for sigma in SURROUNDINGS_PX:
            shares[leaf] += cv2.GaussianBlur(mask, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return np.asarray(shares / len(SURROUNDINGS_PX), dtype=np.float32)


def _add_junctions(leaves: Labels, length: Float32, front: Float32) -> None:
    """Let T-junctions speak for the part that runs straight on, once for each of the two borders it makes."""
    height, width = leaves.shape
    radius = JUNCTION_PX
    corners = np.stack([leaves[:-1, :-1], leaves[:-1, 1:], leaves[1:, :-1], leaves[1:, 1:]])
    ordered = np.sort(corners, axis=0)
    meets = (np.diff(ordered, axis=0) > 0).sum(axis=0) == 2
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    disc = np.hypot(rows, columns) <= radius
    for row, column in zip(*np.nonzero(meets), strict=True):
        if not (radius <= row < height - radius and radius <= column < width - radius):
            continue
        window = leaves[row - radius : row + radius + 1, column - radius : column + radius + 1][disc]
        ids = np.unique(corners[:, row, column])
        shares = [(window == part_id).mean() for part_id in ids]
        best = int(np.argmax(shares))
        if STRAIGHT[0] <= shares[best] <= STRAIGHT[1]:
            for other in np.delete(ids, best):
                one, two = ids[best] - 1, other - 1
                says = JUNCTION_WEIGHT * length[one, two]
                front[one, two] += says / 2
                front[two, one] -= says / 2
