"""Films a painting being made."""

from collections.abc import Iterator
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from painttime.core.frames import FrameSource
from painttime.core.image import RGB8, read_only
from painttime.core.similarity import IDENTITY, Similarity
from painttime.simulation.filming.camera import Closeness, closer, drift
from painttime.simulation.filming.film import (
    ELSEWHERE,
    GOOD,
    INTERFACE,
    OCCLUDED,
    STATIC,
    FilmedFrame,
    FilmOptions,
)
from painttime.simulation.filming.filmed_canvases import Box, FilmedCanvases, SeenInPart
from painttime.simulation.filming.hand import Hand, Pose
from painttime.simulation.filming.lighting import Sensor, gains
from painttime.simulation.filming.scene import Scene, placement
from painttime.simulation.filming.screens import another_picture, draw_screen
from painttime.simulation.filming.script import AWAY, COMING, RESTING, Shot, Zoom, write_script

Float32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def film(
    canvases: FrameSource, options: FilmOptions, *, size_px: tuple[int, int] | None = None, seed: int
) -> Iterator[FilmedFrame]:
    """Film canvases, earliest first; deterministic by seed.

    size_px: (width, height) of the frames; None: that of the canvases. A canvas of another shape has table at
    two of its sides.
    """
    return Film(canvases, options, size_px=size_px, seed=seed).frames()


class Film:
    """A film that can be asked about itself.

    canvases: what is filmed, by the numbers of FilmedFrame.canvas: those given, then those taken back.
    num_frames: of the film. size_px: (width, height) of its frames.
    """

    def __init__(
        self,
        canvases: FrameSource,
        options: FilmOptions,
        *,
        size_px: tuple[int, int] | None = None,
        seed: int,
    ) -> None:
        self.options = options
        self.seed = seed
        self.size_px = size_px or (canvases.width_px, canvases.height_px)
        script = write_script(canvases.num_frames, options, seed)
        self._shots = script.shots
        self.num_frames = len(script.shots)
        self._drift = drift(self.num_frames, self.size_px, options, seed)
        self._gains = gains(self.num_frames, options, seed)
        self._to_scene = placement(canvases, self.size_px, options.table_share)
        self._closeness = [self._closest(canvases, number, zoom) for number, zoom in enumerate(script.zooms)]
        parts_seen = tuple(
            SeenInPart(first=zoom.first, last=zoom.last, box=self._seen_box(canvases, number))
            for number, zoom in enumerate(script.zooms)
        )
        self._mistakes = script.mistakes
        self.canvases = FilmedCanvases(canvases, mistakes=script.mistakes, parts_seen=parts_seen, seed=seed)
        self._scene = Scene(self.canvases, self.size_px, self._to_scene, seed=seed)
        self._sensor = Sensor(self.size_px, options.noise, seed)
        self._hand = Hand(self.size_px, seed) if options.hand else None
        self._spots = lru_cache(maxsize=4)(self._changed_spots)

    def canvas_to_frame(self, index: int) -> Similarity:
        """Return where points of a canvas (its own pixels) lie in frame `index` of the film."""
        return self._to_scene.then(self._view(index))

    def light(self, index: int) -> Float32:
        """Return what the light of frame `index` multiplies channels with, (3,)."""
        return np.asarray(self._gains[index])

    def frames(self) -> Iterator[FilmedFrame]:
        """Film from the beginning."""
        seen: set[int] = set()
        for index in range(self.num_frames):
            frame = self._filmed(index, seen)
            if frame.kind == GOOD:
                seen.add(frame.canvas)
            yield frame

    def clear_view(self, canvas: int, index: int, then: Similarity = IDENTITY) -> RGB8:
        """Return a canvas as frame `index` would show it with nothing in the way, in that frame's light.

        then: moved on by this, within a picture of the frame's size.
        """
        pixels = self._scene.seen(canvas, self._view(index).then(then))
        return np.asarray(np.rint(pixels * self._gains[index]), dtype=np.uint8)

    def _filmed(self, index: int, seen: set[int]) -> FilmedFrame:
        shot = self._shots[index]
        to_last = self._view(index).inverse().then(self._view(self.num_frames - 1))
        hidden: Mask | None = None
        if shot.elsewhere is not None:
            pixels = another_picture(self.size_px, self.seed, shot.elsewhere)
            kind, hidden = ELSEWHERE, np.ones(pixels.shape[:2], dtype=np.bool_)
        else:
            pixels = self._scene.seen(shot.canvas, self._view(index))
            kind = STATIC if shot.canvas in seen else GOOD
            if self._hand is not None and shot.hand != AWAY:
                pixels, hidden = self._hand.draw(pixels, self._pose(index))
                kind = OCCLUDED if hidden.any() else kind
        pixels = self._sensor.expose(pixels, self._gains[index], index)
        if shot.screen is not None:
            pixels, hidden = draw_screen(pixels, shot.screen, self.seed)
            kind = INTERFACE
        if hidden is not None:
            hidden = read_only(hidden) if hidden.any() else None
        return FilmedFrame(
            pixels=read_only(pixels), canvas=shot.canvas, kind=kind, to_last=to_last, hidden=hidden
        )

    def _view(self, index: int) -> Similarity:
        """Return where points of the scene lie in a frame."""
        shot = self._shots[index]
        return self._drift[index].then(closer(self.size_px, self._closeness_of(shot)))

    def _closeness_of(self, shot: Shot) -> Closeness | None:
        if shot.zoom is None:
            return None
        near = self._closeness[shot.zoom]
        return Closeness(factor=near.factor**shot.zoomed, about=near.about)

    def _pose(self, index: int) -> Pose:
        """Return where the hand is: at what changes next, or on its way, or at rest by the border."""
        shot = self._shots[index]
        width_px, height_px = self.size_px
        rng = np.random.default_rng([self.seed, 12, index])
        elbow = np.array((width_px * (0.3 if self._hand and self._hand.is_left else 0.7), 1.5 * height_px))
        if shot.hand == RESTING:
            tip = np.array((0.85 * width_px, 0.8 * height_px))
        else:
            spots = self.canvas_to_frame(index).apply(self._spots(shot.canvas))
            tip = spots[int(rng.integers(len(spots)))] + rng.normal(0, 0.01, 2) * height_px
            tip = np.clip(tip, 0, (width_px - 1, height_px - 1))
            if shot.hand == COMING:
                tip = 0.45 * tip + 0.55 * elbow
        away_x, away_y = elbow - tip
        return Pose(
            tip=(float(tip[0]), float(tip[1])), angle_deg=-float(np.degrees(np.arctan2(away_x, away_y)))
        )

    def _changed_spots(self, canvas: int) -> npt.NDArray[np.float64]:
        """Return points of a canvas, (n, 2), that the next one changes; its middle where there are none."""
        num_given = self.canvases.num_frames - len(self._mistakes)
        following = min(canvas + 1, num_given - 1)
        if canvas >= num_given:
            following = self._mistakes[canvas - num_given]
        changed = _difference(self.canvases, canvas, following) > 10
        y, x = np.nonzero(changed)
        if not len(x):
            return np.array([[self.canvases.width_px / 2, self.canvases.height_px / 2]])
        rng = np.random.default_rng([self.seed, 13, canvas])
        # A painter works at one place for a while: spots near one of the changes.
        centre = rng.integers(len(x))
        away = np.hypot(x - x[centre], y - y[centre])
        near = np.argsort(away, kind="stable")[: max(1, len(x) // 4)]
        chosen = rng.choice(near, min(16, len(near)), replace=False)
        return np.stack([x[chosen], y[chosen]], axis=1).astype(np.float64)

    def _closest(self, canvases: FrameSource, number: int, zoom: Zoom) -> Closeness:
        """Return a view of the middle of what changes while the camera is closer."""
        change = _difference(canvases, zoom.first, zoom.last).astype(np.float64)
        half = max(1.0, change.sum()) / 2
        middle = [np.searchsorted(np.cumsum(change.sum(axis=axis)), half) for axis in (0, 1)]
        there = self._near_frames(number)
        to_frame = self._to_scene.then(self._drift[there[len(there) // 2]])
        x, y = to_frame.apply([middle])[0]
        return Closeness(factor=zoom.factor, about=(float(x), float(y)))

    def _seen_box(self, canvases: FrameSource, number: int) -> Box:
        """Return what of the canvas all frames of a zoom show, (x, y, width, height)."""
        width_px, height_px = self.size_px
        corners = [[0, 0], [width_px - 1, 0], [0, height_px - 1], [width_px - 1, height_px - 1]]
        seen = np.stack(
            [self.canvas_to_frame(index).inverse().apply(corners) for index in self._near_frames(number)]
        )
        size = np.array([canvases.width_px, canvases.height_px])
        # Corners 0 and 2 are the left ones, 0 and 1 the upper ones; turned a little, the inner ones count.
        x0, x1 = seen[:, [0, 2], 0].max(), seen[:, [1, 3], 0].min()
        y0, y1 = seen[:, [0, 1], 1].max(), seen[:, [2, 3], 1].min()
        (x0, y0), (x1, y1) = np.clip(np.ceil((x0, y0)), 0, size), np.clip(np.floor((x1, y1)), 0, size)
        return int(x0), int(y0), max(0, int(x1 - x0)), max(0, int(y1 - y0))

    def _near_frames(self, number: int) -> list[int]:
        """Return the frames in which a zoom has come all the way."""
        return [index for index, shot in enumerate(self._shots) if shot.zoom == number and shot.zoomed == 1.0]


def _difference(canvases: FrameSource, one: int, other: int) -> npt.NDArray[np.uint8]:
    """Return how far two canvases are apart at each pixel, (h, w), the largest of the channels."""
    return np.asarray(cv2.absdiff(canvases.frame(one), canvases.frame(other)).max(axis=2), dtype=np.uint8)
