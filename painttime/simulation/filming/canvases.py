"""Canvases to be filmed, made from a finished picture by a simulated painter."""

import cv2
import numpy as np

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, Labels, RGBColour, fitted_size
from painttime.simulation.filming.surface import GROUNDS, grain, with_grain
from painttime.simulation.painter import SimulatedProcess, make_subject, simulate

NUM_PARTS = 8
LABELS_PX = 96
"""Long side at which a picture is split into parts."""
PLACE_WEIGHT = 60.0
"""How much place counts beside colour: so many 8-bit levels from one side to the other."""


def simulated_canvases(pixels: RGB8, *, num_canvases: int, seed: int) -> FrameSource:
    """Return num_canvases canvases from the ground to `pixels` (h, w, 3), at that size.

    Deterministic by seed. Strokes part by part in a painter's order (simulation.painter), on a ground with
    the grain of paper.
    """
    rng = np.random.default_rng([seed, 20])
    red, green, blue = GROUNDS[int(rng.integers(len(GROUNDS)))]
    ground: RGBColour = (red, green, blue)
    labels = simple_labels(pixels, NUM_PARTS)
    part_ids = tuple(int(part_id) for part_id in rng.permutation(np.unique(labels)))
    subject = make_subject(pixels, labels, part_ids, ground=ground, seed=seed)
    return _SimulatedCanvases(simulate(subject, seed), num_canvases, seed)


class _SimulatedCanvases:
    """Frame source over a process; moments are spread so that each step lays about as much as the others."""

    def __init__(self, process: SimulatedProcess, num_canvases: int, seed: int) -> None:
        self._process = process
        self.num_frames = num_canvases
        self.height_px, self.width_px = process.subject.labels.shape
        times = process.times[process.times <= 1]
        self._moments = np.quantile(times, np.linspace(0, 1, num_canvases))
        self._moments[0], self._moments[-1] = 0.0, 1.0
        self._grain = grain((self.width_px, self.height_px), seed)

    def frame(self, index: int) -> RGB8:
        """Return canvas `index`, (h, w, 3) uint8."""
        moment = float(self._moments[index])
        is_bare = self._process.stages(moment) == 0
        return with_grain(self._process.frame(moment), is_bare, self._grain)


def simple_labels(pixels: RGB8, num_parts: int) -> Labels:
    """Return parts 1..num_parts of a picture (h, w, 3) by colour and place, (h, w) uint8."""
    height_px, width_px = pixels.shape[:2]
    small_height, small_width = fitted_size(height_px, width_px, LABELS_PX)
    small = cv2.resize(pixels, (small_width, small_height), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    y, x = np.mgrid[0 : 1 : small_height * 1j, 0 : 1 : small_width * 1j].astype(np.float32)
    features = np.dstack([lab, x * PLACE_WEIGHT, y * PLACE_WEIGHT]).reshape(-1, 5)
    # Begun on a grid, the groups need no chance.
    start = (x * 3.999).astype(np.int32) + 4 * (y * (num_parts / 4 - 0.001)).astype(np.int32)
    criteria = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0.0)
    flags = cv2.KMEANS_USE_INITIAL_LABELS
    _, groups, _ = cv2.kmeans(features, num_parts, start.reshape(-1, 1), criteria, 1, flags)
    labels = groups.reshape(small_height, small_width).astype(np.uint8) + 1
    smooth = np.asarray(cv2.medianBlur(labels, 5), dtype=np.uint8)
    return _enlarged(smooth, (width_px, height_px))


def _enlarged(labels: Labels, size_px: tuple[int, int]) -> Labels:
    """Return labels at a larger size (width, height) with smooth borders."""
    best = np.zeros((size_px[1], size_px[0]), dtype=np.float32)
    enlarged = np.zeros((size_px[1], size_px[0]), dtype=np.uint8)
    for part_id in np.unique(labels):
        own = cv2.GaussianBlur((labels == part_id).astype(np.float32), (0, 0), 1.0)
        share = cv2.resize(own, size_px, interpolation=cv2.INTER_LINEAR)
        wins = share > best
        best[wins], enlarged[wins] = share[wins], part_id
    return enlarged
