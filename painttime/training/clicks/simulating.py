"""A user who clicks where the result is most wrong (the protocol of Sofiiuk, Petrov and Konushin 2021)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from painttime.segmentation.editing.area import Mask
from painttime.segmentation.editing.masks import Point
from painttime.training.clicks.objects import Target

NUM_CLICKS = 6


@dataclass(kw_only=True, slots=True)
class Clicks:
    """The clicks so far, in pixels of the picture."""

    inside: list[Point] = field(default_factory=list)
    outside: list[Point] = field(default_factory=list)


Taking = Callable[[Clicks], Mask]
"""Answers clicks with a mask of the picture, (h, w) bool."""


def clicked(
    target: Target, take: Taking, *, num_clicks: int = NUM_CLICKS, rng: np.random.Generator | None = None
) -> Iterator[tuple[Clicks, Mask]]:
    """Click on an object up to so many times; yields the clicks so far with what was taken by them.

    Each click is in the middle of the largest error; with rng somewhere well within it, as people do. Ends
    early when nothing is wrong any more.
    """
    clicks = Clicks()
    taken = np.zeros_like(target.wanted)
    for _ in range(num_clicks):
        missing, wrong = (_depth(mask) for mask in _errors(target, taken))
        if max(missing.max(), wrong.max()) < 1:
            return
        is_missing = bool(missing.max() >= wrong.max())
        place = _place(missing if is_missing else wrong, rng)
        (clicks.inside if is_missing else clicks.outside).append(place)
        taken = take(clicks)
        yield clicks, taken


def overlap(target: Target, taken: Mask) -> float:
    """Return the intersection over union where it is known what is wanted, 0..1."""
    taken = taken & target.known
    union = int((taken | target.wanted).sum())
    return int((taken & target.wanted).sum()) / union if union else 1.0


def _errors(target: Target, taken: Mask) -> tuple[Mask, Mask]:
    return target.wanted & ~taken, taken & ~target.wanted & target.known


def _depth(mask: Mask) -> npt.NDArray[np.float32]:
    """Return how deep each pixel lies within a mask; beyond the picture there is nothing of it."""
    framed = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], dtype=np.float32)


def _place(depth: npt.NDArray[np.float32], rng: np.random.Generator | None) -> Point:
    if rng is None:
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    else:
        rows, columns = np.nonzero(depth >= rng.uniform(0.3, 1.0) * depth.max())
        chosen = int(rng.integers(len(rows)))
        row, column = rows[chosen], columns[chosen]
    return float(column) + 0.5, float(row) + 0.5
