"""Trivial processes: what a measure says of them says how much it is worth.

Each is made of the finished painting, the ground and a number of frames alone; the first frame is the bare
ground, the last the painting, bit by bit. All are the same for the same input.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.image import RGB8, Float32, Labels, RGBColour, luminance, read_only
from painttime.core.part import PartMap
from painttime.evaluation.subject import Subject

CROSS_FADE = "cross_fade"
BLUR = "coarse_to_fine_blur"
LIGHT_TO_DARK = "light_to_dark"
TOP_DOWN = "top_down_wipe"
TILES = "random_tiles"
SMOOTH_FIRST = "smooth_first"
PARTS = "parts_back_to_front"

BASELINE_TITLES = {
    CROSS_FADE: "Cross-fade",
    BLUR: "Coarse-to-fine blur",
    LIGHT_TO_DARK: "Light to dark",
    TOP_DOWN: "Top-down wipe",
    TILES: "Random tiles",
    SMOOTH_FIRST: "Smooth first",
    PARTS: "Parts, back to front",
}
"""The names of the baselines, with titles for tables; in the order of tables."""

TILE_PX = 16
NUM_TAKES = 5
"""Takes of the random tiles, for their diversity."""

_COARSEST_SHARE = 0.25
"""Sigma of the first blur, as a share of the short side: what is left are the colours of large areas."""
_FINEST_SIGMA_PX = 0.6
_DETAIL_SIGMA_PX = 4.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _OfPainting:
    """What a process made of a finished painting has; a FrameSource but for the pictures between."""

    painting: RGB8
    ground: RGBColour
    num_frames: int

    @property
    def height_px(self) -> int:
        return int(self.painting.shape[0])

    @property
    def width_px(self) -> int:
        return int(self.painting.shape[1])


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Reveal(_OfPainting):
    """The painting uncovered place by place; a FrameSource.

    times: (h, w) float32 in (0, 1], the share of the time at which a pixel shows the painting.
    """

    times: Float32

    def frame(self, index: int) -> RGB8:
        """Return picture `index`."""
        bare = np.array(self.ground, dtype=np.uint8)
        return read_only(np.where(self._shown(index)[..., None], self.painting, bare))

    def weight(self, step: int) -> Float32:
        """Return the weight of a step, (h, w): 1 where it uncovers something."""
        return (self._shown(step + 1) & ~self._shown(step)).astype(np.float32)

    def _shown(self, index: int) -> npt.NDArray[np.bool_]:
        # A hair's breadth more, so that a share of the time is not missed by rounding.
        return np.asarray(self.times <= index / (self.num_frames - 1) + 1e-6)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CrossFade(_OfPainting):
    """The painting faded in from the ground, evenly over the time; a FrameSource."""

    def frame(self, index: int) -> RGB8:
        """Return picture `index`."""
        share = np.float32(index / (self.num_frames - 1))
        bare = np.array(self.ground, dtype=np.float32)
        return read_only(np.rint(share * self.painting + (1 - share) * bare).astype(np.uint8))

    def weight(self, step: int) -> Float32:
        """Return the weight of a step, (h, w): the share of the way left to the painting that it goes."""
        share = 1 / (self.num_frames - 1 - step)
        return np.full(self.painting.shape[:2], share, dtype=np.float32)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sharpening(_OfPainting):
    """The ground, then the painting blurred less and less, by the same factor each time; a FrameSource."""

    def frame(self, index: int) -> RGB8:
        """Return picture `index`."""
        if index == 0:
            bare = np.empty_like(self.painting)
            bare[:] = self.ground
            return read_only(bare)
        if index == self.num_frames - 1:
            return self.painting
        coarsest = max(_FINEST_SIGMA_PX, _COARSEST_SHARE * min(self.height_px, self.width_px))
        share = (index - 1) / max(1, self.num_frames - 3)
        sigma_px = coarsest * (_FINEST_SIGMA_PX / coarsest) ** share
        blurred = cv2.GaussianBlur(self.painting, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)
        return read_only(np.asarray(blurred, dtype=np.uint8))


def baselines(
    painting: RGB8,
    ground: RGBColour,
    num_frames: int,
    *,
    parts: PartMap | None = None,
    asked: Float32 | None = None,
    seed: int = 0,
) -> tuple[Subject, ...]:
    """Return the baselines of a painting (h, w, 3), 2 frames or more, in the order of BASELINE_TITLES.

    parts: of that size; without them there is none that uncovers parts. seed: of the random tiles.
    asked: (num_frames - 1, num_parts), the degrees a process was asked for; the baselines do not heed them.
    """
    return tuple(
        Subject(
            name=name,
            frames=first,
            ground=ground,
            painting=painting,
            parts=parts,
            asked=asked,
            weight=None if isinstance(first, Sharpening) else first.weight,
            # Whatever the seed, those but the tiles are as they are: their second take is the first one.
            other_takes=tuple(others) or (first,),
        )
        for name, (first, *others) in _takes(painting, ground, num_frames, parts, seed).items()
    )


def _takes(
    painting: RGB8, ground: RGBColour, num_frames: int, parts: PartMap | None, seed: int
) -> Mapping[str, Sequence[Reveal | CrossFade | Sharpening]]:
    """Return the takes of each baseline by its name: one, but of the random tiles NUM_TAKES."""

    def revealed(times: Float32) -> Reveal:
        return Reveal(painting=painting, ground=ground, times=times, num_frames=num_frames)

    by_row = np.broadcast_to(np.arange(len(painting))[:, None], painting.shape[:2])
    takes: dict[str, Sequence[Reveal | CrossFade | Sharpening]] = {
        CROSS_FADE: [CrossFade(painting=painting, ground=ground, num_frames=num_frames)],
        BLUR: [Sharpening(painting=painting, ground=ground, num_frames=num_frames)],
        LIGHT_TO_DARK: [revealed(in_turn(-luminance(painting)))],
        TOP_DOWN: [revealed(in_turn(by_row))],
        TILES: [revealed(tile_times(painting, seed + take)) for take in range(NUM_TAKES)],
        SMOOTH_FIRST: [revealed(in_turn(local_detail(painting)))],
    }
    if parts is not None:
        takes[PARTS] = [revealed(part_times(parts.labels, parts.ids))]
    return takes


def in_turn(order: npt.NDArray[Any]) -> Float32:
    """Return when each pixel shows, (h, w), 0..1: in ascending order, so many pixels in every moment.

    Pixels of the same place in the order show together, when the last of them is due.
    """
    _, inverse, counts = np.unique(order, return_inverse=True, return_counts=True)
    shares = np.cumsum(counts) / order.size
    return np.asarray(shares[inverse].reshape(order.shape), dtype=np.float32)


def tile_times(painting: RGB8, seed: int) -> Float32:
    """Return when each pixel shows where tiles of TILE_PX show in random order, (h, w)."""
    height, width = painting.shape[:2]
    rows, columns = -(-height // TILE_PX), -(-width // TILE_PX)
    order = np.random.default_rng(seed).permutation(rows * columns).reshape(rows, columns)
    return in_turn(order.repeat(TILE_PX, axis=0).repeat(TILE_PX, axis=1)[:height, :width])


def local_detail(painting: RGB8) -> Float32:
    """Return how much detail there is around each pixel, (h, w): the Laplacian's size, blurred."""
    edges = np.abs(cv2.Laplacian(luminance(painting), cv2.CV_32F, ksize=1))
    return np.asarray(cv2.GaussianBlur(edges, (0, 0), _DETAIL_SIGMA_PX), dtype=np.float32)


def part_times(labels: Labels, ids: tuple[int, ...]) -> Float32:
    """Return when each pixel shows where parts show in this order, each in one go, evenly over the time."""
    present = [part_id for part_id in ids if (labels == part_id).any()]
    times = np.zeros(256, dtype=np.float32)
    times[present] = (np.arange(len(present)) + 1) / len(present)
    return times[labels]
